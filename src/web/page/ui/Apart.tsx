/** A dialog that is a file of its own. When it cannot be fetched that is said, and the screen under it stays. */
import { type ReactNode, Suspense, useEffect } from 'react';
import { useWords } from '../i18n/words.tsx';
import { PartMissing, renewOnce, whyMissing } from '../router/part.ts';
import { announce } from './announce.tsx';
import { Guard } from './Guard.tsx';
import { TITLES } from './Trouble.tsx';

function NotFetched({ broken, close }: { broken: unknown; close(): void }) {
  const { t } = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it is opened.
  useEffect(() => {
    close();
    if (!(broken instanceof PartMissing)) return announce(t('failure.screen'), 'warning');
    void whyMissing().then(({ kind }) => {
      if (kind !== 'outdated' || !renewOnce()) announce(t(TITLES[kind]), 'warning');
    });
  }, [broken]);
  return null;
}

export function Apart({ close, children }: { close(): void; children: ReactNode }) {
  return (
    <Guard instead={(broken) => <NotFetched broken={broken} close={close} />}>
      <Suspense>{children}</Suspense>
    </Guard>
  );
}
