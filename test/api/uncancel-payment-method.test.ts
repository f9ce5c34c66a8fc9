/** Undoing a cancellation: a customer who removed the last payment method needs one for a period that costs money. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { APRIL, accountOf, cancel, MAY, openShop, payWith, type Shop, subscribe } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { billedTo, standingOf, uncancel, until } from '../support/changes.ts';
import {
  AvailablePricesDocument,
  CreateSubscriptionDocument,
  RemovePaymentMethodDocument,
} from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterAll(() => t.close());

async function leftWithoutCard(priceId: string) {
  const customer = await subscribe(t, shop, priceId);
  success(await cancel(customer.portal, { subscriptionId: customer.subscriptionId }));
  const { methods } = await accountOf(shop.merchant, customer.customerId);
  const input = { paymentMethodId: methods[0]?.id ?? '' };
  success((await customer.portal.request(RemovePaymentMethodDocument, { input })).removePaymentMethod);
  return customer;
}

test('a customer without a payment method cannot undo a cancellation unless credit covers the next period', async () => {
  const { subscriptionId, customerId, portal } = await leftWithoutCard(shop.small);
  expect(await uncancel(portal, subscriptionId)).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
  expect((await standingOf(portal, subscriptionId)).cancelAtPeriodEnd).toBe(true);
  await payWith(shop.merchant, customerId, 'tok_visa');
  success(await uncancel(portal, subscriptionId));
  const other = await leftWithoutCard(shop.small);
  await mutate(
    shop.merchant,
    'adjustCredit',
    { customerId: other.customerId, amount: { amount: 2999, currency: 'EUR' } },
    '__typename',
  );
  expect(await uncancel(other.portal, other.subscriptionId)).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
  await mutate(
    shop.merchant,
    'adjustCredit',
    { customerId: other.customerId, amount: { amount: 1, currency: 'EUR' } },
    '__typename',
  );
  success(await uncancel(other.portal, other.subscriptionId));
});

test('undoing a cancellation needs no payment method for a free plan or for a merchant', async () => {
  const free = await leftWithoutCard(shop.free);
  success(await uncancel(free.portal, free.subscriptionId));
  const paid = await leftWithoutCard(shop.small);
  success(await uncancel(shop.merchant, paid.subscriptionId));
  await until(t, MAY);
  expect((await standingOf(shop.merchant, paid.subscriptionId)).status).toBe('PAST_DUE');
  expect(await billedTo(t, paid.subscriptionId)).toHaveLength(2);
});

test('availablePrices of a subscription with several items returns only prices of its interval', async () => {
  const customerId = await makeCustomer(shop.merchant);
  const offered = async (items: { priceId: string }[]) => {
    const made = await shop.merchant.request(CreateSubscriptionDocument, { input: { customerId, items } });
    const subscriptionId = success(made.createSubscription).subscription.id;
    const { subscription } = await shop.merchant.request(AvailablePricesDocument, { subscriptionId });
    return subscription?.availablePrices?.map(({ id }) => id);
  };
  expect(await offered([{ priceId: shop.small }])).toEqual([shop.free, shop.large, shop.yearly]);
  expect(await offered([{ priceId: shop.small }, { priceId: shop.large }])).toEqual([
    shop.free,
    shop.small,
    shop.large,
  ]);
  // Both items have the only price of a year already.
  expect(await offered([{ priceId: shop.yearly }, { priceId: shop.yearly }])).toEqual([]);
});
