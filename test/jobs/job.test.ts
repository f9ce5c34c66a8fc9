import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openQueue, type Queue, type QueueOptions } from '../../src/jobs/queue.ts';
import { DAY, ManualClock } from '../../src/kernel/clock.ts';
import type { JobRun } from '../../src/telemetry/metrics.ts';
import { makeJobsDue, openTestDb } from '../support/database.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());

const lines: object[] = [];
const runs: object[] = [];
const log = {
  debug() {},
  info: (fields: object, message: string) => runs.push({ ...fields, message }),
  warn: (fields: object, message: string) => lines.push({ ...fields, message }),
  error: (fields: object, message: string) => lines.push({ ...fields, message }),
};

async function withQueue(options: Omit<QueueOptions, 'db' | 'log'>, work: (queue: Queue) => Promise<void>) {
  const queue = await openQueue({ db, log, ...options });
  try {
    await work(queue);
  } finally {
    await queue.stop();
  }
}

describe('job', () => {
  it('a job commits with its transaction', async () => {
    const seen: unknown[] = [];
    await withQueue({ handlers: { commits: async (data) => void seen.push(data) } }, async (queue) => {
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'commits', { n: 1 }));
      expect(await queue.tick()).toBe(1);
      expect(seen).toEqual([{ n: 1 }]);
      expect(await queue.tick()).toBe(0);
    });
  });

  it('a job rolls back with its transaction', async () => {
    await withQueue({ handlers: { rollsBack: async () => {} } }, async (queue) => {
      const transaction = db.prisma.$transaction(async (tx) => {
        await queue.enqueue(tx, 'rollsBack', {});
        throw new Error('changed my mind');
      });
      await expect(transaction).rejects.toThrow('changed my mind');
      expect(await queue.tick()).toBe(0);
    });
  });

  it('enqueueing a job runs one statement', async () => {
    await withQueue({ handlers: { cheap: async () => {} } }, async (queue) => {
      db.statements.reset();
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'cheap', { n: 1 }));
      expect(db.statements.count - db.statements.control).toBe(1);
      await queue.tick();
    });
  });

  it('a failed job is retried with a pause before each retry until it succeeds', async () => {
    const tries: number[] = [];
    const handlers = {
      flaky: async (_data: object, { retryCount }: { retryCount: number }) => {
        tries.push(retryCount);
        if (retryCount < 2) throw new Error('not yet');
      },
    };
    await withQueue({ handlers }, async (queue) => {
      await queue.enqueueNow('flaky', {});
      await queue.tick();
      expect(tries).toEqual([0]);
      await queue.tick();
      expect(tries, 'the first retry waits for its pause').toEqual([0]);
      await makeJobsDue(db);
      await queue.tick();
      await makeJobsDue(db);
      await queue.tick();
      expect(tries).toEqual([0, 1, 2]);
      await makeJobsDue(db);
      expect(await queue.tick()).toBe(0);
    });
  });

  it('a permanently failed job stays in the table, and its log lines contain the error without the payload', async () => {
    lines.length = 0;
    const limits = { hopeless: { retryLimit: 1 } };
    const handlers = {
      hopeless: async (data: { to: string }) => {
        throw Object.assign(new TypeError(`cannot reach ${data.to}`), { code: 'E_GONE' });
      },
    };
    await withQueue({ handlers, limits }, async (queue) => {
      await queue.enqueueNow('hopeless', { to: 'jane@example.com' });
      await queue.tick();
      await makeJobsDue(db);
      await queue.tick();
      await makeJobsDue(db);
      expect(await queue.tick()).toBe(0);
      const { rows } = await db.raw.query(`SELECT state, output FROM pgboss.job WHERE name = 'hopeless'`);
      expect(rows).toEqual([{ state: 'failed', output: { error: 'TypeError', code: 'E_GONE' } }]);
    });
    const err = { type: 'TypeError', code: 'E_GONE', stack: expect.arrayContaining([expect.stringMatching(/^at /)]) };
    expect(lines).toMatchObject([
      { job: 'hopeless', attempt: 1, outcome: 'retried', err, message: 'A job failed and will be retried.' },
      { job: 'hopeless', attempt: 2, outcome: 'failed', err, message: expect.stringMatching(/^A job failed for good/) },
    ]);
    expect(JSON.stringify(lines)).not.toContain('jane@example.com');
  });

  it('each successful run is logged as one line with job, id, attempt, outcome and time', async () => {
    runs.length = 0;
    const seen: JobRun[] = [];
    const handlers = { noted: async () => {} };
    await withQueue({ handlers, onRun: (run) => seen.push(run) }, async (queue) => {
      await queue.enqueueNow('noted', {});
      expect(await queue.waiting()).toContainEqual({ job: 'noted', state: 'created', count: 1 });
      await queue.tick();
      expect((await queue.waiting()).filter(({ job }) => job === 'noted')).toEqual([]);
    });
    const line = { job: 'noted', jobId: expect.any(String), attempt: 1, outcome: 'ok', ms: expect.any(Number) };
    expect(runs).toEqual([{ ...line, message: 'A job succeeded.' }]);
    expect(seen).toEqual([{ job: 'noted', outcome: 'ok', milliseconds: expect.any(Number) }]);
  });

  it('a completed job is deleted', async () => {
    await withQueue({ handlers: { tidy: async () => {} } }, async (queue) => {
      await queue.enqueueNow('tidy', {});
      await queue.tick();
      const { rows } = await db.raw.query(`SELECT id FROM pgboss.job WHERE name = 'tidy'`);
      expect(rows).toEqual([]);
    });
  });

  it('a pending job with the same key is not added twice', async () => {
    let runs = 0;
    await withQueue({ handlers: { once: async () => void runs++ } }, async (queue) => {
      await queue.enqueueNow('once', {}, { singletonKey: 'a' });
      await queue.enqueueNow('once', {}, { singletonKey: 'a' });
      await queue.enqueueNow('once', {}, { singletonKey: 'b' });
      await queue.enqueueNow('once', {});
      await queue.enqueueNow('once', {});
      await queue.tick();
    });
    expect(runs).toBe(4);
  });

  it('enqueueing a job without a handler throws at once, also inside a transaction', async () => {
    await withQueue({ handlers: {} }, async (queue) => {
      const transaction = db.prisma.$transaction((tx) => queue.enqueue(tx, 'unheard', {}));
      await expect(transaction).rejects.toThrow('There is no job called unheard.');
    });
  });

  it('a delayed job waits for its instant, also on a manual clock', async () => {
    for (const start of ['2020-01-01T00:00:00Z', '2040-01-01T00:00:00Z']) {
      const clock = new ManualClock(start);
      const days: number[] = [];
      await withQueue({ handlers: { later: async ({ day }) => void days.push(day) }, clock }, async (queue) => {
        for (const day of [3, 1]) {
          const startAfter = new Date(clock.now().getTime() + day * DAY);
          await db.prisma.$transaction((tx) => queue.enqueue(tx, 'later', { day }, { startAfter }));
        }
        await queue.tick();
        expect(days).toEqual([]);
        clock.advance(DAY);
        await queue.tick();
        expect(days).toEqual([1]);
        clock.advance(2 * DAY);
        await queue.tick();
        expect(days).toEqual([1, 3]);
      });
    }
  });
});
