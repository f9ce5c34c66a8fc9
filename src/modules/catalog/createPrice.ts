/** Creates prices: the amount of a product per interval. The amount never changes, because customers agreed to it. */
import { z } from 'zod';
import { BillingInterval, TaxBehavior } from '../../db/generated/client/enums.ts';
import { currency } from '../../kernel/currency.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { amount, clearable, line, metadata, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { taxConfig } from '../tax/taxConfig.ts';
import { adjustableQuantityInput, quantityColumns } from './adjustableQuantity.ts';

/** Three years: the longest period that can be paid in advance. */
const LONGEST: Record<BillingInterval, number> = { DAY: 1095, WEEK: 156, MONTH: 36, YEAR: 3 };

const createInput = z
  .object({
    productId: z.string(),
    nickname: clearable(line(200)),
    unitAmount: z.object({ amount, currency }),
    interval: z.enum(BillingInterval),
    intervalCount: z.int('Must be a whole number.').min(1, 'Must be at least 1.').nullish(),
    active: z.boolean().nullish(),
    taxBehavior: z.enum(TaxBehavior).nullish(),
    adjustableQuantity: adjustableQuantityInput.nullish(),
    metadata: clearable(metadata),
  })
  .refine(({ interval, intervalCount }) => (intervalCount ?? 1) <= LONGEST[interval], {
    path: ['intervalCount'],
    message: 'Must come to three years at most.',
  });

export type CreatePriceInput = z.input<typeof createInput>;

export async function createPrice(
  ctx: OpContext<MerchantPrincipal>,
  input: CreatePriceInput,
  key?: string | null,
): Promise<{ id: string }> {
  const {
    active,
    metadata: labels,
    unitAmount,
    intervalCount,
    taxBehavior,
    adjustableQuantity,
    ...fields
  } = validate(createInput, input);
  const quantities = quantityColumns(adjustableQuantity);
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
          ...quantities,
          id,
          companyId,
          currency: unitAmount.currency,
          unitAmount: unitAmount.amount,
          intervalCount: intervalCount ?? 1,
          taxBehavior: taxBehavior ?? (await taxConfig(op.tx, companyId)).defaultBehavior,
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
