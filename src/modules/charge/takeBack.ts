/** Money of a payment that its bank has taken back, or gives back after all. */
import type { Payment } from '../../db/generated/client/client.ts';
import { min } from '../../kernel/money.ts';
import type { Op } from '../../operation/operation.ts';
import { appendCredit } from '../credit/ledger.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { applyPayment, recordSettlement } from '../invoice/settle.ts';

type Taken = Pick<Payment, 'id' | 'companyId' | 'customerId' | 'currency' | 'invoiceId'>;

/**
 * Makes the amount due again on the invoice, at most what the payment has paid of it, and returns it. The invoice is marked
 * as disputed: it is not charged again by itself. The caller holds the customer's row.
 */
export async function takeBack(
  op: Op,
  { id: paymentId, companyId, invoiceId }: Taken,
  wanted: bigint,
): Promise<bigint> {
  if (!invoiceId) return 0n;
  const where = { id: invoiceId, companyId };
  const { status, disputedAt } = await op.tx.invoice.findFirstOrThrow({ where });
  const { _sum } = await op.tx.invoiceSettlement.aggregate({
    where: { companyId, invoiceId, paymentId },
    _sum: { amount: true },
  });
  const amount = status === 'VOID' ? 0n : min(wanted, _sum.amount ?? 0n);
  if (amount <= 0n) return 0n;
  await recordSettlement(op, invoiceId, 'PAYMENT', -amount, { paymentId });
  await op.tx.invoice.update({
    where,
    data: {
      ...(status === 'PAID' ? { status: 'OPEN', paidAt: null } : {}),
      ...{ amountDue: { increment: amount }, amountPaid: { decrement: amount } },
      ...{ nextAttemptAt: null, disputedAt: disputedAt ?? op.now, updatedAt: op.now },
    },
  });
  return amount;
}

/** Pays the invoice with money that the bank gives back; what is no longer due becomes credit. */
export async function giveBack(op: Op, payment: Taken, amount: bigint): Promise<void> {
  const { id: paymentId, companyId, customerId, currency, invoiceId } = payment;
  const invoice = await op.tx.invoice.findFirst({
    where: { id: invoiceId ?? '', companyId, status: { in: ['OPEN', 'UNCOLLECTIBLE'] } },
  });
  const paid = invoice ? min(amount, invoice.amountDue) : 0n;
  if (invoice && paid > 0n) {
    await applyPayment(op, invoice, paid);
    await recordSettlement(op, invoice.id, 'PAYMENT', paid, { paymentId });
    if (paid === invoice.amountDue) op.emit('invoice.paid', { objectId: invoice.id, customerId });
  }
  if (amount === paid) return;
  await appendCredit(op, { customerId, currency, amount: amount - paid, cause: 'OVERPAYMENT', invoiceId });
  await payOpenInvoices(op, { customerId, currency });
}
