import { PgBoss } from 'pg-boss';
import type { Db } from '../db/client.ts';

/** How one queue treats its jobs. */
export interface QueueLimits {
  /** How often a failed job is tried again. */
  retryLimit?: number;
  /** The pause before the first repetition, in seconds; it doubles each time, up to `retryDelayMax`. */
  retryDelay?: number;
  retryDelayMax?: number;
  /** How long a job may run. After that it counts as failed, also when its process has died. */
  expireInSeconds?: number;
}

const DEFAULTS = { retryLimit: 5, retryDelay: 5, retryDelayMax: 3600, expireInSeconds: 60 } as const;

/** A failed job stays where an operator can find it for a month; a finished one is deleted when it finishes. */
const FAILED_JOBS_STAY = 30 * 24 * 3600;

export interface BossOptions {
  schema: string;
  onError(error: unknown): void;
  /** How often, in seconds, jobs of dead processes are looked for. */
  superviseSeconds?: number;
}

/** Starts pg-boss on the database's own connections and without its timers: the queue has one timer, see queue.ts. */
export async function startBoss(db: Db, { schema, onError, superviseSeconds = 30 }: BossOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.raw.query(text, values) },
    backend: db.kind,
    schema,
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: superviseSeconds,
    // Advice for a database administrator, at the price of reading the system catalogue.
    monitorVacuum: false,
    reindex: false,
    registerInstance: false,
  });
  boss.on('error', onError);
  return boss.start();
}

/** Creates what is missing among the queues, in one look at most when nothing is. */
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

/** Creates pg-boss' tables and nothing else, for a database that others will copy. */
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
