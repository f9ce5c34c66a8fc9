/** The lines of invoices and of previews in GraphQL. */
import type { InvoiceLineKind as LineKinds } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { amountOf, Money, money } from '../../graphql/moneyType.ts';
import { LOCALE_DESCRIPTION, readerLocale } from '../../graphql/readerLocale.ts';
import { Price } from '../catalog/nodes.ts';
import { LineExplanation } from './explanationSchema.ts';
import { explanationSentence, lineTitle } from './lineExplanations/explain.ts';
import { storyOf } from './lineExplanations/story.ts';
import type { LineFields } from './lines.ts';
import { amountsOf, treatmentOf } from './lineTax.ts';
import { LineTax } from './taxNodes.ts';

const InvoiceLineKind = builder.enumType('InvoiceLineKind', {
  description: 'The kind of service that a line bills.',
  values: {
    PERIOD: { description: 'A whole period at the full price.' },
    CREDIT: {
      description: 'Credit for what was billed: for time that is not used, or by a credit note of the merchant.',
    },
    CHARGE: { description: 'The rest of a period at a new price or quantity.' },
    DIFFERENCE: { description: 'The difference between two full-period prices.' },
    MANUAL: { description: 'A line that the merchant wrote, independent of subscriptions.' },
    IMPORT: { description: 'Billed by another system, before the subscription was imported.' },
  } satisfies Record<keyof typeof LineKinds, { description: string }>,
});

/** The common fields of stored lines and preview lines. */
export interface LineShape extends Omit<LineFields, 'explanation'> {
  explanation: unknown;
  currency: string;
}

const BillingLine = builder.interfaceRef<LineShape>('BillingLine').implement({
  description: 'A line of an invoice or of a preview.',
  fields: (t) => ({
    kind: t.expose('kind', { type: InvoiceLineKind, description: 'The kind of service that it bills.' }),
    description: t.string({
      description:
        "The title of the line. Lines of a subscription are written in the reader's language; a merchant's own text is returned unchanged.",
      args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
      resolve: (line, { locale }, { principal }) => lineTitle(line, readerLocale(principal, locale)),
    }),
    quantity: t.exposeInt('quantity', { description: 'The number of units.' }),
    unitAmount: t.field({
      type: Money,
      nullable: true,
      description: 'The price of one unit for a whole period, before discounts; null if the line has no price.',
      resolve: (line) => (line.unitAmount === null ? null : money(line.unitAmount, line)),
    }),
    periodStart: t.expose('periodStart', {
      type: 'DateTime',
      nullable: true,
      description: 'The start of the billed service; null if the line bills no period.',
    }),
    periodEnd: t.expose('periodEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'The end of the billed service, exclusive; null if the line bills no period.',
    }),
    grossAmount: t.field(amountOf('grossAmount', 'The amount before discounts; negative for a credit.')),
    discountAmount: t.field(amountOf('discountAmount', 'The discount: grossAmount − discountAmount = amount.')),
    amount: t.field(
      amountOf(
        'amount',
        'The amount after discounts, in the terms of its price: it contains the tax if `tax.behavior` is `INCLUSIVE`. Negative for a credit.',
      ),
    ),
    taxAmount: t.field({
      type: Money,
      description: 'The tax; zero without a treatment.',
      resolve: (line) => money(amountsOf(line).tax, line),
    }),
    amountExcludingTax: t.field({
      type: Money,
      description: 'The amount after discounts without tax.',
      resolve: (line) => money(amountsOf(line).excludingTax, line),
    }),
    amountIncludingTax: t.field({
      type: Money,
      description: 'The amount after discounts with tax: amountExcludingTax + taxAmount.',
      resolve: (line) => money(amountsOf(line).includingTax, line),
    }),
    tax: t.field({
      type: LineTax,
      nullable: true,
      description: 'The tax treatment; null if the company charged no tax when the line was made.',
      resolve: (line) => treatmentOf(line),
    }),
    explanation: t.field({
      type: LineExplanation,
      nullable: true,
      description:
        'The calculation of the amount, for programs. Null if nothing was calculated: for a line that a merchant wrote, for one of a credit note that a merchant issued, and for one that was billed before an import.',
      resolve: (line) => {
        const story = storyOf(line);
        return story && { story, currency: line.currency };
      },
    }),
    explanationSentence: t.string({
      nullable: true,
      description:
        'The calculation of the amount as a sentence, such as `15 of 31 days of Pro (2 × €20.00), 17 – 31 January 2026: €19.35`. Days are those of UTC. Null if nothing was calculated: for a line that a merchant wrote, for one of a credit note that a merchant issued, and for one that was billed before an import.',
      args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
      resolve: (line, { locale }, { principal }) => explanationSentence(line, readerLocale(principal, locale)),
    }),
  }),
});

export const PreviewLine = builder.objectRef<LineShape>('PreviewLine').implement({
  interfaces: [BillingLine],
  description: 'A line that a change or renewal would create.',
});

export const InvoiceLine = builder.prismaObject('InvoiceLine', {
  interfaces: [BillingLine],
  select: {
    kind: true,
    description: true,
    quantity: true,
    unitAmount: true,
    currency: true,
    periodStart: true,
    periodEnd: true,
    grossAmount: true,
    discountAmount: true,
    amount: true,
    taxAmount: true,
    taxCategory: true,
    taxRatePpm: true,
    taxCountry: true,
    taxRegion: true,
    taxBehavior: true,
    taxReason: true,
    taxScheme: true,
    taxLegalBasis: true,
    taxDate: true,
    taxRegistrationId: true,
    explanation: true,
  },
  description: 'A line of an invoice, or a pending line of a subscription that waits for the next invoice.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the line.' }),
    price: t.relation('price', {
      nullable: true,
      type: Price,
      description: 'The price that it bills; null for a line that a merchant wrote.',
    }),
    credits: t.relation('creditsLine', {
      nullable: true,
      description:
        'The line that it credits; null for all lines but those of credit notes of the merchant and of refunds.',
    }),
  }),
});
