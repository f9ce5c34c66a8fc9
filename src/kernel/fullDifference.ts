/** Changes that correct the price of a whole period, rather than the price of the time that is left. */

import { type BilledLine, taxOn, unusedValues } from './billedLines.ts';
import { type Period, timeLeft } from './calendar.ts';
import { exactAmount, lineExplanation, type UnusedPart, writtenPeriod } from './explanation.ts';
import {
  draft,
  fixedTax,
  type LineDraft,
  openTax,
  type Part,
  type PricedItem,
  recordLeaving,
  recordOfLeaving,
} from './lineDraft.ts';
import { allocate, Fraction, max, min } from './money.ts';
import { shareOfTax, taxOf } from './tax/taxDocument.ts';
import { type TaxTreatment, treatmentKey } from './tax/taxTreatment.ts';

interface Correction {
  readonly t: Date;
  readonly period: Period;
  readonly old: PricedItem;
  readonly next: PricedItem;
}

/**
 * The credit of the old price when its cycle ends, by treatment, no more than was billed.
 *
 * Rule: the tax is the uncredited tax × amount ÷ uncredited amount, rounded.
 */
export function oldPriceCredits(
  { t, period, old }: Omit<Correction, 'next'>,
  lines: readonly BilledLine[],
): LineDraft[] {
  const values = unusedValues(lines, t).filter(({ billed }) => billed > 0n);
  const wanted = Fraction.round(old.net);
  const credited = min(
    wanted,
    values.reduce((sum, { billed }) => sum + billed, 0n),
  );
  if (credited === 0n) return [];
  const amounts = allocate(
    credited,
    values.map(({ billed }) => billed),
  );
  const parts = values.map(({ treatment, billed, billedTax }, index): Part => {
    const amount = amounts[index] ?? 0n;
    return { treatment, amount, tax: shareOfTax(amount, { amount: billed, tax: billedTax }) };
  });
  return parts
    .filter(({ amount }) => amount > 0n)
    .map(({ treatment, amount, tax }) => {
      const [only, whole] = [parts.length === 1, amount === wanted];
      const fact = { at: t, period, exact: only ? Fraction.neg(old.net) : Fraction.of(-amount), item: old };
      const fixed = fixedTax(treatment, -tax, { formula: 'share_of_billed_tax', exact: Fraction.of(-tax) });
      const limitedTo = only && !whole ? (-amount).toString() : null;
      const explanation = lineExplanation('old_period_price', fact, { limitedTo, ...fixed.explained });
      return draft('CREDIT', period, { gross: whole ? -old.gross : -amount, amount: -amount }, explanation, fixed.tax);
    });
}

/** All lines of one treatment in the period, and the amount and tax that these lines shall add up to instead. */
interface Target {
  readonly treatment: TaxTreatment | null;
  readonly lines: readonly BilledLine[];
  readonly wanted: { readonly gross: bigint; readonly amount: bigint; readonly tax: bigint | null };
}

const NOTHING = { gross: 0n, amount: 0n, tax: 0n };

/**
 * The parts that were billed when the item left exactly the state of `next` at this instant, if they add up to its
 * price; otherwise null.
 */
function billedOnLeaving({ t, next }: Correction, lines: readonly BilledLine[], price: bigint): Part[] | null {
  const at = t.toISOString();
  const record = recordOfLeaving(next, lines, ({ at: then, formula }) => then === at && formula === 'full_difference');
  const parts = record?.parts ?? null;
  return parts?.reduce((sum, { amount }) => sum + amount, 0n) === price ? parts : null;
}

/** The amount and tax that each treatment of the period shall be billed with. */
function targetsOf(correction: Correction, lines: readonly BilledLine[]): Target[] {
  const { next } = correction;
  const price = Fraction.round(next.net);
  const groups = Map.groupBy(lines, ({ tax }) => treatmentKey(tax?.treatment ?? null));
  const wanted = new Map<string, Omit<Target, 'lines'>>();
  const before = billedOnLeaving(correction, lines, price);
  for (const { treatment, amount, tax } of before ?? [])
    wanted.set(treatmentKey(treatment), { treatment, wanted: { gross: amount, amount, tax } });
  if (!before) {
    const treatment = next.treatment ?? null;
    wanted.set(treatmentKey(treatment), { treatment, wanted: { gross: next.gross, amount: price, tax: null } });
  }
  const given = [...groups].map(([key, own]): Target => {
    const treatment = own.at(-1)?.tax?.treatment ?? null;
    return { lines: own, ...(wanted.get(key) ?? { treatment, wanted: NOTHING }) };
  });
  const added = [...wanted].filter(([key]) => !groups.has(key)).map(([, one]): Target => ({ lines: [], ...one }));
  return [...given, ...added];
}

/** The tax of the difference: open for a new price in a treatment in which nothing is billed, otherwise fixed here. */
function taxOfDifference({ treatment, wanted }: Target, billed: bigint, billedTax: bigint, next: PricedItem) {
  if (treatment === null) return { tax: null, explained: {} };
  if (wanted.tax === null && billed === 0n && billedTax === 0n) return { tax: openTax(next), explained: {} };
  const tax = wanted.tax ?? taxOf(wanted.amount, treatment);
  const formula =
    wanted.tax === null ? 'difference_of_taxes' : wanted.amount > 0n ? 'restored_tax' : 'share_of_billed_tax';
  const exact = Fraction.of(tax - billedTax);
  return fixedTax(treatment, tax - billedTax, { formula, exact, wanted: tax, billed: billedTax });
}

/**
 * Corrects the price of the whole period and therefore covers it: the new price − everything that was billed for the item
 * in this period, so that its lines then sum to exactly the new price, whatever behavior the earlier changes had. Only the
 * new price is rounded, as a full period's line is; what was billed is whole.
 *
 * Rule: the tax is the tax on the new price − the tax that was billed. Amounts that were billed in another treatment come
 * back with their tax, and the way back at the same instant restores the taxes and treatments that were billed.
 */
export function fullDifference(correction: Correction, lines: readonly BilledLine[]): LineDraft[] {
  const { t, period, next } = correction;
  const sum = (of: (line: BilledLine) => bigint, over: readonly BilledLine[] = lines) =>
    over.reduce((all, line) => all + of(line), 0n);
  const targets = targetsOf(correction, lines);
  const state = targets.map(({ treatment, lines: own }) => ({
    treatment,
    amount: sum(({ amount }) => amount, own),
    tax: sum(taxOn, own),
  }));
  const replaced = recordLeaving(
    correction,
    sum(({ amount }) => amount),
    state.filter(({ amount }) => amount !== 0n),
  );
  return targets.flatMap((target, index) => {
    const [billed, billedTax] = [state[index]?.amount ?? 0n, state[index]?.tax ?? 0n];
    const { wanted, lines: own } = target;
    const amount = wanted.amount - billed;
    const { tax, explained } = taxOfDifference(target, billed, billedTax, next);
    if (amount === 0n && !tax?.amount) return [];
    const owed = wanted.gross - wanted.amount - sum(({ discount }) => discount ?? 0n, own);
    const discount = amount > 0n ? max(0n, owed) : min(0n, owed);
    const fact = { at: t, period, exact: Fraction.of(amount), item: next };
    const explanation = lineExplanation('full_difference', fact, { parts: own.map(wholePart), replaced, ...explained });
    return [draft('DIFFERENCE', period, { gross: amount + discount, amount }, explanation, tax)];
  });
}

/** A billed line that counts in full. */
function wholePart(line: BilledLine): UnusedPart {
  const { millisecondsTotal } = timeLeft(line.start, line);
  const tax = line.tax ? { tax: taxOn(line).toString(), taxValue: exactAmount(Fraction.of(taxOn(line))) } : {};
  return {
    amount: line.amount.toString(),
    ...writtenPeriod(line),
    millisecondsLeft: millisecondsTotal,
    millisecondsTotal,
    value: exactAmount(Fraction.of(line.amount)),
    ...tax,
  };
}
