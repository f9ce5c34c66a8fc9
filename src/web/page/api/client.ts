/** How the page speaks with the server: one place for the address, the session and the way a document is named. */
import { GraphQLClient } from 'graphql-request';
import type { TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { boot } from '../boot.ts';
import { Failure, toFailure } from './failure.ts';

/** Whether documents are sent as the hashes that the server was built with, instead of as text. */
const SEND_HASHES = true;
/** Longer than the server takes for anything before it gives up. */
const TIMEOUT_MS = 35_000;

/** The session itself is a cookie that no script can read; this header says whose it is. */
const client = new GraphQLClient(`${location.origin}/graphql`, {
  headers: { 'x-portico-portal': boot.companyId },
  credentials: 'same-origin',
  errorPolicy: 'all',
  // Its name stands in the document; without this every document is parsed to find it.
  excludeOperationName: true,
  fetch: (url, init) => fetch(url, { ...init, body: named(init?.body), signal: AbortSignal.timeout(TIMEOUT_MS) }),
});

/** The hash of the document that is under way, by its text. */
const hashes = new Map<string, string>();

function named(body: BodyInit | null | undefined): BodyInit | null | undefined {
  if (!SEND_HASHES || typeof body !== 'string') return body;
  const { query, ...rest } = JSON.parse(body) as { query: string };
  const sha256Hash = hashes.get(query);
  if (!sha256Hash) return body;
  return JSON.stringify({ ...rest, extensions: { persistedQuery: { version: 1, sha256Hash } } });
}

export interface Answer<Result> {
  data: Result;
  /** Switches of the portal's configuration because of which a part of the answer is missing. */
  disabled: string[];
}

/**
 * Sends one operation. Throws a `Failure` when there is no answer; parts that the portal switches off are null in the
 * answer, and named beside it.
 */
export async function send<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Answer<Result>> {
  const query = document.toString();
  const hash = (document.__meta__ as { hash?: string } | undefined)?.hash;
  if (hash) hashes.set(query, hash);
  if (!navigator.onLine) throw new Failure('offline');
  try {
    const { data, errors = [] } = await client.rawRequest<Result>(query, variables as Record<string, unknown>);
    const serious = errors.find(({ extensions }) => extensions?.code !== 'PORTAL_FEATURE_DISABLED');
    if (serious || !data) throw toFailure({ response: { status: 200, errors } });
    return { data, disabled: errors.map(({ extensions }) => String(extensions?.setting ?? '')) };
  } catch (error) {
    throw toFailure(error);
  }
}
