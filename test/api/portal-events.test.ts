/**
 * Every action in the portal emits an event with its actor: a customer with the session, a merchant with the API key.
 * Events that follow from the passing of time or from a job have the actor SYSTEM.
 */
import { readFileSync } from 'node:fs';
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  APRIL,
  configure,
  expectBooksToBalance,
  makeCoupon,
  openShop,
  payWith,
  type Shop,
} from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t, { pauseEnabled: true });
  const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 5000, duration: 'ONCE' });
  await configure(shop.merchant, { retentionCouponId: couponId });
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

interface Ids {
  customerId: string;
  subscriptionId: string;
}
interface Action {
  /** The events with the caller as actor, in order. */
  events: string[];
  input(ids: Ids): object;
  /** Calls by the merchant without which the action would be refused. */
  prepare?(ids: Ids): Promise<unknown>;
  /** Merchants cannot run this mutation, or run it with another result. */
  customersOnly?: true;
}

const subscription = ({ subscriptionId }: Ids) => ({ subscriptionId });
const merchantDoes = (name: string, input: object) => mutate(shop.merchant, name, input, '__typename');
const methodOf = async ({ customerId }: Ids) =>
  (await t.db.prisma.paymentMethod.findFirstOrThrow({ where: { customerId, removedAt: null } })).id;
let newest = '';

/** An open invoice of 25.00 without an attempt to collect it. */
async function owe({ customerId }: Ids): Promise<string> {
  const draft = { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 2500 }] };
  const { invoice } = await mutate(shop.merchant, 'createInvoice', draft, 'invoice { id }');
  await merchantDoes('finalizeInvoice', { invoiceId: invoice.id });
  newest = invoice.id;
  return invoice.id;
}

const ACTIONS: Record<string, Action> = {
  acceptRetentionOffer: {
    events: ['subscription.retention_offer_shown', 'subscription.retention_offer_accepted'],
    input: subscription,
    customersOnly: true,
  },
  addPaymentMethod: {
    events: ['payment_method.attached', 'payment_method.default_changed'],
    input: ({ customerId }) => ({ customerId, token: 'tok_mastercard', makeDefault: true }),
  },
  cancelScheduledChange: {
    events: ['subscription.change_unscheduled'],
    input: subscription,
    prepare: ({ subscriptionId }) =>
      merchantDoes('switchPlan', { subscriptionId, priceId: shop.large, effective: 'PERIOD_END' }),
  },
  cancelSubscription: { events: ['subscription.cancellation_scheduled'], input: subscription },
  pauseSubscription: { events: ['subscription.pause_scheduled'], input: subscription },
  payInvoice: { events: ['payment.succeeded', 'invoice.paid'], input: () => ({ invoiceId: newest }), prepare: owe },
  payPastDueInvoices: {
    events: ['payment.succeeded', 'invoice.paid', 'payment.succeeded', 'invoice.paid'],
    input: ({ customerId }) => ({ customerId }),
    prepare: async (ids) => [await owe(ids), await owe(ids)],
  },
  recordRetentionOfferShown: {
    events: ['subscription.retention_offer_shown'],
    input: subscription,
    customersOnly: true,
  },
  removePaymentMethod: {
    events: ['payment_method.detached', 'payment_method.default_changed'],
    input: () => ({ paymentMethodId: newest }),
    prepare: async ({ customerId }) => {
      newest = await payWith(shop.merchant, customerId, 'tok_amex');
    },
  },
  resumeSubscription: {
    events: ['subscription.pause_unscheduled'],
    input: subscription,
    prepare: ({ subscriptionId }) => merchantDoes('pauseSubscription', { subscriptionId }),
  },
  setDefaultPaymentMethod: {
    events: ['payment_method.default_changed'],
    input: () => ({ paymentMethodId: newest }),
    prepare: async (ids) => {
      newest = await methodOf(ids);
      await payWith(shop.merchant, ids.customerId, 'tok_amex');
    },
  },
  subscribe: {
    events: ['invoice.finalized', 'subscription.created', 'payment.succeeded', 'invoice.paid'],
    input: subscription,
    prepare: ({ subscriptionId }) => merchantDoes('cancelSubscription', { subscriptionId, mode: 'IMMEDIATELY' }),
    customersOnly: true,
  },
  switchPlan: {
    events: ['invoice.finalized', 'subscription.plan_switched', 'payment.succeeded', 'invoice.paid'],
    input: ({ subscriptionId }) => ({ subscriptionId, priceId: shop.large }),
  },
  uncancelSubscription: {
    events: ['subscription.cancellation_undone'],
    input: subscription,
    prepare: ({ subscriptionId }) => merchantDoes('cancelSubscription', { subscriptionId, mode: 'PERIOD_END' }),
  },
  updateBillingInformation: {
    events: ['customer.billing_information_updated'],
    input: () => ({ name: 'Another name' }),
    customersOnly: true,
  },
  updateQuantity: {
    events: ['invoice.finalized', 'subscription.quantity_updated', 'payment.succeeded', 'invoice.paid'],
    input: ({ subscriptionId }) => ({ subscriptionId, quantity: 2 }),
  },
  signOutPortal: { events: ['portal_session.ended'], input: () => ({}), customersOnly: true },
};
/** Mutations that only create a URL or a form for the caller, or that run before sign-in or by a payment link. */
const NO_ACTIONS = [
  ...['createInvoicePdfLink', 'createSetupIntent', 'requestPortalLink', 'consumePortalLink'],
  ...['createPaymentLinkPdf', 'createPaymentLinkSetupIntent', 'payByPaymentLink', 'requestPaymentLink'],
];

test('every mutation that a portal session can reach is listed in this table', () => {
  const reach = readFileSync(new URL('../isolation/portal-reach.txt', import.meta.url), 'utf8');
  const mutations = [...reach.matchAll(/^Mutation\.(\w+)$/gm)].map(([, name]) => name);
  expect(mutations.sort()).toEqual([...Object.keys(ACTIONS), ...NO_ACTIONS].sort());
});

async function newcomer(): Promise<Ids> {
  const customerId = await makeCustomer(shop.merchant);
  const made = await makeSubscription(shop.merchant, customerId, shop.small);
  await t.app.queue.tick();
  return { customerId, subscriptionId: made.subscription.id };
}

/** Runs the mutation and returns the events of its transaction; later ones must have the actor SYSTEM. */
async function toldBy(client: GraphQLClient, name: string, ids: Ids, input: object) {
  const before = await t.db.prisma.event.findMany({ where: { companyId: shop.companyId }, select: { id: true } });
  const known = { companyId: shop.companyId, id: { notIn: before.map(({ id }) => id) } };
  await mutate(client, name, input, '__typename');
  const told = await t.db.prisma.event.findMany({ where: known, orderBy: { id: 'asc' } });
  await t.app.queue.tick();
  const followed = await t.db.prisma.event.findMany({
    where: { companyId: shop.companyId, id: { notIn: [...known.id.notIn, ...told.map(({ id }) => id)] } },
  });
  for (const { actorKind, actorId } of followed) expect([actorKind, actorId]).toEqual(['SYSTEM', null]);
  for (const { customerId } of told) expect(customerId).toBe(ids.customerId);
  return told;
}

test.each(Object.entries(ACTIONS))(
  '%s emits its events with the session or the API key as actor',
  async (name, { events, input, prepare, customersOnly }) => {
    const ids = await newcomer();
    await prepare?.(ids);
    await t.app.queue.tick();
    const { portal } = await t.signIn(shop.merchant, ids.customerId);
    const session = await t.db.prisma.portalSession.findFirstOrThrow({
      where: { customerId: ids.customerId },
      orderBy: { id: 'desc' },
    });
    const { customerId: _own, ...own } = { customerId: null, ...input(ids) };
    const told = await toldBy(portal, name, ids, own);
    expect(told.map(({ type }) => type)).toEqual(events);
    for (const { actorKind, actorId } of told) expect([actorKind, actorId]).toEqual(['CUSTOMER', session.id]);
    if (customersOnly) return;

    const others = await newcomer();
    await prepare?.(others);
    await t.app.queue.tick();
    const key = await t.db.prisma.apiKey.findFirstOrThrow({ where: { companyId: shop.companyId } });
    const byMerchant = await toldBy(shop.merchant, name, others, input(others));
    expect(byMerchant.map(({ type }) => type)).toEqual(events);
    for (const { actorKind, actorId } of byMerchant) expect([actorKind, actorId]).toEqual(['MERCHANT', key.id]);
  },
);
