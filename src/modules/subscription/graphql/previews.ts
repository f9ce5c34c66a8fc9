/** The previews of changes, resumptions and cancellations in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import { amountOf, Money, subscriptionAmountOf } from '../../../graphql/moneyType.ts';
import type { ChangeDirection as Directions } from '../../../kernel/changeDirection.ts';
import { Coupon } from '../../coupon/schema.ts';
import { type LineShape, PreviewLine } from '../../invoice/lineNodes.ts';
import { DocumentTax, documentTax } from '../../invoice/taxNodes.ts';
import { hasDefaultMethod } from '../../payment/setDefaultPaymentMethod.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, ProrationBehavior } from '../../portal/enums.ts';
import type { CancellationOutlook } from '../cancel/cancelSubscription.ts';
import type { ChangePlan } from '../change/planChange.ts';
import { QUOTE_LIFETIME_MINUTES, type Quote } from '../change/signedQuote.ts';
import type { UpcomingInvoice as Upcoming } from '../forecast/nextPeriod.ts';
import type { ResumptionPreview as Resumption } from '../pause/resumeSubscription.ts';
import { CancellationOfferType, RetentionOfferType } from './offerNodes.ts';

export const withCurrency = (lines: readonly object[], currency: string): LineShape[] =>
  lines.map((line) => ({ ...(line as LineShape), currency }));

export const UpcomingInvoice = builder.objectRef<Upcoming>('UpcomingInvoice').implement({
  description:
    'The invoice that the next renewal will create if nothing changes until then; for a subscription that ends with its period, the final invoice or credit note that settles its pending lines.',
  fields: (t) => ({
    billsAt: t.expose('at', { type: 'DateTime', description: 'When it will be created and charged.' }),
    final: t.exposeBoolean('final', {
      description: 'Whether it is the final invoice or credit note of a subscription that ends with its period.',
    }),
    periodStart: t.expose('periodStart', {
      type: 'DateTime',
      description: 'The start of the billed period; of the last one on a final invoice.',
    }),
    periodEnd: t.expose('periodEnd', { type: 'DateTime', description: 'The end of that period, exclusive.' }),
    lines: t.field({
      type: [PreviewLine],
      description: 'The lines: first pending lines, then one per item, unless it is final.',
      resolve: ({ lines, currency }) => withCurrency(lines, currency),
    }),
    total: t.field(
      amountOf('total', 'The sum of its lines with their taxes, before credit is applied; negative for a credit note.'),
    ),
    tax: t.field({
      type: DocumentTax,
      nullable: true,
      description: 'The tax that the total contains; null if the company charges none.',
      resolve: ({ lines, currency }) => documentTax(lines, currency),
    }),
    creditApplied: t.field(
      amountOf(
        'creditApplied',
        "The part that credit will pay, if earlier invoices of the customer's other subscriptions leave enough of it.",
      ),
    ),
    amountDue: t.field(
      amountOf('amountDue', 'The amount that will be charged or, with `dueAt`, that the customer will have to pay.'),
    ),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'By when the customer must pay it, if the invoice is sent; null if it is charged automatically.',
    }),
  }),
});

const ChangeDirection = builder.enumType('ChangeDirection', {
  description:
    'The effect of a change on the price per day: price × quantity of a whole period after discount, divided by the average days of the interval.',
  values: {
    UPGRADE: { description: 'The price per day increases.' },
    DOWNGRADE: { description: 'The price per day decreases.' },
    NEUTRAL: { description: 'The price per day stays the same.' },
  } satisfies Record<Directions, { description: string }>,
});

export const QuoteType = builder.objectRef<Quote>('Quote').implement({
  description: 'A promise of the effect that a preview shows, bound to the subscription as it is now.',
  fields: (t) => ({
    token: t.exposeString('token', {
      description:
        'The `quote` of the input of the mutation, which then charges exactly this amount or fails with `QuoteExpiredError`.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: "When the quote expires, in the company's time (see `Company.testClockAt`).",
    }),
    expiresInSeconds: t.int({
      description: "The number of seconds until then, for a countdown that does not depend on the client's clock.",
      resolve: () => QUOTE_LIFETIME_MINUTES * 60,
    }),
  }),
});

/** The end of a subscription with a scheduled cancellation after the change. */
const endOfChanged = ({ subscription, newCycle }: ChangePlan): Date | null =>
  subscription.cancelAtPeriodEnd ? (newCycle ?? { end: subscription.currentPeriodEnd }).end : null;

export const ChangePreview = builder.objectRef<ChangePlan & { quote: Quote }>('SubscriptionChangePreview').implement({
  description: 'The exact effect of a change of price or quantity.',
  fields: (t) => ({
    effectiveAt: t.expose('at', {
      type: 'DateTime',
      description:
        'The time from which the new price applies. For a scheduled change it is the start of the next period, or the earliest possible start if a pause without a date is scheduled.',
    }),
    effective: t.field({
      type: ChangeEffective,
      description: 'Whether the change takes effect immediately or with the next period.',
      resolve: ({ terms }) => terms.effective,
    }),
    direction: t.expose('direction', {
      type: ChangeDirection,
      description: 'Whether the change is an upgrade or a downgrade.',
    }),
    prorationBehavior: t.field({
      type: ProrationBehavior,
      description: 'The calculation for the rest of the period.',
      resolve: ({ terms }) => terms.behavior,
    }),
    chargeTiming: t.field({
      type: ChargeTiming,
      description: 'The time at which the lines are billed.',
      resolve: ({ terms }) => terms.timing,
    }),
    lines: t.field({
      type: [PreviewLine],
      description: 'The lines that the change creates.',
      resolve: ({ lines, subscription }) => withCurrency(lines, subscription.currency),
    }),
    pendingLines: t.field({
      type: [PreviewLine],
      description:
        'Pending lines of earlier changes that are billed together with these; empty if they remain pending.',
      resolve: ({ pending, subscription }) => withCurrency(pending, subscription.currency),
    }),
    settledNow: t.boolean({
      description:
        'Whether an invoice or credit note is created immediately; otherwise the lines wait for the next invoice.',
      resolve: ({ settlement }) => settlement === 'NOW',
    }),
    total: t.field(
      subscriptionAmountOf(
        'total',
        'The total of the immediate invoice, including `pendingLines`; negative for a credit note, and zero without one.',
      ),
    ),
    tax: t.field({
      type: DocumentTax,
      nullable: true,
      description:
        'The tax of these lines and `pendingLines`, which `total` contains; null if the company charges none. If nothing is settled now, it is the tax of the new lines.',
      resolve: ({ lines, pending, subscription }) => documentTax([...pending, ...lines], subscription.currency),
    }),
    creditApplied: t.field(subscriptionAmountOf('creditApplied', 'The part of `total` that credit pays.')),
    amountDue: t.field(
      subscriptionAmountOf(
        'amountDue',
        'The amount that is charged immediately or, with `dueAt`, that is invoiced immediately and paid later.',
      ),
    ),
    nextInvoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description:
        'The next invoice after the change; null if there will be none. For a subscription that ends with its period it settles the pending lines.',
      resolve: ({ renewal }) => renewal,
    }),
    quote: t.field({
      type: QuoteType,
      description: 'A promise of exactly this effect for ten minutes.',
      resolve: ({ quote }) => quote,
    }),
  }),
});

builder.objectFields(ChangePreview, (t) => ({
  coupon: t.field({
    type: Coupon,
    nullable: true,
    description: 'The coupon of the promotion code, which discounts from the next full period on; null without a code.',
    resolve: ({ promotion }) => promotion?.coupon ?? null,
  }),
  endsAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the subscription ends after the change, if its cancellation is scheduled. A change to another interval moves the end to that of the new period. Null if it renews.',
    resolve: endOfChanged,
  }),
  paymentMethodRequired: t.boolean({
    description:
      'True if an amount is charged immediately and the customer has no payment method: the mutation fails with `PaymentMethodRequiredError` until one is added. The quote remains valid meanwhile.',
    resolve: async ({ amountDue, dueAt, subscription }, _args, { db }) =>
      amountDue > 0n && !dueAt && !(await hasDefaultMethod(db, subscription)),
  }),
  dueAt: t.expose('dueAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'By when the customer must pay `amountDue`, if the invoice is sent; null if it is charged immediately, and if nothing is due.',
  }),
  quantity: t.int({
    description:
      'The number of units after the change. If none is given, it is the present one or, if the new price is not sold at it, the next larger one.',
    resolve: ({ next }) => next.quantity,
  }),
}));

export const ResumptionPreview = builder.objectRef<Resumption>('ResumptionPreview').implement({
  description: 'The exact effect of resuming a subscription.',
  fields: (t) => ({
    effectiveAt: t.expose('at', { type: 'DateTime', description: 'The time from which the subscription continues.' }),
    amountDue: t.field({
      type: Money,
      description:
        'The amount that is charged immediately or, with `invoice.dueAt`, is invoiced immediately and paid later; zero if the paid period has not ended or the pause has not started.',
      resolve: ({ invoice, currency }) => ({ amount: invoice?.amountDue ?? 0n, currency }),
    }),
    invoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description: 'The immediate invoice for the first period of a new cycle; null if none is created.',
      resolve: ({ invoice }) => invoice,
    }),
    nextInvoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description: 'The invoice of the renewal after it; null if the subscription ends before.',
      resolve: ({ nextInvoice }) => nextInvoice,
    }),
  }),
});

export const CancellationPreview = builder.objectRef<CancellationOutlook>('CancellationPreview').implement({
  description: 'The exact effect of a cancellation.',
  fields: (t) => ({
    mode: t.expose('mode', {
      type: CancellationMode,
      description: 'Whether the subscription ends immediately or with the period.',
    }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When the subscription ends.' }),
    lines: t.field({
      type: [PreviewLine],
      description:
        'The lines of the final invoice or credit note, which is created at `endsAt`: first pending lines, then credits for unused time.',
      resolve: ({ lines, pending, subscription }) => withCurrency([...pending, ...lines], subscription.currency),
    }),
    total: t.field(
      subscriptionAmountOf('total', 'The total of that document; negative for a credit note, zero without one.'),
    ),
    tax: t.field({
      type: DocumentTax,
      nullable: true,
      description: 'The tax that the total contains; null if the lines were billed without tax.',
      resolve: ({ lines, pending, subscription }) => documentTax([...pending, ...lines], subscription.currency),
    }),
    retentionOffer: t.field({
      type: RetentionOfferType,
      nullable: true,
      description: 'The discount of `offer`; null if it is another offer, for merchants, and if no offer applies.',
      resolve: ({ offer }) => (offer?.type === 'COUPON' ? offer.discount : null),
    }),
    offer: t.field({
      type: CancellationOfferType,
      nullable: true,
      description:
        'The offer to show the customer before the cancellation, for the given reason; null for merchants and if no offer applies. A client that shows it calls `recordRetentionOfferShown`.',
      resolve: ({ offer }) => offer,
    }),
  }),
});
