import { NotFoundError } from '../../kernel/errors.ts';
import { idempotent } from '../../operation/idempotency.ts';
import type { SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { PAY_INVOICE } from '../charge/answerRequest.ts';
import { visibleInvoice } from '../invoice/visible.ts';
import type { ChargeContext } from '../payment/planPayment.ts';
import { payNow } from './payNow.ts';

export interface PayInvoiceInput {
  invoiceId: string;
  restartSubscription?: boolean | null;
  /** The payment that the customer has confirmed since the first request. */
  paymentId?: string | null;
  idempotencyKey?: string | null;
}

/**
 * Pays an open or uncollectible invoice: credit first, the rest by the customer's default payment method. A debit, and a
 * payment whose response was lost, are still under way when it returns. With `restartSubscription` an unpaid subscription
 * begins a new cycle once nothing of it is overdue. Throws a payment error if the payment is declined or must be confirmed,
 * and `ConflictError` if nothing is due or another payment is under way.
 */
export async function payInvoice(
  ctx: ChargeContext<SignedIn>,
  { invoiceId, restartSubscription, paymentId, idempotencyKey: key }: PayInvoiceInput,
): Promise<{ id: string }> {
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  const input = { invoiceId, ...(restartSubscription ? { restartSubscription } : {}) };
  return idempotent(ctx, { operation: PAY_INVOICE, key, input }, async (claim) => {
    const visible = await ctx.db.prisma.invoice.count({ where: { id: invoiceId, AND: visibleInvoice(ctx.principal) } });
    if (visible === 0) throw new NotFoundError('invoice', ['input', 'invoiceId']);
    await payNow(ctx, { invoiceId, paymentId, claim, restartSubscription: restartSubscription ?? false });
    return { id: invoiceId };
  });
}
