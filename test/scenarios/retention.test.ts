/** A customer who is about to leave is offered a coupon instead: once, and only where it makes sense. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCoupon } from '../../src/modules/coupon/coupon.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';
import {
  AcceptRetentionOfferDocument,
  CancelSubscriptionDocument,
  RetentionOfferDocument,
  UncancelSubscriptionDocument,
  UpcomingInvoiceDocument,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';

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
    { name: 'Stay', percentOffBasisPoints: 2500, duration: 'REPEATING', durationMonths: 3 },
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

test('accepting the offer reduces exactly the invoices that were promised, and the subscription goes on', async () => {
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
  const { upcomingInvoice } = await portal.request(UpcomingInvoiceDocument, { subscriptionId });
  expect(upcomingInvoice).toMatchObject({ at: '2026-05-01T00:00:00.000Z', amountDue: { amount: 3000 } });
  t.clock.advanceTo('2026-08-15T00:00:00.000Z');
  await t.app.tick();
  const invoices = await t.db.prisma.invoice.findMany({ where: { customerId }, orderBy: { sequence: 'asc' } });
  expect(invoices.map(({ total }) => total)).toEqual([4000n, 3000n, 3000n, 3000n, 4000n]);
});

test('the offer is made once per subscription, and never on top of it', async () => {
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

test('who declines the offer can cancel, and one event tells reason, comment, offer and outcome', async () => {
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
  // Whoever comes back may still be kept.
  success((await portal.request(UncancelSubscriptionDocument, { input: { subscriptionId } })).uncancelSubscription);
  expect(await offer()).not.toBeNull();
});

test('there is no offer on trial, for merchants, without a coupon in the configuration, or where it would save nothing', async () => {
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
