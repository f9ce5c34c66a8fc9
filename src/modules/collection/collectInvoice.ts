/** The handler of `COLLECT_JOB`: charges an invoice without its customer. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { after, type Clock, HOUR } from '../../kernel/clock.ts';
import { ConflictError, PaymentMethodRequiredError } from '../../kernel/errors.ts';
import { transact } from '../../operation/operation.ts';
import { advancePayment } from '../charge/advancePayment.ts';
import { planInvoiceCharge, UNCOUNTED, underWay } from '../charge/chargeInvoice.ts';
import { companyTime } from '../company/time.ts';
import { isOutage } from '../payment/callProvider.ts';
import type { ChargeContext } from '../payment/planPayment.ts';
import type { ProviderOf } from '../payment/providerOf.ts';
import { recordFailure } from './recordFailure.ts';

export interface CollectParts {
  db: Db;
  queue: Queue;
  clock: Clock;
  providerOf: ProviderOf;
}

export interface CollectJob {
  companyId: string;
  invoiceId: string;
  /** The number of failed attempts when the job was enqueued; 0 by default. */
  attempt?: number;
}

/** An open invoice that is charged; one that is sent or disputed never is. */
export const CHARGED_OPEN = { status: 'OPEN', collectionMethod: 'CHARGE_AUTOMATICALLY', disputedAt: null } as const;

/** Longer than the queue retries a job; `retryDue` takes the invoice up after that. */
const OUTAGE_DELAY = 6 * HOUR;

/**
 * Charges an open invoice once. Running the job again does nothing once that attempt has failed, a payment is under way or
 * the invoice is paid or void. An outage of the provider is not a failed payment: the queue retries the job, and after that
 * `retryDue` does.
 */
export async function collectInvoice(parts: CollectParts, job: CollectJob): Promise<void> {
  const { companyId, invoiceId, attempt = 0 } = job;
  const now = await companyTime(parts, companyId);
  const wallNow = parts.clock.now();
  const ctx = { ...parts, now, wallNow, principal: { kind: 'system', companyId } as const };
  const untried = { id: invoiceId, companyId, ...CHARGED_OPEN, attemptCount: attempt } as const;
  const invoice = await parts.db.prisma.invoice.findFirst({
    where: {
      ...untried,
      customer: { deletedAt: null },
      payments: { none: UNCOUNTED },
    },
    select: { customer: { select: { defaultPaymentMethodId: true } } },
  });
  if (!invoice) return;
  const { defaultPaymentMethodId: paymentMethodId } = invoice.customer;
  try {
    const declineCode = await refusedForGood(ctx, { invoiceId, paymentMethodId });
    if (declineCode)
      return void (await transact(ctx, (op) =>
        recordFailure(op, { invoiceId, attempt, declineCode, paymentMethodId }),
      ));
    const payment = await planInvoiceCharge(ctx, { invoiceId, request: null, attempt });
    if (payment) await advancePayment(ctx, payment.id);
  } catch (error) {
    if (error instanceof PaymentMethodRequiredError) {
      const declineCode = 'payment_method_required';
      await transact(ctx, (op) => recordFailure(op, { invoiceId, attempt, declineCode, paymentMethodId }));
    } else if (!isSettledMeanwhile(error)) {
      await postpone(ctx, untried, error);
    }
  }
}

/** Another run or the customer has settled the invoice, or a payment of it is under way. */
const isSettledMeanwhile = (error: unknown): boolean =>
  error instanceof ConflictError && (error.reason === 'NOTHING_DUE' || error.reason === 'PAYMENT_IN_PROGRESS');

/** Has the retry sweep take the invoice up later, and fails the job. A payment that was sent is finished by its own sweep. */
export async function postpone(
  { db, now, principal }: ChargeContext,
  untried: typeof CHARGED_OPEN & { id: string; companyId: string; attemptCount: number },
  error: unknown,
): Promise<void> {
  if (isOutage(error) && (await underWay({ tx: db.prisma, principal }, untried.id))) return;
  const { count } = await db.prisma.invoice.updateMany({
    where: untried,
    data: { nextAttemptAt: after(now, OUTAGE_DELAY) },
  });
  // Another run has settled the invoice.
  if (count > 0) throw error;
}

/** The decline code with which the bank has refused this payment method for good; null if it may be tried. */
async function refusedForGood(
  { db, principal: { companyId } }: ChargeContext,
  { invoiceId, paymentMethodId }: { invoiceId: string; paymentMethodId: string | null },
): Promise<string | null> {
  if (!paymentMethodId) return null;
  const refused = await db.prisma.payment.findFirst({
    where: { companyId, invoiceId, paymentMethodId, status: 'FAILED', advice: { in: ['NEVER', 'NEW_DETAILS'] } },
    select: { declineCode: true },
  });
  return refused && (refused.declineCode ?? 'card_declined');
}
