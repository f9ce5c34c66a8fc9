/** POST and GET /graphql by way of Yoga: bounds the body and the time, and completes the headers. */
import type { RequestParts } from '../api/requestParts.ts';
import { withTimeout } from '../kernel/withTimeout.ts';
import { currentRequest } from '../telemetry/scope.ts';
import { boundedJson } from './body.ts';
import { GRAPHIQL_POLICY, json } from './headers.ts';
import type { Visit } from './router.ts';

export interface GraphQLRouteOptions {
  execute(request: Request, parts: RequestParts): Promise<Response> | Response;
  partsOf(visit: Pick<Visit, 'request' | 'connection' | 'companyId'>): RequestParts;
  timeoutMs: number;
  graphiql: boolean;
}

export async function serveGraphQL(options: GraphQLRouteOptions, visit: Visit): Promise<Response> {
  const { request, connection } = visit;
  const bounded = await boundedJson(request);
  if (bounded instanceof Response) return bounded;
  const response =
    connection.answered === 'late'
      ? timedOut()
      : await withTimeout<Response>(options.timeoutMs, options.execute(bounded, options.partsOf(visit)), timedOut);
  completeHeaders(response.headers, options);
  for (const cookie of connection.setCookies) response.headers.append('set-cookie', cookie);
  return response;
}

function timedOut(): Response {
  const record = currentRequest();
  record?.codes.add('TIMEOUT');
  return json(503, {
    errors: [{ message: 'This took too long.', extensions: { code: 'TIMEOUT', requestId: record?.id } }],
  });
}

function completeHeaders(headers: Headers, { graphiql }: GraphQLRouteOptions): void {
  const type = headers.get('content-type') ?? '';
  // Whether a page may read the response depends on the page's origin.
  headers.set('vary', 'Origin');
  // Yoga spells the name of its own header for streams differently, so both would be sent.
  headers.delete('Cache-Control');
  headers.set('cache-control', 'no-store');
  // Proxies must not buffer a stream.
  if (type.startsWith('text/event-stream')) headers.set('x-accel-buffering', 'no');
  if (graphiql && type.startsWith('text/html')) headers.set('content-security-policy', GRAPHIQL_POLICY);
}
