/** Rates that a company adds to the shipped ones: of categories that have none, or from a day on which one has changed. */
import { z } from 'zod';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { RATED_COUNTRIES } from '../../kernel/tax/rates.ts';
import { countryCode, taxCategory, validate } from '../../kernel/validate.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

export const MAXIMUM_RATES = 200;

const addInput = z.object({
  country: countryCode.refine(
    (country) => RATED_COUNTRIES.includes(country),
    `Must be one of the countries whose rates are known: ${RATED_COUNTRIES.join(', ')}.`,
  ),
  category: taxCategory.refine((category) => category !== 'EXEMPT', 'An exempt product has no rate.'),
  ratePpm: z.int('Must be a whole number.').min(0, 'Must not be negative.').max(1_000_000, 'Must be at most 100 %.'),
  validFrom: z.iso.date('Must be a day, as in `2026-11-29`.').transform((text) => new Date(`${text}T00:00:00Z`)),
});
export type AddTaxRateInput = z.input<typeof addInput>;

/** Adds a rate from a day that can be past or future. It takes precedence over the shipped rates; lines that exist stay. */
export async function addTaxRate(ctx: OpContext<MerchantPrincipal>, input: AddTaxRateInput): Promise<{ id: string }> {
  const fields = validate(addInput, input);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
    const count = await op.tx.taxRate.count({ where: { companyId } });
    if (count >= MAXIMUM_RATES)
      throw new ConflictError('LIMIT_REACHED', `A company adds at most ${MAXIMUM_RATES} rates.`);
    const id = newId('TaxRate', op.now);
    await op.tx.taxRate.create({ data: { ...fields, id, companyId, createdAt: op.now } }).catch((error: unknown) => {
      if (violatedConstraint(error) !== 'tax_rate_company_id_country_category_valid_from_key') throw error;
      throw ValidationError.at(['input', 'validFrom'], 'A rate of this category begins on this day.');
    });
    const { country, category } = fields;
    op.emit('tax.rate_added', { objectId: companyId, data: { country, category } });
    return { id };
  });
}
