/** The row of a payment, which is committed before the provider is called, and the call itself. */
import { randomUUID } from 'node:crypto';
import type { Payment, Prisma } from '../../db/generated/client/client.ts';
import type { PaymentMethodKind, PaymentTake } from '../../db/generated/client/enums.ts';
import { after } from '../../kernel/clock.ts';
import { ConflictError, PaymentMethodRequiredError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';
import type { RequestIdentity } from '../../operation/idempotency.ts';
import { ACTOR, type OpContext, type SignedIn } from '../../operation/operation.ts';
import { callProvider } from './callProvider.ts';
import type { PaymentFacts } from './port.ts';
import type { Charging, CompanyProvider } from './providerOf.ts';
import { REST } from './status.ts';

export type ChargeContext<P extends SignedIn = SignedIn> = OpContext<P> & Charging;

/** The real time of an operation. */
export const wallTime = ({ now, wallNow }: { now: Date; wallNow?: Date }): Date => wallNow ?? now;

/** The customer's default payment method. */
export interface Payer {
  customerId: string;
  customerRef: string;
  methodId: string;
  methodRef: string;
  kind: PaymentMethodKind;
}

/** Throws `PaymentMethodRequiredError` without a default payment method at the company's present account. */
export async function payerOf(
  tx: Pick<Prisma.TransactionClient, 'customer'>,
  { companyId, customerId }: { companyId: string; customerId: string },
): Promise<Payer> {
  const customer = await tx.customer.findFirst({
    where: { id: customerId, companyId },
    select: {
      providerCustomerRef: true,
      providerAccountId: true,
      defaultPaymentMethod: { select: { id: true, providerRef: true, kind: true, removedAt: true, accountId: true } },
      company: { select: { providers: { where: { status: { not: 'DISCONNECTED' } }, select: { id: true } } } },
    },
  });
  const method = customer?.defaultPaymentMethod;
  if (!customer?.providerCustomerRef || !method || method.removedAt) throw new PaymentMethodRequiredError();
  // A method lives at the account at which it was made.
  const account = customer.company.providers[0]?.id ?? null;
  if (method.accountId !== account || customer.providerAccountId !== account) throw new PaymentMethodRequiredError();
  const { id: methodId, providerRef: methodRef, kind } = method;
  return { customerId, customerRef: customer.providerCustomerRef, methodId, methodRef, kind };
}

export interface PaymentPlan {
  /** The id of the payment; a new id by default. */
  id?: string;
  payer: Pick<Payer, 'customerId' | 'methodId'>;
  /** Null until the change that it pays has issued its invoice. */
  invoiceId: string | null;
  take: PaymentTake;
  /** In minor units, positive. */
  amount: bigint;
  currency: string;
  /** The request that starts it, which a repetition continues; null for the server's own payments. */
  request: RequestIdentity | null;
  restartSubscription?: boolean;
}

/** The error of a second payment of an invoice; `path` is the input that names the invoice. */
export const paymentInProgress = (path: readonly string[] = []): ConflictError =>
  new ConflictError('PAYMENT_IN_PROGRESS', 'A payment of this invoice is under way. Wait for its result.', path);

/** The row of a payment that is planned. */
export function paymentRow(
  { principal, now, wallNow }: Pick<OpContext, 'principal' | 'now'> & { wallNow: Date },
  { payer, request, ...plan }: PaymentPlan,
) {
  const identity = request && {
    caller: request.caller,
    operation: request.operation,
    idempotencyKey: request.key,
    requestHash: request.requestHash,
  };
  return {
    ...plan,
    ...identity,
    id: plan.id ?? newId('Payment', now),
    companyId: principal.companyId,
    customerId: payer.customerId,
    paymentMethodId: payer.methodId,
    status: 'PLANNED',
    providerKey: randomUUID(),
    startedBy: ACTOR[principal.kind],
    onSession: principal.kind === 'customer',
    sentAt: wallNow,
    statusAt: wallNow,
    lookAt: after(wallNow, REST.PLANNED[0]),
    createdAt: now,
    updatedAt: now,
  } as const satisfies Prisma.PaymentUncheckedCreateInput;
}

/**
 * Inserts the row of a payment. Throws `ConflictError` (`PAYMENT_IN_PROGRESS`) if another payment of the invoice is under
 * way.
 */
export async function planPayment(
  tx: Pick<Prisma.TransactionClient, 'payment'>,
  ctx: Pick<OpContext, 'principal' | 'now'> & { wallNow: Date },
  plan: PaymentPlan,
): Promise<Payment> {
  return tx.payment.create({ data: paymentRow(ctx, plan) }).catch((error: unknown) => {
    throw violatedConstraint(error) === 'payment_in_flight_key' ? paymentInProgress() : error;
  });
}

/** Sends a planned payment. Safe to repeat: the provider knows the payment by its key. */
export async function sendPayment(
  { session }: CompanyProvider,
  payment: Pick<Payment, 'id' | 'providerKey' | 'amount' | 'currency' | 'take' | 'onSession'>,
  payer: Payer,
): Promise<PaymentFacts> {
  const { id, providerKey, amount, currency, take, onSession } = payment;
  return callProvider(() =>
    session.pay({
      paymentId: id,
      key: providerKey,
      customerRef: payer.customerRef,
      methodRef: payer.methodRef,
      methodKind: payer.kind,
      amount,
      currency,
      take,
      customerPresent: onSession,
      description: id,
    }),
  );
}

/** The payer as a payment has it, whose method may have been removed since. */
export async function payerOfPayment(
  tx: Pick<Prisma.TransactionClient, 'payment'>,
  { id, companyId }: Pick<Payment, 'id' | 'companyId'>,
): Promise<Payer> {
  const { customer, paymentMethod } = await tx.payment.findFirstOrThrow({
    where: { id, companyId },
    select: {
      customer: { select: { id: true, providerCustomerRef: true } },
      paymentMethod: { select: { id: true, providerRef: true, kind: true } },
    },
  });
  return {
    customerId: customer.id,
    customerRef: customer.providerCustomerRef ?? '',
    methodId: paymentMethod.id,
    methodRef: paymentMethod.providerRef,
    kind: paymentMethod.kind,
  };
}
