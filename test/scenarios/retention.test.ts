/** Retention offers: a coupon instead of a cancellation, once per subscription and only if it saves money. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCoupon } from '../../src/modules/coupon/createCoupon.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  AcceptRetentionOfferDocument,
  CancelSubscriptionDocument,
  RetentionOfferDocument,
  UncancelSubscriptionDocument,
  UpcomingInvoiceDocument,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
});
afterAll(() => t.close());

/** A company whose portal offers 25 % for three months, with a customer of its 40.00 plan. */
async function portalWithOffer(settings: object = {}) {
  const { companyId, merchant } = await t.company();
  const { id: apiKeyId } = await t.db.prisma.apiKey.findFirstOrThrow({ where: { companyId } });
  const coupon = await createCoupon(
    { db: t.db, queue: t.app.queue, now: t.clock.now(), principal: { kind: 'merchant', companyId, apiKeyId } },
    { name: 'Stay', basisPointsOff: 2500, duration: 'REPEATING', durationMonths: 3 },
  );
  const input = { retentionCouponId: coupon.id, ...settings };
  success((await merchant.request(UpdatePortalConfigDocument, { input })).updatePortalConfig);
  const { priceId } = await makePrice(merchant, { amount: 4000 });
  const customerId = await makeCustomer(merchant);
  const subscriptionId = (await makeSubscription(merchant, customerId, priceId)).subscription.id;
  const { portal } = await t.signIn(merchant, customerId);
  const offer = async () => {
    const { previewCancelSubscription } = await portal.request(RetentionOfferDocument, { input: { subscriptionId } });
    return success(previewCancelSubscription).retentionOffer;
  };
  const accept = async (more: object = {}) =>
    (await portal.request(AcceptRetentionOfferDocument, { input: { subscriptionId, ...more } })).acceptRetentionOffer;
  return { companyId, merchant, portal, customerId, subscriptionId, couponId: coupon.id, offer, accept };
}

test('accepting a retention offer discounts exactly the promised invoices, and the subscription continues', async () => {
  const { portal, customerId, subscriptionId, couponId, offer, accept } = await portalWithOffer();
  expect(await offer()).toMatchObject({
    coupon: { id: couponId, name: 'Stay' },
    invoices: 3,
    nextSaving: { amount: 1000, currency: 'EUR' },
    totalSaving: { amount: 3000 },
  });
  expect(success(await accept()).subscription).toMatchObject({
    status: 'ACTIVE',
    cancelAtPeriodEnd: false,
    coupon: { id: couponId },
    discountStart: '2026-05-01T00:00:00.000Z',
    discountEnd: '2026-08-01T00:00:00.000Z',
  });
  const { subscription } = await portal.request(UpcomingInvoiceDocument, { subscriptionId });
  expect(subscription?.upcomingInvoice).toMatchObject({
    billsAt: '2026-05-01T00:00:00.000Z',
    amountDue: { amount: 3000 },
  });
  t.clock.advanceTo('2026-08-15T00:00:00.000Z');
  await t.app.tick();
  const invoices = await t.db.prisma.invoice.findMany({ where: { customerId }, orderBy: { sequence: 'asc' } });
  expect(invoices.map(({ total }) => total)).toEqual([4000n, 3000n, 3000n, 3000n, 4000n]);
});

test('a retention offer that was accepted is not made again', async () => {
  const { offer, accept, customerId } = await portalWithOffer();
  success(await accept({ reason: 'Too expensive', comment: 'But I like it.' }));
  expect(await offer()).toBeNull();
  expect(await accept()).toMatchObject({ code: 'CONFLICT' });
  const events = await t.db.prisma.event.findMany({
    where: { customerId, type: 'subscription.retention_offer_accepted' },
  });
  expect(events.map(({ data }) => data)).toMatchObject([
    { reason: 'Too expensive', comment: 'But I like it.', nextSaving: '1000', totalSaving: '3000' },
  ]);
});

test('an accepted offer saves at most what it promised: other units cost the full price, another interval ends it', async () => {
  const { merchant, portal, customerId, subscriptionId, accept } = await portalWithOffer({
    allowPlanSwitch: true,
    allowQuantityUpdates: true,
  });
  const yearly = await makePrice(merchant, { amount: 40_000, interval: 'YEAR' });
  success(await accept());
  const change = async (client: typeof portal, input: object) =>
    mutate(client, 'updateQuantity', { subscriptionId, ...input }, 'subscription { id }');
  const next = async () =>
    (await portal.request(UpcomingInvoiceDocument, { subscriptionId })).subscription?.upcomingInvoice?.total.amount;
  await change(merchant, { quantity: 1000, prorationBehavior: 'NONE' });
  // One unit for 30.00, and 999 for 40.00.
  expect(await next()).toBe(3000 + 999 * 4000);
  await change(merchant, { quantity: 1, prorationBehavior: 'NONE' });
  expect(await next()).toBe(3000);
  await mutate(
    merchant,
    'switchPlan',
    { subscriptionId, priceId: yearly.priceId, effective: 'PERIOD_END' },
    'subscription { id }',
  );
  expect(await next()).toBe(40_000);
  await mutate(merchant, 'cancelScheduledChange', { subscriptionId }, 'subscription { id }');
  expect(await next()).toBe(3000);
  await mutate(merchant, 'switchPlan', { subscriptionId, priceId: yearly.priceId }, 'subscription { id }');
  const { total } = await t.db.prisma.invoice.findFirstOrThrow({
    where: { customerId },
    orderBy: { sequence: 'desc' },
  });
  expect(total).toBeGreaterThan(40_000n - 4001n);
  expect(await next()).toBe(40_000);
});

test('a switch to another interval ends an accepted offer whose discount has begun', async () => {
  const { merchant, customerId, subscriptionId, accept } = await portalWithOffer({ allowPlanSwitch: true });
  const yearly = await makePrice(merchant, { amount: 40_000, interval: 'YEAR' });
  success(await accept());
  const { currentPeriodEnd } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  t.clock.advanceTo(currentPeriodEnd);
  await t.app.tick();
  await mutate(merchant, 'switchPlan', { subscriptionId, priceId: yearly.priceId }, 'subscription { id }');
  const invoices = await t.db.prisma.invoice.findMany({ where: { customerId }, orderBy: { sequence: 'asc' } });
  // The renewal at 30.00, credited in full at its first instant, and the year at its price.
  expect(invoices.map(({ total }) => total)).toEqual([4000n, 3000n, 37_000n]);
  const { subscription } = await merchant.request(UpcomingInvoiceDocument, { subscriptionId });
  expect(subscription?.upcomingInvoice?.total.amount).toBe(40_000);
});

test('canceling despite a retention offer emits one event with reason, comment, offer and outcome', async () => {
  const { portal, subscriptionId, couponId, offer, accept, customerId } = await portalWithOffer();
  const input = { subscriptionId, reason: 'Gone', comment: 'Bye.' };
  success((await portal.request(CancelSubscriptionDocument, { input })).cancelSubscription);
  const [event] = await t.db.prisma.event.findMany({
    where: { customerId, type: 'subscription.cancellation_scheduled' },
  });
  expect(event?.data).toMatchObject({
    reason: 'Gone',
    comment: 'Bye.',
    retentionOffer: { couponId, outcome: 'declined' },
  });
  expect(await accept()).toMatchObject({ code: 'CONFLICT' });
  // After the cancellation is undone, the offer is available again.
  success((await portal.request(UncancelSubscriptionDocument, { input: { subscriptionId } })).uncancelSubscription);
  expect(await offer()).not.toBeNull();
});

test('no retention offer is made in a trial, to merchants, without a configured coupon, or if it saves nothing', async () => {
  const { merchant, subscriptionId, offer, portal } = await portalWithOffer();
  const asMerchant = await merchant.request(RetentionOfferDocument, { input: { subscriptionId } });
  expect(success(asMerchant.previewCancelSubscription).retentionOffer).toBeNull();
  const free = await makePrice(merchant, { amount: 0 });
  const trial = await makePrice(merchant, { amount: 1000 });
  for (const [priceId, trialEnd] of [
    [free.priceId, undefined],
    [trial.priceId, '2026-09-30T00:00:00.000Z'],
  ] as const) {
    const customerId = await makeCustomer(merchant);
    const made = await makeSubscription(merchant, customerId, priceId, { trialEnd });
    const other = (await t.signIn(merchant, customerId)).portal;
    const input = { subscriptionId: made.subscription.id };
    const answer = await other.request(RetentionOfferDocument, { input });
    expect(success(answer.previewCancelSubscription).retentionOffer).toBeNull();
    expect((await other.request(AcceptRetentionOfferDocument, { input })).acceptRetentionOffer).toMatchObject({
      code: 'CONFLICT',
    });
  }
  expect(await offer()).not.toBeNull();
  success(
    (await merchant.request(UpdatePortalConfigDocument, { input: { retentionCouponId: null } })).updatePortalConfig,
  );
  expect(await offer()).toBeNull();
  expect(
    (await portal.request(AcceptRetentionOfferDocument, { input: { subscriptionId } })).acceptRetentionOffer,
  ).toMatchObject({
    code: 'CONFLICT',
  });
});
