/** The tax of lines that a merchant writes: provisional while they are a draft, decided when it is finalized. */
import type { TaxBehavior } from '../../db/generated/client/enums.ts';
import { type CustomerTax, holdOf, type TaxablePrice, taxUndecided, treatmentFor } from '../tax/customerTax.ts';
import { type Taxed, taxColumns, withTax } from './lineTax.ts';

/** The merchant's choices for a line, stored in its explanation; absent choices follow the company's settings. */
interface ManualTax {
  readonly taxBehavior?: TaxBehavior;
  readonly taxCategory?: string;
  readonly taxExemptBy?: string;
}

interface ManualLine extends Taxed {
  readonly explanation: unknown;
}

/** The merchant's choices for a line as a price. */
export function manualPrice(tax: CustomerTax, { explanation }: ManualLine): TaxablePrice {
  const { taxBehavior, taxCategory, taxExemptBy } = (explanation ?? {}) as ManualTax;
  return {
    taxBehavior: taxBehavior ?? tax.defaultBehavior,
    product: { taxCategory: taxCategory ?? 'ELECTRONIC_SERVICE', taxExemptBy: taxExemptBy ?? null },
  };
}

/** The lines with the tax that they have on the day of `now`. */
export function withManualTax<Line extends ManualLine>(
  lines: readonly Line[],
  tax: CustomerTax | null,
  now: Date,
): Line[] {
  const day = { start: now, end: now };
  return withTax(
    lines.map((line) => {
      const treatment = tax && treatmentFor(tax, manualPrice(tax, line), day);
      return treatment ? { ...line, ...taxColumns({ treatment, amount: null }) } : line;
    }),
  );
}

/** Throws `ConflictError` while the treatment of a line waits for a register or for the customer's country. */
export function refuseHeld(lines: readonly ManualLine[], tax: CustomerTax | null, now: Date): void {
  if (!tax) return;
  const wait = { now, due: now };
  if (lines.some((line) => holdOf(tax, manualPrice(tax, line), { start: now, end: now }, wait) !== null))
    throw taxUndecided();
}
