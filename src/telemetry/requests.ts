/** Observes every request on either HTTP path: one line in the log, its metrics, and its span. */
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import { type Outcome, RequestRecord } from './requestRecord.ts';
import { inRequest } from './scope.ts';
import { inSpan } from './tracing.ts';

interface IncomingRequest {
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}

export interface RequestObserver {
  /** Runs `respond` in the scope of a new request; `statusOf` reads the HTTP status from its result. */
  observe<T>(
    request: IncomingRequest,
    respond: (record: RequestRecord) => Promise<T>,
    statusOf: (response: T) => number,
  ): Promise<T>;
}

/** nginx's status for a connection that the client closed before the response. */
const CLIENT_CLOSED = 499;
/** Routes of machines and browsers, logged at `debug` unless they fail. */
const QUIET = new Set(['health', 'metrics', 'domain_question', 'portal_page', 'embed_script']);

function levelOf(outcome: Outcome, { route }: RequestRecord): 'error' | 'warn' | 'info' | 'debug' {
  if (outcome === 'failed') return 'error';
  if (outcome === 'timeout' || outcome === 'unavailable') return 'warn';
  return QUIET.has(route) ? 'debug' : 'info';
}

export function createRequestObserver({ log, metrics }: { log: Logger; metrics: Metrics | null }): RequestObserver {
  function finish(record: RequestRecord, status: number): void {
    const ms = record.milliseconds();
    const outcome = record.outcome(status);
    metrics?.requestServed(record, outcome, ms / 1000);
    const level = levelOf(outcome, record);
    if (!log.isLevelEnabled(level)) return;
    const { method, route, operationKind, operationName: operation, caller, companyId, codes } = record;
    const line = { method, route, operationKind, operation, caller, companyId, status, outcome, ms };
    log[level](codes.size > 0 ? { ...line, codes: [...codes] } : line, 'request');
  }

  return {
    observe(request, respond, statusOf) {
      const record = new RequestRecord(request.method, request.headers.get('x-request-id'));
      const options = { parent: request.headers, attributes: { 'portico.request_id': record.id } };
      return inRequest(record, () =>
        inSpan('request', options, async (span) => {
          try {
            const response = await respond(record);
            const status = statusOf(response);
            finish(record, status);
            span?.set({
              'http.request.method': record.method,
              'http.route': record.route,
              'http.response.status_code': status,
            });
            return response;
          } catch (error) {
            finish(record, CLIENT_CLOSED);
            throw error;
          }
        }),
      );
    },
  };
}
