/** Switching plan and quantity: the billing of each setting, the time of settlement, and refusals. */
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
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
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
/** Lines, their total now (zero for pending lines), and the charge of the next renewal. */
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

describe('plan switch in the middle of the period', () => {
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

  /** A customer's downgrade is never credited in full whatever time was used: see fair-changes.test.ts. */
  const cellsOf = (caller: string) =>
    CELLS.filter(([behavior, , way]) => caller === 'merchant' || behavior !== 'FULL_DIFFERENCE' || way === 'up');
  for (const caller of ['customer', 'merchant'] as const)
    test.each(cellsOf(caller))(
      `switching with %s, %s, %s by a ${caller} bills exactly its preview and renews at the new price`,
      async (behavior, timing, way, lines, now, renewal) => {
        const { customerId, subscriptionId, portal } = subscribed.get([caller, behavior, timing, way].join()) ?? fail();
        // A merchant's arguments override the portal's settings; customers have no arguments.
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
          nextInvoice: { billsAt: MAY, amountDue: { amount: renewal } },
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
        expect(charges(t, customerId).slice(before.length)).toEqual(now > 0 ? [['SUCCEEDED', now]] : []);
        expect(balance).toBe(now < 0 ? -now : 0);
      },
    );
});

const fail = (): never => {
  throw new Error('The subscription was not prepared.');
};

describe('terms of a plan switch', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test('a proration date sets the instant of the proration, and is refused outside the period, in the future or before the last change', async () => {
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
    // At the instant of the last change, switching back nets to zero.
    const back = success(await switchPlan(shop.merchant, at('2026-04-11T00:00:00.000Z', shop.small)));
    expect(back.invoice?.total.amount).toBe(-4000);
  });

  test('a proration date before the last change with FULL_DIFFERENCE was billed is refused', async () => {
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

  test('customers cannot choose the terms of a switch', async () => {
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

describe('plan switch to another interval', () => {
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
    'switching from monthly to yearly with %s starts a new cycle and bills the year at once, even with PERIOD_END timing',
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
        ['SUCCEEDED', 3000],
        ['SUCCEEDED', total],
      ]);

      // Back at the same instant: a month is billed, and the year is credited unless the behavior is NONE.
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

  test('pending lines are settled by the invoice of the new cycle', async () => {
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

  test('switching from one year to twelve months does not start a new cycle', async () => {
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

  test('an item of a subscription with several items cannot switch to another interval', async () => {
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

describe('plan switch of trials, free plans, quantities, items and currencies', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test('a switch in a trial bills nothing, and the first invoice after the trial has the new price and interval', async () => {
    const trialEnd = '2026-04-15T00:00:00.000Z';
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small, { trialEnd });
    const preview = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
    expect(preview).toMatchObject({
      lines: [],
      total: { amount: 0 },
      nextInvoice: {
        billsAt: trialEnd,
        periodStart: trialEnd,
        periodEnd: '2027-04-15T00:00:00.000Z',
        amountDue: { amount: 36000 },
      },
    });
    const { subscription, invoice } = success(
      await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: preview.quote.token }),
    );
    expect(invoice).toBeNull();
    expect(subscription).toMatchObject({ status: 'TRIALING', currentPeriodEnd: trialEnd });
    const back = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    expect(back.nextInvoice).toMatchObject({ periodEnd: '2026-05-15T00:00:00.000Z', amountDue: { amount: 9000 } });
    expect(charges(t, customerId)).toEqual([]);
  });

  test('switching from free to paid charges the time left, and from paid to free credits it', async () => {
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

  test('a higher quantity is charged and a lower one credited, based on the billed amounts', async () => {
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

  test('a switch of a subscription with several items needs an itemId and leaves the other items unchanged', async () => {
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

  test('a credit for one item is settled at once while a charge for another item is pending', async () => {
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

  test('a credit for a pending charge never becomes credit balance', async () => {
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
  ])('a switch in %s is billed in the minor unit of that currency', async (currency, cheap, dear, total) => {
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

describe('plan switch with a coupon', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test.each([
    // 25 % off both prices. Half of April is left.
    ['percent, once', { basisPointsOff: 2500, duration: 'ONCE' }, -1125, 3375, 9000],
    ['percent, unlimited', { basisPointsOff: 2500, duration: 'FOREVER' }, -1125, 3375, 6750],
    ['percent, two months', { basisPointsOff: 2500, duration: 'REPEATING', durationMonths: 2 }, -1125, 3375, 6750],
    ['percent, one month', { basisPointsOff: 2500, duration: 'REPEATING', durationMonths: 1 }, -1125, 3375, 9000],
    // 10.00 off both.
    ['amount, once', { amountOff: { amount: 1000, currency: 'EUR' }, duration: 'ONCE' }, -1000, 4000, 9000],
    ['amount, unlimited', { amountOff: { amount: 1000, currency: 'EUR' }, duration: 'FOREVER' }, -1000, 4000, 8000],
    ['more than the price', { amountOff: { amount: 5000, currency: 'EUR' }, duration: 'FOREVER' }, 0, 2000, 4000],
    ['100 percent', { basisPointsOff: 10_000, duration: 'FOREVER' }, 0, 0, 0],
  ] as const)(
    'a switch prorates the discounted full prices with a coupon of: %s',
    async (_name, terms, credit, charge, renewal) => {
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
        await switchPlan(portal, { subscriptionId, priceId: shop.large, quote: preview.quote.token }),
      );
      expect(amounts(invoice?.lines ?? [])).toEqual(lines);
      await own.app.tick();
      await expectBooksToBalance(own);
      await own.close();
    },
  );

  test('a coupon for one product discounts only that product, before and after the switch', async () => {
    const couponId = await makeCoupon(shop.merchant, {
      basisPointsOff: 5000,
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

  test('FULL_DIFFERENCE bills the difference of the discounted prices', async () => {
    const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 3333, duration: 'FOREVER' });
    const { subscriptionId } = await subscribe(t, shop, shop.small, { couponId });
    const preview = success(
      await previewSwitch(shop.merchant, {
        subscriptionId,
        priceId: shop.large,
        prorationBehavior: 'FULL_DIFFERENCE',
      }),
    );
    // 6000.3 − 2000.1, each rounded as billed.
    expect(preview.total.amount).toBe(6000 - 2000);
  });
});

describe('refused plan switches', () => {
  let shop: Shop;
  beforeAll(async () => {
    await open();
    shop = await openShop(t);
  });
  afterAll(close, 60_000);

  test('a switch to another currency, an inactive or unchanged price, or a price that the portal does not offer is refused', async () => {
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
    // The portal's offer does not restrict merchants.
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.large }));
    await configure(merchant, { subscriptionProductIds: [] });
  });

  test('a disabled portal setting refuses its operation and is named, and a disabled section refuses both operations', async () => {
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

  test.each(['PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'] as const)(
    'switching the plan of a subscription in status %s is a conflict',
    async (status) => {
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
    },
  );

  test('amounts above the maximum of an invoice are refused in updateQuantity and createSubscription', async () => {
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

  test('a trial end in the past or after more than three years is refused', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    for (const trialEnd of ['2999-12-31T23:59:59.999Z', '2026-03-31T00:00:00.000Z']) {
      const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
        input: { customerId, items: [{ priceId: shop.small }], trialEnd },
      });
      expect(createSubscription).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'trialEnd'] });
    }
  });

  test('switching and previewing conflict after the period end until the renewal has run', async () => {
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
