/** From a coupon's row to the arithmetic's terms. */
import type { Coupon } from '../../db/generated/client/client.ts';
import type { DiscountTerms } from '../../kernel/discount.ts';

/** An amount off is in the coupon's currency: whoever applies it to prices of another one must refuse before. */
export function discountTerms(
  coupon: Pick<Coupon, 'percentOffBasisPoints' | 'amountOff' | 'productIds'>,
): DiscountTerms {
  const { percentOffBasisPoints: basisPoints, amountOff, productIds } = coupon;
  if (basisPoints !== null) return { kind: 'percent', basisPoints, productIds };
  if (amountOff !== null) return { kind: 'amount', amountOff, productIds };
  throw new Error('The coupon takes nothing off.');
}
