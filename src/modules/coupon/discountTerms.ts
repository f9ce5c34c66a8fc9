/** Converts a coupon's row to discount terms. */
import type { Coupon } from '../../db/generated/client/client.ts';
import type { DiscountTerms } from '../../kernel/discount.ts';

/** A fixed discount is in the coupon's currency. The caller must refuse prices in another currency first. */
export function discountTerms(coupon: Pick<Coupon, 'basisPointsOff' | 'amountOff' | 'productIds'>): DiscountTerms {
  const { basisPointsOff: basisPoints, amountOff, productIds } = coupon;
  if (basisPoints !== null) return { kind: 'percent', basisPoints, productIds };
  if (amountOff !== null) return { kind: 'amount', amountOff, productIds };
  throw new Error('The coupon takes nothing off.');
}
