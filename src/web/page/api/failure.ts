/** Why there is no answer. Expected refusals are answers, and stand in the unions of their mutations. */

export type FailureKind =
  /** There is no connection, and nothing was sent. */
  | 'offline'
  /** The request did not get through, or nothing came back: nobody knows whether it was done. */
  | 'network'
  /** The server has trouble of its own, or took too long. */
  | 'server'
  /** There is no session, or it is over. */
  | 'unauthenticated'
  /** Too many requests. */
  | 'rateLimited'
  /** The portal is configured not to offer it. */
  | 'disabled'
  /** What was asked for is not there, or not this customer's. */
  | 'notFound'
  /** The page and the server do not understand each other; usually because one of them is newer. */
  | 'outdated';

export class Failure extends Error {
  readonly kind: FailureKind;
  readonly retryAfterSeconds: number | undefined;
  constructor(kind: FailureKind, retryAfterSeconds?: number) {
    super(kind);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whether the same may be answered a moment later. */
export const isPassing = ({ kind }: Failure): boolean =>
  ['offline', 'network', 'server', 'rateLimited', 'outdated'].includes(kind);
/** Whether it may have been done all the same. */
export const isUnknown = ({ kind }: Failure): boolean => kind === 'network' || kind === 'server';

interface Refusal {
  response?: {
    status?: number;
    errors?: readonly { extensions?: Record<string, unknown> }[];
  };
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const response = (error as Refusal).response;
  // Without a response the connection broke, unless what came back could not be read.
  if (!response) return new Failure(error instanceof TypeError || error instanceof DOMException ? 'network' : 'server');
  const extensions = response.errors?.map((one) => one.extensions ?? {}) ?? [];
  const named = (code: string) => extensions.find((one) => one.code === code);
  if (named('UNAUTHENTICATED')) return new Failure('unauthenticated');
  const limited = named('RATE_LIMITED');
  if (limited) return new Failure('rateLimited', Number(limited.retryAfterSeconds ?? 60));
  if (named('PORTAL_FEATURE_DISABLED')) return new Failure('disabled');
  if (named('NOT_FOUND')) return new Failure('notFound');
  const status = response.status ?? 0;
  if (status === 429) return new Failure('rateLimited', 60);
  if (status >= 500 || extensions.some(({ code }) => code === 'TIMEOUT' || code === 'INTERNAL_SERVER_ERROR'))
    return new Failure('server');
  if (named('GRAPHQL_VALIDATION_FAILED') || named('PERSISTED_QUERY_NOT_FOUND')) return new Failure('outdated');
  return new Failure('server');
}
