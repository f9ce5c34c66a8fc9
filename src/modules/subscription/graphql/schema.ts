/** Subscriptions in GraphQL: reading, creating, importing and updating them. */
import { readMany, readOne } from '../../../db/read/read.ts';
import { builder } from '../../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../../graphql/connections.ts';
import type { SignedInContext } from '../../../graphql/context.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../../graphql/filters.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../../graphql/mutation.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../../kernel/errors.ts';
import { visibleTo } from '../../../operation/operation.ts';
import { collectionInputFields } from '../../customer/collectionSchema.ts';
import { TaxCategory } from '../../invoice/taxNodes.ts';
import { type UpdateSubscriptionInput, updateSubscription } from '../change/updateSubscription.ts';
import { restartInvoiceOf, upcomingInvoiceOf } from '../forecast/readUpcomingInvoice.ts';
import { createSubscription } from '../start/createSubscription.ts';
import { importSubscription } from '../start/importSubscription.ts';
import { STATUSES_DESCRIPTION, SubscriptionStatus } from './enums.ts';
import { billedPayload, payload, Subscription } from './nodes.ts';
import { UpcomingInvoice } from './previews.ts';

builder.queryFields((t) => ({
  subscription: t.prismaField({
    type: Subscription,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'subscriptionsEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the subscription.' }) },
    description: 'The subscription with the id, or null if the caller cannot see one with it.',
    resolve: (query, _root, { id }, { db, principal }) =>
      readOne(db, 'Subscription', { ...query, where: { id, AND: visibleTo(principal) } }),
  }),
  subscriptions: t.prismaConnection(
    {
      type: Subscription,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        statuses: t.arg({ type: [SubscriptionStatus], description: STATUSES_DESCRIPTION }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only subscriptions that were created in this range.' }),
        customerId: t.arg.id({ description: 'Only subscriptions of this customer.' }),
      },
      description: "The company's subscriptions, newest first. Merchants only.",
      resolve: (query, _root, { statuses, createdAt, customerId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Subscription', {
          ...query,
          ...startingAt(page, visibleTo(principal)),
          where: {
            ...visibleTo(principal),
            status: oneOf(statuses),
            ...createdWithin(createdAt),
            ...(customerId ? { customerId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'SubscriptionConnection', description: 'A page of subscriptions.' },
    { name: 'SubscriptionEdge', description: 'A subscription in a list.' },
  ),
}));

builder.prismaObjectField(Subscription, 'upcomingInvoice', (t) =>
  t.field({
    type: UpcomingInvoice,
    nullable: true,
    select: { id: true },
    description:
      'Its next invoice if nothing changes until then, also the final one if it ends with its period; null if there will be none.',
    resolve: ({ id }, _args, ctx) => upcomingInvoiceOf(ctx as SignedInContext, id),
  }),
);

builder.prismaObjectField(Subscription, 'restartInvoice', (t) =>
  t.field({
    type: UpcomingInvoice,
    nullable: true,
    select: { id: true, status: true },
    description:
      'The invoice of the new cycle that `payInvoice` with `restartSubscription` would begin now. Null unless the subscription is unpaid and its last period is over.',
    resolve: ({ id, status }, _args, ctx) =>
      status === 'UNPAID' ? restartInvoiceOf(ctx as SignedInContext, id) : null,
  }),
);

const itemFields = (t: InputFields) => ({
  priceId: t.id({ required: true, description: 'The id of the price of one unit.' }),
  quantity: t.int({ description: "The number of units; by default the price's minimum, or 1 for an import." }),
});
type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

mutation('createSubscription', {
  caller: 'merchant',
  description:
    "Creates a subscription and charges its first period to the customer's default payment method, or starts a trial. If the charge fails, no subscription is created. With `SEND_INVOICE`, the invoice of the first period is sent instead. Merchants only.",
  input: builder.inputType('CreateSubscriptionInput', {
    description: 'Input of `createSubscription`.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The id of the customer who subscribes.' }),
      items: t.field({
        type: [
          builder.inputType('CreateSubscriptionItemInput', {
            description: 'An item of the subscription.',
            fields: itemFields,
          }),
        ],
        required: true,
        description: 'The items, 1 to 20, with the same currency and interval.',
      }),
      trialEnd: t.field({
        type: 'DateTime',
        description: 'The end of the trial, at which the first period is billed; no trial by default.',
      }),
      couponId: t.id({ description: 'A coupon that applies from the first period; no discount by default.' }),
      ...collectionInputFields(t, 'as of the customer by default'),
      externalId: t.string({ description: "The merchant's own id for it; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: billedPayload('CreateSubscriptionSuccess', 'The subscription was created.'),
  errors: [NotFoundError, ...CHARGES],
  run: (ctx, input) => createSubscription(ctx, input as Parameters<typeof createSubscription>[1]),
});

const ImportedTaxInput = builder.inputType('ImportedTaxInput', {
  description: 'The tax with which another system billed an item.',
  fields: (t) => ({
    amount: t.field({ type: 'SafeInt', required: true, description: "The tax, in the currency's minor unit." }),
    category: t.field({ type: TaxCategory, required: true, description: 'The category of the tax.' }),
    ratePpm: t.int({
      required: true,
      description: 'The rate in parts per million: 190000 is 19 %; zero unless the category is `S`.',
    }),
    country: t.string({ description: 'The country in which the tax is due, as an ISO 3166-1 code.' }),
  }),
});

mutation('importSubscription', {
  caller: 'merchant',
  description:
    'Imports a subscription from another system, with its anchor, period, status and the amount that was already billed. Nothing is charged. Merchants only.',
  input: builder.inputType('ImportSubscriptionInput', {
    description: 'Input of `importSubscription`: the subscription in the other system.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The id of the customer who subscribes.' }),
      items: t.field({
        type: [
          builder.inputType('ImportSubscriptionItemInput', {
            description: 'An item of the subscription.',
            fields: (i) => ({
              ...itemFields(i),
              billedAmount: i.field({
                type: 'SafeInt',
                description:
                  "The amount that was billed for it for the current period, after discounts, in the currency's minor unit; the full price by default. It contains the tax if the price is `INCLUSIVE`.",
              }),
              billedTax: i.field({
                type: ImportedTaxInput,
                description:
                  'The tax with which it was billed; later credits take it back. By default the line has no tax, and is credited without tax.',
              }),
            }),
          }),
        ],
        required: true,
        description: 'The items, 1 to 20, with the same currency and interval.',
      }),
      status: t.field({ type: SubscriptionStatus, required: true, description: 'The status of the subscription.' }),
      anchor: t.field({
        type: 'DateTime',
        required: true,
        description: 'The reference time of all periods: the n-th period starts at anchor + n × interval.',
      }),
      currentPeriodStart: t.field({
        type: 'DateTime',
        required: true,
        description: 'The start of the current period.',
      }),
      currentPeriodEnd: t.field({
        type: 'DateTime',
        required: true,
        description: 'The end of the current period, exclusive.',
      }),
      trialEnd: t.field({ type: 'DateTime', description: 'The end of the trial; no trial by default.' }),
      cancelAtPeriodEnd: t.boolean({ description: 'Whether it ends with the current period; false by default.' }),
      couponId: t.id({ description: 'The coupon of its discount; no discount by default.' }),
      discountEnd: t.field({
        type: 'DateTime',
        description: 'The end of the discount, if it is earlier than that of the coupon.',
      }),
      ...collectionInputFields(t, 'as of the customer by default'),
      paid: t.boolean({ description: 'Whether the billed amount is paid; true by default.' }),
      invoiceNumber: t.string({
        description: 'The number of the invoice that billed the current period in the other system.',
      }),
      externalId: t.string({ description: "The merchant's own id for it; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: billedPayload('ImportSubscriptionSuccess', 'The subscription was imported.'),
  errors: [NotFoundError, ConflictError, IdempotencyKeyReusedError],
  run: (ctx, input) => importSubscription(ctx, input as Parameters<typeof importSubscription>[1]),
});

mutation('updateSubscription', {
  caller: 'merchant',
  description:
    'Changes the labels, the external id, the collection of invoices and the discount of a subscription; the discount from the next period on. Omitted fields stay unchanged; null clears a field. Merchants only.',
  input: builder.inputType('UpdateSubscriptionInput', {
    description: 'Input of `updateSubscription`.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }),
      couponId: t.id({
        description:
          'A coupon that applies from the next period on. It replaces another discount, which ends with the current period. Null ends the discount with the current period.',
      }),
      externalId: t.string({ description: "The merchant's own id for it; unique in the company." }),
      metadata: t.field({
        type: 'JSONObject',
        description: 'Labels: up to 50 keys with string values. They replace all existing labels.',
      }),
      ...collectionInputFields(t, 'unchanged if omitted'),
    }),
  }),
  success: payload('UpdateSubscriptionSuccess', 'The subscription was changed.'),
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => updateSubscription(ctx, input as UpdateSubscriptionInput),
});
