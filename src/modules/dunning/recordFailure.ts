/** What a payment that failed leaves behind: it is counted, the next one is scheduled, and the last one has an end. */
import type { Op } from '../../op.ts';
import { lockCustomer } from '../payment/methods.ts';
import { lockSubscription } from '../subscription/load.ts';
import { dunningConfig } from './config.ts';
import { PAYMENT_FAILED_MAIL_JOB, type PaymentFailedMailJob } from './paymentFailedMail.ts';
import { nextAttempt } from './schedule.ts';
import { applyTerminalAction, becomePastDue } from './standing.ts';

export interface FailedPayment {
  invoiceId: string;
  /** How many attempts had failed before this one; left out for money that was lost after it had been reserved. */
  attempt?: number;
  /** The payment that was lost; it is counted once. */
  paymentId?: string;
  declineCode: string;
  /** What was charged; null when there was nothing. */
  paymentMethodId: string | null;
}

/** Counts a failure once, however often it is told. What was paid, withdrawn or counted already is left alone. */
export async function recordFailure(op: Op, failed: FailedPayment): Promise<void> {
  const { invoiceId, paymentId, declineCode, paymentMethodId } = failed;
  const { companyId } = op.principal;
  const owners = await op.tx.invoice.findFirst({ where: { id: invoiceId, companyId } });
  if (!owners) return;
  const { customerId, subscriptionId } = owners;
  const subscription = subscriptionId ? await lockSubscription(op, subscriptionId) : null;
  await lockCustomer(op, customerId);
  // Read again under the locks; everything that settles an invoice holds its customer.
  const invoice = await op.tx.invoice.findFirst({
    where: { id: invoiceId, companyId, status: 'OPEN', attemptCount: failed.attempt },
    include: { customer: { select: { defaultPaymentMethodId: true } } },
  });
  if (!invoice || (paymentId && (await isCounted(op, invoiceId, paymentId)))) return;

  const config = await dunningConfig(op.tx, companyId);
  const firstFailedAt = invoice.firstFailedAt ?? op.now;
  // Whoever chose another payment method while the old one was tried does not wait for days.
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
