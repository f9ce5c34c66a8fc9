/** Corrections of invoices in GraphQL: credit notes of the merchant, and invoices that are issued anew. */
import type { CreditNoteReason as Reasons } from '../../db/generated/client/enums.ts';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { Money, money } from '../../graphql/moneyType.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation, preview } from '../../graphql/mutation.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { amountsOf } from '../invoice/lineTax.ts';
import { Invoice } from '../invoice/nodes.ts';
import { DocumentTax, documentTax } from '../invoice/taxNodes.ts';
import { type CreateCreditNoteInput, createCreditNote } from './createCreditNote.ts';
import { type CreditNotePreview, previewCreateCreditNote } from './previewCreateCreditNote.ts';
import { reissueInvoice } from './reissueInvoice.ts';

const CreditNoteReason = builder.enumType('CreditNoteReason', {
  description: 'Why a merchant issued a credit note.',
  values: {
    DUPLICATE: { description: 'The same was billed twice.' },
    BILLING_ERROR: { description: 'The amount, the quantity or the price was wrong.' },
    ORDER_CHANGE: { description: 'The customer ordered something else, or less.' },
    PRODUCT_UNSATISFACTORY: { description: 'The service was not as agreed.' },
    GOODWILL: { description: 'A price reduction as a courtesy.' },
    REISSUE: { description: 'The invoice was issued anew: see `reissueInvoice`. It cannot be given as input.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

builder.prismaObjectField(Invoice, 'creditNoteReason', (t) =>
  t.expose('creditNoteReason', {
    type: CreditNoteReason,
    authScopes: { merchant: true },
    nullable: true,
    description: 'Why the merchant issued the credit note; null for all other documents. Merchants only.',
  }),
);

const CreateCreditNoteLineInput = builder.inputType('CreateCreditNoteLineInput', {
  description: 'A line of the invoice, credited wholly or in part.',
  fields: (t) => ({
    lineId: t.id({ required: true, description: 'The id of a line of the invoice with a positive amount.' }),
    amount: t.field({
      type: 'SafeInt',
      description:
        "The credited part in the currency's minor unit, in the terms of `InvoiceLine.amount`: with tax only if the price contains it. By default all that is left of the line.",
    }),
  }),
});

const CreateCreditNote = builder.inputType('CreateCreditNoteInput', {
  description: 'Input of `createCreditNote`.',
  fields: (t) => ({
    invoiceId: t.id({ required: true, description: 'The id of the invoice.' }),
    lines: t.field({ type: [CreateCreditNoteLineInput], description: 'The credited lines; not with `amount`.' }),
    amount: t.field({
      type: MoneyInput,
      description: 'The credited amount with tax, positive, shared over the lines by what is left of them.',
    }),
    reason: t.field({ type: CreditNoteReason, required: true, description: 'Why the credit note is issued.' }),
    memo: t.string({ description: 'A note for the customer, printed on the credit note.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
  }),
});

type PreviewedLine = CreditNotePreview['lines'][number] & { currency: string };

const CreditNotePreviewLine = builder.objectRef<PreviewedLine>('CreditNotePreviewLine').implement({
  description: 'A line of a credit note that is not issued yet.',
  fields: (t) => ({
    creditsLineId: t.id({
      nullable: true,
      description: 'The id of the line of the invoice that it credits.',
      resolve: ({ creditsLineId }) => creditsLineId ?? null,
    }),
    description: t.exposeString('description', { description: 'The text of the line.' }),
    amount: t.field({
      type: Money,
      description: 'The amount in the terms of the credited line, negative; positive if a credit is taken back.',
      resolve: (line) => money(line.amount, line),
    }),
    amountIncludingTax: t.field({
      type: Money,
      description: 'The amount with its share of the billed tax.',
      resolve: (line) => money(amountsOf(line).includingTax, line),
    }),
  }),
});

preview('previewCreateCreditNote', {
  caller: 'merchant',
  description: 'The credit note that `createCreditNote` would issue at this time. Merchants only.',
  input: CreateCreditNote,
  success: builder.objectRef<CreditNotePreview>('CreditNotePreview').implement({
    description: 'A credit note that is not issued yet, and the use of its amount.',
    fields: (t) => ({
      lines: t.field({
        type: [CreditNotePreviewLine],
        description: 'Its lines, in the order of the lines of the invoice or of the input.',
        resolve: ({ lines, currency }) => lines.map((line) => ({ ...line, currency })),
      }),
      tax: t.field({
        type: DocumentTax,
        nullable: true,
        description: 'Its tax, negative as its total; null without tax.',
        resolve: ({ lines, currency }) => documentTax(lines, currency),
      }),
      total: t.field({
        type: Money,
        description: 'Its total with tax, negative.',
        resolve: (shown) => money(-shown.total, shown),
      }),
      reducesAmountDue: t.field({
        type: Money,
        description: 'The part that reduces what is due on the invoice.',
        resolve: (shown) => money(shown.reducesDue, shown),
      }),
      becomesCredit: t.field({
        type: Money,
        description: 'The part that remains as credit of the customer after all open invoices are paid.',
        resolve: (shown) => money(shown.becomesCredit, shown),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => previewCreateCreditNote(ctx, input as CreateCreditNoteInput),
});

mutation('createCreditNote', {
  caller: 'merchant',
  description:
    'Credits a final invoice: given lines, an amount, or by default all that is left of it. Each line takes back its share of the tax that was billed. The credit first reduces what is due on the invoice; the rest becomes credit of the customer and pays other open invoices. To give money back, use `refundPayment`. Merchants only.',
  input: CreateCreditNote,
  success: builder.objectRef<{ id: string }>('CreateCreditNoteSuccess').implement({
    description: 'The credit note was issued.',
    fields: (t) => ({
      creditNote: t.prismaField({
        type: Invoice,
        description: 'The credit note, with its number and lines.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'Invoice', { ...query, where: { id } }),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError, IdempotencyKeyReusedError],
  run: (ctx, input) => createCreditNote(ctx, input as CreateCreditNoteInput),
});

mutation('reissueInvoice', {
  caller: 'merchant',
  description:
    "Takes an invoice back in full by a credit note, and issues it anew with the customer's current billing information and the tax that follows from it, at once. Money that was paid for the old invoice pays the new one; a difference is due, or becomes credit. Correct the billing information first. Merchants only.",
  input: builder.inputType('ReissueInvoiceInput', {
    description: 'Input of `reissueInvoice`.',
    fields: (t) => ({
      invoiceId: t.id({ required: true, description: 'The id of an open or paid invoice that is not corrected yet.' }),
      purchaseOrder: t.string({
        description: "The customer's reference on the new invoice; that of the old one by default.",
      }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ id: string; creditNoteId: string }>('ReissueInvoiceSuccess').implement({
    description: 'The invoice was issued anew.',
    fields: (t) => ({
      invoice: t.prismaField({
        type: Invoice,
        description: 'The new invoice, with its number and tax.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'Invoice', { ...query, where: { id } }),
      }),
      creditNote: t.prismaField({
        type: Invoice,
        description: 'The credit note for the old invoice.',
        resolve: (query, { creditNoteId: id }, _args, { db }) =>
          readOneOrThrow(db, 'Invoice', { ...query, where: { id } }),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError, IdempotencyKeyReusedError],
  run: reissueInvoice,
});
