/** Announces a failure for a moment, for components without space for a notice. */
import { useEffect } from 'react';
import type { Failure } from '../api/failure.ts';
import { announce } from '../components/Announcer.tsx';
import { FAILURE_TITLES } from '../components/FailureNotice.tsx';
import { useWords } from '../i18n/useWords.ts';

export function useAnnouncedFailure(failure: Failure | null): void {
  const { t } = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each failure, not for each language.
  useEffect(() => {
    if (failure) announce(t(FAILURE_TITLES[failure.kind]), 'warning');
  }, [failure]);
}
