/** The tax of a document's lines, with one rounding for each rate. The rules are in this folder's README. */

import { Fraction, max, min } from '../money.ts';
import type { TaxTerms } from './taxTreatment.ts';

const MILLION = 1_000_000n;

/** A line of a document. `amount` is in the terms of its price: it contains the tax if the behavior is `INCLUSIVE`. */
export interface TaxableLine {
  readonly amount: bigint;
  readonly terms: TaxTerms;
  /** The tax if it was fixed before (a credit, a restored, pending or imported line); null if it is worked out here. */
  readonly tax: bigint | null;
}

interface TaxedLine {
  readonly amountExcludingTax: bigint;
  readonly taxAmount: bigint;
  readonly amountIncludingTax: bigint;
  /** The line's own tax before any rounding. */
  readonly exact: Fraction;
  /** The minor units of the document's rounding that this line carries; zero for a fixed tax. */
  readonly roundingShare: bigint;
}

/** The lines of one rate in one place. Category, rate, country and region name it. */
interface TaxGroup extends Omit<TaxTerms, 'behavior'> {
  /** The taxable amount: the sum of the lines without tax. */
  readonly base: bigint;
  readonly tax: bigint;
}

export interface TaxedDocument {
  /** In the order of the given lines. */
  readonly lines: readonly TaxedLine[];
  /** In the order of their first lines. */
  readonly groups: readonly TaxGroup[];
  readonly net: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/** The tax on `amount` before rounding: r × amount, or r ÷ (1 + r) × amount if the amount contains it. */
function exactTax(amount: bigint, { category, ratePpm, behavior }: TaxTerms): Fraction {
  if (!Number.isSafeInteger(ratePpm) || ratePpm < 0) throw new RangeError('A tax rate is a whole number of ppm.');
  if (category !== 'S') return Fraction.of(0n);
  const rate = BigInt(ratePpm);
  return Fraction.of(amount * rate, behavior === 'INCLUSIVE' ? MILLION + rate : MILLION);
}

/** The tax on an amount that is alone on its document. */
export const taxOf = (amount: bigint, terms: TaxTerms): bigint => Fraction.round(exactTax(amount, terms));

interface Entry {
  readonly index: number;
  readonly line: TaxableLine;
  readonly exact: Fraction;
}

const groupKey = ({ category, ratePpm, country, region }: TaxTerms): string =>
  [category, ratePpm, country, region].join('|');

function groupsOf(lines: readonly TaxableLine[]): Entry[][] {
  const entries = lines.map((line, index) => ({ index, line, exact: exactTax(line.amount, line.terms) }));
  return [...Map.groupBy(entries, ({ line }) => groupKey(line.terms)).values()];
}

/**
 * Shares the rounded tax of a group over its new lines: each gets its exact tax without the fraction of a unit, and the
 * missing units go to the largest fractions, the earlier line first, at most one to a line. Negative lines mirror
 * positive ones.
 */
function shareNewTax(entries: readonly Entry[], wanted: bigint): Map<number, bigint> {
  const cut = entries.map(({ index, exact }) => {
    const units = exact.num / exact.den;
    const rest = Fraction.sub(exact, Fraction.of(units));
    return { index, units, rest };
  });
  const taxes = new Map(cut.map(({ index, units }) => [index, units]));
  const missing = wanted - cut.reduce((sum, { units }) => sum + units, 0n);
  const unit = missing < 0n ? -1n : 1n;
  const open = cut
    .filter(({ rest }) => rest.num * unit > 0n)
    .sort((a, b) => -Fraction.compare(a.rest, b.rest) * Number(unit) || a.index - b.index);
  for (const { index, units } of open.slice(0, Number(missing * unit))) taxes.set(index, units + unit);
  return taxes;
}

/** The taxes of one group's lines by index. The bounds of the sum let every line stay within one unit of its own tax. */
function groupTaxes(entries: readonly Entry[]): Map<number, bigint> {
  const fixed = entries.flatMap(({ index, line }) => (line.tax === null ? [] : [[index, line.tax] as const]));
  const fresh = entries.filter(({ line }) => line.tax === null);
  const rounded = Fraction.round(Fraction.sum(entries.map(({ exact }) => exact)));
  const rest = rounded - fixed.reduce((sum, [, tax]) => sum + tax, 0n);
  const whole = fresh.map(({ exact }) => floorAndCeiling(exact));
  const lowest = whole.reduce((sum, { floor }) => sum + floor, 0n);
  const highest = whole.reduce((sum, { ceiling }) => sum + ceiling, 0n);
  return new Map([...fixed, ...shareNewTax(fresh, max(lowest, min(rest, highest)))]);
}

function floorAndCeiling({ num, den }: Fraction): { floor: bigint; ceiling: bigint } {
  const cut = num / den;
  if (num % den === 0n) return { floor: cut, ceiling: cut };
  return num < 0n ? { floor: cut - 1n, ceiling: cut } : { floor: cut, ceiling: cut + 1n };
}

function taxedLine({ line, exact }: Entry, taxAmount: bigint): TaxedLine {
  const included = line.terms.behavior === 'INCLUSIVE';
  return {
    amountExcludingTax: included ? line.amount - taxAmount : line.amount,
    taxAmount,
    amountIncludingTax: included ? line.amount : line.amount + taxAmount,
    exact,
    roundingShare: line.tax === null ? taxAmount - Fraction.round(exact) : 0n,
  };
}

/**
 * The tax of a document. Previews, quotes, invoices and credit notes all call this function.
 *
 * Rule: for each category, rate and place the exact taxes of all lines are added and rounded once, half away from zero.
 * Fixed taxes are subtracted, and the remainder is shared over the new lines.
 */
export function taxDocument(lines: readonly TaxableLine[]): TaxedDocument {
  const taxed: TaxedLine[] = [];
  const groups = groupsOf(lines).map((entries): TaxGroup => {
    const taxes = groupTaxes(entries);
    let [base, tax] = [0n, 0n];
    for (const entry of entries) {
      const line = taxedLine(entry, taxes.get(entry.index) ?? 0n);
      taxed[entry.index] = line;
      base += line.amountExcludingTax;
      tax += line.taxAmount;
    }
    const { category, ratePpm, country, region } = (entries[0] as Entry).line.terms;
    return { category, ratePpm, country, region, base, tax };
  });
  const net = groups.reduce((sum, { base }) => sum + base, 0n);
  const tax = groups.reduce((sum, group) => sum + group.tax, 0n);
  return { lines: taxed, groups, net, tax, total: net + tax };
}

/**
 * The tax credited with `amount` of an earlier charge of which `left` is not yet credited: its share, rounded once.
 *
 * Rule: the whole remaining amount takes the whole remaining tax, so that credits of a charge never exceed it.
 */
export function shareOfTax(amount: bigint, left: { readonly amount: bigint; readonly tax: bigint }): bigint {
  if (amount < 0n || amount > left.amount) throw new RangeError('A credit lies between zero and what is left.');
  if (amount === 0n) return 0n;
  return Fraction.round(Fraction.of(left.tax * amount, left.amount));
}
