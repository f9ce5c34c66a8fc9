/**
 * What happens to a subscription at the end of its period, and at the end of a pause: a cancellation that was scheduled
 * takes effect, a pause begins or ends; otherwise the next period begins and its invoice is made. One step a call, each
 * exactly once: the step holds the row and does nothing unless its time has really come.
 */
import type { Op } from '../../op.ts';
import { sumOf } from '../invoice/lines.ts';
import { bill, billEnd } from './bill.ts';
import { NO_PAUSE, type Step, stepDue } from './lifecycle.ts';
import { invoicesOfPeriod, type LoadedSubscription, loadSubscription, pendingLines } from './load.ts';
import { nextPeriod, periodLines } from './renewal.ts';
import { applyScheduled, dropScheduled } from './scheduled.ts';

/**
 * Brings a subscription one step forward, if one is due by `op.now`. Null when there is nothing to do, or when somebody
 * else is at it.
 */
export async function renewSubscription(op: Op, subscriptionId: string): Promise<Step | null> {
  const { companyId } = op.principal;
  const held = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM subscription WHERE company_id = ${companyId} AND id = ${subscriptionId}
    FOR NO KEY UPDATE SKIP LOCKED`;
  if (held.length === 0) return null;
  const subscription = await loadSubscription(op, subscriptionId);
  const step = stepDue(subscription, op.now);
  if (step === 'end') await endWithPeriod(op, subscription);
  if (step === 'pause') await pauseWithPeriod(op, subscription);
  if (step === 'resume') await resume(op, subscription, subscription.resumesAt ?? op.now);
  if (step === 'renew') await beginPeriod(op, subscription, subscription.currentPeriodEnd);
  return step;
}

/** The cancellation takes effect at the period's end, however late the job runs. What still waited is billed. */
export async function endWithPeriod(op: Op, subscription: LoadedSubscription): Promise<void> {
  const { id, customerId, currentPeriodEnd } = subscription;
  await op.tx.subscription.update({
    where: { id },
    data: {
      ...NO_PAUSE,
      status: 'CANCELED',
      cancelAtPeriodEnd: false,
      endedAt: currentPeriodEnd,
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  await dropScheduled(op, subscription, 'canceled');
  const pending = await pendingLines(op.tx, subscription);
  const corrects = pending.length > 0 ? await invoicesOfPeriod(op.tx, subscription) : [];
  const invoiceId = await billEnd(op, subscription, { lines: [], pending, corrects });
  op.emit('subscription.canceled', {
    objectId: id,
    customerId,
    data: { mode: 'END_OF_PERIOD', endedAt: currentPeriodEnd.toISOString(), invoiceId },
  });
}

/** A planned pause begins where the period ends. Lines that wait go on waiting: pausing bills nothing. */
async function pauseWithPeriod(op: Op, subscription: LoadedSubscription): Promise<void> {
  const { id, customerId, currentPeriodEnd: pausedAt, resumesAt } = subscription;
  await op.tx.subscription.update({
    where: { id },
    data: {
      status: 'PAUSED',
      pauseAtPeriodEnd: false,
      pausedAt,
      pauseCause: 'REQUEST',
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  op.emit('subscription.paused', {
    objectId: id,
    customerId,
    data: { cause: 'request', pausedAt: pausedAt.toISOString(), resumesAt: resumesAt?.toISOString() ?? null },
  });
}

/**
 * Ends a pause at an instant. Where the period that was paid for is not over (it was paused in its middle, for debts or
 * elsewhere), it goes on; otherwise a new cycle begins at that instant and is billed like any renewal. What was owed when
 * a wished-for pause began is still owed after it.
 */
export async function resume(op: Op, subscription: LoadedSubscription, at: Date): Promise<string | null> {
  const { id, customerId, currentPeriodEnd, trialEnd, pauseCause } = subscription;
  const goesOn = at < currentPeriodEnd;
  const debt = pauseCause === 'REQUEST' ? await takeUpDebts(op, subscription) : null;
  op.emit('subscription.resumed', {
    objectId: id,
    customerId,
    data: { at: at.toISOString(), newCycle: !goesOn },
  });
  if (debt) op.emit('subscription.past_due', { objectId: id, customerId, data: { invoiceId: debt } });
  if (!goesOn) return beginPeriod(op, debt ? { ...subscription, status: 'PAST_DUE' } : subscription, at);
  await op.tx.subscription.update({
    where: { id },
    data: {
      ...NO_PAUSE,
      status: debt ? 'PAST_DUE' : trialEnd && at < trialEnd ? 'TRIALING' : 'ACTIVE',
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  return null;
}

/**
 * Tries again to collect what could not be collected before, and answers the oldest such invoice. Its retries may have
 * come to their end while it was paused; what then follows for a subscription that runs, follows after one more.
 */
async function takeUpDebts(op: Op, { id, companyId }: LoadedSubscription): Promise<string | null> {
  const owed = { companyId, subscriptionId: id, status: 'OPEN', firstFailedAt: { not: null } } as const;
  const oldest = await op.tx.invoice.findFirst({
    where: owed,
    orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  if (!oldest) return null;
  await op.tx.invoice.updateMany({ where: { ...owed, nextAttemptAt: null }, data: { nextAttemptAt: op.now } });
  return oldest.id;
}

/**
 * The next period begins, at the end of the last one or, in a new cycle, after a rest: what was scheduled becomes so, and
 * the period is billed. Answers with its invoice.
 */
export async function beginPeriod(op: Op, subscription: LoadedSubscription, at: Date): Promise<string> {
  const { id, customerId, currency, status } = subscription;
  const { billed, period, columns } = nextPeriod(subscription, at);
  const { start, end } = period;
  const lines = periodLines(billed, period);
  const pending = await pendingLines(op.tx, subscription);
  // Asked for only where waiting credits are more than the period: rarely.
  const corrects = sumOf(lines) + sumOf(pending) < 0n ? await invoicesOfPeriod(op.tx, subscription) : [];
  await op.tx.subscription.update({
    where: { id },
    data: {
      ...columns,
      ...NO_PAUSE,
      currentPeriodStart: start,
      currentPeriodEnd: end,
      // What is owed stays owed.
      status: status === 'PAST_DUE' ? status : 'ACTIVE',
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  await applyScheduled(op, subscription, start);
  const invoice = await bill(op, {
    customerId,
    subscriptionId: id,
    currency,
    reason: 'SUBSCRIPTION_CYCLE',
    lines,
    pending,
    corrects,
    dueAt: start,
  });
  op.emit('subscription.renewed', {
    objectId: id,
    customerId,
    data: { periodStart: start.toISOString(), periodEnd: end.toISOString(), invoiceId: invoice.id },
  });
  return invoice.id;
}
