/** Subscriptions in GraphQL: reading, making, changing, previewing and ending them. */
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages } from '../../graphql/connections.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation, preview } from '../../graphql/mutation.ts';
import { ConflictError, PortalFeatureDisabledError, QuoteExpiredError } from '../../kernel/errors.ts';
import { visibleTo } from '../../op.ts';
import { Price } from '../catalog/nodes.ts';
import { Invoice } from '../invoice/schema.ts';
import { CancellationMode, ChargeTiming, ProrationBehavior } from '../portal/enums.ts';
import { productAllowed } from '../portal/policy.ts';
import { cancelSubscription, previewCancel, uncancelSubscription } from './cancel.ts';
import { createSubscription } from './create.ts';
import { importSubscription } from './import.ts';
import { loadSubscription } from './load.ts';
import { Subscription, SubscriptionStatus } from './nodes.ts';
import { CancellationPreview, ChangePreview } from './previews.ts';
import { type ChangeInput, changeItem, previewChange } from './switchPlan.ts';
import { type UpdateSubscriptionInput, updateSubscription } from './update.ts';

builder.queryFields((t) => ({
  subscription: t.prismaField({
    type: Subscription,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'subscriptionsEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the subscription.' }) },
    description: 'One subscription, or null when the caller can see none of that id.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.subscription.findFirst({ ...query, where: { id, AND: visibleTo(principal) } }),
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
        return db.prisma.subscription.findMany({
          ...query,
          where: { ...visibleTo(principal), ...(status ? { status } : {}), ...(customerId ? { customerId } : {}) },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'SubscriptionConnection', description: 'A page of subscriptions.' },
    { name: 'SubscriptionEdge', description: 'A subscription in a list.' },
  ),
  availablePrices: t.prismaField({
    type: [Price],
    authScopes: { $all: { signedIn: true, portalFeature: 'allowPlanSwitch' } },
    args: { subscriptionId: t.arg.id({ required: true, description: 'The subscription that would be switched.' }) },
    description:
      'The prices that a subscription can be switched to in the portal: active, of its currency, and of the products that the configuration allows.',
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
      return prices.filter(({ productId }) => productAllowed(settings, productId));
    },
  }),
}));

interface Changed {
  subscriptionId: string;
  invoiceId: string | null;
}

const payload = (name: string, description: string) =>
  builder.objectRef<Changed>(name).implement({
    description,
    fields: (t) => ({
      subscription: t.prismaField({
        type: Subscription,
        description: 'The subscription as it is now.',
        resolve: (query, { subscriptionId }, _args, { db }) =>
          db.prisma.subscription.findUniqueOrThrow({ ...query, where: { id: subscriptionId } }),
      }),
      invoice: t.prismaField({
        type: Invoice,
        nullable: true,
        description: 'The invoice or credit note that was made, if one was.',
        resolve: (query, { invoiceId }, _args, { db }) => {
          // Spread in any case: Pothos takes a selection that is not handed on for a mistake.
          const find = { ...query, where: { id: invoiceId ?? '' } };
          return invoiceId === null ? null : db.prisma.invoice.findUnique(find);
        },
      }),
    }),
  });

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

const changeFields = (t: InputFields) => ({
  subscriptionId: t.id({ required: true, description: 'The subscription.' }),
  itemId: t.id({ description: 'Which item changes; may be left out where there is only one.' }),
  prorationBehavior: t.field({
    type: ProrationBehavior,
    description: "How the rest of the period is billed; the portal's setting when left out. Merchants only.",
  }),
  chargeTiming: t.field({
    type: ChargeTiming,
    description: "When that is settled; the portal's setting when left out. Merchants only.",
  }),
  prorationDate: t.field({
    type: 'DateTime',
    description:
      'The instant from which on the new price counts, inside the current period; now when left out. Merchants only.',
  }),
  quote: t.string({ description: 'The quote of a preview: exactly what it says is charged. Previews ignore it.' }),
  idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
});

const SwitchPlanInput = builder.inputType('SwitchPlanInput', {
  description: 'What is switched to what.',
  fields: (t) => ({
    priceId: t.id({ required: true, description: 'The new price; of the currency of the subscription.' }),
    quantity: t.int({ description: 'The new quantity; as it is when left out.' }),
    ...changeFields(t),
  }),
});

const UpdateQuantityInput = builder.inputType('UpdateQuantityInput', {
  description: 'What changes.',
  fields: (t) => ({ quantity: t.int({ required: true, description: 'The new quantity.' }), ...changeFields(t) }),
});

const CHANGE_ERRORS = [PortalFeatureDisabledError, QuoteExpiredError, ...CHARGES];
const withoutQuote = <Input extends ChangeInput>(input: Input): ChangeInput => ({ ...input, quote: null });

preview('previewSwitchPlan', {
  caller: 'signedIn',
  description: 'What `switchPlan` would do now, with a quote that holds it for ten minutes.',
  input: SwitchPlanInput,
  success: ChangePreview,
  errors: CHANGE_ERRORS,
  run: (ctx, input) => previewChange(ctx, withoutQuote(input)),
});

preview('previewUpdateQuantity', {
  caller: 'signedIn',
  description: 'What `updateQuantity` would do now, with a quote that holds it for ten minutes.',
  input: UpdateQuantityInput,
  success: ChangePreview,
  errors: CHANGE_ERRORS,
  run: (ctx, input) => previewChange(ctx, withoutQuote(input)),
});

mutation('switchPlan', {
  caller: 'signedIn',
  description:
    "Switches an item to another price. For customers the portal's configuration decides how it is billed, for merchants the arguments. If what is due cannot be charged, nothing changes.",
  input: SwitchPlanInput,
  success: payload('SwitchPlanSuccess', 'The plan was switched.'),
  errors: CHANGE_ERRORS,
  run: (ctx, input) => changeItem(ctx, 'switchPlan', input),
});

mutation('updateQuantity', {
  caller: 'signedIn',
  description: 'Changes the quantity of an item; billed like a switch of plan.',
  input: UpdateQuantityInput,
  success: payload('UpdateQuantitySuccess', 'The quantity was changed.'),
  errors: CHANGE_ERRORS,
  run: (ctx, input) => changeItem(ctx, 'updateQuantity', input),
});

const CancelInput = builder.inputType('CancelSubscriptionInput', {
  description: 'What is cancelled, and why.',
  fields: (t) => ({
    subscriptionId: t.id({ required: true, description: 'The subscription.' }),
    mode: t.field({
      type: CancellationMode,
      description: "Now, or with the period; the portal's setting when left out. Merchants only.",
    }),
    prorate: t.boolean({
      description:
        "Whether unused time is credited when it ends now; the portal's setting when left out. Merchants only.",
    }),
    reason: t.string({
      description: "Why; for customers one of the portal's `cancellationReasons`, where it asks for one.",
    }),
    comment: t.string({ description: 'What else the customer has to say.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
  }),
});

preview('previewCancelSubscription', {
  caller: 'signedIn',
  description: 'What `cancelSubscription` would do now. A reason is not needed for it.',
  input: CancelInput,
  success: CancellationPreview,
  errors: [PortalFeatureDisabledError, ConflictError],
  run: previewCancel,
});

mutation('cancelSubscription', {
  caller: 'signedIn',
  description:
    "Ends a subscription, now or with its period. For customers the portal's configuration decides which, for merchants the arguments.",
  input: CancelInput,
  success: payload('CancelSubscriptionSuccess', 'The subscription has ended, or will.'),
  errors: [PortalFeatureDisabledError, ...IDEMPOTENT],
  run: cancelSubscription,
});

mutation('uncancelSubscription', {
  caller: 'signedIn',
  description: 'Takes a cancellation back that was scheduled for the end of the period.',
  input: builder.inputType('UncancelSubscriptionInput', {
    description: 'Which one.',
    fields: (t) => ({ subscriptionId: t.id({ required: true, description: 'The subscription.' }) }),
  }),
  success: payload('UncancelSubscriptionSuccess', 'The subscription goes on.'),
  errors: [PortalFeatureDisabledError, ConflictError],
  run: async (ctx, input) => ({ ...(await uncancelSubscription(ctx, input)), invoiceId: null }),
});
