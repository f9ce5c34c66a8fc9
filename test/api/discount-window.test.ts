/** A coupon for one period reduces exactly one full-period billing, whatever becomes of the interval. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  expectBooksToBalance,
  MIDDLE,
  makeCoupon,
  openShop,
  previewSwitch,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { billedTo, cancelScheduled, standingOf, until } from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let half: string;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  half = await makeCoupon(shop.merchant, { percentOffBasisPoints: 5000, duration: 'ONCE' });
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const attach = (subscriptionId: string, couponId: string | null = half) =>
  mutate(shop.merchant, 'updateSubscription', { subscriptionId, couponId }, '__typename');

test('a new cycle inside its window is not reduced as well: it ends with the first change of cycle', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId: half });
  await until(t, MIDDLE);
  const shown = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
  // Half of the 15.00 that were paid for April is unused; the year is billed in full.
  expect(shown).toMatchObject({ amountDue: { amount: 35_250 }, nextInvoice: { total: { amount: 36_000 } } });
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: shown.quote }));
  expect(await standingOf(portal, subscriptionId)).toMatchObject({ discountStart: APRIL, discountEnd: MIDDLE });
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 1500, [1500]],
    ['2026-04-16', 35_250, [-750, 36_000]],
  ]);
});

test('nor one that begins at the same instant', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId: half });
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly }));
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 1500, [1500]],
    ['2026-04-01', 34_500, [-1500, 36_000]],
  ]);
  expect((await standingOf(portal, subscriptionId)).discountStart).toBeNull();
});

test('from a year to months: the months are not reduced', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.yearly, { couponId: half });
  await until(t, MIDDLE);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, prorationBehavior: 'NONE' }));
  await until(t, '2026-06-16');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([18_000, 9000, 9000, 9000]);
});

test('one that was to begin with the next period begins with the new cycle, once', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
  await attach(subscriptionId);
  await until(t, MIDDLE);
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly }));
  await until(t, '2027-04-16');
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 3000, [3000]],
    // 36,000 halved, less half of April.
    ['2026-04-16', 16_500, [-1500, 18_000]],
    ['2027-04-16', 36_000, [36_000]],
  ]);
});

test.each([
  ['at once', 'IMMEDIATELY'],
  ['with the trial’s end', 'PERIOD_END'],
] as const)('in a trial, from a year to months %s: one month is reduced', async (_when, effective) => {
  const { subscriptionId } = await subscribe(t, shop, shop.yearly, { couponId: half, trialEnd: MIDDLE });
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, effective }));
  await until(t, '2026-06-16');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([4500, 9000, 9000]);
});

test('from a year to months at the year’s end, with a coupon for the period after it: one month is reduced', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.yearly);
  await attach(subscriptionId);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, effective: 'PERIOD_END' }));
  await until(t, '2027-06-01');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([36_000, 4500, 9000, 9000]);
});

test('a coupon for several months goes on by the calendar in a new cycle', async () => {
  const couponId = await makeCoupon(shop.merchant, {
    percentOffBasisPoints: 5000,
    duration: 'REPEATING',
    durationMonths: 3,
  });
  const { subscriptionId } = await subscribe(t, shop, shop.yearly, { couponId });
  await until(t, MIDDLE);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, prorationBehavior: 'NONE' }));
  await until(t, '2026-07-16');
  // Until 1 July: the months that start on 16 April, May and June.
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([18_000, 4500, 4500, 4500, 9000]);
});

test.each([
  ['for ever', { duration: 'FOREVER' }],
  ['for a year', { duration: 'REPEATING', durationMonths: 12 }],
] as const)(
  'a coupon %s that was taken away reduces no new cycle that begins before the period is over',
  async (_name, duration) => {
    const couponId = await makeCoupon(shop.merchant, { percentOffBasisPoints: 5000, ...duration });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId });
    await until(t, '2026-04-10');
    await attach(subscriptionId, null);
    await until(t, MIDDLE);
    const shown = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
    success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: shown.quote }));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ discountStart: APRIL, discountEnd: MIDDLE });
    // Half of the 15.00 that were paid for April; the year is billed in full.
    expect(await billedTo(t, subscriptionId)).toEqual([
      ['2026-04-01', 1500, [1500]],
      ['2026-04-16', 35_250, [-750, 36_000]],
    ]);
  },
);

test('a coupon for one period that was attached while a year was scheduled reduces one month when that is taken back', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.small);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly, effective: 'PERIOD_END' }));
  await attach(subscriptionId);
  success(await cancelScheduled(shop.merchant, { subscriptionId }));
  await until(t, '2026-07-01');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 1500, 3000, 3000]);
  expect(await standingOf(shop.merchant, subscriptionId)).toMatchObject({ discountEnd: '2026-06-01T00:00:00.000Z' });
});

test('and one month when another quantity takes the place of the year', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.small);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly, effective: 'PERIOD_END' }));
  await attach(subscriptionId);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, effective: 'PERIOD_END' }));
  await until(t, '2026-07-01');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 4500, 9000, 9000]);
});
