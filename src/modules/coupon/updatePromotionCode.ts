/** Switching a promotion code on or off. */
import { z } from 'zod';
import { NotFoundError } from '../../kernel/errors.ts';
import { clearable, metadata, namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

const updateInput = z.object({ active: z.boolean().optional(), metadata: clearable(metadata) });
export type UpdatePromotionCodeInput = z.input<typeof updateInput>;

/** Switches a code on or off, or changes its labels. Discounts that it has given are unaffected. */
export async function updatePromotionCode(
  ctx: OpContext<MerchantPrincipal>,
  promotionCodeId: string,
  input: UpdatePromotionCodeInput,
): Promise<{ id: string }> {
  const { metadata: labels, ...fields } = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { count } = await op.tx.promotionCode.updateMany({
      where: { id: promotionCodeId, companyId: op.principal.companyId },
      data: { ...fields, ...(labels === undefined ? {} : { metadata: labels ?? {} }), updatedAt: op.now },
    });
    if (count === 0) throw new NotFoundError('promotion code', ['input', 'promotionCodeId']);
    op.emit('promotion_code.updated', { objectId: promotionCodeId, data: { changed: namesOfGiven(input) } });
    return { id: promotionCodeId };
  });
}
