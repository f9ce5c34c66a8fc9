/**
 * One company, one test clock, one call: renewals, retries, a terminal action, the end of a pause, a scheduled change, a
 * cancellation, the end of a trial and an expiring card, all in chronological order and with their documents.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  cancel,
  charges,
  expectBooksToBalance,
  makeCoupon,
  openShop,
  payWith,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { billedTo, pause, standingOf, toldOf } from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t, { pauseEnabled: true });
  await mutate(
    shop.merchant,
    'updateDunningConfig',
    { retryDays: [1, 20], terminalAction: 'UNPAID', cardExpiryWarningDays: 10 },
    '__typename',
  );
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

interface Told {
  type: string;
  createdAt: string;
  objectId: string;
}

test('one advanceTestClock call runs everything that falls due in three months in chronological order', async () => {
  const at = (day: string) => `2034-${day}T00:00:00.000Z`;
  const advance = async (frozenTime: string): Promise<Told[]> =>
    (await mutate(shop.merchant, 'advanceTestClock', { frozenTime }, 'completed events { type createdAt objectId }'))
      .events;
  await mutate(shop.merchant, 'createTestClock', { frozenTime: at('10-31') }, '__typename');

  const names = new Map<string, string>();
  const named = async (
    name: string,
    ...args: Parameters<typeof subscribe> extends [unknown, unknown, ...infer R] ? R : never
  ) => {
    const made = await subscribe(t, shop, ...args);
    names.set(made.subscriptionId, name);
    return made;
  };
  const couponId = await makeCoupon(shop.merchant, {
    basisPointsOff: 1000,
    duration: 'REPEATING',
    durationMonths: 2,
  });
  // From 31 October: to 30 November, to 31 December, to 31 January.
  const downgrading = await named('downgrading', shop.large, { couponId });
  success(await switchPlan(shop.merchant, { ...only(downgrading), priceId: shop.small, effective: 'PERIOD_END' }));
  const pausing = await named('pausing', shop.small);
  success(await pause(shop.merchant, { ...only(pausing), resumesAt: '2034-12-11T12:00:00.000Z' }));
  const failing = await named('failing', shop.small);
  await payWith(shop.merchant, failing.customerId, 'tok_charge_declined');
  const leaving = await named('leaving', shop.small, { token: 'tok_sepa_debit' });
  success(await cancel(shop.merchant, { ...only(leaving), mode: 'PERIOD_END' }));
  const trying = await named('trying', shop.small, { trialEnd: at('12-01'), token: 'tok_sepa_debit' });
  await t.app.tick();

  const happened = await advance('2035-01-10T00:00:00.000Z');
  const of = (prefix: string) => happened.filter(({ type }) => type.startsWith(prefix));
  const times = happened.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted());
  const steps = of('subscription.').map(({ type, createdAt, objectId }) => [
    createdAt.slice(0, 16),
    names.get(objectId),
    type.replace('subscription.', ''),
  ]);
  // At one instant several subscriptions advance concurrently, each in its own order.
  const inOrder = steps.toSorted((one, other) => `${one[0]} ${one[1]}`.localeCompare(`${other[0]} ${other[1]}`));
  expect(inOrder).toEqual([
    ['2034-11-30T00:00', 'downgrading', 'change_applied'],
    ['2034-11-30T00:00', 'downgrading', 'renewed'],
    ['2034-11-30T00:00', 'failing', 'renewed'],
    ['2034-11-30T00:00', 'failing', 'past_due'],
    ['2034-11-30T00:00', 'leaving', 'canceled'],
    ['2034-11-30T00:00', 'pausing', 'paused'],
    ['2034-12-01T00:00', 'trying', 'renewed'],
    ['2034-12-11T12:00', 'pausing', 'resumed'],
    ['2034-12-11T12:00', 'pausing', 'renewed'],
    ['2034-12-20T00:00', 'failing', 'unpaid'],
    ['2034-12-31T00:00', 'downgrading', 'renewed'],
    ['2035-01-01T00:00', 'trying', 'renewed'],
  ]);
  expect(of('invoice.payment_failed').map(({ createdAt }) => createdAt.slice(0, 10))).toEqual([
    '2034-11-30',
    '2034-12-01',
    '2034-12-20',
  ]);
  // Cards are valid until the end of December; ten days earlier two of them still pay a continuing subscription.
  expect(of('payment_method.expiring').map(({ createdAt }) => createdAt.slice(0, 10))).toEqual([
    '2034-12-22',
    '2034-12-22',
  ]);

  expect(await billedTo(t, downgrading.subscriptionId)).toEqual([
    ['2034-10-31', 8100, [8100]],
    ['2034-11-30', 2700, [2700]],
    // Two months from 31 October end with the year.
    ['2034-12-31', 3000, [3000]],
  ]);
  expect((await billedTo(t, pausing.subscriptionId)).map(([day, total]) => [day, total])).toEqual([
    ['2034-10-31', 3000],
    ['2034-12-11', 3000],
  ]);
  expect(await billedTo(t, leaving.subscriptionId)).toEqual([['2034-10-31', 3000, [3000]]]);
  expect((await billedTo(t, trying.subscriptionId)).map(([day, total]) => [day, total])).toEqual([
    ['2034-12-01', 3000],
    ['2035-01-01', 3000],
  ]);
  expect(charges(t, failing.customerId)).toEqual([['SUCCEEDED', 3000]]);
  expect(await standingOf(shop.merchant, failing.subscriptionId)).toMatchObject({ status: 'UNPAID' });

  // Paid on 10 January, after the period has ended: that alone starts no new period.
  await payWith(shop.merchant, failing.customerId, 'tok_visa');
  await t.app.tick();
  expect((await toldOf(t, failing.subscriptionId)).slice(-1)).toEqual(['unpaid']);
  expect((await billedTo(t, failing.subscriptionId)).map(([day, total]) => [day, total])).toEqual([
    ['2034-10-31', 3000],
    ['2034-11-30', 3000],
  ]);
  expect(charges(t, failing.customerId).map(([state, amount]) => [state, amount])).toEqual([
    ['SUCCEEDED', 3000],
    ['SUCCEEDED', 3000],
  ]);
}, 60_000);

const only = ({ subscriptionId }: { subscriptionId: string }) => ({ subscriptionId });
