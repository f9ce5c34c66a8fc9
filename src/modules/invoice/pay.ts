/** Paying an open invoice, by its customer or by the merchant on the customer's default payment method. */
import { idempotent } from '../../idempotency.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type OpContext, type SignedIn, transact } from '../../op.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { lockCustomer } from '../payment/methods.ts';
import { recordPayment, release, reserve } from '../payment/reserve.ts';
import { requireFeature } from '../portal/policy.ts';
import { lowerDue, recordSettlement } from './issue.ts';
import { visibleInvoice } from './visible.ts';

export async function payInvoice(
  ctx: OpContext<SignedIn> & { gateway: PaymentGateway },
  { invoiceId, idempotencyKey: key }: { invoiceId: string; idempotencyKey?: string | null },
): Promise<{ id: string }> {
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  return idempotent(ctx, { operation: 'payInvoice', key, input: { invoiceId } }, async (claim) => {
    const invoice = await ctx.db.prisma.invoice.findFirst({
      where: { id: invoiceId, AND: visibleInvoice(ctx.principal) },
    });
    if (!invoice) throw new NotFoundError('invoice', ['input', 'invoiceId']);
    const { id, customerId, amountDue: amount, currency } = invoice;
    if (!['OPEN', 'UNCOLLECTIBLE'].includes(invoice.status) || amount === 0n)
      throw new ConflictError('Nothing is due on this invoice.', ['input', 'invoiceId']);
    const reservation = await reserve(ctx, { customerId, amount, currency });
    try {
      return await transact(ctx, async (op) => {
        await claim(op, { id });
        await lockCustomer(op, customerId);
        await lowerDue(op, invoice, amount);
        const payment = await recordPayment(op, reservation, id);
        await recordSettlement(op, id, 'PAYMENT', amount, { paymentId: payment.id });
        op.emit('invoice.paid', { objectId: id, customerId });
        return { id };
      });
    } catch (error) {
      await release(ctx.gateway, reservation);
      throw error;
    }
  });
}
