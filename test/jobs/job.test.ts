import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openQueue, type Queue, type QueueOptions } from '../../src/jobs/queue.ts';
import { DAY, ManualClock } from '../../src/kernel/clock.ts';
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
