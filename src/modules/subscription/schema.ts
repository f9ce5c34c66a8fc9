/** Subscriptions in GraphQL: reading, making, changing, previewing and ending them. */
import { readMany, readOne } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import type { SignedInContext } from '../../graphql/context.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation } from '../../graphql/mutation.ts';
import { sameCadence } from '../../kernel/calendar.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { visibleTo } from '../../op.ts';
import { Price } from '../catalog/nodes.ts';
import { productAllowed } from '../portal/policy.ts';
import { createSubscription } from './create.ts';
import { importSubscription } from './import.ts';
import { loadSubscription } from './load.ts';
import { payload, Subscription, SubscriptionStatus } from './nodes.ts';
import { UpcomingInvoice } from './previews.ts';
import { cadenceOf } from './renewal.ts';
import { readUpcomingInvoice, upcomingInvoiceOf } from './upcoming.ts';
import { type UpdateSubscriptionInput, updateSubscription } from './update.ts';

builder.queryFields((t) => ({
  subscription: t.prismaField({
    type: Subscription,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'subscriptionsEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the subscription.' }) },
    description: 'One subscription, or null when the caller can see none of that id.',
    resolve: (query, _root, { id }, { db, principal }) =>
      readOne(db, 'Subscription', { ...query, where: { id, AND: visibleTo(principal) } }),
  }),
  subscriptions: t.prismaConnection(
    {
      type: Subscription,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        status: t.arg({ type: SubscriptionStatus, description: 'Only those in this state.' }),
        customerId: t.arg.id({ description: 'Only those of this customer.' }),
      },
      description: "The company's subscriptions, newest first. Merchants only.",
      resolve: (query, _root, { status, customerId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Subscription', {
          ...query,
          ...startingAt(page, visibleTo(principal)),
          where: { ...visibleTo(principal), ...(status ? { status } : {}), ...(customerId ? { customerId } : {}) },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'SubscriptionConnection', description: 'A page of subscriptions.' },
    { name: 'SubscriptionEdge', description: 'A subscription in a list.' },
  ),
  upcomingInvoice: t.field({
    type: UpcomingInvoice,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'subscriptionsEnabled' } },
    args: { subscriptionId: t.arg.id({ required: true, description: 'The subscription.' }) },
    description:
      'The next invoice of a subscription as it will be if nothing changes until then; null when there will be none.',
    resolve: (_root, { subscriptionId }, ctx) => readUpcomingInvoice(ctx as SignedInContext, subscriptionId),
  }),
  availablePrices: t.prismaField({
    type: [Price],
    // A portal that allows no switch may still allow another quantity, and what else was asked for with it.
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'allowPlanSwitch' } },
    args: { subscriptionId: t.arg.id({ required: true, description: 'The subscription that would be switched.' }) },
    description:
      'The prices that a subscription can be switched to in the portal: active, of its currency, of its interval where it has several items, and of the products that the configuration allows; null, with an error, where the portal allows no switch.',
    resolve: async (query, _root, { subscriptionId }, { db, principal }) => {
      if (principal.kind === 'anonymous') return [];
      const subscription = await loadSubscription({ tx: db.prisma, principal }, subscriptionId);
      const settings =
        principal.kind === 'customer'
          ? principal.portal
          : await db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId: subscription.companyId } });
      const prices = await db.prisma.price.findMany({
        ...query,
        where: {
          companyId: subscription.companyId,
          currency: subscription.currency,
          active: true,
          product: { active: true },
          id: { notIn: subscription.items.length === 1 ? subscription.items.map(({ priceId }) => priceId) : [] },
        },
        orderBy: [{ unitAmount: 'asc' }, { id: 'asc' }],
      });
      // All items of a subscription are billed in the same interval: another one is offered where there is one item only.
      const fits = (price: (typeof prices)[number]) =>
        subscription.items.length === 1 || sameCadence(cadenceOf(price), cadenceOf(subscription));
      return prices.filter((price) => productAllowed(settings, price.productId) && fits(price));
    },
  }),
}));

builder.prismaObjectField(Subscription, 'upcomingInvoice', (t) =>
  t.field({
    type: UpcomingInvoice,
    nullable: true,
    select: { id: true },
    description: 'Its next invoice as it will be if nothing changes until then; null when there will be none.',
    resolve: ({ id }, _args, ctx) => upcomingInvoiceOf(ctx as SignedInContext, id),
  }),
);

const itemFields = (t: InputFields) => ({
  priceId: t.id({ required: true, description: 'The price of one unit.' }),
  quantity: t.int({ description: 'How many units; 1 when left out.' }),
});
type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

mutation('createSubscription', {
  caller: 'merchant',
  description:
    "Creates a subscription and charges its first period to the customer's default payment method, or begins a trial. Merchants only.",
  input: builder.inputType('CreateSubscriptionInput', {
    description: 'The new subscription.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'Who subscribes.' }),
      items: t.field({
        type: [
          builder.inputType('CreateSubscriptionItemInput', {
            description: 'What is subscribed to.',
            fields: itemFields,
          }),
        ],
        required: true,
        description: 'What is subscribed to: 1 to 20 items of one currency and one interval.',
      }),
      trialEnd: t.field({
        type: 'DateTime',
        description: 'When the trial ends and the first period is billed; no trial when left out.',
      }),
      couponId: t.id({ description: 'A coupon that reduces it from the first period on.' }),
      externalId: t.string({ description: "The merchant's own id for it; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('CreateSubscriptionSuccess', 'The subscription was created.'),
  errors: CHARGES,
  run: (ctx, input) => createSubscription(ctx, input as Parameters<typeof createSubscription>[1]),
});

mutation('importSubscription', {
  caller: 'merchant',
  description:
    'Takes over a subscription that lives elsewhere, with its anchor, period, status and what was already billed. Nothing is charged. Merchants only.',
  input: builder.inputType('ImportSubscriptionInput', {
    description: 'The subscription as it is elsewhere.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'Who subscribes.' }),
      items: t.field({
        type: [
          builder.inputType('ImportSubscriptionItemInput', {
            description: 'What is subscribed to.',
            fields: (i) => ({
              ...itemFields(i),
              billedAmount: i.field({
                type: 'SafeInt',
                description:
                  "What was billed for it for the current period, after discounts, in the currency's minor unit; the full price when left out.",
              }),
            }),
          }),
        ],
        required: true,
        description: 'What is subscribed to: 1 to 20 items of one currency and one interval.',
      }),
      status: t.field({ type: SubscriptionStatus, required: true, description: 'The state it is in.' }),
      anchor: t.field({
        type: 'DateTime',
        required: true,
        description: 'The instant from which its periods are counted.',
      }),
      currentPeriodStart: t.field({ type: 'DateTime', required: true, description: 'When the current period began.' }),
      currentPeriodEnd: t.field({ type: 'DateTime', required: true, description: 'When it ends.' }),
      trialEnd: t.field({ type: 'DateTime', description: 'When the trial ends or ended.' }),
      cancelAtPeriodEnd: t.boolean({ description: 'Whether it ends with the current period; false when left out.' }),
      couponId: t.id({ description: 'The coupon that reduces it.' }),
      discountEnd: t.field({
        type: 'DateTime',
        description: 'When the coupon ceases to reduce it, if earlier than the coupon says.',
      }),
      paid: t.boolean({ description: 'Whether what was billed is paid; true when left out.' }),
      invoiceNumber: t.string({
        description: 'The number of the invoice that billed the current period, where it was billed.',
      }),
      externalId: t.string({ description: "The merchant's own id for it; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('ImportSubscriptionSuccess', 'The subscription was taken over.'),
  errors: IDEMPOTENT,
  run: (ctx, input) => importSubscription(ctx, input as Parameters<typeof importSubscription>[1]),
});

mutation('updateSubscription', {
  caller: 'merchant',
  description:
    'Changes what a merchant notes about a subscription, and its discount from the next period on. What is left out stays, null clears. Merchants only.',
  input: builder.inputType('UpdateSubscriptionInput', {
    description: 'What changes.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The subscription.' }),
      couponId: t.id({
        description: 'A coupon that reduces it from the next period on; null ends the present one with this period.',
      }),
      externalId: t.string({ description: "The merchant's own id for it; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels; replaces all of them.' }),
    }),
  }),
  success: payload('UpdateSubscriptionSuccess', 'The subscription was changed.'),
  errors: [ConflictError],
  run: (ctx, input) => updateSubscription(ctx, input as UpdateSubscriptionInput),
});
