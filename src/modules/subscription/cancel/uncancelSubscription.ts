import { PaymentMethodRequiredError } from '../../../kernel/errors.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { creditBalance } from '../../credit/ledger.ts';
import { lockCustomer } from '../../payment/lockCustomer.ts';
import { upcomingInvoice } from '../forecast/upcomingInvoice.ts';
import { actionState, requireAction } from '../record/allowedActions.ts';
import { type LoadedSubscription, lockSubscription, pendingLines } from '../record/load.ts';
import { updateVersioned } from '../record/transition.ts';
import { CANCELLATION_MAIL_JOB, type CancellationMailJob } from './cancellationMail.ts';

/**
 * A customer could remove the last payment method while the subscription was going to end, so one is required again if the
 * next period costs something. Merchants may be paid in other ways. Locks the customer's row, so that no method is removed
 * concurrently.
 */
async function requirePaymentMethod(op: Op<SignedIn>, subscription: LoadedSubscription): Promise<void> {
  if (op.principal.kind !== 'customer') return;
  const { companyId, customerId, currency } = subscription;
  await lockCustomer(op, customerId);
  if ((await op.tx.paymentMethod.count({ where: { companyId, customerId, removedAt: null } })) > 0) return;
  const pending = await pendingLines(op.tx, subscription);
  const balance = await creditBalance(op.tx, subscription, currency);
  const next = await upcomingInvoice(op.tx, { ...subscription, cancelAtPeriodEnd: false }, pending, balance);
  if (next && next.amountDue > 0n)
    throw new PaymentMethodRequiredError('The next period needs a payment method. Add one first.');
}

/**
 * Undoes a scheduled cancellation; possible until the period ends. Throws what `actionRefusal` returns for `uncancel`, and
 * `PaymentMethodRequiredError`.
 */
export async function uncancelSubscription(
  ctx: OpContext<SignedIn>,
  { subscriptionId }: { subscriptionId: string },
): Promise<{ subscriptionId: string }> {
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    requireAction(op, actionState(subscription), 'uncancel');
    await requirePaymentMethod(op, subscription);
    await updateVersioned(op, subscription, {
      cancelAtPeriodEnd: false,
      canceledAt: null,
      cancellationReason: null,
      cancellationComment: null,
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
