/** Reactivates a subscription whose debts are paid; the handler of `INVOICE_SETTLED_JOB`. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { companyTime } from '../company/time.ts';
import { dunningConfig } from '../dunning/dunningConfig.ts';
import type { InvoiceSettledJob } from '../invoice/settle.ts';
import { type LoadedSubscription, lockSubscription } from '../subscription/record/load.ts';
import { NO_PAUSE } from '../subscription/record/statusTransitions.ts';
import { transition } from '../subscription/record/transition.ts';
import { beginPeriod, endWithPeriod } from '../subscription/renewal/renewSubscription.ts';
import { overdue } from './overdue.ts';

/**
 * Makes the subscription active again if nothing of it is overdue. An unpaid or paused subscription did not renew: if its
 * period has ended meanwhile, a new cycle begins now and is billed, and the time without service never is. A debt that was
 * written off begins none, and paying that of an unpaid subscription only if the payer requested it. Within the paid period
 * the subscription continues.
 */
export async function recoverSubscription(
  parts: { db: Db; queue: Queue; clock: Clock },
  job: InvoiceSettledJob,
): Promise<void> {
  const { companyId, subscriptionId: id, restarts } = job;
  const principal = { kind: 'system', companyId } as const;
  const owner = await parts.db.prisma.subscription.count({ where: { id, companyId, customer: { deletedAt: null } } });
  if (owner === 0) return;
  const now = await companyTime(parts, companyId);
  await transact({ db: parts.db, queue: parts.queue, now, principal }, async (op) => {
    const subscription = await lockSubscription(op, id);
    const { status, customerId, currentPeriodEnd, cancelAtPeriodEnd } = subscription;
    if (!isSuspendedForDebt(subscription)) return;
    if (await owes(op, id)) return;
    const newCycle = status !== 'PAST_DUE' && currentPeriodEnd <= op.now;
    if (newCycle && !cancelAtPeriodEnd && !mayRestart(subscription, restarts)) return;
    op.emit('subscription.recovered', { objectId: id, customerId, data: { from: status, newCycle } });
    if (newCycle) {
      // In the same transaction, so that no reader sees an active subscription whose period is over.
      if (cancelAtPeriodEnd) await endWithPeriod(op, subscription);
      else await beginPeriod(op, subscription, op.now);
      return;
    }
    // A pause that is planned for the period's end stays so.
    await transition(op, subscription, 'ACTIVE', status === 'PAUSED' ? NO_PAUSE : {});
  });
}

/** True if an invoice of the subscription is overdue, or is disputed while `disputeAction` is not `NOTHING`. */
async function owes(op: Op, subscriptionId: string): Promise<boolean> {
  const { companyId } = op.principal;
  // A debt whose payment is under way is still a debt.
  const { payments: _payments, disputePending, ...owed } = overdue(op.now);
  const { disputeAction } = await dunningConfig(op.tx, companyId);
  const unpaid = await op.tx.invoice.count({
    where: {
      ...{ companyId, subscriptionId, ...owed },
      ...(disputeAction === 'NOTHING' ? { disputePending } : {}),
      // One that was sent counts once the days after its due date are over, too.
      OR: [{ collectionMethod: 'CHARGE_AUTOMATICALLY' }, { overdueAt: { not: null } }, { disputedAt: { not: null } }],
    },
  });
  return unpaid > 0;
}

/** An unpaid subscription ended with the period that was not paid: it restarts only if the payer requested it. */
const mayRestart = ({ status }: LoadedSubscription, restarts: InvoiceSettledJob['restarts']): boolean =>
  restarts === 'IF_REQUESTED' || (restarts === 'IF_PAUSED' && status === 'PAUSED');

/** True if dunning changed the status; a subscription that was paused on request stays paused. */
function isSuspendedForDebt({ status, pauseCause }: LoadedSubscription): boolean {
  return status === 'PAST_DUE' || status === 'UNPAID' || (status === 'PAUSED' && pauseCause === 'PAYMENT_FAILED');
}
