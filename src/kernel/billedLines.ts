/** The billed lines of an item: which of them count, and the value that is left of them at an instant. */

import { type Period, timeLeft } from './calendar.ts';
import { exactAmount, type LineExplanation, type UnusedPart, writtenPeriod } from './explanation.ts';
import { Fraction, max, min } from './money.ts';
import { type PlannedTax, type TaxTreatment, treatmentKey } from './tax/taxTreatment.ts';

/**
 * A line of one item as it was billed, invoiced or pending, with its stored explanation, which holds the billing period
 * of the line. Callers leave out lines of void invoices, which bill nothing.
 */
export interface BilledLine {
  readonly amount: bigint;
  /** The discount that is contained in the amount; 0 by default. */
  readonly discount?: bigint;
  readonly start: Date;
  readonly end: Date;
  readonly explanation?: LineExplanation | null;
  /**
   * Absent or null if the line has no tax treatment. Its amount must be known: crediting a line whose tax `taxDocument` has
   * not calculated yet throws.
   */
  readonly tax?: PlannedTax | null;
}

/** The value that is left of the lines of one treatment. */
export interface UnusedValue {
  /** The treatment of the latest of the lines; null if they have none. */
  readonly treatment: TaxTreatment | null;
  /** The amount that may be credited: whole minor units, between zero and `billed`. */
  readonly amount: bigint;
  /** The tax that is credited with it, between zero and `billedTax`. */
  readonly tax: bigint;
  /** The sums before rounding and bounds. */
  readonly exact: Fraction;
  readonly exactTax: Fraction;
  /** The full sums of the lines that cover the instant. */
  readonly billed: bigint;
  readonly billedTax: bigint;
  readonly parts: readonly UnusedPart[];
}

const covers = ({ start, end }: Period, t: Date): boolean => start <= t && t < end;

/**
 * The lines that still count in `period`, the item's current billing period. After a change of interval the old period
 * overlaps the new one, but its lines were settled by that change (credited, or with `NONE` forfeited), so they are left
 * out, and so is the credit that settled them.
 * A line without an explanation belongs when it starts in the period and ends with it.
 */
export function creditable<Line extends BilledLine>(lines: readonly Line[], period: Period): Line[] {
  const { start, end } = writtenPeriod(period);
  return lines.filter((line) => {
    const own = line.explanation?.period;
    if (own) return own.start === start && own.end === end;
    return line.start >= period.start && line.end.getTime() === period.end.getTime();
  });
}

/**
 * The tax credited with `amount`: the rounded share, and never a tax without an amount or one larger than the amount that
 * contains it.
 */
function creditedTax(amount: bigint, exactTax: Fraction, billedTax: bigint, treatment: TaxTreatment | null): bigint {
  if (amount === 0n) return 0n;
  const most = treatment?.behavior === 'INCLUSIVE' ? min(billedTax, amount) : billedTax;
  return max(0n, min(Fraction.round(exactTax), most));
}

export function taxOn({ tax }: BilledLine): bigint {
  if (!tax) return 0n;
  if (tax.amount === null) throw new RangeError('The tax of a billed line is worked out before the line is credited.');
  return tax.amount;
}

function unusedPart(line: BilledLine, t: Date): UnusedPart {
  const left = timeLeft(t, line);
  const share = (amount: bigint) => Fraction.of(amount * BigInt(left.millisecondsLeft), BigInt(left.millisecondsTotal));
  return {
    amount: line.amount.toString(),
    ...writtenPeriod(line),
    ...left,
    value: exactAmount(share(line.amount)),
    ...(line.tax ? { tax: taxOn(line).toString(), taxValue: exactAmount(share(taxOn(line))) } : {}),
  };
}

const fractionOf = (written: UnusedPart['value'] | undefined): Fraction =>
  written ? Fraction.of(BigInt(written.numerator), BigInt(written.denominator)) : Fraction.of(0n);

/**
 * The amount and the tax billed for the time from `t` on, over the lines of one item whose period contains `t`, for each
 * tax treatment among them, in the order in which they first occur.
 *
 * Rule: credit is based on what was billed, never on list prices or today's rate: the sum of line amount × (end − t) /
 * (end − start), rounded once, and the same for the tax; negative lines count.
 * Clamped at zero from below, because a rounded credit can leave a residue of −0.5, which would round to a debt that no
 * change caused; and at the billed amount from above, because a full difference is not spread over time.
 */
export function unusedValues(lines: readonly BilledLine[], t: Date): UnusedValue[] {
  const covering = lines.filter((line) => covers(line, t));
  const treatments = Map.groupBy(covering, ({ tax }) => treatmentKey(tax?.treatment ?? null));
  return [...treatments.values()].map((group) => {
    const parts = group.map((line) => unusedPart(line, t));
    const exact = Fraction.sum(parts.map(({ value }) => fractionOf(value)));
    const exactTax = Fraction.sum(parts.map(({ taxValue }) => fractionOf(taxValue)));
    const billed = group.reduce((sum, line) => sum + line.amount, 0n);
    const billedTax = group.reduce((sum, line) => sum + taxOn(line), 0n);
    const amount = max(0n, min(Fraction.round(exact), billed));
    const treatment = group.at(-1)?.tax?.treatment ?? null;
    const tax = creditedTax(amount, exactTax, billedTax, treatment);
    return { treatment, amount, tax, exact, exactTax, billed, billedTax, parts };
  });
}
