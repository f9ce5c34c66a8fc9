import { z } from 'zod';
import { ProductKind } from '../../db/generated/client/enums.ts';
import { newId } from '../../kernel/ids.ts';
import { clearable, line, metadata, text, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { marketingFeatures, NEW, taxColumns, taxFields } from './productFields.ts';
import { productTranslations } from './productTexts.ts';

const createInput = z.object({
  name: line(200),
  ...taxFields,
  description: clearable(text(2000)),
  marketingFeatures: clearable(marketingFeatures),
  translations: clearable(productTranslations),
  kind: z.enum(ProductKind).nullish(),
  active: z.boolean().nullish(),
  metadata: clearable(metadata),
});

export type CreateProductInput = z.input<typeof createInput>;

export async function createProduct(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateProductInput,
  key?: string | null,
): Promise<{ id: string }> {
  const {
    active,
    metadata: labels,
    marketingFeatures,
    translations,
    kind,
    taxCategory,
    taxExemptBy,
    ...rest
  } = validate(createInput, input);
  const fields = {
    ...rest,
    marketingFeatures: marketingFeatures ?? [],
    translations: translations ?? {},
    kind: kind ?? 'PLAN',
    ...taxColumns({ taxCategory, taxExemptBy }, NEW),
  };
  return idempotent(ctx, { operation: 'createProduct', key, input }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('Product', op.now);
      await claim(op, { id });
      const { companyId } = op.principal;
      await op.tx.product.create({
        data: {
          ...fields,
          id,
          companyId,
          active: active ?? true,
          metadata: labels ?? {},
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      op.emit('product.created', { objectId: id });
      return { id };
    }),
  );
}
