/**
 * The charges and credits of a change of an item. Pure: a preview and the change that it previews call the same
 * functions. Amounts are minor units; a credit is negative.
 *
 * A credit takes back the tax that was billed, by treatment, and is fixed here. The tax of a new charge is worked out with
 * its document by `taxDocument`, because a document has one rounding for each rate.
 */

import { type BilledLine, creditable, type UnusedValue, unusedValues } from './billedLines.ts';
import { type Period, timeLeft } from './calendar.ts';
import { type LineExplanation, lineExplanation } from './explanation.ts';
import { fullDifference, oldPriceCredits } from './fullDifference.ts';
import {
  draft,
  fixedTax,
  type LineDraft,
  openTax,
  type Part,
  type PricedItem,
  periodLine,
  recordLeaving,
  recordOfLeaving,
} from './lineDraft.ts';
import { allocate, Fraction } from './money.ts';

export type ProrationBehavior = 'NONE' | 'PRORATE' | 'FULL_DIFFERENCE';

const sumOf = (values: readonly UnusedValue[]): bigint => values.reduce((sum, { amount }) => sum + amount, 0n);

function shareLeft(t: Date, period: Period): Fraction {
  const { millisecondsLeft, millisecondsTotal } = timeLeft(t, period);
  return Fraction.of(BigInt(millisecondsLeft), BigInt(millisecondsTotal));
}

/** A credit takes back amounts that are already after discount, so it carries no discount of its own. */
function unusedCredit(unused: UnusedValue, t: Date, period: Period, replaced: LineExplanation['replaced']): LineDraft {
  const amount = -unused.amount;
  const limitedTo = Fraction.round(unused.exact) === unused.amount ? null : amount.toString();
  const exactTax = Fraction.neg(unused.exactTax);
  const fixed = fixedTax(unused.treatment, -unused.tax, { formula: 'share_of_billed_tax', exact: exactTax });
  const explanation = lineExplanation(
    'unused_value',
    { at: t, period, exact: Fraction.neg(unused.exact), item: null },
    { parts: unused.parts, limitedTo, replaced, ...fixed.explained },
  );
  return draft('CREDIT', { start: t, end: period.end }, { gross: amount, amount }, explanation, fixed.tax);
}

function unusedCredits(lines: readonly BilledLine[], t: Date, period: Period): LineDraft[] {
  const values = unusedValues(lines, t).filter(({ amount }) => amount !== 0n);
  return values.map((value) => unusedCredit(value, t, period, null));
}

/**
 * The amounts credited when the item left exactly this state at exactly this instant, by treatment; null if it did not.
 * The unused value comes from rounded lines and the new price from the price list, so switching back could cost one minor
 * unit more or less than was credited. The credit is found on a line: if less than half a unit was unused and the price
 * in between was free, no line exists and switching back can cost that one unit.
 */
function creditedOnLeaving(item: PricedItem, t: Date, lines: readonly BilledLine[]): readonly Part[] | null {
  const at = t.toISOString();
  const record = recordOfLeaving(
    item,
    lines,
    (explanation) => explanation.at === at && explanation.formula !== 'full_difference',
  );
  return record && (record.parts ?? [{ treatment: null, amount: record.credited, tax: 0n }]);
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

function prorate(change: PlanChange, lines: readonly BilledLine[]): LineDraft[] {
  const { t, period, next } = change;
  const unused = unusedValues(lines, t).filter(({ amount }) => amount !== 0n);
  const replaced = recordLeaving(change, sumOf(unused), unused);
  const credits = unused.map((value) => unusedCredit(value, t, period, replaced));
  const restored = creditedOnLeaving(next, t, lines);
  return [...credits, ...(restored ? restoredCharges(change, restored, replaced) : newCharges(change, replaced))];
}

/** The new price for the time that is left; no line if the amount is zero. */
function newCharges({ t, period, next }: PlanChange, replaced: LineExplanation['replaced']): LineDraft[] {
  const share = shareLeft(t, period);
  const exact = Fraction.mul(next.net, share);
  const price = { gross: Fraction.round(Fraction.mul(Fraction.of(next.gross), share)), amount: Fraction.round(exact) };
  if (price.amount === 0n) return [];
  const fact = { at: t, period, exact, item: next };
  const explanation = lineExplanation('new_price_times_fraction_left', fact, { replaced });
  return [draft('CHARGE', { start: t, end: period.end }, price, explanation, openTax(next))];
}

/** The amounts credited when the item left this state, each with its tax and its treatment. */
function restoredCharges(
  { t, period, next }: PlanChange,
  restored: readonly Part[],
  replaced: LineExplanation['replaced'],
): LineDraft[] {
  const discounted = Fraction.sub(Fraction.of(next.gross), next.net);
  const discount = Fraction.round(Fraction.mul(discounted, shareLeft(t, period)));
  const charged = restored.filter(({ amount }) => amount !== 0n);
  if (charged.length === 0) return [];
  const discounts = allocate(
    discount,
    charged.map(({ amount }) => amount),
  );
  return charged.map(({ treatment, amount, tax }, index) => {
    const fixed = fixedTax(treatment, tax, { formula: 'restored_tax', exact: Fraction.of(tax) });
    const fact = { at: t, period, exact: Fraction.of(amount), item: next };
    const explanation = lineExplanation('restored_credit', fact, { replaced, ...fixed.explained });
    const price = { gross: amount + (discounts[index] ?? 0n), amount };
    return draft('CHARGE', { start: t, end: period.end }, price, explanation, fixed.tax);
  });
}

/** The credits for leaving the old cycle. Their explanations name the old period: see `creditable`. */
function oldCycleCredits({ t, period, old, behavior }: PlanChange, lines: readonly BilledLine[]): LineDraft[] {
  switch (behavior) {
    case 'NONE':
      return [];
    case 'PRORATE':
      return unusedCredits(lines, t, period);
    case 'FULL_DIFFERENCE':
      return oldPriceCredits({ t, period, old }, lines);
  }
}

/**
 * The lines for switching an item to another price or quantity at `t`. Lines of zero are omitted, except the line of a
 * new cycle.
 *
 * Rules, same interval: `NONE` no lines; `PRORATE` credits the unused value and charges new × fraction left, both
 * over `[t, end)`; `FULL_DIFFERENCE` is one line over the whole period, new − what was billed for it; amounts
 * billed in another tax treatment get a line each.
 * Another interval: the new price is billed in full for the new cycle's first period; the old value is credited:
 * `NONE` nothing, `PRORATE` the unused value, `FULL_DIFFERENCE` the old period's price.
 * Trialing: nothing was billed, so no lines.
 * Credits never exceed what was billed for the period, and switching there and back at one instant nets to zero.
 */
export function planChange(change: PlanChange): LineDraft[] {
  const { t, period, next, behavior, trialing, newCycle } = change;
  if (t < period.start || t >= period.end) throw new RangeError('A change happens inside the current period.');
  if (trialing) return [];
  const lines = creditable(change.billedLines, period);
  if (newCycle !== null) return [...oldCycleCredits(change, lines), periodLine(next, newCycle.period)];
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
 * The credits for ending an item at `t`, before its period's end, one for each tax treatment with an unused value.
 *
 * Rule: with proration enabled an immediate cancellation credits the unused value, without it nothing.
 */
export function planCancellation(cancellation: {
  readonly t: Date;
  /** The item's current billing period. */
  readonly period: Period;
  readonly billedLines: readonly BilledLine[];
  readonly prorate: boolean;
}): LineDraft[] {
  const { t, period, billedLines, prorate } = cancellation;
  return prorate ? unusedCredits(creditable(billedLines, period), t, period) : [];
}
