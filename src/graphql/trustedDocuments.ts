/**
 * The hosted page names its operations by their hashes, which were made when it was built. Where it is switched on,
 * whoever has no API key may send nothing else: what a stolen session could ask for is then what the page asks for.
 */
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import type { Context } from './context.ts';
import { topLevelError } from './errors.ts';

export interface TrustedDocuments {
  /** By the SHA-256 of their text. */
  operations: ReadonlyMap<string, string>;
  /** Whether arbitrary text is refused without an API key. */
  only: boolean;
}

const MAXIMUM_HASH_LENGTH = 64;
/** There is no operation whose answer could tell. */
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

export function trustedDocuments({ operations, only }: TrustedDocuments): Plugin[] {
  /** What brought text of its own and something that looks like an API key, which nobody has checked yet. */
  const unproven = new WeakSet<Pick<Request, 'headers'>>();
  const claimsKey = (request: Pick<Request, 'headers'>) => {
    const claims = request.headers.get('authorization')?.startsWith('Bearer sk_') ?? false;
    if (claims) unproven.add(request);
    return claims;
  };
  /** Who is calling is known only here. */
  const refuseClaims = ({ args }: { args: { contextValue: unknown } }) => {
    const { request, principal } = args.contextValue as Pick<Context, 'principal'> & { request: Request };
    if (unproven.has(request) && principal.kind !== 'merchant') throw onlyKnown();
  };
  // biome-ignore lint/correctness/useHookAtTopLevel: a plugin of Yoga, not a hook of React.
  const known = usePersistedOperations({
    extractPersistedOperationId: operationHash,
    getPersistedOperation: (hash) => operations.get(hash) ?? null,
    allowArbitraryOperations: only ? claimsKey : true,
    customErrors: {
      notFound: () =>
        topLevelError('PERSISTED_QUERY_NOT_FOUND', 'This server knows no operation with this hash.', REFUSED),
      // As Yoga answers to parameters without a document.
      keyNotFound: () => topLevelError('BAD_USER_INPUT', 'Must provide query string.', REFUSED),
      persistedQueryOnly: onlyKnown,
    },
  });
  return [known as Plugin, { onExecute: refuseClaims, onSubscribe: refuseClaims }];
}
