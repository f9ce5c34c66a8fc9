/** Subscriptions and their items in GraphQL. */
import type { PauseCause as Causes, SubscriptionStatus as Statuses } from '../../db/generated/client/enums.ts';
import { readOne, readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { visibleIn } from '../../op.ts';
import { BillingInterval } from '../catalog/enums.ts';
import { Price } from '../catalog/nodes.ts';
import { Coupon } from '../coupon/schema.ts';
import { Customer } from '../customer/schema.ts';
import { ActorKind } from '../event/schema.ts';
import { Invoice, InvoiceLine } from '../invoice/nodes.ts';
import { DECISIVE, type PortalAction, type PortalActions, portalActions } from './actions.ts';
import { nextPeriodStart } from './renewal.ts';

export const SubscriptionStatus = builder.enumType('SubscriptionStatus', {
  description: 'The state of a subscription.',
  values: {
    INCOMPLETE: { description: 'Not begun: its first payment is missing.' },
    TRIALING: { description: 'In use, and not billed before its trial ends.' },
    ACTIVE: { description: 'In use and paid.' },
    PAST_DUE: { description: 'In use; a payment failed and is tried again.' },
    UNPAID: { description: 'Not in use, because it was not paid.' },
    PAUSED: { description: 'Not in use and not billed, for the time being.' },
    CANCELED: { description: 'Ended, for good.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const PauseCause = builder.enumType('PauseCause', {
  description: 'Why a subscription is paused.',
  values: {
    REQUEST: { description: 'The customer or the merchant paused it.' },
    PAYMENT_FAILED: { description: 'It was not paid; it goes on when all that is overdue is paid.' },
  } satisfies Record<keyof typeof Causes, { description: string }>,
});

const Action = builder.objectRef<PortalAction>('PortalAction').implement({
  description: 'Whether a customer may do something, and what stands against it.',
  fields: (t) => ({
    allowed: t.exposeBoolean('allowed', { description: 'Whether it may be done now.' }),
    blockedBy: t.exposeString('blockedBy', {
      nullable: true,
      description:
        'The field of `PortalConfig` that forbids it, or `status` where the state of the subscription does; null when allowed.',
    }),
  }),
});

const PortalActionsType = builder.objectRef<PortalActions>('PortalActions').implement({
  description: 'What the customer may do with a subscription in the portal now.',
  fields: (t) => ({
    switchPlan: t.expose('switchPlan', { type: Action, description: 'Switching to another price.' }),
    updateQuantity: t.expose('updateQuantity', { type: Action, description: 'Changing the quantity.' }),
    cancelScheduledChange: t.expose('cancelScheduledChange', {
      type: Action,
      description: 'Taking scheduled changes of price or quantity back.',
    }),
    cancel: t.expose('cancel', { type: Action, description: 'Cancelling.' }),
    uncancel: t.expose('uncancel', { type: Action, description: 'Taking a scheduled cancellation back.' }),
    pause: t.expose('pause', { type: Action, description: 'Pausing with the end of the period.' }),
    resume: t.expose('resume', { type: Action, description: 'Ending a pause, or taking a planned one back.' }),
  }),
});

export const SubscriptionItem = builder.prismaNode('SubscriptionItem', {
  id: { field: 'id', description: 'The id of the item.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: { subscription: visibleIn('subscriptionsEnabled', principal) } }),
  description: 'What is subscribed to: a price and how many of it.',
  fields: (t) => ({
    price: t.relation('price', { type: Price, description: 'The price of one unit.' }),
    quantity: t.exposeInt('quantity', { description: 'How many units.' }),
  }),
});

/** Short lists need an order of their own; items are made in theirs. */
const IN_ORDER = { orderBy: { itemId: 'asc' } } as const;

const ScheduledChange = builder.prismaObject('ScheduledChange', {
  description:
    'What an item becomes with the next period. A change that takes effect at once and the end of the subscription drop it; a price that is no longer offered by then still applies.',
  fields: (t) => ({
    item: t.relation('item', { type: SubscriptionItem, description: 'The item that changes.' }),
    price: t.relation('price', { type: Price, description: 'What one unit costs from then on.' }),
    quantity: t.exposeInt('quantity', { description: 'How many units there are from then on.' }),
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
          },
        },
      },
      description:
        'When the next period begins; null while that is not known, because the subscription ends before, or is unpaid, or paused without a date.',
      resolve: ({ subscription }) => nextPeriodStart(subscription),
    }),
    scheduledBy: t.expose('actorKind', { type: ActorKind, description: 'Who scheduled it.' }),
    scheduledAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was scheduled.' }),
  }),
});

export const Subscription = builder.prismaNode('Subscription', {
  id: { field: 'id', description: 'The id of the subscription.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleIn('subscriptionsEnabled', principal) }),
  description: 'What a customer buys again in every period.',
  fields: (t) => ({
    status: t.expose('status', { type: SubscriptionStatus, description: 'The state it is in.' }),
    customer: t.relation('customer', { type: Customer, description: 'Who subscribes.' }),
    items: t.relation('items', {
      type: SubscriptionItem,
      query: { orderBy: { position: 'asc' } },
      description: 'What is subscribed to, in order.',
    }),
    currency: t.expose('currency', { type: 'Currency', description: 'The currency of its prices and invoices.' }),
    interval: t.expose('interval', { type: BillingInterval, description: 'What it recurs in.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'How many intervals one period lasts.' }),
    anchor: t.expose('anchor', {
      type: 'DateTime',
      description: 'The instant from which all periods are counted: the n-th starts at anchor + n × interval.',
    }),
    currentPeriodStart: t.expose('currentPeriodStart', {
      type: 'DateTime',
      description: 'When the current period began.',
    }),
    currentPeriodEnd: t.expose('currentPeriodEnd', {
      type: 'DateTime',
      description: 'When it ends and the next invoice is made; this instant is not part of it.',
    }),
    trialEnd: t.expose('trialEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'When the trial ends or ended; null without one.',
    }),
    cancelAtPeriodEnd: t.exposeBoolean('cancelAtPeriodEnd', {
      description: 'Whether it ends with the current period.',
    }),
    canceledAt: t.expose('canceledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was cancelled; it may end later.',
    }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    cancellationReason: t.exposeString('cancellationReason', {
      nullable: true,
      description: 'The reason that was given.',
    }),
    cancellationComment: t.exposeString('cancellationComment', {
      nullable: true,
      authScopes: { merchant: true },
      description: 'What the customer wrote when cancelling. Merchants only.',
    }),
    scheduledChange: t.field({
      type: ScheduledChange,
      nullable: true,
      select: (_args, _context, nested) => ({ scheduledChanges: nested(IN_ORDER) }),
      description:
        'What changes with the next period: of the first such item, where there are several. Null when nothing does.',
      resolve: ({ scheduledChanges }) => scheduledChanges[0] ?? null,
    }),
    scheduledChanges: t.relation('scheduledChanges', {
      type: ScheduledChange,
      query: IN_ORDER,
      description: 'All that changes with the next period: one entry an item at most, in order of the items.',
    }),
    pausesAt: t.field({
      type: 'DateTime',
      nullable: true,
      select: { pauseAtPeriodEnd: true, currentPeriodEnd: true },
      description: 'When a planned pause begins: the end of the period. Null when none is planned.',
      resolve: ({ pauseAtPeriodEnd, currentPeriodEnd }) => (pauseAtPeriodEnd ? currentPeriodEnd : null),
    }),
    pausedAt: t.expose('pausedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is paused; null unless the status is `PAUSED`.',
    }),
    pauseCause: t.expose('pauseCause', {
      type: PauseCause,
      nullable: true,
      description: 'Why it is paused; null unless the status is `PAUSED`.',
    }),
    resumesAt: t.expose('resumesAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a pause, planned or begun, ends by itself; null when somebody has to end it.',
    }),
    coupon: t.relation('coupon', { type: Coupon, nullable: true, description: 'The coupon that reduces it.' }),
    discountStart: t.expose('discountStart', {
      type: 'DateTime',
      nullable: true,
      description: 'Periods that start from here on are reduced by the coupon.',
    }),
    discountEnd: t.expose('discountEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'Periods that start from here on are no longer reduced; null: all are.',
    }),
    pendingLines: t.relation('lines', {
      type: InvoiceLine,
      query: { where: { invoiceId: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      description: 'Lines of changes that wait for the next invoice.',
    }),
    portalActions: t.field({
      type: PortalActionsType,
      select: (_args, { principal }) => ({
        ...DECISIVE,
        scheduledChanges: {
          ...IN_ORDER,
          select: { priceId: true, quantity: true, item: { select: { priceId: true, quantity: true } } },
        },
        // A portal session brings its configuration along.
        ...(principal.kind === 'customer' ? {} : { company: { select: { portalConfig: true } } }),
      }),
      description: 'What the customer may do with it in the portal now.',
      resolve: (row, _args, { principal, now }) => {
        const loaded = row as typeof row & { company?: { portalConfig: Parameters<typeof portalActions>[1] | null } };
        const settings = principal.kind === 'customer' ? principal.portal : loaded.company?.portalConfig;
        if (!settings) throw new Error('A company has no portal configuration.');
        return portalActions(row, settings, now);
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
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created here.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
});

builder.prismaObjectFields(Customer, (t) => ({
  subscriptions: t.relation('subscriptions', {
    type: Subscription,
    nullable: true,
    authScopes: { portalFeature: 'subscriptionsEnabled' },
    args: { status: t.arg({ type: SubscriptionStatus, description: 'Only those in this state.' }) },
    query: ({ status }) => ({
      where: status ? { status } : {},
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: 100,
    }),
    description:
      'The subscriptions, newest first, 100 at most; null, with an error, where the portal does not show them.',
  }),
}));

interface Changed {
  subscriptionId: string;
  invoiceId: string | null;
}

export const payload = (name: string, description: string) =>
  builder.objectRef<Changed>(name).implement({
    description,
    fields: (t) => ({
      subscription: t.prismaField({
        type: Subscription,
        description: 'The subscription as it is now.',
        resolve: (query, { subscriptionId }, _args, { db }) =>
          readOneOrThrow(db, 'Subscription', { ...query, where: { id: subscriptionId } }),
      }),
      invoice: t.prismaField({
        type: Invoice,
        nullable: true,
        description: 'The invoice or credit note that was made, if one was.',
        resolve: (query, { invoiceId }, _args, { db }) => {
          // Spread in any case: Pothos takes a selection that is not handed on for a mistake.
          const find = { ...query, where: { id: invoiceId ?? '' } };
          return invoiceId === null ? null : readOne(db, 'Invoice', find);
        },
      }),
    }),
  });
