/** Sets of renewals beside another process, beside customers at work, and in a process that dies. */
import { expect, onTestFinished, test } from 'vitest';
import { openDb } from '../../src/db/open.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { closeGate } from '../support/atOnce.ts';
import { expectBooksToBalance } from '../support/billing.ts';
import { makePrice } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { manySubscriptions } from '../support/manySubscriptions.ts';
import { startServerProcess } from '../support/process.ts';
import { seededRandom } from '../support/random.ts';
import { mutate } from '../support/taxes.ts';

const START = '2026-03-01T00:00:00.000Z';
const MONTH_LATER = new Date('2026-04-01T00:00:00.000Z');

async function renewIn(t: Pick<TestApp, 'db' | 'app'>): Promise<{ steps: number; failures: object[] }> {
  const failures: object[] = [];
  const log = { error: (facts: object) => void failures.push(facts) };
  return { steps: await renewDue({ db: t.db, queue: t.app.queue, log }, MONTH_LATER), failures };
}

/** Each subscription has the invoices of its first `periods` periods, one for each, and the company's numbers no gaps. */
async function expectEachRenewedOnce({ db }: Pick<TestApp, 'db'>, ids: readonly string[], periods: number) {
  const invoices = await db.prisma.invoice.findMany({
    where: { reason: 'SUBSCRIPTION_CYCLE' },
    include: { lines: true },
    orderBy: { sequence: 'asc' },
  });
  expect(invoices.map(({ subscriptionId }) => subscriptionId).sort()).toEqual(
    ids.flatMap((id) => Array(periods).fill(id)).sort(),
  );
  for (const { lines } of invoices) expect(lines.length).toBeGreaterThan(0);
  const all = await db.prisma.invoice.findMany({ select: { sequence: true }, orderBy: { sequence: 'asc' } });
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
  const renewed = await db.prisma.event.findMany({ where: { type: 'subscription.renewed' } });
  expect(renewed).toHaveLength(ids.length * periods);
  const { rows } = await db.raw.query(`SELECT data->>'invoiceId' AS id FROM pgboss.job WHERE name = 'invoice.collect'`);
  expect(rows.map(({ id }) => id).sort()).toEqual(invoices.map(({ id }) => id).sort());
}

postgresOnly('sets of renewals', () => {
  test('two processes share the renewals of one company: each is run once, and both run some', async () => {
    const { db, url } = await openPostgresTestDb();
    const one = await openTestApp({ db, now: START });
    const other = await openTestApp({ db: await openDb({ url, poolSize: 10 }), now: START, sandbox: one.sandbox });
    const { merchant } = await one.company();
    const { priceId } = await makePrice(merchant, { amount: 3000 });
    const ids = await manySubscriptions(one, merchant, priceId, 700);
    // Both have begun before either writes.
    const gate = await closeGate(db, 'subscription');
    const running = Promise.all([renewIn(one), renewIn(other)]);
    await gate.untilWaiting(2).finally(() => gate.open());
    const results = await running;
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(results.reduce((sum, { steps }) => sum + steps, 0)).toBe(700);
    for (const { steps } of results) expect(steps).toBeGreaterThan(0);
    await expectEachRenewedOnce(one, ids, 1);
    await other.close();
    await one.close();
  }, 120_000);

  test('customers who cancel, change and get credit during a set neither deadlock with it nor lose a renewal', async () => {
    const { db } = await openPostgresTestDb();
    const t = await openTestApp({ db, now: START });
    const { merchant } = await t.company();
    const { priceId } = await makePrice(merchant, { amount: 3000 });
    const ids = await manySubscriptions(t, merchant, priceId, 80);
    const subscriptions = await db.prisma.subscription.findMany({ where: { id: { in: ids } } });
    const random = seededRandom();
    t.clock.advance(MONTH_LATER.getTime() - Date.parse(START) - 1000);
    const actions = [
      (subscriptionId: string) =>
        mutate(merchant, 'cancelSubscription', { subscriptionId, mode: 'PERIOD_END' }, '__typename'),
      (subscriptionId: string) => mutate(merchant, 'updateQuantity', { subscriptionId, quantity: 3 }, '__typename'),
      (_: string, customerId: string) =>
        mutate(merchant, 'adjustCredit', { customerId, amount: { amount: 500, currency: 'EUR' } }, '__typename'),
    ];
    const gate = await closeGate(db, 'event');
    const sweep = renewIn(t);
    // The sets hold their rows, and wait; then the customers wait for the sets.
    await gate.untilWaiting(1);
    const chosen = subscriptions.filter(() => random() < 0.5);
    const work = Promise.all(
      chosen.map(({ id, customerId }, index) => (actions[index % 3] as (typeof actions)[2])(id, customerId)),
    );
    await gate.untilWaiting(3).finally(() => gate.open());
    const answers = await work;
    const { failures } = await sweep;
    expect(failures).toEqual([]);
    // A change that was planned on the period before the set, and then waited for the row, is to be tried again.
    for (const { message, conflict } of answers)
      if (message !== undefined) expect(conflict).toBe('CHANGED_CONCURRENTLY');
    expect(answers.filter(({ message }) => message === undefined).length).toBeGreaterThan(answers.length / 2);
    await t.app.tick();
    const cycles = await db.prisma.invoice.groupBy({
      by: ['subscriptionId', 'dueAt'],
      where: { reason: 'SUBSCRIPTION_CYCLE' },
      _count: true,
    });
    expect(cycles.every(({ _count }) => _count === 1)).toBe(true);
    expect(cycles.length).toBe(80);
    await expectBooksToBalance(t);
    await t.close();
  }, 120_000);

  test('a process that is killed in the middle of a set leaves nothing of it, and the next one renews each once', async () => {
    const { db, url } = await openPostgresTestDb();
    // Due by the system's clock, by which the server lives.
    const t = await openTestApp({ db, now: new Date(Date.now() - 32 * 86_400_000).toISOString() });
    const { merchant } = await t.company();
    const { priceId } = await makePrice(merchant, { amount: 3000 });
    const ids = await manySubscriptions(t, merchant, priceId, 150);
    const before = await db.prisma.subscription.findMany({ orderBy: { id: 'asc' } });
    const gate = await closeGate(db, 'invoice');
    const server = await startServerProcess(url, { DEMO_DATA: 'false' });
    onTestFinished(() => server.kill());
    // It has written the subscriptions of its sets and waits to write their invoices.
    await gate.untilWaiting(1).catch(async (error) => {
      await gate.open();
      throw error;
    });
    await server.kill();
    await gate.open();
    await untilAlone(t);
    expect(await db.prisma.subscription.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    expect(await db.prisma.invoice.count({ where: { reason: 'SUBSCRIPTION_CYCLE' } })).toBe(0);
    const failures: object[] = [];
    const log = { error: (facts: object) => void failures.push(facts) };
    expect(await renewDue({ db, queue: t.app.queue, log }, new Date())).toBe(150);
    expect(failures).toEqual([]);
    await expectEachRenewedOnce(t, ids, 1);
    await t.close();
  }, 180_000);
});

/** Waits until the server has ended the transactions of the killed process. */
async function untilAlone({ db }: TestApp): Promise<void> {
  const others = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`;
  for (let waited = 0; waited < 30_000; waited += 50) {
    if ((await db.raw.query(others)).rows[0].count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The transactions of the killed process go on.');
}
