/** The quantities at which a price is sold. Pure. */

/** The largest quantity of an item. */
const LARGEST = 1_000_000;

/** The columns of a price that decide. A price that is not sold by units has the quantity 1. */
export interface QuantityRules {
  readonly quantityAdjustable: boolean;
  readonly quantityMinimum: number;
  readonly quantityMaximum: number | null;
  /** Quantities are the minimum plus a multiple of it. */
  readonly quantityStep: number;
}

/** Why the price is not sold at a quantity, in English; null if it is. */
export function quantityIssue(rules: QuantityRules, quantity: number): string | null {
  if (!rules.quantityAdjustable) return quantity === 1 ? null : 'Must be 1, because this price is not sold by units.';
  const { quantityMinimum: minimum, quantityMaximum: maximum, quantityStep: step } = rules;
  if (quantity < minimum) return `Must be at least ${minimum}.`;
  if (maximum !== null && quantity > maximum) return `Must be at most ${maximum}.`;
  return (quantity - minimum) % step === 0 ? null : `Must be ${minimum} plus a multiple of ${step}.`;
}

/**
 * The quantity with which an item of `present` units moves to the price: the same one or, if the price is not sold at it,
 * the next larger one. A price that is not sold by units has 1. The result can exceed the price's maximum: `quantityIssue`
 * then refuses it, because no customer loses units without having chosen so.
 */
export function fittingQuantity(rules: QuantityRules, present: number): number {
  if (!rules.quantityAdjustable) return 1;
  const { quantityMinimum: minimum, quantityStep: step } = rules;
  if (present <= minimum) return minimum;
  return Math.min(LARGEST, minimum + Math.ceil((present - minimum) / step) * step);
}

/** The quantity of a new item whose quantity is not given. */
export const firstQuantity = ({ quantityAdjustable, quantityMinimum }: QuantityRules): number =>
  quantityAdjustable ? quantityMinimum : 1;
