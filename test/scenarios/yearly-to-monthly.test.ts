/** From a year that is paid to months: the rest of the year becomes credit, and the credit pays the months. */
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

test('yearly → monthly with credit', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.yearly);
  // 2026 has 365 days; on 15 October (day 288 of them counted from 1) 78 days are left: 360.00 × 78/365 = 76.93…
  // 36,000 × 78 / 365 = 7693.15… → 7693. The first month of Large, 90.00, is billed in full: 1307 are due (§4).
  await until(t, '2026-10-15');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    interval: 'MONTH',
    anchor: '2026-10-15T00:00:00.000Z',
    currentPeriodEnd: '2026-11-15T00:00:00.000Z',
  });
  await t.app.tick();

  // Back to a year a month later, and from there to 30.00 a month within the same day: now credit is left over.
  await until(t, '2026-11-15');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly }));
  // The new month was billed the moment before, nothing of it is used: −90.00 + 360.00.
  success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
  // −360.00 + 30.00: a credit note of 330.00, all of it paid before, so it becomes balance (§3).
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
