/** Products. Their prices are in price.ts. */
import { z } from 'zod';
import { ProductKind } from '../../db/generated/client/enums.ts';
import { type FieldIssue, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { clearable, line, metadata, namesOfGiven, taxCategory, text, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';

const taxFields = {
  taxCategory: taxCategory.nullish(),
  taxExemptBy: clearable(line(200)),
};
/** The lines of a comparison of plans. Two equal ones would be compared as one. */
const marketingFeatures = z
  .array(line(120))
  .max(20, 'Must have at most 20 lines.')
  .refine((lines) => new Set(lines).size === lines.length, 'Must not have a line twice.');
const createInput = z.object({
  name: line(200),
  ...taxFields,
  description: clearable(text(2000)),
  marketingFeatures: clearable(marketingFeatures),
  kind: z.enum(ProductKind).nullish(),
  active: z.boolean().nullish(),
  metadata: clearable(metadata),
});
const updateInput = z.object({
  name: line(200).optional(),
  ...taxFields,
  description: clearable(text(2000)),
  marketingFeatures: clearable(marketingFeatures),
  kind: z.enum(ProductKind).optional(),
  active: z.boolean().optional(),
  metadata: clearable(metadata),
});
export type CreateProductInput = z.input<typeof createInput>;
export type UpdateProductInput = z.input<typeof updateInput>;

interface ProductTax {
  taxCategory: string;
  taxExemptBy: string | null;
}

const NEW: ProductTax = { taxCategory: 'ELECTRONIC_SERVICE', taxExemptBy: null };

/** The columns of a product's tax. An exemption ends with its category; `EXEMPT` is refused without its provision. */
function taxColumns(given: { [Name in keyof ProductTax]?: string | null }, before: ProductTax): ProductTax {
  const taxCategory = given.taxCategory ?? before.taxCategory;
  const path = ['input', 'taxExemptBy'];
  if (taxCategory !== 'EXEMPT') {
    if (given.taxExemptBy) throw ValidationError.at(path, 'Only a product of the category EXEMPT has a provision.');
    return { taxCategory, taxExemptBy: null };
  }
  const taxExemptBy = given.taxExemptBy === undefined ? before.taxExemptBy : given.taxExemptBy;
  if (!taxExemptBy) throw ValidationError.at(path, 'The category EXEMPT needs the provision that exempts the product.');
  return { taxCategory, taxExemptBy };
}

export async function createProduct(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateProductInput,
  key?: string | null,
): Promise<{ id: string }> {
  const {
    active,
    metadata: labels,
    marketingFeatures,
    kind,
    taxCategory,
    taxExemptBy,
    ...rest
  } = validate(createInput, input);
  const fields = {
    ...rest,
    marketingFeatures: marketingFeatures ?? [],
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

/** Updates the given fields. Existing subscriptions continue when a product becomes inactive. */
export async function updateProduct(
  ctx: OpContext<MerchantPrincipal>,
  productId: string,
  input: UpdateProductInput,
): Promise<{ id: string }> {
  const {
    metadata: labels,
    marketingFeatures: lines,
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
        ...taxed,
        ...(labels === undefined ? {} : { metadata: labels ?? {} }),
        updatedAt: op.now,
      },
    });
    op.emit('product.updated', { objectId: productId, data: { changed: namesOfGiven(input) } });
    return { id: productId };
  });
}

/** Issues for ids in a list of products that name no product of the company. */
export async function unknownProducts(
  op: Pick<Op, 'tx' | 'principal'>,
  productIds: readonly string[],
  path: readonly string[],
): Promise<FieldIssue[]> {
  if (productIds.length === 0) return [];
  const found = await op.tx.product.findMany({
    where: { companyId: op.principal.companyId, id: { in: [...productIds] } },
    select: { id: true },
  });
  const known = new Set(found.map(({ id }) => id));
  return productIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: [...path, String(index)], message: 'There is no such product.' }],
  );
}
