/** Anchors on days that not every month has: over years, each renewal equals its preview and falls on the right day. */
import { afterEach, expect, test } from 'vitest';
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
import { billedTo, pause, standingOf, until, upcomingOf } from '../support/changes.ts';

let t: TestApp;
let shop: Shop;
async function begin(now: string): Promise<void> {
  t = await openTestApp({ now });
  shop = await openShop(t, { pauseEnabled: true });
}
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

/** Runs `count` renewals, compares each with its preview, and returns their dates. */
async function renewals(subscriptionId: string, count: number): Promise<string[]> {
  const days = [];
  for (let n = 0; n < count; n++) {
    const next = await upcomingOf(shop.merchant, subscriptionId);
    if (!next) throw new Error('There is no next invoice.');
    await until(t, new Date(Date.parse(next.billsAt) - 1).toISOString());
    const before = await billedTo(t, subscriptionId);
    await until(t, next.billsAt);
    const bills = await t.db.prisma.invoice.findMany({
      where: { subscriptionId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include: { lines: true },
    });
    expect(bills, 'not a millisecond before').toHaveLength(before.length + 1);
    const bill = bills.at(-1);
    expect(bill).toMatchObject({ status: 'PAID', total: BigInt(next.total.amount), dueAt: new Date(next.billsAt) });
    const periods = bill?.lines.map(({ periodStart, periodEnd }) => [periodStart, periodEnd]);
    expect(periods).toEqual([[new Date(next.periodStart), new Date(next.periodEnd)]]);
    days.push(next.billsAt.slice(0, 10));
  }
  return days;
}

test('a yearly subscription from 29 February renews on 28 February and in leap years on the 29th', async () => {
  await begin('2028-02-29T23:59:59.999Z');
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.yearly);
  expect(await renewals(subscriptionId, 5)).toEqual([
    '2029-02-28',
    '2030-02-28',
    '2031-02-28',
    '2032-02-29',
    '2033-02-28',
  ]);
  expect(charges(t, customerId)).toEqual(Array.from({ length: 6 }, () => ['SUCCEEDED', 36_000]));
}, 60_000);

test('a change scheduled for 28 February preserves the anchor on the 31st for later months', async () => {
  await begin('2027-01-31T12:00:00.000Z');
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small, effective: 'PERIOD_END' }));
  expect(await renewals(subscriptionId, 2)).toEqual(['2027-02-28', '2027-03-31']);
  // 31 March to 30 April are 30 days; 15 are left.
  await until(t, '2027-04-15T12:00:00.000Z');
  const { invoice } = success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large }));
  expect(invoice?.lines.map(({ amount }) => amount.amount)).toEqual([-1500, 4500]);
  await t.app.tick();
  expect(await renewals(subscriptionId, 2)).toEqual(['2027-04-30', '2027-05-31']);
  expect(charges(t, customerId).map(([, amount]) => amount)).toEqual([9000, 3000, 3000, 3000, 9000, 9000]);
}, 60_000);

test('a subscription whose trial ends on the 31st renews on month ends, also in a leap February', async () => {
  await begin('2027-12-24T00:00:00.000Z');
  const trialEnd = '2027-12-31T08:00:00.000Z';
  const { subscriptionId } = await subscribe(t, shop, shop.small, { trialEnd });
  expect(await renewals(subscriptionId, 5)).toEqual([
    '2027-12-31',
    '2028-01-31',
    '2028-02-29',
    '2028-03-31',
    '2028-04-30',
  ]);
}, 60_000);

test('switching the interval on 28 February and resuming on a 31st each start a new cycle on that day', async () => {
  await begin('2027-01-31T00:00:00.000Z');
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  await until(t, '2027-02-28');
  // The period that has just started is credited in full: 360.00 − 30.00.
  const { invoice } = success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly }));
  expect(invoice?.lines.map(({ amount }) => amount.amount)).toEqual([-3000, 36_000]);
  await t.app.tick();
  expect(await renewals(subscriptionId, 1)).toEqual(['2028-02-28']);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small, effective: 'PERIOD_END' }));
  success(await pause(shop.merchant, { subscriptionId, resumesAt: '2029-08-31T06:00:00.000Z' }));
  await until(t, '2029-03-01');
  expect(await standingOf(shop.merchant, subscriptionId)).toMatchObject({
    status: 'PAUSED',
    pausedAt: '2029-02-28T00:00:00.000Z',
  });
  expect(await renewals(subscriptionId, 3)).toEqual(['2029-08-31', '2029-09-30', '2029-10-31']);
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
}, 60_000);
