/** A failed payment changes nothing, unless held money is lost before it is captured. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digest } from '../isolation/digest.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  accountOf,
  cancel,
  charges,
  expectBooksToBalance,
  importSubscription,
  MAY,
  openShop,
  payWith,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import {
  AddPaymentMethodDocument,
  CreateSubscriptionDocument,
  PayInvoiceDocument,
} from '../support/graphql/graphql.ts';

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
}, 60_000);

const REFUSALS = [
  ['tok_charge_declined', { code: 'PAYMENT_DECLINED', declineCode: 'card_declined' }],
  ['tok_insufficient_funds', { code: 'PAYMENT_DECLINED', declineCode: 'insufficient_funds' }],
  ['tok_authentication_required', { code: 'PAYMENT_AUTHENTICATION_REQUIRED' }],
  ['tok_provider_unavailable', { code: 'PAYMENT_PROVIDER_UNAVAILABLE' }],
] as const;

describe.each(REFUSALS)('mutations with the payment method %s', (token, refusal) => {
  const { code } = refusal;
  test('a failed payment leaves the database unchanged in switchPlan, updateQuantity, createSubscription and payInvoice', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const { invoice: open } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: shop.small }],
      status: 'ACTIVE',
      anchor: '2026-04-01T00:00:00.000Z',
      currentPeriodStart: '2026-04-01T00:00:00.000Z',
      currentPeriodEnd: MAY,
      paid: false,
    });
    await payWith(merchant, customerId, token);
    await t.app.tick();
    const [state, reserved] = [await digest(t.db), charges(t).length];

    const switched = await switchPlan(merchant, { subscriptionId, priceId: shop.large });
    expect(switched).toMatchObject(refusal);
    expect(await updateQuantity(merchant, { subscriptionId, quantity: 3 })).toMatchObject({ code });
    const created = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.large }] },
    });
    expect(created.createSubscription).toMatchObject({ code });
    const paid = await merchant.request(PayInvoiceDocument, { input: { invoiceId: open?.id ?? '' } });
    expect(paid.payInvoice).toMatchObject({ code });

    expect(await digest(t.db)).toEqual(state);
    expect(charges(t)).toHaveLength(reserved);
    // Changes that cost nothing still work.
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.free }));
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
  });
});

test('a plan switch that fails after the authorization cancels the authorization', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const { merchant } = shop;
  const { pay } = t.real;
  // Another request changes the subscription during the authorization.
  t.provider.pay = async (request) => {
    delete t.provider.pay;
    const result = await pay(request);
    await t.db.prisma.subscription.update({ where: { id: subscriptionId }, data: { version: { increment: 1 } } });
    return result;
  };
  expect(await switchPlan(merchant, { subscriptionId, priceId: shop.large })).toMatchObject({ code: 'CONFLICT' });
  expect(charges(t, customerId).at(-1)).toEqual(['CANCELED', 3000 * 2]);
  expect((await subscriptionOf(merchant, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
});

test('credit that is spent during the authorization makes the new subscription a conflict, not a half-paid invoice', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
  const { merchant } = shop;
  success(await switchPlan(merchant, { subscriptionId, priceId: shop.small, prorationBehavior: 'FULL_DIFFERENCE' }));
  expect((await accountOf(merchant, customerId)).balance).toBe(6000);
  const { pay } = t.real;
  t.provider.pay = async (request) => {
    delete t.provider.pay;
    const result = await pay(request);
    success(await updateQuantityOf(2));
    return result;
  };
  const updateQuantityOf = async (quantity: number) => {
    const created = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.small, quantity }] },
    });
    return created.createSubscription;
  };
  const refused = await updateQuantityOf(3);
  expect(refused).toMatchObject({ code: 'CONFLICT' });
  expect(charges(t, customerId).at(-1)).toEqual(['CANCELED', 3000]);
  expect((await accountOf(merchant, customerId)).balance).toBe(0);
});

describe('held money that is lost before its capture', () => {
  test('a lost hold is charged again without a hold, and the customer notices nothing', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(merchant, customerId, 'tok_hold_expires');
    const terms = { subscriptionId, priceId: shop.large, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    const { invoice } = success(await switchPlan(merchant, terms));
    expect(invoice).toMatchObject({ status: 'PAID', settlements: [{ kind: 'PAYMENT', amount: { amount: 6000 } }] });
    expect(charges(t, customerId).slice(-2)).toEqual([
      ['CANCELED', 6000],
      ['SUCCEEDED', 6000],
    ]);
    await t.app.tick();
    const payments = await t.db.prisma.payment.findMany({
      where: { invoiceId: invoice?.id ?? '' },
      orderBy: { id: 'asc' },
    });
    expect(payments.map(({ status, take }) => [status, take])).toEqual([
      ['LOST', 'HOLD'],
      ['SUCCEEDED', 'NOW'],
    ]);
    const told = await t.db.prisma.event.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
    expect(told.map(({ type }) => type).slice(-4)).toEqual([
      'subscription.plan_switched',
      'payment.lost',
      'payment.succeeded',
      'invoice.paid',
    ]);
    expect((await subscriptionOf(merchant, subscriptionId)).status).toBe('ACTIVE');
    expect(await t.db.prisma.invoice.count({ where: { customerId, attemptCount: { gt: 0 } } })).toBe(0);
  });

  test('a lost hold whose card is then declined leaves the invoice open, and another card pays it', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
    await payWith(merchant, customerId, 'tok_capture_fails');
    const terms = { subscriptionId, priceId: shop.large, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    const { invoice } = success(await switchPlan(merchant, terms));
    expect(invoice).toMatchObject({ status: 'OPEN', amountDue: { amount: 6000 }, settlements: [] });
    await t.app.tick();
    expect((await subscriptionOf(merchant, subscriptionId)).status).toBe('PAST_DUE');
    await t.db.prisma.customer.update({ where: { id: customerId }, data: { defaultPaymentMethodId: null } });
    const added = await merchant.request(AddPaymentMethodDocument, { input: { customerId, token: 'tok_visa' } });
    const paymentMethodId = success(added.addPaymentMethod).paymentMethod.id;
    await t.db.prisma.customer.update({ where: { id: customerId }, data: { defaultPaymentMethodId: paymentMethodId } });
    const { payInvoice } = await portal.request(PayInvoiceDocument, { input: { invoiceId: invoice?.id ?? '' } });
    expect(success(payInvoice).invoice).toMatchObject({ status: 'PAID', amountDue: { amount: 0 } });
    await t.app.tick();
    expect((await subscriptionOf(merchant, subscriptionId)).status).toBe('ACTIVE');
    expect(charges(t, customerId).at(-1)).toEqual(['SUCCEEDED', 6000]);
  });
});

test('an unavailable provider does not block canceling, and the final invoice stays open', async () => {
  const { merchant } = shop;
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  success(
    await switchPlan(merchant, {
      subscriptionId,
      priceId: shop.large,
      prorationBehavior: 'FULL_DIFFERENCE',
      chargeTiming: 'PERIOD_END',
    }),
  );
  await payWith(merchant, customerId, 'tok_provider_unavailable');
  const { subscription, invoice } = success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
  expect(subscription.status).toBe('CANCELED');
  expect(invoice).toMatchObject({ status: 'OPEN', total: { amount: 6000 }, amountDue: { amount: 6000 } });
});
