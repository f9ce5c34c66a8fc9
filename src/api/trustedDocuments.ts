/**
 * The hosted page sends its operations by hashes that are computed when it is built. With `trustedDocumentsOnly`, callers
 * without an API key may send nothing else, so that a stolen session can run only the operations of the page.
 */
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import { topLevelError } from '../graphql/maskedErrors.ts';
import type { RequestParts } from './requestParts.ts';

export interface TrustedDocuments {
  /** By the SHA-256 of their text. */
  operations: ReadonlyMap<string, string>;
  /** Whether arbitrary text is refused without an API key. */
  only: boolean;
}

const MAXIMUM_HASH_LENGTH = 64;
/** The status is set here, because there is no operation whose result could decide it. */
const REFUSED = { http: { status: 400 } };

/** The hash by which parameters name their operation, as clients of persisted operations write it. */
export function operationHash(params: { extensions?: unknown }): string | null {
  const { persistedQuery } = (params.extensions ?? {}) as {
    persistedQuery?: { version?: unknown; sha256Hash?: unknown };
  };
  const hash = persistedQuery?.version === 1 ? persistedQuery.sha256Hash : null;
  return typeof hash === 'string' && hash.length <= MAXIMUM_HASH_LENGTH ? hash : null;
}

const onlyKnown = () =>
  topLevelError('PERSISTED_QUERY_REQUIRED', 'Only known operations are taken here, by their hash.', REFUSED);

/** The plugin must come after the one that authenticates: only callers with a valid API key may send any document. */
export function trustedDocuments({ operations, only }: TrustedDocuments): Plugin<RequestParts>[] {
  const merchants = new WeakSet<object>();
  // biome-ignore lint/correctness/useHookAtTopLevel: a plugin of Yoga, not a hook of React.
  const known = usePersistedOperations({
    extractPersistedOperationId: operationHash,
    getPersistedOperation: (hash) => operations.get(hash) ?? null,
    allowArbitraryOperations: only ? (request) => merchants.has(request) : true,
    customErrors: {
      notFound: () =>
        topLevelError('PERSISTED_QUERY_NOT_FOUND', 'This server knows no operation with this hash.', REFUSED),
      // The same response as Yoga's for parameters without a document.
      keyNotFound: () => topLevelError('BAD_USER_INPUT', 'Must provide query string.', REFUSED),
      persistedQueryOnly: onlyKnown,
    },
  });
  const noteMerchant: Plugin<RequestParts> = {
    onParams({ request, context }) {
      if ((context as unknown as RequestParts).authenticated?.kind === 'merchant') merchants.add(request);
    },
  };
  return [noteMerchant, known as Plugin<RequestParts>];
}
