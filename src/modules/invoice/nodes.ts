/** The GraphQL types of invoices, credit notes, their lines and settlements. */
import type {
  InvoiceReason as Reasons,
  SettlementKind as SettlementKinds,
  InvoiceStatus as Statuses,
} from '../../db/generated/client/enums.ts';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { amountOf, Money, money } from '../../graphql/moneyType.ts';
import { visibleIn } from '../../operation/operation.ts';
import { CollectionMethod } from '../customer/collectionSchema.ts';
import { Customer } from '../customer/schema.ts';
import { Payment } from '../payment/paymentSchema.ts';
import { IN_FLIGHT } from '../payment/status.ts';
import './lineNodes.ts';
import { instructionsOf } from './paymentInstructions.ts';
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
    MANUAL: { description: 'An invoice that the merchant wrote, independent of subscriptions.' },
    IMPORT: { description: 'Billed by another system, before the subscription was imported.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

const SettlementKind = builder.enumType('SettlementKind', {
  description: 'The means by which a part of an invoice was settled.',
  values: {
    PAYMENT: {
      description:
        'A payment. A negative amount reverses a payment that could not be captured, or a debit that the bank returned.',
    },
    CREDIT_BALANCE: { description: "The customer's credit balance." },
    CREDIT_NOTE: { description: 'A credit note that corrects the invoice.' },
    OUT_OF_BAND: {
      description:
        'A payment outside of the payment provider. A negative amount takes one back that was recorded before.',
    },
  } satisfies Record<keyof typeof SettlementKinds, { description: string }>,
});

export const InvoiceSettlement = builder.prismaObject('InvoiceSettlement', {
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

/** An invoice has a handful; the bound protects the server. */
const MAXIMUM_SHOWN = 100;

const InvoiceCorrection = builder.prismaObject('InvoiceCorrection', {
  description:
    'A document that takes back a part of an invoice: a credit note, or an invoice with credits among its lines.',
  fields: (t) => ({
    document: t.relation('correction', { description: 'The document with the credits.' }),
    invoice: t.relation('invoice', { description: 'The invoice that is corrected.' }),
    amount: t.field({
      type: Money,
      select: { amount: true, invoice: { select: { currency: true } } },
      description:
        'The part of the credits that counts for the invoice, with tax; positive, or zero if nothing was left.',
      resolve: ({ amount, invoice }) => money(amount, invoice),
    }),
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
      description:
        'The sum of its lines before discounts, in the terms of their prices. Without tax, subtotal − discountTotal = total.',
      resolve: ({ currency, lines }) => ({ currency, amount: sum(lines.map((line) => line.grossAmount)) }),
    }),
    discountTotal: t.field({
      type: Money,
      select: { currency: true, lines: { ...IN_ORDER, select: { discountAmount: true } } },
      description: 'The sum of the discounts of its lines; zero without a discount.',
      resolve: ({ currency, lines }) => ({ currency, amount: sum(lines.map((line) => line.discountAmount)) }),
    }),
    total: t.field(
      amountOf('total', 'The sum of its lines after discounts, with their taxes; negative for a credit note.'),
    ),
    amountPaid: t.field(amountOf('amountPaid', 'The settled amount: the sum of `settlements`.')),
    amountDue: t.field(amountOf('amountDue', 'The amount that is still to be paid; zero if the invoice is void.')),
    customer: t.relation('customer', { type: Customer, description: 'The customer who is billed.' }),
    corrects: t.relation('corrects', {
      nullable: true,
      description: 'The most recent invoice that a credit note corrects; null for invoices.',
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
    purchaseOrder: t.exposeString('purchaseOrder', {
      nullable: true,
      description:
        "The customer's reference on the document, such as a purchase order: `Customer.purchaseOrder` as of finalization, unless the draft had its own; null without one.",
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

builder.prismaObjectFields(Invoice, (t) => ({
  corrections: t.relation('corrections', {
    type: InvoiceCorrection,
    query: { orderBy: { position: 'asc' } },
    description:
      'The invoices that its credits correct, the most recent first; empty without credits. An invoice corrects others if it credits unused time.',
  }),
  correctedBy: t.relation('corrected', {
    type: InvoiceCorrection,
    query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: MAXIMUM_SHOWN },
    description: `The corrections of it by later documents, oldest first, at most ${MAXIMUM_SHOWN}.`,
  }),
  replaces: t.relation('replaces', {
    nullable: true,
    description: 'The invoice that was taken back and is billed anew by this one; null otherwise.',
  }),
  paymentInstructions: t.string({
    nullable: true,
    select: { status: true, collectionMethod: true, amountDue: true, snapshot: true },
    description:
      'How to pay it outside of the portal, such as the bank details: `Company.paymentInstructions` as of finalization. Null unless it was sent and an amount is due.',
    resolve: instructionsOf,
  }),
  collectionMethod: t.expose('collectionMethod', {
    type: CollectionMethod,
    description: 'How it is collected. One that is sent is never charged automatically.',
  }),
  overdueAt: t.expose('overdueAt', {
    type: 'DateTime',
    nullable: true,
    authScopes: { merchant: true },
    description:
      'When it was found that it was sent and not paid within `DunningConfig.sentInvoicePastDueDays` after its due date; null before. Merchants only.',
  }),
}));

builder.prismaObjectField(Payment, 'invoice', (t) =>
  t.relation('invoice', {
    type: Invoice,
    nullable: true,
    description: 'The invoice that it pays; null if the change that it was for has not been made.',
  }),
);

builder.prismaObjectField(Invoice, 'paymentInProgress', (t) =>
  t.field({
    type: Payment,
    nullable: true,
    select: (_args, _ctx, nestedSelection) => ({
      payments: nestedSelection({ where: { status: { in: [...IN_FLIGHT] } }, take: 1 }),
    }),
    description:
      'The payment of the invoice that is under way, such as a debit that settles after days; null if there is none. Until its result is known, the invoice is not charged again, is not past due, and cannot be voided.',
    resolve: ({ payments }) => payments[0] ?? null,
  }),
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
