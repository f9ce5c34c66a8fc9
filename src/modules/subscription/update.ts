/** What a merchant may change about a subscription besides its plan: labels, its own id for it, the discount. */
import { z } from 'zod';
import { ConflictError } from '../../kernel/errors.ts';
import { clearable, line, metadata, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../op.ts';
import { discountColumns } from './discountWindow.ts';
import { type LoadedSubscription, lockSubscription } from './load.ts';
import { loadCoupon, refuseTakenExternalId } from './newSubscription.ts';
import { nextPeriod } from './renewal.ts';

const updateInput = z.object({
  subscriptionId: z.string(),
  couponId: z.string().nullish(),
  externalId: clearable(line(200)),
  metadata: metadata.optional(),
});
export type UpdateSubscriptionInput = z.input<typeof updateInput>;

/**
 * A coupon that is attached in the middle of a period reduces the periods after it: what was billed stays as it was,
 * and a change inside the period is reduced like the period. Null removes the discount from the next period on.
 */
async function discountChange(op: Op<MerchantPrincipal>, subscription: LoadedSubscription, couponId: string | null) {
  const { currentPeriodStart, currentPeriodEnd: next, discountStart, discountEnd } = subscription;
  if (couponId === null) {
    const begun = discountStart !== null && discountStart <= currentPeriodStart;
    if (!begun) return { couponId: null, discountStart: null, discountEnd: null };
    return discountEnd === null || discountEnd > next ? { discountEnd: next } : {};
  }
  // While it rests, the next period begins at the earliest now.
  const running = discountEnd === null || discountEnd > (op.now > next ? op.now : next);
  if (subscription.couponId !== null && running)
    throw new ConflictError('The subscription has a discount already. Remove it first.', ['input', 'couponId']);
  const covered = discountEnd !== null && discountEnd > currentPeriodStart && op.now < next;
  if (subscription.couponId !== null && covered)
    throw new ConflictError('The present discount ends with this period. Attach the next one after it.', [
      'input',
      'couponId',
    ]);
  const coupon = await loadCoupon(op, couponId, subscription.currency);
  return discountColumns(coupon, next, nextPeriod(subscription, next).period.end);
}

export async function updateSubscription(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateSubscriptionInput,
): Promise<{ subscriptionId: string; invoiceId: null }> {
  const given = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, given.subscriptionId);
    if (given.couponId !== undefined && subscription.status === 'CANCELED')
      throw new ConflictError('The subscription has ended.');
    // Labels do not concern a quote; a discount does, which is why only it makes a new version.
    const discount =
      given.couponId === undefined
        ? {}
        : { ...(await discountChange(op, subscription, given.couponId)), version: { increment: 1 } };
    await op.tx.subscription
      .update({
        where: { id: subscription.id },
        data: {
          ...discount,
          ...(given.externalId === undefined ? {} : { externalId: given.externalId }),
          ...(given.metadata ? { metadata: given.metadata } : {}),
          updatedAt: op.now,
        },
      })
      .catch(refuseTakenExternalId);
    const changed = (['couponId', 'externalId', 'metadata'] as const).filter((name) => given[name] !== undefined);
    op.emit('subscription.updated', {
      objectId: subscription.id,
      customerId: subscription.customerId,
      data: { changed },
    });
    return { subscriptionId: subscription.id, invoiceId: null };
  });
}
