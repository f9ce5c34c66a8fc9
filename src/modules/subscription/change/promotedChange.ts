/** A change of plan with which a customer redeems a promotion code. */
import { ConflictError, ValidationError } from '../../../kernel/errors.ts';
import type { OpContext } from '../../../operation/operation.ts';
import { promotionFor } from '../../coupon/redeemPromotion.ts';
import { coversPeriod, type DiscountColumns, discountColumns, discountFrom } from '../forecast/discountWindow.ts';
import { nextPeriod } from '../forecast/nextPeriod.ts';
import type { LoadedSubscription } from '../record/load.ts';
import type { ResolvedChange } from './resolveChange.ts';

/** True if a discount reduces the current period or waits for a later one. */
const isDiscounted = (subscription: LoadedSubscription): boolean =>
  coversPeriod(subscription) ||
  subscription.nextCoupon !== null ||
  (subscription.discountStart !== null && subscription.discountStart > subscription.currentPeriodStart);

/**
 * The change with the discount of the code, which begins with the next period or with the new cycle that the change begins.
 * Throws what `promotionFor` throws, and `ConflictError` if the subscription has another discount.
 */
export async function withPromotion(
  { db, principal, now }: Pick<OpContext, 'db' | 'principal' | 'now'>,
  choice: ResolvedChange,
  { promotionCode }: { promotionCode?: string | null | undefined },
): Promise<ResolvedChange> {
  if (!promotionCode) return choice;
  const path = ['input', 'promotionCode'];
  if (principal.kind !== 'customer') throw ValidationError.at(path, 'Only customers redeem promotion codes.');
  const { subscription, item, next } = choice;
  if (next.price.id === item.price.id) throw ValidationError.at(path, 'Only with another plan.');
  if (isDiscounted(subscription))
    throw new ConflictError('DISCOUNT_EXISTS', 'The subscription has a discount already.', path);
  const items = subscription.items.map((other) => (other.id === item.id ? next : other));
  const purchase = { currency: subscription.currency, items };
  const promotion = await promotionFor({ db, principal, now }, 'SWITCH_PLAN', promotionCode, purchase);
  const { period } = nextPeriod(subscription, subscription.currentPeriodEnd);
  const discounted = { ...subscription, ...discountFrom(promotion.coupon, period), couponId: promotion.coupon.id };
  return { ...choice, promotion, subscription: discounted };
}

/** The discount that the change gives the subscription; a new cycle overrides its window. */
export const promotedColumns = ({ promotion, subscription }: ResolvedChange): Partial<DiscountColumns> =>
  promotion ? discountColumns(subscription) : {};
