import { builder } from '../../graphql/builder.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation, preview } from '../../graphql/mutation.ts';
import {
  ConflictError,
  PaymentMethodRequiredError,
  PortalFeatureDisabledError,
  QuoteExpiredError,
} from '../../kernel/errors.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, ProrationBehavior } from '../portal/enums.ts';
import { cancelSubscription, previewCancel } from './cancel.ts';
import { payload } from './nodes.ts';
import { CancellationPreview, ChangePreview } from './previews.ts';
import { acceptRetentionOffer } from './retention.ts';
import { cancelScheduledChange } from './scheduled.ts';
import { type ChangeInput, changeItem, previewChange } from './switchPlan.ts';
import { uncancelSubscription } from './uncancel.ts';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

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
  effective: t.field({
    type: ChangeEffective,
    description:
      "Whether it takes effect at once, or with the next period: then nothing is billed for it now. Immediately when left out. Merchants only; for customers the portal's settings for upgrades and downgrades decide.",
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
    "Switches an item to another price, at once or with the next period. For customers the portal's configuration decides how it is billed and when it takes effect, for merchants the arguments. If what is due cannot be charged, nothing changes. A change that waits for the next period replaces one that waits already.",
  input: SwitchPlanInput,
  success: payload('SwitchPlanSuccess', 'The plan was switched, or will be.'),
  errors: CHANGE_ERRORS,
  run: (ctx, input) => changeItem(ctx, 'switchPlan', input),
});

mutation('updateQuantity', {
  caller: 'signedIn',
  description: 'Changes the quantity of an item; billed like a switch of plan.',
  input: UpdateQuantityInput,
  success: payload('UpdateQuantitySuccess', 'The quantity was changed, or will be.'),
  errors: CHANGE_ERRORS,
  run: (ctx, input) => changeItem(ctx, 'updateQuantity', input),
});

mutation('cancelScheduledChange', {
  caller: 'signedIn',
  description:
    'Takes changes back that wait for the next period. Customers only where the portal allows the change itself; `CONFLICT` when nothing waits.',
  input: builder.inputType('CancelScheduledChangeInput', {
    description: 'Which changes are taken back.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The subscription.' }),
      itemId: t.id({ description: 'Of which item; of all of them when left out.' }),
    }),
  }),
  success: payload('CancelScheduledChangeSuccess', 'The items stay as they are.'),
  errors: [PortalFeatureDisabledError, ConflictError],
  run: async (ctx, input) => ({ ...(await cancelScheduledChange(ctx, input)), invoiceId: null }),
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

mutation('acceptRetentionOffer', {
  caller: 'customer',
  description:
    'Takes the offer of `previewCancelSubscription`: the coupon reduces the periods to come and the subscription goes on. Made once per subscription, never on top of another discount. Portal sessions only.',
  input: builder.inputType('AcceptRetentionOfferInput', {
    description: 'Which subscription stays, and why the customer wanted to leave.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The subscription.' }),
      reason: t.string({ description: "Why; one of the portal's `cancellationReasons`, where it asks for one." }),
      comment: t.string({ description: 'What else the customer has to say.' }),
    }),
  }),
  success: payload('AcceptRetentionOfferSuccess', 'The coupon is attached.'),
  errors: [PortalFeatureDisabledError, ConflictError],
  run: acceptRetentionOffer,
});

mutation('uncancelSubscription', {
  caller: 'signedIn',
  description:
    'Takes a cancellation back that was scheduled for the end of the period; changes and a pause that were planned for it hold again. Customers without a payment method need one first, where the next period costs something.',
  input: builder.inputType('UncancelSubscriptionInput', {
    description: 'Which one.',
    fields: (t) => ({ subscriptionId: t.id({ required: true, description: 'The subscription.' }) }),
  }),
  success: payload('UncancelSubscriptionSuccess', 'The subscription goes on.'),
  errors: [PortalFeatureDisabledError, ConflictError, PaymentMethodRequiredError],
  run: async (ctx, input) => ({ ...(await uncancelSubscription(ctx, input)), invoiceId: null }),
});
