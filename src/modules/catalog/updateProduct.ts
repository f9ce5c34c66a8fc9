import { z } from 'zod';
import { ProductKind } from '../../db/generated/client/enums.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { clearable, line, metadata, namesOfGiven, text, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { marketingFeatures, type ProductTax, taxColumns, taxFields } from './productFields.ts';
import { productTranslations } from './productTexts.ts';

const updateInput = z.object({
  name: line(200).optional(),
  ...taxFields,
  description: clearable(text(2000)),
  marketingFeatures: clearable(marketingFeatures),
  translations: clearable(productTranslations),
  kind: z.enum(ProductKind).optional(),
  active: z.boolean().optional(),
  metadata: clearable(metadata),
});

export type UpdateProductInput = z.input<typeof updateInput>;

/** Updates the given fields. Existing subscriptions continue when a product becomes inactive. */
export async function updateProduct(
  ctx: OpContext<MerchantPrincipal>,
  productId: string,
  input: UpdateProductInput,
): Promise<{ id: string }> {
  const {
    metadata: labels,
    marketingFeatures: lines,
    translations,
    taxCategory,
    taxExemptBy,
    ...fields
  } = validate(updateInput, input);
  const marketingFeatures = lines === null ? [] : lines;
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    const [before] = await op.tx.$queryRaw<ProductTax[]>`
      SELECT tax_category AS "taxCategory", tax_exempt_by AS "taxExemptBy" FROM product
      WHERE company_id = ${companyId} AND id = ${productId} FOR NO KEY UPDATE`;
    if (!before) throw new NotFoundError('product', ['input', 'productId']);
    const taxed = taxColumns({ taxCategory, taxExemptBy }, before);
    await op.tx.product.update({
      where: { id: productId, companyId },
      data: {
        ...fields,
        marketingFeatures,
        ...(translations === undefined ? {} : { translations: translations ?? {} }),
        ...taxed,
        ...(labels === undefined ? {} : { metadata: labels ?? {} }),
        updatedAt: op.now,
      },
    });
    op.emit('product.updated', { objectId: productId, data: { changed: namesOfGiven(input) } });
    return { id: productId };
  });
}
