/** What a company sells. What it costs stands in its prices. */
import { z } from 'zod';
import { idempotent } from '../../idempotency.ts';
import { type FieldIssue, NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { clearable, line, metadata, namesOfGiven, text, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../op.ts';

const createInput = z.object({
  name: line(200),
  description: clearable(text(2000)),
  active: z.boolean().nullish(),
  metadata: clearable(metadata),
});
const updateInput = z.object({
  name: line(200).optional(),
  description: clearable(text(2000)),
  active: z.boolean().optional(),
  metadata: clearable(metadata),
});
export type CreateProductInput = z.input<typeof createInput>;
export type UpdateProductInput = z.input<typeof updateInput>;

export async function createProduct(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateProductInput,
  key?: string | null,
): Promise<{ id: string }> {
  const { active, metadata: labels, ...fields } = validate(createInput, input);
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

/** Changes what is given and leaves the rest. Whoever has subscribed to a product keeps it when it becomes inactive. */
export async function updateProduct(
  ctx: OpContext<MerchantPrincipal>,
  productId: string,
  input: UpdateProductInput,
): Promise<{ id: string }> {
  const { metadata: labels, ...fields } = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { count } = await op.tx.product.updateMany({
      where: { id: productId, companyId: op.principal.companyId },
      data: { ...fields, ...(labels === undefined ? {} : { metadata: labels ?? {} }), updatedAt: op.now },
    });
    if (count === 0) throw new NotFoundError('product', ['input', 'productId']);
    op.emit('product.updated', { objectId: productId, data: { changed: namesOfGiven(input) } });
    return { id: productId };
  });
}

/** What is wrong with a list of products: ids that name none of the company's, one issue each. */
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
