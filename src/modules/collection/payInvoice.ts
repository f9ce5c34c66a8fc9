import type { Payment } from '../../db/generated/client/client.ts';
import {
  ConflictError,
  NotFoundError,
  PaymentAuthenticationRequiredError,
  PaymentProviderUnavailableError,
} from '../../kernel/errors.ts';
import { idempotent, type RequestIdentity } from '../../operation/idempotency.ts';
import type { SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { advancePayment } from '../charge/advancePayment.ts';
import { PAY_INVOICE } from '../charge/answerRequest.ts';
import { planInvoiceCharge } from '../charge/chargeInvoice.ts';
import { namedPayment, startedBy } from '../charge/continuedPayment.ts';
import { refusalOf } from '../charge/withPayment.ts';
import { visibleInvoice } from '../invoice/visible.ts';
import { askProvider, isOutage } from '../payment/callProvider.ts';
import type { ChargeContext } from '../payment/planPayment.ts';

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
    const { request } = claim;
    const visible = await ctx.db.prisma.invoice.count({ where: { id: invoiceId, AND: visibleInvoice(ctx.principal) } });
    if (visible === 0) throw new NotFoundError('invoice', ['input', 'invoiceId']);
    const payment = (await continued(ctx, paymentId, request)) ?? (await plan());
    // The response of a payment commits with its result, which may come after this process has ended.
    if (payment) await resultOf(ctx, await advance(ctx, payment));
    return { id: invoiceId };

    function plan() {
      return planInvoiceCharge(ctx, {
        ...{ invoiceId, request, restartSubscription: restartSubscription ?? false },
        claim: (op) => claim(op, { id: invoiceId }),
      });
    }
  });
}

async function continued(ctx: ChargeContext, paymentId: string | null | undefined, request: RequestIdentity) {
  return paymentId ? namedPayment(ctx, paymentId, request) : startedBy(ctx, request);
}

async function advance(ctx: ChargeContext, payment: Payment): Promise<Payment> {
  try {
    return await advancePayment(ctx, payment.id);
  } catch (error) {
    if (!isOutage(error)) throw error;
    const { status } = await ctx.db.prisma.payment.findUniqueOrThrow({ where: { id: payment.id } });
    if (status === 'ABANDONED') throw new PaymentProviderUnavailableError();
    // The provider may have taken the money: the sweep repeats the payment with the same key.
    return payment;
  }
}

/** Throws the error of a payment that ended without money, or that the customer must confirm. */
async function resultOf(ctx: ChargeContext, { id, status, declineCode, advice, providerRef }: Payment): Promise<void> {
  switch (status) {
    case 'FAILED':
      throw refusalOf({ code: declineCode ?? 'card_declined', advice });
    case 'NEEDS_CUSTOMER': {
      const { session } = await ctx.providerOf(ctx.principal.companyId);
      const step = await askProvider(() => session.step(providerRef ?? ''));
      throw new PaymentAuthenticationRequiredError({ paymentId: id, step });
    }
    case 'CANCELED':
    case 'ABANDONED':
    case 'LOST':
      throw new ConflictError('PAYMENT_CANCELED', 'This payment is no longer open. Start again.');
  }
}
