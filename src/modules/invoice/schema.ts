/** Invoices, credit notes, their lines and settlements, and the credit ledger in GraphQL. */
import type {
  CreditCause as Causes,
  InvoiceLineKind as LineKinds,
  InvoiceReason as Reasons,
  SettlementKind as SettlementKinds,
  InvoiceStatus as Statuses,
} from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages } from '../../graphql/connections.ts';
import { Money, money } from '../../graphql/money.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation } from '../../graphql/mutation.ts';
import { ConflictError, PortalFeatureDisabledError } from '../../kernel/errors.ts';
import { visibleTo } from '../../op.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { Price } from '../catalog/nodes.ts';
import { Customer } from '../customer/schema.ts';
import { Payment } from '../payment/schema.ts';
import { adjustCredit } from './adjustCredit.ts';
import { creditBalances } from './balances.ts';
import type { NewLine } from './lines.ts';
import { createInvoice, finalizeInvoice, voidInvoice } from './manual.ts';
import { payInvoice } from './pay.ts';
import { createInvoicePdfLink } from './pdfLink.ts';
import { visibleInvoice } from './visible.ts';

const InvoiceStatus = builder.enumType('InvoiceStatus', {
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
    description: t.exposeString('description', { description: 'What it is for, in words.' }),
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
    grossAmount: t.field({
      type: Money,
      description: 'Before the discount.',
      resolve: (line) => money(line.grossAmount, line),
    }),
    discountAmount: t.field({
      type: Money,
      description: 'What the discount takes off: gross − discount = amount.',
      resolve: (line) => money(line.discountAmount, line),
    }),
    amount: t.field({
      type: Money,
      description: 'What the line comes to; negative for a credit.',
      resolve: (line) => money(line.amount, line),
    }),
    explanation: t.expose('explanation', {
      type: 'JSONObject',
      description:
        'How the amount came about, for programs: `formula`, `at`, `millisecondsLeft`, `millisecondsTotal`, `unitAmount`, `quantity`, the exact fraction before rounding, `parts` and `rounding`. Whole numbers that may be large are strings.',
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
  findUnique: (id, { principal }) => ({ id, AND: visibleInvoice(principal) }),
  description: 'An invoice, or, where its total is negative, a credit note. total = amountPaid + amountDue.',
  fields: (t) => ({
    number: t.exposeString('number', {
      nullable: true,
      description: 'Its number, gapless in the company; null for drafts.',
    }),
    status: t.expose('status', { type: InvoiceStatus, description: 'How far it has come.' }),
    reason: t.expose('reason', { type: InvoiceReason, description: 'What it was made for.' }),
    isCreditNote: t.boolean({
      select: { total: true },
      description: 'Whether it is a credit note.',
      resolve: ({ total }) => total < 0n,
    }),
    total: t.field({
      type: Money,
      select: { total: true, currency: true },
      description: 'The sum of its lines; negative for a credit note.',
      resolve: (invoice) => money(invoice.total, invoice),
    }),
    amountPaid: t.field({
      type: Money,
      select: { amountPaid: true, currency: true },
      description: 'What is settled, by whatever means; see `settlements`.',
      resolve: (invoice) => money(invoice.amountPaid, invoice),
    }),
    amountDue: t.field({
      type: Money,
      select: { amountDue: true, currency: true },
      description: 'What is still to be paid.',
      resolve: (invoice) => money(invoice.amountDue, invoice),
    }),
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
  findUnique: (id, { principal }) => ({ id, AND: visibleTo(principal) }),
  description: "An entry of a customer's credit ledger. Entries are only ever added; the balance is their sum.",
  fields: (t) => ({
    amount: t.field({
      type: Money,
      select: { amount: true, currency: true },
      description: 'Positive: credit given; negative: credit used.',
      resolve: (entry) => money(entry.amount, entry),
    }),
    cause: t.expose('cause', { type: CreditCause, description: 'Why.' }),
    description: t.exposeString('description', { nullable: true, description: 'Why, in words of the merchant.' }),
    invoice: t.relation('invoice', {
      nullable: true,
      description: 'The invoice or credit note that it came from or went to.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});

const connectionDescription = 'newest first; null, with an error, where the portal does not show them.';

builder.prismaObjectFields(Customer, (t) => ({
  invoices: t.relatedConnection('invoices', {
    cursor: 'id',
    nullable: true,
    authScopes: { portalFeature: 'invoiceHistoryEnabled' },
    args: { status: t.arg({ type: InvoiceStatus, description: 'Only those in this state.' }) },
    query: ({ status, ...page }, { principal }) => {
      refuseHugePages(page);
      return {
        where: { AND: [visibleInvoice(principal), status ? { status } : {}] },
        orderBy: newestFirst(),
      };
    },
    description: `The invoices and credit notes, ${connectionDescription}`,
  }),
  creditBalances: t.field({
    type: [Money],
    select: { id: true, companyId: true },
    description:
      'The credit, one entry for each currency that has any. It pays invoices before any payment method is charged.',
    resolve: ({ id, companyId }, _args, ctx) => creditBalances(ctx, companyId, id),
  }),
  creditEntries: t.relatedConnection('creditEntries', {
    cursor: 'id',
    query: (page) => {
      refuseHugePages(page);
      return { orderBy: newestFirst() };
    },
    description: 'The credit ledger, newest first.',
  }),
}));

builder.queryFields((t) => ({
  invoice: t.prismaField({
    type: Invoice,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'invoiceHistoryEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the invoice.' }) },
    description: 'One invoice, or null when the caller can see none of that id.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.invoice.findFirst({ ...query, where: { id, AND: visibleInvoice(principal) } }),
  }),
  invoices: t.prismaConnection({
    type: Invoice,
    cursor: 'id',
    authScopes: { merchant: true },
    args: {
      status: t.arg({ type: InvoiceStatus, description: 'Only those in this state.' }),
      customerId: t.arg.id({ description: 'Only those of this customer.' }),
      subscriptionId: t.arg.id({ description: 'Only those of this subscription.' }),
    },
    description: "The company's invoices and credit notes, newest first. Merchants only.",
    resolve: (query, _root, { status, customerId, subscriptionId, ...page }, { db, principal }) => {
      refuseHugePages(page);
      return db.prisma.invoice.findMany({
        ...query,
        where: {
          ...visibleTo(principal),
          ...(status ? { status } : {}),
          ...(customerId ? { customerId } : {}),
          ...(subscriptionId ? { subscriptionId } : {}),
        },
        orderBy: newestFirst(),
      });
    },
  }),
}));

const payload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      invoice: t.prismaField({
        type: Invoice,
        description: 'The invoice as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.invoice.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

const invoiceInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ invoiceId: t.id({ required: true, description: 'The invoice.' }) }),
  });

mutation('createInvoice', {
  caller: 'merchant',
  description: 'Writes a draft of an invoice for something that no subscription bills. Merchants only.',
  input: builder.inputType('CreateInvoiceInput', {
    description: 'The draft.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'Who is billed.' }),
      currency: t.field({ type: 'Currency', required: true, description: 'The currency of all lines.' }),
      lines: t.field({
        type: [
          builder.inputType('CreateInvoiceLineInput', {
            description: 'A line.',
            fields: (l) => ({
              description: l.string({ required: true, description: 'What it is for.' }),
              quantity: l.int({ description: 'How many units; 1 when left out.' }),
              unitAmount: l.field({
                type: 'SafeInt',
                required: true,
                description: "What one unit costs, in the currency's minor unit.",
              }),
            }),
          }),
        ],
        required: true,
        description: 'The lines, 1 to 200.',
      }),
      memo: t.string({ description: 'A remark for the customer.' }),
      dueAt: t.field({ type: 'DateTime', description: 'When it is to be paid; at once when left out.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('CreateInvoiceSuccess', 'The draft was written.'),
  errors: IDEMPOTENT,
  run: createInvoice,
});

mutation('finalizeInvoice', {
  caller: 'merchant',
  description: 'Makes a draft final: it takes the next number and the credit of the customer is used. Merchants only.',
  input: invoiceInput('FinalizeInvoiceInput', 'Which draft.'),
  success: payload('FinalizeInvoiceSuccess', 'The invoice is final.'),
  errors: [ConflictError],
  run: finalizeInvoice,
});

mutation('voidInvoice', {
  caller: 'merchant',
  description: 'Withdraws an invoice of which nothing is paid; credit that was used for it comes back. Merchants only.',
  input: invoiceInput('VoidInvoiceInput', 'Which one.'),
  success: payload('VoidInvoiceSuccess', 'The invoice is withdrawn.'),
  errors: [ConflictError],
  run: voidInvoice,
});

mutation('payInvoice', {
  caller: 'signedIn',
  description: 'Pays what is due on an invoice with the default payment method of its customer.',
  input: builder.inputType('PayInvoiceInput', {
    description: 'Which one.',
    fields: (t) => ({
      invoiceId: t.id({ required: true, description: 'The invoice.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('PayInvoiceSuccess', 'The invoice is paid.'),
  errors: [PortalFeatureDisabledError, ...CHARGES],
  run: payInvoice,
});

mutation('createInvoicePdfLink', {
  caller: 'signedIn',
  description:
    'Makes an address under which the PDF of an invoice can be fetched for five minutes, without a credential.',
  input: invoiceInput('CreateInvoicePdfLinkInput', 'Which one.'),
  success: builder.objectRef<{ url: string; expiresAt: Date }>('CreateInvoicePdfLinkSuccess').implement({
    description: 'The address was made.',
    fields: (t) => ({
      url: t.exposeString('url', { description: 'Where the PDF is. Whoever has the address can fetch it.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when.' }),
    }),
  }),
  errors: [PortalFeatureDisabledError],
  run: createInvoicePdfLink,
});

mutation('adjustCredit', {
  caller: 'merchant',
  description: 'Gives a customer credit, or takes some back, but never more than there is. Merchants only.',
  input: builder.inputType('AdjustCreditInput', {
    description: 'Whose credit, and by how much.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The customer.' }),
      amount: t.field({ type: MoneyInput, required: true, description: 'Positive gives, negative takes back.' }),
      description: t.string({ description: 'Why, in words that the customer can read.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ id: string }>('AdjustCreditSuccess').implement({
    description: 'The entry was added.',
    fields: (t) => ({
      creditEntry: t.prismaField({
        type: CreditEntry,
        description: 'The new entry.',
        resolve: (query, { id }, _args, { db }) => db.prisma.creditEntry.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  errors: IDEMPOTENT,
  run: adjustCredit,
});
