/** advanceTestClock with more work than one call has time for returns the completed time, and continues from there. */
import { expect, test } from 'vitest';
import { advanceTestClock } from '../../src/modules/testClock/advanceTestClock.ts';
import { openTestApp, success } from '../support/app.ts';
import { expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { AdvanceTestClockDocument, CreateTestClockDocument } from '../support/graphql/graphql.ts';

const SUBSCRIPTIONS = 5;
const MONTHS = 6;

test('several advanceTestClock calls run half a year of many subscriptions, each period once and in order', async () => {
  const t = await openTestApp({ now: '2026-03-01T00:00:00.000Z' });
  const { companyId, merchant } = await t.company();
  const start = '2030-01-01T00:00:00.000Z';
  success((await merchant.request(CreateTestClockDocument, { input: { frozenTime: start } })).createTestClock);
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  for (let n = 0; n < SUBSCRIPTIONS; n++) await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  await t.app.tick();

  // A short limit, so that one call is not enough. Called directly, because HTTP adds time on a busy machine.
  const ctx = {
    db: t.db,
    queue: t.app.queue,
    now: new Date(start),
    wallNow: new Date(start),
    principal: { kind: 'merchant', companyId, apiKeyId: 'ak_0' } as const,
    log: console,
    operationTimeoutMs: 100,
  };
  const target = new Date('2030-07-01T00:00:00.000Z');
  const stops = [new Date(start)];
  const told = new Set<string>();
  for (let completed = false; !completed; ) {
    const answer = await advanceTestClock(ctx, { frozenTime: target });
    expect(Number(answer.frozenTime)).toBeGreaterThanOrEqual(Number(stops.at(-1)));
    for (const { type, objectId, createdAt } of answer.events) told.add(`${type} ${objectId} ${createdAt}`);
    stops.push(answer.frozenTime);
    completed = answer.completed;
    expect(stops.length, 'each call advances the clock').toBeLessThan(200);
  }
  expect(stops.length, 'one call was not enough').toBeGreaterThan(2);
  expect(stops.at(-1)).toEqual(target);

  const events = await t.db.prisma.event.findMany({ where: { companyId, type: 'subscription.renewed' } });
  expect(events).toHaveLength(SUBSCRIPTIONS * MONTHS);
  for (const { type, objectId, createdAt } of events) expect(told).toContain(`${type} ${objectId} ${createdAt}`);
  const invoices = await t.db.prisma.invoice.findMany({ where: { companyId, reason: 'SUBSCRIPTION_CYCLE' } });
  const periods = new Set(invoices.map(({ subscriptionId, dueAt }) => `${subscriptionId} ${dueAt?.toISOString()}`));
  expect(periods.size).toBe(SUBSCRIPTIONS * MONTHS);
  // Each was charged at its own time, even if the charge ran in a later call.
  for (const { status, dueAt, paidAt } of invoices) expect([status, paidAt]).toEqual(['PAID', dueAt]);
  await expectBooksToBalance(t);

  // Over HTTP: advancing to the current time does nothing.
  const input = { frozenTime: target.toISOString() };
  const { advanceTestClock: again } = await merchant.request(AdvanceTestClockDocument, { input });
  expect(success(again)).toMatchObject({ completed: true, frozenTime: target.toISOString(), events: [] });
  await t.close();
}, 300_000);
