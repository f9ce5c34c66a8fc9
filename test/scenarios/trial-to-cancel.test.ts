/** A complete subscription: trial, active, immediate upgrade, scheduled downgrade, cancellation at period end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  accountOf,
  cancel,
  charges,
  expectBooksToBalance,
  openShop,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { billedTo, standingOf, toldOf, until, upcomingOf } from '../support/changes.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-03-25T00:00:00.000Z' });
  shop = await openShop(t, { downgradeEffective: 'PERIOD_END' });
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

test('a subscription from trial through upgrade and scheduled downgrade to cancellation is billed exactly', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small, {
    trialEnd: '2026-04-01T00:00:00.000Z',
  });
  expect(charges(t, customerId)).toEqual([]);
  expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ amountDue: { amount: 3000 } });

  // The trial ends, and the first period, 1 April to 1 May (30 days), is billed in full.
  await until(t, '2026-04-01');
  expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'ACTIVE' });

  // 10 days later 20 of 30 are left: −30.00 × 2/3 = −20.00; 90.00 × 2/3 = 60.00; together 40.00 now.
  await until(t, '2026-04-11');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
  await t.app.tick();

  // A scheduled downgrade credits nothing, and the next period costs 30.00.
  await until(t, '2026-04-21');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  await until(t, '2026-05-01');
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    items: [{ price: { id: shop.small } }],
    scheduledChange: null,
  });

  // The subscription ends with May, without credit and without another invoice.
  await until(t, '2026-05-20');
  success(await cancel(portal, { subscriptionId }));
  expect(await upcomingOf(portal, subscriptionId)).toBeNull();
  await until(t, '2026-07-01');
  expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'CANCELED' });
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 3000, [3000]],
    ['2026-04-11', 4000, [-2000, 6000]],
    ['2026-05-01', 3000, [3000]],
  ]);
  expect(charges(t, customerId)).toEqual([
    ['SUCCEEDED', 3000],
    ['SUCCEEDED', 4000],
    ['SUCCEEDED', 3000],
  ]);
  expect(await toldOf(t, subscriptionId)).toEqual([
    'created',
    'renewed',
    'plan_switched',
    'change_scheduled',
    'change_applied',
    'renewed',
    'cancellation_scheduled',
    'canceled',
  ]);
}, 60_000);
