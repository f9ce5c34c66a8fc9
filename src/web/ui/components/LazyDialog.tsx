/** A dialog that is a file of its own. If it cannot be fetched, that is announced and the screen stays. */
import { type ReactNode, Suspense, useEffect } from 'react';
import { useWords } from '../i18n/useWords.ts';
import { PartUnavailable, reloadOnce, whyUnavailable } from '../router/lazyPart.ts';
import { announce } from './Announcer.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { FAILURE_TITLES } from './FailureNotice.tsx';

function FailedDialog({ error, close }: { error: unknown; close(): void }) {
  const { t } = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it is opened.
  useEffect(() => {
    close();
    if (!(error instanceof PartUnavailable)) return announce(t('failure.screen'), 'warning');
    void whyUnavailable().then(({ kind }) => {
      if (kind !== 'outdated' || !reloadOnce()) announce(t(FAILURE_TITLES[kind]), 'warning');
    });
  }, [error]);
  return null;
}

export function LazyDialog({ close, children }: { close(): void; children: ReactNode }) {
  return (
    <ErrorBoundary fallback={(error) => <FailedDialog error={error} close={close} />}>
      <Suspense>{children}</Suspense>
    </ErrorBoundary>
  );
}
