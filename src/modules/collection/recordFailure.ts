/** Records a failed payment: counts it, schedules the next attempt, and applies the terminal action after the last. */
import type { Op } from '../../operation/operation.ts';
import { dunningConfig } from '../dunning/config.ts';
import { PAYMENT_FAILED_MAIL_JOB, type PaymentFailedMailJob } from '../dunning/paymentFailedMail.ts';
import { nextAttempt } from '../dunning/schedule.ts';
import { lockCustomer } from '../payment/methods.ts';
import { lockSubscription } from '../subscription/record/load.ts';
import { applyTerminalAction, becomePastDue } from './subscriptionStatus.ts';

export interface FailedPayment {
  invoiceId: string;
  /** The number of failed attempts before this one; omitted if reserved money could not be captured. */
  attempt?: number;
  /** The payment that could not be captured; counted once. */
  paymentId?: string;
  declineCode: string;
  /** The payment method that was charged; null if the customer had none. */
  paymentMethodId: string | null;
}

/** Records a failure once, however often it is reported. An invoice that is paid, void or already counted is unchanged. */
export async function recordFailure(op: Op, failed: FailedPayment): Promise<void> {
  const { invoiceId, paymentId, declineCode, paymentMethodId } = failed;
  const { companyId } = op.principal;
  const owners = await op.tx.invoice.findFirst({ where: { id: invoiceId, companyId } });
  if (!owners) return;
  const { customerId, subscriptionId } = owners;
  const subscription = subscriptionId ? await lockSubscription(op, subscriptionId) : null;
  await lockCustomer(op, customerId);
  // Read again under the locks: every transaction that settles an invoice locks its customer.
  const invoice = await op.tx.invoice.findFirst({
    where: { id: invoiceId, companyId, status: 'OPEN', attemptCount: failed.attempt },
    include: { customer: { select: { defaultPaymentMethodId: true } } },
  });
  if (!invoice || (paymentId && (await isCounted(op, invoiceId, paymentId)))) return;

  const config = await dunningConfig(op.tx, companyId);
  const firstFailedAt = invoice.firstFailedAt ?? op.now;
  // A new default payment method was chosen while the old one was charged: try it at once, not in days.
  const { defaultPaymentMethodId } = invoice.customer;
  const replaced = defaultPaymentMethodId !== null && defaultPaymentMethodId !== paymentMethodId;
  const nextAttemptAt = replaced ? op.now : nextAttempt(firstFailedAt, config.retryDays, op.now);
  const attempt = invoice.attemptCount + 1;
  await op.tx.invoice.update({
    where: { id: invoiceId },
    data: { attemptCount: attempt, firstFailedAt, nextAttemptAt, updatedAt: op.now },
  });
  op.emit('invoice.payment_failed', {
    objectId: invoiceId,
    customerId,
    data: {
      attempt,
      nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
      declineCode,
      ...(paymentId ? { paymentId } : {}),
    },
  });
  if (subscription) {
    const owing = await becomePastDue(op, subscription, invoiceId);
    if (nextAttemptAt === null) await applyTerminalAction(op, owing, config.terminalAction, invoiceId);
  }
  if (config.emailsEnabled && !replaced)
    await op.enqueue(PAYMENT_FAILED_MAIL_JOB, {
      companyId,
      invoiceId,
      attempt,
      paymentMethodId,
    } satisfies PaymentFailedMailJob);
}

async function isCounted(op: Op, invoiceId: string, paymentId: string): Promise<boolean> {
  const counted = await op.tx.event.findFirst({
    where: {
      companyId: op.principal.companyId,
      objectId: invoiceId,
      type: 'invoice.payment_failed',
      data: { path: ['paymentId'], equals: paymentId },
    },
    select: { id: true },
  });
  return counted !== null;
}
