/**
 * Reserving money at the provider before a change, and giving it back when the change does not happen. Nothing here
 * runs inside a transaction: a slow provider must not hold locks or connections.
 */
import type { Db } from '../../db/client.ts';
import {
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  PaymentMethodRequiredError,
  PaymentProviderUnavailableError,
} from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { randomToken } from '../../kernel/secrets.ts';
import type { Op, SignedIn } from '../../op.ts';
import { GatewayUnavailable, type PaymentGateway } from './gateway.ts';

export const CAPTURE_JOB = 'payment.capture';
const PROVIDER_TIMEOUT_MS = 10_000;

/** Money that is reserved and not yet taken. */
export interface Reservation {
  ref: string;
  amount: bigint;
  currency: string;
  customerId: string;
  paymentMethodId: string;
}

/** Waits for the provider for a bounded time; its own failures become one typed error. */
export async function askProvider<T>(call: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new GatewayUnavailable('timeout')), PROVIDER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([call(), timeout]);
  } catch (error) {
    throw error instanceof GatewayUnavailable ? new PaymentProviderUnavailableError() : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Reserves an amount on the customer's default payment method, or throws why that is not possible. */
export async function reserve(
  ctx: { db: Db; gateway: PaymentGateway; principal: SignedIn },
  due: { customerId: string; amount: bigint; currency: string },
): Promise<Reservation> {
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
  const result = await askProvider(() =>
    ctx.gateway.authorize({
      customerRef,
      methodRef: method.providerRef,
      amount: due.amount,
      currency: due.currency,
      // Each attempt reserves anew: one that lost a race gives back its own money and nobody else's.
      idempotencyKey: randomToken('auth'),
      onSession: ctx.principal.kind === 'customer',
    }),
  );
  if (result.outcome === 'declined') throw new PaymentDeclinedError(result.declineCode);
  if (result.outcome === 'authentication_required') throw new PaymentAuthenticationRequiredError();
  const { customerId, amount, currency } = due;
  return { ref: result.ref, amount, currency, customerId, paymentMethodId: method.id };
}

/** Gives the money back. When that fails too the reservation lapses by itself: nobody was charged. */
export async function release(gateway: PaymentGateway, reservation: Reservation | null): Promise<void> {
  if (!reservation) return;
  await askProvider(() => gateway.cancelAuthorization(reservation.ref)).catch(() => undefined);
}

/** Writes the payment of an invoice, and the job that takes the money, into the transaction that needs it. */
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
