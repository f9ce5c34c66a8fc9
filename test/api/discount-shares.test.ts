/** A fixed discount that is shared over several items retains the billed shares until the next full invoice. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  expectBooksToBalance,
  MIDDLE,
  makeCoupon,
  openShop,
  type Shop,
  switchPlan,
} from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { billedTo, until, upcomingOf } from '../support/changes.ts';
import { CreateSubscriptionDocument } from '../support/graphql/graphql.ts';
import { repetitions } from '../support/repetition.ts';

let t: TestApp;
let shop: Shop;
/** Prices by their amount in minor units. */
const prices = new Map<number, { priceId: string; productId: string }>();
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  for (const amount of [100, 333, 400, 666, 1000, 2000, 3000, 50_001])
    prices.set(amount, await makePrice(shop.merchant, { amount }));
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
}, 60_000);

const priceOf = (amount: number) => prices.get(amount)?.priceId ?? '';

interface Given {
  amounts: number[];
  off: number;
  productIds?: string[];
}

/** A subscription with a coupon of a fixed discount. Half of its first period is left when changes begin. */
async function begin({ amounts, off, productIds = [] }: Given) {
  const couponId = await makeCoupon(shop.merchant, {
    amountOff: { amount: off, currency: 'EUR' },
    duration: 'FOREVER',
    productIds,
  });
  const customerId = await makeCustomer(shop.merchant);
  const items = amounts.map((amount) => ({ priceId: priceOf(amount) }));
  const { createSubscription } = await shop.merchant.request(CreateSubscriptionDocument, {
    input: { customerId, items, couponId },
  });
  const { id: subscriptionId, items: made } = success(createSubscription).subscription;
  return {
    subscriptionId,
    change: async (
      item: number,
      amount: number,
      prorationBehavior: 'PRORATE' | 'FULL_DIFFERENCE' = 'PRORATE',
    ): Promise<number[]> => {
      const input = { subscriptionId, itemId: made[item]?.id ?? '', priceId: priceOf(amount), prorationBehavior };
      const { invoice } = success(await switchPlan(shop.merchant, input));
      return (invoice?.lines ?? []).map((line) => line.amount.amount);
    },
  };
}

test('a second change in a period is priced with the shares of the fixed discount that were billed', async () => {
  const two = { amounts: [1000, 1000], off: 400 };
  const [there, both, low] = [await begin(two), await begin(two), await begin(two)];
  const [full, some] = [
    await begin(two),
    await begin({ amounts: [1000, 666], off: 400, productIds: [prices.get(666)?.productId ?? ''] }),
  ];
  await until(t, MIDDLE);
  // Each item was billed with 8.00; half of the period is left.
  expect(await there.change(0, 3000)).toEqual([-400, 1400]);
  expect(await there.change(0, 1000)).toEqual([-1400, 400]);

  expect(await both.change(0, 3000)).toEqual([-400, 1400]);
  expect(await both.change(1, 2000)).toEqual([-400, 900]);

  expect(await low.change(0, 400)).toEqual([-400, 100]);
  expect(await low.change(0, 1000)).toEqual([-100, 400]);

  // A price below the share, there and back.
  expect(await full.change(0, 100, 'FULL_DIFFERENCE')).toEqual([-800]);
  expect(await full.change(0, 1000, 'FULL_DIFFERENCE')).toEqual([800]);

  // The coupon reduces the second item only: 2.66.
  expect(await some.change(0, 3000, 'FULL_DIFFERENCE')).toEqual([2000]);
  expect(await some.change(1, 1000, 'FULL_DIFFERENCE')).toEqual([734]);
  expect(await some.change(1, 666, 'FULL_DIFFERENCE')).toEqual([-734]);

  // The next full invoice shares it anew: 30.00 and 20.00 less 4.00.
  const next = await upcomingOf(shop.merchant, both.subscriptionId);
  expect(next?.lines.map(({ amount }) => amount.amount)).toEqual([2760, 1840]);
  expect((await billedTo(t, there.subscriptionId)).map(([, total]) => total)).toEqual([1600, 1000, -1000]);
});

test('switching an item through any prices and back nets to zero, and changes no other item', async () => {
  const amounts = [...prices.keys()];
  const walk = fc.record({
    amounts: fc.array(fc.constantFrom(...amounts), { minLength: 2, maxLength: 3 }),
    off: fc.integer({ min: 1, max: 3000 }),
    first: fc.constantFrom(...amounts),
    stops: fc.array(fc.constantFrom(...amounts), { minLength: 1, maxLength: 3 }),
    behavior: fc.constantFrom('PRORATE' as const, 'FULL_DIFFERENCE' as const),
  });
  await fc.assert(
    fc.asyncProperty(walk, async ({ amounts: items, off, first, stops, behavior }) => {
      const { change } = await begin({ amounts: items, off });
      t.clock.advance(86_400_000 * 10);
      // Another item changes first, which moves the shares of a coupon that is shared anew.
      if (items[1] !== first) await change(1, first, behavior);
      let [net, at] = [0, items[0] ?? 0];
      for (const amount of [...stops, items[0] ?? 0]) {
        if (amount === at) continue;
        net += (await change(0, amount, behavior)).reduce((sum, line) => sum + line, 0);
        at = amount;
      }
      expect(net).toBe(0);
    }),
    { numRuns: repetitions(8, 100) },
  );
}, 300_000);
