/** A repeated request continues the payment that it has started, instead of charging a second time. */
import type { Payment } from '../../db/generated/client/client.ts';
import { ConflictError, NotFoundError, PaymentProviderUnavailableError } from '../../kernel/errors.ts';
import type { RequestIdentity } from '../../operation/idempotency.ts';
import { type ReadContext, visibleTo } from '../../operation/operation.ts';
import { callProvider, isOutage } from '../payment/callProvider.ts';
import { type ChargeContext, type Payer, sendPayment } from '../payment/planPayment.ts';
import type { PaymentFacts } from '../payment/port.ts';
import type { CompanyProvider } from '../payment/providerOf.ts';

const PATH = ['input', 'paymentId'];
const UNFINISHED = ['PLANNED', 'NEEDS_CUSTOMER', 'HELD'] as const;

interface Continuing {
  amount: bigint;
  currency: string;
  request: RequestIdentity;
  paymentId?: string | null | undefined;
}

/**
 * The unfinished payment of the same request, and what the provider reports of it; null if there is none, or if it was for
 * another amount or payment method. The sweep then releases it. Throws `NotFoundError` and `ConflictError` if the request
 * names a payment that it cannot continue.
 */
export async function continuedPayment(
  ctx: ChargeContext,
  provider: CompanyProvider,
  payer: Payer,
  due: Continuing,
): Promise<{ payment: Payment; facts: PaymentFacts } | null> {
  const payment = due.paymentId
    ? await namedPayment(ctx, due.paymentId, due.request)
    : await startedBy(ctx, due.request);
  if (!payment) return null;
  const { amount, currency, customerId, paymentMethodId, providerRef } = payment;
  const same =
    amount === due.amount &&
    currency === due.currency &&
    customerId === payer.customerId &&
    paymentMethodId === payer.methodId;
  if (!same) {
    if (due.paymentId)
      throw new ConflictError('CHANGED_CONCURRENTLY', 'The amount or the payment method has changed. Start again.');
    return null;
  }
  try {
    const facts = providerRef
      ? await callProvider(() => provider.session.read(providerRef))
      : await sendPayment(provider, payment, payer);
    const ours = facts.amount === amount && facts.currency === currency && facts.customerRef === payer.customerRef;
    if (!ours) throw new ConflictError('CHANGED_CONCURRENTLY', 'The payment has changed. Start again.');
    return { payment, facts };
  } catch (error) {
    throw isOutage(error) ? new PaymentProviderUnavailableError() : error;
  }
}

/** Throws `NotFoundError` for a payment that the caller cannot see. */
export async function requireVisiblePayment({ db, principal }: ReadContext, id: string): Promise<Payment> {
  const payment = await db.prisma.payment.findFirst({ where: { id, AND: visibleTo(principal) } });
  if (!payment) throw new NotFoundError('payment', PATH);
  return payment;
}

/** Throws `NotFoundError` for a payment that the caller cannot see, and `ConflictError` for one of another request. */
export async function namedPayment(ctx: ChargeContext, id: string, request: RequestIdentity): Promise<Payment> {
  const { caller, operation, requestHash } = request;
  const payment = await requireVisiblePayment(ctx, id);
  if (payment.caller !== caller || payment.operation !== operation) throw new NotFoundError('payment', PATH);
  if (payment.requestHash !== requestHash)
    throw new ConflictError('CHANGED_CONCURRENTLY', 'The payment is for a different request. Start again.', PATH);
  if (!UNFINISHED.some((status) => status === payment.status))
    throw new ConflictError('PAYMENT_CANCELED', 'This payment is no longer open. Start again.', PATH);
  return payment;
}

/** The unfinished payment that a request with the same idempotency key has started. */
export async function startedBy(
  ctx: ChargeContext,
  { caller, operation, key, requestHash }: RequestIdentity,
): Promise<Payment | null> {
  if (key === null) return null;
  return ctx.db.prisma.payment.findFirst({
    where: {
      companyId: ctx.principal.companyId,
      idempotencyKey: key,
      ...{ caller, operation, requestHash, status: { in: [...UNFINISHED] } },
    },
    orderBy: { id: 'desc' },
  });
}
