/** The one query of a screen, and when it is repeated. */
import { useLingui } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { type Failure, isPassing } from '../api/failure.ts';
import { type Answer, hashOf } from '../api/graphqlClient.ts';
import { setStale } from '../api/stale.ts';
import { hasUnknownOutcome } from '../api/unknownOutcomes.ts';
import { page } from '../page.ts';
import { reloadOnce } from '../router/lazyPart.ts';

export interface ScreenData<Result> {
  data: Result | undefined;
  /** Settings of the portal because of which parts of `data` are null. */
  disabled: string[];
  failure: Failure | null;
  loading: boolean;
  retry(): void;
}

export function useScreenQuery<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  send: (document: TypedDocumentString<Result, Variables>, variables: Variables) => Promise<Answer<Result>>,
): ScreenData<Result> {
  const { i18n } = useLingui();
  const query = useQuery({
    // The merchant's texts are in the language of the page.
    queryKey: [hashOf(document), variables, i18n.locale],
    queryFn: () => send(document, variables),
    // When the language changes, the screen stays as it is until the new data arrives.
    placeholderData: (previous) => previous,
    // An update would take the screen away from under an attempt whose outcome is unknown.
    refetchOnReconnect: () => !hasUnknownOutcome(),
  });
  const data = query.data?.data;
  const cause = query.error as Failure | null;
  // Data that cannot be updated stays on the screen.
  const stale = Boolean(data && cause && isPassing(cause));
  const failure = stale ? null : cause;
  const { refetch } = query;
  useEffect(() => {
    if (!stale) return;
    setStale(() => void refetch());
    return () => setStale(null);
  }, [stale, refetch]);
  // A newer server does not know this page's operations.
  const outdated = failure?.kind === 'outdated';
  useEffect(() => {
    if (outdated) reloadOnce();
  }, [outdated]);
  const lost = failure?.kind === 'unauthenticated';
  useEffect(() => {
    if (lost) page().sessionLost();
  }, [lost]);
  return {
    data: lost ? undefined : data,
    disabled: query.data?.disabled ?? [],
    failure: lost ? null : failure,
    loading: query.isPending || lost,
    retry: () => void refetch(),
  };
}
