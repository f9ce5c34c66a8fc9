/** Taking reserved money once the invoice is committed. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { min } from '../../kernel/money.ts';
import { transact } from '../../op.ts';
import { companyTime } from '../company/time.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { lockCustomer } from '../payment/methods.ts';
import { askProvider } from '../payment/reserve.ts';
import { applyCredit, lowerDue, recordSettlement } from './issue.ts';
import { creditBalance } from './ledger.ts';

export interface CaptureJob {
  companyId: string;
  paymentId: string;
  /** An earlier job was given up, and what it came to is not known. */
  again?: boolean;
}

/** The job. Repeating it changes nothing. Answers whether the money was taken, if it was this run that came to know. */
export async function capturePayment(
  parts: { db: Db; queue: Queue; clock: Clock; gateway: PaymentGateway },
  { companyId, paymentId, again = false }: CaptureJob,
): Promise<'captured' | null> {
  const { db, queue, gateway } = parts;
  const payment = await db.prisma.payment.findFirst({ where: { id: paymentId, companyId, status: 'AUTHORIZED' } });
  if (!payment?.authorizationRef) return null;
  const { authorizationRef } = payment;
  const result = await askProvider(() => (again ? outcomeOf : take)(gateway, authorizationRef));
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
    // The reservation was lost: the invoice is due again, and the ledger of settlements says why.
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
    // In the meantime a credit note may have made balance of money that, as it turns out, was never paid.
    const { currency } = invoice;
    const credit = min(await creditBalance(op.tx, { companyId, customerId }, currency), invoice.amountDue);
    if (credit > 0n) {
      await applyCredit(op, { id: invoiceId, customerId, currency }, credit);
      await lowerDue(op, invoice, credit);
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

const take = (gateway: PaymentGateway, ref: string) => gateway.capture(ref);

/** Takes the money only where it can still be taken: much may have happened to an old reservation. */
async function outcomeOf(gateway: PaymentGateway, ref: string): ReturnType<PaymentGateway['capture']> {
  const standing = await gateway.authorizationState(ref);
  switch (standing.state) {
    case 'authorized':
      return gateway.capture(ref);
    case 'captured':
      return { outcome: 'captured' };
    case 'canceled':
      return { outcome: 'failed', declineCode: 'authorization_canceled' };
    case 'failed':
      return { outcome: 'failed', declineCode: standing.declineCode };
  }
}
