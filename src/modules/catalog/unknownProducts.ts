import type { FieldIssue } from '../../kernel/errors.ts';
import type { Op } from '../../operation/operation.ts';

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
