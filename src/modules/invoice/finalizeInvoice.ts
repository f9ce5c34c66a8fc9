import { ConflictError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { creditBalance } from '../credit/ledger.ts';
import { dueDate } from '../customer/collectionTerms.ts';
import { type CustomerTax, taxOfCustomer } from '../tax/customerTax.ts';
import { finalColumns } from './invoiceNumber.ts';
import { eventDue, eventTax } from './invoiceRow.ts';
import { writeTaxes } from './invoiceTax.ts';
import { dueAfterCredit } from './issueInvoice.ts';
import { pickTax, taxTotal, totalOf } from './lineTax.ts';
import { lockInvoice } from './lockInvoice.ts';
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
    const { collectionMethod, daysUntilDue } = await op.tx.customer.findFirstOrThrow({
      where: { id: customerId, companyId: owner.companyId },
    });
    const balance = await creditBalance(op.tx, owner, currency);
    const { creditApplied, amountDue } = dueAfterCredit(total, balance);
    const due = dueAt ?? dueDate({ collectionMethod, daysUntilDue }, op.now);
    const final = await finalColumns(op, { id, customerId });
    await op.tx.invoice.update({
      where: { id },
      data: {
        ...fixed,
        status: amountDue === 0n ? 'PAID' : 'OPEN',
        paidAt: amountDue === 0n ? op.now : null,
        amountPaid: creditApplied,
        amountDue,
        dueAt: due ?? op.now,
        collectionMethod,
        ...final,
        purchaseOrder: draft.purchaseOrder ?? final.purchaseOrder,
        updatedAt: op.now,
      },
    });
    await applyCredit(op, { id, customerId, currency }, creditApplied);
    op.emit('invoice.finalized', {
      objectId: id,
      customerId,
      data: {
        ...{ total: total.toString(), ...eventTax(fixed.taxAmount), amountDue: amountDue.toString() },
        ...eventDue({ collectionMethod, amountDue, dueAt: due }),
      },
    });
    if (amountDue === 0n) op.emit('invoice.paid', { objectId: id, customerId });
    return { id };
  });
}
