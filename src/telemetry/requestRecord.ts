/** The facts about one HTTP request for its line in the log, its metrics and its span. */
import { randomUUID } from 'node:crypto';

/** The part of the program that responded. The path itself is never recorded: it may hold a token or a host. */
export type RouteName =
  | 'graphql'
  | 'invoice_pdf'
  | 'csv_export'
  | 'provider_events'
  | 'mail_events'
  | 'portal_page'
  | 'embed_script'
  | 'sandbox_confirmation'
  | 'mailbox'
  | 'start_page'
  | 'health'
  | 'metrics'
  | 'domain_question'
  | 'none';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/**
 * `ok`; `refused`: the request or the caller is at fault, or an expected failure was returned; `failed`: the server is
 * at fault; `unavailable`: the database cannot be reached; `timeout`: it took too long.
 */
export type Outcome = 'ok' | 'refused' | 'failed' | 'unavailable' | 'timeout';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A UUID, or 20 to 32 hexadecimal digits, as proxies create them. Card numbers and tokens have neither form. */
const REQUEST_ID = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{20,32})$/i;
/** Clients choose the names of their operations. A credential or a card number in one is not recorded. */
const OPERATION_NAME = /^(?!sk_)(?!\w*\d{9})[A-Za-z_]\w{0,63}$/;

export class RequestRecord {
  /** The caller's `x-request-id` if it is well-formed, otherwise a new UUID. */
  readonly id: string;
  readonly method: string;
  readonly startedAt = performance.now();
  route: RouteName = 'none';
  operationKind: OperationKind | undefined;
  operationName: string | undefined;
  caller: 'anonymous' | 'merchant' | 'customer' | undefined;
  companyId: string | undefined;
  /** Codes of top-level errors, and of expected failures that a mutation returned. */
  readonly codes = new Set<string>();

  constructor(method: string, requestId: string | null) {
    this.method = METHODS.has(method) ? method : 'OTHER';
    this.id = requestId !== null && REQUEST_ID.test(requestId) ? requestId : randomUUID();
  }

  operation(kind: OperationKind, name: string | undefined): void {
    this.operationKind = kind;
    this.operationName = name !== undefined && OPERATION_NAME.test(name) ? name : undefined;
  }

  milliseconds(): number {
    return Math.round((performance.now() - this.startedAt) * 100) / 100;
  }

  outcome(status: number): Outcome {
    if (this.codes.has('TIMEOUT')) return 'timeout';
    if (this.codes.has('SERVICE_UNAVAILABLE')) return 'unavailable';
    if (status >= 500 || this.codes.has('INTERNAL_SERVER_ERROR')) return 'failed';
    return status >= 400 || this.codes.size > 0 ? 'refused' : 'ok';
  }
}
