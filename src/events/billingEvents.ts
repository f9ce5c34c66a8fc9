/** Events of subscriptions, invoices and payments. */
import { CHANGED, event } from './describe.ts';

const OFFER = {
  type: '`COUPON`, `PAUSE`, `PLAN` or `CONTACT`',
  couponId: 'the coupon of the offer, or null',
  priceId: 'the price of the offered plan, or null',
} as const;

const CANCELLATION = {
  mode: '`IMMEDIATELY` or `PERIOD_END`',
  prorate: 'true if unused time is credited',
  endsAt: 'when the subscription ends',
  reason: "the chosen one of the portal's reasons",
  comment: "the customer's own words",
  retentionOffer: {
    description: 'the retention offer that applied when the customer canceled, or null',
    fields: {
      ...OFFER,
      outcome: 'always `declined`',
      shown: 'whether the customer was shown the offer; only such offers count as declined in the cancellation report',
    },
  },
  total: 'the amount charged (positive) or credited (negative) at the end, in minor units',
  invoiceId: 'the resulting invoice or credit note, or null',
} as const;

const DISPUTE = {
  paymentId: 'the payment',
  invoiceId: 'the invoice that it had paid, or null',
  status: '`INQUIRY`, `OPEN`, `UNDER_REVIEW`, `WON`, `LOST` or `CLOSED`',
  amount: 'the disputed amount, in minor units',
  currency: 'its currency',
  reason: "the bank's reason, such as `fraudulent`, or null",
  evidenceDueAt: 'until when the bank accepts evidence, or null',
} as const;

const ITEM = { priceId: 'its price', quantity: 'its quantity' } as const;

const CHANGE = {
  itemId: 'the item that changed',
  from: { description: 'the item before', fields: ITEM },
  to: { description: 'the item since', fields: ITEM },
  direction: '`UPGRADE`, `DOWNGRADE` or `NEUTRAL`, by price per day',
  prorationBehavior: 'how the difference was calculated',
  chargeTiming: 'when the difference is charged',
  at: 'when the change took effect',
  amountDue: 'the amount charged immediately, in minor units',
  invoiceId: 'the resulting invoice or credit note, or null',
} as const;

export const BILLING_EVENTS = {
  'subscription.created': event('Subscription', 'A subscription begins.', {
    status: '`ACTIVE` or `TRIALING`',
    previousSubscriptionId: 'the ended subscription after which the customer came back, or null',
  }),
  'subscription.imported': event('Subscription', 'A subscription is imported from another system.', {
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
  'subscription.renewal_upcoming': event(
    'Subscription',
    'A period ends soon and will be renewed. Emitted if the e-mail about it is switched on.',
    { at: 'when it renews' },
  ),
  'subscription.trial_ending': event(
    'Subscription',
    'A trial ends soon and the first period will be billed. Emitted if the e-mail about it is switched on.',
    { at: 'when the trial ends' },
  ),
  'subscription.cancellation_scheduled': event(
    'Subscription',
    'A cancellation at the end of the period is requested.',
    CANCELLATION,
  ),
  'subscription.cancellation_undone': event('Subscription', 'A scheduled cancellation is undone.'),
  'subscription.canceled': event('Subscription', 'A subscription ends.', {
    ...CANCELLATION,
    endedAt: 'when it ended, if a scheduled cancellation took effect',
    cause: '`payment_failed` if the last retry of a payment ended it, `payment_disputed` if a dispute did',
    failedInvoiceId: 'the invoice that is not paid, with these causes',
  }),
  'subscription.retention_offer_shown': event(
    'Subscription',
    'An offer is shown to a customer who starts to cancel. Recorded once per type and attempt.',
    {
      ...OFFER,
      reason: 'the reason for which it is offered, or null',
      first: 'whether it is the first offer of the attempt',
      currency: 'the currency of the saving',
      nextSaving: 'the reduction of the next invoice by a coupon, in minor units, or null',
    },
  ),
  'subscription.retention_offer_accepted': event('Subscription', 'A customer accepts an offer instead of canceling.', {
    ...OFFER,
    reason: CANCELLATION.reason,
    comment: CANCELLATION.comment,
    currency: 'the currency of the amounts',
    nextSaving: 'the reduction of the next invoice by a coupon, in minor units, or null',
    nextAmount: 'the price of the next period after a coupon or a change of plan, in minor units, or null',
    totalSaving: 'the reduction of all invoices by a coupon, in minor units, or null',
  }),
  'subscription.past_due': event('Subscription', 'A payment fails and retries begin.', {
    cause: '`payment_failed` if the last retry has failed',
    invoiceId: 'the invoice that is not paid',
  }),
  'subscription.unpaid': event(
    'Subscription',
    'The last retry has failed, or an invoice that was sent stays unpaid, and the subscription becomes unpaid.',
    {
      cause: 'always `payment_failed`',
      invoiceId: 'the invoice that is not paid',
    },
  ),
  'subscription.change_scheduled': event('Subscription', "An item's change is set for the end of the period.", {
    itemId: 'the item that will change',
    from: { description: 'the item now', fields: ITEM },
    to: { description: 'the item then', fields: ITEM },
    direction: CHANGE.direction,
    effectiveAt: 'when it takes effect',
  }),
  'subscription.change_unscheduled': event('Subscription', 'A scheduled change is undone.', {
    itemId: 'the item that does not change',
    to: { description: 'the change that was scheduled', fields: ITEM },
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
  'subscription.pause_unscheduled': event('Subscription', 'A pause that had not begun is undone.', {
    cause: '`request`, `replaced`, `payment_failed` or `payment_disputed`',
  }),
  'subscription.paused': event('Subscription', 'A subscription is paused; nothing is billed until it resumes.', {
    cause:
      '`request`, `payment_failed` if the last retry of a payment paused it, or `payment_disputed` if a dispute did',
    pausedAt: 'when the pause began, with the cause `request`',
    resumesAt: 'when it resumes by itself, or null',
    invoiceId: 'the invoice that is not paid, unless the cause is `request`',
  }),
  'subscription.tax_held': event(
    'Subscription',
    'The next invoice waits, at most 72 hours, because its tax is not decided.',
    {
      reason: '`TAX_ID_UNPROVEN`: no register has confirmed the tax id; `LOCATION_UNKNOWN`: the country is unknown',
      dueAt: 'when the invoice was due',
    },
  ),
  'subscription.resumed': event('Subscription', 'A pause ends.', {
    at: 'when it ended',
    newCycle: 'true if a new cycle began and was billed, because no paid period was left',
  }),
  'subscription.recovered': event('Subscription', 'The debt is paid and the subscription is active again.', {
    from: 'the status before',
    newCycle: 'true if a new cycle began, because the old period had ended',
  }),
  'invoice.created': event('Invoice', 'A merchant drafts an invoice.'),
  'invoice.finalized': event('Invoice', 'An invoice gets its number and is due.', {
    reason: 'why it was created; absent for invoices that a merchant drafted',
    currency: 'the currency of the amounts; absent for invoices that a merchant drafted',
    total: 'its total, in minor units',
    tax: 'the tax that the total contains, in minor units; absent without tax',
    amountDue: 'the unpaid amount, in minor units',
    collectionMethod: '`SEND_INVOICE` if the customer must pay it by `dueAt`; absent otherwise',
    dueAt: 'by when the customer must pay it; absent if it is charged or nothing is due',
  }),
  'invoice.payment_reminder': event('Invoice', 'A customer is reminded of an invoice that was sent.', {
    dueAt: 'when it is due',
    days: 'the day of the reminder, counted from the due date; negative before it',
  }),
  'invoice.overdue': event('Invoice', 'An invoice that was sent is not paid in time.', {
    dueAt: 'when it was due',
  }),
  'credit_note.issued': event('Invoice', 'A correction with a negative total is issued.', {
    reason: 'why it was created',
    currency: 'the currency of the amounts',
    total: 'its total, a negative number of minor units',
    tax: 'the tax that the total contains, in minor units; absent without tax',
    amountDue: 'always 0',
  }),
  'invoice.reissued': event('Invoice', 'An invoice is issued anew with corrected billing information.', {
    replacesInvoiceId: 'the invoice that it replaces',
    creditNoteId: 'the credit note that takes the replaced invoice back',
  }),
  'invoice.paid': event('Invoice', 'An invoice is paid in full.'),
  'invoice.email_requested': event(
    'Invoice',
    'A merchant sends an invoice or credit note by e-mail again, or a payer requests a new payment link.',
    { kind: '`INVOICE` or `CREDIT_NOTE`' },
  ),
  'invoice.payment_link_revoked': event('Invoice', 'A merchant revokes the payment links of an invoice.'),
  'invoice.voided': event('Invoice', 'An invoice is voided.'),
  'invoice.payment_failed': event('Invoice', 'An attempt to charge an invoice fails.', {
    attempt: 'the number of the attempt, from 1',
    nextAttemptAt: 'when it is tried again, or null after the last attempt',
    declineCode: "the provider's reason",
    paymentId: 'the payment, if one was created',
  }),
  'payment.processing': event('Payment', 'A debit is submitted; its result comes days later.', {
    invoiceId: 'the invoice it is to pay',
  }),
  'payment.succeeded': event('Payment', 'The money of a payment is taken.', { invoiceId: 'the invoice it pays' }),
  'payment.recorded': event('RecordedPayment', 'A merchant records a payment outside of the payment provider.', {
    invoiceId: 'the invoice it pays',
    amount: 'the received amount, in minor units',
    currency: 'its currency',
    method: '`BANK_TRANSFER`, `CASH`, `CHECK` or `OTHER`',
  }),
  'payment.record_voided': event('RecordedPayment', 'A recorded payment is taken back; its amount is due again.', {
    invoiceId: 'the invoice it had paid',
    amount: 'the amount, in minor units',
    currency: 'its currency',
  }),
  'payment.lost': event(
    'Payment',
    'Reserved money expires before it is captured; the invoice is charged by another payment.',
    { invoiceId: 'the invoice it was for' },
  ),
  'payment.returned': event('Payment', 'The bank takes the money of a debit back; the invoice is due again.', {
    invoiceId: 'the invoice it had paid',
  }),
  'refund.created': event('Refund', 'Money of a payment goes back, by a request here or at the provider.', {
    paymentId: 'the payment',
    creditNoteId: 'the credit note that documents it, or null',
    madeAtProvider: 'whether it was made in the provider’s dashboard rather than here',
  }),
  'refund.succeeded': event('Refund', 'The provider has given the money back.', { paymentId: 'the payment' }),
  'refund.failed': event(
    'Refund',
    'The bank or the provider refuses a refund, at once or days later. The amount is credit of the customer again.',
    { paymentId: 'the payment', failureCode: "the provider's reason" },
  ),
  'dispute.created': event(
    'Dispute',
    'A customer disputes a payment at the bank, or the bank inquires about one.',
    DISPUTE,
  ),
  'dispute.updated': event('Dispute', 'The status of a dispute, or the time for its evidence, changes.', DISPUTE),
  'dispute.closed': event('Dispute', 'A dispute is won or lost, or an inquiry ends without one.', DISPUTE),
  'payment.unexpected': event(
    'Payment',
    'The provider reports money for a payment that had ended without. It pays nothing; refund it or record it.',
    { invoiceId: 'the invoice it was for, or null' },
  ),
  'payment.failed': event(
    'Payment',
    'A payment fails without its customer, such as a renewal or a debit; its invoice is due.',
    {
      invoiceId: 'the invoice that is due again',
      declineCode: "the provider's reason",
    },
  ),
  'credit.adjusted': event('CreditEntry', "A merchant changes a customer's credit balance.", {
    amount: 'the change, in minor units',
    currency: 'its currency',
  }),
} as const;
