/** Coupons. The terms of a coupon never change after it is created. */
import { z } from 'zod';
import type { Prisma } from '../../db/generated/client/client.ts';
import { CouponDuration } from '../../db/generated/client/enums.ts';
import { currency } from '../../kernel/currency.ts';
import { type FieldIssue, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { amount, clearable, line, metadata, namesOfGiven, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import {
  type MerchantPrincipal,
  type OpContext,
  type Principal,
  transact,
  visibleInCompany,
} from '../../operation/operation.ts';
import { offersOf } from '../../operation/portalPolicy.ts';
import { unknownProducts } from '../catalog/product.ts';
import { productIds } from '../catalog/productIds.ts';

const MONTHS = 'Must be 1 to 36.';

const createInput = z
  .object({
    name: line(100),
    basisPointsOff: z
      .int('Must be a whole number.')
      .min(1, 'Must be 1 to 10000.')
      .max(10_000, 'Must be 1 to 10000.')
      .nullish(),
    amountOff: z
      .object({ amount: amount.refine((value) => value > 0n, 'Must be more than nothing.'), currency })
      .nullish(),
    duration: z.enum(CouponDuration),
    durationMonths: z.int('Must be a whole number.').min(1, MONTHS).max(36, MONTHS).nullish(),
    productIds: productIds.nullish(),
    active: z.boolean().nullish(),
    metadata: clearable(metadata),
  })
  .superRefine(({ basisPointsOff, amountOff, duration, durationMonths }, check) => {
    const refuse = (field: string, message: string) => check.addIssue({ code: 'custom', path: [field], message });
    const given = [basisPointsOff, amountOff].filter((value) => value !== null && value !== undefined).length;
    if (given === 0) refuse('basisPointsOff', 'Either this or `amountOff` must be given.');
    if (given === 2) refuse('amountOff', 'Must not be given together with `basisPointsOff`.');
    const months = durationMonths !== null && durationMonths !== undefined;
    if (duration === 'REPEATING' && !months)
      refuse('durationMonths', 'Must be given when the duration is `REPEATING`.');
    if (duration !== 'REPEATING' && months)
      refuse('durationMonths', 'Must be given only when the duration is `REPEATING`.');
  });
const updateInput = z.object({
  name: line(100).optional(),
  active: z.boolean().optional(),
  metadata: clearable(metadata),
});
export type CreateCouponInput = z.input<typeof createInput>;
export type UpdateCouponInput = z.input<typeof updateInput>;

/** Customers see the coupons of their own subscriptions, and those that the portal offers when they cancel. */
export function visibleCoupon(principal: Principal): Prisma.CouponWhereInput {
  if (principal.kind !== 'customer') return visibleInCompany(principal);
  const { companyId, customerId, portal } = principal;
  const offers = [portal.retentionCouponId, ...offersOf(portal).map(({ couponId }) => couponId)];
  const offered = offers.flatMap((id) => (id ? [{ id }] : []));
  return { companyId, OR: [{ subscriptions: { some: { customerId } } }, ...offered] };
}

export async function createCoupon(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateCouponInput,
  key?: string | null,
): Promise<{ id: string }> {
  const { active, amountOff, metadata: labels, productIds: products, ...fields } = validate(createInput, input);
  return idempotent(ctx, { operation: 'createCoupon', key, input }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('Coupon', op.now);
      await claim(op, { id });
      const issues = await unknownProducts(op, products ?? [], ['input', 'productIds']);
      if (issues.length > 0) throw new ValidationError(issues as [FieldIssue, ...FieldIssue[]]);
      await op.tx.coupon.create({
        data: {
          ...fields,
          id,
          companyId: op.principal.companyId,
          amountOff: amountOff?.amount,
          currency: amountOff?.currency,
          productIds: products ?? [],
          active: active ?? true,
          metadata: labels ?? {},
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      op.emit('coupon.created', { objectId: id });
      return { id };
    }),
  );
}

/** Updates the given fields. Subscriptions that have the coupon retain it when it becomes inactive. */
export async function updateCoupon(
  ctx: OpContext<MerchantPrincipal>,
  couponId: string,
  input: UpdateCouponInput,
): Promise<{ id: string }> {
  const { metadata: labels, ...fields } = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { count } = await op.tx.coupon.updateMany({
      where: { id: couponId, companyId: op.principal.companyId },
      data: { ...fields, ...(labels === undefined ? {} : { metadata: labels ?? {} }), updatedAt: op.now },
    });
    if (count === 0) throw new NotFoundError('coupon', ['input', 'couponId']);
    op.emit('coupon.updated', { objectId: couponId, data: { changed: namesOfGiven(input) } });
    return { id: couponId };
  });
}
