/** Taking a scheduled cancellation back, as long as the period has not ended. */
import { ConflictError, PaymentMethodRequiredError } from '../../kernel/errors.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../op.ts';
import { creditBalance } from '../invoice/ledger.ts';
import type { NewLine } from '../invoice/lines.ts';
import { lockCustomer } from '../payment/methods.ts';
import { requireFeature } from '../portal/policy.ts';
import { upcomingInvoice } from './ahead.ts';
import { CANCELLATION_MAIL_JOB, type CancellationMailJob } from './cancellationMail.ts';
import { type LoadedSubscription, lockSubscription, pendingLines } from './load.ts';

/**
 * While it was to end, a customer might remove the last payment method: whoever goes on needs one again, where the next
 * period costs something. Merchants may have other ways to be paid. Holds the customer's row, so that none is removed
 * at the same moment.
 */
async function requirePaymentMethod(op: Op<SignedIn>, subscription: LoadedSubscription): Promise<void> {
  if (op.principal.kind !== 'customer') return;
  const { companyId, customerId, currency } = subscription;
  await lockCustomer(op, customerId);
  if ((await op.tx.paymentMethod.count({ where: { companyId, customerId, removedAt: null } })) > 0) return;
  const pending = (await pendingLines(op.tx, subscription)) as unknown as NewLine[];
  const balance = await creditBalance(op.tx, subscription, currency);
  const next = await upcomingInvoice(op.tx, { ...subscription, cancelAtPeriodEnd: false }, pending, balance);
  if (next && next.amountDue > 0n)
    throw new PaymentMethodRequiredError('The next period needs a payment method. Add one first.');
}

/** Takes a scheduled cancellation back, as long as the period has not ended. */
export async function uncancelSubscription(
  ctx: OpContext<SignedIn>,
  { subscriptionId }: { subscriptionId: string },
): Promise<{ subscriptionId: string }> {
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    if (subscription.status === 'CANCELED' || !subscription.cancelAtPeriodEnd)
      throw new ConflictError('There is no cancellation to take back.');
    if (op.now >= subscription.currentPeriodEnd) throw new ConflictError('The subscription has ended.');
    await requirePaymentMethod(op, subscription);
    await op.tx.subscription.update({
      where: { id: subscriptionId },
      data: {
        cancelAtPeriodEnd: false,
        canceledAt: null,
        cancellationReason: null,
        cancellationComment: null,
        version: { increment: 1 },
        updatedAt: op.now,
      },
    });
    await op.enqueue(CANCELLATION_MAIL_JOB, {
      companyId: op.principal.companyId,
      subscriptionId,
      kind: 'undone',
      canceledAt: null,
      invoiceId: null,
    } satisfies CancellationMailJob);
    op.emit('subscription.cancellation_undone', { objectId: subscriptionId, customerId: subscription.customerId });
    return { subscriptionId };
  });
}
