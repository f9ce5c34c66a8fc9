/**
 * The steps at the end of a period or a pause: a scheduled cancellation takes effect, a pause begins or ends, or the next
 * period begins and is billed. A step locks the row and runs only if it is due, so that it runs exactly once.
 */
import type { Prisma } from '../../../db/generated/client/client.ts';
import type { Op } from '../../../operation/operation.ts';
import { applyScheduledChanges, dropScheduledChanges } from '../change/scheduledChange.ts';
import { issueAndCollect, issueFinalInvoice } from '../record/issueAndCollect.ts';
import { invoicesOfPeriod, type LoadedSubscription, loadSubscription, pendingLines } from '../record/load.ts';
import { NO_PAUSE, type Step, stepDue } from '../record/statusTransitions.ts';
import { markTaxHeld, transition, updateVersioned } from '../record/transition.ts';
import { emitRenewed, heldForTax, periodRequest, planPeriod } from './planPeriod.ts';

/**
 * Runs the step that is due by `op.now` and returns it; null if none is due, if another transaction holds the row, or while
 * the invoice waits for its tax.
 */
export async function renewSubscription(op: Op, subscriptionId: string): Promise<Step | null> {
  const { companyId } = op.principal;
  const locked = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM subscription WHERE company_id = ${companyId} AND id = ${subscriptionId}
    FOR NO KEY UPDATE SKIP LOCKED`;
  if (locked.length === 0) return null;
  const subscription = await loadSubscription(op, subscriptionId);
  const step = stepDue(subscription, op.now);
  if (await waitsForTax(op, subscription, step)) return null;
  if (step === 'end') await endWithPeriod(op, subscription);
  if (step === 'pause') await pauseWithPeriod(op, subscription);
  if (step === 'resume') await resume(op, subscription, subscription.resumesAt ?? op.now);
  if (step === 'renew') await beginPeriod(op, subscription, subscription.currentPeriodEnd);
  return step;
}

/** Whether the invoice of the step must wait for a tax id or a country; the first time, that is recorded and emitted. */
async function waitsForTax(op: Op, subscription: LoadedSubscription, step: Step | null): Promise<boolean> {
  const { id, customerId, currentPeriodEnd, resumesAt } = subscription;
  if (step !== 'renew' && step !== 'resume') return false;
  const due = step === 'renew' ? currentPeriodEnd : (resumesAt ?? op.now);
  if (due < currentPeriodEnd) return false;
  const reason = heldForTax(subscription, { now: op.now, due });
  if (reason === null) return false;
  if (await markTaxHeld(op, id))
    op.emit('subscription.tax_held', { objectId: id, customerId, data: { reason, dueAt: due.toISOString() } });
  return true;
}

/** Ends the subscription at its period's end, however late the sweep runs, and bills its pending lines. */
export async function endWithPeriod(op: Op, subscription: LoadedSubscription): Promise<void> {
  const { id, customerId, currentPeriodEnd } = subscription;
  await transition(op, subscription, 'CANCELED', {
    ...NO_PAUSE,
    cancelAtPeriodEnd: false,
    endedAt: currentPeriodEnd,
  });
  await dropScheduledChanges(op, subscription, 'canceled');
  const pending = await pendingLines(op.tx, subscription);
  const corrects = pending.length > 0 ? await invoicesOfPeriod(op.tx, subscription) : [];
  const invoiceId = await issueFinalInvoice(op, subscription, { lines: [], pending, corrects });
  op.emit('subscription.canceled', {
    objectId: id,
    customerId,
    data: { mode: 'PERIOD_END', endedAt: currentPeriodEnd.toISOString(), invoiceId },
  });
}

/** Begins a scheduled pause at the period's end. Pending lines stay pending: pausing bills nothing. */
async function pauseWithPeriod(op: Op, subscription: LoadedSubscription): Promise<void> {
  const { id, customerId, currentPeriodEnd: pausedAt, resumesAt } = subscription;
  await transition(op, subscription, 'PAUSED', { pauseAtPeriodEnd: false, pausedAt, pauseCause: 'REQUEST' });
  op.emit('subscription.paused', {
    objectId: id,
    customerId,
    data: { cause: 'request', pausedAt: pausedAt.toISOString(), resumesAt: resumesAt?.toISOString() ?? null },
  });
}

/**
 * Ends a pause at `at`. If the paid period is not over (dunning paused it inside the period, or it was imported so), that
 * period continues; otherwise a new cycle begins at `at` and is billed like a renewal. A debt from before a requested pause
 * makes the subscription past due again. Returns the invoice of the new cycle, or null.
 */
export async function resume(op: Op, subscription: LoadedSubscription, at: Date): Promise<string | null> {
  const { id, customerId, currentPeriodEnd, trialEnd, pauseCause } = subscription;
  const continues = at < currentPeriodEnd;
  const debt = pauseCause === 'REQUEST' ? await resumeCollection(op, subscription) : null;
  let running = subscription;
  // A new cycle without debts leaves the pause in the same write that begins its period.
  if (continues || debt)
    running = await transition(op, running, continues && trialEnd && at < trialEnd ? 'TRIALING' : 'ACTIVE', NO_PAUSE);
  if (debt) running = await transition(op, running, 'PAST_DUE');
  op.emit('subscription.resumed', {
    objectId: id,
    customerId,
    data: { at: at.toISOString(), newCycle: !continues },
  });
  if (debt) op.emit('subscription.past_due', { objectId: id, customerId, data: { invoiceId: debt } });
  return continues ? null : beginPeriod(op, running, at);
}

/**
 * Schedules one more attempt for open invoices whose retries are used up, because the terminal action of dunning did not
 * apply during the pause. An invoice that was sent is not charged. Returns the oldest unpaid invoice that has failed or was
 * overdue before, or null.
 */
async function resumeCollection(op: Op, { id, companyId }: LoadedSubscription): Promise<string | null> {
  const owed = {
    ...{ companyId, subscriptionId: id, status: 'OPEN', amountDue: { gt: 0n } },
    OR: [{ firstFailedAt: { not: null } }, { overdueAt: { not: null } }],
  } satisfies Prisma.InvoiceWhereInput;
  const oldest = await op.tx.invoice.findFirst({
    where: owed,
    orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  if (!oldest) return null;
  await op.tx.invoice.updateMany({
    where: { ...owed, collectionMethod: 'CHARGE_AUTOMATICALLY', nextAttemptAt: null },
    data: { nextAttemptAt: op.now },
  });
  return oldest.id;
}

/**
 * Begins the next period at `at`, the end of the last one or the start of a new cycle: applies scheduled changes, issues the
 * period's invoice and returns its id.
 */
export async function beginPeriod(op: Op, subscription: LoadedSubscription, at: Date): Promise<string> {
  const pending = await pendingLines(op.tx, subscription);
  const plan = planPeriod(subscription, at, pending);
  const { columns, to, period } = plan;
  // Read only if the invoice has credits: most have none.
  const corrects = pending.some(({ amount }) => amount < 0n) ? await invoicesOfPeriod(op.tx, subscription) : [];
  if (subscription.status === to) await updateVersioned(op, subscription, columns);
  else await transition(op, subscription, to, columns);
  await applyScheduledChanges(op, subscription, period.start);
  const invoice = await issueAndCollect(op, { ...periodRequest(subscription, plan), pending, corrects });
  emitRenewed(op, subscription, plan, invoice.id);
  return invoice.id;
}
