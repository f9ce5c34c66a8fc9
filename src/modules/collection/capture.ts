/** Captures reserved money after the invoice that it pays has committed. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { min } from '../../kernel/money.ts';
import { transact } from '../../operation/operation.ts';
import { companyTime } from '../company/time.ts';
import { creditBalance } from '../credit/ledger.ts';
import { applyCredit, applyPayment, recordSettlement } from '../invoice/settle.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { lockCustomer } from '../payment/methods.ts';
import { withProviderTimeout } from '../payment/providerTimeout.ts';

export interface CaptureJob {
  companyId: string;
  paymentId: string;
  /** True if an earlier job gave up, so the provider may have captured or released the money, or let it lapse. */
  again?: boolean;
}

/**
 * Captures a payment. Safe to repeat. Returns `captured` if this run recorded the capture; null if the provider could not
 * capture, so that the invoice is due again, or if the payment was settled before.
 */
export async function capturePayment(
  parts: { db: Db; queue: Queue; clock: Clock; gateway: PaymentGateway },
  { companyId, paymentId, again = false }: CaptureJob,
): Promise<'captured' | null> {
  const { db, queue, gateway } = parts;
  const payment = await db.prisma.payment.findFirst({ where: { id: paymentId, companyId, status: 'AUTHORIZED' } });
  if (!payment?.authorizationRef) return null;
  const { authorizationRef } = payment;
  const result = await withProviderTimeout(() => (again ? captureIfHeld : capture)(gateway, authorizationRef));
  const principal = { kind: 'system', companyId } as const;
  const now = await companyTime(parts, companyId);
  return transact({ db, queue, now, principal }, async (op) => {
    const captured = result.outcome === 'captured';
    if (!captured) await lockCustomer(op, payment.customerId);
    const { count } = await op.tx.payment.updateMany({
      where: { id: paymentId, status: 'AUTHORIZED' },
      data: {
        status: captured ? 'SUCCEEDED' : 'FAILED',
        declineCode: captured ? null : result.declineCode,
        updatedAt: op.now,
      },
    });
    if (count !== 1) return null;
    const { invoiceId, customerId } = payment;
    if (captured) {
      op.emit('payment.succeeded', { objectId: paymentId, customerId, data: { invoiceId } });
      return 'captured';
    }
    // The money cannot be captured: the invoice is due again, and a negative settlement records why.
    await recordSettlement(op, invoiceId, 'PAYMENT', -payment.amount, { paymentId });
    const invoice = await op.tx.invoice.update({
      where: { id: invoiceId },
      data: {
        status: 'OPEN',
        paidAt: null,
        amountDue: { increment: payment.amount },
        amountPaid: { decrement: payment.amount },
        updatedAt: op.now,
      },
    });
    // Since the authorization, a credit note may have credited this money, which was never received: that credit pays
    // the reopened invoice.
    const { currency } = invoice;
    const credit = min(await creditBalance(op.tx, { companyId, customerId }, currency), invoice.amountDue);
    if (credit > 0n) {
      await applyCredit(op, { id: invoiceId, customerId, currency }, credit);
      await applyPayment(op, invoice, credit);
    }
    op.emit('payment.failed', {
      objectId: paymentId,
      customerId,
      data: { invoiceId, declineCode: result.declineCode },
    });
    if (credit === invoice.amountDue) op.emit('invoice.paid', { objectId: invoiceId, customerId });
    return null;
  });
}

const capture = (gateway: PaymentGateway, ref: string) => gateway.capture(ref);

/** Reads the state of an old reservation and captures it only if the provider still holds it. */
async function captureIfHeld(gateway: PaymentGateway, ref: string): ReturnType<PaymentGateway['capture']> {
  const held = await gateway.authorizationState(ref);
  switch (held.state) {
    case 'authorized':
      return gateway.capture(ref);
    case 'captured':
      return { outcome: 'captured' };
    case 'canceled':
      return { outcome: 'failed', declineCode: 'authorization_canceled' };
    case 'failed':
      return { outcome: 'failed', declineCode: held.declineCode };
  }
}
