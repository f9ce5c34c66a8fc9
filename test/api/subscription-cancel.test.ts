/** Cancelling (BILLING §5): both modes, what is credited, what is settled, reasons, and taking it back. */
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
  previewCancel,
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  visitor,
} from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalogue.ts';
import { CreateSubscriptionDocument, UncancelSubscriptionDocument } from '../support/graphql/graphql.ts';

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
const uncancel = async (client: Shop['merchant'], subscriptionId: string) =>
  (await client.request(UncancelSubscriptionDocument, { input: { subscriptionId } })).uncancelSubscription;
/** A subscription of which half of the period is left, whatever the clock says. */
async function halfway(priceId: string, more: Parameters<typeof subscribe>[3] = {}) {
  const made = await subscribe(t, shop, priceId, more);
  const { currentPeriodStart, currentPeriodEnd } = await subscriptionOf(shop.merchant, made.subscriptionId);
  t.clock.advanceTo(new Date((Date.parse(currentPeriodStart) + Date.parse(currentPeriodEnd)) / 2));
  return { ...made, currentPeriodEnd };
}

describe('at the end of the period', () => {
  test('it stays usable, can be changed and taken back until then, and no money moves', async () => {
    const { subscriptionId, portal, customerId, currentPeriodEnd } = await halfway(shop.small);
    const preview = success(await previewCancel(portal, { subscriptionId }));
    expect(preview).toMatchObject({ mode: 'END_OF_PERIOD', endsAt: currentPeriodEnd, lines: [], total: { amount: 0 } });
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
    expect(charges(t, customerId)).toEqual([['captured', 3000]]);

    t.clock.advanceTo(currentPeriodEnd);
    expect(await uncancel(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
  });

  test('a scheduled end can still be made an end at once, and the reason given first is kept', async () => {
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

describe('immediately', () => {
  test.each([
    [true, -1500],
    [false, 0],
  ])('with proration %s the unused time is worth %i', async (prorate, total) => {
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

  test("a customer has the portal's mode and proration, and cannot choose another", async () => {
    await configure(shop.merchant, { cancellationMode: 'IMMEDIATELY', cancellationProrationEnabled: true });
    const { subscriptionId, portal, customerId } = await halfway(shop.small);
    for (const choice of [{ mode: 'END_OF_PERIOD' as const }, { prorate: false }, { prorate: true }])
      expect(await cancel(portal, { subscriptionId, ...choice })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', Object.keys(choice)[0]],
      });
    success(await cancel(portal, { subscriptionId }));
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(1500);
    await configure(shop.merchant, { cancellationMode: 'END_OF_PERIOD', cancellationProrationEnabled: false });
  });

  test('the credit is what was billed, after the discount, of every item', async () => {
    const { merchant } = shop;
    const couponId = await makeCoupon(merchant, { percentOffBasisPoints: 1000, duration: 'FOREVER' });
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

  test('what waits is settled on the final document: charges stay to be collected, credits become balance', async () => {
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

    // With proration nothing of what waits was used: it cancels out, and the paid half comes back.
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

  test('credit that the customer has pays the final invoice', async () => {
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

  test('a credit note first reduces what is due on the unpaid invoice; only what was paid becomes balance', async () => {
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

    // Credits are about what was billed elsewhere, not about the price list.
    success(await cancel(merchant, { subscriptionId: await take(true, 2000), ...immediately }));
    account = await accountOf(merchant, customerId);
    expect(account.balance).toBe(1000);
    success(await cancel(merchant, { subscriptionId: await take(true, 0), ...immediately }));
    expect((await accountOf(merchant, customerId)).balance).toBe(1000);
    await expectBooksToBalance(own);
    await own.close();
  });

  test('the credit note of a new cycle leaves the unpaid invoice of the old one alone', async () => {
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
    expect(balance).toBe(36000);
    expect(invoices.find(({ id }) => id === invoice?.id)).toMatchObject({
      status: 'OPEN',
      amountDue: { amount: 3000 },
    });
    await own.app.tick();
    await expectBooksToBalance(own);
    await own.close();
  });
});

describe('reasons', () => {
  test('a customer gives one of the configured reasons and may comment; a merchant need not', async () => {
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
      { customerId, actorKind: 'CUSTOMER', data: { reason: 'Other', comment: 'It was\nfine.', mode: 'END_OF_PERIOD' } },
    ]);
    const other = await subscribe(t, shop, shop.small);
    success(await cancel(merchant, { subscriptionId: other.subscriptionId }));
    await configure(merchant, { cancellationReasonsEnabled: false });
  });
});

describe('in other states', () => {
  test.each([
    ['END_OF_PERIOD', { status: 'TRIALING', cancelAtPeriodEnd: true }],
    ['IMMEDIATELY', { status: 'CANCELED', cancelAtPeriodEnd: false }],
  ] as const)('a trial cancelled %s moves no money', async (mode, after) => {
    const trialEnd = new Date(t.clock.now().getTime() + 86_400_000).toISOString();
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small, { trialEnd });
    const { subscription, invoice } = success(await cancel(shop.merchant, { subscriptionId, mode, prorate: true }));
    expect(subscription).toMatchObject(after);
    expect(invoice).toBeNull();
    expect(charges(t, customerId)).toEqual([]);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  });

  test('nothing is cancelled while the renewal is due, and nothing is credited after the period', async () => {
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
    for (const mode of ['IMMEDIATELY', 'END_OF_PERIOD'] as const)
      expect(await cancel(merchant, { subscriptionId, mode })).toMatchObject({ code: 'CONFLICT' });
    const { invoice } = success(
      await cancel(merchant, { subscriptionId: late.id, mode: 'IMMEDIATELY', prorate: true }),
    );
    expect(invoice).toBeNull();
  });

  test('cancellations that are switched off are refused by name, to customers alone', async () => {
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
