/** Lists of product ids in inputs. */
import { z } from 'zod';

/** Refuses duplicates; each repetition is an issue at its own index. */
export function distinct(values: readonly string[], check: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value))
      check.addIssue({ code: 'custom', path: [index], message: 'The list contains this id already.' });
    seen.add(value);
  }
}

export const productIds = z.array(z.string()).max(100, 'Must name at most 100 products.').superRefine(distinct);
