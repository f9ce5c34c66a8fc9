import { z } from 'zod';
import { validate } from '../../../kernel/validate.ts';
import { type CustomerPrincipal, type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { discountColumns } from '../forecast/discountWindow.ts';
import { nextPeriod } from '../forecast/nextPeriod.ts';
import { type LoadedSubscription, lockSubscription } from '../record/load.ts';
import { updateVersioned } from '../record/transition.ts';
import { acceptableOffer, emitAccepted, retentionAnswer } from './cancellationOffer.ts';
import { discountFromNextPeriod, type RetentionOffer } from './discountOffer.ts';

/** Records the quantities for which the saving was promised: those of the next period. */
async function limitQuantities(op: Op, subscription: LoadedSubscription): Promise<void> {
  const { billed } = nextPeriod(subscription, subscription.currentPeriodEnd);
  for (const { id, quantity } of billed.items)
    await op.tx.subscriptionItem.update({ where: { id }, data: { discountedQuantity: quantity, updatedAt: op.now } });
}

/**
 * Attaches the offered coupon from the next period on. It saves at most what was promised: it discounts the present
 * quantity and ends with the present interval.
 */
async function attachDiscount(op: Op, subscription: LoadedSubscription, { coupon }: RetentionOffer): Promise<void> {
  const { discount } = discountFromNextPeriod(subscription, coupon);
  await updateVersioned(op, subscription, discountColumns(discount));
  await limitQuantities(op, subscription);
}

const acceptInput = z.object({ subscriptionId: z.string(), ...retentionAnswer.shape });

export type AcceptRetentionOfferInput = z.input<typeof acceptInput>;

/**
 * Accepts a discount, or a contact to the support. A pause is accepted by `pauseSubscription` and another plan by
 * `switchPlan`. Throws `ConflictError` if no such offer applies any more, and `ValidationError` for an unknown reason.
 */
export async function acceptRetentionOffer(
  ctx: OpContext<CustomerPrincipal>,
  input: AcceptRetentionOfferInput,
): Promise<{ subscriptionId: string }> {
  const { subscriptionId, ...answer } = validate(acceptInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    const offer = await acceptableOffer(op, subscription, answer, ['COUPON', 'CONTACT']);
    if (offer.type === 'COUPON') await attachDiscount(op, subscription, offer.discount);
    await emitAccepted(op, subscription, offer, answer);
    return { subscriptionId };
  });
}
