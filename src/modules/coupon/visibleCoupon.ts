import type { Prisma } from '../../db/generated/client/client.ts';
import { type Principal, visibleInCompany } from '../../operation/operation.ts';
import { offersOf } from '../../operation/portalPolicy.ts';

/** Customers see the coupons of their own subscriptions, of promotion codes, and those that the portal offers when they cancel. */
export function visibleCoupon(principal: Principal): Prisma.CouponWhereInput {
  if (principal.kind !== 'customer') return visibleInCompany(principal);
  const { companyId, customerId, portal } = principal;
  const offers = [portal.retentionCouponId, ...offersOf(portal).map(({ couponId }) => couponId)];
  const offered = offers.flatMap((id) => (id ? [{ id }] : []));
  // The preview of a purchase with a promotion code shows its coupon. Nothing lists coupons for customers.
  const promoted = { promotionCodes: { some: { OR: [{ customerId: null }, { customerId }] } } };
  return { companyId, OR: [{ subscriptions: { some: { customerId } } }, promoted, ...offered] };
}
