/** A screen: its heading, its loading and its failing. On arrival the heading takes the focus and names the window. */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { Failure } from '../api/failure.ts';
import { boot, companyName } from '../boot.ts';
import { useWords } from '../i18n/words.tsx';
import { Link } from '../router/Link.tsx';
import { currentPlace, rememberedScroll, usePlace } from '../router/place.ts';
import { buttonClass } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { Empty, Skeleton } from './surfaces.tsx';
import { Trouble } from './Trouble.tsx';

interface ScreenProps {
  title: string;
  /** Shown under the heading. */
  lead?: ReactNode;
  /** The screen above this one. */
  up?: { to: string; name: string };
  action?: ReactNode;
  loading?: boolean;
  failure?: Failure | null;
  retry?: () => void;
  /** What was loaded. */
  children?: ReactNode;
  /** Whether it took the place of another one without a step of the history, as a step of a form does. */
  instead?: boolean;
  /** How many grey boxes stand for what is being loaded. */
  skeletons?: readonly number[];
}

export function Screen(props: ScreenProps) {
  const { title, lead, up, action, loading = false, failure = null, retry, children, skeletons = [3, 4] } = props;
  const { instead = false } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const place = usePlace();
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${boot.company?.portalHeader ?? companyName}`;
  }, [title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each step of the history.
  useLayoutEffect(() => {
    if (place.by === 'load' && !instead) return;
    heading.current?.focus({ preventScroll: true });
    if (place.by === 'push') window.scrollTo(0, 0);
  }, [place.state.key]);
  useLayoutEffect(() => {
    if (!loading && currentPlace().by === 'pop') window.scrollTo(0, rememberedScroll());
  }, [loading]);
  return (
    <>
      <div className="screen-head">
        <div>
          {up ? (
            <Link to={up.to} className="up">
              <Icon name="back" className="flip" />
              {up.name}
            </Link>
          ) : null}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead ? <p className="lead">{lead}</p> : null}
        </div>
        {action}
      </div>
      {failure?.kind === 'disabled' ? (
        <div className="card">
          <Empty icon="info" title={t('switchedOff.text')}>
            <Link to="/" className={buttonClass('primary')}>
              {t('action.toOverview')}
            </Link>
          </Empty>
        </div>
      ) : failure ? (
        <Trouble failure={failure} retry={retry} />
      ) : loading ? (
        <div className="stack" aria-busy="true">
          <p className="hidden" role="status">
            {t('loading')}
          </p>
          {skeletons.map((lines, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the shapes have no identity.
            <Skeleton key={at} lines={lines} />
          ))}
        </div>
      ) : (
        <div className="stack">{children}</div>
      )}
    </>
  );
}
