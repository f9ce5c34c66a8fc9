/** The GraphQL types of invoices, credit notes, their lines and settlements. */
import type {
  InvoiceLineKind as LineKinds,
  InvoiceReason as Reasons,
  SettlementKind as SettlementKinds,
  InvoiceStatus as Statuses,
} from '../../db/generated/client/enums.ts';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { amountOf, Money, money } from '../../graphql/money.ts';
import { LOCALE_DESCRIPTION, readerLocale } from '../../graphql/readerLocale.ts';
import { visibleIn } from '../../operation/operation.ts';
import { Price } from '../catalog/nodes.ts';
import { Customer } from '../customer/schema.ts';
import { Payment } from '../payment/schema.ts';
import { LineExplanation } from './explanationSchema.ts';
import { explanationSentence, lineTitle } from './lineExplanations/explain.ts';
import { storyOf } from './lineExplanations/story.ts';
import type { LineFields } from './lines.ts';
import { visibleInvoice } from './visible.ts';

export const InvoiceStatus = builder.enumType('InvoiceStatus', {
  description: 'The status of an invoice.',
  values: {
    DRAFT: { description: 'A draft: it has no number, may still change, and is hidden from customers.' },
    OPEN: { description: 'Final, with an amount due.' },
    PAID: { description: 'Final, with nothing due.' },
    VOID: { description: 'Voided: nothing is due.' },
    UNCOLLECTIBLE: { description: 'Final, with an amount due that is not collected anymore.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const InvoiceReason = builder.enumType('InvoiceReason', {
  description: 'The reason for an invoice.',
  values: {
    SUBSCRIPTION_CREATE: { description: 'The first period of a subscription.' },
    SUBSCRIPTION_CYCLE: { description: 'The renewal of a subscription.' },
    SUBSCRIPTION_UPDATE: { description: 'A change of plan or quantity during a period.' },
    SUBSCRIPTION_CANCEL: { description: 'The end of a subscription.' },
    MANUAL: { description: 'A draft of the merchant, independent of subscriptions.' },
    IMPORT: { description: 'Billed by another system, before the subscription was imported.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

const InvoiceLineKind = builder.enumType('InvoiceLineKind', {
  description: 'The kind of service that a line bills.',
  values: {
    PERIOD: { description: 'A whole period at the full price.' },
    CREDIT: { description: 'Credit for billed time that is not used.' },
    CHARGE: { description: 'The rest of a period at a new price or quantity.' },
    DIFFERENCE: { description: 'The difference between two full-period prices.' },
    MANUAL: { description: 'A draft of the merchant, independent of subscriptions.' },
    IMPORT: { description: 'Billed by another system, before the subscription was imported.' },
  } satisfies Record<keyof typeof LineKinds, { description: string }>,
});

const SettlementKind = builder.enumType('SettlementKind', {
  description: 'The means by which a part of an invoice was settled.',
  values: {
    PAYMENT: { description: 'A payment. A negative amount reverses a payment that could not be captured.' },
    CREDIT_BALANCE: { description: "The customer's credit balance." },
    CREDIT_NOTE: { description: 'A credit note that corrects the invoice.' },
    OUT_OF_BAND: { description: 'A payment outside of Portico.' },
  } satisfies Record<keyof typeof SettlementKinds, { description: string }>,
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
    amount: t.field(amountOf('amount', 'The amount after discounts; negative for a credit.')),
    explanation: t.field({
      type: LineExplanation,
      nullable: true,
      description:
        'The calculation of the amount, for programs. Null if nothing was calculated: for a line that a merchant wrote, and for one that was billed before an import.',
      resolve: (line) => {
        const story = storyOf(line);
        return story && { story, currency: line.currency };
      },
    }),
    explanationSentence: t.string({
      nullable: true,
      description:
        'The calculation of the amount as a sentence, such as `15 of 31 days of Pro (2 × €20.00), 17 – 31 January 2026: €19.35`. Days are those of UTC. Null if nothing was calculated: for a line that a merchant wrote, and for one that was billed before an import.',
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
  }),
});

const InvoiceSettlement = builder.prismaObject('InvoiceSettlement', {
  description: 'A settled part of an invoice.',
  fields: (t) => ({
    kind: t.expose('kind', { type: SettlementKind, description: 'The means of the settlement.' }),
    amount: t.field({
      type: Money,
      select: { amount: true, invoice: { select: { currency: true } } },
      description: 'The settled amount; negative if a payment is reversed.',
      resolve: ({ amount, invoice }) => money(amount, invoice),
    }),
    payment: t.relation('payment', {
      nullable: true,
      type: Payment,
      description: 'The payment; null unless the kind is `PAYMENT`.',
    }),
    creditNote: t.relation('creditNote', {
      nullable: true,
      description: 'The credit note; null unless the kind is `CREDIT_NOTE`.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the part was settled.' }),
  }),
});

const IN_ORDER = { orderBy: { position: 'asc' } } as const;
const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

export const Invoice = builder.prismaNode('Invoice', {
  id: { field: 'id', description: 'The id of the invoice.' },
  nullable: true,
  findUnique: (id, { principal }) => ({
    id,
    AND: [visibleInvoice(principal), visibleIn('invoiceHistoryEnabled', principal)],
  }),
  description:
    'An invoice, or a credit note if its total is negative. total = amountPaid + amountDue, except for a void one, on which nothing is due.',
  fields: (t) => ({
    number: t.exposeString('number', {
      nullable: true,
      description:
        'The invoice number, gapless within the company; null for drafts. Imported invoices have the number of the other system.',
    }),
    status: t.expose('status', { type: InvoiceStatus, description: 'The status of the invoice.' }),
    reason: t.expose('reason', { type: InvoiceReason, description: 'The reason for the invoice.' }),
    isCreditNote: t.boolean({
      description: 'Whether it is a credit note, which has a negative total.',
      resolve: ({ total }) => total < 0n,
    }),
    currency: t.expose('currency', { type: 'Currency', description: 'The currency of all its amounts.' }),
    subtotal: t.field({
      type: Money,
      select: { currency: true, lines: { ...IN_ORDER, select: { grossAmount: true } } },
      description: 'The sum of its lines before discounts: subtotal − discountTotal = total.',
      resolve: ({ currency, lines }) => ({ currency, amount: sum(lines.map((line) => line.grossAmount)) }),
    }),
    discountTotal: t.field({
      type: Money,
      select: { currency: true, lines: { ...IN_ORDER, select: { discountAmount: true } } },
      description: 'The sum of the discounts of its lines; zero without a discount.',
      resolve: ({ currency, lines }) => ({ currency, amount: sum(lines.map((line) => line.discountAmount)) }),
    }),
    total: t.field(amountOf('total', 'The sum of its lines after discounts; negative for a credit note.')),
    amountPaid: t.field(amountOf('amountPaid', 'The settled amount: the sum of `settlements`.')),
    amountDue: t.field(amountOf('amountDue', 'The amount that is still to be paid; zero if the invoice is void.')),
    customer: t.relation('customer', { type: Customer, description: 'The customer who is billed.' }),
    corrects: t.relation('corrects', {
      nullable: true,
      description: 'The invoice that a credit note corrects; null for invoices.',
    }),
    lines: t.relation('lines', {
      query: IN_ORDER,
      description:
        'Its lines in order: at most 200 for a draft of the merchant, and a few per item of a subscription otherwise.',
    }),
    settlements: t.relation('settlements', {
      type: InvoiceSettlement,
      query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      description: 'Its settlements, oldest first: one per payment, credit note or use of credit.',
    }),
    memo: t.exposeString('memo', {
      nullable: true,
      description: 'A note of the merchant for the customer; null if there is none.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the amount is due; null for drafts without a date.',
    }),
    finalizedAt: t.expose('finalizedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it became final; null for drafts.',
    }),
    paidAt: t.expose('paidAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was paid in full; null before.',
    }),
    voidedAt: t.expose('voidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was voided; null if it was not.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

builder.prismaObjectField(Payment, 'invoice', (t) =>
  t.relation('invoice', { type: Invoice, description: 'The invoice that it pays.' }),
);

export const InvoiceConnection = builder.connectionObject(
  { type: Invoice, name: 'InvoiceConnection', description: 'A page of invoices and credit notes.' },
  { name: 'InvoiceEdge', description: 'An invoice or credit note in a page.' },
);

/** A payload with one invoice, which is read again with exactly the selected fields. */
export const invoicePayload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      invoice: t.prismaField({
        type: Invoice,
        description: 'The invoice as it is now.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'Invoice', { ...query, where: { id } }),
      }),
    }),
  });
