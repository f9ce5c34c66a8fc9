import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openQueue, type Queue, type QueueOptions } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { openTestDb } from '../support/database.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());

const log = { warn() {}, error() {} };

async function withQueue(options: Omit<QueueOptions, 'db' | 'log'>, work: (queue: Queue) => Promise<void>) {
  const queue = await openQueue({ db, log, ...options });
  try {
    await work(queue);
  } finally {
    await queue.stop();
  }
}

describe('the queue', () => {
  it('also runs, in the same tick, what a job enqueues', async () => {
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

  it('runs a job at once when woken', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    await withQueue({ handlers: { urgent: async () => resolve(performance.now()) } }, async (queue) => {
      queue.start();
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'urgent', {}));
      const committed = performance.now();
      queue.wake();
      expect((await promise) - committed).toBeLessThan(500);
    });
  });

  it('does not keep one kind of job waiting for another', async () => {
    const slow = Promise.withResolvers<void>();
    const quick = Promise.withResolvers<void>();
    await withQueue({ handlers: { slow: () => slow.promise, quick: async () => quick.resolve() } }, async (queue) => {
      queue.start();
      await queue.enqueueNow('slow', {});
      queue.wake();
      await new Promise((done) => setTimeout(done, 50));
      await queue.enqueueNow('quick', {});
      queue.wake();
      await quick.promise;
      slow.resolve();
    });
  });

  it('waits for running jobs when it is stopped', async () => {
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

  it('tells a job whose time is up to abort, and goes on', async () => {
    const aborted = Promise.withResolvers<void>();
    const handlers = {
      stuck: (_data: object, { signal }: { signal: AbortSignal }) =>
        new Promise<void>(() => signal.addEventListener('abort', () => aborted.resolve())),
    };
    await withQueue({ handlers, limits: { stuck: { expireInSeconds: 1, retryLimit: 0 } } }, async (queue) => {
      await queue.enqueueNow('stuck', {});
      expect(await queue.tick()).toBe(1);
      await aborted.promise;
    });
  });

  it('costs little to look at when there is nothing to do', async () => {
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
