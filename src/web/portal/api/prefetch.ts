/** The overview's data is requested while the page is still loading; the screen then takes that response. */
import { HomeDocument, type TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { type Answer, hashOf, send } from '../../ui/api/graphqlClient.ts';
import { boot } from '../boot.ts';

const prefetched = new Map<string, Promise<Answer<unknown>>>();

export function prefetch(path: string): void {
  if (path !== '/' || !boot.company) return;
  const answer = send(HomeDocument, {});
  prefetched.set(keyOf(HomeDocument, {}), answer);
  // The screen that takes the response handles its failure.
  answer.catch(() => undefined);
}

/** Takes the prefetched response, once; sends the operation if there is none. */
export function sendOnce<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  const key = keyOf(document, variables);
  const answer = prefetched.get(key) as Promise<Answer<Result>> | undefined;
  prefetched.delete(key);
  return answer ?? send(document, variables);
}

const keyOf = (document: { __meta__?: Record<string, unknown> }, variables: unknown) =>
  `${hashOf(document)} ${JSON.stringify(variables)}`;
