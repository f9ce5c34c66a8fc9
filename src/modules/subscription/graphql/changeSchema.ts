import { builder } from '../../../graphql/builder.ts';
import {
  CHARGES,
  CONFIRMED_PAYMENT_DESCRIPTION,
  IDEMPOTENCY_KEY_DESCRIPTION,
  mutation,
  preview,
} from '../../../graphql/mutation.ts';
import {
  ConflictError,
  FreshCodeRequiredError,
  IdempotencyKeyReusedError,
  NotFoundError,
  PaymentMethodRequiredError,
  PortalFeatureDisabledError,
  QuoteExpiredError,
} from '../../../kernel/errors.ts';
import { countPromotionCode } from '../../coupon/codeGuessing.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, ProrationBehavior } from '../../portal/enums.ts';
import { acceptRetentionOffer } from '../cancel/acceptRetentionOffer.ts';
import { cancelSubscription, previewCancel } from '../cancel/cancelSubscription.ts';
import { recordRetentionOfferShown } from '../cancel/recordRetentionOfferShown.ts';
import { uncancelSubscription } from '../cancel/uncancelSubscription.ts';
import { cancelScheduledChange } from '../change/cancelScheduledChange.ts';
import type { ChangeInput } from '../change/changeRequest.ts';
import { previewChange } from '../change/previewChange.ts';
import { switchPlan } from '../change/switchPlan.ts';
import { updateQuantity } from '../change/updateQuantity.ts';
import { billedPayload, payload } from './nodes.ts';
import { RETENTION_ANSWER, RetentionAnswerInput } from './offerNodes.ts';
import { CancellationPreview, ChangePreview } from './previews.ts';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

const changeFields = (t: InputFields) => ({
  subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }),
  itemId: t.id({
    description: 'The item that changes; by default the only item. Required if the subscription has several.',
  }),
  prorationBehavior: t.field({
    type: ProrationBehavior,
    description: "The calculation for the rest of the period; the portal's setting by default. Merchants only.",
  }),
  chargeTiming: t.field({
    type: ChargeTiming,
    description: "The time at which the change is billed; the portal's setting by default. Merchants only.",
  }),
  effective: t.field({
    type: ChangeEffective,
    description:
      "The time at which the change takes effect; `IMMEDIATELY` by default. With `PERIOD_END` nothing is billed now. Merchants only; for customers the portal's settings for upgrades and downgrades apply.",
  }),
  prorationDate: t.field({
    type: 'DateTime',
    description:
      'The time from which the new price applies: within the current period, not in the future, and not before the last change of the item; now by default. Merchants only.',
  }),
  quote: t.string({
    description:
      'The quote of a preview. The mutation charges exactly the quoted amount or fails with `QuoteExpiredError`. By default the amount is calculated anew. Previews ignore it.',
  }),
  paymentId: t.id({ description: CONFIRMED_PAYMENT_DESCRIPTION }),
  idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
});

const PROMOTION_CODE =
  'A promotion code, in any case, where `PortalConfig.promotionCodes` allows it for `SWITCH_PLAN`: its discount applies from the next full period on. Not on top of another discount: `ConflictError`. Portal sessions only.';

const SwitchPlanInput = builder.inputType('SwitchPlanInput', {
  description: 'Input of `switchPlan`.',
  fields: (t) => ({
    priceId: t.id({ required: true, description: 'The new price; of the currency of the subscription.' }),
    retention: t.field({ type: RetentionAnswerInput, description: RETENTION_ANSWER }),
    promotionCode: t.string({ description: PROMOTION_CODE }),
    quantity: t.int({
      description:
        'The new quantity, at which the new price is sold (`Price.adjustableQuantity`). By default the present one or, if the new price is not sold at it, the next larger one; 1 for a price that is not sold by units.',
    }),
    ...changeFields(t),
  }),
});

const UpdateQuantityInput = builder.inputType('UpdateQuantityInput', {
  description: 'Input of `updateQuantity`.',
  fields: (t) => ({ quantity: t.int({ required: true, description: 'The new number of units.' }), ...changeFields(t) }),
});

const withoutQuote = <Input extends ChangeInput>(input: Input): ChangeInput => ({ ...input, quote: null });

preview('previewSwitchPlan', {
  caller: 'signedIn',
  description: 'The effect of `switchPlan` at this time, with a quote that is valid for ten minutes.',
  input: SwitchPlanInput,
  success: ChangePreview,
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: async (ctx, input) => {
    await countPromotionCode(ctx, input.promotionCode);
    return previewChange(ctx, withoutQuote(input));
  },
});

preview('previewUpdateQuantity', {
  caller: 'signedIn',
  description: 'The effect of `updateQuantity` at this time, with a quote that is valid for ten minutes.',
  input: UpdateQuantityInput,
  success: ChangePreview,
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: (ctx, input) => previewChange(ctx, withoutQuote(input)),
});

mutation('switchPlan', {
  caller: 'signedIn',
  description:
    "Switches an item to another price, immediately or with the next period. The portal's configuration determines billing and time for customers, the input for merchants. If the amount due cannot be charged, nothing changes. A change for the next period replaces one that is already scheduled.",
  input: SwitchPlanInput,
  success: billedPayload('SwitchPlanSuccess', 'The plan was switched, or the switch is scheduled.'),
  errors: [NotFoundError, PortalFeatureDisabledError, QuoteExpiredError, ...CHARGES],
  run: async (ctx, input) => {
    await countPromotionCode(ctx, input.promotionCode);
    return switchPlan(ctx, input);
  },
});

mutation('updateQuantity', {
  caller: 'signedIn',
  description: 'Changes the quantity of an item. It is billed like `switchPlan`.',
  input: UpdateQuantityInput,
  success: billedPayload('UpdateQuantitySuccess', 'The quantity was changed, or the change is scheduled.'),
  errors: [NotFoundError, PortalFeatureDisabledError, QuoteExpiredError, ...CHARGES],
  run: updateQuantity,
});

mutation('cancelScheduledChange', {
  caller: 'signedIn',
  description:
    'Undoes scheduled changes of price or quantity. Customers may undo the changes that the portal allows them to make. Fails with `ConflictError` if no change is scheduled.',
  input: builder.inputType('CancelScheduledChangeInput', {
    description: 'Input of `cancelScheduledChange`.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }),
      itemId: t.id({ description: 'The item whose change is undone; by default the changes of all items.' }),
    }),
  }),
  success: payload('CancelScheduledChangeSuccess', 'The scheduled changes were undone.'),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: cancelScheduledChange,
});

const CancelInput = builder.inputType('CancelSubscriptionInput', {
  description: 'Input of `cancelSubscription`.',
  fields: (t) => ({
    subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }),
    mode: t.field({
      type: CancellationMode,
      description: "The end of the subscription; the portal's setting by default. Merchants only.",
    }),
    prorate: t.boolean({
      description:
        "Whether unused time is credited when it ends immediately; the portal's setting by default. Merchants only.",
    }),
    reason: t.string({
      description:
        "The reason. Customers must give one of the portal's `cancellationReasons` if `cancellationReasonsEnabled` is on.",
    }),
    comment: t.string({ description: 'A comment of the customer; optional.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
  }),
});

preview('previewCancelSubscription', {
  caller: 'signedIn',
  description:
    'The effect of `cancelSubscription` at this time, with the offer for the reason. A reason is not required.',
  input: CancelInput,
  success: CancellationPreview,
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: previewCancel,
});

mutation('cancelSubscription', {
  caller: 'signedIn',
  description:
    "Cancels a subscription, immediately or at the end of its period. The portal's configuration determines which for customers, the input for merchants.",
  input: CancelInput,
  success: billedPayload(
    'CancelSubscriptionSuccess',
    'The subscription was canceled, or its cancellation is scheduled.',
  ),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError, FreshCodeRequiredError, IdempotencyKeyReusedError],
  run: cancelSubscription,
});

mutation('recordRetentionOfferShown', {
  caller: 'customer',
  description:
    'Records that the customer was shown the offer of `previewCancelSubscription`, for the cancellation report: once for each type until one is accepted or the subscription is canceled. Repeating the call changes nothing. Portal sessions only.',
  input: builder.inputType('RecordRetentionOfferShownInput', {
    description: 'Input of `recordRetentionOfferShown`.',
    fields: (t) => ({
      subscriptionId: t.id({
        required: true,
        description: 'The id of the subscription whose cancellation was previewed.',
      }),
      reason: t.string({ description: 'The reason with which it was previewed; null if without one.' }),
    }),
  }),
  success: payload('RecordRetentionOfferShownSuccess', 'The showing is recorded.'),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: recordRetentionOfferShown,
});

mutation('acceptRetentionOffer', {
  caller: 'customer',
  description:
    'Accepts an offer of the type `COUPON` or `CONTACT`. A coupon is attached, once per subscription, and not while another discount applies. A pause is accepted by `pauseSubscription` and another plan by `switchPlan`, with `retention`. Portal sessions only.',
  input: builder.inputType('AcceptRetentionOfferInput', {
    description: 'Input of `acceptRetentionOffer`.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }),
      reason: t.string({
        description:
          "The reason with which it was previewed: one of the portal's `cancellationReasons`. A customer who stays need not give one.",
      }),
      comment: t.string({ description: 'A comment of the customer; optional.' }),
    }),
  }),
  success: payload('AcceptRetentionOfferSuccess', 'The offer was accepted.'),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: acceptRetentionOffer,
});

mutation('uncancelSubscription', {
  caller: 'signedIn',
  description:
    'Undoes a cancellation that is scheduled for the end of the period. Changes and a pause that were scheduled for it apply again. Customers need a payment method if the next period is not free: `PaymentMethodRequiredError`.',
  input: builder.inputType('UncancelSubscriptionInput', {
    description: 'Input of `uncancelSubscription`.',
    fields: (t) => ({ subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }) }),
  }),
  success: payload('UncancelSubscriptionSuccess', 'The scheduled cancellation was undone.'),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError, PaymentMethodRequiredError],
  run: uncancelSubscription,
});
