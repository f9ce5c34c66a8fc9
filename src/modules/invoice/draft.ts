/** Invoices that a merchant writes: drafted, then finalized. Only these are ever drafts, and no subscription bills them. */
import { z } from 'zod';
import type { Invoice } from '../../db/generated/client/client.ts';
import { TaxBehavior } from '../../db/generated/client/enums.ts';
import { currency as currencyCode } from '../../kernel/currency.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import {
  amount,
  clearable,
  idempotencyKey,
  line,
  quantity,
  taxCategory,
  text,
  validate,
} from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { creditBalance } from '../credit/ledger.ts';
import { loadCustomer } from '../customer/customer.ts';
import { lockCustomer } from '../payment/methods.ts';
import { type CustomerTax, taxOfCustomer } from '../tax/customerTax.ts';
import { finalColumns } from './finalize.ts';
import { eventTax } from './invoiceRow.ts';
import { writeTaxes } from './invoiceTax.ts';
import { dueAfterCredit } from './issue.ts';
import { type LineFields, writeLines } from './lines.ts';
import { pickTax, taxTotal, totalOf } from './lineTax.ts';
import { refuseHeld, withManualTax } from './manualTax.ts';
import { applyCredit } from './settle.ts';

/** Columns of a line whose tax is decided anew. */
const NO_TAX = {
  taxAmount: null,
  taxCategory: null,
  taxRatePpm: null,
  taxCountry: null,
  taxRegion: null,
  taxBehavior: null,
  taxReason: null,
  taxScheme: null,
  taxLegalBasis: null,
  taxDate: null,
  taxRegistrationId: null,
} as const;

/** The highest total of an invoice, in minor units: sums of many invoices stay exact in JSON. */
const MAXIMUM_TOTAL = 100_000_000_000_000n;

const lineInput = z
  .object({
    description: line(200),
    quantity: quantity.nullish(),
    unitAmount: amount,
    taxBehavior: z.enum(TaxBehavior).nullish(),
    taxCategory: taxCategory.nullish(),
    taxExemptBy: clearable(line(200)),
  })
  .refine((given) => (given.taxCategory === 'EXEMPT') === Boolean(given.taxExemptBy), {
    path: ['taxExemptBy'],
    message: 'The category EXEMPT, and only it, needs the provision that exempts the line.',
  });

const createInput = z.object({
  customerId: z.string(),
  currency: currencyCode,
  lines: z.array(lineInput).min(1, 'Must have at least one line.').max(200, 'Must have at most 200 lines.'),
  memo: clearable(text(1000)),
  purchaseOrder: clearable(line(100)),
  dueAt: z.date().nullish(),
  idempotencyKey,
});
export type CreateInvoiceInput = z.input<typeof createInput>;

/** Creates a draft. Nothing is due until it is finalized. Throws if its total is too large. */
export async function createInvoice(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateInvoiceInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  return idempotent(ctx, { operation: 'createInvoice', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const { id: customerId } = await loadCustomer(op, given.customerId);
      const { currency } = given;
      const tax = await taxOfCustomer(op.tx, { companyId: op.principal.companyId, customerId });
      const lines = withManualTax(given.lines.map(manualLine), tax, op.now);
      const total = totalOf(lines);
      if (total > MAXIMUM_TOTAL)
        throw ValidationError.at(['input', 'lines'], 'Must not come to more than 100,000,000,000,000 minor units.');
      const id = newId('Invoice', op.now);
      await op.tx.invoice.create({
        data: {
          id,
          companyId: op.principal.companyId,
          customerId,
          status: 'DRAFT',
          reason: 'MANUAL',
          currency,
          total,
          taxAmount: taxTotal(lines),
          amountDue: total,
          memo: given.memo ?? null,
          purchaseOrder: given.purchaseOrder ?? null,
          dueAt: given.dueAt ?? null,
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      await writeLines(op, lines, { customerId, currency, invoiceId: id });
      await writeTaxes(op, id, lines);
      await claim(op, { id });
      op.emit('invoice.created', { objectId: id, customerId });
      return { id };
    }),
  );
}

function manualLine(given: z.output<typeof lineInput>): LineFields {
  const { description, quantity: count, unitAmount } = given;
  const total = unitAmount * BigInt(count ?? 1);
  return {
    kind: 'MANUAL',
    description,
    quantity: count ?? 1,
    unitAmount,
    periodStart: null,
    periodEnd: null,
    grossAmount: total,
    discountAmount: 0n,
    amount: total,
    explanation: {
      formula: 'unit_amount_times_quantity',
      unitAmount: unitAmount.toString(),
      quantity: count ?? 1,
      ...(given.taxBehavior ? { taxBehavior: given.taxBehavior } : {}),
      ...(given.taxCategory ? { taxCategory: given.taxCategory } : {}),
      ...(given.taxExemptBy ? { taxExemptBy: given.taxExemptBy } : {}),
    },
  };
}

/**
 * Locks an invoice after its customer and returns it, or throws `NotFoundError`. Locks are taken in the order
 * subscription, customer, invoice, company.
 */
export async function lockInvoice(op: Op, id: string): Promise<Invoice> {
  const { companyId } = op.principal;
  const where = { id, companyId };
  const owner = await op.tx.invoice.findFirst({ where, select: { customerId: true } });
  if (!owner) throw new NotFoundError('invoice', ['input', 'invoiceId']);
  await lockCustomer(op, owner.customerId);
  await op.tx.$queryRaw`SELECT 1 FROM invoice WHERE company_id = ${companyId} AND id = ${id} FOR NO KEY UPDATE`;
  return op.tx.invoice.findFirstOrThrow({ where });
}

/** Decides the tax of a draft's lines as of now and writes it. Returns the columns of the invoice. */
async function fixTax(
  op: Op,
  id: string,
  tax: CustomerTax | null,
): Promise<{ total: bigint; taxAmount: bigint | null }> {
  const where = { companyId: op.principal.companyId, invoiceId: id };
  const drafted = await op.tx.invoiceLine.findMany({ where, orderBy: { position: 'asc' } });
  refuseHeld(drafted, tax, op.now);
  const lines = withManualTax(
    drafted.map((one) => ({ ...one, ...NO_TAX })),
    tax,
    op.now,
  );
  for (const one of lines) {
    const data = { ...NO_TAX, ...pickTax(one) };
    await op.tx.invoiceLine.update({ where: { id: one.id }, data });
  }
  await op.tx.invoiceTax.deleteMany({ where });
  await writeTaxes(op, id, lines);
  return { total: totalOf(lines), taxAmount: taxTotal(lines) };
}

/**
 * Finalizes a draft: its tax is fixed, it takes the next number, and the customer's credit pays what it can. Throws
 * `ConflictError` while its tax is undecided.
 */
export async function finalizeInvoice(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { id, status, customerId, currency, dueAt, ...draft } = await lockInvoice(op, invoiceId);
    if (status !== 'DRAFT')
      throw new ConflictError('INVOICE_NOT_DRAFT', 'Only a draft can be finalized.', ['input', 'invoiceId']);
    const owner = { companyId: op.principal.companyId, customerId };
    const tax = await taxOfCustomer(op.tx, owner);
    const fixed = tax || draft.taxAmount !== null ? await fixTax(op, id, tax) : { total: draft.total, taxAmount: null };
    const { total } = fixed;
    const balance = await creditBalance(op.tx, owner, currency);
    const { creditApplied, amountDue } = dueAfterCredit(total, balance);
    const final = await finalColumns(op, { id, customerId });
    await op.tx.invoice.update({
      where: { id },
      data: {
        ...fixed,
        status: amountDue === 0n ? 'PAID' : 'OPEN',
        paidAt: amountDue === 0n ? op.now : null,
        amountPaid: creditApplied,
        amountDue,
        dueAt: dueAt ?? op.now,
        ...final,
        purchaseOrder: draft.purchaseOrder ?? final.purchaseOrder,
        updatedAt: op.now,
      },
    });
    await applyCredit(op, { id, customerId, currency }, creditApplied);
    op.emit('invoice.finalized', {
      objectId: id,
      customerId,
      data: { total: total.toString(), ...eventTax(fixed.taxAmount), amountDue: amountDue.toString() },
    });
    if (amountDue === 0n) op.emit('invoice.paid', { objectId: id, customerId });
    return { id };
  });
}
