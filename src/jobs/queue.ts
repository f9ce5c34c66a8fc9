/**
 * The job queue. A job is a row that commits, or rolls back, with the change that enqueued it: no mail is sent about a
 * change that was rolled back, and none is lost about one that committed. Delivery is at least once, so handlers are
 * idempotent.
 */
import { randomUUID } from 'node:crypto';
import { fromPrisma } from 'pg-boss';
import type { Db, Tx } from '../db/client.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { safeError } from '../kernel/safeError.ts';
import type { JobRun } from '../telemetry/metrics.ts';
import { ensureQueues, type QueueLimits, startBoss } from './boss.ts';
import { type JobBatches, type JobHandlers, type JobLog, QueueRunner } from './runner.ts';
import { TimeShift } from './timeShift.ts';

export interface Queue {
  /** Adds a job in the transaction, by one statement. While a job waits, another with its `singletonKey` is not added. */
  enqueue(tx: Tx, name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /** Adds a job for each of the data in the transaction, by one statement. */
  enqueueAll(tx: Tx, name: string, data: readonly object[]): Promise<void>;
  /** Adds a job outside any transaction. */
  enqueueNow(name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /** Runs due jobs, and those that they make due, until none is left. Returns the number of runs. */
  tick(): Promise<number>;
  /**
   * Like `tick`, for at most `milliseconds`. Returns whether no job is left; those that are left continue in the
   * background.
   */
  settle(milliseconds: number): Promise<boolean>;
  /** Looks for due jobs every second from now on. */
  start(): void;
  /** Looks for due jobs at once, if started. Called after a commit, so that a mail does not wait up to a second. */
  wake(): void;
  /** Unfinished jobs by queue and pg-boss state, failed ones included; for metrics. */
  waiting(): Promise<{ job: string; state: string; count: number }[]>;
  /** Whether a job has been due for longer than that and was not begun. */
  isLagging(milliseconds: number): Promise<boolean>;
  /** Takes no more jobs and waits for running ones: ten seconds, then one more after their signals abort. */
  stop(): Promise<void>;
}

interface EnqueueOptions {
  startAfter?: Date;
  singletonKey?: string;
}

export interface QueueOptions {
  db: Db;
  handlers: JobHandlers;
  /** Queues whose jobs run in batches. */
  batches?: JobBatches;
  log: JobLog;
  /** PostgreSQL schema of pg-boss' tables. */
  schema?: string;
  /** Exceptions to the default limits, by queue. */
  limits?: Record<string, QueueLimits>;
  /** A clock that is moved by hand brings waiting jobs forward with it. */
  clock?: Clock;
  /** The number of jobs of one queue that run at the same time. */
  concurrency?: number;
  superviseSeconds?: number;
  /** Called after each run, for metrics. */
  onRun?: (run: JobRun) => void;
  /** Throws if the clock by which jobs decide is wrong; then none is taken. */
  verifyClock?: () => Promise<void>;
}

const POLL_MS = 1000;

export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { db, handlers, log, schema = 'pgboss', limits = {}, clock = systemClock, superviseSeconds = 30 } = options;
  const names = Object.keys(handlers);
  const boss = await startBoss(db, {
    schema,
    superviseSeconds,
    onError: (error) => log.error({ err: safeError(error) }, 'The job queue failed at its housekeeping.'),
  });
  await ensureQueues(boss, names, limits);
  const time = new TimeShift(db, schema, clock);
  const concurrency = options.concurrency ?? (db.kind === 'postgres' ? 4 : 1);
  const runner = new QueueRunner({
    ...{ boss, db, schema, handlers, limits, log, time, concurrency, superviseSeconds },
    batches: options.batches ?? {},
    onRun: options.onRun,
    verifyClock: options.verifyClock,
  });
  let timer: NodeJS.Timeout | undefined;

  function jobOptions(name: string, { startAfter, singletonKey = randomUUID() }: EnqueueOptions = {}) {
    // pg-boss looks an unknown queue up outside the transaction, which deadlocks on PGlite.
    if (!(name in handlers)) throw new Error(`There is no job called ${name}.`);
    return { singletonKey, startAfter: startAfter && time.toReal(startAfter) };
  }

  return {
    async enqueue(tx, name, data, given) {
      await boss.send(name, data, { ...jobOptions(name, given), db: fromPrisma(tx) });
    },
    async enqueueAll(tx, name, data) {
      if (data.length === 0) return;
      const jobs = data.map((one) => ({ data: one, ...jobOptions(name) }));
      await boss.insert(name, jobs, { db: fromPrisma(tx) });
    },
    async enqueueNow(name, data, given) {
      await boss.send(name, data, jobOptions(name, given));
    },
    tick: async () => (await runner.runAll()).runs,
    settle: async (milliseconds) => (await runner.runAll(milliseconds)).idle,
    start() {
      timer ??= setInterval(() => runner.poke(), POLL_MS).unref();
    },
    wake() {
      if (timer) runner.poke();
    },
    async waiting() {
      // style-allow: cancelled (a state of pg-boss)
      const completed = `'completed', 'cancelled'`;
      const text = `SELECT name AS job, state::text, count(*)::int AS count FROM ${schema}.job
        WHERE state NOT IN (${completed}) GROUP BY 1, 2`;
      return db.sql(`waiting_jobs_${schema}`, text, []);
    },
    async isLagging(milliseconds) {
      const text = `SELECT EXISTS (SELECT FROM ${schema}.job WHERE state < 'active' AND NOT blocked
        AND start_after < ${schema}.job_now() - $1::float8 * interval '1 millisecond') AS lagging`;
      const [row] = await db.sql<{ lagging: boolean }>(`lagging_jobs_${schema}`, text, [milliseconds]);
      return row?.lagging ?? false;
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await runner.stop();
      await boss.stop({ close: false, graceful: false });
    },
  };
}
