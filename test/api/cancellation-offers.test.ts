/** Offers to customers who start to cancel: chosen by the reason, accepted once, limited per year, and counted. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  configure,
  expectBooksToBalance,
  makeCoupon,
  openShop,
  type Shop,
  subscribe,
  subscriptionOf,
  visitor,
} from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let merchant: GraphQLClient;
let couponId: string;
const REASONS = ['Too expensive', 'A break', 'Missing features', 'Other'];

beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});
beforeEach(async () => {
  shop = await openShop(t, {
    pauseEnabled: true,
    cancellationReasonsEnabled: true,
    cancellationReasons: REASONS,
    supportEmail: 'help@acme.example',
  });
  ({ merchant } = shop);
  couponId = await makeCoupon(merchant, { basisPointsOff: 2000, duration: 'REPEATING', durationMonths: 3 });
  await configure(merchant, {
    cancellationOffers: [
      { reason: 'Too expensive', type: 'PLAN' },
      { reason: 'Too expensive', type: 'COUPON', couponId },
      { reason: 'A break', type: 'PAUSE' },
      { reason: 'Missing features', type: 'CONTACT' },
    ],
  });
});

interface Offer {
  type: string;
  price: { id: string } | null;
  item: { id: string } | null;
  supportEmail: string | null;
  discount: { nextSaving: { amount: number }; coupon: object } | null;
}
const PREVIEW = `query ($input: CancelSubscriptionInput!) { previewCancelSubscription(input: $input) {
  ... on UserError { code } ... on CancellationPreview { retentionOffer { nextSaving { amount } }
    offer { type price { id } item { id } supportEmail
      discount { nextSaving { amount } coupon { amountOff { amount } basisPointsOff } } } } } }`;
async function offerFor(client: GraphQLClient, subscriptionId: string, reason?: string): Promise<Offer | null> {
  const { previewCancelSubscription: preview } = await client.request<{
    previewCancelSubscription: { offer: Offer | null; retentionOffer: Offer['discount'] };
  }>(PREVIEW, { input: { subscriptionId, reason } });
  const { discount = null } = preview.offer ?? {};
  expect(preview.retentionOffer?.nextSaving).toEqual(discount?.nextSaving);
  // Customers can read the coupon that they are offered.
  if (discount) expect(discount.coupon).toEqual({ amountOff: null, basisPointsOff: 2000 });
  return preview.offer;
}
/** Runs a mutation that is expected to fail, and returns the failure. */
async function refusal(client: GraphQLClient, name: string, input: object): Promise<object> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const answer = await client.request<Record<string, object>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ... on UserError { code path } ... on ConflictError { reason } } }`,
    { input },
  );
  return answer[name] as object;
}
const STATUS = 'subscription { status }';
const UNAVAILABLE = { code: 'CONFLICT', reason: 'RETENTION_OFFER_UNAVAILABLE' };
const eventsOf = (objectId: string) =>
  t.db.prisma.event.findMany({
    where: { objectId, type: { startsWith: 'subscription.' } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });

describe('the offer for a reason', () => {
  test('a cheaper plan is offered for the first item that has one, also behind an item without one', async () => {
    const customerId = await makeCustomer(merchant);
    const items = [{ priceId: shop.free }, { priceId: shop.large }];
    const { subscription } = await mutate(
      merchant,
      'createSubscription',
      { customerId, items },
      'subscription { id items { id price { id } } }',
    );
    const [, second] = subscription.items;
    const { token } = await t.signIn(merchant, customerId);
    expect(await offerFor(t.client(token), subscription.id, 'Too expensive')).toMatchObject({
      type: 'PLAN',
      price: { id: shop.small },
      item: { id: second.id },
    });
  });

  test('the offer for a reason is the first configured one that applies, and there is none if the reason has no offer', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    expect(await offerFor(portal, subscriptionId, 'Too expensive')).toMatchObject({
      type: 'PLAN',
      price: { id: shop.small },
    });
    expect(await offerFor(portal, subscriptionId, 'A break')).toMatchObject({ type: 'PAUSE' });
    expect(await offerFor(portal, subscriptionId, 'Missing features')).toMatchObject({
      type: 'CONTACT',
      supportEmail: 'help@acme.example',
    });
    expect(await offerFor(portal, subscriptionId, 'Other')).toBeNull();
    expect(await offerFor(portal, subscriptionId)).toBeNull();
    expect(await offerFor(merchant, subscriptionId, 'A break')).toBeNull();
    // No plan is cheaper than the free one, and a discount of nothing saves nothing.
    const free = await subscribe(t, shop, shop.free);
    expect(await offerFor(free.portal, free.subscriptionId, 'Too expensive')).toBeNull();
  });

  test('a portal that allows no pauses offers none, and one that allows no switch to a cheaper plan offers no such plan', async () => {
    await configure(merchant, { pauseEnabled: false, allowPlanDowngrades: false });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    expect(await offerFor(portal, subscriptionId, 'A break')).toBeNull();
    expect(await offerFor(portal, subscriptionId, 'Too expensive')).toMatchObject({ type: 'COUPON' });
    await configure(merchant, { allowPlanDowngrades: true, allowPlanSwitch: false });
    expect(await offerFor(portal, subscriptionId, 'Too expensive')).toMatchObject({ type: 'COUPON' });
  });

  test('the retention coupon is offered for every reason without an offer of its own', async () => {
    await configure(merchant, { retentionCouponId: couponId });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    expect(await offerFor(portal, subscriptionId)).toMatchObject({ type: 'COUPON' });
    expect(await offerFor(portal, subscriptionId, 'Other')).toMatchObject({ type: 'COUPON' });
    expect(await offerFor(portal, subscriptionId, 'A break')).toMatchObject({ type: 'PAUSE' });
  });

  test('configured offers are refused by their index for an unknown reason, a missing coupon, or a coupon that their type does not use', async () => {
    const update = async (input: object) =>
      (
        await merchant.request<{ updatePortalConfig: { issues?: { path: string[] }[] } }>(
          'mutation ($input: UpdatePortalConfigInput!) { updatePortalConfig(input: $input) { ... on ValidationError { issues { path } } } }',
          { input },
        )
      ).updatePortalConfig.issues?.map(({ path }) => path.slice(1).join('.'));
    expect(await update({ cancellationOffers: [{ reason: 'Unheard of', type: 'PAUSE' }] })).toEqual([
      'cancellationOffers.0.reason',
    ]);
    expect(await update({ cancellationOffers: [{ type: 'COUPON' }, { type: 'PAUSE', couponId }] })).toEqual([
      'cancellationOffers.0.couponId',
      'cancellationOffers.1.couponId',
    ]);
    expect(await update({ cancellationOffers: [{ type: 'COUPON', couponId: 'coupon_none' }] })).toEqual([
      'cancellationOffers.0.couponId',
    ]);
    expect(await update({ cancellationReasons: ['Other'] })).toEqual(['cancellationReasons']);
    expect(await update({ retentionOffersPerYear: 0 })).toEqual(['retentionOffersPerYear']);
  });
});

describe('accepting an offer', () => {
  test('switching to the offered plan accepts the offer with one event, and switching to another plan as an offer is refused', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    const retention = { reason: 'Too expensive', comment: 'Dear' };
    expect(await refusal(portal, 'switchPlan', { subscriptionId, priceId: shop.free, retention })).toMatchObject(
      UNAVAILABLE,
    );
    expect(await refusal(merchant, 'switchPlan', { subscriptionId, priceId: shop.small, retention })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'retention'],
    });
    expect((await subscriptionOf(merchant, subscriptionId)).items[0]?.price.id).toBe(shop.large);
    await mutate(portal, 'switchPlan', { subscriptionId, priceId: shop.small, retention }, STATUS);
    expect((await subscriptionOf(merchant, subscriptionId)).items[0]?.price.id).toBe(shop.small);
    const accepted = (await eventsOf(subscriptionId)).filter(({ type }) => type.includes('offer_accepted'));
    expect(accepted.map(({ data }) => data)).toEqual([
      {
        type: 'PLAN',
        couponId: null,
        priceId: shop.small,
        reason: 'Too expensive',
        comment: 'Dear',
        currency: 'EUR',
        nextSaving: null,
        nextAmount: '3000',
        totalSaving: null,
      },
    ]);
    // One offer per subscription.
    expect(await offerFor(portal, subscriptionId, 'A break')).toBeNull();
    expect(await offerFor(portal, subscriptionId, 'Missing features')).toMatchObject({ type: 'CONTACT' });
  });

  test('a pause is accepted by pausing, and a refused pause accepts nothing', async () => {
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const retention = { reason: 'A break' };
    expect(
      await refusal(portal, 'pauseSubscription', { subscriptionId, resumesAt: '2026-04-02T00:00:00.000Z', retention }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'resumesAt'] });
    expect(
      await refusal(portal, 'pauseSubscription', { subscriptionId, retention: { reason: 'Other' } }),
    ).toMatchObject(UNAVAILABLE);
    await mutate(portal, 'pauseSubscription', { subscriptionId, retention }, STATUS);
    const types = (await eventsOf(subscriptionId)).map(({ type }) => type.replace('subscription.', ''));
    expect(types).toEqual(['created', 'retention_offer_shown', 'retention_offer_accepted', 'pause_scheduled']);
  });

  test('accepting a discount succeeds once and a contact repeatedly, each for its own reason only; an offer without a reason needs none', async () => {
    await configure(merchant, { allowPlanSwitch: false });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    const accept = (reason: string) => mutate(portal, 'acceptRetentionOffer', { subscriptionId, reason }, STATUS);
    await accept('Missing features');
    await accept('Missing features');
    expect(await refusal(portal, 'acceptRetentionOffer', { subscriptionId, reason: 'A break' })).toMatchObject(
      UNAVAILABLE,
    );
    expect(await refusal(portal, 'acceptRetentionOffer', { subscriptionId, reason: 'Unheard of' })).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    await accept('Too expensive');
    expect(await refusal(portal, 'acceptRetentionOffer', { subscriptionId, reason: 'Too expensive' })).toMatchObject(
      UNAVAILABLE,
    );
    await configure(merchant, { retentionCouponId: couponId });
    const other = await subscribe(t, shop, shop.small);
    await mutate(other.portal, 'acceptRetentionOffer', { subscriptionId: other.subscriptionId }, STATUS);
  });

  test('a customer with two subscriptions can accept no more offers within a year than the portal allows', async () => {
    await configure(merchant, { retentionOffersPerYear: 1, allowPlanSwitch: false });
    const first = await subscribe(t, shop, shop.small);
    const { customerId, portal } = first;
    const second = (await makeSubscription(merchant, customerId, shop.large)).subscription.id;
    const reason = 'Too expensive';
    const accept = (subscriptionId: string) =>
      portal.request<{ acceptRetentionOffer: { __typename: string } }>(
        'mutation ($input: AcceptRetentionOfferInput!) { acceptRetentionOffer(input: $input) { __typename } }',
        { input: { subscriptionId, reason } },
      );
    const answers = await Promise.all([accept(first.subscriptionId), accept(second)]);
    expect(answers.map(({ acceptRetentionOffer }) => acceptRetentionOffer.__typename).sort()).toEqual([
      'AcceptRetentionOfferSuccess',
      'ConflictError',
    ]);
    const refused = answers[0]?.acceptRetentionOffer.__typename === 'ConflictError' ? first.subscriptionId : second;
    expect(await offerFor(portal, refused, 'Too expensive')).toBeNull();
    expect(await offerFor(portal, refused, 'Missing features')).toMatchObject({ type: 'CONTACT' });
    await configure(merchant, { retentionOffersPerYear: 2 });
    expect(await offerFor(portal, refused, 'Too expensive')).toMatchObject({ type: 'COUPON' });
  });
});

describe('the figures of offers', () => {
  const FIGURES = `query ($from: DateTime!, $to: DateTime!) { cancellationFigures(from: $from, to: $to) { offersShown
    offersAccepted offersDeclined offers { type shown accepted declined
      after30Days { elapsed retained } after90Days { elapsed retained } } } }`;
  const figures = async () =>
    (
      await merchant.request<{ cancellationFigures: { offers: object[] } }>(FIGURES, {
        from: '2026-04-01T00:00:00.000Z',
        to: '2027-04-01T00:00:00.000Z',
      })
    ).cancellationFigures;

  test('the report counts each type of offer as shown, accepted and declined, and as retained after 30 and 90 days', async () => {
    await configure(merchant, { allowPlanSwitch: false, cancellationMode: 'IMMEDIATELY' });
    const made = await Promise.all([1, 2, 3].map(() => subscribe(t, shop, shop.small)));
    const [stays, leaves, declines] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]];
    const reason = 'Too expensive';
    for (const { portal, subscriptionId } of [stays, leaves])
      await mutate(portal, 'acceptRetentionOffer', { subscriptionId, reason }, STATUS);
    const { portal, subscriptionId } = declines;
    for (const shown of ['Too expensive', 'A break', 'A break'])
      await mutate(portal, 'recordRetentionOfferShown', { subscriptionId, reason: shown }, STATUS);
    await mutate(portal, 'cancelSubscription', { subscriptionId, reason: 'A break' }, STATUS);
    const none = { elapsed: 0, retained: 0 };
    const pause = { type: 'PAUSE', shown: 1, accepted: 0, declined: 1, after30Days: none, after90Days: none };
    const coupon = { type: 'COUPON', shown: 3, accepted: 2, declined: 0, after30Days: none, after90Days: none };
    expect(await figures()).toEqual({
      // An attempt counts once, however many types it was shown.
      offersShown: 3,
      offersAccepted: 2,
      offersDeclined: 1,
      offers: [coupon, pause],
    });
    const begin = t.clock.now().getTime();
    const at = (days: number) => t.clock.advanceTo(new Date(begin + days * DAY));
    at(29);
    expect(await figures()).toMatchObject({ offers: [{ after30Days: none }, {}] });
    at(31);
    await t.app.tick();
    const later = visitor(t, merchant, leaves.customerId);
    await mutate(later, 'cancelSubscription', { subscriptionId: leaves.subscriptionId, reason: 'Other' }, STATUS);
    expect(await figures()).toMatchObject({
      offers: [{ after30Days: { elapsed: 2, retained: 2 }, after90Days: none }, {}],
    });
    at(91);
    await t.app.tick();
    expect(await figures()).toMatchObject({
      offers: [{ after30Days: { elapsed: 2, retained: 2 }, after90Days: { elapsed: 2, retained: 1 } }, {}],
    });
  });
});
