/** The job that takes reserved money once the invoice is committed. Repeating it changes nothing. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { transact } from '../../op.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { askProvider } from '../payment/reserve.ts';
import { recordSettlement } from './issue.ts';

export async function capturePayment(
  parts: { db: Db; queue: Queue; clock: Clock; gateway: PaymentGateway },
  { companyId, paymentId }: { companyId: string; paymentId: string },
): Promise<void> {
  const { db, queue, clock, gateway } = parts;
  const payment = await db.prisma.payment.findFirst({ where: { id: paymentId, companyId, status: 'AUTHORIZED' } });
  if (!payment?.authorizationRef) return;
  const { authorizationRef } = payment;
  const result = await askProvider(() => gateway.capture(authorizationRef));
  const principal = { kind: 'system', companyId } as const;
  await transact({ db, queue, now: clock.now(), principal }, async (op) => {
    const captured = result.outcome === 'captured';
    const { count } = await op.tx.payment.updateMany({
      where: { id: paymentId, status: 'AUTHORIZED' },
      data: {
        status: captured ? 'SUCCEEDED' : 'FAILED',
        declineCode: captured ? null : result.declineCode,
        updatedAt: op.now,
      },
    });
    if (count !== 1) return;
    const { invoiceId, customerId } = payment;
    if (captured) {
      op.emit('payment.succeeded', { objectId: paymentId, customerId, data: { invoiceId } });
      return;
    }
    // The reservation was lost: the invoice is due again, and the ledger of settlements says why.
    await recordSettlement(op, invoiceId, 'PAYMENT', -payment.amount, { paymentId });
    await op.tx.invoice.update({
      where: { id: invoiceId },
      data: {
        status: 'OPEN',
        paidAt: null,
        amountDue: { increment: payment.amount },
        amountPaid: { decrement: payment.amount },
        updatedAt: op.now,
      },
    });
    op.emit('payment.failed', {
      objectId: paymentId,
      customerId,
      data: { invoiceId, declineCode: result.declineCode },
    });
  });
}
