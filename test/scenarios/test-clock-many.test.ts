/** More on the way than one call has time for: the clock says where it has come to, and goes on from there. */
import { expect, test } from 'vitest';
import { advanceTestClock } from '../../src/modules/testClock/testClock.ts';
import { openTestApp, success } from '../support/app.ts';
import { expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';
import { AdvanceTestClockDocument, CreateTestClockDocument } from '../support/graphql/graphql.ts';

const SUBSCRIPTIONS = 5;
const MONTHS = 6;

test('half a year of many subscriptions is brought about in several calls, each period once and in order', async () => {
  const t = await openTestApp({ now: '2026-03-01T00:00:00.000Z' });
  const { companyId, merchant } = await t.company();
  const start = '2030-01-01T00:00:00.000Z';
  success((await merchant.request(CreateTestClockDocument, { input: { frozenTime: start } })).createTestClock);
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  for (let n = 0; n < SUBSCRIPTIONS; n++) await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  await t.app.tick();

  // So little time that no call comes far; over HTTP a busy machine could not keep to it.
  const ctx = {
    db: t.db,
    queue: t.app.queue,
    now: new Date(start),
    principal: { kind: 'merchant', companyId, apiKeyId: 'ak_0' } as const,
    log: console,
    operationTimeoutMs: 100,
  };
  const target = new Date('2030-07-01T00:00:00.000Z');
  const stops = [new Date(start)];
  const told = new Set<string>();
  for (let reached = false; !reached; ) {
    const answer = await advanceTestClock(ctx, { frozenTime: target });
    expect(Number(answer.frozenTime)).toBeGreaterThanOrEqual(Number(stops.at(-1)));
    for (const { type, objectId, createdAt } of answer.happened) told.add(`${type} ${objectId} ${createdAt}`);
    stops.push(answer.frozenTime);
    reached = answer.reached;
    expect(stops.length, 'each call comes further').toBeLessThan(200);
  }
  expect(stops.length, 'one call was not enough').toBeGreaterThan(2);
  expect(stops.at(-1)).toEqual(target);

  const events = await t.db.prisma.event.findMany({ where: { companyId, type: 'subscription.renewed' } });
  expect(events).toHaveLength(SUBSCRIPTIONS * MONTHS);
  for (const { type, objectId, createdAt } of events) expect(told).toContain(`${type} ${objectId} ${createdAt}`);
  const invoices = await t.db.prisma.invoice.findMany({ where: { companyId, reason: 'SUBSCRIPTION_CYCLE' } });
  const periods = new Set(invoices.map(({ subscriptionId, dueAt }) => `${subscriptionId} ${dueAt?.toISOString()}`));
  expect(periods.size).toBe(SUBSCRIPTIONS * MONTHS);
  // Each was charged at its own time, although the call that billed it may have had no time left for that.
  for (const { status, dueAt, paidAt } of invoices) expect([status, paidAt]).toEqual(['PAID', dueAt]);
  await expectBooksToBalance(t);

  // Over the wire: where the clock stands already there is nothing left to do.
  const input = { frozenTime: target.toISOString() };
  const { advanceTestClock: again } = await merchant.request(AdvanceTestClockDocument, { input });
  expect(success(again)).toMatchObject({ reached: true, frozenTime: target.toISOString(), happened: [] });
  await t.close();
}, 300_000);
