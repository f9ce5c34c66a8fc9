/** What follows when debts are paid. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Op, transact } from '../../op.ts';
import { companyTime } from '../company/time.ts';
import { lockSubscription } from '../subscription/load.ts';
import { renewSubscription } from '../subscription/renew.ts';
import { overdue } from './overdue.ts';
import { CAUSE } from './standing.ts';

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
    const { status, customerId, currentPeriodEnd, cancelAtPeriodEnd } = await lockSubscription(op, id);
    if (!(await stoodForDebts(op, id, status))) return;
    const owing = await op.tx.invoice.count({ where: { companyId, subscriptionId: id, ...overdue(op.now) } });
    if (owing > 0) return;
    const rested = status !== 'PAST_DUE' && currentPeriodEnd <= op.now;
    await op.tx.subscription.update({
      where: { id },
      data: {
        status: 'ACTIVE',
        ...(rested && !cancelAtPeriodEnd ? { anchor: op.now, currentPeriodEnd: op.now } : {}),
        version: { increment: 1 },
        updatedAt: op.now,
      },
    });
    op.emit('subscription.recovered', { objectId: id, customerId, data: { from: status, newCycle: rested } });
    // In the same breath, so that nobody sees a running subscription whose period is over.
    if (rested) await renewSubscription(op, id);
  });
}

/** A subscription that somebody paused for another reason stays paused. */
async function stoodForDebts(op: Op, id: string, status: string): Promise<boolean> {
  if (status === 'PAST_DUE' || status === 'UNPAID') return true;
  if (status !== 'PAUSED') return false;
  const paused = await op.tx.event.findFirst({
    where: { companyId: op.principal.companyId, objectId: id, type: 'subscription.paused' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return (paused?.data as { cause?: string } | null)?.cause === CAUSE;
}
