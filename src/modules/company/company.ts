/** The merchant's own company: what it says about itself. */
import type { z } from 'zod';
import { namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';
import { companyColumns, companyFields } from './companyFields.ts';

const updateInput = companyFields.partial();
export type UpdateCompanyInput = z.input<typeof updateInput>;

/** Changes what is given, clears what is null, leaves the rest. Finalized invoices keep what they say. */
export async function updateCompany(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateCompanyInput,
): Promise<{ id: string }> {
  const fields = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const id = op.principal.companyId;
    await op.tx.company.update({ where: { id }, data: { ...companyColumns(fields), updatedAt: op.now } });
    op.emit('company.updated', { objectId: id, data: { changed: namesOfGiven(fields) } });
    return { id };
  });
}
