import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, openDb } from '../../src/db/client.ts';
import { openQueue, type Queue } from '../../src/jobs/queue.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';

const log = { warn() {}, error() {} };
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

postgresOnly('several processes on one PostgreSQL', () => {
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

  it('open their queues at the same time', async () => {
    const schema = 'fresh_boss';
    const queues = await Promise.all(
      [db, other].map((on) => openQueue({ db: on, log, schema, handlers: { a: async () => {} } })),
    );
    for (const queue of queues) await queue.stop();
  });

  it('run each job once', async () => {
    const runs = new Map<number, number>();
    const handlers = {
      counted: async ({ n }: { n: number }) => {
        await pause(2);
        runs.set(n, (runs.get(n) ?? 0) + 1);
      },
    };
    const queues = await Promise.all([db, other].map((on) => openQueue({ db: on, log, handlers })));
    const [first, second] = queues as [Queue, Queue];
    for (let n = 0; n < 60; n++) await first.enqueueNow('counted', { n });
    const ran = await Promise.all([first.tick(), second.tick()]);
    expect(ran[0] + ran[1]).toBe(60);
    expect(Math.min(...ran), 'both took part').toBeGreaterThan(0);
    expect([...runs.values()]).toEqual(Array(60).fill(1));
    for (const queue of queues) await queue.stop();
  });

  it('run the job of a killed one again after its time limit', async () => {
    const limits = { abandoned: { expireInSeconds: 1, retryDelay: 1 } };
    const retries: number[] = [];
    const handlers = {
      abandoned: async (_data: object, job: { retryCount: number }) => void retries.push(job.retryCount),
    };
    const queue = await openQueue({ db, log, handlers, limits, superviseSeconds: 1 });
    await queue.enqueueNow('abandoned', {});
    // What a process leaves behind that was killed between taking a job and finishing it.
    await db.raw.query(`UPDATE pgboss.job SET state = 'active', started_on = now() WHERE name = 'abandoned'`);
    for (let waited = 0; retries.length === 0 && waited < 10_000; waited += 250) {
      await pause(250);
      await queue.tick();
    }
    expect(retries).toEqual([1]);
    await queue.stop();
  });
});
