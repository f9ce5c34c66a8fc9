/** Customers come back after their subscription has ended, and start another one where the portal allows it. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  accountOf,
  cancel,
  charges,
  configure,
  expectBooksToBalance,
  importSubscription,
  openShop,
  payWith,
  type Shop,
  subscribe as started,
  subscriptionOf,
  visitor,
} from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import {
  ComeBackDocument,
  PreviewComeBackDocument,
  ReturnChoicesDocument,
  type SubscribeInput,
} from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let merchant: GraphQLClient;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t);
  ({ merchant } = shop);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const subscribe = async (client: GraphQLClient, input: SubscribeInput) =>
  (await client.request(ComeBackDocument, { input })).subscribe;
const preview = async (client: GraphQLClient, input: SubscribeInput) =>
  (await client.request(PreviewComeBackDocument, { input })).previewSubscribe;
const choicesOf = async (client: GraphQLClient, id: string) => {
  const { subscription } = await client.request(ReturnChoicesDocument, { id });
  if (!subscription) throw new Error('There is no such subscription.');
  return {
    action: subscription.portalActions.resubscribe,
    prices: subscription.items.map((item) => item.resubscribePrices?.map((price) => price.id)),
  };
};

/** A customer whose subscription the merchant has ended. */
async function ended(priceId: string, more: Parameters<typeof started>[3] = {}) {
  const made = await started(t, shop, priceId, more);
  success(await cancel(merchant, { subscriptionId: made.subscriptionId, mode: 'IMMEDIATELY', prorate: false }));
  return made;
}

describe('coming back', () => {
  test('the preview and the charge are the full first period, and the new subscription renews by itself', async () => {
    const { customerId, subscriptionId, portal } = await ended(shop.small, { quantity: 2 });
    const quoted = success(await preview(portal, { subscriptionId }));
    expect(quoted).toMatchObject({
      periodStart: '2026-04-01T00:00:00.000Z',
      periodEnd: '2026-05-01T00:00:00.000Z',
      quantities: [2],
      total: { amount: 6000 },
      amountDue: { amount: 6000 },
      nextInvoice: { billsAt: '2026-05-01T00:00:00.000Z', amountDue: { amount: 6000 } },
      paymentMethodRequired: false,
    });
    const { subscription, invoice } = success(
      await subscribe(portal, { subscriptionId, quote: quoted.quote.token, idempotencyKey: 'once' }),
    );
    expect(invoice).toMatchObject({ status: 'PAID', total: { amount: 6000 } });
    expect(await subscriptionOf(portal, subscription.id)).toMatchObject({ status: 'ACTIVE', items: [{ quantity: 2 }] });
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 6000],
      ['SUCCEEDED', 6000],
    ]);
    const again = success(
      await subscribe(portal, { subscriptionId, quote: quoted.quote.token, idempotencyKey: 'once' }),
    );
    expect(again.subscription.id).toBe(subscription.id);
    expect(charges(t, customerId)).toHaveLength(2);
    const event = await t.db.prisma.event.findFirstOrThrow({
      where: { objectId: subscription.id, type: 'subscription.created' },
    });
    expect([event.actorKind, event.data]).toEqual([
      'CUSTOMER',
      { status: 'ACTIVE', previousSubscriptionId: subscriptionId },
    ]);
  });

  test('an ended subscription can be resubscribed once, and its successor again after it has ended', async () => {
    const { subscriptionId, portal } = await ended(shop.small);
    const { subscription } = success(await subscribe(portal, { subscriptionId }));
    expect(await subscribe(portal, { subscriptionId })).toMatchObject({
      code: 'CONFLICT',
      reason: 'ALREADY_RESUBSCRIBED',
    });
    expect((await choicesOf(portal, subscriptionId)).action).toEqual({ allowed: false, blockedBy: 'status' });
    const running = { subscriptionId: subscription.id };
    expect(await preview(portal, running)).toMatchObject({ code: 'CONFLICT', reason: 'SUBSCRIPTION_NOT_ENDED' });
    success(await cancel(merchant, { ...running, mode: 'IMMEDIATELY', prorate: false }));
    success(await subscribe(portal, running));
  });

  test('a subscription that began with a trial is charged at once when its customer comes back', async () => {
    const { customerId, subscriptionId, portal } = await started(t, shop, shop.small, {
      trialEnd: '2026-04-15T00:00:00.000Z',
    });
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
    const { subscription } = success(await subscribe(portal, { subscriptionId }));
    expect((await subscriptionOf(portal, subscription.id)).status).toBe('ACTIVE');
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 3000]]);
  });

  test('the choice is that of a switch from the ended plan, and other prices look as if they did not exist', async () => {
    const { subscriptionId, portal } = await ended(shop.small);
    const offered = (await choicesOf(portal, subscriptionId)).prices[0];
    expect(offered).toEqual(expect.arrayContaining([shop.small, shop.large, shop.yearly]));
    const to = (priceId: string) => ({ subscriptionId, items: [{ priceId }] });
    expect(success(await preview(portal, to(shop.yearly)))).toMatchObject({ amountDue: { amount: 36_000 } });

    await configure(merchant, { allowPlanSwitch: false });
    expect((await choicesOf(portal, subscriptionId)).prices).toEqual([[shop.small]]);
    const unknown = { code: 'VALIDATION_FAILED', path: ['input', 'items', '0', 'priceId'] };
    expect(await preview(portal, to(shop.large))).toMatchObject(unknown);
    expect(await subscribe(portal, to(shop.large))).toMatchObject(unknown);
    await configure(merchant, { allowPlanSwitch: true, subscriptionProductIds: [shop.productIds.large] });
    expect((await choicesOf(portal, subscriptionId)).prices).toEqual([[shop.large]]);
    expect(await subscribe(portal, { subscriptionId })).toMatchObject(unknown);
    await configure(merchant, { subscriptionProductIds: [], allowFreePlans: false });
    expect(await subscribe(portal, to(shop.free))).toMatchObject({
      code: 'PORTAL_FEATURE_DISABLED',
      setting: 'allowFreePlans',
    });
    await configure(merchant, { allowFreePlans: true });
  });

  test('another quantity needs quantity updates, and no quantity exceeds the maximum of the portal', async () => {
    const { subscriptionId, portal } = await ended(shop.small, { quantity: 4 });
    const units = (quantity: number) => ({ subscriptionId, items: [{ priceId: shop.small, quantity }] });
    await configure(merchant, { maximumQuantity: 3 });
    expect(success(await preview(portal, { subscriptionId })).quantities).toEqual([4]);
    expect(await preview(portal, units(5))).toMatchObject({ path: ['input', 'items', '0', 'quantity'] });
    await configure(merchant, { maximumQuantity: null, allowQuantityUpdates: false });
    expect(await subscribe(portal, units(2))).toMatchObject({ setting: 'allowQuantityUpdates' });
    await configure(merchant, { allowQuantityUpdates: true });
  });

  test('items are replaced one by one: an add-on stays with its product, and none is added', async () => {
    const seat = await makePrice(merchant, { name: 'Seat', amount: 500 });
    await mutate(merchant, 'updateProduct', { productId: seat.productId, kind: 'ADD_ON' }, 'product { id }');
    const customerId = await makeCustomer(merchant);
    const { subscription } = await mutate(
      merchant,
      'createSubscription',
      { customerId, items: [{ priceId: shop.small }, { priceId: seat.priceId, quantity: 3 }] },
      'subscription { id }',
    );
    const subscriptionId = subscription.id;
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: false }));
    const portal = visitor(t, merchant, customerId);
    const items = [{ priceId: seat.priceId }, { priceId: shop.large }];
    expect(success(await preview(portal, { subscriptionId, items }))).toMatchObject({
      quantities: [3, 1],
      total: { amount: 10_500 },
    });
    for (const wrong of [
      [...items, { priceId: shop.small }],
      [{ priceId: seat.priceId }, { priceId: seat.priceId }],
    ])
      expect(await subscribe(portal, { subscriptionId, items: wrong })).toMatchObject({ code: 'VALIDATION_FAILED' });
    success(await subscribe(portal, { subscriptionId, items: [{ priceId: shop.small }] }));
  });

  test('a declined charge creates nothing, and the customer comes back with another payment method', async () => {
    const { customerId, subscriptionId, portal } = await ended(shop.small);
    await payWith(merchant, customerId, 'tok_charge_declined');
    expect(await subscribe(portal, { subscriptionId })).toMatchObject({ code: 'PAYMENT_DECLINED' });
    expect(await t.db.prisma.subscription.count({ where: { customerId } })).toBe(1);
    await payWith(merchant, customerId, 'tok_visa');
    success(await subscribe(portal, { subscriptionId }));
  });

  test('a customer who owes an invoice pays it before coming back', async () => {
    const customerId = await makeCustomer(merchant);
    const { subscription } = await importSubscription(merchant, {
      ...{ customerId, status: 'CANCELED', paid: false },
      items: [{ priceId: shop.small }],
      anchor: '2026-03-01T00:00:00.000Z',
      currentPeriodStart: '2026-03-01T00:00:00.000Z',
      currentPeriodEnd: '2026-04-01T00:00:00.000Z',
    });
    const subscriptionId = subscription.id;
    const portal = visitor(t, merchant, customerId);
    const [invoice] = (await accountOf(merchant, customerId)).invoices;
    expect(await preview(portal, { subscriptionId })).toMatchObject({ code: 'CONFLICT', reason: 'INVOICE_OVERDUE' });
    await mutate(portal, 'payInvoice', { invoiceId: invoice?.id }, 'invoice { id }');
    success(await subscribe(portal, { subscriptionId }));
  });

  test('credit pays first, and a quote fails when the credit has changed since', async () => {
    const { customerId, subscriptionId, portal } = await ended(shop.small);
    await mutate(
      merchant,
      'adjustCredit',
      { customerId, amount: { amount: 1000, currency: 'EUR' } },
      'creditEntry { id }',
    );
    const quoted = success(await preview(portal, { subscriptionId }));
    expect(quoted).toMatchObject({ creditApplied: { amount: 1000 }, amountDue: { amount: 2000 } });
    await mutate(
      merchant,
      'adjustCredit',
      { customerId, amount: { amount: 500, currency: 'EUR' } },
      'creditEntry { id }',
    );
    const quote = quoted.quote.token;
    expect(await subscribe(portal, { subscriptionId, quote })).toMatchObject({ code: 'QUOTE_EXPIRED' });
    const other = await ended(shop.small);
    expect(await subscribe(other.portal, { subscriptionId: other.subscriptionId, quote })).toMatchObject({
      code: 'QUOTE_EXPIRED',
    });
    expect(await subscribe(portal, { subscriptionId, quote, items: [{ priceId: shop.large }] })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'quote'],
    });
    success(await subscribe(portal, { subscriptionId }));
    expect((await accountOf(merchant, customerId)).balance).toBe(0);
  });

  test('a portal without it refuses the preview and the mutation, and shows no prices', async () => {
    const { subscriptionId, portal } = await ended(shop.small);
    await configure(merchant, { resubscribeEnabled: false });
    const refused = { code: 'PORTAL_FEATURE_DISABLED', setting: 'resubscribeEnabled' };
    expect(await preview(portal, { subscriptionId })).toMatchObject(refused);
    expect(await subscribe(portal, { subscriptionId })).toMatchObject(refused);
    await configure(merchant, { resubscribeEnabled: true });
  });
});

describe('starting another subscription', () => {
  test('a portal allows it only if it is switched on', async () => {
    const { portal } = await started(t, shop, shop.small);
    expect(await subscribe(portal, { items: [{ priceId: shop.large }] })).toMatchObject({
      setting: 'subscriptionCreateEnabled',
    });
  });

  test('one plan of the catalog, in the currency in which the customer buys', async () => {
    await configure(merchant, { subscriptionCreateEnabled: true });
    const seat = await makePrice(merchant, { name: 'Seat', amount: 500 });
    await mutate(merchant, 'updateProduct', { productId: seat.productId, kind: 'ADD_ON' }, 'product { id }');
    const dollars = await makePrice(merchant, { amount: 3000, currency: 'USD' });
    const { customerId, portal } = await started(t, shop, shop.small);
    const { currentCustomer } = await portal.request<{ currentCustomer: { availablePrices: { id: string }[] } }>(
      '{ currentCustomer { availablePrices { id } } }',
    );
    const ids = currentCustomer.availablePrices.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([shop.small, shop.large, shop.free, shop.yearly]));
    for (const priceId of [seat.priceId, dollars.priceId]) {
      expect(ids).not.toContain(priceId);
      expect(await subscribe(portal, { items: [{ priceId }] })).toMatchObject({
        path: ['input', 'items', '0', 'priceId'],
      });
    }
    const two = { items: [{ priceId: shop.small }, { priceId: shop.large }] };
    expect(await subscribe(portal, two)).toMatchObject({ path: ['input', 'items'] });
    expect(await subscribe(portal, {})).toMatchObject({ code: 'NOT_FOUND' });
    success(await subscribe(portal, { items: [{ priceId: shop.large }] }));
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 3000],
      ['SUCCEEDED', 9000],
    ]);
    await configure(merchant, { subscriptionCreateEnabled: false });
  });
});
