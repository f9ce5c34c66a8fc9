/** What a change or a cancellation would do, in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { Money, money } from '../../graphql/money.ts';
import { Coupon } from '../coupon/schema.ts';
import { type LineShape, PreviewLine } from '../invoice/nodes.ts';
import { CancellationMode, ChargeTiming, ProrationBehavior } from '../portal/enums.ts';
import type { CancellationOutlook } from './cancel.ts';
import type { ChangePlan } from './changePlan.ts';
import type { Quote } from './quote.ts';
import type { UpcomingInvoice as Upcoming } from './renewal.ts';
import type { RetentionOffer } from './retention.ts';

const withCurrency = (lines: readonly object[], currency: string): LineShape[] =>
  lines.map((line) => ({ ...(line as LineShape), currency }));

export const UpcomingInvoice = builder.objectRef<Upcoming>('UpcomingInvoice').implement({
  description: 'The invoice that the next renewal will make if nothing changes until then.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it will be made.' }),
    periodStart: t.expose('periodStart', { type: 'DateTime', description: 'When the period that it bills begins.' }),
    periodEnd: t.expose('periodEnd', { type: 'DateTime', description: 'When that period ends.' }),
    lines: t.field({
      type: [PreviewLine],
      description: 'Its lines: first those that wait, then the items.',
      resolve: ({ lines, currency }) => withCurrency(lines, currency),
    }),
    total: t.field({
      type: Money,
      description: 'The sum of its lines.',
      resolve: (invoice) => money(invoice.total, invoice),
    }),
    creditApplied: t.field({
      type: Money,
      description: 'What credit will pay of it.',
      resolve: (invoice) => money(invoice.creditApplied, invoice),
    }),
    amountDue: t.field({
      type: Money,
      description: 'What will be charged.',
      resolve: (invoice) => money(invoice.amountDue, invoice),
    }),
  }),
});

export const ChangePreview = builder.objectRef<ChangePlan & { quote: Quote }>('SubscriptionChangePreview').implement({
  description: 'What a change of price or quantity would do, to the cent.',
  fields: (t) => ({
    effectiveAt: t.expose('at', { type: 'DateTime', description: 'The instant from which on the new price counts.' }),
    prorationBehavior: t.field({
      type: ProrationBehavior,
      description: 'How the rest of the period is billed.',
      resolve: ({ terms }) => terms.behavior,
    }),
    chargeTiming: t.field({
      type: ChargeTiming,
      description: 'When the lines are settled.',
      resolve: ({ terms }) => terms.timing,
    }),
    lines: t.field({
      type: [PreviewLine],
      description: 'The lines that the change makes.',
      resolve: ({ lines, subscription }) => withCurrency(lines, subscription.currency),
    }),
    settledNow: t.boolean({
      description:
        'Whether an invoice or a credit note is made at once; otherwise the lines wait for the next invoice.',
      resolve: ({ settlement }) => settlement === 'NOW',
    }),
    total: t.field({
      type: Money,
      description: 'What the invoice made now comes to, earlier waiting lines included; negative for a credit note.',
      resolve: ({ total, subscription }) => money(total, subscription),
    }),
    creditApplied: t.field({
      type: Money,
      description: 'What credit pays of it.',
      resolve: (plan) => money(plan.creditApplied, plan.subscription),
    }),
    amountDue: t.field({
      type: Money,
      description: 'What is charged now.',
      resolve: (plan) => money(plan.amountDue, plan.subscription),
    }),
    nextInvoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description: 'The next renewal after the change; null when the subscription ends before.',
      resolve: ({ renewal }) => renewal,
    }),
    quote: t.string({
      description: 'Hand it to the mutation to be charged exactly this, or get `QuoteExpiredError`.',
      resolve: ({ quote }) => quote.token,
    }),
    quoteExpiresAt: t.field({
      type: 'DateTime',
      description: 'Until when the quote holds.',
      resolve: ({ quote }) => quote.expiresAt,
    }),
  }),
});

const RetentionOfferType = builder.objectRef<RetentionOffer>('RetentionOffer').implement({
  description: 'A coupon that a customer who starts to cancel is offered instead.',
  fields: (t) => ({
    coupon: t.field({ type: Coupon, description: 'The coupon.', resolve: ({ coupon }) => coupon }),
    invoices: t.exposeInt('invoices', {
      nullable: true,
      description: 'How many invoices it reduces; null: all that follow.',
    }),
    nextSaving: t.field({
      type: Money,
      description: 'What the next invoice is reduced by.',
      resolve: (offer) => money(offer.nextSaving, offer),
    }),
    totalSaving: t.field({
      type: Money,
      description: 'What it saves in all; where it has no end, over the next twelve invoices.',
      resolve: (offer) => money(offer.totalSaving, offer),
    }),
  }),
});

export const CancellationPreview = builder.objectRef<CancellationOutlook>('CancellationPreview').implement({
  description: 'What cancelling would do, to the cent.',
  fields: (t) => ({
    mode: t.expose('mode', { type: CancellationMode, description: 'Whether it ends now or with the period.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When the subscription ends.' }),
    lines: t.field({
      type: [PreviewLine],
      description:
        'The lines of the final invoice or credit note: first those that waited, then credits for unused time.',
      resolve: ({ lines, pending, subscription }) => withCurrency([...pending, ...lines], subscription.currency),
    }),
    total: t.field({
      type: Money,
      description: 'What that document comes to; negative is credited, zero when there is none.',
      resolve: ({ total, subscription }) => money(total, subscription),
    }),
    retentionOffer: t.field({
      type: RetentionOfferType,
      nullable: true,
      description:
        'What the customer is offered instead; null when there is no offer. That a customer was shown it is recorded, once for each time that somebody thinks of cancelling. See `acceptRetentionOffer`.',
      resolve: ({ retentionOffer }) => retentionOffer,
    }),
  }),
});
