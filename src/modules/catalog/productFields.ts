/** The fields of a product that creating and updating share. */
import { z } from 'zod';
import { ValidationError } from '../../kernel/errors.ts';
import { clearable, line, taxCategory } from '../../kernel/validate.ts';

export const taxFields = {
  taxCategory: taxCategory.nullish(),
  taxExemptBy: clearable(line(200)),
};

/** The lines of a comparison of plans. Two equal ones would be compared as one. */
export const marketingFeatures = z
  .array(line(120))
  .max(20, 'Must have at most 20 lines.')
  .refine((lines) => new Set(lines).size === lines.length, 'Must not have a line twice.');

export interface ProductTax {
  taxCategory: string;
  taxExemptBy: string | null;
}

export const NEW: ProductTax = { taxCategory: 'ELECTRONIC_SERVICE', taxExemptBy: null };

/** The columns of a product's tax. An exemption ends with its category; `EXEMPT` is refused without its provision. */
export function taxColumns(given: { [Name in keyof ProductTax]?: string | null }, before: ProductTax): ProductTax {
  const taxCategory = given.taxCategory ?? before.taxCategory;
  const path = ['input', 'taxExemptBy'];
  if (taxCategory !== 'EXEMPT') {
    if (given.taxExemptBy) throw ValidationError.at(path, 'Only a product of the category EXEMPT has a provision.');
    return { taxCategory, taxExemptBy: null };
  }
  const taxExemptBy = given.taxExemptBy === undefined ? before.taxExemptBy : given.taxExemptBy;
  if (!taxExemptBy) throw ValidationError.at(path, 'The category EXEMPT needs the provision that exempts the product.');
  return { taxCategory, taxExemptBy };
}
