/** The consequence of a disputed payment for its subscription; the handler of `PAYMENT_DISPUTED_JOB`. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { transact } from '../../operation/operation.ts';
import { type PaymentDisputedJob, TAKEN } from '../charge/dispute/applyDispute.ts';
import { companyTime } from '../company/time.ts';
import { dunningConfig } from '../dunning/dunningConfig.ts';
import { lockSubscription } from '../subscription/record/load.ts';
import { applyTerminalAction } from './subscriptionStatus.ts';

/**
 * Applies `DunningConfig.disputeAction` once, while the money is with the bank. A paused subscription resumes when the
 * dispute is won or the invoice is paid in another way.
 */
export async function applyDisputeAction(
  parts: { db: Db; queue: Queue; clock: Clock },
  { companyId, disputeId }: PaymentDisputedJob,
): Promise<void> {
  const disputed = await parts.db.prisma.dispute.findFirst({
    where: { id: disputeId, companyId, customer: { deletedAt: null } },
    select: { payment: { select: { invoice: { select: { id: true, subscriptionId: true } } } } },
  });
  if (!disputed) return;
  const now = await companyTime(parts, companyId);
  await transact({ ...parts, now, principal: { kind: 'system', companyId } }, async (op) => {
    const { invoice } = disputed.payment;
    const subscription = invoice?.subscriptionId ? await lockSubscription(op, invoice.subscriptionId) : null;
    const { count } = await op.tx.dispute.updateMany({
      where: { id: disputeId, companyId, actedAt: null, status: { in: [...TAKEN] } },
      data: { actedAt: op.now },
    });
    if (count !== 1 || !subscription || !invoice) return;
    const { disputeAction: action } = await dunningConfig(op.tx, companyId);
    if (action !== 'NOTHING') await applyTerminalAction(op, subscription, action, invoice.id, 'payment_disputed');
  });
}
