/** What a change or a cancellation would do, in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { amountOf, Money, subscriptionAmountOf } from '../../graphql/money.ts';
import type { ChangeDirection as Directions } from '../../kernel/changeDirection.ts';
import { Coupon } from '../coupon/schema.ts';
import { type LineShape, PreviewLine } from '../invoice/nodes.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, ProrationBehavior } from '../portal/enums.ts';
import type { CancellationOutlook } from './cancel.ts';
import type { ChangePlan } from './changePlan.ts';
import type { ResumptionPreview as Resumption } from './pause.ts';
import { QUOTE_LIFETIME_MINUTES, type Quote } from './quote.ts';
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
    total: t.field(amountOf('total', 'The sum of its lines.')),
    creditApplied: t.field(
      amountOf(
        'creditApplied',
        "What credit will pay of it, as far as invoices of the customer's other subscriptions leave any until then.",
      ),
    ),
    amountDue: t.field(amountOf('amountDue', 'What will be charged.')),
  }),
});

const ChangeDirection = builder.enumType('ChangeDirection', {
  description:
    'What a change does to the value per time: full-period price × quantity after discount, per average day of the interval.',
  values: {
    UPGRADE: { description: 'It raises it.' },
    DOWNGRADE: { description: 'It lowers it.' },
    EVEN: { description: 'It leaves it as it is: neither an upgrade nor a downgrade.' },
  } satisfies Record<Directions, { description: string }>,
});

export const ChangePreview = builder.objectRef<ChangePlan & { quote: Quote }>('SubscriptionChangePreview').implement({
  description: 'What a change of price or quantity would do, to the cent.',
  fields: (t) => ({
    effectiveAt: t.expose('at', {
      type: 'DateTime',
      description:
        'The instant from which on the new price counts: for a scheduled change when the next period begins, or, while a pause without a date is planned, when it could begin at the earliest.',
    }),
    effective: t.field({
      type: ChangeEffective,
      description: 'Whether it takes effect at once or with the next period.',
      resolve: ({ terms }) => terms.effective,
    }),
    direction: t.expose('direction', {
      type: ChangeDirection,
      description: 'Whether it is an upgrade or a downgrade.',
    }),
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
    pendingLines: t.field({
      type: [PreviewLine],
      description: 'Earlier lines that waited and are settled together with these; empty while they wait on.',
      resolve: ({ pending, subscription }) => withCurrency(pending, subscription.currency),
    }),
    settledNow: t.boolean({
      description:
        'Whether an invoice or a credit note is made at once; otherwise the lines wait for the next invoice.',
      resolve: ({ settlement }) => settlement === 'NOW',
    }),
    total: t.field(
      subscriptionAmountOf(
        'total',
        'What the invoice made now comes to, earlier waiting lines included; negative for a credit note.',
      ),
    ),
    creditApplied: t.field(subscriptionAmountOf('creditApplied', 'What credit pays of it.')),
    amountDue: t.field(subscriptionAmountOf('amountDue', 'What is charged now.')),
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
      description: "Until when the quote holds, by the company's time.",
      resolve: ({ quote }) => quote.expiresAt,
    }),
    quoteExpiresInSeconds: t.int({
      description: 'How long that is from now on, for whoever counts it down without knowing what time it is.',
      resolve: () => QUOTE_LIFETIME_MINUTES * 60,
    }),
  }),
});

export const ResumptionPreview = builder.objectRef<Resumption>('ResumptionPreview').implement({
  description: 'What resuming a subscription would bill, to the cent.',
  fields: (t) => ({
    effectiveAt: t.expose('at', { type: 'DateTime', description: 'The instant from which on it runs again.' }),
    amountDue: t.field({
      type: Money,
      description: 'What is charged for it; zero where the paid period is not over, or the pause has not begun.',
      resolve: ({ invoice, currency }) => ({ amount: invoice?.amountDue ?? 0n, currency }),
    }),
    invoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description: 'The invoice that is made at once, for the first period of a new cycle; null when none is.',
      resolve: ({ invoice }) => invoice,
    }),
    nextInvoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description: 'The renewal after it; null when the subscription ends before.',
      resolve: ({ nextInvoice }) => nextInvoice,
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
    nextSaving: t.field(amountOf('nextSaving', 'What the next invoice is reduced by.')),
    totalSaving: t.field(
      amountOf('totalSaving', 'What it saves in all; where it has no end, over the next twelve invoices.'),
    ),
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
    total: t.field(
      subscriptionAmountOf('total', 'What that document comes to; negative is credited, zero when there is none.'),
    ),
    retentionOffer: t.field({
      type: RetentionOfferType,
      nullable: true,
      description:
        'What the customer is offered instead; null when there is no offer. That a customer was shown it is recorded, once for each time that somebody thinks of cancelling. See `acceptRetentionOffer`.',
      resolve: ({ retentionOffer }) => retentionOffer,
    }),
  }),
});
