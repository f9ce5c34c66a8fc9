import { readMany, readOne } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../graphql/filters.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import {
  ConflictError,
  IdempotencyKeyReusedError,
  NotFoundError,
  PortalFeatureDisabledError,
} from '../../kernel/errors.ts';
import { visibleTo } from '../../operation/operation.ts';
import { voidInvoice } from '../collection/voidInvoice.ts';
import { Customer } from '../customer/schema.ts';
import { TaxBehavior } from '../tax/schema.ts';
import { createInvoice } from './createInvoice.ts';
import { createInvoicePdfLink, type InvoicePdfFormat } from './createInvoicePdfLink.ts';
import { finalizeInvoice } from './finalizeInvoice.ts';
import { Invoice, InvoiceConnection, InvoiceStatus, invoicePayload } from './nodes.ts';
import { DocumentTax } from './taxNodes.ts';
import { visibleInvoice } from './visible.ts';

const STATUSES = 'Only invoices in one of these statuses; in any status by default, or if empty.';
const connectionDescription = 'newest first; null, with an error, for customers whose portal hides invoices.';

builder.prismaObjectFields(Customer, (t) => ({
  invoices: t.relatedConnection(
    'invoices',
    {
      cursor: 'id',
      nullable: true,
      authScopes: { portalFeature: 'invoiceHistoryEnabled' },
      args: { statuses: t.arg({ type: [InvoiceStatus], description: STATUSES }) },
      query: ({ statuses, ...page }, { principal }) => {
        refuseHugePages(page);
        return {
          ...startingAt(page, visibleTo(principal)),
          where: { AND: [visibleInvoice(principal), { status: oneOf(statuses) }] },
          orderBy: newestFirst(),
        };
      },
      description: `The invoices and credit notes, ${connectionDescription}`,
    },
    InvoiceConnection,
  ),
}));

builder.prismaObjectField(Invoice, 'tax', (t) =>
  t.field({
    type: DocumentTax,
    nullable: true,
    select: {
      currency: true,
      total: true,
      taxAmount: true,
      taxes: {
        orderBy: { position: 'asc' },
        select: { category: true, ratePpm: true, country: true, region: true, base: true, amount: true },
      },
    },
    description: 'Its tax, which the total contains; null if it was issued without tax.',
    resolve: ({ currency, total, taxAmount, taxes }) =>
      taxAmount === null
        ? null
        : { currency, total, tax: taxAmount, groups: taxes.map(({ amount, ...group }) => ({ ...group, tax: amount })) },
  }),
);

builder.queryFields((t) => ({
  invoice: t.prismaField({
    type: Invoice,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'invoiceHistoryEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the invoice.' }) },
    description: 'The invoice with the id, or null if the caller cannot see one with it.',
    resolve: (query, _root, { id }, { db, principal }) =>
      readOne(db, 'Invoice', { ...query, where: { id, AND: visibleInvoice(principal) } }),
  }),
  invoices: t.prismaConnection(
    {
      type: Invoice,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        statuses: t.arg({ type: [InvoiceStatus], description: STATUSES }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only invoices that were created in this range.' }),
        customerId: t.arg.id({ description: 'Only invoices of this customer.' }),
        subscriptionId: t.arg.id({ description: 'Only invoices of this subscription.' }),
      },
      description: "The company's invoices and credit notes, newest first. Merchants only.",
      resolve: (query, _root, { statuses, createdAt, customerId, subscriptionId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Invoice', {
          ...query,
          ...startingAt(page, visibleTo(principal)),
          where: {
            ...visibleTo(principal),
            status: oneOf(statuses),
            ...createdWithin(createdAt),
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

const invoiceInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ invoiceId: t.id({ required: true, description: 'The id of the invoice.' }) }),
  });

mutation('createInvoice', {
  caller: 'merchant',
  description: 'Creates a draft of an invoice that is independent of subscriptions. Merchants only.',
  input: builder.inputType('CreateInvoiceInput', {
    description: 'Input of `createInvoice`.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The id of the customer who is billed.' }),
      currency: t.field({ type: 'Currency', required: true, description: 'The currency of all lines.' }),
      lines: t.field({
        type: [
          builder.inputType('CreateInvoiceLineInput', {
            description: 'A line of the draft.',
            fields: (l) => ({
              description: l.string({ required: true, description: 'The text of the line, shown to the customer.' }),
              quantity: l.int({ description: 'The number of units; 1 by default.' }),
              unitAmount: l.field({
                type: 'SafeInt',
                required: true,
                description: "The price of one unit, in the currency's minor unit.",
              }),
              taxBehavior: l.field({
                type: TaxBehavior,
                description: "Whether the price contains its tax; the company's `defaultBehavior` by default.",
              }),
              taxCategory: l.string({
                description: 'The category that decides the rate, as of a product; `ELECTRONIC_SERVICE` by default.',
              }),
              taxExemptBy: l.string({
                description: 'The provision that exempts the line; for the category `EXEMPT` only, which needs it.',
              }),
            }),
          }),
        ],
        required: true,
        description: 'The lines, 1 to 200.',
      }),
      memo: t.string({ description: 'A note for the customer.' }),
      purchaseOrder: t.string({
        description:
          "The customer's reference on this invoice, such as a purchase order; `Customer.purchaseOrder` by default.",
      }),
      dueAt: t.field({
        type: 'DateTime',
        description:
          'When the amount is due; by default immediately or, if the customer gets invoices sent, after `Customer.daysUntilDue` days.',
      }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: invoicePayload('CreateInvoiceSuccess', 'The draft was created.'),
  errors: [NotFoundError, IdempotencyKeyReusedError],
  run: createInvoice,
});

mutation('finalizeInvoice', {
  caller: 'merchant',
  description:
    'Finalizes a draft: its tax is decided as of now, it gets the next number, and the credit of the customer is applied. Merchants only.',
  input: invoiceInput('FinalizeInvoiceInput', 'Input of `finalizeInvoice`.'),
  success: invoicePayload('FinalizeInvoiceSuccess', 'The invoice is final.'),
  errors: [NotFoundError, ConflictError],
  run: finalizeInvoice,
});

mutation('voidInvoice', {
  caller: 'merchant',
  description: 'Voids an invoice without payments; credit that was applied to it is returned. Merchants only.',
  input: invoiceInput('VoidInvoiceInput', 'Input of `voidInvoice`.'),
  success: invoicePayload('VoidInvoiceSuccess', 'The invoice was voided.'),
  errors: [NotFoundError, ConflictError],
  run: voidInvoice,
});

mutation('createInvoicePdfLink', {
  caller: 'signedIn',
  transacts: false,
  description:
    'Creates an address from which the PDF of an invoice can be downloaded for five minutes without a credential.',
  input: builder.inputType('CreateInvoicePdfLinkInput', {
    description: 'Input of `createInvoicePdfLink`.',
    fields: (t) => ({
      invoiceId: t.id({ required: true, description: 'The id of the invoice.' }),
      format: t.field({
        type: builder.enumType('InvoicePdfFormat', {
          description: 'The format of the PDF of a document.',
          values: {
            PLAIN: { description: 'The printed document alone.' },
            FACTUR_X: {
              description:
                'A hybrid invoice (Factur-X 1.0, ZUGFeRD 2) by EN 16931: a PDF/A-3b that contains the CII file of `Invoice.electronicInvoice`.',
            },
          } satisfies Record<InvoicePdfFormat, { description: string }>,
        }),
        description:
          'The format; by default that in which the document was issued, as `Company.hybridInvoices` was then. Merchants only.',
      }),
    }),
  }),
  success: builder.objectRef<{ url: string; expiresAt: Date }>('CreateInvoicePdfLinkSuccess').implement({
    description: 'The address was created.',
    fields: (t) => ({
      url: t.exposeString('url', { description: 'The address of the PDF. It works for everyone who has it.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the address stops working.' }),
    }),
  }),
  errors: [NotFoundError, PortalFeatureDisabledError],
  run: createInvoicePdfLink,
});
