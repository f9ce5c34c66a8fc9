/** The enums that portal settings, subscriptions and payment methods share, in GraphQL. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';

type Described<Values extends string> = Record<Values, { description: string }>;

export const PaymentMethodKind = builder.enumType('PaymentMethodKind', {
  description: 'The kind of a payment method.',
  values: {
    CARD: { description: 'A credit or debit card.' },
    SEPA_DEBIT: { description: 'SEPA direct debit from a bank account in the euro area.' },
    US_BANK_ACCOUNT: { description: 'ACH debit from a bank account in the United States.' },
    BACS_DEBIT: { description: 'Bacs direct debit from a bank account in the United Kingdom.' },
    PAYPAL: { description: 'An account at PayPal.' },
  } satisfies Described<stored.PaymentMethodKind>,
});

export const CancellationMode = builder.enumType('CancellationMode', {
  description: 'The end of a canceled subscription.',
  values: {
    IMMEDIATELY: { description: 'At the time of the cancellation.' },
    PERIOD_END: { description: 'At the end of the current period; until then the cancellation can be undone.' },
  } satisfies Described<stored.CancellationMode>,
});

export const ProrationBehavior = builder.enumType('ProrationBehavior', {
  description: 'The calculation of a change of plan or quantity during a period.',
  values: {
    NONE: { description: 'No proration: the new price applies from the next period.' },
    PRORATE: {
      description: 'The unused part of the old price is credited, and the new price is charged for the remaining time.',
    },
    FULL_DIFFERENCE: { description: 'The full difference between the new and the old price, independent of the date.' },
  } satisfies Described<stored.ProrationBehavior>,
});

export const ChargeTiming = builder.enumType('ChargeTiming', {
  description: 'The time at which the lines of a change are billed. It does not delay the change itself.',
  values: {
    IMMEDIATELY: { description: 'Immediately, by a separate invoice or credit note.' },
    PERIOD_END: { description: 'On the invoice of the next renewal.' },
  } satisfies Described<stored.ChargeTiming>,
});

export const DebitChanges = builder.enumType('DebitChanges', {
  description: 'Whether changes may be paid by a debit, which settles days after the change.',
  values: {
    ALLOW: { description: 'The change is made at once, and its invoice is open until the debit has settled.' },
    REFUSE: { description: 'Changes with an amount due need a payment method that settles at once.' },
  } satisfies Described<stored.DebitChanges>,
});

export const ChangeEffective = builder.enumType('ChangeEffective', {
  description: 'The time at which a change of price or quantity takes effect.',
  values: {
    IMMEDIATELY: {
      description: 'Immediately; the other settings determine how the rest of the period is billed.',
    },
    PERIOD_END: {
      description: 'With the next period: nothing is billed or credited, and until then the change can be undone.',
    },
  } satisfies Described<stored.ChangeEffective>,
});

export const FreshCodeAction = builder.enumType('FreshCodeAction', {
  description: 'An action of customers that a portal can protect by a fresh sign-in.',
  values: {
    REMOVE_LAST_PAYMENT_METHOD: { description: '`removePaymentMethod` for the only payment method.' },
    CANCEL_IMMEDIATELY: { description: '`cancelSubscription` that takes effect at once.' },
  } satisfies Described<stored.FreshCodeAction>,
});

export const PromotionCodeUse = builder.enumType('PromotionCodeUse', {
  description: 'Where customers may redeem a promotion code.',
  values: {
    SUBSCRIBE: { description: '`subscribe`: coming back, or starting another subscription.' },
    SWITCH_PLAN: { description: '`switchPlan`: a change of plan.' },
  } satisfies Described<stored.PromotionCodeUse>,
});

export const CancellationOfferKind = builder.enumType('CancellationOfferType', {
  description: 'The kind of an offer to a customer who starts to cancel, and how it is accepted.',
  values: {
    COUPON: { description: 'A discount, accepted by `acceptRetentionOffer`.' },
    PAUSE: {
      description: 'A pause, accepted by `pauseSubscription` with `retention`. Only if the portal allows pauses.',
    },
    PLAN: {
      description:
        'The cheaper plan with the highest price, of those with the same interval to which the portal allows a switch, for the first item that has one; accepted by `switchPlan` with `retention`.',
    },
    CONTACT: {
      description: "A contact to the merchant's support, accepted by `acceptRetentionOffer`. Not limited per year.",
    },
  } satisfies Described<stored.CancellationOfferType>,
});

export const PortalFont = builder.enumType('PortalFont', {
  description: 'The typeface of the page.',
  values: {
    SYSTEM: { description: 'That of the device, which loads nothing.' },
    NOTO_SANS: { description: 'Noto Sans, served by this server; Japanese is in the typeface of the device.' },
    SERIF: { description: 'The serif typeface of the device, which loads nothing.' },
    ROUNDED: { description: 'The rounded typeface of the device, if it has one; otherwise as `SYSTEM`.' },
  } satisfies Described<stored.PortalFont>,
});

export const PortalCorners = builder.enumType('PortalCorners', {
  description: 'The corners of cards, fields and buttons.',
  values: {
    ROUNDED: { description: 'Round: 16 pixels for cards, 12 for buttons.' },
    SLIGHT: { description: 'Slightly round: two fifths of that.' },
    SQUARE: { description: 'Square everywhere but on badges.' },
  } satisfies Described<stored.PortalCorners>,
});
