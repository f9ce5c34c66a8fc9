/** What follows when debts are paid. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { transact } from '../../op.ts';
import { companyTime } from '../company/time.ts';
import { NO_PAUSE } from '../subscription/lifecycle.ts';
import { type LoadedSubscription, lockSubscription } from '../subscription/load.ts';
import { beginPeriod, endWithPeriod } from '../subscription/renew.ts';
import { overdue } from './overdue.ts';

/**
 * The job after an invoice of a subscription was paid: with nothing overdue left, the subscription is active again.
 *
 * While it was unpaid, or paused for it, no periods followed each other. Where the period has ended meanwhile, a new
 * cycle begins at this moment, and is billed from now on: the time without service is never billed. Where it has not,
 * the period goes on, as it is paid.
 */
export async function recoverSubscription(
  parts: { db: Db; queue: Queue; clock: Clock },
  job: { companyId: string; subscriptionId: string },
): Promise<void> {
  const { companyId, subscriptionId: id } = job;
  const principal = { kind: 'system', companyId } as const;
  const owner = await parts.db.prisma.subscription.count({ where: { id, companyId, customer: { deletedAt: null } } });
  if (owner === 0) return;
  const now = await companyTime(parts, companyId);
  await transact({ db: parts.db, queue: parts.queue, now, principal }, async (op) => {
    const subscription = await lockSubscription(op, id);
    const { status, customerId, currentPeriodEnd, cancelAtPeriodEnd } = subscription;
    if (!stoodForDebts(subscription)) return;
    const owing = await op.tx.invoice.count({ where: { companyId, subscriptionId: id, ...overdue(op.now) } });
    if (owing > 0) return;
    const rested = status !== 'PAST_DUE' && currentPeriodEnd <= op.now;
    op.emit('subscription.recovered', { objectId: id, customerId, data: { from: status, newCycle: rested } });
    if (rested) {
      // In the same breath, so that nobody sees a running subscription whose period is over.
      if (cancelAtPeriodEnd) await endWithPeriod(op, subscription);
      else await beginPeriod(op, subscription, op.now);
      return;
    }
    await op.tx.subscription.update({
      where: { id },
      data: {
        // A pause that is planned for the period's end stays so.
        ...(status === 'PAUSED' ? NO_PAUSE : {}),
        status: 'ACTIVE',
        version: { increment: 1 },
        updatedAt: op.now,
      },
    });
  });
}

/** A subscription that was paused on request stays paused. */
function stoodForDebts({ status, pauseCause }: LoadedSubscription): boolean {
  return status === 'PAST_DUE' || status === 'UNPAID' || (status === 'PAUSED' && pauseCause === 'PAYMENT_FAILED');
}
