/** Money that was taken: it pays the invoice, and what is no longer due becomes credit. */
import type { Payment } from '../../db/generated/client/client.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { min } from '../../kernel/money.ts';
import type { Op } from '../../operation/operation.ts';
import { appendCredit } from '../credit/ledger.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { applyPayment, recordSettlement } from '../invoice/settle.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';
import type { PaymentFacts } from '../payment/port.ts';
import { climb } from '../payment/status.ts';
import { answerRequest } from './answerRequest.ts';

/** The interval at which a settled debit is read again, because the bank may take it back. */
export const RETURN_LOOK = 7 * DAY;

/**
 * Records that the money of a payment was taken. Returns false if the payment had ended before. Locks the customer.
 */
export async function settlePayment(
  op: Op,
  payment: Payment,
  { ref, captured }: Pick<PaymentFacts, 'ref' | 'captured'>,
  wallNow: Date,
): Promise<boolean> {
  const { id, customerId, currency, invoiceId } = payment;
  await lockCustomer(op, customerId);
  const debit = payment.status === 'PROCESSING';
  const settled = await climb(op, id, 'SUCCEEDED', {
    wallNow,
    providerRef: ref,
    capturedAmount: captured,
    lookAt: debit ? after(wallNow, RETURN_LOOK) : null,
  });
  if (!settled) return isSettled(op, id);
  op.emit('payment.succeeded', { objectId: id, customerId, data: { invoiceId } });
  const paid = invoiceId ? await payWith(op, payment, invoiceId, captured) : 0n;
  if (captured > paid) {
    await appendCredit(op, { customerId, currency, amount: captured - paid, cause: 'OVERPAYMENT', invoiceId });
    await payOpenInvoices(op, { customerId, currency });
  }
  return true;
}

async function isSettled({ tx, principal: { companyId } }: Op, id: string): Promise<boolean> {
  return (await tx.payment.count({ where: { id, companyId, status: { in: ['SUCCEEDED', 'RETURNED'] } } })) > 0;
}

/** Pays the invoice with at most what is due on it. Returns the amount used, in minor units. */
async function payWith(op: Op, payment: Payment, invoiceId: string, captured: bigint): Promise<bigint> {
  const { id: paymentId, customerId, restartSubscription } = payment;
  const { companyId } = op.principal;
  const invoice = await op.tx.invoice.findFirstOrThrow({ where: { id: invoiceId, companyId } });
  const payable = invoice.status === 'OPEN' || invoice.status === 'UNCOLLECTIBLE';
  const amount = payable ? min(captured, invoice.amountDue) : 0n;
  if (amount > 0n) {
    await applyPayment(op, invoice, amount, restartSubscription ? 'IF_REQUESTED' : 'IF_PAUSED');
    await recordSettlement(op, invoiceId, 'PAYMENT', amount, { paymentId });
    if (amount === invoice.amountDue) op.emit('invoice.paid', { objectId: invoiceId, customerId });
  }
  await answerRequest(op, payment, { id: invoiceId });
  return amount;
}
