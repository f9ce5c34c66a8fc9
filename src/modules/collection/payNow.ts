/** Paying an invoice while its payer waits for the result. */
import type { Payment } from '../../db/generated/client/client.ts';
import {
  ConflictError,
  PaymentAuthenticationRequiredError,
  PaymentProviderUnavailableError,
} from '../../kernel/errors.ts';
import type { Claim, RequestIdentity } from '../../operation/idempotency.ts';
import type { SignedIn } from '../../operation/operation.ts';
import { advancePayment } from '../charge/advancePayment.ts';
import { type FindPayer, planInvoiceCharge } from '../charge/chargeInvoice.ts';
import { namedPayment, startedBy } from '../charge/continuedPayment.ts';
import { refusalOf } from '../charge/withPayment.ts';
import { askProvider, isOutage } from '../payment/callProvider.ts';
import type { ChargeContext } from '../payment/planPayment.ts';

interface PayNow {
  invoiceId: string;
  /** The payment that the payer has confirmed since the first request. */
  paymentId: string | null | undefined;
  restartSubscription?: boolean;
  /** Claims the request that a repetition continues. */
  claim: Claim<{ id: string }>;
  /** Prepares another payer than the customer by its default payment method; not called for a payment that is continued. */
  payer?: () => Promise<FindPayer>;
}

/**
 * Continues the payment of the request, or plans one, and waits for its result. Throws a payment error if it is declined or
 * must be confirmed, and `ConflictError` if nothing is due or another payment is under way.
 */
export async function payNow(ctx: ChargeContext<SignedIn>, pay: PayNow): Promise<void> {
  const { invoiceId, paymentId, restartSubscription = false, claim } = pay;
  const { request } = claim;
  const payment = (await continued(ctx, paymentId, request)) ?? (await plan());
  // The response of a payment commits with its result, which may come after this process has ended.
  if (payment) await resultOf(ctx, await advance(ctx, payment));

  async function plan() {
    const payer = await pay.payer?.();
    return planInvoiceCharge(ctx, {
      ...{ invoiceId, request, restartSubscription },
      ...(payer ? { payer } : {}),
      claim: (op) => claim(op, { id: invoiceId }),
    });
  }
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
