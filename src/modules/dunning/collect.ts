/** Collecting what an invoice comes to from its customer's default payment method. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { after, type Clock, HOUR } from '../../kernel/clock.ts';
import {
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  PaymentMethodRequiredError,
} from '../../kernel/errors.ts';
import { transact } from '../../op.ts';
import { companyTime } from '../company/time.ts';
import { type CaptureJob, capturePayment } from '../invoice/capture.ts';
import { payInvoice } from '../invoice/pay.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
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
  /** How many attempts had failed when the job was left; none, where nothing is said. */
  attempt?: number;
}

/** Longer than the queue itself goes on trying; after that the sweep of retries takes the invoice up again. */
const OUTAGE_PAUSE = 6 * HOUR;

/** Why the customer could not be charged; null for errors that are not about the customer. */
function refusal(error: unknown): string | null {
  if (error instanceof PaymentDeclinedError) return error.declineCode;
  if (error instanceof PaymentAuthenticationRequiredError) return 'authentication_required';
  if (error instanceof PaymentMethodRequiredError) return 'payment_method_required';
  return null;
}

/**
 * The job. It is for one attempt: once that has failed, or the invoice is paid or withdrawn, running it again does
 * nothing. A provider that does not answer is no failure of the customer: the job is tried again, and so is the invoice
 * when the job has been given up.
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
    await payInvoice(ctx, { invoiceId });
  } catch (error) {
    const declineCode = refusal(error);
    if (declineCode !== null) {
      const paymentMethodId = invoice.customer.defaultPaymentMethodId;
      await transact(ctx, (op) => recordFailure(op, { invoiceId, attempt, declineCode, paymentMethodId }));
      return;
    }
    const { count } = await parts.db.prisma.invoice.updateMany({
      where: untried,
      data: { nextAttemptAt: after(now, OUTAGE_PAUSE) },
    });
    // Whoever was faster has settled it.
    if (count === 0) return;
    throw error;
  }
}

/** The job that takes reserved money. Money that is lost when it is taken is a payment that has failed. */
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
