/** Previews and quotes: a change equals its preview, and a quote is charged exactly or not at all. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digest } from '../isolation/digest.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  amounts,
  charges,
  configure,
  expectBooksToBalance,
  importSubscription,
  MAY,
  MIDDLE,
  makeCoupon,
  openShop,
  payWith,
  previewQuantity,
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { AdjustCreditDocument, CreateSubscriptionDocument, UpdatePriceDocument } from '../support/graphql/graphql.ts';

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

const grant = (customerId: string, amount: number) =>
  shop.merchant.request(AdjustCreditDocument, { input: { customerId, amount: { amount, currency: 'EUR' } } });

type Origin = 'here' | 'imported, paid' | 'imported, unpaid' | 'trial';
type Started = Pick<Parameters<typeof importSubscription>[1], 'customerId' | 'items' | 'couponId'>;

/** Creates a subscription whose first period, or trial, lasts about a month from `start`. */
async function begin(merchant: Shop['merchant'], input: Started, origin: Origin, start: Date) {
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + 1, Math.min(start.getUTCDate(), 28));
  if (origin === 'here' || origin === 'trial') {
    const trial = origin === 'trial' ? { trialEnd: end.toISOString() } : {};
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { ...input, ...trial },
    });
    return success(createSubscription);
  }
  const anchor = new Date(start);
  anchor.setUTCDate(Math.min(start.getUTCDate(), 28));
  const periodStart = anchor.toISOString();
  return importSubscription(merchant, {
    ...input,
    anchor: periodStart,
    currentPeriodStart: periodStart,
    currentPeriodEnd: end.toISOString(),
    status: 'ACTIVE',
    paid: origin === 'imported, paid',
  });
}

type Previewed = Extract<Awaited<ReturnType<typeof previewSwitch>>, { quote: object }>;
type Switched = Exclude<Awaited<ReturnType<typeof switchPlan>>, { code: unknown }>;

/** The lines, the total, the credit and the next invoice of a switch equal those of its preview. */
function expectAsPreviewed(
  previewed: Previewed,
  invoice: Switched['invoice'],
  after: Switched['subscription'],
  balance: { before: number; now: number },
): void {
  expect(invoice !== null).toBe(previewed.settledNow);
  const newLines = invoice ? invoice.lines : after.pendingLines;
  expect(amounts(newLines).slice(newLines.length - previewed.lines.length)).toEqual(amounts(previewed.lines));
  expect(invoice?.total.amount ?? 0).toBe(previewed.total.amount);
  if (previewed.total.amount >= 0) expect(balance.now).toBe(balance.before - previewed.creditApplied.amount);
  const renewal = previewed.nextInvoice;
  expect(renewal?.billsAt).toBe(after.currentPeriodEnd);
  expect(renewal?.creditApplied.amount).toBe(Math.max(0, Math.min(renewal?.total.amount ?? 0, balance.now)));
  const waiting = after.pendingLines.map(({ amount }) => amount.amount);
  expect(renewal?.lines.slice(0, waiting.length).map(({ amount }) => amount.amount)).toEqual(waiting);
  expect(renewal?.lines).toHaveLength(waiting.length + after.items.length);
}

describe('previewSwitchPlan', () => {
  const step = fc.record({
    elapsed: fc.double({ min: 0, max: 0.95, noNaN: true }),
    price: fc.nat(4),
    quantity: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    item: fc.nat(1),
    prorationBehavior: fc.constantFrom('NONE', 'PRORATE', 'FULL_DIFFERENCE'),
    chargeTiming: fc.constantFrom('IMMEDIATELY', 'PERIOD_END'),
    quoted: fc.boolean(),
  } as const);
  const story = fc.record({
    items: fc.array(fc.record({ price: fc.nat(3), quantity: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
    coupon: fc.nat(4),
    credit: fc.constantFrom(0, 0, 777, 100_000),
    /** Created here, or imported with its first period paid or unpaid. */
    origin: fc.constantFrom('here', 'imported, paid', 'imported, unpaid', 'trial'),
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  } as const);

  test('a plan switch has exactly the lines, total, credit, charge and next invoice of its preview', async () => {
    const own = await openTestApp({ now: APRIL });
    const { merchant } = await own.company();
    const monthly = [3000, 9999, 0, 1].map((amount) => makePrice(merchant, { amount }));
    const made = await Promise.all([...monthly, makePrice(merchant, { amount: 35_001, interval: 'YEAR' })]);
    const prices = made.map(({ priceId }) => priceId);
    const coupons = [
      undefined,
      await makeCoupon(merchant, { basisPointsOff: 3333, duration: 'FOREVER' }),
      await makeCoupon(merchant, { amountOff: { amount: 1001, currency: 'EUR' }, duration: 'FOREVER' }),
      await makeCoupon(merchant, {
        basisPointsOff: 5000,
        duration: 'ONCE',
        productIds: [made[0]?.productId ?? ''],
      }),
      await makeCoupon(merchant, {
        amountOff: { amount: 5000, currency: 'EUR' },
        duration: 'REPEATING',
        durationMonths: 2,
      }),
    ];
    let changes = 0;

    await fc.assert(
      fc.asyncProperty(story, async ({ items, coupon, credit, origin, steps }) => {
        const customerId = await makeCustomer(merchant);
        if (credit > 0)
          await merchant.request(AdjustCreditDocument, {
            input: { customerId, amount: { amount: credit, currency: 'EUR' } },
          });
        const start = own.clock.now();
        const input = {
          customerId,
          items: items.map(({ price, quantity }) => ({ priceId: prices[price] ?? '', quantity })),
          couponId: coupons[coupon],
        };
        const { subscription } = await begin(merchant, input, origin, start);
        const subscriptionId = subscription.id;
        await own.app.tick();

        for (const { elapsed, price, quantity, item, quoted, ...terms } of steps) {
          const before = await subscriptionOf(merchant, subscriptionId);
          const left = Date.parse(before.currentPeriodEnd) - own.clock.now().getTime();
          if (left > 1) own.clock.advance(Math.floor(left * elapsed));
          const itemId = before.items[item % before.items.length]?.id;
          const wanted = { subscriptionId, itemId, priceId: prices[price] ?? '', quantity, ...terms };
          const account = await accountOf(merchant, customerId);
          const charged = charges(own, customerId).length;

          const previewed = await previewSwitch(merchant, wanted);
          const state = await digest(own.db);
          if (!('quote' in previewed)) {
            // A change whose preview is refused is refused with the same error.
            expect(await switchPlan(merchant, wanted)).toEqual({ ...previewed, __typename: previewed.__typename });
            expect(await digest(own.db)).toEqual(state);
            continue;
          }
          const quote = quoted ? { quote: previewed.quote.token } : {};
          const { invoice, subscription: after } = success(await switchPlan(merchant, { ...wanted, ...quote }));
          changes++;
          await own.app.tick();
          const now = await accountOf(merchant, customerId);

          expectAsPreviewed(previewed, invoice, after, { before: account.balance, now: now.balance });
          expect(charges(own, customerId).slice(charged)).toEqual(
            previewed.amountDue.amount > 0 ? [['SUCCEEDED', previewed.amountDue.amount]] : [],
          );
        }
      }),
      { numRuns: 40 },
    );
    expect(changes).toBeGreaterThan(20);
    await expectBooksToBalance(own);
    await own.close();
  }, 240_000);

  test('the previewed next invoice accounts for a credit note that first reduces the unpaid invoice', async () => {
    const own = await openTestApp({ now: MIDDLE });
    const { merchant, large, small } = await openShop(own);
    const customerId = await makeCustomer(merchant);
    const { subscription } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: large }],
      status: 'ACTIVE',
      anchor: APRIL,
      currentPeriodStart: APRIL,
      currentPeriodEnd: MAY,
      paid: false,
    });
    const input = { subscriptionId: subscription.id, priceId: small, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    const { nextInvoice } = success(await previewSwitch(merchant, input));
    expect(nextInvoice).toMatchObject({ creditApplied: { amount: 0 }, amountDue: { amount: 3000 } });
    success(await switchPlan(merchant, input));
    expect(await accountOf(merchant, customerId)).toMatchObject({
      balance: 0,
      invoices: [{ isCreditNote: true }, { status: 'OPEN', amountDue: { amount: 3000 } }],
    });
    await own.close();
  });

  test('a preview neither writes to the database nor calls the payment provider', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { token: 'tok_visa' });
    await subscriptionOf(portal, subscriptionId);
    const [state, asked] = [await digest(t.db), t.sandbox.payments.size];
    success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    success(await previewQuantity(portal, { subscriptionId, quantity: 4 }));
    expect(await digest(t.db)).toEqual(state);
    expect(t.sandbox.payments.size).toBe(asked);
  });
});

describe('quote', () => {
  test('a switch with a quote is charged exactly as quoted nine minutes later', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    if (t.clock.now() < new Date(MIDDLE)) t.clock.advanceTo(MIDDLE);
    const {
      quote: { token: quote },
      amountDue,
      effectiveAt,
      lines,
    } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large, quantity: 2 }));
    t.clock.advance(9 * 60_000);
    const { invoice } = success(await switchPlan(portal, { subscriptionId, priceId: shop.large, quantity: 2, quote }));
    await t.app.tick();
    expect(amounts(invoice?.lines ?? [])).toEqual(amounts(lines));
    expect(charges(t, customerId).at(-1)).toEqual(['SUCCEEDED', amountDue.amount]);
    const stored = await t.db.prisma.invoiceLine.findFirstOrThrow({
      where: { invoiceId: invoice?.id, kind: 'CHARGE' },
    });
    expect(stored.periodStart?.toISOString()).toBe(effectiveAt);
  });

  test('a quote expires ten minutes after its preview', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    const {
      quote: { token: quote, expiresAt },
    } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    const input = { subscriptionId, priceId: shop.large, quote };
    expect(Date.parse(expiresAt) - t.clock.now().getTime()).toBe(600_000);
    const before = charges(t, customerId);
    t.clock.advance(601_000);
    expect(await switchPlan(portal, input)).toMatchObject({ code: 'QUOTE_EXPIRED', path: ['input', 'quote'] });
    expect(charges(t, customerId)).toEqual(before);
    const again = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    t.clock.advance(599_000);
    success(await switchPlan(portal, { ...input, quote: again.quote.token }));
  });

  test('a quote is valid once, and not after the subscription has changed', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    const {
      quote: { token: quote },
    } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    success(await updateQuantity(portal, { subscriptionId, quantity: 2 }));
    expect(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote })).toMatchObject({
      code: 'QUOTE_EXPIRED',
    });
    const next = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    success(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote: next.quote.token }));
    const before = charges(t, customerId);
    expect(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote: next.quote.token })).toMatchObject({
      code: 'QUOTE_EXPIRED',
    });
    expect(charges(t, customerId)).toEqual(before);
  });

  test('a quote expires if the credit balance grows or shrinks', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    for (const change of [500, -200]) {
      const {
        quote: { token: quote },
      } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
      await grant(customerId, change);
      const before = charges(t, customerId);
      expect(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote })).toMatchObject({
        code: 'QUOTE_EXPIRED',
      });
      expect(charges(t, customerId)).toEqual(before);
    }
    const {
      quote: { token: quote },
      creditApplied,
      amountDue,
    } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    expect(creditApplied.amount).toBe(300);
    success(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote }));
    expect(charges(t, customerId).at(-1)).toEqual(['SUCCEEDED', amountDue.amount]);
    await t.app.tick();
  });

  test('a quote for another subscription or price, or with a forged payload or signature, is refused', async () => {
    const first = await subscribe(t, shop, shop.small);
    const second = await subscribe(t, shop, shop.small);
    const {
      quote: { token: quote },
    } = success(await previewSwitch(first.portal, { subscriptionId: first.subscriptionId, priceId: shop.large }));
    expect(
      await switchPlan(second.portal, { subscriptionId: second.subscriptionId, priceId: shop.large, quote }),
    ).toMatchObject({ code: 'QUOTE_EXPIRED' });
    const input = { subscriptionId: first.subscriptionId, priceId: shop.large };
    expect(await switchPlan(first.portal, { ...input, priceId: shop.free, quote })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'priceId'],
    });
    expect(await switchPlan(first.portal, { ...input, quantity: 2, quote })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'quantity'],
    });
    const [head = '', body = '', signature = ''] = quote.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), amountDue: '1', total: '1' }),
    ).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    for (const wrong of [
      `${head}.${forged}.${signature}`,
      `${none}.${forged}.`,
      `${quote.slice(0, -2)}AA`,
      'x',
      '..',
      first.portal === second.portal ? '' : 'null',
    ])
      expect(await switchPlan(first.portal, { ...input, quote: wrong })).toMatchObject({ code: 'QUOTE_EXPIRED' });
  });

  test('a quote fixes the merchant’s terms, and contradicting arguments are refused', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const { merchant } = shop;
    const terms = { prorationBehavior: 'FULL_DIFFERENCE', chargeTiming: 'PERIOD_END' } as const;
    const input = { subscriptionId, priceId: shop.large };
    const {
      quote: { token: quote },
    } = success(await previewSwitch(merchant, { ...input, ...terms }));
    for (const other of [
      { prorationBehavior: 'NONE' as const },
      { chargeTiming: 'IMMEDIATELY' as const },
      { prorationDate: new Date(t.clock.now().getTime() - 1).toISOString() },
    ])
      expect(await switchPlan(merchant, { ...input, ...other, quote })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', Object.keys(other)[0]],
      });
    const before = charges(t, customerId);
    const { subscription, invoice } = success(await switchPlan(merchant, { ...input, quote }));
    expect(invoice).toBeNull();
    expect(amounts(subscription.pendingLines)).toEqual([['DIFFERENCE', 6000]]);
    expect(charges(t, customerId)).toEqual(before);
  });

  test('a quote preserves its amount when portal terms change, but is refused while plan switching is disabled', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const input = { subscriptionId, priceId: shop.large };
    const {
      quote: { token: quote },
      total,
    } = success(await previewSwitch(portal, input));
    await configure(shop.merchant, { subscriptionProrationBehavior: 'NONE', allowPlanSwitch: false });
    expect(await switchPlan(portal, { ...input, quote })).toMatchObject({ setting: 'allowPlanSwitch' });
    await configure(shop.merchant, { allowPlanSwitch: true });
    expect(success(await switchPlan(portal, { ...input, quote })).invoice?.total).toMatchObject(total);
    await configure(shop.merchant, { subscriptionProrationBehavior: 'PRORATE' });
  });

  test('a quote for a price that was deactivated meanwhile is refused', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const { priceId } = await makePrice(shop.merchant, { amount: 5000 });
    const {
      quote: { token: quote },
    } = success(await previewSwitch(portal, { subscriptionId, priceId }));
    success((await shop.merchant.request(UpdatePriceDocument, { input: { priceId, active: false } })).updatePrice);
    expect(await switchPlan(portal, { subscriptionId, priceId, quote })).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test('a declined card does not consume the quote', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_insufficient_funds');
    const {
      quote: { token: quote },
      amountDue,
    } = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    const input = { subscriptionId, priceId: shop.large, quote };
    expect(await switchPlan(portal, input)).toMatchObject({
      code: 'PAYMENT_DECLINED',
      declineCode: 'insufficient_funds',
    });
    await payWith(shop.merchant, customerId, 'tok_mastercard');
    success(await switchPlan(portal, input));
    await t.app.tick();
    expect(charges(t, customerId).at(-1)).toEqual(['SUCCEEDED', amountDue.amount]);
  });
});

test('the preview states that a payment method is required, and the same quote is charged once there is one', async () => {
  const { customerId, subscriptionId } = await subscribe(t, shop, shop.free, { token: null });
  const query = `query ($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) {
    ... on SubscriptionChangePreview { paymentMethodRequired amountDue { amount } quote { token } } } }`;
  const preview = async (priceId: string, more: object = {}) =>
    (
      await shop.merchant.request<{
        previewSwitchPlan: { paymentMethodRequired: boolean; amountDue: { amount: number }; quote: { token: string } };
      }>(query, { input: { subscriptionId, priceId, ...more } })
    ).previewSwitchPlan;
  const costly = await preview(shop.large);
  expect(costly.amountDue.amount).toBeGreaterThan(0);
  expect(costly.paymentMethodRequired).toBe(true);
  // Nothing is charged immediately.
  expect((await preview(shop.large, { chargeTiming: 'PERIOD_END' })).paymentMethodRequired).toBe(false);
  const change = () => switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, quote: costly.quote.token });
  expect(await change()).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
  await payWith(shop.merchant, customerId, 'tok_visa');
  expect((await preview(shop.large)).paymentMethodRequired).toBe(false);
  expect(success(await change()).invoice?.amountPaid.amount).toBe(costly.amountDue.amount);
});

test('credit beyond the limit is refused with the limit', async () => {
  const customerId = await makeCustomer(shop.merchant);
  const { adjustCredit } = await grant(customerId, 1_000_000_000_001);
  expect(adjustCredit).toMatchObject({ code: 'VALIDATION_FAILED', message: 'Must be at most 1,000,000,000,000.' });
});
