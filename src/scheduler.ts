/** Runs by itself what falls due by time: renewals and payment retries, hourly checks, housekeeping, webhooks. */
import type { ClockGuard } from './db/clockGuard.ts';
import type { Queue } from './jobs/queue.ts';
import { HOUR, MINUTE, SECOND } from './kernel/clock.ts';
import { HOUSEKEEPING_JOB, type whatFallsDue } from './schedule.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** The interval at which due renewals are searched. A search costs one query on an index. */
const RENEWAL_INTERVAL = 5 * SECOND;

interface SchedulerOptions {
  queue: Queue;
  due: ReturnType<typeof whatFallsDue>;
  webhooks: { start(): void; runAll(): Promise<number> };
  metrics: Metrics | null;
  clockGuard: Pick<ClockGuard, 'compare'>;
  /** Runs work that no response waits for, and that closing waits for. */
  inBackground(work: Promise<unknown>): void;
}

export interface Scheduler {
  /** Runs everything that is due now, and all work that becomes due by that. Returns the number of steps. */
  tick(): Promise<number>;
  start(): void;
  /** Ends running sweeps after the row at hand. */
  stop(): void;
}

/** Skips a sweep while the last one runs: sweeps that overlap take each other's rows and all connections. */
function oneAtATime(sweep: () => Promise<unknown>): () => Promise<unknown> {
  let running: Promise<unknown> | undefined;
  return async () => {
    if (running) return;
    running = sweep();
    try {
      await running;
    } finally {
      running = undefined;
    }
  };
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { queue, due, webhooks, metrics, clockGuard, inBackground } = options;
  let renewals: NodeJS.Timeout | undefined;
  let hourly: NodeJS.Timeout | undefined;
  let minutely: NodeJS.Timeout | undefined;
  let stopped = false;

  async function bill(): Promise<number> {
    try {
      await clockGuard.compare();
      const steps = await due.bill();
      metrics?.renewalsDone(steps);
      return steps;
    } catch (error) {
      metrics?.renewalsFailed();
      throw error;
    }
  }

  async function lookAfter(): Promise<number> {
    await clockGuard.compare();
    return due.lookAfter();
  }

  async function pay(): Promise<number> {
    await clockGuard.compare();
    return due.pay();
  }

  return {
    async tick() {
      let total = 0;
      for (;;) {
        // A renewal enqueues jobs, and a job may make a renewal possible.
        const done =
          (await bill()) +
          (await pay()) +
          (await lookAfter()) +
          (await due.mail()) +
          (await due.queryRegisters()) +
          (await due.readProviders()) +
          (await queue.tick()) +
          (await webhooks.runAll());
        total += done;
        if (done === 0 || stopped) return total;
      }
    },
    start() {
      queue.start();
      webhooks.start();
      // Several processes enqueue one job: while a job waits, another with its key is not added.
      const tidyUp = () => queue.enqueueNow(HOUSEKEEPING_JOB, {}, { singletonKey: HOUSEKEEPING_JOB });
      const billing = oneAtATime(bill);
      const paying = oneAtATime(pay);
      const mailing = oneAtATime(due.mail);
      const lookingAfter = oneAtATime(lookAfter);
      renewals ??= setInterval(() => {
        inBackground(billing());
        inBackground(paying());
        inBackground(mailing());
      }, RENEWAL_INTERVAL).unref();
      const queryingRegisters = oneAtATime(due.queryRegisters);
      const readingProviders = oneAtATime(due.readProviders);
      minutely ??= setInterval(() => {
        inBackground(queryingRegisters());
        inBackground(readingProviders());
      }, MINUTE).unref();
      hourly ??= setInterval(() => {
        inBackground(tidyUp());
        inBackground(lookingAfter());
      }, HOUR).unref();
    },
    stop() {
      stopped = true;
      due.stop();
      clearInterval(renewals);
      clearInterval(hourly);
      clearInterval(minutely);
    },
  };
}
