/** The sections: a column beside the screen, and on small screens a bar under the thumb. */
import { lazy, useState } from 'react';
import { Email } from '../../ui/components/Email.tsx';
import { Icon } from '../../ui/components/Icon.tsx';
import { LazyDialog } from '../../ui/components/LazyDialog.tsx';
import { useAnnouncedFailure } from '../../ui/hooks/useAnnouncedFailure.ts';
import { isolate } from '../../ui/i18n/isolate.ts';
import { useWords } from '../../ui/i18n/useWords.ts';
import { Link } from '../../ui/router/Link.tsx';
import { lazyPart } from '../../ui/router/lazyPart.ts';
import { useFrame } from '../api/frame.ts';
import { boot } from '../boot.ts';
import { inSection, SECTIONS } from './sections.ts';
import { useSignOut } from './useSignOut.ts';

const MoreSheet = lazy(lazyPart(() => import('./MoreSheet.tsx')));

export function Navigation({ path }: { path: string }) {
  const { t } = useWords();
  const frame = useFrame();
  const [more, setMore] = useState(false);
  const { signOut, pending, failure } = useSignOut();
  useAnnouncedFailure(failure);
  if (!frame) return <div className="nav" aria-hidden="true" />;
  const shown = SECTIONS.filter((section) => section.shown(frame));
  const rest = shown.filter(({ first }) => !first);
  return (
    <>
      <nav className="nav" aria-label={t('frame.sections')}>
        <ul>
          {shown.map((section) => (
            <li key={section.path}>
              <Link to={section.path} aria-current={inSection(path, section) ? 'page' : undefined}>
                <Icon name={section.icon} />
                {t(section.name)}
              </Link>
            </li>
          ))}
        </ul>
        <div className="nav-who">
          <p className="nav-name">
            {frame.frameCustomer.name ? (
              isolate(frame.frameCustomer.name)
            ) : (
              <Email address={frame.frameCustomer.email} />
            )}
          </p>
          {frame.frameCustomer.name ? (
            <p className="nav-email">
              <Email address={frame.frameCustomer.email} />
            </p>
          ) : null}
          {boot.embed ? null : (
            <button type="button" className="nav-leave" aria-disabled={pending} onClick={() => void signOut(false)}>
              <Icon name="leave" className="flip" />
              {t('action.signOut')}
            </button>
          )}
        </div>
      </nav>
      <nav className="bar" aria-label={t('frame.sections')}>
        <ul>
          {shown
            .filter(({ first }) => first)
            .map((section) => (
              <li key={section.path}>
                <Link to={section.path} aria-current={inSection(path, section) ? 'page' : undefined}>
                  <Icon name={section.icon} />
                  <span>{t(section.short)}</span>
                </Link>
              </li>
            ))}
          <li>
            <button
              type="button"
              aria-haspopup="dialog"
              aria-expanded={more}
              data-current={rest.some((section) => inSection(path, section)) || undefined}
              onClick={() => setMore(true)}
            >
              <Icon name="more" />
              <span>{t('nav.more')}</span>
            </button>
          </li>
        </ul>
      </nav>
      {more ? (
        <LazyDialog close={() => setMore(false)}>
          <MoreSheet sections={rest} path={path} customer={frame.frameCustomer} close={() => setMore(false)} />
        </LazyDialog>
      ) : null}
    </>
  );
}
