/** From a paid year to months: the rest of the year becomes credit, and the credit pays the months. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  accountOf,
  charges,
  expectBooksToBalance,
  openShop,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { billedTo, standingOf, until } from '../support/changes.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-01-01T00:00:00.000Z' });
  shop = await openShop(t);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

test('the unused rest of a year becomes credit that pays exactly the monthly renewals after the switch', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.yearly);
  // 2026 has 365 days; on 15 October (day 288 of them counted from 1) 78 days are left: 360.00 × 78/365 = 76.93…
  // 36,000 × 78 / 365 = 7693.15… → 7693. The first month of Large, 90.00, is billed in full: 1307 are due.
  await until(t, '2026-10-15');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    interval: 'MONTH',
    anchor: '2026-10-15T00:00:00.000Z',
    currentPeriodEnd: '2026-11-15T00:00:00.000Z',
  });
  await t.app.tick();

  // A month later back to a year, and on the same day to 30.00 a month, which leaves credit.
  await until(t, '2026-11-15');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly }));
  // The new month has just been billed and is unused: −90.00 + 360.00.
  success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
  // −360.00 + 30.00: a credit note of 330.00 for paid money, so it becomes balance.
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(33_000);
  await until(t, '2027-10-15');
  // Eleven renewals of 30.00 use it up exactly: 15 December to 15 October.
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  await until(t, '2027-11-15');
  expect((await billedTo(t, subscriptionId)).slice(0, 5)).toEqual([
    ['2026-01-01', 36_000, [36_000]],
    ['2026-10-15', 1307, [-7693, 9000]],
    ['2026-11-15', 9000, [9000]],
    ['2026-11-15', 27_000, [-9000, 36_000]],
    ['2026-11-15', -33_000, [-36_000, 3000]],
  ]);
  expect(charges(t, customerId).map(([, amount]) => amount)).toEqual([36_000, 1307, 9000, 27_000, 3000]);
}, 60_000);
