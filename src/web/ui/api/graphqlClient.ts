/** Sends GraphQL operations by their hashes. The server was built with the same operations and knows their text. */
import type { TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { page } from '../page.ts';
import { Failure, type GraphQLFault, toFailure } from './failure.ts';

/** Longer than the server works on any request. */
const TIMEOUT_MS = 35_000;

export interface Answer<Result> {
  data: Result;
  /** Settings of the portal because of which parts of `data` are null. */
  disabled: string[];
}

export const hashOf = (document: { __meta__?: Record<string, unknown> }): string => String(document.__meta__?.hash);

/**
 * Sends one operation with the session. Throws a `Failure` if there is no data, or if it is incomplete for
 * another reason than a setting of the portal.
 */
export async function send<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  if (!navigator.onLine) throw new Failure('offline');
  const { headers, bearer } = page();
  const session = bearer?.();
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: bearer ? 'omit' : 'same-origin',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      // Texts that the merchant has translated.
      'accept-language': globalThis.document.documentElement.lang,
      ...headers,
      ...(session ? { authorization: `Bearer ${session}` } : {}),
    },
    body: JSON.stringify({
      variables,
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } },
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new Failure('network');
  });
  const body = await response.text().catch(() => {
    throw new Failure('network');
  });
  const { data, errors = [] } = parse<Result>(body);
  const fault = errors.find(({ extensions }) => extensions?.code !== 'PORTAL_FEATURE_DISABLED');
  if (!response.ok || fault || !data) throw toFailure(response.status, errors);
  return { data, disabled: errors.map(({ extensions }) => String(extensions?.setting ?? '')) };
}

/** A proxy's error page is not JSON; its status suffices. */
function parse<Result>(body: string): { data?: Result | null; errors?: GraphQLFault[] } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
