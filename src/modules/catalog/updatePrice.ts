import { z } from 'zod';
import { NotFoundError } from '../../kernel/errors.ts';
import { clearable, line, metadata, namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { adjustableQuantityInput, quantityColumns } from './adjustableQuantity.ts';

const updateInput = z.object({
  nickname: clearable(line(200)),
  active: z.boolean().optional(),
  adjustableQuantity: clearable(adjustableQuantityInput),
  metadata: clearable(metadata),
});

export type UpdatePriceInput = z.input<typeof updateInput>;

/** Updates the given fields. Existing subscriptions continue when a price becomes inactive. */
export async function updatePrice(
  ctx: OpContext<MerchantPrincipal>,
  priceId: string,
  input: UpdatePriceInput,
): Promise<{ id: string }> {
  const { metadata: labels, adjustableQuantity, ...fields } = validate(updateInput, input);
  const quantities = adjustableQuantity === undefined ? {} : quantityColumns(adjustableQuantity);
  return transact(ctx, async (op) => {
    const { count } = await op.tx.price.updateMany({
      where: { id: priceId, companyId: op.principal.companyId },
      data: {
        ...fields,
        ...quantities,
        ...(labels === undefined ? {} : { metadata: labels ?? {} }),
        updatedAt: op.now,
      },
    });
    if (count === 0) throw new NotFoundError('price', ['input', 'priceId']);
    op.emit('price.updated', { objectId: priceId, data: { changed: namesOfGiven(input) } });
    return { id: priceId };
  });
}
