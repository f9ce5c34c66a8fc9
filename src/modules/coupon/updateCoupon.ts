import { z } from 'zod';
import { NotFoundError } from '../../kernel/errors.ts';
import { clearable, line, metadata, namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

const updateInput = z.object({
  name: line(100).optional(),
  active: z.boolean().optional(),
  metadata: clearable(metadata),
});

export type UpdateCouponInput = z.input<typeof updateInput>;

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
