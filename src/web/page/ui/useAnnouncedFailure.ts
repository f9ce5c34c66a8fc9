/** For what stands where no notice has room: why it was not done is said for a moment. */
import { useEffect } from 'react';
import type { Failure } from '../api/failure.ts';
import { useWords } from '../i18n/words.tsx';
import { announce } from './announce.tsx';
import { TITLES } from './Trouble.tsx';

export function useAnnouncedFailure(failure: Failure | null): void {
  const { t } = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each failure, not for each language.
  useEffect(() => {
    if (failure) announce(t(TITLES[failure.kind]), 'warning');
  }, [failure]);
}
