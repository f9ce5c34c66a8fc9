import type { PgBoss } from 'pg-boss';
import type { Db } from '../db/client.ts';
import { type QueueLimits, secondsAllowed } from './boss.ts';
import type { TimeShift } from './timeShift.ts';

export interface JobHandlers {
  // biome-ignore lint/suspicious/noExplicitAny: each handler declares what its own jobs carry.
  [name: string]: (data: any, job: RunningJob) => Promise<void>;
}

export interface RunningJob {
  id: string;
  /** Aborts when the job's time is up or the process is being stopped. */
  signal: AbortSignal;
  /** 0 at the first try. */
  retryCount: number;
}

/** What the queue needs of the logger (pino's has it). */
export interface JobLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface RunnerOptions {
  boss: PgBoss;
  db: Db;
  schema: string;
  handlers: JobHandlers;
  limits: Record<string, QueueLimits>;
  log: JobLog;
  time: TimeShift;
  concurrency: number;
  superviseSeconds: number;
}

const GRACE_MS = 10_000;
const AFTER_ABORT_MS = 1000;

/**
 * Takes due jobs and runs them. Each queue has lanes of its own, so that a receiver that takes half a minute to answer
 * holds up its own queue and no sign-in mail.
 */
export class QueueRunner {
  readonly #options: RunnerOptions;
  readonly #lanes = new Map<string, Set<Promise<void>>>();
  readonly #stopping = new AbortController();
  #stopped = false;
  #runs = 0;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #supervisedAt = performance.now();
  #outOfReach = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Starts what is due and returns at once. */
  poke(): void {
    this.#lookAgain = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (this.#lookAgain && !this.#stopped) this.poke();
    });
  }

  /** Runs until nothing is due and nothing runs, or so many milliseconds have passed: then the rest goes on by itself. */
  async runAll(milliseconds?: number): Promise<{ runs: number; idle: boolean }> {
    const before = this.#runs;
    const start = performance.now();
    let idle = false;
    while (!this.#stopped) {
      const left = milliseconds === undefined ? undefined : milliseconds - (performance.now() - start);
      if (left !== undefined && left <= 0) break;
      await this.#looking;
      const found = await this.#startDueLanes();
      idle = !found && this.#running().length === 0;
      if (idle) break;
      if (left === undefined) await Promise.all(this.#running());
      else await settled(this.#running(), left);
    }
    return { runs: this.#runs - before, idle };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking;
    if (await settled(this.#running(), GRACE_MS)) return;
    this.#stopping.abort();
    if (await settled(this.#running(), AFTER_ABORT_MS)) return;
    this.#options.log.warn({}, 'Jobs were still running at the end; they will run again after their time limit.');
  }

  #running(): Promise<void>[] {
    return [...this.#lanes.values()].flatMap((lanes) => [...lanes]);
  }

  async #look(): Promise<void> {
    while (this.#lookAgain && !this.#stopped) {
      this.#lookAgain = false;
      try {
        await this.#startDueLanes();
        this.#outOfReach = false;
      } catch (error) {
        // Once per outage; the timer keeps trying.
        if (!this.#outOfReach) this.#options.log.error(describe(error), 'The job queue cannot read its jobs.');
        this.#outOfReach = true;
      }
    }
  }

  async #startDueLanes(): Promise<boolean> {
    const { db, schema, handlers, time } = this.#options;
    await this.#supervise();
    await time.followClock();
    const due = await db.sql<{ name: string }>(`due_jobs_${schema}`, dueJobs(schema), [Object.keys(handlers)]);
    for (const { name } of due) this.#addLane(name);
    return due.length > 0;
  }

  /** Gives jobs whose process died back to the queue, and removes old failures. */
  async #supervise(): Promise<void> {
    if (performance.now() - this.#supervisedAt < this.#options.superviseSeconds * 1000) return;
    this.#supervisedAt = performance.now();
    await this.#options.boss.supervise();
  }

  #addLane(name: string): void {
    const lanes = this.#lanes.get(name) ?? new Set();
    this.#lanes.set(name, lanes);
    if (this.#stopped || lanes.size >= this.#options.concurrency) return;
    const lane = this.#runLane(name)
      .catch((error) => this.#options.log.error({ job: name, ...describe(error) }, 'The job queue lost a job for now.'))
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  }

  /** Runs one job after the other; as long as there is one, another lane may look for the next. */
  async #runLane(name: string): Promise<void> {
    const { boss } = this.#options;
    while (!this.#stopped) {
      const [job] = await boss.fetch<object>(name, { includeMetadata: true });
      if (!job) return;
      this.#addLane(name);
      this.#runs++;
      // The attempt goes along: if this one took too long and the job was given to another, that one decides.
      const attempt = { id: job.id, retryCount: job.retryCount };
      try {
        await this.#handle(name, job.data, attempt);
      } catch (error) {
        const last = job.retryCount >= job.retryLimit;
        this.#options.log[last ? 'error' : 'warn'](
          { job: name, ...attempt, ...describe(error) },
          last ? 'A job failed for good.' : 'A job failed and will be tried again.',
        );
        await boss.fail(name, attempt, { error: (error as Error)?.name, code: (error as { code?: unknown })?.code });
        continue;
      }
      // Nothing reads a finished job, and deleting it now saves both an update and a sweep.
      await boss.deleteJob(name, attempt);
    }
  }

  async #handle(name: string, data: object, { id, retryCount }: { id: string; retryCount: number }): Promise<void> {
    const timeUp = new AbortController();
    const timer = setTimeout(() => timeUp.abort(), secondsAllowed(this.#options.limits[name]) * 1000);
    const signal = AbortSignal.any([timeUp.signal, this.#stopping.signal]);
    // A handler that does not listen to its signal must not keep the lane for ever.
    const tooLate = new Promise<never>((_, fail) => {
      timeUp.signal.addEventListener('abort', () => fail(timeUp.signal.reason), { once: true });
    });
    try {
      await Promise.race([this.#options.handlers[name]?.(data, { id, retryCount, signal }), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** One look for all queues: asking each of them every second would be eight statements where one does. */
const dueJobs = (schema: string) => `SELECT queue.name FROM unnest($1::text[]) AS queue(name) WHERE EXISTS (
  SELECT FROM ${schema}.job AS job WHERE job.name = queue.name AND job.state < 'active' AND NOT job.blocked
  AND job.start_after <= ${schema}.job_now())`;

/** Where it happened, and not what it said: messages like to repeat addresses and whole payloads. */
function describe(error: unknown): { error: string; code?: unknown; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = error.stack?.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
  return { error: error.name, code: (error as { code?: unknown }).code, at: at?.slice(0, 5) };
}

async function settled(promises: Promise<void>[], milliseconds: number): Promise<boolean> {
  if (promises.length === 0) return true;
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  const done = await Promise.race([Promise.allSettled(promises).then(() => true), late]);
  clearTimeout(timer);
  return done;
}
