/** Invoices, credit notes, their lines and settlements, and the credit ledger as types of GraphQL. */
import type {
  CreditCause as Causes,
  InvoiceLineKind as LineKinds,
  InvoiceReason as Reasons,
  SettlementKind as SettlementKinds,
  InvoiceStatus as Statuses,
} from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { amountOf, Money, money } from '../../graphql/money.ts';
import { LOCALE_DESCRIPTION, readerLocale } from '../../graphql/readerLocale.ts';
import { visibleIn, visibleTo } from '../../op.ts';
import { Price } from '../catalog/nodes.ts';
import { Customer } from '../customer/schema.ts';
import { Payment } from '../payment/schema.ts';
import type { NewLine } from './lines.ts';
import { explanationSentence, lineTitle } from './sentences/explain.ts';
import { visibleInvoice } from './visible.ts';

export const InvoiceStatus = builder.enumType('InvoiceStatus', {
  description: 'How far an invoice has come.',
  values: {
    DRAFT: { description: 'Not final; it has no number and may still change. Customers do not see it.' },
    OPEN: { description: 'Final, and something is due.' },
    PAID: { description: 'Final, and nothing is due.' },
    VOID: { description: 'Withdrawn; nothing is due and nothing was bought.' },
    UNCOLLECTIBLE: { description: 'Final, due, and given up.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const InvoiceReason = builder.enumType('InvoiceReason', {
  description: 'What an invoice was made for.',
  values: {
    SUBSCRIPTION_CREATE: { description: "A subscription's first period." },
    SUBSCRIPTION_CYCLE: { description: 'A renewal.' },
    SUBSCRIPTION_UPDATE: { description: 'A change of plan or quantity.' },
    SUBSCRIPTION_CANCEL: { description: 'The end of a subscription.' },
    MANUAL: { description: 'Something else that the merchant bills.' },
    IMPORT: { description: 'Billed elsewhere, before the subscription was imported.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

export const InvoiceLineKind = builder.enumType('InvoiceLineKind', {
  description: 'What a line is for.',
  values: {
    PERIOD: { description: 'A whole period.' },
    CREDIT: { description: 'Credit for what was billed and not used.' },
    CHARGE: { description: 'The rest of a period at a new price or quantity.' },
    DIFFERENCE: { description: 'The difference between two full prices.' },
    MANUAL: { description: 'Something else that the merchant bills.' },
    IMPORT: { description: 'Billed elsewhere, before the subscription was imported.' },
  } satisfies Record<keyof typeof LineKinds, { description: string }>,
});

const SettlementKind = builder.enumType('SettlementKind', {
  description: 'By what a part of an invoice was settled.',
  values: {
    PAYMENT: { description: 'A payment; a negative amount is one that was lost again.' },
    CREDIT_BALANCE: { description: "The customer's credit." },
    CREDIT_NOTE: { description: 'A credit note that corrects the invoice.' },
    OUT_OF_BAND: { description: 'Paid elsewhere.' },
  } satisfies Record<keyof typeof SettlementKinds, { description: string }>,
});

/** What stored lines and the lines of a preview have in common. */
export interface LineShape extends Omit<NewLine, 'explanation'> {
  explanation: unknown;
  currency: string;
}

export const BillingLine = builder.interfaceRef<LineShape>('BillingLine').implement({
  description: 'One line of an invoice, written or previewed.',
  fields: (t) => ({
    kind: t.expose('kind', { type: InvoiceLineKind, description: 'What it is for.' }),
    description: t.string({
      description:
        "What it is for, in words. What a subscription bills is described in the reader's language; a merchant's own words stay as they are.",
      args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
      resolve: (line, { locale }, { principal }) => lineTitle(line, readerLocale(principal, locale)),
    }),
    quantity: t.exposeInt('quantity', { description: 'How many units.' }),
    unitAmount: t.field({
      type: Money,
      nullable: true,
      description: 'What one unit costs for a whole period; null where the line is not about a price.',
      resolve: (line) => (line.unitAmount === null ? null : money(line.unitAmount, line)),
    }),
    periodStart: t.expose('periodStart', {
      type: 'DateTime',
      nullable: true,
      description: 'When the service that it bills begins.',
    }),
    periodEnd: t.expose('periodEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'When that service ends; this instant is not part of it.',
    }),
    grossAmount: t.field(amountOf('grossAmount', 'Before the discount.')),
    discountAmount: t.field(amountOf('discountAmount', 'What the discount takes off: gross − discount = amount.')),
    amount: t.field(amountOf('amount', 'What the line comes to; negative for a credit.')),
    explanation: t.expose('explanation', {
      type: 'JSONObject',
      description:
        'How the amount came about, for programs: `formula`, `at`, `millisecondsLeft`, `millisecondsTotal`, `unitAmount`, `quantity`, `basisPointsOff`, the exact fraction before rounding, `parts`, `rounding` and `productName`. Whole numbers that may be large are strings.',
    }),
    explanationSentence: t.string({
      nullable: true,
      description:
        'How the amount came about, as a sentence, such as `15 of 31 days of Pro (2 × €20.00), 17 – 31 January 2026: €19.35`. Days are those of UTC. Null where there is nothing to explain: what a merchant wrote itself, and what was billed before an import.',
      args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
      resolve: (line, { locale }, { principal }) => explanationSentence(line, readerLocale(principal, locale)),
    }),
  }),
});

export const PreviewLine = builder.objectRef<LineShape>('PreviewLine').implement({
  interfaces: [BillingLine],
  description: 'A line as it would be written.',
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
  description: 'A line of an invoice, or one that waits for the next.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the line.' }),
    price: t.relation('price', { nullable: true, type: Price, description: 'The price that was billed.' }),
  }),
});

const InvoiceSettlement = builder.prismaObject('InvoiceSettlement', {
  description: 'A part of an invoice that was settled, and by what.',
  fields: (t) => ({
    kind: t.expose('kind', { type: SettlementKind, description: 'By what.' }),
    amount: t.field({
      type: Money,
      select: { amount: true, invoice: { select: { currency: true } } },
      description: 'How much.',
      resolve: ({ amount, invoice }) => money(amount, invoice),
    }),
    payment: t.relation('payment', { nullable: true, type: Payment, description: 'The payment, if it was one.' }),
    creditNote: t.relation('creditNote', { nullable: true, description: 'The credit note, if it was one.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was settled.' }),
  }),
});

export const Invoice = builder.prismaNode('Invoice', {
  id: { field: 'id', description: 'The id of the invoice.' },
  nullable: true,
  findUnique: (id, { principal }) => ({
    id,
    AND: [visibleInvoice(principal), visibleIn('invoiceHistoryEnabled', principal)],
  }),
  description: 'An invoice, or, where its total is negative, a credit note. total = amountPaid + amountDue.',
  fields: (t) => ({
    number: t.exposeString('number', {
      nullable: true,
      description: 'Its number, gapless in the company; null for drafts.',
    }),
    status: t.expose('status', { type: InvoiceStatus, description: 'How far it has come.' }),
    reason: t.expose('reason', { type: InvoiceReason, description: 'What it was made for.' }),
    isCreditNote: t.boolean({
      description: 'Whether it is a credit note.',
      resolve: ({ total }) => total < 0n,
    }),
    total: t.field(amountOf('total', 'The sum of its lines; negative for a credit note.')),
    amountPaid: t.field(amountOf('amountPaid', 'What is settled, by whatever means; see `settlements`.')),
    amountDue: t.field(amountOf('amountDue', 'What is still to be paid.')),
    customer: t.relation('customer', { type: Customer, description: 'Who is billed.' }),
    corrects: t.relation('corrects', { nullable: true, description: 'The invoice that a credit note corrects.' }),
    lines: t.relation('lines', {
      query: { orderBy: { position: 'asc' } },
      description: 'What it bills, in order.',
    }),
    settlements: t.relation('settlements', {
      type: InvoiceSettlement,
      query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      description: 'What settled it, oldest first.',
    }),
    memo: t.exposeString('memo', { nullable: true, description: 'A remark of the merchant for the customer.' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'When it is to be paid.' }),
    finalizedAt: t.expose('finalizedAt', { type: 'DateTime', nullable: true, description: 'When it became final.' }),
    paidAt: t.expose('paidAt', { type: 'DateTime', nullable: true, description: 'When nothing was due any longer.' }),
    voidedAt: t.expose('voidedAt', { type: 'DateTime', nullable: true, description: 'When it was withdrawn.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

export const InvoiceConnection = builder.connectionObject(
  { type: Invoice, name: 'InvoiceConnection', description: 'A page of invoices and credit notes.' },
  { name: 'InvoiceEdge', description: 'An invoice or credit note in a page.' },
);

const CreditCause = builder.enumType('CreditCause', {
  description: 'Why credit was given or used.',
  values: {
    CREDIT_NOTE: { description: 'A credit note became credit.' },
    INVOICE_PAYMENT: { description: 'An invoice was paid from it.' },
    INVOICE_VOIDED: { description: 'An invoice that it had paid was withdrawn.' },
    MERCHANT_GRANT: { description: 'The merchant gave it.' },
    MERCHANT_DEDUCTION: { description: 'The merchant took it back.' },
    IMPORT: { description: 'It was taken over from elsewhere.' },
  } satisfies Record<keyof typeof Causes, { description: string }>,
});

export const CreditEntry = builder.prismaNode('CreditEntry', {
  id: { field: 'id', description: 'The id of the entry.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleTo(principal) }),
  description: "An entry of a customer's credit ledger. Entries are only ever added; the balance is their sum.",
  fields: (t) => ({
    amount: t.field(amountOf('amount', 'Positive: credit given; negative: credit used.')),
    cause: t.expose('cause', { type: CreditCause, description: 'Why.' }),
    description: t.exposeString('description', { nullable: true, description: 'Why, in words of the merchant.' }),
    invoice: t.relation('invoice', {
      nullable: true,
      authScopes: { portalFeature: 'invoiceHistoryEnabled' },
      description:
        'The invoice or credit note that it came from or went to; null, with an error, where the portal does not show them.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});
