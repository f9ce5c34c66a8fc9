/** What a screen shows: one query for each, which brings the frame along. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FrameFragment, TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { speakCustomersLanguage } from '../i18n/speak.ts';
import { send } from './client.ts';
import type { Failure } from './failure.ts';
import { setFrame } from './frame.ts';
import { queries, sessionLost } from './session.ts';

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
    queryFn: () => send(document, variables),
    // In another language the same screen is asked again; until then it stays as it is.
    placeholderData: (previous) => previous,
  });
  const failure = query.error as Failure | null;
  const data = query.data?.data;
  useEffect(() => {
    if (!data) return;
    setFrame({ frameCustomer: data.frameCustomer, frameConfig: data.frameConfig });
    void speakCustomersLanguage(data.frameCustomer.locale ?? null);
  }, [data]);
  const lost = failure?.kind === 'unauthenticated';
  useEffect(() => {
    if (lost) sessionLost();
  }, [lost]);
  return {
    data: lost ? undefined : data,
    disabled: query.data?.disabled ?? [],
    failure: lost ? null : failure,
    loading: query.isPending || lost,
    retry: () => void query.refetch(),
  };
}

/** After a change: what is on the screen is asked again, what is not is forgotten. */
export async function refresh(): Promise<void> {
  queries.removeQueries({ type: 'inactive' });
  await queries.invalidateQueries();
}
