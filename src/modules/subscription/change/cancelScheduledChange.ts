import { NotFoundError } from '../../../kernel/errors.ts';
import { type OpContext, type SignedIn, transact } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { actionState, requireAction } from '../record/allowedActions.ts';
import { lockSubscription } from '../record/load.ts';
import { updateVersioned } from '../record/transition.ts';
import { dropScheduledChanges } from './scheduledChange.ts';

/**
 * Cancels the scheduled change of one item or of all. Throws what `actionRefusal` returns for `cancelScheduledChange`, and
 * `NotFoundError` if the subscription has no such item.
 */
export async function cancelScheduledChange(
  ctx: OpContext<SignedIn>,
  { subscriptionId, itemId }: { subscriptionId: string; itemId?: string | null },
): Promise<{ subscriptionId: string }> {
  requireFeature(ctx.principal, 'subscriptionsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    if (itemId && !subscription.items.some(({ id }) => id === itemId))
      throw new NotFoundError('subscription item', ['input', 'itemId']);
    requireAction(op, actionState(subscription, itemId), 'cancelScheduledChange');
    await dropScheduledChanges(op, subscription, 'request', itemId ?? undefined);
    await updateVersioned(op, subscription, {});
    return { subscriptionId };
  });
}
