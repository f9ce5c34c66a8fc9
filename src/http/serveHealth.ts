/** Liveness (GET /health) and readiness (GET /ready), served on any host. */
import { json, refuseMethod } from './headers.ts';
import type { Readiness } from './readiness.ts';

const METHODS = ['GET', 'HEAD'] as const;

/** `/ready?strict=true` also fails while something is degraded, for deployments and alerts rather than for balancers. */
export async function serveHealth(
  readiness: Readiness,
  request: Request,
  { pathname, searchParams }: URL,
): Promise<Response | null> {
  if (pathname !== '/health' && pathname !== '/ready') return null;
  const refused = refuseMethod(request, METHODS);
  if (refused) return refused;
  if (pathname === '/health') return json(200, { status: 'ok' });
  const { unready, degraded } = await readiness.check();
  if (unready !== null) return json(503, { status: 'unavailable', reason: unready });
  if (degraded.length === 0) return json(200, { status: 'ready' });
  return json(searchParams.get('strict') === 'true' ? 503 : 200, { status: 'ready', degraded });
}
