/** Whoever began earlier and came later: operations read their instant before they wait, so changes may lie in its future. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeys } from '../../src/kernel/keys.ts';
import { cancelSubscription } from '../../src/modules/subscription/cancel.ts';
import { changeItem } from '../../src/modules/subscription/switchPlan.ts';
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

/** The context of an operation that began before the last change. */
const late = (now: Date) => ({
  db: t.db,
  queue: t.app.queue,
  gateway: t.gateway,
  keys: createKeys(TEST_SECRET),
  now,
  principal: { kind: 'merchant', companyId: shop.companyId, apiKeyId: 'ak_test' } as const,
});

test('a late cancellation does not credit again what a downgrade has just credited', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small }));
  await cancelSubscription(late(began), { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(9000);
});

test('a late cancellation gives back what an upgrade has just charged', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large }));
  await cancelSubscription(late(began), { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(9000);
});

test('a late cancellation after a change of interval credits the new cycle', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly }));
  await cancelSubscription(late(began), { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(36000);
});

test.each(['large', 'yearly'] as const)('a late switch after one to %s is a typed conflict', async (plan) => {
  const { subscriptionId } = await subscribe(t, shop, shop.small);
  const began = t.clock.now();
  t.clock.advance(20);
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop[plan] }));
  await expect(changeItem(late(began), 'switchPlan', { subscriptionId, priceId: shop.free })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});
