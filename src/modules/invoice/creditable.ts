/** How much of an invoice can still be credited, line by line. Pure. */
import { allocate, max, min } from '../../kernel/money.ts';
import { shareOfTax } from '../../kernel/tax/taxDocument.ts';
import { treatmentKey } from '../../kernel/tax/taxTreatment.ts';
import { amountsOf, type Taxed, treatmentOf } from './lineTax.ts';

/** An amount in the terms of its line and the tax on it; for a credit both are positive. */
interface Part {
  amount: bigint;
  tax: bigint;
}

export type BilledLine = Taxed & { id: string };

/** A negative line of a document that corrects the invoice. */
type CreditLine = Taxed & { creditsLineId: string | null };

/** A document with credits, and the part of them that counts for each invoice that it names. */
export interface Correction {
  lines: readonly CreditLine[];
  shares: readonly { invoiceId: string; amount: bigint }[];
}

export interface CreditableLine<Line extends BilledLine = BilledLine> {
  line: Line;
  left: Part;
}

export interface Creditable<Line extends BilledLine = BilledLine> {
  lines: CreditableLine<Line>[];
  /** The rest of the total, with tax, in minor units. */
  total: bigint;
}

const keyOf = (line: Taxed): string => treatmentKey(treatmentOf(line));
const includingTax = (line: Taxed, { amount, tax }: Part): bigint =>
  line.taxBehavior === 'EXCLUSIVE' ? amount + tax : amount;

/**
 * The amounts that are left to credit of an invoice. Credits that name their line reduce it. The others, such as credit for unused time,
 * are shared over the lines of the same tax treatment, by what is left of them; a document that corrects several invoices
 * counts for each by its share.
 */
export function creditableOf<Line extends BilledLine>(
  invoice: { id: string; total: bigint; lines: readonly Line[] },
  corrections: readonly Correction[],
): Creditable<Line> {
  const lines = invoice.lines.map((line) => ({ line, left: { amount: line.amount, tax: line.taxAmount ?? 0n } }));
  const byId = new Map(lines.map((one) => [one.line.id, one]));
  const unnamed = new Map<string, Part>();
  for (const { lines: credits, shares } of corrections)
    for (const [key, part] of unnamedCredits(credits, byId, shares, invoice.id)) {
      const known = unnamed.get(key) ?? { amount: 0n, tax: 0n };
      unnamed.set(key, { amount: known.amount + part.amount, tax: known.tax + part.tax });
    }
  for (const [key, part] of unnamed) takeShares(lines, key, part);
  const credited = corrections
    .flatMap(({ shares }) => shares)
    .reduce((sum, share) => sum + (share.invoiceId === invoice.id ? share.amount : 0n), 0n);
  const left = creditTotal(creditOfAll({ lines }));
  return { lines, total: max(0n, min(left, invoice.total - credited)) };
}

/** Subtracts the credits that name a line, and returns this invoice's share of the others by treatment. */
function unnamedCredits(
  credits: readonly CreditLine[],
  byId: ReadonlyMap<string, CreditableLine>,
  shares: Correction['shares'],
  invoiceId: string,
): Map<string, Part> {
  const own = shares.findIndex((share) => share.invoiceId === invoiceId);
  const counts = (shares[own]?.amount ?? 0n) > 0n;
  const weights = shares.map(({ amount }) => amount);
  const open = new Map<string, Part>();
  for (const credit of credits) {
    const named = credit.creditsLineId === null ? undefined : byId.get(credit.creditsLineId);
    const tax = credit.taxAmount ?? 0n;
    if (named) named.left = { amount: named.left.amount + credit.amount, tax: named.left.tax + tax };
    if (!counts || credit.creditsLineId !== null || credit.amount >= 0n) continue;
    const known = open.get(keyOf(credit)) ?? { amount: 0n, tax: 0n };
    open.set(keyOf(credit), { amount: known.amount - credit.amount, tax: known.tax - tax });
  }
  const share = (whole: bigint) => allocate(whole, weights)[own] ?? 0n;
  return new Map([...open].map(([key, { amount, tax }]) => [key, { amount: share(amount), tax: share(tax) }]));
}

function takeShares(lines: readonly CreditableLine[], key: string, part: Part): void {
  const own = lines.filter(({ line, left }) => left.amount > 0n && keyOf(line) === key);
  const take = (whole: bigint, of: (left: Part) => bigint) => {
    const weights = own.map(({ left }) => max(0n, of(left)));
    const most = weights.reduce((sum, weight) => sum + weight, 0n);
    return most === 0n ? own.map(() => 0n) : allocate(max(0n, min(whole, most)), weights);
  };
  const amounts = take(part.amount, ({ amount }) => amount);
  const taxes = take(part.tax, ({ tax }) => tax);
  for (const [index, one] of own.entries())
    one.left = { amount: one.left.amount - (amounts[index] ?? 0n), tax: one.left.tax - (taxes[index] ?? 0n) };
}

export interface LineCredit<Line extends BilledLine = BilledLine> {
  line: Line;
  credit: Part;
}

/** The sum of credits with tax, in minor units. */
export const creditTotal = (credits: readonly LineCredit[]): bigint =>
  credits.reduce((sum, { line, credit }) => sum + includingTax(line, credit), 0n);

/** All that is left: each line comes back as it was billed. A line that was itself a credit is charged back. */
export function creditOfAll<Line extends BilledLine>({ lines }: Pick<Creditable<Line>, 'lines'>): LineCredit<Line>[] {
  return lines.flatMap(({ line, left }) => (left.amount === 0n && left.tax === 0n ? [] : [{ line, credit: left }]));
}

/**
 * An amount with tax, shared over the lines by what is left of them. The tax of each is its share of the tax that is left.
 * The caller has checked that the amount is at most the total that is left.
 */
export function creditOfAmount<Line extends BilledLine>(
  creditable: Creditable<Line>,
  amount: bigint,
): LineCredit<Line>[] {
  const all = creditOfAll(creditable);
  if (amount === creditTotal(all)) return all;
  const weights = creditable.lines.map(({ line, left }) => max(0n, includingTax(line, left)));
  const shares = allocate(amount, weights);
  return creditable.lines.flatMap(({ line, left }, index) => {
    const [share, whole] = [shares[index] ?? 0n, weights[index] ?? 0n];
    if (share === 0n) return [];
    const tax = shareOfTax(share, { amount: whole, tax: left.tax });
    return [{ line, credit: { amount: line.taxBehavior === 'EXCLUSIVE' ? share - tax : share, tax } }];
  });
}

/** A part of one line, in the line's own terms; at most what is left of it. */
export function creditOfLine<Line extends BilledLine>(
  { line, left }: CreditableLine<Line>,
  amount: bigint,
): LineCredit<Line> {
  return { line, credit: { amount, tax: shareOfTax(amount, left) } };
}

/** The credits of a document, with tax, as a positive number of minor units: the sum of its negative lines. */
export const creditsOf = (lines: readonly Taxed[]): bigint =>
  lines.reduce((sum, line) => sum - min(0n, amountsOf(line).includingTax), 0n);
