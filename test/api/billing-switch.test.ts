/** Switching plan and quantity (BILLING §4): what each setting bills, when it is settled, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
  visitor,
} from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';
import {
  type ChargeTiming,
  CreatePriceDocument,
  CreateSubscriptionDocument,
  type ProrationBehavior,
  UpdatePriceDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
const open = async (now = APRIL) => {
  t = await openTestApp({ now });
};
const close = async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
};

type Cell = [ProrationBehavior, ChargeTiming, 'up' | 'down', [string, number][], number, number];
/** Lines, what they come to now (what waits comes to nothing now), and what the next renewal charges. */
const CELLS: Cell[] = [
  ['NONE', 'IMMEDIATELY', 'up', [], 0, 9000],
  ['NONE', 'PERIOD_END', 'up', [], 0, 9000],
  [
    'PRORATE',
    'IMMEDIATELY',
    'up',
    [
      ['CREDIT', -1500],
      ['CHARGE', 4500],
    ],
    3000,
    9000,
  ],
  [
    'PRORATE',
    'PERIOD_END',
    'up',
    [
      ['CREDIT', -1500],
      ['CHARGE', 4500],
    ],
    0,
    12000,
  ],
  ['FULL_DIFFERENCE', 'IMMEDIATELY', 'up', [['DIFFERENCE', 6000]], 6000, 9000],
  ['FULL_DIFFERENCE', 'PERIOD_END', 'up', [['DIFFERENCE', 6000]], 0, 15000],
  ['NONE', 'IMMEDIATELY', 'down', [], 0, 3000],
  ['NONE', 'PERIOD_END', 'down', [], 0, 3000],
  [
    'PRORATE',
    'IMMEDIATELY',
    'down',
    [
      ['CREDIT', -4500],
      ['CHARGE', 1500],
    ],
    -3000,
    0,
  ],
  [
    'PRORATE',
    'PERIOD_END',
    'down',
    [
      ['CREDIT', -4500],
      ['CHARGE', 1500],
    ],
    0,
    0,
  ],
  ['FULL_DIFFERENCE', 'IMMEDIATELY', 'down', [['DIFFERENCE', -6000]], -6000, 0],
  ['FULL_DIFFERENCE', 'PERIOD_END', 'down', [['DIFFERENCE', -6000]], 0, 0],
];

describe('a switch in the middle of the period, same interval', () => {
  let shop: Shop;
  const subscribed = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
    for (const caller of ['customer', 'merchant'])
      for (const [behavior, timing, way] of CELLS)
        subscribed.set(
          [caller, behavior, timing, way].join(),
          await subscribe(t, shop, way === 'up' ? shop.small : shop.large),
        );
    t.clock.advanceTo(MIDDLE);
  }, 120_000);
  afterAll(close, 60_000);

  for (const caller of ['customer', 'merchant'] as const)
    test.each(CELLS)(
      `%s, %s, %s, by a ${caller}: bills what §4 says and renews at the new price`,
      async (behavior, timing, way, lines, now, renewal) => {
        const { customerId, subscriptionId, portal } = subscribed.get([caller, behavior, timing, way].join()) ?? fail();
        // A merchant's arguments win over the portal's settings; customers have no arguments.
        await configure(shop.merchant, {
          subscriptionProrationBehavior: caller === 'customer' ? behavior : 'NONE',
          subscriptionChargeTiming: caller === 'customer' ? timing : 'IMMEDIATELY',
        });
        const client = caller === 'customer' ? portal : shop.merchant;
        const priceId = way === 'up' ? shop.large : shop.small;
        const terms = caller === 'merchant' ? { prorationBehavior: behavior, chargeTiming: timing } : {};
        const input = { subscriptionId, priceId, ...terms };

        const preview = success(await previewSwitch(client, input));
        expect(amounts(preview.lines)).toEqual(lines);
        expect(preview).toMatchObject({
          effectiveAt: MIDDLE,
          prorationBehavior: behavior,
          chargeTiming: timing,
          settledNow: now !== 0,
          total: { amount: now },
          amountDue: { amount: Math.max(0, now) },
          nextInvoice: { at: MAY, amountDue: { amount: renewal } },
        });

        const before = charges(t, customerId);
        const { subscription, invoice } = success(await switchPlan(client, input));
        expect(subscription.items).toMatchObject([{ price: { id: priceId }, quantity: 1 }]);
        expect(subscription).toMatchObject({ currentPeriodStart: APRIL, currentPeriodEnd: MAY });
        await t.app.tick();
        const { balance } = await accountOf(shop.merchant, customerId);
        if (now === 0) {
          expect(invoice).toBeNull();
          expect(amounts(subscription.pendingLines)).toEqual(lines);
        } else {
          expect(subscription.pendingLines).toEqual([]);
          expect(amounts(invoice?.lines ?? [])).toEqual(lines);
          expect(invoice).toMatchObject({ status: 'PAID', total: { amount: now }, isCreditNote: now < 0 });
        }
        expect(charges(t, customerId).slice(before.length)).toEqual(now > 0 ? [['captured', now]] : []);
        expect(balance).toBe(now < 0 ? -now : 0);
      },
    );
});

const fail = (): never => {
  throw new Error('It was not prepared.');
};

describe('what a merchant chooses', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test('a proration date inside the period decides the instant; outside it, in the future, or before the last change it is refused', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small);
    t.clock.advanceTo(MIDDLE);
    const at = (prorationDate: string, priceId = shop.large) => ({
      subscriptionId,
      priceId,
      prorationBehavior: 'PRORATE' as const,
      chargeTiming: 'IMMEDIATELY' as const,
      prorationDate,
    });
    for (const prorationDate of ['2026-03-31T23:59:59.999Z', MAY, '2026-04-16T00:00:00.001Z', '2026-04-29T00:00:00Z'])
      expect(await switchPlan(shop.merchant, at(prorationDate))).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', 'prorationDate'],
      });
    const { invoice } = success(await switchPlan(shop.merchant, at('2026-04-11T00:00:00.000Z')));
    expect(amounts(invoice?.lines ?? [])).toEqual([
      ['CREDIT', -2000],
      ['CHARGE', 6000],
    ]);
    expect(await switchPlan(shop.merchant, at('2026-04-10T23:59:59.999Z', shop.small))).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'prorationDate'],
      message: 'Must not lie before the last change of the item.',
    });
    // At the very instant of the last change it is the way back, which nets to zero.
    const back = success(await switchPlan(shop.merchant, at('2026-04-11T00:00:00.000Z', shop.small)));
    expect(back.invoice?.total.amount).toBe(-4000);
  });

  test('a proration date before a full difference was billed is refused too', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small);
    const [date, ...later] = ['2026-04-20T00:00:00.000Z', '2026-04-22T00:00:00.000Z', '2026-04-24T00:00:00.000Z'];
    t.clock.advanceTo(later[0] ?? '');
    const terms = { subscriptionId, prorationBehavior: 'FULL_DIFFERENCE', chargeTiming: 'IMMEDIATELY' } as const;
    success(await switchPlan(shop.merchant, { ...terms, priceId: shop.large }));
    t.clock.advanceTo(later[1] ?? '');
    expect(await switchPlan(shop.merchant, { ...terms, priceId: shop.small, prorationDate: date })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'prorationDate'],
    });
  });

  test('customers cannot choose the terms', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    for (const extra of [
      { prorationBehavior: 'NONE' as const },
      { chargeTiming: 'PERIOD_END' as const },
      { prorationDate: APRIL },
    ])
      expect(await switchPlan(portal, { subscriptionId, priceId: shop.large, ...extra })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', Object.keys(extra)[0]],
      });
  });
});

describe('another interval', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test.each([
    ['NONE', [['PERIOD', 36000]], 36000],
    [
      'PRORATE',
      [
        ['CREDIT', -1500],
        ['PERIOD', 36000],
      ],
      34500,
    ],
    [
      'FULL_DIFFERENCE',
      [
        ['CREDIT', -3000],
        ['PERIOD', 36000],
      ],
      33000,
    ],
  ] as const)(
    'monthly to yearly with %s begins a new cycle now and bills the year at once, even at period end',
    async (prorationBehavior, lines, total) => {
      const own = await openTestApp({ now: APRIL });
      const shop = await openShop(own);
      const { subscriptionId, customerId } = await subscribe(own, shop, shop.small);
      own.clock.advanceTo(MIDDLE);
      const terms = { subscriptionId, prorationBehavior, chargeTiming: 'PERIOD_END' } as const;
      const { subscription, invoice } = success(await switchPlan(shop.merchant, { ...terms, priceId: shop.yearly }));
      expect(subscription).toMatchObject({ currentPeriodStart: MIDDLE, currentPeriodEnd: '2027-04-16T00:00:00.000Z' });
      expect(amounts(invoice?.lines ?? [])).toEqual(lines);
      expect(invoice?.total.amount).toBe(total);
      await own.app.tick();
      expect(charges(own, customerId)).toEqual([
        ['captured', 3000],
        ['captured', total],
      ]);

      // And back at the same instant: what was paid for the year comes back, a month is billed.
      const back = success(await switchPlan(shop.merchant, { ...terms, priceId: shop.small }));
      expect(back.subscription).toMatchObject({
        currentPeriodStart: MIDDLE,
        currentPeriodEnd: '2026-05-16T00:00:00.000Z',
      });
      expect(back.invoice?.total.amount).toBe(prorationBehavior === 'NONE' ? 3000 : -33000);
      await own.app.tick();
      await expectBooksToBalance(own);
      await own.close();
    },
  );

  test('what waited is settled with the new cycle', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small);
    t.clock.advanceTo(MIDDLE);
    const waiting = success(
      await switchPlan(shop.merchant, {
        subscriptionId,
        priceId: shop.large,
        prorationBehavior: 'PRORATE',
        chargeTiming: 'PERIOD_END',
      }),
    );
    expect(waiting.invoice).toBeNull();
    const { subscription, invoice } = success(
      await switchPlan(shop.merchant, {
        subscriptionId,
        priceId: shop.yearly,
        prorationBehavior: 'PRORATE',
        chargeTiming: 'PERIOD_END',
      }),
    );
    expect(subscription.pendingLines).toEqual([]);
    expect(amounts(invoice?.lines ?? [])).toEqual([
      ['CREDIT', -1500],
      ['CHARGE', 4500],
      ['CREDIT', -4500],
      ['PERIOD', 36000],
    ]);
    expect(invoice?.total.amount).toBe(34500);
  });

  test('twelve months are a year: no new cycle', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.yearly);
    const { merchant, productIds } = shop;
    const { createPrice } = await merchant.request(CreatePriceDocument, {
      input: {
        productId: productIds.large,
        unitAmount: { amount: 72000, currency: 'EUR' },
        interval: 'MONTH',
        intervalCount: 12,
      },
    });
    const before = await subscriptionOf(merchant, subscriptionId);
    const { subscription } = success(
      await switchPlan(merchant, { subscriptionId, priceId: success(createPrice).price.id }),
    );
    expect(subscription.currentPeriodEnd).toBe(before.currentPeriodEnd);
  });

  test('a subscription of several items keeps its interval', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.small }, { priceId: shop.large }] },
    });
    const { subscription } = success(createSubscription);
    expect(
      await switchPlan(merchant, {
        subscriptionId: subscription.id,
        itemId: subscription.items[0]?.id,
        priceId: shop.yearly,
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'priceId'] });
  });
});

describe('trials, free plans, quantities, items, currencies', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test('in a trial a switch bills nothing, keeps the end of the trial, and the first invoice is of the new price and interval', async () => {
    const trialEnd = '2026-04-15T00:00:00.000Z';
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small, { trialEnd });
    const preview = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
    expect(preview).toMatchObject({
      lines: [],
      total: { amount: 0 },
      nextInvoice: {
        at: trialEnd,
        periodStart: trialEnd,
        periodEnd: '2027-04-15T00:00:00.000Z',
        amountDue: { amount: 36000 },
      },
    });
    const { subscription, invoice } = success(
      await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: preview.quote }),
    );
    expect(invoice).toBeNull();
    expect(subscription).toMatchObject({ status: 'TRIALING', currentPeriodEnd: trialEnd });
    const back = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    expect(back.nextInvoice).toMatchObject({ periodEnd: '2026-05-15T00:00:00.000Z', amountDue: { amount: 9000 } });
    expect(charges(t, customerId)).toEqual([]);
  });

  test('free to paid charges the time left and paid to free credits it; free needs no payment method', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.free, { token: null });
    t.clock.advanceTo(MIDDLE);
    const input = { subscriptionId, prorationBehavior: 'PRORATE', chargeTiming: 'IMMEDIATELY' } as const;
    expect(await switchPlan(shop.merchant, { ...input, priceId: shop.small })).toMatchObject({
      code: 'PAYMENT_METHOD_REQUIRED',
    });
    const { merchant } = shop;
    await payWith(merchant, customerId, 'tok_visa');
    expect(success(await switchPlan(merchant, { ...input, priceId: shop.small })).invoice).toMatchObject({
      total: { amount: 1500 },
      lines: [{ kind: 'CHARGE' }],
    });
    expect(success(await switchPlan(merchant, { ...input, priceId: shop.free })).invoice).toMatchObject({
      total: { amount: -1500 },
      lines: [{ kind: 'CREDIT' }],
    });
    expect((await accountOf(merchant, customerId)).balance).toBe(1500);
  });

  test('quantity up is charged and quantity down credited, by what was billed', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small, { quantity: 2 });
    const at = await subscriptionOf(portal, subscriptionId);
    t.clock.advanceTo(new Date((Date.parse(at.currentPeriodStart) + Date.parse(at.currentPeriodEnd)) / 2));
    expect(success(await updateQuantity(portal, { subscriptionId, quantity: 5 })).invoice?.total.amount).toBe(4500);
    const { subscription, invoice } = success(await updateQuantity(portal, { subscriptionId, quantity: 1 }));
    expect(subscription.items).toMatchObject([{ quantity: 1 }]);
    expect(invoice?.total.amount).toBe(-6000);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(6000);
    for (const quantity of [0, -1, 1_000_001])
      expect(await updateQuantity(portal, { subscriptionId, quantity })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', 'quantity'],
      });
  });

  test('of several items the caller names one, and the others stay as they are', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.small }, { priceId: shop.small, quantity: 3 }] },
    });
    const {
      id: subscriptionId,
      items,
      currentPeriodStart,
      currentPeriodEnd,
    } = success(createSubscription).subscription;
    t.clock.advanceTo(new Date((Date.parse(currentPeriodStart) + Date.parse(currentPeriodEnd)) / 2));
    const terms = { subscriptionId, prorationBehavior: 'PRORATE', chargeTiming: 'IMMEDIATELY' } as const;
    expect(await switchPlan(merchant, { ...terms, priceId: shop.large })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'itemId'],
    });
    expect(await switchPlan(merchant, { ...terms, itemId: 'si_none', priceId: shop.large })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'itemId'],
    });
    const { subscription, invoice } = success(
      await switchPlan(merchant, { ...terms, itemId: items[1]?.id, priceId: shop.large }),
    );
    expect(subscription.items).toMatchObject([
      { price: { id: shop.small }, quantity: 1 },
      { price: { id: shop.large }, quantity: 3 },
    ]);
    expect(amounts(invoice?.lines ?? [])).toEqual([
      ['CREDIT', -4500],
      ['CHARGE', 13500],
    ]);
  });

  test('a credit for one item is settled at once although a charge for another item waits', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.small }, { priceId: shop.large }] },
    });
    const { id: subscriptionId, items } = success(createSubscription).subscription;
    const terms = { subscriptionId, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    const [first, second] = items.map(({ id }) => id);
    success(await switchPlan(merchant, { ...terms, chargeTiming: 'PERIOD_END', itemId: first, priceId: shop.large }));
    const { subscription, invoice } = success(
      await switchPlan(merchant, { ...terms, chargeTiming: 'IMMEDIATELY', itemId: second, priceId: shop.small }),
    );
    expect(invoice?.total.amount).toBe(-6000);
    expect(amounts(subscription.pendingLines)).toEqual([['DIFFERENCE', 6000]]);
    expect((await accountOf(merchant, customerId)).balance).toBe(6000);
  });

  test('a credit for a charge that itself waits never becomes money', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const terms = { subscriptionId, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    const { merchant } = shop;
    success(await switchPlan(merchant, { ...terms, chargeTiming: 'PERIOD_END', priceId: shop.large }));
    const down = success(await switchPlan(merchant, { ...terms, chargeTiming: 'IMMEDIATELY', priceId: shop.small }));
    expect(down.subscription.pendingLines).toEqual([]);
    expect(down.invoice?.total.amount).toBe(0);
    success(await switchPlan(merchant, { ...terms, chargeTiming: 'PERIOD_END', priceId: shop.large }));
    const partly = await makePrice(merchant, { amount: 4000 });
    const waits = success(
      await switchPlan(merchant, { ...terms, chargeTiming: 'IMMEDIATELY', priceId: partly.priceId }),
    );
    expect(waits.invoice).toBeNull();
    expect(amounts(waits.subscription.pendingLines)).toEqual([
      ['DIFFERENCE', 6000],
      ['DIFFERENCE', -5000],
    ]);
    expect((await accountOf(merchant, customerId)).balance).toBe(0);
  });

  test.each([
    ['JPY', 1000, 2001, 501],
    ['KWD', 1005, 10_500, 4747],
  ])('%s is billed in its own minor unit', async (currency, cheap, dear, total) => {
    const own = await openTestApp({ now: APRIL });
    const { merchant } = await openShop(own);
    const from = await makePrice(merchant, { amount: cheap, currency });
    const to = await makePrice(merchant, { amount: dear, currency });
    const { subscriptionId, customerId } = await subscribe(own, { merchant }, from.priceId);
    own.clock.advanceTo(MIDDLE);
    const { invoice } = success(await switchPlan(merchant, { subscriptionId, priceId: to.priceId }));
    // Half of each, every line rounded once: 2001/2 → 1001, 1005/2 → −503.
    expect(invoice).toMatchObject({
      total: { amount: total, currency },
      lines: [{ amount: { amount: -Math.round(cheap / 2) } }, { amount: { amount: Math.round(dear / 2) } }],
    });
    await own.app.tick();
    expect(charges(own, customerId)).toHaveLength(2);
    await expectBooksToBalance(own);
    await own.close();
  });
});

describe('with a coupon', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test.each([
    // A share: 25 % off both prices. Half of April is left.
    ['percent, once', { percentOffBasisPoints: 2500, duration: 'ONCE' }, -1125, 3375, 9000],
    ['percent, for ever', { percentOffBasisPoints: 2500, duration: 'FOREVER' }, -1125, 3375, 6750],
    [
      'percent, two months',
      { percentOffBasisPoints: 2500, duration: 'REPEATING', durationMonths: 2 },
      -1125,
      3375,
      6750,
    ],
    [
      'percent, one month',
      { percentOffBasisPoints: 2500, duration: 'REPEATING', durationMonths: 1 },
      -1125,
      3375,
      9000,
    ],
    // An amount: 10.00 off both.
    ['amount, once', { amountOff: { amount: 1000, currency: 'EUR' }, duration: 'ONCE' }, -1000, 4000, 9000],
    ['amount, for ever', { amountOff: { amount: 1000, currency: 'EUR' }, duration: 'FOREVER' }, -1000, 4000, 8000],
    ['more than the price', { amountOff: { amount: 5000, currency: 'EUR' }, duration: 'FOREVER' }, 0, 2000, 4000],
    ['everything', { percentOffBasisPoints: 10_000, duration: 'FOREVER' }, 0, 0, 0],
  ] as const)('%s: the discounted full prices are prorated', async (_name, terms, credit, charge, renewal) => {
    const own = await openTestApp({ now: APRIL });
    const shop = await openShop(own);
    const couponId = await makeCoupon(shop.merchant, terms);
    const { subscriptionId, portal } = await subscribe(own, shop, shop.small, { couponId });
    own.clock.advanceTo(MIDDLE);
    const preview = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    const lines = [
      ['CREDIT', credit],
      ['CHARGE', charge],
    ].filter(([, amount]) => amount !== 0);
    expect(amounts(preview.lines)).toEqual(lines);
    expect(preview.nextInvoice?.amountDue.amount).toBe(renewal);
    const { invoice } = success(
      await switchPlan(portal, { subscriptionId, priceId: shop.large, quote: preview.quote }),
    );
    expect(amounts(invoice?.lines ?? [])).toEqual(lines);
    await own.app.tick();
    await expectBooksToBalance(own);
    await own.close();
  });

  test('a coupon for one product reduces that product alone, before and after the switch', async () => {
    const couponId = await makeCoupon(shop.merchant, {
      percentOffBasisPoints: 5000,
      duration: 'FOREVER',
      productIds: [shop.productIds.large],
    });
    const { subscriptionId, portal, invoice } = await subscribe(t, shop, shop.small, { couponId });
    expect(invoice?.total.amount).toBe(3000);
    t.clock.advanceTo(MIDDLE);
    const preview = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    expect(amounts(preview.lines)).toEqual([
      ['CREDIT', -1500],
      ['CHARGE', 2250],
    ]);
    expect(preview.nextInvoice?.amountDue.amount).toBe(4500);
  });

  test('a full difference is between the discounted prices', async () => {
    const couponId = await makeCoupon(shop.merchant, { percentOffBasisPoints: 3333, duration: 'FOREVER' });
    const { subscriptionId } = await subscribe(t, shop, shop.small, { couponId });
    const preview = success(
      await previewSwitch(shop.merchant, {
        subscriptionId,
        priceId: shop.large,
        prorationBehavior: 'FULL_DIFFERENCE',
      }),
    );
    // 6000.3 − 2000.1, each rounded as it was billed.
    expect(preview.total.amount).toBe(6000 - 2000);
  });
});

describe('refused, with nothing changed', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test('another currency, an inactive price, the same price and quantity, and what the portal does not offer', async () => {
    const { merchant } = shop;
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const dollars = await makePrice(merchant, { amount: 100, currency: 'USD' });
    const retired = await makePrice(merchant, { amount: 100 });
    success(
      (await merchant.request(UpdatePriceDocument, { input: { priceId: retired.priceId, active: false } })).updatePrice,
    );
    const foreign = await openShop(t);
    const before = await subscriptionOf(merchant, subscriptionId);
    for (const [priceId, code] of [
      [dollars.priceId, 'VALIDATION_FAILED'],
      [retired.priceId, 'VALIDATION_FAILED'],
      [shop.small, 'VALIDATION_FAILED'],
      [foreign.large, 'NOT_FOUND'],
      ['price_none', 'NOT_FOUND'],
    ] as const)
      for (const client of [portal, merchant]) {
        const refused = { code, path: ['input', 'priceId'] };
        expect(await switchPlan(client, { subscriptionId, priceId })).toMatchObject(refused);
        expect(await previewSwitch(client, { subscriptionId, priceId })).toMatchObject(refused);
      }
    expect(await updateQuantity(portal, { subscriptionId, quantity: 1 })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'quantity'],
    });

    await configure(merchant, { subscriptionProductIds: [shop.productIds.small] });
    expect(await switchPlan(portal, { subscriptionId, priceId: shop.large })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'priceId'],
    });
    expect(await subscriptionOf(merchant, subscriptionId)).toEqual(before);
    // The merchant is not bound by what its portal offers.
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.large }));
    await configure(merchant, { subscriptionProductIds: [] });
  });

  test('each switch that is off refuses its own operation by name, and the section refuses both', async () => {
    const { merchant } = shop;
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    await configure(merchant, { allowPlanSwitch: false });
    const both = { subscriptionId, priceId: shop.large, quantity: 2 };
    expect(await switchPlan(portal, { subscriptionId, priceId: shop.large })).toMatchObject({
      setting: 'allowPlanSwitch',
    });
    await configure(merchant, { allowPlanSwitch: true, allowQuantityUpdates: false });
    expect(await updateQuantity(portal, { subscriptionId, quantity: 2 })).toMatchObject({
      setting: 'allowQuantityUpdates',
    });
    // A switch of plan cannot carry a quantity through.
    expect(await switchPlan(portal, both)).toMatchObject({ setting: 'allowQuantityUpdates' });
    await configure(merchant, { subscriptionsEnabled: false });
    for (const answer of [
      await switchPlan(portal, both),
      await updateQuantity(portal, { subscriptionId, quantity: 2 }),
    ])
      expect(answer).toMatchObject({ code: 'PORTAL_FEATURE_DISABLED', setting: 'subscriptionsEnabled' });
    await configure(merchant, { subscriptionsEnabled: true, allowQuantityUpdates: true });
  });

  test.each(['PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'] as const)('a subscription that is %s', async (status) => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { subscription } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: shop.small }],
      status,
      anchor: APRIL,
      currentPeriodStart: APRIL,
      currentPeriodEnd: MAY,
    });
    const portal = visitor(t, merchant, customerId);
    for (const client of [portal, merchant])
      expect(await switchPlan(client, { subscriptionId: subscription.id, priceId: shop.large })).toMatchObject({
        code: 'CONFLICT',
      });
  });

  test('amounts that no invoice could hold, at every door', async () => {
    const { merchant } = shop;
    const { priceId } = await makePrice(merchant, { amount: 1_000_000_000_000 });
    const { subscriptionId, customerId } = await subscribe(t, shop, priceId);
    expect(await updateQuantity(merchant, { subscriptionId, quantity: 1_000_000 })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'quantity'],
    });
    const items = Array.from({ length: 20 }, () => ({ priceId, quantity: 1_000_000 }));
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, { input: { customerId, items } });
    expect(createSubscription).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'items'] });
  });

  test('a trial that would end after the calendars do', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    for (const trialEnd of ['9999-12-31T23:59:59.999Z', '2026-03-31T00:00:00.000Z']) {
      const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
        input: { customerId, items: [{ priceId: shop.small }], trialEnd },
      });
      expect(createSubscription).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'trialEnd'] });
    }
  });

  test('when the period is over and the renewal has not come yet', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { subscription } = await makeSubscription(merchant, customerId, shop.small);
    t.clock.advanceTo(subscription.currentPeriodEnd);
    for (const answer of [
      await switchPlan(merchant, { subscriptionId: subscription.id, priceId: shop.large }),
      await previewSwitch(merchant, { subscriptionId: subscription.id, priceId: shop.large }),
      await updateQuantity(merchant, { subscriptionId: subscription.id, quantity: 2 }),
    ])
      expect(answer).toMatchObject({ code: 'CONFLICT' });
  });
});
