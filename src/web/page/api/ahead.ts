/**
 * What a visit begins with is asked for while the page is still being put together; the screen then finds its answer on
 * the way.
 */
import { HomeDocument, type TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { boot } from '../boot.ts';
import { type Answer, send } from './client.ts';

const asked = new Map<string, Promise<Answer<unknown>>>();

const nameOf = (document: { __meta__?: Record<string, unknown> }, variables: unknown) =>
  `${document.__meta__?.hash} ${JSON.stringify(variables)}`;

export function askAhead(path: string): void {
  if (path !== '/' || !boot.company) return;
  const answer = send(HomeDocument, {});
  asked.set(nameOf(HomeDocument, {}), answer);
  // Whoever takes it meets the failure.
  answer.catch(() => undefined);
}

/** The answer that was asked for ahead, once; otherwise it is asked for now. */
export function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  const name = nameOf(document, variables);
  const answer = asked.get(name) as Promise<Answer<Result>> | undefined;
  asked.delete(name);
  return answer ?? send(document, variables);
}
