/**
 * Paying for a change. By card, money is held before the change's transaction, claimed in it, and captured after it; by
 * debit, the change commits with the plan of the payment, which is submitted after it. No provider call runs inside a
 * transaction: a slow provider must not hold locks or connections.
 */
import type { Payment } from '../../db/generated/client/client.ts';
import {
  ConflictError,
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  PaymentProviderUnavailableError,
} from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { RequestIdentity } from '../../operation/idempotency.ts';
import { type Op, type SignedIn, transact } from '../../operation/operation.ts';
import { callProvider, isOutage } from '../payment/callProvider.ts';
import type { Money } from '../payment/claimMoney.ts';
import { type ChargeContext, type Payer, payerOf, planPayment, sendPayment, wallTime } from '../payment/planPayment.ts';
import type { PaymentFacts } from '../payment/port.ts';
import type { CompanyProvider } from '../payment/providerOf.ts';
import { advancePayment, release, sendOrEnd } from './advancePayment.ts';
import { applyFacts } from './applyFacts.ts';
import { continuedPayment, namedPayment } from './continuedPayment.ts';

/** An amount that a customer is to pay, in minor units; zero if nothing is due. */
export interface AmountDue {
  customerId: string;
  amount: bigint;
  currency: string;
  request: RequestIdentity;
  /** The payment that the customer has confirmed since the first request. */
  paymentId?: string | null | undefined;
}

/**
 * Secures the amount, runs `change` in one transaction, and releases the money if that fails. `change` receives the money,
 * or null if nothing is due. Throws `PaymentMethodRequiredError`, `PaymentDeclinedError`,
 * `PaymentAuthenticationRequiredError`, `PaymentProviderUnavailableError`, `PaymentProviderNotConnectedError` or
 * `ConflictError` (`DEBIT_NOT_ACCEPTED`) before the transaction begins.
 */
export async function withPayment<T, P extends SignedIn>(
  ctx: ChargeContext<P>,
  due: AmountDue,
  change: (op: Op<P>, money: Money | null) => Promise<T>,
): Promise<T> {
  if (due.amount <= 0n) return transact(ctx, (op) => change(op, null));
  const { companyId } = ctx.principal;
  const provider = await ctx.providerOf(companyId);
  const payer = await payerOf(ctx.db.prisma, { companyId, customerId: due.customerId });
  const { holds } = provider.provider.capability(payer.kind, due.currency);
  const { result, paymentId } = holds
    ? await withHold(ctx, provider, payer, due, change)
    : await withDebit(ctx, payer, due, change);
  await finish(ctx, paymentId);
  return result;
}

type Change<T, P extends SignedIn> = (op: Op<P>, money: Money) => Promise<T>;

async function withDebit<T, P extends SignedIn>(
  ctx: ChargeContext<P>,
  payer: Payer,
  due: AmountDue,
  change: Change<T, P>,
): Promise<{ result: T; paymentId: string }> {
  const { companyId } = ctx.principal;
  const { debitChanges } = await ctx.db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId } });
  if (debitChanges === 'REFUSE')
    throw new ConflictError(
      'DEBIT_NOT_ACCEPTED',
      'A change cannot be paid by a debit, which takes days. Choose another payment method.',
    );
  const { amount, currency, request } = due;
  const paymentId = newId('Payment', ctx.now);
  const money = { paymentId, amount, currency, wallNow: wallTime(ctx), held: null, payer, request };
  return { result: await transact(ctx, (op) => change(op, money)), paymentId };
}

async function withHold<T, P extends SignedIn>(
  ctx: ChargeContext<P>,
  provider: CompanyProvider,
  payer: Payer,
  due: AmountDue,
  change: Change<T, P>,
): Promise<{ result: T; paymentId: string }> {
  const { payment, facts } = await hold(ctx, provider, payer, due);
  const { amount, currency } = due;
  const money = { paymentId: payment.id, amount, currency, wallNow: wallTime(ctx), held: payment, facts };
  try {
    return { result: await transact(ctx, (op) => change(op, money)), paymentId: payment.id };
  } catch (error) {
    await undo(ctx, provider, payment, facts.ref);
    throw error;
  }
}

/** Holds the amount. A repeated request continues the payment that it has started, which may be confirmed by now. */
async function hold(
  ctx: ChargeContext,
  provider: CompanyProvider,
  payer: Payer,
  due: AmountDue,
): Promise<{ payment: Payment; facts: PaymentFacts }> {
  const { amount, currency, request } = due;
  const continued = await continuedPayment(ctx, provider, payer, due);
  const wallNow = wallTime(ctx);
  const payment =
    continued?.payment ??
    (await planPayment(
      ctx.db.prisma,
      { ...ctx, wallNow },
      { payer, invoiceId: null, take: 'HOLD', amount, currency, request },
    ));
  const facts = continued?.facts ?? (await send(ctx, provider, payment, payer));
  if (facts.state === 'HELD') return { payment, facts };
  await applyFacts(ctx, payment, facts);
  if (facts.state === 'NEEDS_CUSTOMER')
    throw new PaymentAuthenticationRequiredError({
      paymentId: payment.id,
      step: await callProvider(() => provider.session.step(facts.ref)),
    });
  throw refusalOf(facts.failure);
}

/** The error of a refused payment. */
export function refusalOf(failure: { code: string; advice: string | null } | null): Error {
  if (failure?.advice === 'CUSTOMER' && failure.code === 'authentication_required')
    return new PaymentAuthenticationRequiredError();
  return new PaymentDeclinedError(failure?.code ?? 'card_declined');
}

async function send(
  ctx: ChargeContext,
  provider: CompanyProvider,
  payment: Payment,
  payer: Payer,
): Promise<PaymentFacts> {
  try {
    const facts = await sendOrEnd(ctx, payment, () => sendPayment(provider, payment, payer));
    if (facts) return facts;
  } catch (error) {
    // Money that may be held although its response was lost is released by the sweep.
    throw isOutage(error) ? new PaymentProviderUnavailableError() : error;
  }
  throw new PaymentDeclinedError('amount_not_chargeable');
}

/** Releases money whose change has failed. If that fails, the sweep does it. */
async function undo(ctx: ChargeContext, provider: CompanyProvider, payment: Payment, ref: string): Promise<void> {
  try {
    const facts = await release(ctx, provider, payment, ref);
    if (facts) await applyFacts(ctx, { ...payment, status: 'RELEASING' }, facts);
  } catch {
    // The change has failed for its own reason, which the caller reports.
  }
}

/** Releases what a customer has confirmed for a request that cannot be carried out any longer, such as an expired quote. */
export async function releaseNamed(
  ctx: ChargeContext,
  { paymentId, request }: { paymentId: string | null | undefined; request: RequestIdentity },
): Promise<void> {
  if (!paymentId) return;
  const payment = await namedPayment(ctx, paymentId, request).catch(() => null);
  if (!payment?.providerRef) return;
  const provider = await ctx.providerOf(payment.companyId);
  await undo(ctx, provider, payment, payment.providerRef);
}

/** Takes the money of a change that has committed. If that fails, the sweep does it: the change is made. */
async function finish(ctx: ChargeContext, paymentId: string): Promise<void> {
  try {
    await advancePayment(ctx, paymentId);
  } catch {
    // The sweep takes it up at its `lookAt`.
  }
}
