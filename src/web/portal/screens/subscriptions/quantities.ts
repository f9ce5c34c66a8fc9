/** The quantities that the field offers. The server decides: a quantity that it refuses is shown with its reason. Pure. */
import type { PlanPartsFragment } from '../../../graphql/generated/graphql.ts';

export interface Quantities {
  minimum: number;
  /** The largest quantity; null for no limit. */
  maximum: number | null;
  step: number;
}

/** The portal's own maximum binds an item only while it has fewer units. Null: the price is not sold by units. */
export function quantitiesOf(
  { adjustableQuantity: { enabled, minimum, maximum, step } }: PlanPartsFragment,
  present: number,
  ofPortal: number | null,
): Quantities | null {
  if (!enabled) return null;
  const bounds = [maximum, ofPortal === null ? null : Math.max(ofPortal, present)].filter((bound) => bound !== null);
  return { minimum, maximum: bounds.length === 0 ? null : Math.min(...bounds), step };
}

/** The entered number, or null if the price is not sold at it. */
export function countOf(text: string, { minimum, maximum, step }: Quantities): number | null {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  const within = count >= minimum && count <= (maximum ?? 1_000_000);
  return within && (count - minimum) % step === 0 ? count : null;
}

/** The quantity to which the server moves an item of `present` units if none is entered. */
export function fitting({ minimum, step }: Quantities, present: number): number {
  return minimum + Math.max(0, Math.ceil((present - minimum) / step)) * step;
}

/** The next quantity in a direction, from any number. */
export function stepped({ minimum, maximum, step }: Quantities, count: number, by: 1 | -1): number {
  const steps = (count - minimum) / step;
  const next = minimum + (by > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * step;
  const most = minimum + Math.floor(((maximum ?? 1_000_000) - minimum) / step) * step;
  return Math.min(most, Math.max(minimum, next));
}
