/** Lists of products in inputs. */
import { z } from 'zod';

/** No value twice; each repetition is an issue at its own place. */
export function distinct(values: readonly string[], check: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) check.addIssue({ code: 'custom', path: [index], message: 'Stands in the list already.' });
    seen.add(value);
  }
}

export const productIds = z.array(z.string()).max(100, 'Must name at most 100 products.').superRefine(distinct);
