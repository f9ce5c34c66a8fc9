/** The tax with which another system billed an item, as it was given at the import. */
import { z } from 'zod';
import { TaxCategory } from '../../../db/generated/client/enums.ts';
import type { TaxBehavior, TaxReason, TaxTreatment } from '../../../kernel/tax/taxTreatment.ts';
import { amount, clearable, countryCode } from '../../../kernel/validate.ts';

export const importedTaxInput = z
  .object({
    amount,
    category: z.enum(TaxCategory),
    ratePpm: z.int('Must be a whole number.').min(0, 'Must not be negative.').max(1_000_000, 'Must be at most 100 %.'),
    country: clearable(countryCode),
  })
  .refine(({ category, ratePpm }) => (category === 'S') === ratePpm > 0, {
    path: ['ratePpm'],
    message: 'The category S, and only it, has a rate above zero.',
  })
  .refine(({ category, amount: tax }) => category === 'S' || tax === 0n, {
    path: ['amount'],
    message: 'Only the category S has tax.',
  });

const REASONS: Record<TaxCategory, TaxReason> = {
  S: 'STANDARD',
  Z: 'STANDARD',
  E: 'PRODUCT_EXEMPT',
  AE: 'REVERSE_CHARGE',
  O: 'OUTSIDE_SCOPE',
};

/** The treatment of an imported line: later credits take its tax back. */
export function importedTreatment(
  { category, ratePpm, country }: Pick<z.output<typeof importedTaxInput>, 'category' | 'ratePpm' | 'country'>,
  behavior: TaxBehavior,
  billedAt: Date,
): TaxTreatment {
  return {
    category,
    ratePpm,
    country: country ?? null,
    region: null,
    behavior,
    reason: REASONS[category],
    scheme: null,
    legalBasis: null,
    registrationId: null,
    taxDate: billedAt.toISOString().slice(0, 10),
  };
}
