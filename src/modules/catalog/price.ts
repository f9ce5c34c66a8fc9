/** What a product costs per interval. A price never changes its amount: people have agreed to it. */
import { z } from 'zod';
import { BillingInterval } from '../../db/generated/client/enums.ts';
import { idempotent } from '../../idempotency.ts';
import { currency } from '../../kernel/currency.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { amount, clearable, line, metadata, namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';

/** Three years: the longest time for which somebody pays at once. */
const LONGEST: Record<BillingInterval, number> = { DAY: 1095, WEEK: 156, MONTH: 36, YEAR: 3 };

const createInput = z
  .object({
    productId: z.string(),
    nickname: clearable(line(200)),
    unitAmount: z.object({ amount, currency }),
    interval: z.enum(BillingInterval),
    intervalCount: z.int('Must be a whole number.').min(1, 'Must be at least 1.').nullish(),
    active: z.boolean().nullish(),
    metadata: clearable(metadata),
  })
  .refine(({ interval, intervalCount }) => (intervalCount ?? 1) <= LONGEST[interval], {
    path: ['intervalCount'],
    message: 'Must come to three years at most.',
  });
const updateInput = z.object({
  nickname: clearable(line(200)),
  active: z.boolean().optional(),
  metadata: clearable(metadata),
});
export type CreatePriceInput = z.input<typeof createInput>;
export type UpdatePriceInput = z.input<typeof updateInput>;

export async function createPrice(
  ctx: OpContext<MerchantPrincipal>,
  input: CreatePriceInput,
  key?: string | null,
): Promise<{ id: string }> {
  const { active, metadata: labels, unitAmount, intervalCount, ...fields } = validate(createInput, input);
  return idempotent(ctx, { operation: 'createPrice', key, input }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('Price', op.now);
      await claim(op, { id });
      const { companyId } = op.principal;
      const product = await op.tx.product.findFirst({
        where: { id: fields.productId, companyId },
        select: { id: true },
      });
      if (!product) throw new NotFoundError('product', ['input', 'productId']);
      await op.tx.price.create({
        data: {
          ...fields,
          id,
          companyId,
          currency: unitAmount.currency,
          unitAmount: unitAmount.amount,
          intervalCount: intervalCount ?? 1,
          active: active ?? true,
          metadata: labels ?? {},
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      op.emit('price.created', { objectId: id, data: { productId: fields.productId } });
      return { id };
    }),
  );
}

/** Changes what is given and leaves the rest. Whoever has subscribed at a price keeps it when it becomes inactive. */
export async function updatePrice(
  ctx: OpContext<MerchantPrincipal>,
  priceId: string,
  input: UpdatePriceInput,
): Promise<{ id: string }> {
  const { metadata: labels, ...fields } = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { count } = await op.tx.price.updateMany({
      where: { id: priceId, companyId: op.principal.companyId },
      data: { ...fields, ...(labels === undefined ? {} : { metadata: labels ?? {} }), updatedAt: op.now },
    });
    if (count === 0) throw new NotFoundError('price', ['input', 'priceId']);
    op.emit('price.updated', { objectId: priceId, data: { changed: namesOfGiven(input) } });
    return { id: priceId };
  });
}
