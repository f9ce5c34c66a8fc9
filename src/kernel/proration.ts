/**
 * What a change of an item costs or gives back. Pure: a preview and the change that it previews call the same
 * functions. Amounts are minor units; a credit is negative.
 */

import type { Period } from './calendar.ts';
import {
  exactAmount,
  type ItemState,
  type LineExplanation,
  lineExplanation,
  timeLeft,
  type UnusedPart,
  writtenPeriod,
} from './explanation.ts';
import { Fraction, max, min } from './money.ts';

export type ProrationBehavior = 'NONE' | 'PRORATE' | 'FULL_DIFFERENCE';

/**
 * A line of one item as it was billed, invoiced or pending. Give the stored explanation back with it: it says which
 * billing period the line belongs to. Leave out lines of void invoices: they bill nothing.
 */
export interface BilledLine {
  readonly amount: bigint;
  readonly start: Date;
  readonly end: Date;
  readonly explanation?: LineExplanation | null;
}

/** A price × quantity: `gross` for a whole period, `net` exactly after discount and not yet rounded. */
export interface PricedItem {
  readonly priceId?: string | null;
  readonly unitAmount: bigint;
  readonly quantity: number;
  readonly gross: bigint;
  readonly net: Fraction;
  /** The discount as a share, for the explanation; the arithmetic goes by `net`. */
  readonly basisPointsOff?: number | null;
}

/** A line to be written: `gross − discount = amount`; `[start, end)` is the service period that it covers. */
export interface LineDraft {
  readonly kind: 'CREDIT' | 'CHARGE' | 'DIFFERENCE' | 'PERIOD';
  readonly gross: bigint;
  readonly discount: bigint;
  readonly amount: bigint;
  readonly start: Date;
  readonly end: Date;
  readonly explanation: LineExplanation;
}

export interface UnusedValue {
  /** What may be credited: a whole number of minor units, never negative, never more than `billed`. */
  readonly amount: bigint;
  /** The sum before rounding and bounds. */
  readonly exact: Fraction;
  /** What the lines that cover the instant come to in full. */
  readonly billed: bigint;
  readonly parts: readonly UnusedPart[];
}

const covers = ({ start, end }: Period, t: Date): boolean => start <= t && t < end;

/**
 * The lines that still count in `period`, the item's current billing period. After a change of interval the old
 * period's time runs on beside the new one's, but its lines were settled by that change (credited, or with `NONE`
 * given up), so they are left out; so is the credit that settled them.
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
 * What has been billed for the time from `t` on, over the lines of one item whose period contains `t`.
 *
 * Rule: credit is based on what was billed, never on list prices: the sum of line amount × (end − t) / (end − start),
 * rounded once; negative lines count.
 * It is held at zero from below, because a rounded credit can leave a residue of −0.5, which would round to a debt
 * that nobody made; and at what was billed from above, because a full difference is not shared out over time.
 */
export function unusedValue(lines: readonly BilledLine[], t: Date): UnusedValue {
  const covering = lines.filter((line) => covers(line, t));
  const values = covering.map((line) => {
    const { millisecondsLeft, millisecondsTotal } = timeLeft(t, line);
    return Fraction.of(line.amount * BigInt(millisecondsLeft), BigInt(millisecondsTotal));
  });
  const exact = Fraction.sum(values);
  const billed = covering.reduce((sum, line) => sum + line.amount, 0n);
  const parts = covering.map((line, index) => ({
    amount: line.amount.toString(),
    ...writtenPeriod(line),
    ...timeLeft(t, line),
    value: exactAmount(values[index] ?? exact),
  }));
  return { amount: max(0n, min(Fraction.round(exact), billed)), exact, billed, parts };
}

function draft(
  kind: LineDraft['kind'],
  period: Period,
  { gross, amount }: { gross: bigint; amount: bigint },
  explanation: LineExplanation,
): LineDraft {
  return { kind, gross, discount: gross - amount, amount, start: period.start, end: period.end, explanation };
}

/** A credit takes back amounts that are already after discount, so it carries no discount of its own. */
function unusedCredit(unused: UnusedValue, t: Date, period: Period, replaced: LineExplanation['replaced']): LineDraft {
  const amount = -unused.amount;
  const limitedTo = Fraction.round(unused.exact) === unused.amount ? null : amount.toString();
  const explanation = lineExplanation(
    'unused_value',
    { at: t, period, exact: Fraction.neg(unused.exact), item: null },
    { parts: unused.parts, limitedTo, replaced },
  );
  return draft('CREDIT', { start: t, end: period.end }, { gross: amount, amount }, explanation);
}

function stateOf({ priceId, unitAmount, quantity, net }: PricedItem): ItemState {
  return { priceId: priceId ?? null, unitAmount: unitAmount.toString(), quantity, net: exactAmount(net) };
}

/**
 * What was credited when the item left exactly this state at exactly this instant, or null if it did not.
 * The unused value comes from rounded lines and the new price from the price list, so the way back could cost one
 * minor unit more or less than the way there gave. Only lines remember: where less than half a unit was unused and
 * the stop between was free, there is none, and the way back may cost that one unit.
 */
function creditedOnLeaving(item: PricedItem, t: Date, lines: readonly BilledLine[]): bigint | null {
  const state = stateOf(item);
  const at = t.toISOString();
  const left = lines.findLast(({ explanation }) => {
    const was = explanation?.at === at && explanation.formula !== 'full_difference' ? explanation.replaced : null;
    return (
      was?.priceId === state.priceId &&
      was.unitAmount === state.unitAmount &&
      was.quantity === state.quantity &&
      was.net.numerator === state.net.numerator &&
      was.net.denominator === state.net.denominator
    );
  });
  const credited = left?.explanation?.replaced?.credited;
  return credited === undefined ? null : BigInt(credited);
}

/**
 * The line that bills `item` for the whole of `period`: on a renewal, a first invoice or a new cycle.
 *
 * Rule: the full-period price after discount, rounded once.
 */
export function periodLine(item: PricedItem, period: Period): LineDraft {
  const explanation = lineExplanation('full_period', { at: period.start, period, exact: item.net, item });
  return draft('PERIOD', period, { gross: item.gross, amount: Fraction.round(item.net) }, explanation);
}

export interface PlanChange {
  readonly t: Date;
  /** The item's current billing period; `t` lies in it. */
  readonly period: Period;
  /** The item's lines, invoiced and pending. */
  readonly billedLines: readonly BilledLine[];
  readonly old: PricedItem;
  readonly next: PricedItem;
  readonly behavior: ProrationBehavior;
  readonly trialing: boolean;
  /** The first period of the new cycle when the interval changes, otherwise null. */
  readonly newCycle: { readonly period: Period } | null;
}

function prorate({ t, period, old, next }: PlanChange, lines: readonly BilledLine[]): LineDraft[] {
  const unused = unusedValue(lines, t);
  const replaced = { ...stateOf(old), credited: unused.amount.toString() };
  const { millisecondsLeft, millisecondsTotal } = timeLeft(t, period);
  const share = Fraction.of(BigInt(millisecondsLeft), BigInt(millisecondsTotal));
  const times = (value: Fraction): bigint => Fraction.round(Fraction.mul(value, share));
  const exact = Fraction.mul(next.net, share);

  const gross = Fraction.of(next.gross);
  const restored = creditedOnLeaving(next, t, lines);
  const price =
    restored === null
      ? { gross: times(gross), amount: Fraction.round(exact) }
      : { gross: restored + times(Fraction.sub(gross, next.net)), amount: restored };
  const charge = draft(
    'CHARGE',
    { start: t, end: period.end },
    price,
    restored === null
      ? lineExplanation('new_price_times_fraction_left', { at: t, period, exact, item: next }, { replaced })
      : lineExplanation('restored_credit', { at: t, period, exact: Fraction.of(restored), item: next }, { replaced }),
  );
  return [unusedCredit(unused, t, period, replaced), charge].filter((line) => line.amount !== 0n);
}

/**
 * It corrects the price of the whole period, so that is what it covers, and the item's lines then come to the new
 * price exactly. Both prices are rounded as a full period's line is: rounding their exact difference instead would
 * let a round of three fractional prices earn a minor unit each time.
 */
function fullDifference({ t, period, old, next }: PlanChange, lines: readonly BilledLine[]): LineDraft[] {
  const wanted = Fraction.round(next.net) - Fraction.round(old.net);
  const amount = max(wanted, -max(0n, unusedValue(lines, t).billed));
  if (amount === 0n) return [];
  const limited = amount !== wanted;
  const gross = limited ? amount : next.gross - old.gross;
  const explanation = lineExplanation(
    'full_difference',
    { at: t, period, exact: Fraction.sub(next.net, old.net), item: next },
    {
      limitedTo: limited ? amount.toString() : null,
      replaced: { ...stateOf(old), credited: Fraction.round(old.net).toString() },
    },
  );
  return [draft('DIFFERENCE', period, { gross, amount }, explanation)];
}

/** What leaving the old cycle gives back. Its explanation names the old period: see `creditable`. */
function oldCycleCredit({ t, period, old, behavior }: PlanChange, lines: readonly BilledLine[]): LineDraft[] {
  if (behavior === 'NONE') return [];
  const unused = unusedValue(lines, t);
  if (behavior === 'PRORATE') return unused.amount === 0n ? [] : [unusedCredit(unused, t, period, null)];

  const wanted = Fraction.round(old.net);
  const credited = min(wanted, max(0n, unused.billed));
  if (credited === 0n) return [];
  const explanation = lineExplanation(
    'old_period_price',
    { at: t, period, exact: Fraction.neg(old.net), item: old },
    { limitedTo: credited === wanted ? null : (-credited).toString() },
  );
  const gross = credited === wanted ? -old.gross : -credited;
  return [draft('CREDIT', period, { gross, amount: -credited }, explanation)];
}

/**
 * The lines of switching an item to another price or quantity at `t`; lines of zero are left out, except the new
 * period's own.
 *
 * Rules, same interval: `NONE` no lines; `PRORATE` credits the unused value and charges new × fraction left, both
 * over `[t, end)`; `FULL_DIFFERENCE` is one line new − old over the whole period.
 * Another interval: the new price is billed in full for the new cycle's first period; the old value is credited:
 * `NONE` nothing, `PRORATE` the unused value, `FULL_DIFFERENCE` the old period's price.
 * Trialing: nothing was billed, so no lines.
 * Credits never exceed what was billed for the period, and switching there and back at one instant nets to zero.
 */
export function planChange(change: PlanChange): LineDraft[] {
  const { t, period, next, behavior, trialing, newCycle } = change;
  if (!covers(period, t)) throw new RangeError('A change happens inside the current period.');
  if (trialing) return [];
  const lines = creditable(change.billedLines, period);
  if (newCycle !== null) return [...oldCycleCredit(change, lines), periodLine(next, newCycle.period)];
  switch (behavior) {
    case 'NONE':
      return [];
    case 'PRORATE':
      return prorate(change, lines);
    case 'FULL_DIFFERENCE':
      return fullDifference(change, lines);
  }
}

/**
 * The credit for ending an item at `t`, before its period's end, or null when there is none.
 *
 * Rule: with proration enabled an immediate cancellation credits the unused value, without it nothing.
 */
export function planCancellation(cancellation: {
  readonly t: Date;
  /** The item's current billing period. */
  readonly period: Period;
  readonly billedLines: readonly BilledLine[];
  readonly prorate: boolean;
}): LineDraft | null {
  const { t, period, billedLines, prorate } = cancellation;
  if (!prorate) return null;
  const unused = unusedValue(creditable(billedLines, period), t);
  return unused.amount === 0n ? null : unusedCredit(unused, t, period, null);
}
