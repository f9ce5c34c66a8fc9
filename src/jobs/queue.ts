/**
 * What runs later. A job is a row that commits, or rolls back, with the change that asked for it, so a mail is never
 * sent about something that did not happen and never forgotten about something that did. Delivery is at least once:
 * handlers must bear being run again.
 */
import { randomUUID } from 'node:crypto';
import { fromPrisma } from 'pg-boss';
import type { Db, Tx } from '../db/client.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { ensureQueues, type QueueLimits, startBoss } from './boss.ts';
import { type JobHandlers, type JobLog, QueueRunner } from './runner.ts';
import { TimeShift } from './timeShift.ts';

export interface Queue {
  /** Adds a job within the transaction, by one statement. While a job waits, another with its `singletonKey` is not added. */
  enqueue(tx: Tx, name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /** Adds a job outside any transaction. */
  enqueueNow(name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /** Runs what is due, and what that makes due, until nothing is left. Answers how many runs there were. */
  tick(): Promise<number>;
  /** The same for so many milliseconds at most; answers whether nothing is left. What is left goes on by itself. */
  settle(milliseconds: number): Promise<boolean>;
  /** Looks for due jobs about every second from now on. */
  start(): void;
  /** Looks at once, if started. Call it after a commit, so that a mail does not wait for the second to end. */
  wake(): void;
  /** Takes no more jobs and waits for the running ones: ten seconds, then one more after they were told to abort. */
  stop(): Promise<void>;
}

export interface EnqueueOptions {
  startAfter?: Date;
  singletonKey?: string;
}

export interface QueueOptions {
  db: Db;
  handlers: JobHandlers;
  log: JobLog;
  /** PostgreSQL schema of pg-boss' tables. */
  schema?: string;
  /** Exceptions to the default limits, by queue. */
  limits?: Record<string, QueueLimits>;
  /** A clock that is moved by hand moves the waiting jobs with it. */
  clock?: Clock;
  /** How many jobs of one queue run at the same time. */
  concurrency?: number;
  superviseSeconds?: number;
}

const POLL_MS = 1000;

export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { db, handlers, log, schema = 'pgboss', limits = {}, clock = systemClock, superviseSeconds = 30 } = options;
  const names = Object.keys(handlers);
  const boss = await startBoss(db, {
    schema,
    superviseSeconds,
    onError: (error) => log.error({ code: (error as { code?: string }).code }, 'The job queue met an error.'),
  });
  await ensureQueues(boss, names, limits);
  const time = new TimeShift(db, schema, clock);
  const concurrency = options.concurrency ?? (db.kind === 'postgres' ? 4 : 1);
  const runner = new QueueRunner({ boss, db, schema, handlers, limits, log, time, concurrency, superviseSeconds });
  let timer: NodeJS.Timeout | undefined;

  function jobOptions(name: string, { startAfter, singletonKey = randomUUID() }: EnqueueOptions = {}) {
    // pg-boss would look an unknown queue up outside the transaction, which on PGlite never returns.
    if (!(name in handlers)) throw new Error(`There is no job called ${name}.`);
    return { singletonKey, startAfter: startAfter && time.toReal(startAfter) };
  }

  return {
    async enqueue(tx, name, data, given) {
      await boss.send(name, data, { ...jobOptions(name, given), db: fromPrisma(tx) });
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
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await runner.stop();
      await boss.stop({ close: false, graceful: false });
    },
  };
}
