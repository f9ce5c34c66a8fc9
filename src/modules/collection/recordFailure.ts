/** Records a failed payment: counts it, schedules the next attempt, and applies the terminal action after the last. */
import type { Db } from '../../db/client.ts';
import type { Customer, DunningConfig, Invoice } from '../../db/generated/client/client.ts';
import type { PaymentMethodKind } from '../../db/generated/client/enums.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Op, transact } from '../../operation/operation.ts';
import type { PaymentFailedJob } from '../charge/applyFacts.ts';
import { UNCOUNTED } from '../charge/chargeInvoice.ts';
import { companyTime } from '../company/time.ts';
import { dunningConfig } from '../dunning/dunningConfig.ts';
import { PAYMENT_FAILED_MAIL_JOB, type PaymentFailedMailJob } from '../dunning/paymentFailedMail.ts';
import { nextAttempt } from '../dunning/retryDays.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';
import { lockSubscription } from '../subscription/record/load.ts';
import { applyTerminalAction, becomePastDue } from './subscriptionStatus.ts';

const DEBITS: readonly PaymentMethodKind[] = ['SEPA_DEBIT', 'US_BANK_ACCOUNT', 'BACS_DEBIT'];

export interface FailedPayment {
  invoiceId: string;
  /** The number of failed attempts before this one; omitted for a failed payment. */
  attempt?: number;
  /** The payment that failed; counted once. */
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
    where: {
      ...{ id: invoiceId, companyId, status: 'OPEN' },
      // The same attempt may have failed as a payment that is about to be counted.
      ...(failed.attempt === undefined ? {} : { attemptCount: failed.attempt, payments: { none: UNCOUNTED } }),
    },
    include: { customer: { select: { defaultPaymentMethodId: true } } },
  });
  if (!invoice || !(await countPayment(op, paymentId))) return;

  const config = await dunningConfig(op.tx, companyId);
  const retryDays = await retryDaysOf(op, config, paymentMethodId);
  const firstFailedAt = invoice.firstFailedAt ?? op.now;
  const { undunned, replaced, nextAttemptAt } = afterFailure(
    invoice,
    paymentMethodId,
    firstFailedAt,
    retryDays,
    op.now,
  );
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
  if (subscription && !undunned) {
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

/**
 * When the invoice is charged again. One that was sent, whose due date decides, or one that is disputed never is, and its
 * failure has no consequence for the subscription.
 */
function afterFailure(
  invoice: Pick<Invoice, 'collectionMethod' | 'disputedAt'> & { customer: Pick<Customer, 'defaultPaymentMethodId'> },
  paymentMethodId: string | null,
  firstFailedAt: Date,
  retryDays: readonly number[],
  now: Date,
): { undunned: boolean; replaced: boolean; nextAttemptAt: Date | null } {
  if (invoice.collectionMethod === 'SEND_INVOICE' || invoice.disputedAt)
    return { undunned: true, replaced: false, nextAttemptAt: null };
  // A new default payment method was chosen while the old one was charged: try it at once, not in days.
  const { defaultPaymentMethodId } = invoice.customer;
  const replaced = defaultPaymentMethodId !== null && defaultPaymentMethodId !== paymentMethodId;
  return { undunned: false, replaced, nextAttemptAt: replaced ? now : nextAttempt(firstFailedAt, retryDays, now) };
}

/** Returns false if the payment has been counted; true without one. */
async function countPayment(op: Op, id: string | undefined): Promise<boolean> {
  if (id === undefined) return true;
  const { count } = await op.tx.payment.updateMany({
    where: { id, companyId: op.principal.companyId, counted: false },
    data: { counted: true },
  });
  return count === 1;
}

/** A repeated debit costs a fee and takes days, so it has retry days of its own. */
async function retryDaysOf(op: Op, config: DunningConfig, paymentMethodId: string | null): Promise<number[]> {
  if (!paymentMethodId) return config.retryDays;
  const { companyId } = op.principal;
  const debit = { id: paymentMethodId, companyId, kind: { in: [...DEBITS] } };
  return (await op.tx.paymentMethod.count({ where: debit })) > 0 ? config.debitRetryDays : config.retryDays;
}

/** The handler of `PAYMENT_FAILED_JOB`: begins dunning after a payment that failed while its customer was absent. */
export async function recordFailedPayment(
  parts: { db: Db; queue: Queue; clock: Clock },
  { companyId, paymentId }: PaymentFailedJob,
): Promise<void> {
  const failed = await parts.db.prisma.payment.findFirst({
    where: { id: paymentId, companyId, status: 'FAILED', counted: false, customer: { deletedAt: null } },
    select: { invoiceId: true, declineCode: true, paymentMethodId: true },
  });
  if (!failed?.invoiceId) return;
  const { invoiceId, declineCode, paymentMethodId } = failed;
  const now = await companyTime(parts, companyId);
  await transact({ ...parts, now, principal: { kind: 'system', companyId } }, (op) =>
    recordFailure(op, { invoiceId, paymentId, declineCode: declineCode ?? 'card_declined', paymentMethodId }),
  );
}
