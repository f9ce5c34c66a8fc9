import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { idempotent } from '../../operation/idempotency.ts';
import type { OpContext, SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { creditBalance } from '../credit/ledger.ts';
import { dueAfterCredit } from '../invoice/issue.ts';
import { applyCredit, applyPayment, recordSettlement } from '../invoice/settle.ts';
import { visibleInvoice } from '../invoice/visible.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { lockCustomer } from '../payment/methods.ts';
import { recordPayment, withReservation } from '../payment/withReservation.ts';

/**
 * Pays an open or uncollectible invoice: credit first, the rest by the customer's default payment method. With
 * `restartSubscription` an unpaid subscription begins a new cycle once nothing of it is overdue. Throws a payment
 * error if that is declined, and `ConflictError` if nothing is due or the amount due changed meanwhile.
 */
export async function payInvoice(
  ctx: OpContext<SignedIn> & { gateway: PaymentGateway },
  {
    invoiceId,
    restartSubscription,
    idempotencyKey: key,
  }: { invoiceId: string; restartSubscription?: boolean | null; idempotencyKey?: string | null },
): Promise<{ id: string }> {
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  return idempotent(
    ctx,
    { operation: 'payInvoice', key, input: { invoiceId, ...(restartSubscription ? { restartSubscription } : {}) } },
    async (claim) => {
      const invoice = await ctx.db.prisma.invoice.findFirst({
        where: { id: invoiceId, AND: visibleInvoice(ctx.principal) },
      });
      if (!invoice) throw new NotFoundError('invoice', ['input', 'invoiceId']);
      const { id, customerId, currency, companyId } = invoice;
      if (!['OPEN', 'UNCOLLECTIBLE'].includes(invoice.status) || invoice.amountDue === 0n)
        throw new ConflictError('NOTHING_DUE', 'Nothing is due on this invoice.', ['input', 'invoiceId']);
      const afterCredit = async (tx: Parameters<typeof creditBalance>[0]) =>
        dueAfterCredit(invoice.amountDue, await creditBalance(tx, { companyId, customerId }, currency));
      const { amountDue: amount } = await afterCredit(ctx.db.prisma);
      return withReservation(ctx, { customerId, amount, currency }, async (op, reservation) => {
        await claim(op, { id });
        await lockCustomer(op, customerId);
        const due = await afterCredit(op.tx);
        if (due.amountDue !== amount)
          throw new ConflictError(
            'CHANGED_CONCURRENTLY',
            'The amount due changed while this request was processed. Try again.',
            ['input', 'invoiceId'],
          );
        await applyPayment(op, invoice, invoice.amountDue, restartSubscription ? 'IF_REQUESTED' : 'IF_PAUSED');
        await applyCredit(op, { id, customerId, currency }, due.creditApplied);
        if (reservation) {
          const payment = await recordPayment(op, reservation, id);
          await recordSettlement(op, id, 'PAYMENT', amount, { paymentId: payment.id });
        }
        op.emit('invoice.paid', { objectId: id, customerId });
        return { id };
      });
    },
  );
}
