/** The merchant's own company. */
import type { z } from 'zod';
import { ValidationError } from '../../kernel/errors.ts';
import { territoryOf } from '../../kernel/tax/territories.ts';
import { namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { refusePostalCode } from '../customer/billingFields.ts';
import { companyColumns, companyFields } from './companyFields.ts';

const updateInput = companyFields.partial();
export type UpdateCompanyInput = z.input<typeof updateInput>;

/**
 * Refuses an address without shipped tax rates while the company charges tax: its next invoice would have none, or fail.
 * Called after the update, which holds the row, so that tax cannot be turned on in between.
 */
async function refuseUntaxable({ tx, principal }: Op<MerchantPrincipal>): Promise<void> {
  const { companyId: id } = principal;
  const { addressCountry, addressPostalCode, taxConfig } = await tx.company.findUniqueOrThrow({
    where: { id },
    select: { addressCountry: true, addressPostalCode: true, taxConfig: { select: { engine: true } } },
  });
  if (taxConfig?.engine !== 'BUILT_IN') return;
  if (addressCountry && territoryOf(addressCountry, addressPostalCode).area !== null) return;
  throw ValidationError.at(
    ['input', 'address', 'country'],
    'A company that charges tax needs an address in a country with known rates. Turn tax off first.',
  );
}

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
    if (fields.address !== undefined) await refuseUntaxable(op);
    op.emit('company.updated', { objectId: id, data: { changed: namesOfGiven(fields) } });
    return { id };
  });
}
