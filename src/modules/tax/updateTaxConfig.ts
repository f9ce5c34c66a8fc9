import { z } from 'zod';
import {
  TaxBehavior,
  TaxDateRule,
  TaxEngine,
  UnknownLocationPolicy,
  UnprovenTaxIdPolicy,
} from '../../db/generated/client/enums.ts';
import { changedFields } from '../../kernel/changedFields.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { RATED_COUNTRIES } from '../../kernel/tax/rates.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { DEFAULTS, homeArea, taxConfig } from './taxConfig.ts';

/** GraphQL has checked the types, so null is the only wrong type left. */
const NOT_NULL = 'Must not be null. Omit it to leave it unchanged.';

const updateInput = z
  .object({
    engine: z.enum(TaxEngine, NOT_NULL),
    defaultBehavior: z.enum(TaxBehavior, NOT_NULL),
    unprovenTaxIdPolicy: z.enum(UnprovenTaxIdPolicy, NOT_NULL),
    unknownLocationPolicy: z.enum(UnknownLocationPolicy, NOT_NULL),
    taxDate: z.enum(TaxDateRule, NOT_NULL),
  })
  .partial();

type Settings = Required<z.output<typeof updateInput>>;
export type UpdateTaxConfigInput = { [Name in keyof Settings]?: Settings[Name] | null };

/** Has tax ids checked that were stored before the company charged tax. */
async function queryOldTaxIds({ tx, now, principal }: Op<MerchantPrincipal>): Promise<void> {
  await tx.customer.updateMany({
    where: { companyId: principal.companyId, taxIdType: 'eu_vat', taxIdStatus: null, deletedAt: null },
    data: { taxIdStatus: 'PENDING', taxIdChangedAt: now, taxIdCheckDueAt: now, taxIdCheckAttempts: 0 },
  });
}

/**
 * Merges the given settings; they apply to lines that are made from now on. Throws one `ValidationError` with every issue,
 * also if the engine is turned on while the company has no address in a country with shipped rates.
 */
export async function updateTaxConfig(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateTaxConfigInput,
): Promise<{ companyId: string }> {
  const given = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
    const before = await taxConfig(op.tx, companyId);
    const changed = changedFields(given, before);
    if (changed.length === 0) return { companyId };
    if (given.engine === 'BUILT_IN' && (await homeArea(op.tx, companyId)) === null)
      throw ValidationError.at(
        ['input', 'engine'],
        `Needs the company's address in one of these countries: ${RATED_COUNTRIES.join(', ')}. Set it with updateCompany.`,
      );
    await op.tx.taxConfig.upsert({
      where: { companyId },
      create: { ...DEFAULTS, ...given, companyId, createdAt: op.now, updatedAt: op.now },
      update: { ...given, updatedAt: op.now },
    });
    if (changed.includes('engine') && given.engine === 'BUILT_IN') await queryOldTaxIds(op);
    op.emit('tax.config_updated', { objectId: companyId, data: { changed } });
    return { companyId };
  });
}
