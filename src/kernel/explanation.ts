/**
 * The derivation of a line's amount in machine-readable form that survives JSON (bigints as decimal strings, instants as
 * ISO 8601). It is stored with its line, and later calculations read it: the billing period that the line belongs to and
 * the state of the item that it replaced are recorded nowhere else.
 */

import { type Period, timeLeft } from './calendar.ts';
import type { Fraction } from './money.ts';
import type { TaxTreatment } from './tax/taxTreatment.ts';

/**
 * - `full_period`: the price after discount, for a whole period.
 * - `unused_value`: minus what was billed for the time left; `parts` lists it line by line.
 * - `new_price_times_fraction_left`: the new price after discount × milliseconds left / total.
 * - `restored_credit`: back to what was left at this very instant, for exactly what was credited then.
 * - `full_difference`: the new full-period price, rounded − what was billed for the period; `parts` lists it line by line.
 * - `old_period_price`: minus the old period's full price.
 */
export type Formula =
  | 'full_period'
  | 'unused_value'
  | 'new_price_times_fraction_left'
  | 'restored_credit'
  | 'full_difference'
  | 'old_period_price';

/** An exact number of minor units, as a fraction. */
export interface ExactAmount {
  readonly numerator: string;
  readonly denominator: string;
}

/** A half-open stretch of time, as ISO 8601. */
export interface WrittenPeriod {
  readonly start: string;
  readonly end: string;
}

/** One billed line's share: `amount × millisecondsLeft / millisecondsTotal = value`. In a full difference all of it counts. */
export interface UnusedPart extends WrittenPeriod {
  readonly amount: string;
  readonly millisecondsLeft: number;
  readonly millisecondsTotal: number;
  readonly value: ExactAmount;
  /** The line's tax and its share; absent if the line has no treatment. */
  readonly tax?: string;
  readonly taxValue?: ExactAmount;
}

/** An amount that left an item, with the tax that left with it. */
export interface ReplacedPart {
  readonly amount: string;
  /** Both null if the amount was billed without a treatment. */
  readonly tax: string | null;
  readonly treatment: TaxTreatment | null;
}

/**
 * - `share_of_billed_tax`: minus the share of the tax that was billed; the parts of the line list it.
 * - `restored_tax`: exactly the tax that was credited when the item left this state.
 * - `difference_of_taxes`: `wanted`, the tax on the new price, − `billed`.
 */
type TaxFormula = 'share_of_billed_tax' | 'restored_tax' | 'difference_of_taxes';

/** The derivation of a tax that is fixed with its line. `taxDocument` works out all other taxes. */
export interface FixedTaxExplanation {
  readonly formula: TaxFormula;
  /** The tax before rounding and bounds. */
  readonly exact: ExactAmount;
  /** The tax after its bounds (no more than was billed, no tax without an amount); null if they changed nothing. */
  readonly limitedTo: string | null;
  readonly wanted: string | null;
  readonly billed: string | null;
}

/** A price, a quantity, and their amount for a whole period after discount. */
export interface ItemState {
  readonly priceId: string | null;
  readonly unitAmount: string;
  readonly quantity: number;
  readonly net: ExactAmount;
}

export interface LineExplanation {
  readonly formula: Formula;
  readonly rounding: 'half_away_from_zero';
  /** The instant of the change, or the period's start where nothing changed. */
  readonly at: string;
  /** The billing period that the line belongs to: not always the service period that it covers. */
  readonly period: WrittenPeriod;
  readonly millisecondsLeft: number;
  readonly millisecondsTotal: number;
  /** The unit amount in the formula; null if the formula uses billed lines only. */
  readonly unitAmount: string | null;
  readonly quantity: number | null;
  /** The percentage off that price, in basis points; null without a discount, or with one of a fixed amount. */
  readonly basisPointsOff: number | null;
  /** The amount before rounding, and before `limitedTo`. */
  readonly exact: ExactAmount;
  /** The amount after clamping to its bounds (a credit lies between zero and the amount billed); null if not clamped. */
  readonly limitedTo: string | null;
  readonly parts: readonly UnusedPart[];
  /**
   * The item's state before this change, and the amount credited for it. `parts` shares it by tax treatment; it is absent
   * if nothing was billed with a treatment.
   */
  readonly replaced: (ItemState & { readonly credited: string; readonly parts?: readonly ReplacedPart[] }) | null;
  /** Absent if the line has no treatment, or if its tax is worked out with its document. */
  readonly tax?: FixedTaxExplanation;
}

/** A fraction as it is written in an explanation. */
export function exactAmount(value: Fraction): ExactAmount {
  return { numerator: value.num.toString(), denominator: value.den.toString() };
}

/** A period as it is written in an explanation. */
export function writtenPeriod({ start, end }: Period): WrittenPeriod {
  return { start: start.toISOString(), end: end.toISOString() };
}

/** The explanation of one line. The caller omits the fields that its formula does not use. */
export function lineExplanation(
  formula: Formula,
  fact: {
    at: Date;
    period: Period;
    exact: Fraction;
    item: { unitAmount: bigint; quantity: number; basisPointsOff?: number | null } | null;
  },
  more: Partial<Pick<LineExplanation, 'limitedTo' | 'parts' | 'replaced' | 'tax'>> = {},
): LineExplanation {
  return {
    formula,
    rounding: 'half_away_from_zero',
    at: fact.at.toISOString(),
    period: writtenPeriod(fact.period),
    ...timeLeft(fact.at, fact.period),
    unitAmount: fact.item?.unitAmount.toString() ?? null,
    quantity: fact.item?.quantity ?? null,
    basisPointsOff: fact.item?.basisPointsOff ?? null,
    exact: exactAmount(fact.exact),
    limitedTo: null,
    parts: [],
    replaced: null,
    ...more,
  };
}
