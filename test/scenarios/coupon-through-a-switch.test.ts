/** A plan switch in the middle of a three-month coupon. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { expectBooksToBalance, makeCoupon, openShop, type Shop, subscribe, switchPlan } from '../support/billing.ts';
import { billedTo, standingOf, until } from '../support/changes.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

test('a switch during a three-month coupon prorates discounted prices, and the fourth month costs the full price', async () => {
  const couponId = await makeCoupon(shop.merchant, {
    basisPointsOff: 2000,
    duration: 'REPEATING',
    durationMonths: 3,
  });
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId });
  expect((await standingOf(portal, subscriptionId)).discountEnd).toBe('2026-07-01T00:00:00.000Z');
  // May has 31 days. On the 11th 21 of them are left. Billed for May: 24.00; the reduced price of Large is 72.00.
  // −2400 × 21/31 = −1625.8… → −1626; 7200 × 21/31 = 4877.4… → 4877; together 3251.
  await until(t, '2026-05-11');
  success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
  await until(t, '2026-08-01');
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 2400, [2400]],
    ['2026-05-01', 2400, [2400]],
    ['2026-05-11', 3251, [-1626, 4877]],
    ['2026-06-01', 7200, [7200]],
    // The window [1 April, 1 July) is over.
    ['2026-07-01', 9000, [9000]],
    ['2026-08-01', 9000, [9000]],
  ]);
}, 60_000);
