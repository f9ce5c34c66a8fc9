/** Paying everything that is overdue, by its customer or by the merchant. */
import { z } from 'zod';
import { idempotent } from '../../idempotency.ts';
import { PaymentDeclinedError, UserError } from '../../kernel/errors.ts';
import { idempotencyKey, validate } from '../../kernel/validate.ts';
import { type OpContext, type SignedIn, transact } from '../../op.ts';
import { loadCustomer, namedCustomerId } from '../customer/customer.ts';
import { payInvoice } from '../invoice/pay.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { requireFeature } from '../portal/policy.ts';
import { OLDEST_FIRST, overdue } from './overdue.ts';

const payInput = z.object({ customerId: z.string().nullish(), idempotencyKey });
export type PayPastDueInput = z.input<typeof payInput>;

/** So many payments at most are made by one call; each may take the provider seconds. */
export const PAID_AT_ONCE = 20;

const REASONS = {
  PAYMENT_DECLINED: 'DECLINED',
  PAYMENT_AUTHENTICATION_REQUIRED: 'AUTHENTICATION_REQUIRED',
  PAYMENT_METHOD_REQUIRED: 'PAYMENT_METHOD_REQUIRED',
  PAYMENT_PROVIDER_UNAVAILABLE: 'PROVIDER_UNAVAILABLE',
  CONFLICT: 'CHANGED',
} as const;
export type PastDueFailureReason = (typeof REASONS)[keyof typeof REASONS];
/** What the next invoice would fail for, too. */
const HOPELESS: readonly PastDueFailureReason[] = ['PAYMENT_METHOD_REQUIRED', 'PROVIDER_UNAVAILABLE'];

export interface PastDueFailure {
  invoiceId: string;
  reason: PastDueFailureReason;
  declineCode: string | null;
}

export interface PastDueOutcome {
  paid: string[];
  failed: PastDueFailure[];
}

/** How a payment failed; errors that are about nothing that was expected go on. */
function failureOf(error: unknown, invoiceId: string): PastDueFailure {
  const reason = error instanceof UserError ? REASONS[error.code as keyof typeof REASONS] : undefined;
  if (!reason) throw error;
  return { invoiceId, reason, declineCode: error instanceof PaymentDeclinedError ? error.declineCode : null };
}

/**
 * Pays all open overdue invoices of a customer, the oldest first. Each is paid, or not, by itself: what was paid stays
 * paid when the next one is declined. The answer under an idempotency key is kept when all of it is known; whoever asks
 * again before that pays what is still due and nothing twice.
 */
export async function payPastDueInvoices(
  ctx: OpContext<SignedIn> & { gateway: PaymentGateway },
  input: PayPastDueInput,
): Promise<PastDueOutcome> {
  const { idempotencyKey: key, ...given } = validate(payInput, input);
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  const customerId = namedCustomerId(ctx.principal, given.customerId);
  const kept = await idempotent<{ paid: string; failed: string }>(
    ctx,
    { operation: 'payPastDueInvoices', key, input: { customerId } },
    async (claim) => {
      const outcome = await payAll(ctx, customerId);
      const answer = { paid: JSON.stringify(outcome.paid), failed: JSON.stringify(outcome.failed) };
      await transact(ctx, (op) => claim(op, answer));
      return answer;
    },
  );
  return { paid: JSON.parse(kept.paid), failed: JSON.parse(kept.failed) };
}

async function payAll(
  ctx: OpContext<SignedIn> & { gateway: PaymentGateway },
  customerId: string,
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
    if (last && HOPELESS.includes(last.reason)) {
      outcome.failed.push({ ...last, invoiceId });
      continue;
    }
    try {
      await payInvoice(ctx, { invoiceId });
      outcome.paid.push(invoiceId);
    } catch (error) {
      const failure = failureOf(error, invoiceId);
      // A conflict may mean that a retry was faster: then it is paid.
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
