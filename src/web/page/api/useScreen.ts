/** What a screen shows: one query for each, which brings the frame along. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FrameFragment, TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { speakCustomersLanguage } from '../i18n/speak.ts';
import { renewOnce } from '../router/part.ts';
import { ask } from './ahead.ts';
import { type Failure, isPassing } from './failure.ts';
import { setFrame } from './frame.ts';
import { queries, sessionLost } from './session.ts';
import { setStale } from './stale.ts';
import { isSomethingUnanswered } from './unanswered.ts';

export interface ScreenData<Result> {
  data: Result | undefined;
  /** Switches that are off because of which parts are missing. */
  disabled: string[];
  failure: Failure | null;
  loading: boolean;
  retry(): void;
}

export function useScreen<Result extends FrameFragment, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): ScreenData<Result> {
  const hash = (document.__meta__ as { hash: string }).hash;
  const query = useQuery({
    queryKey: [hash, variables],
    queryFn: () => ask(document, variables),
    // In another language the same screen is asked again; until then it stays as it is.
    placeholderData: (previous) => previous,
    // Back from being offline it is brought up to date, but not away from under a try whose outcome nobody knows.
    refetchOnReconnect: () => !isSomethingUnanswered(),
  });
  const data = query.data?.data;
  const cause = query.error as Failure | null;
  // What is on the screen stays there when it cannot be asked again.
  const stale = Boolean(data && cause && isPassing(cause));
  const failure = stale ? null : cause;
  const { refetch } = query;
  useEffect(() => {
    if (!data) return;
    setFrame({ frameCustomer: data.frameCustomer, frameConfig: data.frameConfig });
    void speakCustomersLanguage(data.frameCustomer.locale ?? null);
  }, [data]);
  useEffect(() => {
    if (!stale) return;
    setStale(() => void refetch());
    return () => setStale(null);
  }, [stale, refetch]);
  // A newer server does not know what this page asks: the page is renewed, as long as that loses nothing.
  const outdated = failure?.kind === 'outdated';
  useEffect(() => {
    if (outdated) renewOnce();
  }, [outdated]);
  const lost = failure?.kind === 'unauthenticated';
  useEffect(() => {
    if (lost) sessionLost();
  }, [lost]);
  return {
    data: lost ? undefined : data,
    disabled: query.data?.disabled ?? [],
    failure: lost ? null : failure,
    loading: query.isPending || lost,
    retry: () => void refetch(),
  };
}

/** After a change: what is on the screen is asked again, what is not is forgotten. */
export async function refresh(): Promise<void> {
  queries.removeQueries({ type: 'inactive' });
  await queries.invalidateQueries();
}
