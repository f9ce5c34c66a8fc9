/** Canceling a subscription: both modes, credit, final invoice, reasons, and undoing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  amounts,
  cancel,
  charges,
  configure,
  expectBooksToBalance,
  importSubscription,
  MAY,
  MIDDLE,
  makeCoupon,
  openShop,
  payWith,
  previewCancel,
  previewQuantity,
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  visitor,
} from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { upcomingOf } from '../support/changes.ts';
import {
  AdjustCreditDocument,
  CreateSubscriptionDocument,
  RemovePaymentMethodDocument,
  UncancelSubscriptionDocument,
} from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

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
}, 60_000);
const removeMethod = async (client: Shop['merchant'], paymentMethodId: string) =>
  (await client.request(RemovePaymentMethodDocument, { input: { paymentMethodId } })).removePaymentMethod;
const uncancel = async (client: Shop['merchant'], subscriptionId: string) =>
  (await client.request(UncancelSubscriptionDocument, { input: { subscriptionId } })).uncancelSubscription;
/** Creates a subscription and advances the clock to the middle of its period. */
async function halfway(priceId: string, more: Parameters<typeof subscribe>[3] = {}) {
  const made = await subscribe(t, shop, priceId, more);
  const { currentPeriodStart, currentPeriodEnd } = await subscriptionOf(shop.merchant, made.subscriptionId);
  t.clock.advanceTo(new Date((Date.parse(currentPeriodStart) + Date.parse(currentPeriodEnd)) / 2));
  return { ...made, currentPeriodEnd };
}

describe('canceling at the end of the period', () => {
  test('a subscription canceled at period end stays active, can be undone until then, and moves no money', async () => {
    const { subscriptionId, portal, customerId, currentPeriodEnd } = await halfway(shop.small);
    const preview = success(await previewCancel(portal, { subscriptionId }));
    expect(preview).toMatchObject({ mode: 'PERIOD_END', endsAt: currentPeriodEnd, lines: [], total: { amount: 0 } });
    const { subscription, invoice } = success(await cancel(portal, { subscriptionId }));
    expect(subscription).toMatchObject({ status: 'ACTIVE', cancelAtPeriodEnd: true, endedAt: null });
    expect(invoice).toBeNull();
    expect(success(await previewSwitch(portal, { subscriptionId, priceId: shop.large })).nextInvoice).toBeNull();
    expect(await cancel(portal, { subscriptionId })).toMatchObject({ code: 'CONFLICT' });
    expect(success(await uncancel(portal, subscriptionId)).subscription).toMatchObject({
      status: 'ACTIVE',
      cancelAtPeriodEnd: false,
    });
    expect(await uncancel(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
    success(await cancel(portal, { subscriptionId }));
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 3000]]);

    t.clock.advanceTo(currentPeriodEnd);
    expect(await uncancel(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
  });

  test.each([
    ['a charge', () => shop.large, 3000],
    ['a credit', () => shop.free, -1500],
  ])(
    'the preview, the next invoice, the event and later previews contain the final invoice of pending lines: %s',
    async (_name, to, total) => {
      const { merchant } = shop;
      const { subscriptionId, portal, currentPeriodEnd } = await halfway(shop.small);
      const waiting = { prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' } as const;
      success(await switchPlan(merchant, { subscriptionId, priceId: to(), ...waiting }));
      const pending = amounts((await subscriptionOf(merchant, subscriptionId)).pendingLines);
      const preview = success(await previewCancel(portal, { subscriptionId }));
      expect(preview).toMatchObject({ mode: 'PERIOD_END', endsAt: currentPeriodEnd, total: { amount: total } });
      expect(amounts(preview.lines)).toEqual(pending);
      const { invoice } = success(await cancel(portal, { subscriptionId }));
      expect(invoice).toBeNull();
      const due = { billsAt: currentPeriodEnd, total: { amount: total }, amountDue: { amount: Math.max(0, total) } };
      expect(await upcomingOf(portal, subscriptionId)).toMatchObject(due);
      const event = await t.db.prisma.event.findFirstOrThrow({
        where: { objectId: subscriptionId, type: 'subscription.cancellation_scheduled' },
      });
      expect(event.data).toMatchObject({ total: String(total), invoiceId: null });
      // A change while it ends waits for the same invoice.
      const quantity = { subscriptionId, quantity: 2, ...waiting };
      const { nextInvoice, lines } = success(await previewQuantity(merchant, quantity));
      expect(nextInvoice?.total.amount).toBe(total + lines.reduce((sum, { amount }) => sum + amount.amount, 0));
      expect(nextInvoice?.billsAt).toBe(currentPeriodEnd);

      t.clock.advanceTo(currentPeriodEnd);
      await t.app.tick();
      const [made] = await t.db.prisma.invoice.findMany({ where: { subscriptionId, reason: 'SUBSCRIPTION_CANCEL' } });
      expect(made).toMatchObject({ total: BigInt(total), status: 'PAID' });
      expect(await upcomingOf(portal, subscriptionId)).toBeNull();
    },
  );

  test('the upcoming final invoice shows the credit that pays a part of it, and there is none without pending lines', async () => {
    const { merchant } = shop;
    const { subscriptionId, portal, customerId } = await halfway(shop.small);
    success(await cancel(portal, { subscriptionId }));
    expect(await upcomingOf(portal, subscriptionId)).toBeNull();
    const credit = { customerId, amount: { amount: 1000, currency: 'EUR' } };
    success((await merchant.request(AdjustCreditDocument, { input: credit })).adjustCredit);
    const waiting = { prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' } as const;
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.large, ...waiting }));
    expect(await upcomingOf(portal, subscriptionId)).toMatchObject({
      total: { amount: 3000 },
      creditApplied: { amount: 1000 },
      amountDue: { amount: 2000 },
    });
  });

  test('the preview of a change of interval shows the new end of a subscription with a scheduled cancellation', async () => {
    const { subscriptionId, portal, currentPeriodEnd } = await halfway(shop.small);
    expect(success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly })).endsAt).toBeNull();
    success(await cancel(portal, { subscriptionId }));
    expect(success(await previewSwitch(portal, { subscriptionId, priceId: shop.large })).endsAt).toBe(currentPeriodEnd);
    const { endsAt, quote } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
    expect(Date.parse(endsAt ?? '') - t.clock.now().getTime()).toBe(365 * 86_400_000);
    success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: quote.token }));
    expect(await subscriptionOf(portal, subscriptionId)).toMatchObject({
      cancelAtPeriodEnd: true,
      currentPeriodEnd: endsAt,
    });
  });

  test('the last payment method stays until the final invoice that will be charged to it is paid', async () => {
    const { merchant } = shop;
    const { subscriptionId, portal, customerId, currentPeriodEnd } = await halfway(shop.small);
    await configure(merchant, { subscriptionChargeTiming: 'PERIOD_END', subscriptionProrationBehavior: 'PRORATE' });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
    success(await cancel(portal, { subscriptionId }));
    const paymentMethodId = (await accountOf(merchant, customerId)).methods[0]?.id ?? '';
    const remove = () => removeMethod(portal, paymentMethodId);
    expect(await remove()).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
    t.clock.advanceTo(currentPeriodEnd);
    await t.app.tick();
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 3000],
      ['SUCCEEDED', 3000],
    ]);
    expect(await remove()).toMatchObject({ __typename: 'RemovePaymentMethodSuccess' });
    await configure(merchant, { subscriptionChargeTiming: 'IMMEDIATELY' });
  });

  test('the last payment method stays as long as an open invoice is retried with it', async () => {
    const { merchant } = shop;
    const { subscriptionId, portal, customerId } = await halfway(shop.small);
    await payWith(merchant, customerId, 'tok_charge_declined');
    const waiting = { prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' } as const;
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.large, ...waiting }));
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
    await t.app.tick();
    const { methods, invoices } = await accountOf(merchant, customerId);
    expect(invoices[0]).toMatchObject({ status: 'OPEN' });
    const [first, second] = methods.map(
      ({ id }) =>
        () =>
          removeMethod(portal, id),
    );
    expect(await first?.()).toMatchObject({ __typename: 'RemovePaymentMethodSuccess' });
    expect(await second?.()).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
    await mutate(merchant, 'voidInvoice', { invoiceId: invoices[0]?.id }, '__typename');
    expect(await second?.()).toMatchObject({ __typename: 'RemovePaymentMethodSuccess' });
  });

  test('canceling a scheduled cancellation immediately preserves the reason given first', async () => {
    const { subscriptionId, portal } = await halfway(shop.small);
    await configure(shop.merchant, { cancellationReasonsEnabled: true, cancellationReasons: ['Too expensive'] });
    success(await cancel(portal, { subscriptionId, reason: 'Too expensive' }));
    const { subscription, invoice } = success(
      await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true }),
    );
    expect(subscription).toMatchObject({
      status: 'CANCELED',
      cancelAtPeriodEnd: false,
      cancellationReason: 'Too expensive',
    });
    expect(invoice?.total.amount).toBe(-1500);
    await configure(shop.merchant, { cancellationReasonsEnabled: false });
  });
});

describe('canceling immediately', () => {
  test.each([
    [true, -1500],
    [false, 0],
  ])('canceling immediately with prorate: %s credits an invoice total of %i', async (prorate, total) => {
    const { subscriptionId, customerId } = await halfway(shop.small);
    const input = { subscriptionId, mode: 'IMMEDIATELY', prorate } as const;
    const now = t.clock.now().toISOString();
    expect(success(await previewCancel(shop.merchant, input))).toMatchObject({ endsAt: now, total: { amount: total } });
    const { subscription, invoice } = success(await cancel(shop.merchant, input));
    expect(subscription).toMatchObject({ status: 'CANCELED', endedAt: now, canceledAt: now });
    expect(invoice?.total.amount ?? 0).toBe(total);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(Math.abs(total));
    expect(await cancel(shop.merchant, input)).toMatchObject({ code: 'CONFLICT' });
    expect(await uncancel(shop.merchant, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
    expect(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large })).toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('a customer cancels with the mode and proration of the portal and cannot choose others', async () => {
    await configure(shop.merchant, { cancellationMode: 'IMMEDIATELY', cancellationProrationEnabled: true });
    const { subscriptionId, portal, customerId } = await halfway(shop.small);
    for (const choice of [{ mode: 'PERIOD_END' as const }, { prorate: false }, { prorate: true }])
      expect(await cancel(portal, { subscriptionId, ...choice })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', Object.keys(choice)[0]],
      });
    success(await cancel(portal, { subscriptionId }));
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(1500);
    await configure(shop.merchant, { cancellationMode: 'PERIOD_END', cancellationProrationEnabled: false });
  });

  test('the cancellation credit is the billed amount after discount of every item', async () => {
    const { merchant } = shop;
    const couponId = await makeCoupon(merchant, { basisPointsOff: 1000, duration: 'FOREVER' });
    const customerId = await makeCustomer(merchant);
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.small, quantity: 2 }, { priceId: shop.large }], couponId },
    });
    const { id: subscriptionId, currentPeriodStart, currentPeriodEnd } = success(createSubscription).subscription;
    t.clock.advanceTo(new Date((Date.parse(currentPeriodStart) + Date.parse(currentPeriodEnd)) / 2));
    const { invoice } = success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true }));
    expect(amounts(invoice?.lines ?? [])).toEqual([
      ['CREDIT', -2700],
      ['CREDIT', -4050],
    ]);
  });

  test('the final invoice settles pending lines: charges stay due and credits become balance', async () => {
    const { merchant } = shop;
    const waiting = { prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' } as const;
    const up = await halfway(shop.small);
    success(await switchPlan(merchant, { subscriptionId: up.subscriptionId, priceId: shop.large, ...waiting }));
    const preview = success(await previewCancel(merchant, { subscriptionId: up.subscriptionId, mode: 'IMMEDIATELY' }));
    const final = success(await cancel(merchant, { subscriptionId: up.subscriptionId, mode: 'IMMEDIATELY' }));
    expect(amounts(final.invoice?.lines ?? [])).toEqual([
      ['CREDIT', -1500],
      ['CHARGE', 4500],
    ]);
    expect(amounts(preview.lines)).toEqual(amounts(final.invoice?.lines ?? []));
    expect(final.invoice).toMatchObject({ status: 'OPEN', amountDue: { amount: 3000 } });
    expect((await subscriptionOf(merchant, up.subscriptionId)).pendingLines).toEqual([]);

    // With proration the pending lines were not used: they cancel out, and the paid half is credited.
    const both = await halfway(shop.small);
    success(await switchPlan(merchant, { subscriptionId: both.subscriptionId, priceId: shop.large, ...waiting }));
    const undone = success(
      await cancel(merchant, { subscriptionId: both.subscriptionId, mode: 'IMMEDIATELY', prorate: true }),
    );
    expect(amounts(undone.invoice?.lines ?? [])).toEqual([
      ['CREDIT', -1500],
      ['CHARGE', 4500],
      ['CREDIT', -4500],
    ]);
    expect((await accountOf(merchant, both.customerId)).balance).toBe(1500);
  });

  test('the credit balance of the customer pays the final invoice', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId } = await halfway(shop.large);
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.small, prorationBehavior: 'FULL_DIFFERENCE' }));
    success(
      await switchPlan(merchant, {
        subscriptionId,
        priceId: shop.large,
        prorationBehavior: 'FULL_DIFFERENCE',
        chargeTiming: 'PERIOD_END',
      }),
    );
    const { invoice } = success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
    expect(invoice).toMatchObject({
      status: 'PAID',
      total: { amount: 6000 },
      settlements: [{ kind: 'CREDIT_BALANCE', amount: { amount: 6000 } }],
    });
    expect((await accountOf(merchant, customerId)).balance).toBe(0);
  });

  test('a credit note first reduces the unpaid invoice, and only paid money becomes balance, which pays other debts', async () => {
    const own = await openTestApp({ now: MIDDLE });
    const { merchant, small } = await openShop(own);
    const customerId = await makeCustomer(merchant);
    const take = async (paid: boolean, billedAmount?: number) =>
      (
        await importSubscription(merchant, {
          customerId,
          items: [{ priceId: small, billedAmount }],
          status: 'PAST_DUE',
          anchor: APRIL,
          currentPeriodStart: APRIL,
          currentPeriodEnd: MAY,
          paid,
        })
      ).subscription.id;
    const immediately = { mode: 'IMMEDIATELY', prorate: true } as const;
    success(await cancel(merchant, { subscriptionId: await take(false), ...immediately }));
    let account = await accountOf(merchant, customerId);
    expect(account.balance).toBe(0);
    expect(account.invoices).toMatchObject([
      { isCreditNote: true, total: { amount: -1500 } },
      {
        status: 'OPEN',
        amountDue: { amount: 1500 },
        amountPaid: { amount: 1500 },
        settlements: [{ kind: 'CREDIT_NOTE', amount: { amount: 1500 } }],
      },
    ]);

    // Credits are based on the imported billed amount, not on the price.
    success(await cancel(merchant, { subscriptionId: await take(true, 2000), ...immediately }));
    account = await accountOf(merchant, customerId);
    // The remainder pays the debt that is still open.
    expect(account.balance).toBe(0);
    expect(account.invoices).toContainEqual(expect.objectContaining({ status: 'OPEN', amountDue: { amount: 500 } }));
    success(await cancel(merchant, { subscriptionId: await take(true, 0), ...immediately }));
    expect((await accountOf(merchant, customerId)).balance).toBe(0);
    await expectBooksToBalance(own);
    await own.close();
  });

  test('the credit note of a new billing cycle becomes balance, which pays the unpaid invoice of the old cycle', async () => {
    const own = await openTestApp({ now: MIDDLE });
    const { merchant, small, yearly } = await openShop(own);
    const customerId = await makeCustomer(merchant);
    const { subscription, invoice } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: small }],
      status: 'ACTIVE',
      anchor: APRIL,
      currentPeriodStart: APRIL,
      currentPeriodEnd: MAY,
      paid: false,
    });
    const subscriptionId = subscription.id;
    success(await switchPlan(merchant, { subscriptionId, priceId: yearly, prorationBehavior: 'NONE' }));
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true }));
    const { balance, invoices } = await accountOf(merchant, customerId);
    expect(balance).toBe(33000);
    expect(invoices.find(({ id }) => id === invoice?.id)).toMatchObject({
      status: 'PAID',
      amountDue: { amount: 0 },
      settlements: [{ kind: 'CREDIT_BALANCE', amount: { amount: 3000 } }],
    });
    await own.app.tick();
    await expectBooksToBalance(own);
    await own.close();
  });
});

describe('cancellation reasons', () => {
  test('a customer must give a configured reason and may comment, a merchant need not', async () => {
    const { merchant } = shop;
    await configure(merchant, { cancellationReasonsEnabled: true, cancellationReasons: ['Too expensive', 'Other'] });
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    for (const reason of [undefined, null, 'Bored', 'too expensive'])
      expect(await cancel(portal, { subscriptionId, reason })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', 'reason'],
      });
    expect(await cancel(portal, { subscriptionId, reason: 'Other', comment: 'x'.repeat(2001) })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'comment'],
    });
    success(await previewCancel(portal, { subscriptionId }));
    success(await cancel(portal, { subscriptionId, reason: 'Other', comment: 'It was\nfine.' }));
    const events = await t.db.prisma.event.findMany({
      where: { objectId: subscriptionId, type: 'subscription.cancellation_scheduled' },
    });
    expect(events).toMatchObject([
      { customerId, actorKind: 'CUSTOMER', data: { reason: 'Other', comment: 'It was\nfine.', mode: 'PERIOD_END' } },
    ]);
    const other = await subscribe(t, shop, shop.small);
    success(await cancel(merchant, { subscriptionId: other.subscriptionId }));
    await configure(merchant, { cancellationReasonsEnabled: false });
  });
});

describe('canceling in other states', () => {
  test.each([
    ['PERIOD_END', { status: 'TRIALING', cancelAtPeriodEnd: true }],
    ['IMMEDIATELY', { status: 'CANCELED', cancelAtPeriodEnd: false }],
  ] as const)('canceling a trial with mode %s moves no money', async (mode, after) => {
    const trialEnd = new Date(t.clock.now().getTime() + 86_400_000).toISOString();
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small, { trialEnd });
    const { subscription, invoice } = success(await cancel(shop.merchant, { subscriptionId, mode, prorate: true }));
    expect(subscription).toMatchObject(after);
    expect(invoice).toBeNull();
    expect(charges(t, customerId)).toEqual([]);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  });

  test('canceling conflicts while the renewal is due, and credits nothing after the period', async () => {
    const { merchant } = shop;
    const { subscriptionId, currentPeriodEnd } = await halfway(shop.small);
    const customerId = await makeCustomer(merchant);
    const start = t.clock.now().toISOString();
    const end = new Date(t.clock.now());
    end.setUTCDate(end.getUTCDate() + 7);
    const weekly = await makePrice(merchant, { amount: 700, interval: 'WEEK' });
    const { subscription: late } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: weekly.priceId }],
      status: 'PAST_DUE',
      anchor: start,
      currentPeriodStart: start,
      currentPeriodEnd: end.toISOString(),
    });
    t.clock.advanceTo(currentPeriodEnd > end.toISOString() ? currentPeriodEnd : end);
    for (const mode of ['IMMEDIATELY', 'PERIOD_END'] as const)
      expect(await cancel(merchant, { subscriptionId, mode })).toMatchObject({ code: 'CONFLICT' });
    const { invoice } = success(
      await cancel(merchant, { subscriptionId: late.id, mode: 'IMMEDIATELY', prorate: true }),
    );
    expect(invoice).toBeNull();
  });

  test('disabled cancellations are refused to customers with PORTAL_FEATURE_DISABLED, and allowed to merchants', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const portal = visitor(t, shop.merchant, customerId);
    await configure(shop.merchant, { cancellationsEnabled: false });
    for (const answer of [
      await cancel(portal, { subscriptionId }),
      await previewCancel(portal, { subscriptionId }),
      await uncancel(portal, subscriptionId),
    ])
      expect(answer).toMatchObject({ code: 'PORTAL_FEATURE_DISABLED' });
    success(await cancel(shop.merchant, { subscriptionId }));
    await configure(shop.merchant, { cancellationsEnabled: true });
  });
});
