/** Pausing and resuming: a pause starts after the paid period, bills nothing, and resuming starts a new cycle. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
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
  type Shop,
  subscribe,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import {
  billedTo,
  pause,
  previewResume,
  resume,
  standingOf,
  toldOf,
  uncancel,
  until,
  upcomingOf,
} from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t, { pauseEnabled: true });
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const AUGUST = '2026-08-10T12:00:00.000Z';
const SEPTEMBER = '2026-09-10T12:00:00.000Z';

test('a pause starts at the period end, bills nothing, and resuming starts a new cycle as previewed', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
  await until(t, MIDDLE);
  success(await pause(portal, { subscriptionId, reason: 'A long journey' }));
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    status: 'ACTIVE',
    pausesAt: MAY,
    pausedAt: null,
    portalActions: { pause: { allowed: false, blockedBy: 'status' }, resume: { allowed: true } },
  });
  expect(await upcomingOf(portal, subscriptionId)).toBeNull();
  await until(t, '2026-05-07');
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    status: 'PAUSED',
    pausesAt: null,
    pausedAt: MAY,
    pauseReason: 'REQUEST',
    resumesAt: null,
    currentPeriodEnd: MAY,
    portalActions: { switchPlan: { allowed: false }, resume: { allowed: true } },
  });
  expect(await switchPlan(portal, { subscriptionId, priceId: shop.large })).toMatchObject({ code: 'CONFLICT' });
  expect(await pause(portal, { subscriptionId })).toMatchObject({ code: 'CONFLICT' });
  await until(t, AUGUST);
  expect(await billedTo(t, subscriptionId)).toHaveLength(1);

  expect(await previewResume(portal, subscriptionId)).toMatchObject({
    effectiveAt: AUGUST,
    amountDue: { amount: 3000 },
    invoice: { billsAt: AUGUST, periodStart: AUGUST, periodEnd: SEPTEMBER, amountDue: { amount: 3000 } },
    nextInvoice: { billsAt: SEPTEMBER, amountDue: { amount: 3000 } },
  });
  const resumed = success(await resume(portal, subscriptionId));
  expect(resumed.invoice?.total.amount).toBe(3000);
  expect(resumed.subscription).toMatchObject({
    status: 'ACTIVE',
    anchor: AUGUST,
    currentPeriodStart: AUGUST,
    currentPeriodEnd: SEPTEMBER,
    pausedAt: null,
    pauseReason: null,
  });
  expect(await resume(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
  await until(t, SEPTEMBER);
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-04-01', 3000, [3000]],
    ['2026-08-10', 3000, [3000]],
    ['2026-09-10', 3000, [3000]],
  ]);
  expect(charges(t, customerId)).toHaveLength(3);
  expect(await toldOf(t, subscriptionId)).toEqual([
    ...['created', 'pause_scheduled', 'paused', 'resumed', 'renewed', 'renewed'],
  ]);
  const [planned] = await t.db.prisma.event.findMany({ where: { type: 'subscription.pause_scheduled' } });
  expect(planned?.data).toEqual({ pausesAt: MAY, resumesAt: null, reason: 'A long journey' });
});

test('a pause with resumesAt ends at that instant, once, even if the job runs late or twice', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
  success(await pause(portal, { subscriptionId, resumesAt: AUGUST }));
  expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ billsAt: AUGUST, periodEnd: SEPTEMBER });
  await until(t, '2026-06-01');
  expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ billsAt: AUGUST, amountDue: { amount: 3000 } });
  expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'PAUSED', resumesAt: AUGUST });
  // One period late: the pause ends, and the next period starts as well.
  await until(t, '2026-09-11T00:00:00.000Z');
  await t.app.tick();
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    status: 'ACTIVE',
    anchor: AUGUST,
    currentPeriodStart: SEPTEMBER,
    resumesAt: null,
  });
  const lines = await t.db.prisma.invoiceLine.findMany({ where: { subscriptionId }, orderBy: { periodStart: 'asc' } });
  expect(lines.map(({ periodStart, periodEnd }) => [periodStart?.toISOString(), periodEnd?.toISOString()])).toEqual([
    [APRIL, MAY],
    [AUGUST, SEPTEMBER],
    [SEPTEMBER, '2026-10-10T12:00:00.000Z'],
  ]);
});

test('resuming before the pause has started cancels the pause, and billing continues', async () => {
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
  success(await pause(portal, { subscriptionId, resumesAt: AUGUST }));
  expect(await previewResume(portal, subscriptionId)).toMatchObject({
    amountDue: { amount: 0 },
    invoice: null,
    nextInvoice: { billsAt: MAY, amountDue: { amount: 3000 } },
  });
  expect(success(await resume(portal, subscriptionId)).invoice).toBeNull();
  expect(await standingOf(portal, subscriptionId)).toMatchObject({ pausesAt: null, resumesAt: null });
  await until(t, MAY);
  expect(await billedTo(t, subscriptionId)).toHaveLength(2);
  expect(await toldOf(t, subscriptionId)).toEqual(['created', 'pause_scheduled', 'pause_unscheduled', 'renewed']);
});

describe('permission to pause', () => {
  test('customers may pause only if the portal allows it and up to its maximum, merchants always', async () => {
    await configure(shop.merchant, { pauseEnabled: false });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const disabled = { code: 'PORTAL_FEATURE_DISABLED', setting: 'pauseEnabled' };
    expect(await pause(portal, { subscriptionId })).toMatchObject(disabled);
    expect(await resume(portal, subscriptionId)).toMatchObject(disabled);
    expect((await previewResume(portal, subscriptionId)).__typename).toBe('PortalFeatureDisabledError');
    expect((await standingOf(portal, subscriptionId)).portalActions).toMatchObject({
      pause: { allowed: false, blockedBy: 'pauseEnabled' },
      resume: { allowed: false, blockedBy: 'pauseEnabled' },
    });
    await configure(shop.merchant, { pauseEnabled: true, pauseMaximumDays: 30 });
    const refused = { code: 'VALIDATION_FAILED', path: ['input', 'resumesAt'] };
    for (const resumesAt of [null, MAY, APRIL, '2026-05-31T00:00:00.001Z'])
      expect(await pause(portal, { subscriptionId, resumesAt })).toMatchObject(refused);
    success(await pause(portal, { subscriptionId, resumesAt: '2026-05-31T00:00:00.000Z' }));
    success(await resume(portal, subscriptionId));
    await configure(shop.merchant, { pauseEnabled: false });
    expect(await pause(shop.merchant, { subscriptionId, resumesAt: '2030-01-01T00:00:00.000Z' })).toMatchObject(
      refused,
    );
    success(await pause(shop.merchant, { subscriptionId }));
    success(await resume(shop.merchant, subscriptionId));
  });

  test('a maximum pause outside 1 to 1095 days is refused', async () => {
    for (const pauseMaximumDays of [0, 1096])
      await expect(configure(shop.merchant, { pauseMaximumDays })).rejects.toThrow('Must be 1 to 1095.');
  });
});

describe('pausing together with other changes', () => {
  test('a paused trial pauses at its end and bills the first period when it is resumed', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { trialEnd: MIDDLE });
    success(await pause(portal, { subscriptionId }));
    await until(t, AUGUST);
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'PAUSED', pausedAt: MIDDLE });
    success(await resume(portal, subscriptionId));
    expect(await billedTo(t, subscriptionId)).toEqual([['2026-08-10', 3000, [3000]]]);
  });

  test('canceling overrides a planned pause, undoing restores it, and a paused subscription is canceled at once', async () => {
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
    success(await pause(portal, { subscriptionId }));
    success(await cancel(portal, { subscriptionId }));
    success(await uncancel(portal, subscriptionId));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ pausesAt: MAY });
    await until(t, '2026-05-20');
    expect(await previewCancel(portal, { subscriptionId })).toMatchObject({
      mode: 'IMMEDIATELY',
      endsAt: '2026-05-20T00:00:00.000Z',
      total: { amount: 0 },
    });
    success(await cancel(portal, { subscriptionId }));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'CANCELED', pausedAt: null });
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);

    const other = await subscribe(t, shop, shop.small);
    const input = { subscriptionId: other.subscriptionId };
    success(await cancel(other.portal, input));
    expect(await pause(other.portal, input)).toMatchObject({ code: 'CONFLICT' });
    success(await uncancel(other.portal, other.subscriptionId));
    success(await pause(other.portal, input));
    success(await cancel(other.portal, input));
    await until(t, '2026-06-20');
    expect(await standingOf(other.portal, other.subscriptionId)).toMatchObject({ status: 'CANCELED', pausesAt: null });
  });

  test('pending lines stay pending during a pause and are settled by the invoice of the resumption', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    await until(t, MIDDLE);
    success(await updateQuantity(shop.merchant, { subscriptionId, quantity: 2, chargeTiming: 'PERIOD_END' }));
    success(await pause(portal, { subscriptionId, resumesAt: AUGUST }));
    await until(t, '2026-06-01');
    expect((await standingOf(portal, subscriptionId)).pendingLines).toHaveLength(2);
    expect((await previewResume(portal, subscriptionId)).__typename).toBe('ResumptionPreview');
    await until(t, AUGUST);
    // Half of April: −15.00 for one, 30.00 for two; then two for a whole period.
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-08-10', 7500, [-1500, 3000, 6000]]);
  });

  test('a change after resuming credits the time left in the period that resuming started', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    success(await pause(portal, { subscriptionId, resumesAt: '2026-06-01T00:00:00.000Z' }));
    // June has 30 days.
    await until(t, '2026-06-16');
    const { invoice } = success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
    expect(invoice?.lines.map(({ amount }) => amount.amount)).toEqual([-1500, 4500]);
  });

  test('a scheduled change applies when the subscription is resumed', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.yearly, effective: 'PERIOD_END' }));
    success(await pause(portal, { subscriptionId }));
    expect((await standingOf(portal, subscriptionId)).scheduledChange).toMatchObject({ effectiveAt: null });
    await until(t, AUGUST);
    expect((await standingOf(portal, subscriptionId)).scheduledChange).toMatchObject({ effectiveAt: null });
    expect(await previewResume(portal, subscriptionId)).toMatchObject({
      invoice: { periodEnd: '2027-08-10T12:00:00.000Z', amountDue: { amount: 36_000 } },
      nextInvoice: { billsAt: '2027-08-10T12:00:00.000Z' },
    });
    success(await resume(portal, subscriptionId));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ interval: 'YEAR', scheduledChange: null });
    expect((await billedTo(t, subscriptionId)).at(-1)).toEqual(['2026-08-10', 36_000, [36_000]]);
  });

  test('an immediate switch to another interval cancels the planned pause', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    success(await pause(portal, { subscriptionId, resumesAt: AUGUST }));
    success(await switchPlan(portal, { subscriptionId, priceId: shop.yearly }));
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ pausesAt: null, resumesAt: null });
    expect(await toldOf(t, subscriptionId)).toContain('pause_unscheduled');
    await until(t, AUGUST);
    expect((await standingOf(portal, subscriptionId)).status).toBe('ACTIVE');
  });

  test('a coupon for the next period starts when the subscription is resumed', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 5000, duration: 'ONCE' });
    await mutate(shop.merchant, 'updateSubscription', { subscriptionId, couponId }, '__typename');
    success(await pause(portal, { subscriptionId, resumesAt: AUGUST }));
    await until(t, SEPTEMBER);
    expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 1500, 3000]);
  });

  test('a pause extends a coupon of several months by its length, so that no month of it is lost', async () => {
    const couponId = await makeCoupon(shop.merchant, {
      basisPointsOff: 5000,
      duration: 'REPEATING',
      durationMonths: 2,
    });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId });
    success(await pause(portal, { subscriptionId, resumesAt: '2026-06-15T00:00:00Z' }));
    await until(t, '2026-05-02');
    expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ total: { amount: 1500 } });
    await until(t, '2026-07-15');
    expect((await billedTo(t, subscriptionId)).map(([at, total]) => [at, total])).toEqual([
      ['2026-04-01', 1500],
      ['2026-06-15', 1500],
      ['2026-07-15', 3000],
    ]);
    expect((await standingOf(portal, subscriptionId)).discountEnd).toBe('2026-07-15T00:00:00.000Z');
  });

  test.each([
    ['for one period', { duration: 'ONCE' }],
    ['for five months', { duration: 'REPEATING', durationMonths: 5 }],
    ['without an end', { duration: 'FOREVER' }],
  ] as const)(
    'a coupon attached during a pause takes over from one %s when the subscription is resumed',
    async (_name, duration) => {
      const first = await makeCoupon(shop.merchant, { basisPointsOff: 5000, ...duration });
      const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { couponId: first });
      const attach = (couponId: string | null) =>
        mutate(shop.merchant, 'updateSubscription', { subscriptionId, couponId }, '__typename');
      const second = await makeCoupon(shop.merchant, { basisPointsOff: 1000, duration: 'ONCE' });
      success(await pause(portal, { subscriptionId }));
      await until(t, '2026-09-02');
      await attach(second);
      expect((await previewResume(portal, subscriptionId)).__typename).toBe('ResumptionPreview');
      success(await resume(portal, subscriptionId));
      await until(t, '2026-10-02');
      expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([1500, 2700, 3000]);
    },
  );
});

describe('payment of a resumption', () => {
  test('a resumption whose charge is declined makes the subscription past due', async () => {
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
    success(await pause(portal, { subscriptionId, resumesAt: AUGUST }));
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until(t, AUGUST);
    expect(await standingOf(portal, subscriptionId)).toMatchObject({ status: 'PAST_DUE', pausedAt: null });
    expect(await pause(portal, { subscriptionId })).toMatchObject({ code: 'CONFLICT' });
  });

  test('the credit balance pays the resumption before the card', async () => {
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
    success(await pause(portal, { subscriptionId }));
    await until(t, AUGUST);
    await mutate(
      shop.merchant,
      'adjustCredit',
      { customerId, amount: { amount: 4000, currency: 'EUR' } },
      '__typename',
    );
    expect(await previewResume(portal, subscriptionId)).toMatchObject({
      amountDue: { amount: 0 },
      nextInvoice: { amountDue: { amount: 2000 } },
    });
    success(await resume(portal, subscriptionId));
    await until(t, SEPTEMBER);
    expect(charges(t, customerId).map(([, amount]) => amount)).toEqual([3000, 2000]);
  });
});

describe('pausing with unpaid invoices', () => {
  /** Paused by dunning on 2 May, within an unpaid period. */
  async function pausedForDebts() {
    await mutate(shop.merchant, 'updateDunningConfig', { retryDays: [1], terminalAction: 'PAUSE' }, '__typename');
    const customer = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customer.customerId, 'tok_charge_declined');
    await until(t, MAY);
    await until(t, '2026-05-02');
    expect(await standingOf(customer.portal, customer.subscriptionId)).toMatchObject({
      status: 'PAUSED',
      pausedAt: '2026-05-02T00:00:00.000Z',
      pauseReason: 'PAYMENT_FAILED',
      portalActions: { resume: { allowed: false, blockedBy: 'status' } },
    });
    return customer;
  }

  test('paying resumes a subscription that dunning has paused, within the same period', async () => {
    const { subscriptionId, customerId, portal } = await pausedForDebts();
    expect(await resume(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
    await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    expect(await standingOf(portal, subscriptionId)).toMatchObject({
      status: 'ACTIVE',
      pausedAt: null,
      pauseReason: null,
      currentPeriodEnd: '2026-06-01T00:00:00.000Z',
    });
  });

  test('a merchant may resume, without a payment, a subscription that dunning has paused', async () => {
    const { subscriptionId } = await pausedForDebts();
    expect(success(await resume(shop.merchant, subscriptionId)).invoice).toBeNull();
    expect(await standingOf(shop.merchant, subscriptionId)).toMatchObject({ status: 'ACTIVE', pauseReason: null });
  });

  test.each(['PAUSE', 'UNPAID'] as const)(
    'a scheduled cancellation still ends the subscription after the terminal action %s of dunning',
    async (terminalAction) => {
      await mutate(shop.merchant, 'updateDunningConfig', { retryDays: [1], terminalAction }, '__typename');
      const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
      await payWith(shop.merchant, customerId, 'tok_charge_declined');
      await until(t, MAY);
      success(await cancel(shop.merchant, { subscriptionId, mode: 'PERIOD_END' }));
      await until(t, '2026-05-02');
      expect((await standingOf(shop.merchant, subscriptionId)).status).toBe(
        `${terminalAction}${terminalAction === 'PAUSE' ? 'D' : ''}`,
      );
      await until(t, '2026-06-01');
      const ended = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
      expect(ended).toMatchObject({ status: 'CANCELED', endedAt: new Date('2026-06-01T00:00:00.000Z') });
      expect(await billedTo(t, subscriptionId)).toHaveLength(2);
    },
  );

  /** Paused on request on 1 May, with 60.00 of an upgrade in April unpaid; the only retry is on 18 April. */
  async function pausedWithDebts(resumesAt: string | null) {
    await mutate(shop.merchant, 'updateDunningConfig', { retryDays: [2], terminalAction: 'PAST_DUE' }, '__typename');
    const customer = await subscribe(t, shop, shop.small);
    const { subscriptionId, customerId } = customer;
    success(await pause(customer.portal, { subscriptionId, resumesAt }));
    await payWith(shop.merchant, customerId, 'tok_capture_fails');
    await until(t, MIDDLE);
    const terms = { prorationBehavior: 'FULL_DIFFERENCE' } as const;
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...terms }));
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until(t, '2026-04-18');
    await until(t, MAY);
    expect(await standingOf(customer.portal, subscriptionId)).toMatchObject({
      status: 'PAUSED',
      pauseReason: 'REQUEST',
    });
    await mutate(shop.merchant, 'updateDunningConfig', { retryDays: [], terminalAction: 'UNPAID' }, '__typename');
    return customer;
  }

  test('resuming a requested pause with an unpaid invoice charges it again and continues dunning', async () => {
    const { subscriptionId, customerId, portal } = await pausedWithDebts(AUGUST);
    await until(t, AUGUST);
    expect((await toldOf(t, subscriptionId)).slice(-4)).toEqual(['resumed', 'past_due', 'renewed', 'unpaid']);
    expect((await standingOf(portal, subscriptionId)).status).toBe('UNPAID');
    await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    expect((await standingOf(portal, subscriptionId)).status).toBe('ACTIVE');
    expect(await t.db.prisma.invoice.count({ where: { customerId, status: 'OPEN' } })).toBe(0);
  });

  test('resuming a requested pause with an unpaid invoice collects it if the card works again', async () => {
    const { subscriptionId, customerId, portal } = await pausedWithDebts(null);
    await until(t, '2026-06-01');
    const { pay } = t.real;
    t.provider.pay = (request) =>
      pay({ ...request, methodRef: request.methodRef.replace('tok_charge_declined', 'tok_visa') });
    success(await resume(portal, subscriptionId));
    await t.app.tick();
    expect((await standingOf(portal, subscriptionId)).status).toBe('ACTIVE');
    const captured = charges(t, customerId).filter(([state]) => state === 'SUCCEEDED');
    expect(captured.map(([, amount]) => amount).sort()).toEqual([3000, 6000, 9000]);
  });

  test('pending credit that pays an open invoice on resuming is not promised to the next invoice', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
    await payWith(shop.merchant, customerId, 'tok_provider_unavailable');
    await until(t, MAY);
    // The provider is unavailable: the subscription is not past due, and May stays open at 90.00.
    const timing = { chargeTiming: 'PERIOD_END', prorationBehavior: 'FULL_DIFFERENCE' } as const;
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small, ...timing }));
    success(await pause(shop.merchant, { subscriptionId }));
    await until(t, AUGUST);
    // Pending −60.00 and 30.00 for the new period: May is reduced by 30.00, and nothing becomes balance.
    const promised = await previewResume(shop.merchant, subscriptionId);
    expect(promised).toMatchObject({
      invoice: { total: { amount: -3000 }, amountDue: { amount: 0 } },
      nextInvoice: { billsAt: SEPTEMBER, amountDue: { amount: 3000 } },
    });
    success(await resume(shop.merchant, subscriptionId));
    expect(await upcomingOf(shop.merchant, subscriptionId)).toMatchObject({ amountDue: { amount: 3000 } });
    const { balance, invoices } = await accountOf(shop.merchant, customerId);
    expect(balance).toBe(0);
    expect(invoices.map(({ amountDue }) => amountDue.amount)).toEqual([0, 6000, 0]);
  });

  test('canceling an unpaid subscription after its period ends it at once', async () => {
    await mutate(shop.merchant, 'updateDunningConfig', { retryDays: [1], terminalAction: 'UNPAID' }, '__typename');
    const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until(t, MAY);
    await until(t, '2026-05-02');
    await until(t, '2026-07-01');
    success(await cancel(portal, { subscriptionId }));
    expect((await standingOf(portal, subscriptionId)).status).toBe('CANCELED');
  });
});

test('resuming a subscription that was imported as paused makes it active', async () => {
  const customerId = await makeCustomer(shop.merchant);
  const { subscription } = await importSubscription(shop.merchant, {
    customerId,
    items: [{ priceId: shop.small }],
    status: 'PAUSED',
    anchor: APRIL,
    currentPeriodStart: APRIL,
    currentPeriodEnd: MAY,
  });
  const resumed = success(await resume(shop.merchant, subscription.id));
  expect(resumed.subscription).toMatchObject({ status: 'ACTIVE', currentPeriodEnd: MAY });
  expect(resumed.invoice).toBeNull();
});

test('a paused subscription that was canceled at period end cannot be resumed after its period and ends', async () => {
  const customerId = await makeCustomer(shop.merchant);
  const { subscription } = await importSubscription(shop.merchant, {
    customerId,
    items: [{ priceId: shop.small }],
    status: 'PAUSED',
    anchor: APRIL,
    currentPeriodStart: APRIL,
    currentPeriodEnd: MAY,
    cancelAtPeriodEnd: true,
  });
  t.clock.advanceTo(MAY);
  const { portal } = await t.signIn(shop.merchant, customerId);
  const { portalActions } = await standingOf(portal, subscription.id);
  expect(portalActions.resume).toMatchObject({ allowed: false, blockedBy: 'status' });
  for (const client of [portal, shop.merchant]) {
    expect((await previewResume(client, subscription.id)).__typename).toBe('ConflictError');
    expect(await resume(client, subscription.id)).toMatchObject({ code: 'CONFLICT' });
  }
  await t.app.tick();
  expect((await standingOf(portal, subscription.id)).status).toBe('CANCELED');
  expect(await billedTo(t, subscription.id)).toHaveLength(1);
});
