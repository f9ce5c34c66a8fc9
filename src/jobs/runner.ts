import type { PgBoss } from 'pg-boss';
import type { Db } from '../db/client.ts';
import { runConcurrently } from '../kernel/runConcurrently.ts';
import { safeError } from '../kernel/safeError.ts';
import { withTimeout } from '../kernel/withTimeout.ts';
import type { JobRun } from '../telemetry/metrics.ts';
import { inJob, outsideScopes } from '../telemetry/scope.ts';
import { inSpan } from '../telemetry/tracing.ts';
import { type QueueLimits, secondsAllowed } from './boss.ts';
import { dueJobs, giveBack } from './runnerStatements.ts';
import type { TimeShift } from './timeShift.ts';

export interface JobHandlers {
  // biome-ignore lint/suspicious/noExplicitAny: each handler declares what its own jobs carry.
  [name: string]: (data: any, job: RunningJob) => Promise<void>;
}

/** Jobs of one queue that run together, where that costs less than one by one. */
export interface JobBatches {
  [name: string]: {
    /** The most jobs that are taken at once. */
    size: number;
    /** Batches that run at the same time. */
    lanes: number;
    /**
     * Runs those of the jobs that are alike and returns the outcome of each: null, or the error with which it failed. Jobs
     * without an outcome run one by one after that, as all do if this throws.
     */
    // biome-ignore lint/suspicious/noExplicitAny: each handler declares what its own jobs carry.
    run(jobs: readonly { id: string; data: any }[], signal: AbortSignal): Promise<ReadonlyMap<string, unknown>>;
  };
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
  batches: JobBatches;
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

/** Jobs of a batch that run at the same time, if they run one by one. */
const LEFT_LANES = { postgres: 2, pglite: 1 } as const;
/** After so long no job of a batch begins, so that the last one ends within the limit that began with the first. */
const BEGIN_WITHIN_MS = 30_000;
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
    const { concurrency, batches } = this.#options;
    if (this.#stopped || lanes.size >= Math.min(concurrency, batches[name]?.lanes ?? concurrency)) return;
    const lane = this.#runLane(name)
      .catch((error) => {
        const facts = { job: name, err: safeError(error) };
        this.#options.log.error(facts, 'A job could not be fetched or finished. It runs again after its time limit.');
      })
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  }

  /** Runs one job or batch after the other. While it has one, another lane may look for the next. */
  async #runLane(name: string): Promise<void> {
    const { boss, batches } = this.#options;
    const batchSize = batches[name]?.size ?? 1;
    while (!this.#stopped) {
      const jobs = await boss.fetch<object>(name, { includeMetadata: true, batchSize });
      if (jobs.length === 0) return;
      this.#addLane(name);
      this.#runs += jobs.length;
      if (jobs.length > 1) await this.#runBatch(name, jobs);
      else for (const job of jobs) await inJob({ job: name, jobId: job.id }, () => this.#run(name, job));
    }
  }

  /** Runs a batch, and then one by one what is left of it. */
  async #runBatch(name: string, jobs: readonly FetchedJob[]): Promise<void> {
    const { db, schema } = this.#options;
    const start = performance.now();
    const left = new Set(await this.#runTogether(name, jobs));
    const stop = () => this.#stopped || performance.now() - start > BEGIN_WITHIN_MS;
    await runConcurrently(LEFT_LANES[db.kind], [...left], stop, async (job) => {
      left.delete(job);
      await inJob({ job: name, jobId: job.id }, () => this.#run(name, job));
    });
    if (left.size === 0) return;
    // As if they had not been taken: they run at once, here or in another process, and no attempt is counted.
    await db.raw.query(giveBack(schema), [name, [...left].map(({ id }) => id)]);
  }

  /** Runs a batch, records the outcome of each of its jobs, and returns those that must run one by one. */
  async #runTogether(name: string, jobs: readonly FetchedJob[]): Promise<readonly FetchedJob[]> {
    const { batches, log } = this.#options;
    const start = performance.now();
    try {
      const attributes = { 'portico.job': name, 'portico.jobs': jobs.length };
      const outcomes = await inSpan('jobs', { attributes, parent: null }, () =>
        this.#within(name, (signal) => batches[name]?.run(jobs, signal)),
      );
      const done = jobs.filter(({ id }) => outcomes?.get(id) === null);
      await this.#succeeded(name, done, start);
      const failed = jobs.filter(({ id }) => outcomes?.get(id));
      for (const job of failed) await this.#failed(name, job, start, outcomes?.get(job.id));
      return jobs.filter(({ id }) => !outcomes?.has(id));
    } catch (error) {
      log.warn({ job: name, jobs: jobs.length, err: safeError(error) }, 'A batch of jobs failed. They run one by one.');
      return jobs;
    }
  }

  /** Runs a job and records the outcome: one line in the log, the metrics, and the job's row. */
  async #run(name: string, job: FetchedJob): Promise<void> {
    const { id, data, retryCount } = job;
    const attempt = retryCount + 1;
    const start = performance.now();
    this.#options.log.debug({ job: name, jobId: id, attempt }, 'A job started.');
    try {
      const attributes = { 'portico.job': name, 'portico.job_id': id, 'portico.job_attempt': attempt };
      await inSpan('job', { attributes, parent: null }, () =>
        this.#within(name, (signal) => this.#options.handlers[name]?.(data, { id, retryCount, signal })),
      );
    } catch (error) {
      await this.#failed(name, job, start, error);
      return;
    }
    await this.#succeeded(name, [job], start);
  }

  async #succeeded(name: string, jobs: readonly FetchedJob[], start: number): Promise<void> {
    if (jobs.length === 0) return;
    for (const job of jobs) this.#options.log.info(this.#facts(name, job, start, 'ok'), 'A job succeeded.');
    // Nothing reads a finished job, and deleting it now saves both an update and a sweep.
    await this.#options.boss.deleteJob(name, jobs.map(attemptOf));
  }

  async #failed(name: string, job: FetchedJob, start: number, error: unknown): Promise<void> {
    const { boss, log } = this.#options;
    const err = safeError(error);
    if (job.retryCount >= job.retryLimit) {
      const facts = this.#facts(name, job, start, 'failed');
      log.error({ ...facts, err }, 'A job failed for good. It stays in the queue’s table for a month.');
    } else {
      log.warn({ ...this.#facts(name, job, start, 'retried'), err }, 'A job failed and will be retried.');
    }
    await boss.fail(name, attemptOf(job), { error: err.type, code: err.code });
  }

  /** The outcome of a job for the log; the metrics have it too. */
  #facts(name: string, { id, retryCount }: FetchedJob, start: number, outcome: JobRun['outcome']) {
    const milliseconds = Math.round(performance.now() - start);
    this.#options.onRun?.({ job: name, outcome, milliseconds });
    return { job: name, jobId: id, attempt: retryCount + 1, outcome, ms: milliseconds };
  }

  async #within<T>(name: string, run: (signal: AbortSignal) => Promise<T> | undefined): Promise<T | undefined> {
    const timeUp = new AbortController();
    const work = run(AbortSignal.any([timeUp.signal, this.#stopping.signal]));
    // A handler that ignores its signal must not keep the lane forever.
    return withTimeout<T | undefined>(secondsAllowed(this.#options.limits[name]) * 1000, work, () => {
      timeUp.abort();
      throw new JobTimeoutError('The job took longer than its queue allows.');
    });
  }
}

/** With the attempt's number: if a job took too long and was given to another process, that process decides. */
const attemptOf = ({ id, retryCount }: FetchedJob) => ({ id, retryCount });
