/** A screen: its heading, its loading and its failing. On arrival the heading takes the focus and names the window. */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { Failure } from '../api/failure.ts';
import { useWords } from '../i18n/useWords.ts';
import { page } from '../page.ts';
import { Link } from '../router/Link.tsx';
import { currentPlace, rememberedScroll, usePlace } from '../router/place.ts';
import { buttonClass } from './Button.tsx';
import { Empty } from './Empty.tsx';
import { FailureNotice } from './FailureNotice.tsx';
import { Icon } from './Icon.tsx';
import { Skeleton } from './Skeleton.tsx';

interface ScreenProps {
  title: string;
  /** The title of the window and in the history; the heading by default. */
  windowTitle?: string;
  /** Shown under the heading. */
  lead?: ReactNode;
  /** The screen above this one. */
  up?: { to: string; name: string };
  action?: ReactNode;
  loading?: boolean;
  failure?: Failure | null;
  retry?: () => void;
  /** Shown once the data has arrived. */
  children?: ReactNode;
  /** Whether it replaced another screen within one history entry, as the steps of a form do. */
  instead?: boolean;
  /** The number of lines of each placeholder while the data is loading. */
  skeletons?: readonly number[];
}

export function Screen(props: ScreenProps) {
  const { title, lead, up, action, loading = false, failure = null, retry, children, skeletons = [3, 4] } = props;
  const { instead = false, windowTitle = title } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const place = usePlace();
  const { t } = useWords();
  useEffect(() => {
    document.title = `${windowTitle} · ${page().name}`;
  }, [windowTitle]);
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
        <FailureNotice failure={failure} retry={retry} />
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
