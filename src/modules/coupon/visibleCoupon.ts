import type { Prisma } from '../../db/generated/client/client.ts';
import { type Principal, visibleInCompany } from '../../operation/operation.ts';
import { offersOf } from '../../operation/portalPolicy.ts';

/** Customers see the coupons of their own subscriptions, and those that the portal offers when they cancel. */
export function visibleCoupon(principal: Principal): Prisma.CouponWhereInput {
  if (principal.kind !== 'customer') return visibleInCompany(principal);
  const { companyId, customerId, portal } = principal;
  const offers = [portal.retentionCouponId, ...offersOf(portal).map(({ couponId }) => couponId)];
  const offered = offers.flatMap((id) => (id ? [{ id }] : []));
  return { companyId, OR: [{ subscriptions: { some: { customerId } } }, ...offered] };
}
