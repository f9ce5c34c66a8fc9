/** The quantities at which a price is sold, as inputs give them and as columns hold them. */
import { z } from 'zod';
import { ValidationError } from '../../kernel/errors.ts';
import type { QuantityRules } from '../../kernel/quantity.ts';
import { quantity } from '../../kernel/validate.ts';

export const adjustableQuantityInput = z.object({
  enabled: z.boolean(),
  minimum: quantity.nullish(),
  maximum: quantity.nullish(),
  step: quantity.nullish(),
});

const PATH = ['input', 'adjustableQuantity'];
const BY_UNITS: QuantityRules = {
  quantityAdjustable: true,
  quantityMinimum: 1,
  quantityMaximum: null,
  quantityStep: 1,
};

/**
 * The columns of the given rules as a whole; nothing is merged with earlier ones. Throws `ValidationError` for limits of a
 * price that is not sold by units, and for a maximum below the minimum.
 */
export function quantityColumns(given: z.output<typeof adjustableQuantityInput> | null | undefined): QuantityRules {
  if (!given) return BY_UNITS;
  const { enabled, minimum, maximum, step } = given;
  if (!enabled)
    for (const field of ['minimum', 'maximum', 'step'] as const)
      if (given[field]) throw ValidationError.at([...PATH, field], 'Only a price that is sold by units has limits.');
  if (maximum && maximum < (minimum ?? 1))
    throw ValidationError.at([...PATH, 'maximum'], 'Must not be less than the minimum.');
  return {
    quantityAdjustable: enabled,
    quantityMinimum: minimum ?? 1,
    quantityMaximum: maximum ?? null,
    quantityStep: step ?? 1,
  };
}
