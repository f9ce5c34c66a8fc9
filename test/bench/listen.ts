/** The listener of main.ts, on a free port. */
import { createServer, type Server } from 'node:http';
import type { App } from '../../src/app.ts';

export function listen(app: App): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, app.listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
