import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openDb } from '../../src/db/open.ts';
import { openQueue, type Queue } from '../../src/jobs/queue.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

postgresOnly('job queues of several processes on PostgreSQL', () => {
  let db: Db;
  let other: Db;
  beforeAll(async () => {
    const opened = await openPostgresTestDb();
    db = opened.db;
    other = await openDb({ url: opened.url, poolSize: 5 });
  });
  afterAll(async () => {
    await other.close();
    await db.close();
  });

  it('several processes can open their queues at the same time', async () => {
    const schema = 'fresh_boss';
    const ran: number[] = [];
    const handlers = { greeting: async ({ from }: { from: number }) => void ran.push(from) };
    const queues = await Promise.all([db, other].map((on) => openQueue({ db: on, log, schema, handlers })));
    for (const [from, queue] of queues.entries()) {
      await queue.enqueueNow('greeting', { from });
      expect(await queue.tick()).toBe(1);
    }
    expect(ran).toEqual([0, 1]);
    for (const queue of queues) await queue.stop();
  });

  it('several processes run each job once', async () => {
    const runs = new Map<number, number>();
    // The first job of each process waits for the first job of the other one, so that both take part.
    const began = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const handlersOf = (process: number) => ({
      counted: async ({ n }: { n: number }) => {
        began[process]?.resolve();
        await Promise.all(began.map(({ promise }) => promise));
        runs.set(n, (runs.get(n) ?? 0) + 1);
      },
    });
    const queues = await Promise.all(
      [db, other].map((on, process) => openQueue({ db: on, log, handlers: handlersOf(process) })),
    );
    const [first, second] = queues as [Queue, Queue];
    for (let n = 0; n < 60; n++) await first.enqueueNow('counted', { n });
    const ran = await Promise.all([first.tick(), second.tick()]);
    expect(ran[0] + ran[1]).toBe(60);
    expect(Math.min(...ran), 'both took part').toBeGreaterThan(0);
    expect([...runs.values()]).toEqual(Array(60).fill(1));
    for (const queue of queues) await queue.stop();
  });

  it('the job of a killed process runs again after its time limit', async () => {
    const limits = { abandoned: { expireInSeconds: 1, retryDelay: 1 } };
    const retries: number[] = [];
    const handlers = {
      abandoned: async (_data: object, job: { retryCount: number }) => void retries.push(job.retryCount),
    };
    const queue = await openQueue({ db, log, handlers, limits, superviseSeconds: 1 });
    await queue.enqueueNow('abandoned', {});
    // The state after a process was killed between claiming and finishing a job.
    await db.raw.query(`UPDATE pgboss.job SET state = 'active', started_on = now() WHERE name = 'abandoned'`);
    const retriesSoFar = async () => {
      await queue.tick();
      return retries;
    };
    await expect.poll(retriesSoFar, { timeout: 30_000, interval: 100 }).toEqual([1]);
    await queue.stop();
  });
});
