/** What happens to subscriptions, invoices and payments. */
import { CHANGED, event } from './describe.ts';

const CANCELLATION = {
  mode: '`IMMEDIATELY` or `END_OF_PERIOD`',
  prorate: 'whether unused time is credited',
  endsAt: 'when the subscription ends',
  reason: "the reason that was chosen among the portal's",
  comment: "the customer's own words",
  retentionOffer: 'the offer that was declined: its `couponId` and `outcome`; or null',
  total: 'what the end costs (positive) or credits (negative), in minor units',
  invoiceId: 'the invoice or credit note of it, or null',
} as const;

const CHANGE = {
  itemId: 'the item that changed',
  from: 'its `priceId` and `quantity` before',
  to: 'its `priceId` and `quantity` since',
  direction: '`UPGRADE`, `DOWNGRADE` or `EVEN`, by value per time',
  prorationBehavior: 'how the difference was worked out',
  chargeTiming: 'when the difference is charged',
  at: 'when the change took effect',
  amountDue: 'what was charged at once, in minor units',
  invoiceId: 'the invoice or credit note of it, or null',
} as const;

export const BILLING_EVENTS = {
  'subscription.created': event('Subscription', 'A subscription begins.', { status: '`ACTIVE` or `TRIALING`' }),
  'subscription.imported': event('Subscription', 'A subscription that runs elsewhere is taken over.', {
    status: 'the status it was imported with',
  }),
  'subscription.updated': event('Subscription', 'A merchant changes a coupon, metadata or another property.', CHANGED),
  'subscription.plan_switched': event('Subscription', 'An item moves to another price.', CHANGE),
  'subscription.quantity_updated': event('Subscription', 'The quantity of an item changes.', CHANGE),
  'subscription.renewed': event('Subscription', 'A period ends and the next one is billed.', {
    periodStart: 'when the new period starts',
    periodEnd: 'when it ends',
    invoiceId: 'its invoice',
  }),
  'subscription.cancellation_scheduled': event(
    'Subscription',
    'A cancellation for the end of the period is asked for.',
    CANCELLATION,
  ),
  'subscription.cancellation_undone': event('Subscription', 'A scheduled cancellation is taken back.'),
  'subscription.canceled': event('Subscription', 'A subscription ends.', {
    ...CANCELLATION,
    endedAt: 'when it ended, where a scheduled cancellation took effect',
    cause: '`payment_failed` where the last retry of a payment ended it',
    failedInvoiceId: 'the invoice that was not paid, with that cause',
  }),
  'subscription.retention_offer_shown': event(
    'Subscription',
    'A customer who thinks of cancelling is shown the retention offer: once, until it is accepted or the subscription cancelled.',
    {
      couponId: 'the coupon of the offer',
      currency: 'the currency of the saving',
      nextSaving: 'what the next invoice would be reduced by, in minor units',
    },
  ),
  'subscription.retention_offer_accepted': event(
    'Subscription',
    'A customer who was about to cancel takes the retention offer.',
    {
      couponId: 'the coupon of the offer',
      reason: CANCELLATION.reason,
      comment: CANCELLATION.comment,
      currency: 'the currency of the amounts',
      nextSaving: 'what the next invoice is reduced by, in minor units',
      nextAmount: 'what the next period costs after that, in minor units',
      totalSaving: 'what all invoices are reduced by, in minor units; null when there is no end to it',
    },
  ),
  'subscription.past_due': event('Subscription', 'A payment fails and retries begin.', {
    cause: '`payment_failed` where the last retry has failed',
    invoiceId: 'the invoice that is not paid',
  }),
  'subscription.unpaid': event('Subscription', 'The last retry has failed and the subscription rests unpaid.', {
    cause: 'always `payment_failed`',
    invoiceId: 'the invoice that is not paid',
  }),
  'subscription.change_scheduled': event('Subscription', "An item's change is set for the end of the period.", {
    itemId: 'the item that will change',
    from: 'its `priceId` and `quantity` now',
    to: 'its `priceId` and `quantity` then',
    direction: CHANGE.direction,
    effectiveAt: 'when it takes effect',
  }),
  'subscription.change_unscheduled': event('Subscription', 'A scheduled change is taken back.', {
    itemId: 'the item that stays as it is',
    to: 'the `priceId` and `quantity` that it will not have',
    cause: '`request`, `replaced` or `canceled`',
  }),
  'subscription.change_applied': event('Subscription', 'A scheduled change takes effect.', {
    itemId: CHANGE.itemId,
    from: CHANGE.from,
    to: CHANGE.to,
    at: CHANGE.at,
  }),
  'subscription.pause_scheduled': event('Subscription', 'A pause is set for the end of the period.', {
    pausesAt: 'when it begins',
    resumesAt: 'when the subscription resumes by itself, or null',
    reason: 'the reason that was given, or null',
  }),
  'subscription.pause_unscheduled': event('Subscription', 'A pause that had not begun is taken back.', {
    cause: '`request`, `replaced` or `payment_failed`',
  }),
  'subscription.paused': event('Subscription', 'A subscription is paused; nothing is billed until it resumes.', {
    cause: '`request`, or `payment_failed` where the last retry of a payment paused it',
    pausedAt: 'when the pause began, with the cause `request`',
    resumesAt: 'when it resumes by itself, or null',
    invoiceId: 'the invoice that is not paid, with the cause `payment_failed`',
  }),
  'subscription.resumed': event('Subscription', 'A pause ends.', {
    at: 'when it ended',
    newCycle: 'whether a new cycle began and was billed, because no paid period was left',
  }),
  'subscription.recovered': event('Subscription', 'What was owed is paid and the subscription runs again.', {
    from: 'the status before',
    newCycle: 'whether a new cycle began, because the old period had ended',
  }),
  'invoice.created': event('Invoice', 'A merchant drafts an invoice.'),
  'invoice.finalized': event('Invoice', 'An invoice gets its number and is due.', {
    reason: 'why it was made; absent for invoices that a merchant drafted',
    currency: 'the currency of the amounts; absent for invoices that a merchant drafted',
    total: 'its total, in minor units',
    amountDue: 'what is still to be paid of it, in minor units',
  }),
  'credit_note.issued': event('Invoice', 'A correction with a negative total is issued.', {
    reason: 'why it was made',
    currency: 'the currency of the amounts',
    total: 'its total, a negative number of minor units',
    amountDue: 'always 0',
  }),
  'invoice.paid': event('Invoice', 'Nothing is left to be paid of an invoice.'),
  'invoice.voided': event('Invoice', 'An invoice is withdrawn.'),
  'invoice.payment_failed': event('Invoice', 'An attempt to charge an invoice fails.', {
    attempt: 'which attempt it was, from 1',
    nextAttemptAt: 'when it is tried again, or null after the last attempt',
    declineCode: "the provider's reason",
    paymentId: 'the payment, where there is one',
  }),
  'payment.succeeded': event('Payment', 'A reserved payment is captured.', { invoiceId: 'the invoice it pays' }),
  'payment.failed': event('Payment', 'A reserved payment cannot be captured; its invoice is due again.', {
    invoiceId: 'the invoice that is due again',
    declineCode: "the provider's reason",
  }),
  'credit.adjusted': event('CreditEntry', "A merchant changes a customer's credit balance.", {
    amount: 'the change, in minor units',
    currency: 'its currency',
  }),
} as const;
