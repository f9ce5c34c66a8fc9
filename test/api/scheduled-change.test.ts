/** Changes scheduled for the end of the period: upgrades now, downgrades later. All dates are in 2026; April has 30 days. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  cancel,
  charges,
  configure,
  expectBooksToBalance,
  MAY,
  MIDDLE,
  makeCoupon,
  openShop,
  payWith,
  previewQuantity,
  previewSwitch,
  type Shop,
  subscribe,
  switchPlan,
  updateQuantity,
  visitor,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { billedTo, cancelScheduled, standingOf, toldOf, uncancel, until, upcomingOf } from '../support/changes.ts';
import { CreateSubscriptionDocument, UpdatePriceDocument } from '../support/graphql/graphql.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t, { downgradeEffective: 'PERIOD_END' });
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

/** A subscription with two items, one large and two small. */
async function wide() {
  const customerId = await makeCustomer(shop.merchant);
  const made = await shop.merchant.request(CreateSubscriptionDocument, {
    input: { customerId, items: [{ priceId: shop.large }, { priceId: shop.small, quantity: 2 }] },
  });
  const { subscription } = success(made.createSubscription);
  const [first = '', second = ''] = subscription.items.map(({ id }) => id);
  return { subscriptionId: subscription.id, first, second, portal: visitor(t, shop.merchant, customerId) };
}

describe('portal settings for upgrades and downgrades', () => {
  test('a downgrade takes effect at the period end and an upgrade is charged now, both exactly as previewed', async () => {
    const { subscriptionId, itemId, customerId, portal } = await subscribe(t, shop, shop.large);
    await until(t, MIDDLE);
    const shown = success(await previewSwitch(portal, { subscriptionId, priceId: shop.small }));
    expect(shown).toMatchObject({
      direction: 'DOWNGRADE',
      effective: 'PERIOD_END',
      effectiveAt: MAY,
      settledNow: false,
      lines: [],
      total: { amount: 0 },
      amountDue: { amount: 0 },
      nextInvoice: { billsAt: MAY, periodStart: MAY, total: { amount: 3000 }, amountDue: { amount: 3000 } },
    });
    const { invoice } = success(
      await switchPlan(portal, { subscriptionId, priceId: shop.small, quote: shown.quote.token }),
    );
    expect(invoice).toBeNull();
    const waiting = {
      item: { id: itemId },
      price: { id: shop.small },
      quantity: 1,
      effectiveAt: MAY,
      scheduledBy: 'CUSTOMER',
      scheduledAt: MIDDLE,
    };
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      items: [{ price: { id: shop.large } }],
      scheduledChange: waiting,
      scheduledChanges: [waiting],
      pendingLines: [],
      portalActions: { cancelScheduledChange: { allowed: true } },
    });
    expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ billsAt: MAY, amountDue: { amount: 3000 } });
    await until(t, '2026-04-30T23:59:59.999Z');
    expect((await standingOf(portal, subscriptionId)).items).toMatchObject([{ price: { id: shop.large } }]);

    await until(t, MAY);
    await t.app.tick();
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      items: [{ price: { id: shop.small } }],
      scheduledChange: null,
      scheduledChanges: [],
      currentPeriodStart: MAY,
      portalActions: { cancelScheduledChange: { allowed: false, blockedBy: 'status' } },
    });
    const up = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
    // The whole of May is left: 90.00 − 30.00.
    expect(up).toMatchObject({ direction: 'UPGRADE', effective: 'IMMEDIATELY', amountDue: { amount: 6000 } });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote: up.quote.token }));
    await t.app.tick();
    expect(await billedTo(t, subscriptionId)).toEqual([
      ['2026-04-01', 9000, [9000]],
      ['2026-05-01', 3000, [3000]],
      ['2026-05-01', 6000, [-3000, 9000]],
    ]);
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 9000],
      ['SUCCEEDED', 3000],
      ['SUCCEEDED', 6000],
    ]);
    expect(await toldOf(t, subscriptionId)).toEqual([
      'created',
      'change_scheduled',
      'change_applied',
      'renewed',
      'plan_switched',
    ]);
  });

  test('a null setting falls back to the general one, and a switch of equal value uses the general settings', async () => {
    await configure(shop.merchant, {
      subscriptionProrationBehavior: 'PRORATE',
      subscriptionChargeTiming: 'IMMEDIATELY',
      upgradeProrationBehavior: 'FULL_DIFFERENCE',
      upgradeChargeTiming: 'PERIOD_END',
      upgradeEffective: null,
      downgradeEffective: null,
    });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    await until(t, MIDDLE);
    const terms = async (priceId: string) => {
      const { direction, effective, prorationBehavior, chargeTiming } = success(
        await previewSwitch(portal, { subscriptionId, priceId }),
      );
      return [direction, effective, prorationBehavior, chargeTiming];
    };
    expect(await terms(shop.large)).toEqual(['UPGRADE', 'IMMEDIATELY', 'FULL_DIFFERENCE', 'PERIOD_END']);
    expect(await terms(shop.free)).toEqual(['DOWNGRADE', 'IMMEDIATELY', 'PRORATE', 'IMMEDIATELY']);
    await configure(shop.merchant, {
      upgradeProrationBehavior: null,
      upgradeChargeTiming: null,
      upgradeEffective: 'PERIOD_END',
      downgradeProrationBehavior: 'NONE',
      downgradeChargeTiming: 'PERIOD_END',
      downgradeEffective: 'PERIOD_END',
    });
    // 360.00 a year are 30.00 a month.
    expect(await terms(shop.yearly)).toEqual(['NEUTRAL', 'IMMEDIATELY', 'PRORATE', 'IMMEDIATELY']);
    expect(await terms(shop.large)).toEqual(['UPGRADE', 'PERIOD_END', 'NONE', 'PERIOD_END']);
    await configure(shop.merchant, { downgradeEffective: 'IMMEDIATELY' });
    expect(await terms(shop.free)).toEqual(['DOWNGRADE', 'IMMEDIATELY', 'NONE', 'PERIOD_END']);
  });

  test('a lower quantity is a downgrade and a higher quantity an upgrade', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { quantity: 3 });
    await until(t, MIDDLE);
    success(await updateQuantity(portal, { subscriptionId, quantity: 1 }));
    expect((await standingOf(portal, subscriptionId)).scheduledChange).toMatchObject({
      quantity: 1,
      price: { id: shop.small },
    });
    expect(success(await previewQuantity(portal, { subscriptionId, quantity: 4 }))).toMatchObject({
      effective: 'IMMEDIATELY',
      // Half a period of one unit; the next period is billed at the new quantity.
      amountDue: { amount: 1500 },
      nextInvoice: { amountDue: { amount: 12_000 } },
    });
    await until(t, MAY);
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-05-01', 3000, [3000]]);
  });

  test('the portal settings do not apply to merchants, who choose by arguments that customers cannot use', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    const input = { subscriptionId, priceId: shop.small };
    expect(success(await previewSwitch(shop.merchant, input))).toMatchObject({
      direction: 'DOWNGRADE',
      effective: 'IMMEDIATELY',
    });
    expect(await switchPlan(portal, { ...input, effective: 'IMMEDIATELY' })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'effective'],
    });
    const later = { ...input, effective: 'PERIOD_END' } as const;
    for (const [field, more] of [
      ['prorationBehavior', { prorationBehavior: 'PRORATE' }],
      ['chargeTiming', { chargeTiming: 'IMMEDIATELY' }],
      ['prorationDate', { prorationDate: APRIL }],
    ] as const)
      expect(await switchPlan(shop.merchant, { ...later, ...more })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', field],
      });
    success(await switchPlan(shop.merchant, later));
    expect((await standingOf(portal, subscriptionId)).scheduledChange).toMatchObject({ scheduledBy: 'MERCHANT' });
    const {
      quote: { token: quote },
    } = success(await previewSwitch(shop.merchant, { ...later, priceId: shop.free }));
    expect(
      await switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, quote, effective: 'IMMEDIATELY' }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'effective'] });
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, quote }));
    // The quote is valid once, because the version of the subscription has changed.
    expect(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, quote })).toMatchObject({
      code: 'QUOTE_EXPIRED',
    });
  });
});

describe('scheduled change', () => {
  test('a scheduled change can be canceled by every caller who may make the change', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    expect(await cancelScheduled(portal, { subscriptionId })).toMatchObject({ code: 'CONFLICT' });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    await configure(shop.merchant, { allowPlanSwitch: false });
    expect((await standingOf(portal, subscriptionId)).portalActions.cancelScheduledChange).toEqual({
      allowed: false,
      blockedBy: 'allowPlanSwitch',
    });
    expect(await cancelScheduled(portal, { subscriptionId })).toMatchObject({
      code: 'PORTAL_FEATURE_DISABLED',
      setting: 'allowPlanSwitch',
    });
    // The portal settings do not restrict merchants.
    const { subscription } = success(await cancelScheduled(shop.merchant, { subscriptionId }));
    expect(subscription).toMatchObject({ scheduledChange: null, items: [{ price: { id: shop.large } }] });
    await configure(shop.merchant, { allowPlanSwitch: true });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    success(await cancelScheduled(portal, { subscriptionId }));
    await until(t, MAY);
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-05-01', 9000, [9000]]);
    expect((await toldOf(t, subscriptionId)).filter((type) => type.startsWith('change'))).toEqual([
      ...['change_scheduled', 'change_unscheduled', 'change_scheduled', 'change_unscheduled'],
    ]);
  });

  test('an item has one scheduled change, which a later or an immediate change replaces, and other items are unaffected', async () => {
    const { subscriptionId, first, second, portal } = await wide();
    success(await switchPlan(portal, { subscriptionId, itemId: first, priceId: shop.small }));
    success(await switchPlan(portal, { subscriptionId, itemId: first, priceId: shop.free }));
    success(await updateQuantity(portal, { subscriptionId, itemId: second, quantity: 1 }));
    const waiting = async () =>
      (await standingOf(portal, subscriptionId)).scheduledChanges.map(({ item, price, quantity }) => [
        item.id,
        price.id,
        quantity,
      ]);
    expect(await waiting()).toEqual([
      [first, shop.free, 1],
      [second, shop.small, 1],
    ]);
    expect((await upcomingOf(portal, subscriptionId))?.total.amount).toBe(3000);
    const shown = success(await previewQuantity(portal, { subscriptionId, itemId: first, quantity: 2 }));
    // From now on twice 90.00; the other item still changes to one.
    expect(shown).toMatchObject({ amountDue: { amount: 9000 }, nextInvoice: { total: { amount: 21_000 } } });
    success(await updateQuantity(portal, { subscriptionId, itemId: first, quantity: 2, quote: shown.quote.token }));
    expect(await waiting()).toEqual([[second, shop.small, 1]]);
    const overtaken = await t.db.prisma.event.findMany({
      where: { type: 'subscription.change_unscheduled' },
      orderBy: { id: 'asc' },
    });
    expect(overtaken.map(({ data }) => data)).toEqual([
      { itemId: first, to: { priceId: shop.small, quantity: 1 }, cause: 'replaced' },
      { itemId: first, to: { priceId: shop.free, quantity: 1 }, cause: 'replaced' },
    ]);
    expect(await cancelScheduled(portal, { subscriptionId, itemId: first })).toMatchObject({ code: 'CONFLICT' });
    await until(t, MAY);
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-05-01', 21_000, [18_000, 3000]]);
  });

  test('a cancellation suspends a scheduled change, and undoing the cancellation restores it', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    success(await cancel(portal, { subscriptionId }));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ scheduledChange: { effectiveAt: null } });
    expect(await upcomingOf(portal, subscriptionId)).toBeNull();
    expect(await switchPlan(portal, { subscriptionId, priceId: shop.free })).toMatchObject({ code: 'CONFLICT' });
    success(await uncancel(portal, subscriptionId));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ scheduledChange: { effectiveAt: MAY } });
    success(await cancel(portal, { subscriptionId }));
    await until(t, MAY);
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      status: 'CANCELED',
      scheduledChanges: [],
      items: [{ price: { id: shop.large } }],
    });
    expect(await billedTo(t, subscriptionId)).toHaveLength(1);
    expect((await toldOf(t, subscriptionId)).slice(-2)).toEqual(['change_unscheduled', 'canceled']);
  });

  test('canceling immediately removes the scheduled changes', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.large);
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small, effective: 'PERIOD_END' }));
    success(await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
    expect((await standingOf(shop.merchant, subscriptionId)).scheduledChanges).toEqual([]);
    expect(await cancelScheduled(shop.merchant, { subscriptionId })).toMatchObject({ code: 'CONFLICT' });
  });

  test('a scheduled change to a price that is deactivated later still applies, and the customer can read the price', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    await shop.merchant.request(UpdatePriceDocument, { input: { priceId: shop.small, active: false } });
    const two = `query ($id: ID!) { subscription(id: $id) { scheduledChange { price {
      id product { a: prices(active: true) { id } b: prices { id } } } } } node(id: "${shop.small}") { id } }`;
    expect(await portal.request(two, { id: subscriptionId })).toMatchObject({
      subscription: { scheduledChange: { price: { id: shop.small } } },
      node: { id: shop.small },
    });
    await until(t, MAY);
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-05-01', 3000, [3000]]);
  });

  test('a scheduled change to another interval starts a new cycle at the period end and credits nothing', async () => {
    await until(t, '2026-05-31');
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    await until(t, '2026-06-15');
    const shown = success(await previewSwitch(portal, { subscriptionId, priceId: shop.yearly }));
    expect(shown).toMatchObject({
      direction: 'DOWNGRADE',
      amountDue: { amount: 0 },
      nextInvoice: {
        billsAt: '2026-06-30T00:00:00.000Z',
        periodEnd: '2027-06-30T00:00:00.000Z',
        amountDue: { amount: 36_000 },
      },
    });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly, quote: shown.quote.token }));
    expect((await standingOf(portal, subscriptionId)).interval).toBe('MONTH');
    await until(t, '2026-06-30');
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      interval: 'YEAR',
      anchor: '2026-06-30T00:00:00.000Z',
      currentPeriodEnd: '2027-06-30T00:00:00.000Z',
    });
    expect(await billedTo(t, subscriptionId)).toEqual([
      ['2026-05-31', 9000, [9000]],
      ['2026-06-30', 36_000, [36_000]],
    ]);
    const several = await wide();
    const mixed = { subscriptionId: several.subscriptionId, itemId: several.first, priceId: shop.yearly };
    expect(await switchPlan(several.portal, mixed)).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'priceId'],
    });
  });

  test('a change scheduled in a trial applies at its end, and the first period is billed at the new price', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large, { trialEnd: MIDDLE });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      status: 'TRIALING',
      scheduledChange: { effectiveAt: MIDDLE },
    });
    await until(t, MIDDLE);
    expect(await billedTo(t, subscriptionId)).toEqual([['2026-04-16', 3000, [3000]]]);
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'ACTIVE', scheduledChange: null });
  });

  test('the coupon discounts a scheduled change like any renewal', async () => {
    const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 5000, duration: 'FOREVER' });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large, { couponId });
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    expect((await upcomingOf(portal, subscriptionId))?.amountDue.amount).toBe(1500);
    await until(t, MAY);
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-05-01', 1500, [1500]]);
  });

  test('a scheduled change applies even if its invoice is declined, and a past due subscription cannot schedule changes', async () => {
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.large);
    success(await switchPlan(portal, { subscriptionId, priceId: shop.small }));
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until(t, MAY);
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      status: 'PAST_DUE',
      items: [{ price: { id: shop.small } }],
      scheduledChange: null,
    });
    expect(await switchPlan(portal, { subscriptionId, priceId: shop.free })).toMatchObject({ code: 'CONFLICT' });
    const { invoices } = await accountOf(shop.merchant, customerId);
    expect(invoices[0]).toMatchObject({ status: 'OPEN', total: { amount: 3000 } });
  });
});

test('the renewal bills exactly the preview of a scheduled change, with any coupon, trial and pending lines', async () => {
  const coupons = [
    undefined,
    await makeCoupon(shop.merchant, { basisPointsOff: 3333, duration: 'ONCE' }),
    await makeCoupon(shop.merchant, {
      amountOff: { amount: 2500, currency: 'EUR' },
      duration: 'REPEATING',
      durationMonths: 2,
    }),
    await makeCoupon(shop.merchant, { basisPointsOff: 1250, duration: 'FOREVER' }),
  ];
  const situation = fc.record({
    from: fc.constantFrom('small', 'large', 'yearly'),
    to: fc.constantFrom('small', 'large', 'free', 'yearly'),
    quantity: fc.integer({ min: 1, max: 3 }),
    coupon: fc.nat(3),
    trial: fc.boolean(),
    waiting: fc.boolean(),
  } as const);
  let billed = 0;
  await fc.assert(
    fc.asyncProperty(situation, async ({ from, to, quantity, coupon, trial, waiting }) => {
      if (from === to && quantity === 1) return;
      const trialEnd = trial ? new Date(t.clock.now().getTime() + 86_400_000).toISOString() : undefined;
      const { subscriptionId } = await subscribe(t, shop, shop[from], { couponId: coupons[coupon], trialEnd });
      t.clock.advance(3_600_000 * 11);
      if (waiting)
        success(await updateQuantity(shop.merchant, { subscriptionId, quantity: 2, chargeTiming: 'PERIOD_END' }));
      const input = { subscriptionId, priceId: shop[to], quantity, effective: 'PERIOD_END' } as const;
      const shown = await previewSwitch(shop.merchant, input);
      if ('code' in shown) return;
      success(await switchPlan(shop.merchant, { ...input, quote: success(shown).quote.token }));
      const { nextInvoice: next } = success(shown);
      expect(await upcomingOf(shop.merchant, subscriptionId)).toMatchObject({
        total: next?.total,
        amountDue: next?.amountDue,
      });
      await until(t, next?.billsAt ?? '');
      const made = await t.db.prisma.invoice.findFirstOrThrow({
        where: { subscriptionId, reason: 'SUBSCRIPTION_CYCLE' },
        orderBy: { createdAt: 'desc' },
        include: { lines: { orderBy: { position: 'asc' } }, settlements: true },
      });
      expect(made.lines.map(({ amount }) => Number(amount))).toEqual(next?.lines.map(({ amount }) => amount.amount));
      expect(Number(made.total)).toBe(next?.total.amount);
      const paid = made.settlements
        .filter(({ kind }) => kind === 'PAYMENT')
        .reduce((sum, { amount }) => sum + amount, 0n);
      expect(Number(paid)).toBe(next?.amountDue.amount);
      expect(await standingOf(shop.merchant, subscriptionId)).toMatchObject({
        currentPeriodEnd: next?.periodEnd,
        items: [{ price: { id: shop[to] }, quantity }],
      });
      success(await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
      billed++;
    }),
    { numRuns: 16 },
  );
  expect(billed).toBeGreaterThan(5);
}, 180_000);
