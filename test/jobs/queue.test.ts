import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openQueue, type Queue, type QueueOptions } from '../../src/jobs/queue.ts';
import { DAY, ManualClock, systemClock } from '../../src/kernel/clock.ts';
import { makeJobsDue, openTestDb } from '../support/database.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());

const lines: object[] = [];
const log = {
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

describe('a job', () => {
  it('commits with its transaction', async () => {
    const seen: unknown[] = [];
    await withQueue({ handlers: { commits: async (data) => void seen.push(data) } }, async (queue) => {
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'commits', { n: 1 }));
      expect(await queue.tick()).toBe(1);
      expect(seen).toEqual([{ n: 1 }]);
      expect(await queue.tick()).toBe(0);
    });
  });

  it('rolls back with its transaction', async () => {
    await withQueue({ handlers: { rollsBack: async () => {} } }, async (queue) => {
      const transaction = db.prisma.$transaction(async (tx) => {
        await queue.enqueue(tx, 'rollsBack', {});
        throw new Error('changed my mind');
      });
      await expect(transaction).rejects.toThrow('changed my mind');
      expect(await queue.tick()).toBe(0);
    });
  });

  it('costs one statement to enqueue', async () => {
    await withQueue({ handlers: { cheap: async () => {} } }, async (queue) => {
      db.statements.reset();
      await db.prisma.$transaction((tx) => queue.enqueue(tx, 'cheap', { n: 1 }));
      expect(db.statements.count - db.statements.control).toBe(1);
      await queue.tick();
    });
  });

  it('is tried again after a failure, and then succeeds', async () => {
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
      expect(tries, 'a pause comes before the next try').toEqual([0]);
      await makeJobsDue(db);
      await queue.tick();
      await makeJobsDue(db);
      await queue.tick();
      expect(tries).toEqual([0, 1, 2]);
      await makeJobsDue(db);
      expect(await queue.tick()).toBe(0);
    });
  });

  it('stays visible when it failed for good, and is not in the log with what it carried', async () => {
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
    expect(lines).toMatchObject([
      { job: 'hopeless', retryCount: 0, error: 'TypeError', code: 'E_GONE' },
      { job: 'hopeless', retryCount: 1, error: 'TypeError', code: 'E_GONE', message: 'A job failed for good.' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('jane@example.com');
  });

  it('leaves nothing behind when it is done', async () => {
    await withQueue({ handlers: { tidy: async () => {} } }, async (queue) => {
      await queue.enqueueNow('tidy', {});
      await queue.tick();
      const { rows } = await db.raw.query(`SELECT id FROM pgboss.job WHERE name = 'tidy'`);
      expect(rows).toEqual([]);
    });
  });

  it('is not added twice under one key while it waits', async () => {
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

  it('that nobody handles is refused inside a transaction, at once', async () => {
    await withQueue({ handlers: {} }, async (queue) => {
      const transaction = db.prisma.$transaction((tx) => queue.enqueue(tx, 'unheard', {}));
      await expect(transaction).rejects.toThrow('There is no job called unheard.');
    });
  });

  it('waits for its instant, also on a clock that is moved by hand', async () => {
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
    await withQueue({ handlers: { a: async () => {}, b: async () => {}, c: async () => {} }, clock: systemClock }, async (queue) => {
      db.statements.reset();
      await queue.tick();
      expect(db.statements.count).toBe(1);
    });
  });
});
