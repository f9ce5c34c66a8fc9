/** Jobs that run in batches: each has an outcome of its own, and what a batch leaves runs one by one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import type { JobBatches, JobHandlers } from '../../src/jobs/runner.ts';
import { openTestDb } from '../support/database.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());

const log = { debug() {}, info() {}, warn() {}, error() {} };

async function openWith(name: string, run: JobHandlers[string], together: JobBatches[string]['run']) {
  const batches = { [name]: { size: 10, lanes: 1, run: together } };
  const queue = await openQueue({ db, log, handlers: { [name]: run }, batches });
  await db.prisma.$transaction((tx) =>
    queue.enqueueAll(
      tx,
      name,
      [1, 2, 3, 4, 5, 6].map((n) => ({ n })),
    ),
  );
  return queue;
}

async function jobsOf(name: string) {
  const { rows } = await db.raw.query(
    `SELECT (data->>'n')::int AS n, state::text, retry_count::int AS retries FROM pgboss.job WHERE name = $1 ORDER BY 1`,
    [name],
  );
  return rows;
}

test('a batch deletes finished jobs, retries failed ones, and runs jobs without an outcome one by one', async () => {
  const alone: number[] = [];
  const together: number[] = [];
  const queue = await openWith(
    'mixed',
    async ({ n }) => void alone.push(n),
    async (jobs) => {
      together.push(...jobs.map(({ data }) => data.n));
      const outcome = (n: number) => (n === 2 ? new Error('refused') : null);
      return new Map(jobs.filter(({ data }) => data.n < 5).map(({ id, data }) => [id, outcome(data.n)]));
    },
  );
  expect(await queue.tick()).toBe(6);
  expect(together.sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(alone.sort()).toEqual([5, 6]);
  expect(await jobsOf('mixed')).toEqual([{ n: 2, state: 'retry', retries: 0 }]);
  await queue.stop();
});

test('if a batch fails, its jobs run one by one', async () => {
  const alone: number[] = [];
  const queue = await openWith(
    'broken',
    async ({ n }) => void alone.push(n),
    () => Promise.reject(new Error('broken')),
  );
  await queue.tick();
  expect(alone.sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await jobsOf('broken')).toEqual([]);
  await queue.stop();
});

test('jobs of a batch that have not begun when the process stops are due at once, without a counted attempt', async () => {
  const alone: number[] = [];
  let stopped: Promise<void> | undefined;
  const queue = await openWith(
    'stopped',
    async ({ n }) => {
      alone.push(n);
      stopped ??= queue.stop();
    },
    async () => new Map(),
  );
  await queue.tick();
  await stopped;
  expect(alone.length).toBeLessThan(3);
  const left = await jobsOf('stopped');
  expect(left).toHaveLength(6 - alone.length);
  for (const job of left) expect(job).toMatchObject({ state: 'created', retries: 0 });
});
