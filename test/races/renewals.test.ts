/** Two processes on one database: each due step is run by one of them. */
import { expect, test } from 'vitest';
import { openDb } from '../../src/db/open.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { closeGate } from '../support/atOnce.ts';
import { expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { AdvanceTestClockDocument, CreateTestClockDocument } from '../support/graphql/graphql.ts';

const START = '2026-03-01T00:00:00.000Z';
const SUBSCRIPTIONS = 25;
const PERIODS = 4;
const DAY = 86_400_000;

/** Two apps with a pool each, and one payment provider. */
async function twoApps(): Promise<{ apps: [TestApp, TestApp]; close(): Promise<void> }> {
  const { db, url } = await openPostgresTestDb();
  const one = await openTestApp({ db, now: START });
  const other = await openTestApp({ db: await openDb({ url, poolSize: 10 }), now: START, sandbox: one.sandbox });
  return {
    apps: [one, other],
    async close() {
      await other.close();
      await one.close();
    },
  };
}

async function subscriptions({ apps }: { apps: [TestApp, TestApp] }, testClock?: string) {
  const { companyId, merchant, apiKey } = await apps[0].company();
  if (testClock)
    success((await merchant.request(CreateTestClockDocument, { input: { frozenTime: testClock } })).createTestClock);
  const { priceId } = await makePrice(merchant, { amount: 700, interval: 'DAY' });
  for (let n = 0; n < SUBSCRIPTIONS; n++) await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  return { companyId, apiKey };
}

/** One invoice for each subscription and each period, each paid by one payment. */
async function expectEachPeriodOnce({ db }: TestApp, companyId: string, start: string): Promise<void> {
  const invoices = await db.prisma.invoice.findMany({ where: { companyId }, include: { lines: true, payments: true } });
  const billed = new Map<string, number[]>();
  for (const { subscriptionId, lines, payments, status } of invoices) {
    expect(status).toBe('PAID');
    expect(payments).toHaveLength(1);
    expect(lines).toHaveLength(1);
    const starts = billed.get(subscriptionId ?? '') ?? [];
    billed.set(subscriptionId ?? '', [...starts, Number(lines[0]?.periodStart)]);
  }
  expect(billed.size).toBe(SUBSCRIPTIONS);
  const expected = Array.from({ length: PERIODS + 1 }, (_, n) => Date.parse(start) + n * DAY);
  for (const starts of billed.values()) expect(starts.sort((a, b) => a - b)).toEqual(expected);
  const renewed = await db.prisma.event.count({ where: { companyId, type: 'subscription.renewed' } });
  expect(renewed).toBe(SUBSCRIPTIONS * PERIODS);
}

postgresOnly('renewals of one process', () => {
  test('one process returns the number of all renewals that it ran concurrently', async () => {
    const { db } = await openPostgresTestDb();
    const t = await openTestApp({ db, now: START });
    await subscriptions({ apps: [t, t] });
    const now = new Date(Date.parse(START) + PERIODS * DAY);
    const failed: object[] = [];
    const log = { error: (fact: object) => void failed.push(fact) };
    expect(await renewDue({ db, queue: t.app.queue, log }, now)).toBe(SUBSCRIPTIONS * PERIODS);
    expect(await renewDue({ db, queue: t.app.queue, log }, now)).toBe(0);
    expect(failed).toEqual([]);
    await t.close();
  }, 120_000);
});

postgresOnly('renewals of two processes', () => {
  test('two processes that tick at the same moment renew and charge each period once', async () => {
    const world = await twoApps();
    const { companyId } = await subscriptions(world);
    for (const { clock } of world.apps) clock.advance(PERIODS * DAY);
    // Both processes have begun their first set before either of them finishes one.
    const gate = await closeGate(world.apps[0].db, 'subscription');
    const ticks = Promise.all(world.apps.map(({ app }) => app.tick()));
    await gate.untilWaiting(2).finally(() => gate.open());
    await ticks;
    // Steps that one process had left to the other.
    await world.apps[0].app.tick();
    await expectEachPeriodOnce(world.apps[0], companyId, START);
    await expectBooksToBalance(world.apps[0]);
    await world.close();
  }, 120_000);

  test('two processes that advance one test clock at the same moment renew and charge each period once', async () => {
    const world = await twoApps();
    const testClock = '2030-01-01T00:00:00.000Z';
    const { companyId, apiKey } = await subscriptions(world, testClock);
    const target = new Date(Date.parse(testClock) + PERIODS * DAY).toISOString();
    const advance = async (t: TestApp) => {
      const input = { frozenTime: target };
      return (await t.client(apiKey).request(AdvanceTestClockDocument, { input })).advanceTestClock;
    };
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(world.apps.map(advance));
      // The call that loses the race for the clock gets a conflict; no other error is allowed.
      for (const answer of answers) if ('code' in answer) expect(answer.code).toBe('CONFLICT');
      if (answers.some((answer) => 'reached' in answer && answer.reached)) break;
    }
    await world.apps[0].app.tick();
    await expectEachPeriodOnce(world.apps[0], companyId, testClock);
    await expectBooksToBalance(world.apps[0]);
    await world.close();
  }, 120_000);
});
