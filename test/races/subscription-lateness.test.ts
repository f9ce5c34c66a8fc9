/** Operations that started earlier and commit later: they read their instant before they wait for a lock. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeys } from '../../src/kernel/keys.ts';
import { cancelSubscription } from '../../src/modules/subscription/cancel/cancelSubscription.ts';
import { switchPlan as switchPlanInDomain } from '../../src/modules/subscription/change/switchPlan.ts';
import { openTestApp, success, TEST_SECRET, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  expectBooksToBalance,
  openShop,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

/** The context of an operation that started before the last change. */
const late = (now: Date) => ({
  db: t.db,
  queue: t.app.queue,
  providerOf: t.providerOf,
  keys: createKeys(TEST_SECRET),
  now,
  principal: { kind: 'merchant', companyId: shop.companyId, apiKeyId: 'ak_test' } as const,
});

test('a cancellation planned before a concurrent downgrade does not repeat its credit', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small }));
  await cancelSubscription(late(began), { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(9000);
});

test('a cancellation planned before a concurrent upgrade also credits its charge', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large }));
  await cancelSubscription(late(began), { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(9000);
});

test('a cancellation planned before a concurrent change of interval credits the new cycle', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly }));
  await cancelSubscription(late(began), { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(36000);
});

test.each(['large', 'yearly'] as const)(
  'a switch planned before a concurrent switch to %s is a typed conflict',
  async (plan) => {
    const { subscriptionId } = await subscribe(t, shop, shop.small);
    const began = t.clock.now();
    t.clock.advance(20);
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop[plan] }));
    await expect(switchPlanInDomain(late(began), { subscriptionId, priceId: shop.free })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  },
);
