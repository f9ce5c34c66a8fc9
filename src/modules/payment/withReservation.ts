/**
 * Paying for a change: money is reserved at the provider before the change's transaction, captured by a job that commits
 * with it, and released if it fails. No provider call runs inside a transaction: a slow provider must not hold locks or
 * connections.
 */
import {
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  PaymentMethodRequiredError,
} from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { randomToken } from '../../kernel/secrets.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../operation/operation.ts';
import type { PaymentGateway } from './gateway.ts';
import { requireProvider } from './liveMode.ts';
import { withProviderTimeout } from './providerTimeout.ts';

/** Captures the reserved money of a payment; handled in collection/collect.ts. */
export const CAPTURE_JOB = 'payment.capture';

/** Money that is reserved at the provider and not yet captured; amount in minor units. */
export interface Reservation {
  ref: string;
  amount: bigint;
  currency: string;
  customerId: string;
  paymentMethodId: string;
}

/** An amount that a customer is to pay, in minor units; zero if nothing is due. */
export interface AmountDue {
  customerId: string;
  amount: bigint;
  currency: string;
}

/**
 * Reserves the amount on the customer's default payment method, runs `change` in one transaction, and releases the money
 * if that fails. `change` receives the reservation, or null if nothing is due, and records it as a payment with
 * `recordPayment`; what it returns is returned. Throws `PaymentMethodRequiredError`, `PaymentDeclinedError`,
 * `PaymentAuthenticationRequiredError`, `PaymentProviderUnavailableError` or `PaymentProviderNotConnectedError` before the
 * transaction begins.
 */
export async function withReservation<T, P extends SignedIn>(
  ctx: OpContext<P> & { gateway: PaymentGateway },
  due: AmountDue,
  change: (op: Op<P>, reservation: Reservation | null) => Promise<T>,
): Promise<T> {
  const reservation = due.amount > 0n ? await reserve(ctx, due) : null;
  try {
    return await transact(ctx, (op) => change(op, reservation));
  } catch (error) {
    if (reservation) await release(ctx.gateway, reservation);
    throw error;
  }
}

async function reserve(ctx: OpContext<SignedIn> & { gateway: PaymentGateway }, due: AmountDue): Promise<Reservation> {
  await requireProvider(ctx);
  const customer = await ctx.db.prisma.customer.findFirst({
    where: { id: due.customerId, companyId: ctx.principal.companyId },
    select: {
      providerCustomerRef: true,
      defaultPaymentMethod: { select: { id: true, providerRef: true, removedAt: true } },
    },
  });
  const method = customer?.defaultPaymentMethod;
  if (!customer?.providerCustomerRef || !method || method.removedAt) throw new PaymentMethodRequiredError();
  const customerRef = customer.providerCustomerRef;
  const result = await withProviderTimeout(() =>
    ctx.gateway.authorize({
      customerRef,
      methodRef: method.providerRef,
      amount: due.amount,
      currency: due.currency,
      // A new key for each attempt: one that loses a race releases its own money and no other attempt's.
      idempotencyKey: randomToken('auth'),
      onSession: ctx.principal.kind === 'customer',
    }),
  );
  if (result.outcome === 'declined') throw new PaymentDeclinedError(result.declineCode);
  if (result.outcome === 'authentication_required') throw new PaymentAuthenticationRequiredError();
  const { customerId, amount, currency } = due;
  return { ref: result.ref, amount, currency, customerId, paymentMethodId: method.id };
}

/** Releases the money. A failure is ignored: the reservation then lapses at the provider, and no money moves. */
async function release(gateway: PaymentGateway, reservation: Reservation): Promise<void> {
  await withProviderTimeout(() => gateway.cancelAuthorization(reservation.ref)).catch(() => undefined);
}

/** Records the reservation as the payment of an invoice, with the job that captures it; both commit with the change. */
export async function recordPayment(op: Op, reservation: Reservation, invoiceId: string): Promise<{ id: string }> {
  const id = newId('Payment', op.now);
  const { companyId } = op.principal;
  await op.tx.payment.create({
    data: {
      id,
      companyId,
      invoiceId,
      customerId: reservation.customerId,
      paymentMethodId: reservation.paymentMethodId,
      status: 'AUTHORIZED',
      currency: reservation.currency,
      amount: reservation.amount,
      authorizationRef: reservation.ref,
      createdAt: op.now,
      updatedAt: op.now,
    },
  });
  await op.enqueue(CAPTURE_JOB, { companyId, paymentId: id });
  return { id };
}
