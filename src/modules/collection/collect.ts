/** The handlers of `COLLECT_JOB` and `CAPTURE_JOB`: charge an invoice, capture the money, and record a failure. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { after, type Clock, HOUR } from '../../kernel/clock.ts';
import {
  ConflictError,
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  PaymentMethodRequiredError,
} from '../../kernel/errors.ts';
import { transact } from '../../operation/operation.ts';
import { companyTime } from '../company/time.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { type CaptureJob, capturePayment } from './capture.ts';
import { payInvoice } from './pay.ts';
import { recordFailure } from './recordFailure.ts';

export interface CollectParts {
  db: Db;
  queue: Queue;
  clock: Clock;
  gateway: PaymentGateway;
}

export interface CollectJob {
  companyId: string;
  invoiceId: string;
  /** The number of failed attempts when the job was enqueued; 0 by default. */
  attempt?: number;
}

/** Longer than the queue retries a job; `retryDue` takes the invoice up after that. */
const OUTAGE_DELAY = 6 * HOUR;

/** The decline code of an error that the customer can resolve; null for every other error. */
function declineCodeOf(error: unknown): string | null {
  if (error instanceof PaymentDeclinedError) return error.declineCode;
  if (error instanceof PaymentAuthenticationRequiredError) return 'authentication_required';
  if (error instanceof PaymentMethodRequiredError) return 'payment_method_required';
  return null;
}

/**
 * Charges an open invoice once. Running the job again does nothing once that attempt has failed or the invoice is paid or
 * void. An outage of the provider is not a failed payment: the queue retries the job, and after that `retryDue` does.
 */
export async function collectInvoice(parts: CollectParts, job: CollectJob): Promise<void> {
  const { companyId, invoiceId, attempt = 0 } = job;
  const now = await companyTime(parts, companyId);
  const ctx = { ...parts, now, principal: { kind: 'system', companyId } as const };
  const untried = { id: invoiceId, companyId, status: 'OPEN', attemptCount: attempt } as const;
  const invoice = await parts.db.prisma.invoice.findFirst({
    where: { ...untried, customer: { deletedAt: null } },
    select: { customer: { select: { defaultPaymentMethodId: true } } },
  });
  if (!invoice) return;
  try {
    await payUnlessChanging(ctx, invoiceId);
  } catch (error) {
    const declineCode = declineCodeOf(error);
    if (declineCode !== null) {
      const paymentMethodId = invoice.customer.defaultPaymentMethodId;
      await transact(ctx, (op) => recordFailure(op, { invoiceId, attempt, declineCode, paymentMethodId }));
      return;
    }
    const { count } = await parts.db.prisma.invoice.updateMany({
      where: untried,
      data: { nextAttemptAt: after(now, OUTAGE_DELAY) },
    });
    // Another run has settled the invoice.
    if (count === 0) return;
    throw error;
  }
}

/** Several invoices of one customer are collected at the same time and share its credit. */
const PAY_TRIES = 4;

/** Pays the invoice. If another payment uses credit meanwhile, pays again with the credit that is left. */
async function payUnlessChanging(ctx: Parameters<typeof payInvoice>[0], invoiceId: string): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await payInvoice(ctx, { invoiceId });
      return;
    } catch (error) {
      const changed = error instanceof ConflictError && error.reason === 'CHANGED_CONCURRENTLY';
      if (!changed || tries === PAY_TRIES) throw error;
    }
}

/** Captures a payment. If the money is lost at the capture, records a failed payment of the invoice. */
export async function captureOrRecordFailure(parts: CollectParts, job: CaptureJob): Promise<void> {
  if ((await capturePayment(parts, job)) === 'captured') return;
  const { companyId, paymentId } = job;
  const lost = await parts.db.prisma.payment.findFirst({
    where: { id: paymentId, companyId, status: 'FAILED', customer: { deletedAt: null } },
    select: { invoiceId: true, declineCode: true, paymentMethodId: true },
  });
  if (!lost) return;
  const { invoiceId, declineCode, paymentMethodId } = lost;
  const now = await companyTime(parts, companyId);
  await transact({ ...parts, now, principal: { kind: 'system', companyId } }, (op) =>
    recordFailure(op, { invoiceId, paymentId, declineCode: declineCode ?? 'capture_failed', paymentMethodId }),
  );
}
