/**
 * What happens to a subscription at the end of its period: a cancellation that was scheduled takes effect; otherwise
 * the next period begins and its invoice is made. One period a step, each exactly once: the step holds the row and
 * does nothing unless the period has really ended.
 */
import type { SubscriptionStatus } from '../../db/generated/client/enums.ts';
import { periodAt } from '../../kernel/calendar.ts';
import { creditable } from '../../kernel/proration.ts';
import type { Op } from '../../op.ts';
import { issueInvoice } from '../invoice/issue.ts';
import { sumOf } from '../invoice/lines.ts';
import { billedLines, invoicesOf, type LoadedSubscription, loadSubscription, pendingLines } from './load.ts';
import { cadenceOf, periodLines } from './renewal.ts';

/** States in which periods follow each other. Who does not pay is billed no further, and who paused is not either. */
export const RENEWING: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE'];

/** Takes what an invoice comes to from the customer; enqueued with every invoice of a renewal on which something is due. */
export const COLLECT_JOB = 'invoice.collect';

export type RenewalOutcome = 'canceled' | 'renewed';

/**
 * Brings a subscription one step forward, if its period has ended by `op.now`. Null when there is nothing to do, or
 * when somebody else is at it.
 */
export async function renewSubscription(op: Op, subscriptionId: string): Promise<RenewalOutcome | null> {
  const { companyId } = op.principal;
  const due = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM subscription
    WHERE company_id = ${companyId} AND id = ${subscriptionId} AND current_period_end <= ${op.now}
      AND status::text = ANY(${[...RENEWING]})
    FOR NO KEY UPDATE SKIP LOCKED`;
  if (due.length === 0) return null;
  const subscription = await loadSubscription(op, subscriptionId);
  return subscription.cancelAtPeriodEnd ? end(op, subscription) : begin(op, subscription);
}

/** The cancellation takes effect at the period's end, however late the job runs. What still waited is billed. */
async function end(op: Op, subscription: LoadedSubscription): Promise<RenewalOutcome> {
  const { id, customerId, currency, currentPeriodEnd } = subscription;
  await op.tx.subscription.update({
    where: { id },
    data: {
      status: 'CANCELED',
      cancelAtPeriodEnd: false,
      endedAt: currentPeriodEnd,
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  const pending = await pendingLines(op.tx, subscription);
  const invoice =
    pending.length > 0
      ? await issueInvoice(op, {
          customerId,
          subscriptionId: id,
          currency,
          reason: 'SUBSCRIPTION_CANCEL',
          lines: [],
          pending,
          corrects: await invoicesOfPeriod(op, subscription),
        })
      : null;
  if (invoice && invoice.amountDue > 0n)
    await op.enqueue(COLLECT_JOB, { companyId: op.principal.companyId, invoiceId: invoice.id });
  op.emit('subscription.canceled', {
    objectId: id,
    customerId,
    data: { mode: 'END_OF_PERIOD', endedAt: currentPeriodEnd.toISOString(), invoiceId: invoice?.id ?? null },
  });
  return 'canceled';
}

/** What the waiting lines correct, should they come to a credit: an unpaid invoice is reduced before anybody is given credit. */
async function invoicesOfPeriod(op: Op, subscription: LoadedSubscription): Promise<string[]> {
  const { currentPeriodStart: start, currentPeriodEnd: end } = subscription;
  const billed = await billedLines(op.tx, subscription, start);
  return invoicesOf(creditable(billed, { start, end }));
}

async function begin(op: Op, subscription: LoadedSubscription): Promise<RenewalOutcome> {
  const { id, customerId, currency, anchor, currentPeriodEnd } = subscription;
  const { start, end: next } = periodAt(anchor, cadenceOf(subscription), currentPeriodEnd);
  const lines = periodLines(subscription, { start, end: next });
  const pending = await pendingLines(op.tx, subscription);
  await op.tx.subscription.update({
    where: { id },
    data: {
      currentPeriodStart: start,
      currentPeriodEnd: next,
      ...(subscription.status === 'TRIALING' ? { status: 'ACTIVE' } : {}),
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  const invoice = await issueInvoice(op, {
    customerId,
    subscriptionId: id,
    currency,
    reason: 'SUBSCRIPTION_CYCLE',
    lines,
    pending,
    // Asked for only where waiting credits are more than the period: rarely.
    corrects: sumOf(lines) + sumOf(pending) < 0n ? await invoicesOfPeriod(op, subscription) : [],
    dueAt: start,
  });
  if (invoice.amountDue > 0n)
    await op.enqueue(COLLECT_JOB, { companyId: op.principal.companyId, invoiceId: invoice.id });
  op.emit('subscription.renewed', {
    objectId: id,
    customerId,
    data: { periodStart: start.toISOString(), periodEnd: next.toISOString(), invoiceId: invoice.id },
  });
  return 'renewed';
}
