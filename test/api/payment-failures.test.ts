/** A failed payment changes nothing, unless it fails when it is captured. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digest } from '../isolation/digest.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  accountOf,
  amounts,
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
import { CreateSubscriptionDocument, PayInvoiceDocument } from '../support/graphql/graphql.ts';

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
    const [state, reserved] = [await digest(t.db), t.gateway.authorizations.size];

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
    expect(t.gateway.authorizations.size).toBe(reserved);
    // Changes that cost nothing still work.
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.free }));
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
  });
});

test('a plan switch that fails after the authorization cancels the authorization', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const { merchant } = shop;
  const authorize = t.gateway.authorize;
  // Another request changes the subscription during the authorization.
  t.gateway.authorize = async (request) => {
    t.gateway.authorize = authorize;
    const result = await authorize(request);
    await t.db.prisma.subscription.update({ where: { id: subscriptionId }, data: { version: { increment: 1 } } });
    return result;
  };
  expect(await switchPlan(merchant, { subscriptionId, priceId: shop.large })).toMatchObject({ code: 'CONFLICT' });
  expect(charges(t, customerId).at(-1)).toEqual(['canceled', 3000 * 2]);
  expect((await subscriptionOf(merchant, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
});

test('credit that is spent during the authorization makes the new subscription a conflict, not a half-paid invoice', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
  const { merchant } = shop;
  success(await switchPlan(merchant, { subscriptionId, priceId: shop.small, prorationBehavior: 'FULL_DIFFERENCE' }));
  expect((await accountOf(merchant, customerId)).balance).toBe(6000);
  const authorize = t.gateway.authorize;
  t.gateway.authorize = async (request) => {
    t.gateway.authorize = authorize;
    const result = await authorize(request);
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
  expect(charges(t, customerId).at(-1)).toEqual(['canceled', 3000]);
  expect((await accountOf(merchant, customerId)).balance).toBe(0);
});

describe('failed capture', () => {
  test('a failed capture reopens the invoice, and another card can pay it', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
    await payWith(merchant, customerId, 'tok_capture_fails');
    const { invoice } = success(
      await switchPlan(merchant, { subscriptionId, priceId: shop.large, prorationBehavior: 'FULL_DIFFERENCE' }),
    );
    expect(invoice).toMatchObject({ status: 'PAID' });
    await t.app.tick();
    const reopened = (await accountOf(merchant, customerId)).invoices.find(({ id }) => id === invoice?.id);
    expect(reopened).toMatchObject({
      status: 'OPEN',
      total: { amount: 6000 },
      amountPaid: { amount: 0 },
      amountDue: { amount: 6000 },
      lines: invoice?.lines,
      number: invoice?.number,
      settlements: [
        { kind: 'PAYMENT', amount: { amount: 6000 } },
        { kind: 'PAYMENT', amount: { amount: -6000 } },
      ],
    });
    await payWith(merchant, customerId, 'tok_visa');
    const { payInvoice } = await portal.request(PayInvoiceDocument, { input: { invoiceId: invoice?.id ?? '' } });
    expect(success(payInvoice).invoice).toMatchObject({ status: 'PAID', amountDue: { amount: 0 } });
    await t.app.tick();
    expect(charges(t, customerId).at(-1)).toEqual(['captured', 6000]);
  });

  test('a failed capture takes back credit that was granted for the uncaptured payment', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(merchant, customerId, 'tok_capture_fails');
    const full = { subscriptionId, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    const { invoice } = success(await switchPlan(merchant, { ...full, priceId: shop.large }));
    // Before the job runs the customer switches back and gets 60.00 of credit for money that was never captured.
    success(await switchPlan(merchant, { ...full, priceId: shop.small }));
    expect((await accountOf(merchant, customerId)).balance).toBe(6000);
    await t.app.tick();
    const { balance, invoices } = await accountOf(merchant, customerId);
    expect(balance).toBe(0);
    expect(invoices.find(({ id }) => id === invoice?.id)).toMatchObject({ status: 'PAID', amountDue: { amount: 0 } });
  });

  test('a failed capture is recorded once even if the job runs twice', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(merchant, customerId, 'tok_capture_fails');
    success(await updateQuantity(merchant, { subscriptionId, quantity: 2, prorationBehavior: 'FULL_DIFFERENCE' }));
    const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'AUTHORIZED' } });
    const job = { companyId: shop.companyId, paymentId: payment.id };
    await t.app.queue.enqueueNow('payment.capture', job);
    await t.app.queue.enqueueNow('payment.capture', job);
    await t.app.tick();
    const [invoice] = (await accountOf(merchant, customerId)).invoices;
    expect(invoice).toMatchObject({ status: 'OPEN', amountDue: { amount: 3000 } });
    expect(amounts(invoice?.settlements ?? [])).toEqual([
      ['PAYMENT', 3000],
      ['PAYMENT', -3000],
    ]);
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
