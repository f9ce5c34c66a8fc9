import { describe, expect, it } from 'vitest';
import { unusedValues } from '../../../../src/kernel/billedLines.ts';
import { type LineDraft, type PricedItem, periodLine } from '../../../../src/kernel/lineDraft.ts';
import { Fraction } from '../../../../src/kernel/money.ts';
import { planChange } from '../../../../src/kernel/proration.ts';
import { shareOfTax, taxDocument } from '../../../../src/kernel/tax/taxDocument.ts';
import type { TaxCategory } from '../../../../src/kernel/tax/taxTreatment.ts';
import vectors from '../vectors/tax.json' with { type: 'json' };
import { asTaxable, billedWith, ppm, treatmentOf } from './taxedItem.ts';

const start = new Date('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const periodOf = (days: number) => ({ start, end: new Date(start.getTime() + days * DAY) });
const daysLeft = (left: number, of: number) => new Date(start.getTime() + (of - left) * DAY);
const numbers = (values: readonly bigint[]) => values.map(Number);

interface Line {
  amount: number;
  percent: string;
  category?: string;
  before?: number;
  product?: { unitAmount: number; quantity: number; percentOff: string };
}
interface DocumentVector {
  id: string;
  source: string;
  behavior: string;
  lines: Line[];
  prepaid?: number;
  theirs?: { tax: number; why: string };
  result: { groups: (string | number)[][]; tax: number; total: number; due?: number; lineTaxes?: number[] };
}

const treatment = (percent: string, category = 'S', behavior = 'EXCLUSIVE') =>
  treatmentOf({
    ratePpm: ppm(percent),
    category: category as TaxCategory,
    behavior: behavior === 'INCLUSIVE' ? 'INCLUSIVE' : 'EXCLUSIVE',
  });

describe('published documents', () => {
  const documents = vectors.documents as DocumentVector[];

  it('all forty-two vectors are read', () => {
    const lists = Object.values(vectors).filter((value) => Array.isArray(value));
    expect(lists.flat().length).toBe(42);
    expect(documents.length).toBe(24);
  });

  it.each(documents)('the document $id of $source has the published tax', ({ behavior, lines, prepaid, result }) => {
    const document = taxDocument(
      lines.map(({ amount, percent, category }) => ({
        amount: BigInt(amount),
        terms: treatment(percent, category, behavior),
        tax: null,
      })),
    );
    const groups = document.groups.map(({ category, ratePpm, base, tax }) => [category, ratePpm, base, tax]);
    expect(groups.map(([category, rate, ...sums]) => [category, rate, ...numbers(sums as bigint[])])).toEqual(
      result.groups.map(([category, percent, ...sums]) => [category, ppm(String(percent)), ...sums]),
    );
    expect(numbers([document.tax, document.total])).toEqual([result.tax, result.total]);
    if (result.lineTaxes) expect(numbers(document.lines.map(({ taxAmount }) => taxAmount))).toEqual(result.lineTaxes);
    if (prepaid) expect(Number(document.total) - prepaid).toBe(result.due);
  });

  it.each(documents.filter(({ lines }) => lines.some(({ product }) => product)))(
    'the line amount of $id is its product after the discount, rounded once',
    ({ lines }) => {
      for (const { amount, product } of lines) {
        if (!product) continue;
        const kept = Fraction.of(BigInt(1_000_000 - ppm(product.percentOff)), 1_000_000n);
        const gross = BigInt(product.unitAmount) * BigInt(product.quantity);
        expect(Number(Fraction.round(Fraction.mul(Fraction.of(gross), kept)))).toBe(amount);
      }
    },
  );

  it.each(vectors.roundedLines)('the amount of $source is rounded to the minor unit of each currency', (vector) => {
    const digits = vector.exact.replace('.', '');
    const decimals = vector.exact.length - vector.exact.indexOf('.') - 1;
    const inUnits = (exponent: number) =>
      Number(Fraction.round(Fraction.of(BigInt(digits) * 10n ** BigInt(exponent), 10n ** BigInt(decimals))));
    expect({ USD: inUnits(2), JPY: inUnits(0) }).toEqual(vector.result);
  });
});

describe('published credits', () => {
  it.each(vectors.credits)('the credit $id of $source is a share of amount and tax', ({ billed, left, result }) => {
    const [days = 0, of = 0] = left;
    const tax = { treatment: treatment(billed.percent), amount: BigInt(billed.tax) };
    const [value] = unusedValues([{ amount: BigInt(billed.amount), ...periodOf(of), tax }], daysLeft(days, of));
    const credit = numbers([value?.amount ?? 0n, value?.tax ?? 0n]);
    expect([...credit, (credit[0] ?? 0) + (credit[1] ?? 0)]).toEqual([result.amount, result.tax, result.total]);
  });

  it.each(vectors.partialCredits)('the partial credits $id of $source take their taxes', (vector) => {
    const left = vector.billed.map(({ amount, tax }) => ({ amount: BigInt(amount), tax: BigInt(tax) }));
    const taxes = vector.credited.map((credited, index) => {
      const from = left.length === 1 ? 0 : index;
      const rest = left[from] ?? { amount: 0n, tax: 0n };
      const tax = shareOfTax(BigInt(credited), rest);
      left[from] = { amount: rest.amount - BigInt(credited), tax: rest.tax - tax };
      return Number(tax);
    });
    expect(taxes).toEqual(vector.result.taxes);
    const totals = taxes.map((tax, index) => tax + (vector.credited[index] ?? 0));
    if (vector.result.totals) expect(totals).toEqual(vector.result.totals);
  });
});

const priced = (amount: number, percent: string, behavior = 'EXCLUSIVE'): PricedItem => ({
  priceId: `price-${amount}`,
  unitAmount: BigInt(amount),
  quantity: 1,
  gross: BigInt(amount),
  net: Fraction.of(BigInt(amount)),
  treatment: treatment(percent, 'S', behavior),
});

function change(
  old: PricedItem,
  next: PricedItem,
  billedLines: Parameters<typeof planChange>[0]['billedLines'],
  left: number[],
) {
  const [days = 0, of = 0] = left;
  const drafts = planChange({
    ...{ t: daysLeft(days, of), period: periodOf(of), billedLines, old, next },
    ...{ behavior: 'PRORATE', trialing: false, newCycle: null },
  });
  const document = taxDocument(drafts.map(asTaxable));
  return { drafts, document, billed: billedWith(drafts, document) };
}

const firstLine = (item: PricedItem, tax: number, of: number): LineDraft => {
  const line = periodLine(item, periodOf(of));
  return { ...line, tax: line.tax && { ...line.tax, amount: BigInt(tax) } };
};

describe('changes with tax', () => {
  it.each(vectors.changes)('the change $id credits the billed tax and charges the new rate', (vector) => {
    const { old, next, left, result } = vector;
    const from = priced(old.amount, old.percent);
    const { document } = change(
      from,
      priced(next.amount, next.percent),
      [firstLine(from, old.tax, left[1] ?? 0)],
      left,
    );
    expect(numbers([document.tax, document.total])).toEqual([result.tax, result.total]);
    const lines = document.lines.map(({ amountExcludingTax, taxAmount }) => numbers([amountExcludingTax, taxAmount]));
    const groups = result.groups ?? [
      { base: result.credit?.amount, tax: result.credit?.tax },
      { base: result.charge?.amount, tax: result.charge?.tax },
    ];
    expect(lines).toEqual(groups.map(({ base, tax }) => [base, tax]));
  });

  it.each(vectors.roundTrips)('the way back of $id restores net, tax and total', (vector) => {
    const { old, next, percent, left, result } = vector;
    const [from, to] = [priced(old.amount, percent), priced(next.amount, percent)];
    const first = [firstLine(from, old.tax, left[1] ?? 0)];
    const there = change(from, to, first, left);
    const back = change(to, from, [...first, ...there.billed], left);
    const sums = [there.document, back.document];
    const sum = (of: 'net' | 'tax' | 'total') => Number(sums.reduce((all, document) => all + document[of], 0n));
    expect({ net: sum('net'), tax: sum('tax'), total: sum('total') }).toEqual(result);
    expect(there.document.tax).not.toBe(0n);
  });

  it.each(vectors.renewals)(
    '$id: a tax-inclusive price stays the same when the rate changes, and its tax changes',
    (vector) => {
      const documents = vector.percents.map((percent) => {
        const line = periodLine(priced(vector.price, percent, vector.behavior), periodOf(30));
        return taxDocument([line].map(asTaxable));
      });
      expect({
        totals: numbers(documents.map(({ total }) => total)),
        taxes: numbers(documents.map(({ tax }) => tax)),
        nets: numbers(documents.map(({ net }) => net)),
      }).toEqual(vector.result);
    },
  );
});
