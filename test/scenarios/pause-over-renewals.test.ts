/** A pause with an end date across renewals, on a test clock. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { cancel, expectBooksToBalance, openShop, type Shop, subscribe } from '../support/billing.ts';
import { billedTo, pause, standingOf } from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t, { pauseEnabled: true, pauseMaximumDays: 90 });
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

test('renewals within a pause are not billed, and the test clock resumes the subscription at its end date', async () => {
  await mutate(shop.merchant, 'createTestClock', { frozenTime: '2031-01-31T06:00:00.000Z' }, '__typename');
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
  // The pause starts after the paid month, 31 January to 28 February, and lasts at most 90 days.
  success(await pause(portal, { subscriptionId, resumesAt: '2031-05-10T06:00:00.000Z' }));
  const { events } = await mutate(
    shop.merchant,
    'advanceTestClock',
    { frozenTime: '2031-06-20T00:00:00.000Z' },
    'events { type createdAt }',
  );
  const steps = events.filter(({ type }: { type: string }) => /^subscription\.|^payment\./.test(type));
  expect(steps.map(({ type, createdAt }: { type: string; createdAt: string }) => [type, createdAt])).toEqual([
    ['subscription.paused', '2031-02-28T06:00:00.000Z'],
    // Nothing happens on 31 March and 30 April. The new cycle is counted from the 10th.
    ['subscription.resumed', '2031-05-10T06:00:00.000Z'],
    ['subscription.renewed', '2031-05-10T06:00:00.000Z'],
    ['payment.succeeded', '2031-05-10T06:00:00.000Z'],
    ['subscription.renewed', '2031-06-10T06:00:00.000Z'],
    ['payment.succeeded', '2031-06-10T06:00:00.000Z'],
  ]);
  expect((await billedTo(t, subscriptionId)).map(([date, total]) => [date, total])).toEqual([
    ['2031-01-31', 3000],
    ['2031-05-10', 3000],
    ['2031-06-10', 3000],
  ]);
  expect(await standingOf(shop.merchant, subscriptionId)).toMatchObject({
    status: 'ACTIVE',
    anchor: '2031-05-10T06:00:00.000Z',
    currentPeriodEnd: '2031-07-10T06:00:00.000Z',
  });
  // Canceled on 20 June: 20 days and 6 hours of 30 are left. 3000 × 20.25 / 30 = 2025.
  const { invoice } = success(await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true }));
  expect(invoice?.total.amount).toBe(-2025);
}, 60_000);
