/**
 * Authenticates the caller before its document is parsed, and bounds what callers may send by who they are. An invalid
 * credential gets the limits of no credential.
 */
import type { Plugin } from 'graphql-yoga';
import { rateLimited, topLevelError } from '../graphql/maskedErrors.ts';
import type { Principal } from '../operation/operation.ts';
import { currentRequest } from '../telemetry/scope.ts';
import { type ClientLimits, REFUSED_CREDENTIAL } from './clientLimits.ts';
import type { RequestParts } from './requestParts.ts';
import { sizeOf } from './submittedText.ts';

/**
 * The maximum size of documents and variables of callers without a valid credential. Those of the hosted page are a
 * tenth of it.
 */
export const MAXIMUM_ANONYMOUS_SIZE = 8 * 1024;

type Headed = Pick<Request, 'headers'>;

export const TOO_MANY_REQUESTS = 'Too many requests. Try again later.';

const tooMany = (seconds: number) => rateLimited(TOO_MANY_REQUESTS, seconds);

export interface CallersOptions {
  authenticate(request: Headed, parts: RequestParts): Promise<Principal>;
  /** The text of the credential that `authenticate` would check; null without one. */
  credentialOf(request: Headed): string | null;
  /** Null for no general limit. */
  clientLimits: ClientLimits | null;
}

function note(principal: Principal): void {
  const record = currentRequest();
  if (record && principal.kind !== 'system') record.caller = principal.kind;
  if (record && 'companyId' in principal) record.companyId = principal.companyId;
}

/** Takes the points of a request. Throws if the network of an unknown caller, or a session, has used up its own. */
function charge(
  limits: ClientLimits,
  principal: Principal,
  request: { client: string; cost: number; credential: string | null },
): void {
  const { client, cost, credential } = request;
  if (principal.kind === 'anonymous') limits.takeOf(client, credential === null ? cost : cost + REFUSED_CREDENTIAL);
  else if (credential !== null) limits.remember(credential);
  const wait = principal.kind === 'customer' ? limits.takeOfSession(principal.sessionId, cost) : 0;
  if (wait > 0) throw tooMany(wait);
}

/**
 * Authenticates the caller and puts the principal into `RequestParts.authenticated`. Must come before the plugins that look
 * up or check the document, so that a refused caller's document is never parsed.
 */
export function callers({ authenticate, credentialOf, clientLimits: limits }: CallersOptions): Plugin<RequestParts> {
  async function admitted(request: Headed, parts: RequestParts, size: number): Promise<Principal> {
    const { clientAddress: client } = parts;
    const credential = credentialOf(request);
    const wait = limits?.waitBefore(client, credential) ?? 0;
    if (wait > 0) throw tooMany(wait);
    const principal = await authenticate(request, parts);
    if (limits) charge(limits, principal, { client, credential, cost: 1 + Math.ceil(size / 1000) });
    return principal;
  }

  return {
    async onParams({ request, params, context }) {
      const parts = context as unknown as RequestParts;
      if (parts.answered !== undefined) return;
      const size = (params.query?.length ?? 0) + sizeOf(params.variables);
      const principal = await admitted(request, parts, size);
      note(principal);
      if (principal.kind === 'anonymous' && size > MAXIMUM_ANONYMOUS_SIZE)
        throw topLevelError('BAD_USER_INPUT', 'The request is too large for a caller without a valid credential.');
      parts.authenticated = principal;
    },
  };
}
