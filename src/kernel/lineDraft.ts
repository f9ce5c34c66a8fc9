/** Lines that are about to be written, and what their explanations record for later changes. */

import type { BilledLine, UnusedValue } from './billedLines.ts';
import type { Period } from './calendar.ts';
import {
  exactAmount,
  type FixedTaxExplanation,
  type ItemState,
  type LineExplanation,
  lineExplanation,
  type ReplacedPart,
} from './explanation.ts';
import { Fraction } from './money.ts';
import type { PlannedTax, TaxTreatment } from './tax/taxTreatment.ts';

/** A price × quantity: `gross` for a whole period, `net` exactly after discount and not yet rounded. */
export interface PricedItem {
  readonly priceId?: string | null;
  readonly unitAmount: bigint;
  readonly quantity: number;
  readonly gross: bigint;
  readonly net: Fraction;
  /** The discount as a share, for the explanation; the arithmetic goes by `net`. */
  readonly basisPointsOff?: number | null;
  /** The treatment of a new line for this price; absent or null if the company charges no tax. */
  readonly treatment?: TaxTreatment | null;
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
  /** Absent if the line has no treatment. The amount of a new charge is null: its document works it out. */
  readonly tax?: PlannedTax;
}

interface Amounts {
  readonly gross: bigint;
  readonly amount: bigint;
}

/** A line whose discount is the difference between its gross amount and its amount. */
export function draft(
  kind: LineDraft['kind'],
  period: Period,
  { gross, amount }: Amounts,
  explanation: LineExplanation,
  tax: PlannedTax | null = null,
): LineDraft {
  const line = { kind, gross, discount: gross - amount, amount, start: period.start, end: period.end, explanation };
  return tax === null ? line : { ...line, tax };
}

/** The tax of a line whose document works it out; null without a treatment. */
export function openTax({ treatment }: PricedItem): PlannedTax | null {
  return treatment ? { treatment, amount: null } : null;
}

/** A tax that is fixed now, and its derivation. Both null without a treatment. */
export function fixedTax(
  treatment: TaxTreatment | null,
  amount: bigint,
  {
    formula,
    exact,
    wanted,
    billed,
  }: Pick<FixedTaxExplanation, 'formula'> & {
    exact: Fraction;
    wanted?: bigint;
    billed?: bigint;
  },
): { tax: PlannedTax | null; explained: { tax?: FixedTaxExplanation } } {
  if (treatment === null) return { tax: null, explained: {} };
  const explanation: FixedTaxExplanation = {
    formula,
    exact: exactAmount(exact),
    limitedTo: Fraction.round(exact) === amount ? null : amount.toString(),
    wanted: wanted?.toString() ?? null,
    billed: billed?.toString() ?? null,
  };
  return { tax: { treatment, amount }, explained: { tax: explanation } };
}

function stateOf({ priceId, unitAmount, quantity, net }: PricedItem): ItemState {
  return { priceId: priceId ?? null, unitAmount: unitAmount.toString(), quantity, net: exactAmount(net) };
}

/** An amount and its tax in one treatment. */
export type Part = Pick<UnusedValue, 'treatment' | 'amount' | 'tax'>;

/** The record of leaving `old`: with it, the way back at the same instant restores amount, tax and treatment. */
export function recordLeaving(
  { old, next }: { old: PricedItem; next: PricedItem | null },
  credited: bigint,
  parts: readonly Part[],
): LineExplanation['replaced'] {
  const replaced = { ...stateOf(old), credited: credited.toString() };
  const taxed = Boolean(next?.treatment) || parts.some(({ treatment }) => treatment !== null);
  if (!taxed) return replaced;
  const written = parts.map(
    ({ treatment, amount, tax }): ReplacedPart => ({
      amount: amount.toString(),
      tax: treatment === null ? null : tax.toString(),
      treatment,
    }),
  );
  return { ...replaced, parts: written };
}

/**
 * The last line that credited an item of exactly this price, quantity and discount, among the lines whose explanation
 * `counts` accepts: its credit and the parts that it credited. Null without such a line; `parts` is null if nothing was
 * billed with a tax treatment.
 */
export function recordOfLeaving(
  item: PricedItem,
  lines: readonly BilledLine[],
  counts: (explanation: LineExplanation) => boolean,
): { credited: bigint; parts: Part[] | null } | null {
  const state = stateOf(item);
  const left = lines.findLast(({ explanation }) => {
    const was = explanation && counts(explanation) ? explanation.replaced : null;
    return (
      was?.priceId === state.priceId &&
      was.unitAmount === state.unitAmount &&
      was.quantity === state.quantity &&
      was.net.numerator === state.net.numerator &&
      was.net.denominator === state.net.denominator
    );
  });
  const replaced = left?.explanation?.replaced;
  if (!replaced) return null;
  const parts = replaced.parts?.map(({ amount, tax, treatment }) => ({
    amount: BigInt(amount),
    tax: BigInt(tax ?? 0),
    treatment,
  }));
  return { credited: BigInt(replaced.credited), parts: parts ?? null };
}

/**
 * The line that bills `item` for the whole of `period`: on a renewal, a first invoice or a new cycle.
 *
 * Rule: the full-period price after discount, rounded once.
 */
export function periodLine(item: PricedItem, period: Period): LineDraft {
  const explanation = lineExplanation('full_period', { at: period.start, period, exact: item.net, item });
  const price = { gross: item.gross, amount: Fraction.round(item.net) };
  return draft('PERIOD', period, price, explanation, openTax(item));
}
