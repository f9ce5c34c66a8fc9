/**
 * Redeeming a promotion code. A code that cannot be used is refused in the same way whatever the reason, so that guessing finds
 * out nothing.
 */
import { z } from 'zod';
import type { Coupon } from '../../db/generated/client/client.ts';
import type { PromotionCodeUse } from '../../db/generated/client/enums.ts';
import { PortalFeatureDisabledError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';
import type { CustomerPrincipal, Op, ReadContext } from '../../operation/operation.ts';
import { codeKey } from './createPromotionCode.ts';

/** A code that the customer may redeem. */
export interface Promotion {
  promotionCodeId: string;
  coupon: Coupon;
}

/** The items that the code is to discount. */
interface Purchase {
  currency: string;
  items: readonly { quantity: number; price: { productId: string; unitAmount: bigint } }[];
}

const PATH = ['input', 'promotionCode'];
const unusable = () => ValidationError.at(PATH, 'This code cannot be used.');

/** As a customer types it. */
export const promotionCode = z.string().max(100, 'Must be at most 100 characters.').nullish();

/** The promotion of a code where the portal allows one. Throws `PortalFeatureDisabledError` and what `findPromotion` throws. */
export async function promotionFor(
  ctx: Parameters<typeof findPromotion>[0],
  use: PromotionCodeUse,
  text: string,
  purchase: Purchase,
): Promise<Promotion> {
  if (!ctx.principal.portal.promotionCodes.includes(use)) throw new PortalFeatureDisabledError('promotionCodes');
  return findPromotion(ctx, text, purchase);
}

/** The promotion of a code. Throws `ValidationError` unless this customer can redeem it for the purchase now. */
async function findPromotion(
  { db, principal, now }: Pick<ReadContext<CustomerPrincipal>, 'db' | 'principal' | 'now'>,
  text: string,
  purchase: Purchase,
): Promise<Promotion> {
  const { companyId, customerId } = principal;
  const [found, earlier] = await Promise.all([
    db.prisma.promotionCode.findFirst({
      where: { companyId, codeKey: codeKey(text) },
      include: { coupon: true, redemptions: { where: { customerId }, select: { id: true } } },
    }),
    // Read in any case, so that the time of a response does not depend on the code.
    db.prisma.invoice.findFirst({
      where: { companyId, customerId, total: { gt: 0n }, status: { in: ['OPEN', 'PAID', 'UNCOLLECTIBLE'] } },
      select: { id: true },
    }),
  ]);
  if (!found) throw unusable();
  const { coupon, active, expiresAt, maxRedemptions, timesRedeemed } = found;
  const usable =
    active &&
    coupon.active &&
    (expiresAt === null || expiresAt > now) &&
    (maxRedemptions === null || timesRedeemed < maxRedemptions) &&
    (found.customerId === null || found.customerId === customerId) &&
    found.redemptions.length === 0 &&
    !(found.firstTimeTransaction && earlier) &&
    reaches(found, purchase) &&
    reduces(coupon, purchase);
  if (!usable) throw unusable();
  return { promotionCodeId: found.id, coupon };
}

/** Whether the purchase comes to the minimum, before the discount. */
function reaches(
  { minimumAmount, minimumAmountCurrency }: { minimumAmount: bigint | null; minimumAmountCurrency: string | null },
  { currency, items }: Purchase,
): boolean {
  if (minimumAmount === null) return true;
  const gross = items.reduce((sum, { price, quantity }) => sum + price.unitAmount * BigInt(quantity), 0n);
  return minimumAmountCurrency === currency && gross >= minimumAmount;
}

/** Whether the coupon discounts any of the items. */
function reduces({ currency, productIds }: Coupon, purchase: Purchase): boolean {
  if (currency !== null && currency !== purchase.currency) return false;
  return productIds.length === 0 || purchase.items.some(({ price }) => productIds.includes(price.productId));
}

/**
 * Redeems the promotion for a subscription that is written in the same transaction: once per customer, and the last redemption
 * once, whatever runs at the same time. Throws `ValidationError` if another request was first.
 */
export async function redeemPromotion(
  op: Op,
  { promotionCodeId, coupon }: Promotion,
  { subscriptionId, customerId }: { subscriptionId: string; customerId: string },
): Promise<void> {
  const { companyId } = op.principal;
  const id = newId('PromotionCodeRedemption', op.now);
  const row = { id, companyId, promotionCodeId, customerId, subscriptionId, createdAt: op.now };
  // Before the code's row is locked: requests of one customer wait for each other here.
  await op.tx.promotionCodeRedemption.create({ data: row }).catch((error: unknown) => {
    throw violatedConstraint(error)?.startsWith('promotion_code_redemption') ? unusable() : error;
  });
  const taken = await op.tx.$executeRaw`UPDATE promotion_code
    SET times_redeemed = times_redeemed + 1, updated_at = ${op.now}
    WHERE company_id = ${companyId} AND id = ${promotionCodeId} AND active
      AND (expires_at IS NULL OR expires_at > ${op.now})
      AND (max_redemptions IS NULL OR times_redeemed < max_redemptions)`;
  if (taken !== 1) throw unusable();
  op.emit('promotion_code.redeemed', {
    objectId: promotionCodeId,
    customerId,
    data: { couponId: coupon.id, subscriptionId },
  });
}
