import type { Payment } from '../../db/generated/client/client.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { transact } from '../../operation/operation.ts';
import { type ChargeContext, planPayment, wallTime } from '../payment/planPayment.ts';

/**
 * Plans a direct charge of the invoice whose held money was lost; once for each lost payment. Returns null if nothing is due
 * any longer or another payment is under way.
 */
export async function chargeLost(ctx: ChargeContext, lost: Payment): Promise<Payment | null> {
  const { id, companyId, customerId, paymentMethodId: methodId, invoiceId, currency, restartSubscription } = lost;
  const wallNow = wallTime(ctx);
  const system = { ...ctx, principal: { kind: 'system', companyId } as const };
  try {
    return await transact(system, async (op) => {
      const { count } = await op.tx.payment.updateMany({
        where: { id, companyId, status: 'LOST', lookAt: { not: null } },
        data: { lookAt: null },
      });
      const invoice = await op.tx.invoice.findFirst({
        where: { id: invoiceId ?? '', companyId, status: 'OPEN', amountDue: { gt: 0n } },
      });
      if (count === 0 || !invoice) return null;
      return planPayment(
        op.tx,
        { ...op, wallNow },
        {
          payer: { customerId, methodId },
          invoiceId: invoice.id,
          take: 'NOW',
          amount: invoice.amountDue,
          currency,
          request: null,
          restartSubscription,
        },
      );
    });
  } catch (error) {
    if (error instanceof ConflictError && error.reason === 'PAYMENT_IN_PROGRESS') return null;
    throw error;
  }
}
