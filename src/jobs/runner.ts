import type { PgBoss } from 'pg-boss';
import type { Db } from '../db/client.ts';
import { safeError } from '../kernel/safeError.ts';
import { withTimeout } from '../kernel/withTimeout.ts';
import type { JobRun } from '../telemetry/metrics.ts';
import { inJob, outsideScopes } from '../telemetry/scope.ts';
import { inSpan } from '../telemetry/tracing.ts';
import { type QueueLimits, secondsAllowed } from './boss.ts';
import type { TimeShift } from './timeShift.ts';

export interface JobHandlers {
  // biome-ignore lint/suspicious/noExplicitAny: each handler declares what its own jobs carry.
  [name: string]: (data: any, job: RunningJob) => Promise<void>;
}

interface RunningJob {
  id: string;
  /** Aborts when the job's time is up or the process stops. */
  signal: AbortSignal;
  /** 0 in the first attempt. */
  retryCount: number;
}

/** The part of the logger that the queue uses (pino has it). */
export interface JobLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
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
  /** Called after each run. */
  onRun?: ((run: JobRun) => void) | undefined;
  /** Throws if the clock by which jobs decide is wrong; then none is taken. */
  verifyClock?: (() => Promise<void>) | undefined;
}

interface FetchedJob {
  id: string;
  data: object;
  retryCount: number;
  retryLimit: number;
}

const GRACE_MS = 10_000;
const AFTER_ABORT_MS = 1000;

/** Thrown when a run takes longer than its queue allows. */
class JobTimeoutError extends Error {
  readonly code = 'JOB_TIMEOUT';
}

/**
 * Takes due jobs and runs them. Each queue has lanes of its own: a slow job delays its own queue and no sign-in mail.
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

  /** Starts the due jobs and returns at once. */
  poke(): void {
    this.#lookAgain = true;
    // A request that pokes the queue must not lend its id to the jobs of others.
    this.#looking ??= outsideScopes(() => this.#look()).finally(() => {
      this.#looking = undefined;
      if (this.#lookAgain && !this.#stopped) this.poke();
    });
  }

  /** Runs jobs until none is due and none runs, or until `milliseconds` have passed: then the rest runs on by itself. */
  async runAll(milliseconds = Number.POSITIVE_INFINITY): Promise<{ runs: number; idle: boolean }> {
    const before = this.#runs;
    const start = performance.now();
    let idle = false;
    while (!this.#stopped) {
      const left = milliseconds - (performance.now() - start);
      if (left <= 0) break;
      await this.#looking;
      const found = await this.#startDueLanes();
      idle = !found && this.#running().length === 0;
      if (idle) break;
      await this.#settled(left);
    }
    return { runs: this.#runs - before, idle };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking;
    if (await this.#settled(GRACE_MS)) return;
    this.#stopping.abort();
    if (await this.#settled(AFTER_ABORT_MS)) return;
    this.#options.log.warn({}, 'Jobs were still running at shutdown. They run again when their time limit has passed.');
  }

  #running(): Promise<void>[] {
    return [...this.#lanes.values()].flatMap((lanes) => [...lanes]);
  }

  /** Whether the running lanes ended within `milliseconds`. */
  async #settled(milliseconds: number): Promise<boolean> {
    const ended = Promise.allSettled(this.#running()).then(() => true);
    return milliseconds === Number.POSITIVE_INFINITY ? ended : withTimeout(milliseconds, ended, () => false);
  }

  async #look(): Promise<void> {
    while (this.#lookAgain && !this.#stopped) {
      this.#lookAgain = false;
      try {
        await this.#startDueLanes();
        this.#outOfReach = false;
      } catch (error) {
        // Logged once per outage; the timer retries.
        if (!this.#outOfReach) this.#options.log.error({ err: safeError(error) }, 'The job queue cannot be read.');
        this.#outOfReach = true;
      }
    }
  }

  async #startDueLanes(): Promise<boolean> {
    const { db, schema, handlers, time, verifyClock } = this.#options;
    await verifyClock?.();
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
      .catch((error) => {
        const facts = { job: name, err: safeError(error) };
        this.#options.log.error(facts, 'A job could not be fetched or finished. It runs again after its time limit.');
      })
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  }

  /** Runs one job after the other. While it has one, another lane may look for the next. */
  async #runLane(name: string): Promise<void> {
    const { boss } = this.#options;
    while (!this.#stopped) {
      const [job] = await boss.fetch<object>(name, { includeMetadata: true });
      if (!job) return;
      this.#addLane(name);
      this.#runs++;
      await inJob({ job: name, jobId: job.id }, () => this.#run(name, job));
    }
  }

  /** Runs a job and records the outcome: one line in the log, the metrics, and the job's row. */
  async #run(name: string, job: FetchedJob): Promise<void> {
    const { boss, log, onRun } = this.#options;
    // With the attempt's number: if it took too long and the job was given to another process, that process decides.
    const attempt = { id: job.id, retryCount: job.retryCount };
    const run = { job: name, jobId: job.id, attempt: job.retryCount + 1 };
    const start = performance.now();
    const facts = (outcome: JobRun['outcome']) => {
      const milliseconds = Math.round(performance.now() - start);
      onRun?.({ job: name, outcome, milliseconds });
      return { ...run, outcome, ms: milliseconds };
    };
    log.debug({ ...run }, 'A job started.');
    try {
      const attributes = { 'portico.job': name, 'portico.job_id': job.id, 'portico.job_attempt': run.attempt };
      await inSpan('job', { attributes, parent: null }, () => this.#handle(name, job));
    } catch (error) {
      const err = safeError(error);
      if (job.retryCount >= job.retryLimit)
        log.error({ ...facts('failed'), err }, 'A job failed for good. It stays in the queue’s table for a month.');
      else log.warn({ ...facts('retried'), err }, 'A job failed and will be retried.');
      await boss.fail(name, attempt, { error: err.type, code: err.code });
      return;
    }
    log.info(facts('ok'), 'A job succeeded.');
    // Nothing reads a finished job, and deleting it now saves both an update and a sweep.
    await boss.deleteJob(name, attempt);
  }

  async #handle(name: string, { id, data, retryCount }: FetchedJob): Promise<void> {
    const timeUp = new AbortController();
    const signal = AbortSignal.any([timeUp.signal, this.#stopping.signal]);
    const work = this.#options.handlers[name]?.(data, { id, retryCount, signal });
    // A handler that ignores its signal must not keep the lane forever.
    await withTimeout<void>(secondsAllowed(this.#options.limits[name]) * 1000, work, () => {
      timeUp.abort();
      throw new JobTimeoutError('The job took longer than its queue allows.');
    });
  }
}

/** One statement for all queues, instead of one statement per queue every second. */
const dueJobs = (schema: string) => `SELECT queue.name FROM unnest($1::text[]) AS queue(name) WHERE EXISTS (
  SELECT FROM ${schema}.job AS job WHERE job.name = queue.name AND job.state < 'active' AND NOT job.blocked
  AND job.start_after <= ${schema}.job_now())`;
