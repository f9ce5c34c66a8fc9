/** A debit that the bank took back weeks after it had settled. */
import type { Payment } from '../../db/generated/client/client.ts';
import type { Op } from '../../operation/operation.ts';
import { recordSettlement } from '../invoice/settle.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';
import { climb } from '../payment/status.ts';

/**
 * Opens the invoice again with the returned amount due. It is not charged again by itself: a customer who disputes a debit
 * would dispute the next one, too.
 */
export async function reverseReturned(op: Op, payment: Payment, providerRef: string, wallNow: Date): Promise<void> {
  const { id: paymentId, customerId, invoiceId, companyId } = payment;
  await lockCustomer(op, customerId);
  if (!(await climb(op, paymentId, 'RETURNED', { wallNow, providerRef, lookAt: null }))) return;
  op.emit('payment.returned', { objectId: paymentId, customerId, data: { invoiceId } });
  if (!invoiceId) return;
  const { _sum } = await op.tx.invoiceSettlement.aggregate({
    where: { companyId, invoiceId, paymentId },
    _sum: { amount: true },
  });
  const amount = _sum.amount ?? 0n;
  if (amount === 0n) return;
  await recordSettlement(op, invoiceId, 'PAYMENT', -amount, { paymentId });
  await op.tx.invoice.update({
    where: { id: invoiceId, companyId },
    data: {
      status: 'OPEN',
      paidAt: null,
      amountDue: { increment: amount },
      amountPaid: { decrement: amount },
      nextAttemptAt: null,
      updatedAt: op.now,
    },
  });
}
