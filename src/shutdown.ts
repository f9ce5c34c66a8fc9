/**
 * Graceful shutdown at SIGINT or SIGTERM: load balancers are signaled first, requests and jobs finish, and every later step has
 * a time limit.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { safeError } from './kernel/safeError.ts';
import { withTimeout } from './kernel/withTimeout.ts';

/** The time that requests running at SIGTERM may take. Orchestrators wait 30 s before they kill a process. */
const DRAIN_MS = 15_000;
/**
 * The time that jobs, background work and the database may then take to end, so that a silent database does not delay
 * the end.
 */
const CLOSE_MS = 8_000;

/** The steps of stopping, in their order. */
interface Stopping {
  /** Lets load balancers see that they must send no more requests. */
  announce(): Promise<void>;
  /** Stops starting new jobs and sweeps. */
  drain(): Promise<void>;
  /** Waits for jobs and background work, and closes the database. */
  closeApp(): Promise<void>;
}

/** Ends the process with code 0 at SIGINT or SIGTERM. */
export function closeOnSignals(log: Logger, servers: readonly Server[], { announce, drain, closeApp }: Stopping): void {
  let closing = false;
  const shutDown = async (signal: string) => {
    if (closing) return;
    closing = true;
    log.info({ signal }, 'Portico is stopping.');
    /** A step that fails or takes too long is logged, and the next one is taken: what is left undone is found at the next start. */
    const step = async (name: string, milliseconds: number, take: () => Promise<unknown>) => {
      const late = () => log.warn({ step: name }, 'A step of stopping took too long.');
      await withTimeout<unknown>(milliseconds, take(), late).catch((error: unknown) =>
        log.warn({ err: safeError(error), step: name }, 'A step of stopping failed.'),
      );
    };
    await announce();
    const closed = Promise.all(servers.map((server) => once(server, 'close')));
    for (const server of servers) server.close();
    // A connection becomes idle when its request, or the last event of its stream, has been served.
    const sweep = setInterval(() => {
      for (const server of servers) server.closeIdleConnections();
    }, 20);
    await step('drain', DRAIN_MS, () => Promise.all([drain(), closed]));
    clearInterval(sweep);
    await step('close', CLOSE_MS, closeApp);
    process.exit(0);
  };
  process.on('SIGINT', shutDown);
  process.on('SIGTERM', shutDown);
}
