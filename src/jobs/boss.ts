import { PgBoss } from 'pg-boss';
import type { Db } from '../db/client.ts';

/** The limits of a queue. */
export interface QueueLimits {
  /** The number of times that a failed job is retried. */
  retryLimit?: number;
  /** Seconds before the first retry; doubles with each retry, up to `retryDelayMax`. */
  retryDelay?: number;
  retryDelayMax?: number;
  /** The seconds that a job may run. After that it counts as failed, also if its process died. */
  expireInSeconds?: number;
}

const DEFAULTS = { retryLimit: 5, retryDelay: 5, retryDelayMax: 3600, expireInSeconds: 60 } as const;

/** Failed jobs stay for a month, for an operator to find. Finished ones are deleted at once. */
const FAILED_JOBS_STAY = 30 * 24 * 3600;

export interface BossOptions {
  schema: string;
  onError(error: unknown): void;
  /** Seconds between two searches for jobs of dead processes. */
  superviseSeconds?: number;
}

/** Starts pg-boss on the app's own connections and without its timers: the queue has one timer, see queue.ts. */
export async function startBoss(db: Db, { schema, onError, superviseSeconds = 30 }: BossOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.raw.query(text, values) },
    backend: db.kind,
    schema,
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: superviseSeconds,
    // Advice for database administrators, which costs reads of the system catalog.
    monitorVacuum: false,
    reindex: false,
    registerInstance: false,
  });
  boss.on('error', onError);
  return boss.start();
}

/** Creates missing queues and updates those whose limits changed. Costs one statement if nothing did. */
export async function ensureQueues(boss: PgBoss, names: readonly string[], limits: Record<string, QueueLimits>) {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const name of names) {
    const wanted = { ...DEFAULTS, ...limits[name], retryBackoff: true, deleteAfterSeconds: FAILED_JOBS_STAY };
    const queue = existing.get(name);
    // "short": while a job waits, a second one with the same key is not added.
    if (!queue) await boss.createQueue(name, { ...wanted, policy: 'short' });
    else if (Object.entries(wanted).some(([key, value]) => queue[key as keyof typeof queue] !== value)) {
      await boss.updateQueue(name, wanted);
    }
  }
}

/** Creates pg-boss' tables and nothing else, for a database that is copied. */
export async function installQueue(db: Db, schema = 'pgboss'): Promise<void> {
  const boss = await startBoss(db, {
    schema,
    onError: (error) => {
      throw error;
    },
  });
  await boss.stop({ close: false, graceful: false });
}

export function secondsAllowed(limits: QueueLimits | undefined): number {
  return limits?.expireInSeconds ?? DEFAULTS.expireInSeconds;
}
