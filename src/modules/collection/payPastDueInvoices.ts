import { z } from 'zod';
import { PaymentDeclinedError, UserError } from '../../kernel/errors.ts';
import { idempotencyKey, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type OpContext, type SignedIn, transact } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { loadCustomer, namedCustomerId } from '../customer/loadCustomer.ts';
import type { ChargeContext } from '../payment/planPayment.ts';
import { OLDEST_FIRST, overdue } from './overdue.ts';
import { payInvoice } from './payInvoice.ts';

const payInput = z.object({
  customerId: z.string().nullish(),
  restartSubscriptions: z.boolean().nullish(),
  idempotencyKey,
});
export type PayPastDueInput = z.input<typeof payInput>;

/** The most invoices that one call pays; each may take the provider seconds. */
export const PAID_AT_ONCE = 20;

const REASONS = {
  PAYMENT_DECLINED: 'DECLINED',
  PAYMENT_AUTHENTICATION_REQUIRED: 'AUTHENTICATION_REQUIRED',
  PAYMENT_METHOD_REQUIRED: 'PAYMENT_METHOD_REQUIRED',
  PAYMENT_PROVIDER_UNAVAILABLE: 'PROVIDER_UNAVAILABLE',
  PAYMENT_PROVIDER_NOT_CONNECTED: 'PROVIDER_UNAVAILABLE',
  CONFLICT: 'CHANGED',
} as const;
export type PastDueFailureReason = (typeof REASONS)[keyof typeof REASONS];
/** Reasons for which every further invoice would fail too. */
const FAILS_ALL: readonly PastDueFailureReason[] = ['PAYMENT_METHOD_REQUIRED', 'PROVIDER_UNAVAILABLE'];

export interface PastDueFailure {
  invoiceId: string;
  reason: PastDueFailureReason;
  declineCode: string | null;
}

export interface PastDueOutcome {
  paid: string[];
  failed: PastDueFailure[];
}

/** The failure that an expected error represents; rethrows every other error. */
function failureOf(error: unknown, invoiceId: string): PastDueFailure {
  const reason = error instanceof UserError ? REASONS[error.code as keyof typeof REASONS] : undefined;
  if (!reason) throw error;
  return { invoiceId, reason, declineCode: error instanceof PaymentDeclinedError ? error.declineCode : null };
}

/**
 * Pays a customer's overdue invoices, the oldest first. Each is paid by itself: an invoice stays paid if the next one is
 * declined. The response is stored under the idempotency key once it is complete; a repetition before that pays the
 * invoices that are still due, and none twice.
 */
export async function payPastDueInvoices(
  ctx: ChargeContext<SignedIn>,
  input: PayPastDueInput,
): Promise<PastDueOutcome> {
  const { idempotencyKey: key, ...given } = validate(payInput, input);
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  const customerId = namedCustomerId(ctx.principal, given.customerId);
  const stored = await idempotent<{ paid: string; failed: string }>(
    ctx,
    {
      operation: 'payPastDueInvoices',
      key,
      input: { customerId, ...(given.restartSubscriptions ? { restartSubscriptions: true } : {}) },
    },
    async (claim) => {
      const outcome = await payAll(ctx, customerId, given.restartSubscriptions ?? false);
      const response = { paid: JSON.stringify(outcome.paid), failed: JSON.stringify(outcome.failed) };
      await transact(ctx, (op) => claim(op, response));
      return response;
    },
  );
  return { paid: JSON.parse(stored.paid), failed: JSON.parse(stored.failed) };
}

async function payAll(
  ctx: ChargeContext<SignedIn>,
  customerId: string,
  restartSubscription: boolean,
): Promise<PastDueOutcome> {
  await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, customerId);
  const { companyId } = ctx.principal;
  const invoices = await ctx.db.prisma.invoice.findMany({
    where: { companyId, customerId, ...overdue(ctx.now) },
    orderBy: [...OLDEST_FIRST],
    select: { id: true },
    take: PAID_AT_ONCE,
  });
  const outcome: PastDueOutcome = { paid: [], failed: [] };
  for (const { id: invoiceId } of invoices) {
    const last = outcome.failed.at(-1);
    if (last && FAILS_ALL.includes(last.reason)) {
      outcome.failed.push({ ...last, invoiceId });
      continue;
    }
    try {
      await payInvoice(ctx, { invoiceId, restartSubscription });
      outcome.paid.push(invoiceId);
    } catch (error) {
      const failure = failureOf(error, invoiceId);
      // A conflict can mean that a retry has just paid it.
      const settled = failure.reason === 'CHANGED' && (await isPaid(ctx, invoiceId));
      if (settled) outcome.paid.push(invoiceId);
      else outcome.failed.push(failure);
    }
  }
  return outcome;
}

async function isPaid(ctx: OpContext<SignedIn>, id: string): Promise<boolean> {
  const { companyId } = ctx.principal;
  return (await ctx.db.prisma.invoice.count({ where: { id, companyId, status: 'PAID' } })) > 0;
}
