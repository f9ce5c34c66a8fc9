/** Subscriptions and their items in GraphQL. */
import { readOne, readOneOrThrow } from '../../../db/read/read.ts';
import { builder } from '../../../graphql/builder.ts';
import { visibleIn } from '../../../operation/operation.ts';
import { type PortalSettings, settingsOf } from '../../../operation/portalPolicy.ts';
import { BillingInterval } from '../../catalog/enums.ts';
import { Price } from '../../catalog/nodes.ts';
import { Coupon } from '../../coupon/schema.ts';
import { CollectionMethod, DAYS_UNTIL_DUE_DESCRIPTION } from '../../customer/collectionSchema.ts';
import { Customer } from '../../customer/schema.ts';
import { ActorKind } from '../../event/schema.ts';
import { InvoiceLine } from '../../invoice/lineNodes.ts';
import { Invoice } from '../../invoice/nodes.ts';
import { type Cycle, nextPeriodStart, periodFrom } from '../forecast/nextPeriod.ts';
import { ACTION_COLUMNS } from '../record/allowedActions.ts';
import { portalActions } from '../record/portalActions.ts';
import { PauseReason, SubscriptionStatus } from './enums.ts';
import { PortalActionsType } from './portalActionNodes.ts';

export const SubscriptionItem = builder.prismaNode('SubscriptionItem', {
  id: { field: 'id', description: 'The id of the item.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: { subscription: visibleIn('subscriptionsEnabled', principal) } }),
  description: 'An item of a subscription: a price and a quantity.',
  fields: (t) => ({
    price: t.relation('price', { type: Price, description: 'The price of one unit.' }),
    quantity: t.exposeInt('quantity', { description: 'The number of units.' }),
  }),
});

/** Short lists need an order of their own; items are made in theirs. */
const IN_ORDER = { orderBy: { itemId: 'asc' } } as const;

/** When a scheduled change takes effect. */
function scheduledFor(subscription: Parameters<typeof nextPeriodStart>[0] & Cycle, afterRenewal: boolean): Date | null {
  const start = nextPeriodStart(subscription);
  return start && afterRenewal ? periodFrom(subscription, start).end : start;
}

const ScheduledChange = builder.prismaObject('ScheduledChange', {
  description:
    'A change of an item that takes effect with the next period. An immediate change of the item or the end of the subscription discards it. The price applies even if it is inactive by then.',
  fields: (t) => ({
    item: t.relation('item', { type: SubscriptionItem, description: 'The item that changes.' }),
    price: t.relation('price', { type: Price, description: 'The new price of one unit.' }),
    quantity: t.exposeInt('quantity', { description: 'The new number of units.' }),
    effectiveAt: t.field({
      type: 'DateTime',
      nullable: true,
      select: {
        subscription: {
          select: {
            status: true,
            cancelAtPeriodEnd: true,
            pauseAtPeriodEnd: true,
            resumesAt: true,
            currentPeriodEnd: true,
            anchor: true,
            interval: true,
            intervalCount: true,
          },
        },
        afterRenewal: true,
      },
      description:
        'The start of the next period or, for a change that takes back an upgrade without charge, its end; null if it is unknown, because the subscription ends before, is unpaid, or is paused without a date.',
      resolve: ({ subscription, afterRenewal }) => scheduledFor(subscription, afterRenewal),
    }),
    scheduledBy: t.expose('actorKind', { type: ActorKind, description: 'The kind of caller that scheduled it.' }),
    scheduledAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was scheduled.' }),
  }),
});

export const Subscription = builder.prismaNode('Subscription', {
  id: { field: 'id', description: 'The id of the subscription.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleIn('subscriptionsEnabled', principal) }),
  description: 'A recurring purchase of a customer, which is billed once per period.',
  fields: (t) => ({
    status: t.expose('status', { type: SubscriptionStatus, description: 'The status of the subscription.' }),
    customer: t.relation('customer', { type: Customer, description: 'The customer who subscribes.' }),
    items: t.relation('items', {
      type: SubscriptionItem,
      query: { orderBy: { position: 'asc' } },
      description: 'The items in order, 1 to 20.',
    }),
    currency: t.expose('currency', { type: 'Currency', description: 'The currency of its prices and invoices.' }),
    collectionMethod: t.expose('collectionMethod', {
      type: CollectionMethod,
      description: 'How its invoices are collected.',
    }),
    daysUntilDue: t.exposeInt('daysUntilDue', { nullable: true, description: DAYS_UNTIL_DUE_DESCRIPTION }),
    interval: t.expose('interval', { type: BillingInterval, description: 'The unit of the billing interval.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'The number of intervals in one period.' }),
    anchor: t.expose('anchor', {
      type: 'DateTime',
      description: 'The reference time of all periods: the n-th period starts at anchor + n × interval.',
    }),
    currentPeriodStart: t.expose('currentPeriodStart', {
      type: 'DateTime',
      description: 'The start of the current period.',
    }),
    currentPeriodEnd: t.expose('currentPeriodEnd', {
      type: 'DateTime',
      description: 'The end of the current period, exclusive, at which the subscription renews.',
    }),
  }),
});

builder.prismaObjectFields(Subscription, (t) => ({
  trialEnd: t.expose('trialEnd', {
    type: 'DateTime',
    nullable: true,
    description: 'The end of the trial; null without a trial.',
  }),
  cancelAtPeriodEnd: t.exposeBoolean('cancelAtPeriodEnd', {
    description: 'Whether a cancellation is scheduled for the end of the current period.',
  }),
  canceledAt: t.expose('canceledAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'When the cancellation was requested; null if it is not canceled. The subscription may end later: see `endedAt`.',
  }),
  endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended; null before.' }),
  cancellationReason: t.exposeString('cancellationReason', {
    nullable: true,
    description: 'The reason for the cancellation; null if none was given.',
  }),
  cancellationComment: t.exposeString('cancellationComment', {
    nullable: true,
    authScopes: { merchant: true },
    description: "The customer's comment on the cancellation; null if none was given. Merchants only.",
  }),
  scheduledChange: t.field({
    type: ScheduledChange,
    nullable: true,
    select: (_args, _context, nested) => ({ scheduledChanges: nested(IN_ORDER) }),
    description: 'The scheduled change of the first item that has one; null if no change is scheduled.',
    resolve: ({ scheduledChanges }) => scheduledChanges[0] ?? null,
  }),
  scheduledChanges: t.relation('scheduledChanges', {
    type: ScheduledChange,
    query: IN_ORDER,
    description: 'The scheduled changes in the order of the items, at most one per item.',
  }),
}));

builder.prismaObjectFields(Subscription, (t) => ({
  pausesAt: t.field({
    type: 'DateTime',
    nullable: true,
    select: { pauseAtPeriodEnd: true, currentPeriodEnd: true },
    description: 'The start of a scheduled pause, at the end of the period; null if no pause is scheduled.',
    resolve: ({ pauseAtPeriodEnd, currentPeriodEnd }) => (pauseAtPeriodEnd ? currentPeriodEnd : null),
  }),
  pausedAt: t.expose('pausedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'The start of the pause; null unless the status is `PAUSED`.',
  }),
  taxHeldAt: t.expose('taxHeldAt', {
    type: 'DateTime',
    nullable: true,
    authScopes: { merchant: true },
    description:
      'Since when the next invoice waits for its tax, at most 72 hours; null while none waits. Merchants only.',
  }),
  pauseReason: t.expose('pauseCause', {
    type: PauseReason,
    nullable: true,
    description: 'The cause of the pause; null unless the status is `PAUSED`.',
  }),
  resumesAt: t.expose('resumesAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'When a scheduled or started pause ends automatically; null if it must be ended with `resumeSubscription`, or without a pause.',
  }),
  coupon: t.field({
    type: Coupon,
    nullable: true,
    select: (_args, _context, nested) => ({ coupon: nested(), discountEnd: true, currentPeriodStart: true }),
    description:
      'The coupon that discounts the current period or, if `discountStart` is later, periods from then on. Null without a discount, and once its last discounted period has ended.',
    resolve: ({ coupon, discountEnd, currentPeriodStart }) =>
      discountEnd && discountEnd <= currentPeriodStart ? null : coupon,
  }),
  discountStart: t.expose('discountStart', {
    type: 'DateTime',
    nullable: true,
    description:
      'The start of the discount: it applies to periods that start at or after this time. Null without a discount.',
  }),
  discountEnd: t.expose('discountEnd', {
    type: 'DateTime',
    nullable: true,
    description:
      'The end of the discount: it does not apply to periods that start at or after this time. It moves by the length of a pause when the pause ends. Null: no end, or no discount.',
  }),
  nextCoupon: t.relation('nextCoupon', {
    type: Coupon,
    nullable: true,
    description:
      'The coupon that replaces `coupon` when the next period begins; null unless `updateSubscription` attached one while another discounted the current period.',
  }),
}));

builder.prismaObjectFields(Subscription, (t) => ({
  pendingLines: t.relation('lines', {
    type: InvoiceLine,
    query: { where: { invoiceId: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
    description: 'The lines of changes that wait for the next invoice, oldest first.',
  }),
  portalActions: t.field({
    type: PortalActionsType,
    select: (_args, { principal }) => ({
      ...ACTION_COLUMNS,
      scheduledChanges: {
        ...IN_ORDER,
        select: { priceId: true, quantity: true, item: { select: { priceId: true, quantity: true } } },
      },
      // A portal session brings its configuration along.
      ...(principal.kind === 'customer' ? {} : { company: { select: { portalConfig: true } } }),
    }),
    description:
      'The actions that the customer may perform on it in the portal at this time. Merchants get the result for the customer.',
    resolve: (row, _args, { principal, now }) => {
      const loaded = row as typeof row & { company?: { portalConfig: PortalSettings | null } };
      return portalActions(row, settingsOf(principal, loaded), now);
    },
  }),
  externalId: t.exposeString('externalId', {
    nullable: true,
    authScopes: { merchant: true },
    description: "The merchant's own id for it. Merchants only.",
  }),
  metadata: t.expose('metadata', {
    type: 'JSONObject',
    authScopes: { merchant: true },
    description: 'Labels of the merchant. Merchants only.',
  }),
  createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created or imported.' }),
  updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
}));

interface Changed {
  subscriptionId: string;
}

type PayloadFields = Parameters<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<Changed>>['implement']>[0]['fields']>
>[0];

const subscriptionField = (t: PayloadFields) => ({
  subscription: t.prismaField({
    type: Subscription,
    description: 'The subscription after the mutation.',
    resolve: (query, { subscriptionId }, _args, { db }) =>
      readOneOrThrow(db, 'Subscription', { ...query, where: { id: subscriptionId } }),
  }),
});

/** The success type of a mutation that creates no invoice. */
export const payload = (name: string, description: string) =>
  builder.objectRef<Changed>(name).implement({ description, fields: subscriptionField });

/** The success type of a mutation that may create an invoice. */
export const billedPayload = (name: string, description: string) =>
  builder.objectRef<Changed & { invoiceId: string | null }>(name).implement({
    description,
    fields: (t) => ({
      ...subscriptionField(t as unknown as PayloadFields),
      invoice: t.prismaField({
        type: Invoice,
        nullable: true,
        description: 'The invoice or credit note that the mutation made; null if it made none.',
        resolve: (query, { invoiceId }, _args, { db }) => {
          // Spread in any case: Pothos reports an unused selection as an error.
          const find = { ...query, where: { id: invoiceId ?? '' } };
          return invoiceId === null ? null : readOne(db, 'Invoice', find);
        },
      }),
    }),
  });
