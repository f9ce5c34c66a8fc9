/** Whether the process lives (GET /health), and whether it can do its work (GET /ready): for whoever looks after it, on any host. */
import type { Db } from '../db/client.ts';
import { json, refuseMethod } from './headers.ts';

const METHODS = ['GET', 'HEAD'] as const;

export async function serveHealth(
  { db, onUnexpected }: { db: Db; onUnexpected(error: unknown): void },
  request: Request,
  { pathname }: URL,
): Promise<Response | null> {
  if (pathname !== '/health' && pathname !== '/ready') return null;
  const refused = refuseMethod(request, METHODS);
  if (refused) return refused;
  if (pathname === '/health') return json(200, { status: 'ok' });
  try {
    await db.sql('ready', 'SELECT 1', []);
    return json(200, { status: 'ready' });
  } catch (error) {
    onUnexpected(error);
    return json(503, { status: 'unavailable' });
  }
}
