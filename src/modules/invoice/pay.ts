/** Paying an open invoice, by its customer or by the merchant: from credit first, the rest by the default payment method. */
import { idempotent } from '../../idempotency.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type OpContext, type SignedIn, transact } from '../../op.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { lockCustomer } from '../payment/methods.ts';
import { recordPayment, release, reserve } from '../payment/reserve.ts';
import { requireFeature } from '../portal/policy.ts';
import { applyCredit, dueAfterCredit, lowerDue, recordSettlement } from './issue.ts';
import { creditBalance } from './ledger.ts';
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
    const { id, customerId, currency, companyId } = invoice;
    if (!['OPEN', 'UNCOLLECTIBLE'].includes(invoice.status) || invoice.amountDue === 0n)
      throw new ConflictError('Nothing is due on this invoice.', ['input', 'invoiceId']);
    const afterCredit = async (tx: Parameters<typeof creditBalance>[0]) =>
      dueAfterCredit(invoice.amountDue, await creditBalance(tx, { companyId, customerId }, currency));
    const { amountDue: amount } = await afterCredit(ctx.db.prisma);
    const reservation = amount > 0n ? await reserve(ctx, { customerId, amount, currency }) : null;
    try {
      return await transact(ctx, async (op) => {
        await claim(op, { id });
        await lockCustomer(op, customerId);
        const due = await afterCredit(op.tx);
        if (due.amountDue !== amount)
          throw new ConflictError('What is due changed at the same moment. Try again.', ['input', 'invoiceId']);
        await lowerDue(op, invoice, invoice.amountDue);
        await applyCredit(op, { id, customerId, currency }, due.creditApplied);
        if (reservation) {
          const payment = await recordPayment(op, reservation, id);
          await recordSettlement(op, id, 'PAYMENT', amount, { paymentId: payment.id });
        }
        op.emit('invoice.paid', { objectId: id, customerId });
        return { id };
      });
    } catch (error) {
      await release(ctx.gateway, reservation);
      throw error;
    }
  });
}
