/** `updateSubscription`: labels, the merchant's own id and the discount. */
import { z } from 'zod';
import { ConflictError } from '../../../kernel/errors.ts';
import { clearable, line, metadata, validate } from '../../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { type CollectionTerms, collectionInput, collectionTerms } from '../../customer/collectionTerms.ts';
import {
  coversPeriod,
  type DiscountColumns,
  discountColumns,
  discountFrom,
  endingWithPeriod,
  NO_DISCOUNT,
} from '../forecast/discountWindow.ts';
import { nextPeriod } from '../forecast/nextPeriod.ts';
import { type LoadedSubscription, lockSubscription } from '../record/load.ts';
import { updateLabels, updateVersioned } from '../record/transition.ts';
import { loadCoupon, refuseTakenExternalId } from '../start/newSubscription.ts';

const updateInput = z.object({
  subscriptionId: z.string(),
  couponId: z.string().nullish(),
  externalId: clearable(line(200)),
  metadata: metadata.optional(),
  ...collectionInput,
});
export type UpdateSubscriptionInput = z.input<typeof updateInput>;

/**
 * A coupon that is attached inside a period applies from the next period on: the lines that were billed are unchanged, and
 * a change inside the period is discounted like the period. It takes over from a discount of the current period, and
 * replaces one that has not begun. Null removes the discount from the next period on.
 */
async function discountChange(
  op: Op<MerchantPrincipal>,
  subscription: LoadedSubscription,
  couponId: string | null,
): Promise<Partial<DiscountColumns>> {
  const coupon = couponId === null ? null : await loadCoupon(op, couponId, subscription.currency);
  if (coversPeriod(subscription)) return discountColumns(endingWithPeriod(subscription, coupon));
  const { currentPeriodStart, currentPeriodEnd, discountStart } = subscription;
  if (coupon) return discountColumns(discountFrom(coupon, nextPeriod(subscription, currentPeriodEnd).period));
  // The window of a discount that is over stays readable.
  return discountStart && discountStart > currentPeriodStart ? discountColumns(NO_DISCOUNT) : {};
}

const TERMS = ['collectionMethod', 'daysUntilDue'] as const;

/** How later invoices are collected; those that are issued do not change. */
function collectionChange(
  given: z.output<typeof updateInput>,
  subscription: LoadedSubscription,
): Partial<CollectionTerms> {
  if (TERMS.every((name) => given[name] === undefined)) return {};
  return collectionTerms(given, subscription);
}

/**
 * Writes the fields that are given. Throws `ConflictError` for a coupon if the subscription has ended, or if another
 * subscription has the external id; `NotFoundError` or `ValidationError` for a coupon that cannot be used.
 */
export async function updateSubscription(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateSubscriptionInput,
): Promise<{ subscriptionId: string }> {
  const given = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, given.subscriptionId);
    if (given.couponId !== undefined && subscription.status === 'CANCELED')
      throw new ConflictError('SUBSCRIPTION_ENDED', 'The subscription has ended.');
    const labels = {
      ...(given.externalId === undefined ? {} : { externalId: given.externalId }),
      ...(given.metadata ? { metadata: given.metadata } : {}),
    };
    await updateLabels(op, subscription, labels).catch(refuseTakenExternalId);
    const columns = {
      ...(given.couponId === undefined ? {} : await discountChange(op, subscription, given.couponId)),
      ...collectionChange(given, subscription),
    };
    if (given.couponId !== undefined || Object.keys(columns).length > 0)
      await updateVersioned(op, subscription, columns);
    const changed = ([...TERMS, 'couponId', 'externalId', 'metadata'] as const).filter(
      (name) => given[name] !== undefined,
    );
    op.emit('subscription.updated', {
      objectId: subscription.id,
      customerId: subscription.customerId,
      data: { changed },
    });
    return { subscriptionId: subscription.id };
  });
}
