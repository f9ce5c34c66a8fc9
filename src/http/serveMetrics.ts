/** GET /metrics, in Prometheus' text format: on a port of its own, or on the main port for the holder of a token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import type { Backlog, Metrics } from '../telemetry/metrics.ts';
import { json, refuseMethod } from './headers.ts';

export interface MetricsOptions {
  metrics: Metrics;
  /** Required as a bearer token; null on a port of its own, where the network decides who may read. */
  token: string | null;
  backlog(): Promise<Backlog>;
}

export async function serveMetrics({ metrics, token, backlog }: MetricsOptions, request: Request): Promise<Response> {
  const refused = refuseMethod(request, ['GET', 'HEAD']);
  if (refused) return refused;
  if (token !== null && !holds(request, token)) return json(401, { error: 'A valid metrics token is needed.' });
  return new Response(await metrics.scrape(await backlog()), { headers: { 'content-type': metrics.contentType } });
}

/** Compares hashes, which have one length, in constant time. */
function holds(request: Request, token: string): boolean {
  const sent = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(sent), hash(token));
}

/** The listener of a port that serves metrics and nothing else. */
export function metricsListener(options: MetricsOptions): RequestListener {
  return createServerAdapter((request) =>
    new URL(request.url).pathname === '/metrics'
      ? serveMetrics({ ...options, token: null }, request)
      : json(404, { error: 'Only /metrics is served here.' }),
  );
}
