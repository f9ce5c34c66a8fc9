/** The periods that a coupon discounts when the billing interval changes, or when it is removed or replaced. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  expectBooksToBalance,
  MAY,
  MIDDLE,
  makeCoupon,
  openShop,
  previewSwitch,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { makePrice } from '../support/catalog.ts';
import { billedTo, cancelScheduled, pause, standingOf, until, upcomingOf } from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let half: string;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  half = await makeCoupon(shop.merchant, { basisPointsOff: 5000, duration: 'ONCE' });
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const attach = (subscriptionId: string, couponId: string | null = half) =>
  mutate(shop.merchant, 'updateSubscription', { subscriptionId, couponId }, '__typename');

test('switching to a yearly plan ends a one-period coupon, so the new cycle is billed in full', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId: half });
  await until(t, MIDDLE);
  const shown = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
  // Half of the 15.00 that were paid for April is unused; the year is billed in full.
  expect(shown).toMatchObject({ amountDue: { amount: 35_250 }, nextInvoice: { total: { amount: 36_000 } } });
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: shown.quote.token }));
  expect(await standingOf(portal, subscriptionId)).toMatchObject({ discountStart: APRIL, discountEnd: MIDDLE });
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 1500, [1500]],
    ['2026-04-16', 35_250, [-750, 36_000]],
  ]);
});

test('switching to a yearly plan at the instant at which the subscription starts ends a one-period coupon', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId: half });
  success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly }));
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 1500, [1500]],
    ['2026-04-01', 34_500, [-1500, 36_000]],
  ]);
  expect((await standingOf(portal, subscriptionId)).discountStart).toBeNull();
});

test('switching from a yearly to a monthly plan does not carry a used one-period coupon over', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.yearly, { couponId: half });
  await until(t, MIDDLE);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, prorationBehavior: 'NONE' }));
  await until(t, '2026-06-16');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([18_000, 9000, 9000, 9000]);
});

test('a ONCE coupon attached for the next period discounts only the first period after a switch to another interval', async () => {
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
  ['immediately', 'IMMEDIATELY'],
  ['at the end of the trial', 'PERIOD_END'],
] as const)(
  'a ONCE coupon of a trial that switches from yearly to monthly %s discounts one month',
  async (_when, effective) => {
    const { subscriptionId } = await subscribe(t, shop, shop.yearly, { couponId: half, trialEnd: MIDDLE });
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, effective }));
    await until(t, '2026-06-16');
    expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([4500, 9000, 9000]);
  },
);

test('a scheduled switch from yearly to monthly discounts one month with a coupon attached for the next period', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.yearly);
  await attach(subscriptionId);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, effective: 'PERIOD_END' }));
  await until(t, '2027-06-01');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([36_000, 4500, 9000, 9000]);
});

test('a coupon for three months still ends three calendar months after its start when a switch begins a new cycle', async () => {
  const couponId = await makeCoupon(shop.merchant, {
    basisPointsOff: 5000,
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
  ['without an end', { duration: 'FOREVER' }],
  ['for a year', { duration: 'REPEATING', durationMonths: 12 }],
] as const)(
  'a removed coupon %s does not discount a new cycle that begins within the period',
  async (_name, duration) => {
    const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 5000, ...duration });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId });
    await until(t, '2026-04-10');
    await attach(subscriptionId, null);
    await until(t, MIDDLE);
    const shown = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
    success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: shown.quote.token }));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ discountStart: APRIL, discountEnd: MIDDLE });
    // Half of the 15.00 that were paid for April; the year is billed in full.
    expect(await billedTo(t, subscriptionId)).toEqual([
      ['2026-04-01', 1500, [1500]],
      ['2026-04-16', 35_250, [-750, 36_000]],
    ]);
  },
);

test.each([
  ['at the same instant', MIDDLE],
  ['on a later day', '2026-04-20'],
])(
  'a removed coupon whose own end lies inside the period does not discount a new cycle that begins %s',
  async (_when, instant) => {
    const couponId = await makeCoupon(shop.merchant, {
      basisPointsOff: 5000,
      duration: 'REPEATING',
      durationMonths: 1,
    });
    const { subscriptionId } = await subscribe(t, shop, shop.small);
    await attach(subscriptionId, couponId);
    await until(t, MIDDLE);
    const quarterly = await makePrice(shop.merchant, { amount: 9000, interval: 'MONTH', intervalCount: 3 });
    const change = (priceId: string) =>
      switchPlan(shop.merchant, { subscriptionId, priceId, prorationBehavior: 'NONE' });
    // The waiting coupon begins with the new cycle on 16 April, for the quarter. Its own month ends on 16 May.
    success(await change(quarterly.priceId));
    await attach(subscriptionId, null);
    await until(t, instant);
    success(await change(shop.yearly));
    expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 4500, 36_000]);
  },
);

describe('attaching a coupon while another one discounts the current period', () => {
  const QUERY =
    'query ($id: ID!) { subscription(id: $id) { coupon { id } discountStart discountEnd nextCoupon { id } } }';
  const shown = async (id: string) =>
    (await shop.merchant.request<{ subscription: object }>(QUERY, { id })).subscription;
  const quarter = () => makeCoupon(shop.merchant, { basisPointsOff: 2500, duration: 'ONCE' });

  test('the new coupon takes over with the next period, so that no period in between costs the full price', async () => {
    const forever = await makeCoupon(shop.merchant, { basisPointsOff: 5000, duration: 'FOREVER' });
    const { subscriptionId } = await subscribe(t, shop, shop.small, { couponId: forever });
    const couponId = await quarter();
    await attach(subscriptionId, couponId);
    expect(await shown(subscriptionId)).toEqual({
      coupon: { id: forever },
      discountStart: APRIL,
      discountEnd: MAY,
      nextCoupon: { id: couponId },
    });
    expect((await upcomingOf(shop.merchant, subscriptionId))?.total.amount).toBe(2250);
    await until(t, MAY);
    expect(await shown(subscriptionId)).toEqual({
      coupon: { id: couponId },
      discountStart: MAY,
      discountEnd: '2026-06-01T00:00:00.000Z',
      nextCoupon: null,
    });
    await until(t, '2026-06-01');
    expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([1500, 2250, 3000]);
  });

  test('a change within the period has the old coupon, and a new cycle has the new one', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small, { couponId: half });
    await attach(subscriptionId, await quarter());
    await until(t, MIDDLE);
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, prorationBehavior: 'PRORATE' }));
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly, prorationBehavior: 'NONE' }));
    await until(t, '2027-04-16');
    expect((await billedTo(t, subscriptionId)).map(([, , lines]) => lines)).toEqual([
      [1500],
      [-750, 2250],
      [27_000],
      [36_000],
    ]);
  });

  test('a later coupon replaces one that has not begun, and removing the discount removes both', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small, { couponId: half });
    const [first, second] = [await quarter(), await quarter()];
    await attach(subscriptionId, first);
    await attach(subscriptionId, second);
    expect(await shown(subscriptionId)).toMatchObject({ coupon: { id: half }, nextCoupon: { id: second } });
    await attach(subscriptionId, null);
    expect(await shown(subscriptionId)).toMatchObject({ coupon: { id: half }, nextCoupon: null });
    await until(t, MAY);
    expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([1500, 3000]);
    await attach(subscriptionId, first);
    await attach(subscriptionId, second);
    await until(t, '2026-06-01');
    expect(await shown(subscriptionId)).toMatchObject({ coupon: { id: second }, nextCoupon: null });
  });

  test('the new coupon begins with the period after a pause', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small, { couponId: half });
    await attach(subscriptionId, await quarter());
    success(await pause(shop.merchant, { subscriptionId, resumesAt: '2026-05-20T00:00:00Z' }));
    await until(t, '2026-07-20');
    expect((await billedTo(t, subscriptionId)).map(([at, total]) => [at, total])).toEqual([
      ['2026-04-01', 1500],
      ['2026-05-20', 2250],
      ['2026-06-20', 3000],
      ['2026-07-20', 3000],
    ]);
  });
});

test('canceling a scheduled switch to yearly shortens an attached one-period coupon to one month', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.small);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly, effective: 'PERIOD_END' }));
  await attach(subscriptionId);
  success(await cancelScheduled(shop.merchant, { subscriptionId }));
  await until(t, '2026-07-01');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 1500, 3000, 3000]);
  expect(await standingOf(shop.merchant, subscriptionId)).toMatchObject({ discountEnd: '2026-06-01T00:00:00.000Z' });
});

test('replacing a scheduled switch to yearly by a monthly plan shortens an attached one-period coupon to one month', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.small);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly, effective: 'PERIOD_END' }));
  await attach(subscriptionId);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, effective: 'PERIOD_END' }));
  await until(t, '2026-07-01');
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 4500, 9000, 9000]);
});

test('a subscription shows its coupon from the time it is attached until its last discounted period has ended', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
  await attach(subscriptionId);
  const shown = async () => {
    const query = 'query ($id: ID!) { subscription(id: $id) { coupon { id } discountStart discountEnd } }';
    return (await portal.request<{ subscription: object }>(query, { id: subscriptionId })).subscription;
  };
  const window = { discountStart: '2026-05-01T00:00:00.000Z', discountEnd: '2026-06-01T00:00:00.000Z' };
  expect(await shown()).toEqual({ coupon: { id: half }, ...window });
  await until(t, '2026-05-31');
  expect(await shown()).toEqual({ coupon: { id: half }, ...window });
  await until(t, '2026-06-02');
  expect(await shown()).toEqual({ coupon: null, ...window });
});
