/** The reasons why a request has no result. Refusals that the schema foresees are data, not failures. */

export type FailureKind =
  /** There is no connection; nothing was sent. */
  | 'offline'
  /** The request or its response was lost, so the outcome is unknown. */
  | 'network'
  /** The server failed or took too long; the outcome is unknown. */
  | 'server'
  /** There is no session, or it is over. */
  | 'unauthenticated'
  /** Too many requests. */
  | 'rateLimited'
  /** The portal is configured not to offer it. */
  | 'disabled'
  /** It does not exist, or is not this customer's. */
  | 'notFound'
  /** The server does not know the operation; usually because a newer page was deployed. */
  | 'outdated'
  /** The payment provider's form did not load: its server cannot be reached, or the browser blocks it. */
  | 'provider';

export class Failure extends Error {
  readonly kind: FailureKind;
  readonly retryAfterSeconds: number | undefined;
  constructor(kind: FailureKind, retryAfterSeconds?: number) {
    super(kind);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whether the same request may succeed a moment later. */
export const isPassing = ({ kind }: Failure): boolean =>
  ['offline', 'network', 'server', 'rateLimited', 'outdated', 'provider'].includes(kind);
/** Whether the change may have been made although no result arrived. */
export const isUnknown = ({ kind }: Failure): boolean => kind === 'network' || kind === 'server';

/** An error of a GraphQL response. */
export interface GraphQLFault {
  extensions?: Record<string, unknown>;
}

const RETRY_AFTER_SECONDS = 60;

/** The first code that an error carries decides. */
const KIND_OF_CODE: readonly (readonly [code: string, kind: FailureKind])[] = [
  ['UNAUTHENTICATED', 'unauthenticated'],
  ['RATE_LIMITED', 'rateLimited'],
  ['PORTAL_FEATURE_DISABLED', 'disabled'],
  ['NOT_FOUND', 'notFound'],
  ['TIMEOUT', 'server'],
  ['SERVICE_UNAVAILABLE', 'server'],
  ['INTERNAL_SERVER_ERROR', 'server'],
  ['GRAPHQL_VALIDATION_FAILED', 'outdated'],
  ['PERSISTED_QUERY_NOT_FOUND', 'outdated'],
];

/** Anything but a `Failure` is unexpected, and counts as the server's. */
export const asFailure = (error: unknown): Failure => (error instanceof Failure ? error : new Failure('server'));

/** Converts the status and the errors of a response. */
export function toFailure(status: number, faults: readonly GraphQLFault[]): Failure {
  const byCode = new Map(faults.map(({ extensions }) => [extensions?.code, extensions]));
  const kind = KIND_OF_CODE.find(([code]) => byCode.has(code))?.[1];
  const retryAfter = Number(byCode.get('RATE_LIMITED')?.retryAfterSeconds ?? RETRY_AFTER_SECONDS);
  if (kind) return new Failure(kind, kind === 'rateLimited' ? retryAfter : undefined);
  return status === 429 ? new Failure('rateLimited', RETRY_AFTER_SECONDS) : new Failure('server');
}
