import { ConflictError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { underWay } from '../charge/chargeInvoice.ts';
import { appendCredit } from '../credit/ledger.ts';
import { lockForCorrection } from '../invoice/lockForCorrection.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { INVOICE_SETTLED_JOB, type InvoiceSettledJob, recordSettlement } from '../invoice/settle.ts';

/**
 * Voids a draft or an unpaid invoice; credit that paid a part of it returns to the balance. Throws `ConflictError` if
 * money or a credit note has settled any of it: such an invoice is corrected by a credit note.
 */
export async function voidInvoice(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { id, status, customerId, currency, subscriptionId } = await lockForCorrection(op, invoiceId);
    if (!['DRAFT', 'OPEN', 'UNCOLLECTIBLE'].includes(status))
      throw new ConflictError('INVOICE_NOT_VOIDABLE', 'Only a draft or an unpaid invoice can be voided.', [
        'input',
        'invoiceId',
      ]);
    if (await underWay(op, id))
      throw new ConflictError('PAYMENT_IN_PROGRESS', 'A payment of this invoice is under way. Wait for its result.', [
        'input',
        'invoiceId',
      ]);
    const settled = await op.tx.invoiceSettlement.groupBy({
      by: ['kind'],
      where: { companyId: op.principal.companyId, invoiceId: id },
      _sum: { amount: true },
    });
    const credit = settled.find(({ kind }) => kind === 'CREDIT_BALANCE')?._sum.amount ?? 0n;
    if (settled.some(({ kind, _sum }) => kind !== 'CREDIT_BALANCE' && _sum.amount !== 0n))
      throw new ConflictError(
        'INVOICE_PARTLY_SETTLED',
        'The invoice is partly paid or corrected and can no longer be voided.',
        ['input', 'invoiceId'],
      );
    if (credit > 0n) {
      await recordSettlement(op, id, 'CREDIT_BALANCE', -credit);
      await appendCredit(op, { customerId, currency, amount: credit, cause: 'INVOICE_VOIDED', invoiceId: id });
    }
    await op.tx.invoice.update({
      where: { id },
      data: { status: 'VOID', voidedAt: op.now, amountPaid: 0n, amountDue: 0n, updatedAt: op.now },
    });
    if (credit > 0n) await payOpenInvoices(op, { customerId, currency });
    // Without this debt the subscription may no longer be past due.
    if (subscriptionId)
      await op.enqueue(INVOICE_SETTLED_JOB, {
        companyId: op.principal.companyId,
        subscriptionId,
        restarts: 'NEVER',
      } satisfies InvoiceSettledJob);
    op.emit('invoice.voided', { objectId: id, customerId });
    return { id };
  });
}
