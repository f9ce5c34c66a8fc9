import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { appendCredit } from '../credit/ledger.ts';
import { invalidateQuotes } from '../invoice/lockForCorrection.ts';
import { lockInvoice } from '../invoice/lockInvoice.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { recordSettlement } from '../invoice/settle.ts';
import { lockSubscription } from '../subscription/record/load.ts';
import { becomePastDue } from './subscriptionStatus.ts';

/**
 * Takes a recorded payment back, such as one of a check that bounced: its amount is due again. Throws `NotFoundError`, and
 * `ConflictError` if it was voided before, or if the credit that it gave is used.
 */
export async function voidRecordedPayment(
  ctx: OpContext<MerchantPrincipal>,
  { recordedPaymentId }: { recordedPaymentId: string },
): Promise<{ id: string }> {
  const path = ['input', 'recordedPaymentId'];
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    const where = { id: recordedPaymentId, companyId };
    const recorded = await op.tx.recordedPayment.findFirst({
      where,
      include: { invoice: { select: { subscriptionId: true } } },
    });
    if (!recorded) throw new NotFoundError('recorded payment', path);
    const { id, invoiceId, customerId, amount, credited, currency: money } = recorded;
    const { subscriptionId } = recorded.invoice;
    // Credit for unused time depends on what is paid: a change that was planned before must fail.
    await invalidateQuotes(op, invoiceId);
    await lockInvoice(op, invoiceId);
    const { count } = await op.tx.recordedPayment.updateMany({
      where: { ...where, voidedAt: null },
      data: { voidedAt: op.now, updatedAt: op.now },
    });
    if (count !== 1) throw new ConflictError('PAYMENT_VOIDED', 'This payment was voided before.', path);
    if (credited > 0n)
      await appendCredit(op, { customerId, currency: money, amount: -credited, cause: 'PAYMENT_VOIDED', invoiceId });
    await reopen(op, { invoiceId, recordedPaymentId: id }, amount - credited);
    // A credit note that was issued while the invoice was paid has become credit, which lowers it now.
    await payOpenInvoices(op, { customerId, currency: money });
    if (subscriptionId) await followLate(op, subscriptionId, invoiceId);
    op.emit('payment.record_voided', {
      objectId: id,
      customerId,
      data: { invoiceId, amount: amount.toString(), currency: money },
    });
    return { id };
  });
}

/** Makes the amount due again. It is not charged by itself. */
async function reopen(
  op: Op,
  { invoiceId, recordedPaymentId }: Record<'invoiceId' | 'recordedPaymentId', string>,
  amount: bigint,
): Promise<void> {
  await recordSettlement(op, invoiceId, 'OUT_OF_BAND', -amount, { recordedPaymentId });
  await op.tx.invoice.update({
    where: { id: invoiceId },
    data: {
      ...{ status: 'OPEN', paidAt: null, nextAttemptAt: null, updatedAt: op.now },
      ...{ amountDue: { increment: amount }, amountPaid: { decrement: amount } },
    },
  });
}

/** A subscription whose due date is over is past due again. */
async function followLate(op: Op, subscriptionId: string, invoiceId: string): Promise<void> {
  const invoice = await op.tx.invoice.findUniqueOrThrow({ where: { id: invoiceId } });
  const { status, dueAt, overdueAt, collectionMethod } = invoice;
  // Whether a sent invoice that was paid in time is overdue by now, its own sweep decides.
  const late = dueAt !== null && dueAt <= op.now && (collectionMethod === 'CHARGE_AUTOMATICALLY' || overdueAt !== null);
  if (late && status === 'OPEN') await becomePastDue(op, await lockSubscription(op, subscriptionId), invoiceId);
}
