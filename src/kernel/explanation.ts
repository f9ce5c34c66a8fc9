/**
 * Why a line has the amount that it has, in a form that machines read and JSON keeps (bigints as decimal strings,
 * instants as ISO 8601). It is stored with its line, and the arithmetic reads part of it back: the billing period
 * that the line belongs to and the state of the item that it replaced stand nowhere else.
 */

import type { Period } from './calendar.ts';
import type { Fraction } from './money.ts';

/**
 * - `full_period`: the price after discount, for a whole period.
 * - `unused_value`: minus what was billed for the time left; `parts` lists it line by line.
 * - `new_price_times_fraction_left`: the new price after discount × milliseconds left / total.
 * - `restored_credit`: back to what was left at this very instant, for exactly what was credited then.
 * - `full_difference`: the new full-period price − the old one.
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

/** One billed line's share in an unused value: `amount × millisecondsLeft / millisecondsTotal = value`. */
export interface UnusedPart extends WrittenPeriod {
  readonly amount: string;
  readonly millisecondsLeft: number;
  readonly millisecondsTotal: number;
  readonly value: ExactAmount;
}

/** A price, a quantity and what they come to for a whole period after discount. */
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
  /** The price that the formula speaks of; null where it speaks of billed lines only. */
  readonly unitAmount: string | null;
  readonly quantity: number | null;
  /** The share that a discount takes off that price, in basis points; null where it takes off none, or an amount. */
  readonly basisPointsOff: number | null;
  /** The amount before rounding, and before `limitedTo`. */
  readonly exact: ExactAmount;
  /** Where the amount was held inside its bounds (no credit above what was billed, none below zero): the amount. */
  readonly limitedTo: string | null;
  readonly parts: readonly UnusedPart[];
  /** What the item was before this change, and what was credited for it. */
  readonly replaced: (ItemState & { readonly credited: string }) | null;
}

/** A fraction as it is written in an explanation. */
export function exactAmount(value: Fraction): ExactAmount {
  return { numerator: value.num.toString(), denominator: value.den.toString() };
}

/** A period as it is written in an explanation. */
export function writtenPeriod({ start, end }: Period): WrittenPeriod {
  return { start: start.toISOString(), end: end.toISOString() };
}

/**
 * Milliseconds from `at` to the period's end, and of the whole period.
 *
 * Rule: the fraction left is exactly (end − at) / (end − start).
 */
export function timeLeft(at: Date, period: Period): { millisecondsLeft: number; millisecondsTotal: number } {
  const end = period.end.getTime();
  const millisecondsTotal = end - period.start.getTime();
  if (!(millisecondsTotal > 0)) throw new RangeError('A period ends after it starts.');
  return { millisecondsLeft: end - at.getTime(), millisecondsTotal };
}

/** The explanation of one line; what does not apply to the formula is left out by the caller. */
export function lineExplanation(
  formula: Formula,
  fact: {
    at: Date;
    period: Period;
    exact: Fraction;
    item: { unitAmount: bigint; quantity: number; basisPointsOff?: number | null } | null;
  },
  more: Partial<Pick<LineExplanation, 'limitedTo' | 'parts' | 'replaced'>> = {},
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
