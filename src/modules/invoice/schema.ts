import { readMany, readOne, readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { Money } from '../../graphql/money.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation } from '../../graphql/mutation.ts';
import { ConflictError, PortalFeatureDisabledError } from '../../kernel/errors.ts';
import { visibleTo } from '../../op.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { Customer } from '../customer/schema.ts';
import { adjustCredit } from './adjustCredit.ts';
import { creditBalances } from './balances.ts';
import { createInvoice, finalizeInvoice, voidInvoice } from './manual.ts';
import { CreditEntry, Invoice, InvoiceConnection, InvoiceStatus } from './nodes.ts';
import { payInvoice } from './pay.ts';
import { createInvoicePdfLink } from './pdfLink.ts';
import { visibleInvoice } from './visible.ts';

const connectionDescription = 'newest first; null, with an error, where the portal does not show them.';

builder.prismaObjectFields(Customer, (t) => ({
  invoices: t.relatedConnection(
    'invoices',
    {
      cursor: 'id',
      nullable: true,
      authScopes: { portalFeature: 'invoiceHistoryEnabled' },
      args: { status: t.arg({ type: InvoiceStatus, description: 'Only those in this state.' }) },
      query: ({ status, ...page }, { principal }) => {
        refuseHugePages(page);
        return {
          ...startingAt(page, visibleTo(principal)),
          where: { AND: [visibleInvoice(principal), status ? { status } : {}] },
          orderBy: newestFirst(),
        };
      },
      description: `The invoices and credit notes, ${connectionDescription}`,
    },
    InvoiceConnection,
  ),
  creditBalances: t.field({
    type: [Money],
    description:
      'The credit, one entry for each currency that has any. It pays invoices before any payment method is charged.',
    resolve: ({ id, companyId }, _args, ctx) => creditBalances(ctx, companyId, id),
  }),
  creditEntries: t.relatedConnection(
    'creditEntries',
    {
      cursor: 'id',
      query: (page, { principal }) => {
        refuseHugePages(page);
        return { ...startingAt(page, visibleTo(principal)), orderBy: newestFirst() };
      },
      description: 'The credit ledger, newest first.',
    },
    { name: 'CreditEntryConnection', description: 'A page of a credit ledger.' },
    { name: 'CreditEntryEdge', description: 'An entry in a page of a credit ledger.' },
  ),
}));

builder.queryFields((t) => ({
  invoice: t.prismaField({
    type: Invoice,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'invoiceHistoryEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the invoice.' }) },
    description: 'One invoice, or null when the caller can see none of that id.',
    resolve: (query, _root, { id }, { db, principal }) =>
      readOne(db, 'Invoice', { ...query, where: { id, AND: visibleInvoice(principal) } }),
  }),
  invoices: t.prismaConnection(
    {
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
        return readMany(db, 'Invoice', {
          ...query,
          ...startingAt(page, visibleTo(principal)),
          where: {
            ...visibleTo(principal),
            ...(status ? { status } : {}),
            ...(customerId ? { customerId } : {}),
            ...(subscriptionId ? { subscriptionId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    InvoiceConnection,
  ),
}));

const payload = (name: string, description: string) =>
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
