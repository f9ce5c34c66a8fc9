/** The merchant's own company. */
import type { z } from 'zod';
import { namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { refusePostalCode } from '../customer/billingFields.ts';
import { companyColumns, companyFields } from './companyFields.ts';

const updateInput = companyFields.partial();
export type UpdateCompanyInput = z.input<typeof updateInput>;

/** Updates the given fields and clears those that are null. Finalized invoices do not change. */
export async function updateCompany(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateCompanyInput,
): Promise<{ id: string }> {
  const fields = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const id = op.principal.companyId;
    refusePostalCode(fields.address, await op.tx.company.findUniqueOrThrow({ where: { id } }));
    await op.tx.company.update({ where: { id }, data: { ...companyColumns(fields), updatedAt: op.now } });
    op.emit('company.updated', { objectId: id, data: { changed: namesOfGiven(fields) } });
    return { id };
  });
}
