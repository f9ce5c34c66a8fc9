import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openQueue, type Queue, type QueueOptions } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { openTestDb } from '../support/database.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());

const log = { debug() {}, info() {}, warn() {}, error() {} };

async function withQueue(options: Omit<QueueOptions, 'db' | 'log'>, work: (queue: Queue) => Promise<void>) {
  const queue = await openQueue({ db, log, ...options });
  try {
    await work(queue);
  } finally {
    await queue.stop();
  }
}

describe('job queue', () => {
  it('a job enqueued by a job runs in the same tick', async () => {
    const seen: string[] = [];
    let inner: Queue;
    const handlers = {
      first: async () => {
        seen.push('first');
        await db.prisma.$transaction((tx) => inner.enqueue(tx, 'second', {}));
      },
      second: async () => void seen.push('second'),
    };
    await withQueue({ handlers }, async (queue) => {
      inner = queue;
      await queue.enqueueNow('first', {});
      expect(await queue.tick()).toBe(2);
    });
    expect(seen).toEqual(['first', 'second']);
  });

  it('jobs that one statement enqueues are stored like jobs that are enqueued one by one', async () => {
    const ran: object[] = [];
    await withQueue({ handlers: { many: async (data: object) => void ran.push(data) } }, async (queue) => {
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'many', { n: 0 }));
      db.statements.reset();
      await db.prisma.$transaction((tx) => queue.enqueueAll(tx, 'many', [{ n: 1 }, { n: 2 }]));
      expect(db.statements.count - db.statements.control, 'statements').toBe(1);
      const { rows } = await db.raw.query(
        `SELECT to_jsonb(j) - '{id,singleton_key,created_on,start_after,keep_until}'::text[] AS row, singleton_key,
           start_after = created_on AS now, keep_until - start_after AS kept
         FROM pgboss.job j WHERE name = 'many' ORDER BY data->>'n'`,
      );
      expect(rows).toHaveLength(3);
      const [one, ...others] = rows.map(({ row, now, kept }) => ({ ...row, data: null, now, kept }));
      for (const other of others) expect(other).toEqual(one);
      expect(rows.map(({ row }) => row.data)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
      // Each has a key of its own: a queue holds one waiting job for each key.
      expect(new Set(rows.map(({ singleton_key }) => singleton_key)).size).toBe(3);
      expect(await queue.tick()).toBe(3);
    });
    expect(ran).toHaveLength(3);
  });

  it('a woken queue runs a job at once', async () => {
    // The timer of the queue never fires, so that only the call of `wake` can start the job.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const ran = Promise.withResolvers<object>();
    await withQueue({ handlers: { urgent: async (data: object) => ran.resolve(data) } }, async (queue) => {
      queue.start();
      expect(await queue.tick(), 'no job is due at the start').toBe(0);
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'urgent', { n: 1 }));
      queue.wake();
      expect(await ran.promise).toEqual({ n: 1 });
    });
  });

  it('a slow kind of job does not delay another kind', async () => {
    const started = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const quick = Promise.withResolvers<void>();
    const ended: string[] = [];
    const handlers = {
      slow: async () => {
        started.resolve();
        await mayEnd.promise;
        ended.push('slow');
      },
      quick: async () => {
        ended.push('quick');
        quick.resolve();
      },
    };
    await withQueue({ handlers }, async (queue) => {
      queue.start();
      await queue.enqueueNow('slow', {});
      queue.wake();
      await started.promise;
      await queue.enqueueNow('quick', {});
      queue.wake();
      await quick.promise;
      mayEnd.resolve();
    });
    expect(ended).toEqual(['quick', 'slow']);
  });

  it('stopping the queue waits for running jobs', async () => {
    let finished = false;
    const started = Promise.withResolvers<void>();
    const handlers = {
      patient: async () => {
        started.resolve();
        await new Promise((done) => setTimeout(done, 200));
        finished = true;
      },
    };
    await withQueue({ handlers }, async (queue) => {
      queue.start();
      await queue.enqueueNow('patient', {});
      queue.wake();
      await started.promise;
    });
    expect(finished).toBe(true);
    expect(await (await openQueue({ db, log, handlers })).stop()).toBeUndefined();
  });

  it('a job that exceeds its time limit is aborted, and the queue continues', async () => {
    const aborted = Promise.withResolvers<string>();
    const handlers = {
      stuck: (_data: object, { signal }: { signal: AbortSignal }) =>
        new Promise<void>(() => signal.addEventListener('abort', () => aborted.resolve('aborted'))),
    };
    await withQueue({ handlers, limits: { stuck: { expireInSeconds: 1, retryLimit: 0 } } }, async (queue) => {
      await queue.enqueueNow('stuck', {});
      expect(await queue.tick()).toBe(1);
      expect(await aborted.promise).toBe('aborted');
    });
  });

  it('a tick without jobs runs one statement', async () => {
    await withQueue(
      { handlers: { a: async () => {}, b: async () => {}, c: async () => {} }, clock: systemClock },
      async (queue) => {
        db.statements.reset();
        await queue.tick();
        expect(db.statements.count).toBe(1);
      },
    );
  });
});
