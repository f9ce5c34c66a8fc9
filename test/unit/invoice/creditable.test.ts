/** How much of an invoice can be credited: random invoices, credited in random steps. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BilledLine,
  type Correction,
  creditableOf,
  creditOfAll,
  creditOfAmount,
  creditOfLine,
  creditTotal,
  type LineCredit,
} from '../../../src/modules/invoice/creditable.ts';
import { totalOf, withTax } from '../../../src/modules/invoice/lineTax.ts';

const NO_TAX = { taxAmount: null };
const taxed = (amount: bigint, ratePpm: number, taxBehavior: 'EXCLUSIVE' | 'INCLUSIVE') => ({
  ...{ amount, taxAmount: null, taxCategory: 'S' as const, taxRatePpm: ratePpm, taxCountry: 'DE', taxRegion: null },
  ...{ taxBehavior, taxReason: 'STANDARD' as const, taxDate: new Date('2026-04-01') },
});

const invoiceOf = (lines: (Omit<BilledLine, 'id'> & { amount: bigint })[]) => {
  const numbered = withTax(lines.map((line, index) => ({ ...line, id: `il_${index}` })));
  return { id: 'in_1', total: totalOf(numbered), lines: numbered };
};

/** A credit note over the credits, as it is stored. */
function noteOf(credits: readonly LineCredit[], named = true): Correction {
  const lines = credits.map(({ line, credit }) => ({
    ...line,
    ...{ amount: -credit.amount, taxAmount: line.taxCategory ? -credit.tax : null },
    creditsLineId: named ? line.id : null,
  }));
  return { lines, shares: [{ invoiceId: 'in_1', amount: creditTotal(credits) }] };
}

const anyLine = fc
  .tuple(fc.bigInt(1n, 100_000n), fc.constantFrom(0, 70_000, 190_000, 255_000), fc.boolean())
  .map(([amount, rate, included]) =>
    rate === 0 ? { amount, ...NO_TAX } : taxed(amount, rate, included ? 'INCLUSIVE' : 'EXCLUSIVE'),
  );

test('credits in any steps come to exactly what was billed, in every line and its tax, and never to more', () => {
  const steps = fc.array(fc.tuple(fc.nat(1000), fc.boolean(), fc.nat(7)), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), steps, (lines, wishes) => {
      const invoice = invoiceOf(lines);
      const notes: Correction[] = [];
      for (const [share, byLine, index] of wishes) {
        const creditable = creditableOf(invoice, notes);
        const one = creditable.lines[index % creditable.lines.length];
        const of = (whole: bigint) => (whole * BigInt(share)) / 1000n;
        if (byLine && one && of(one.left.amount) > 0n) notes.push(noteOf([creditOfLine(one, of(one.left.amount))]));
        else if (of(creditable.total) > 0n) {
          const credits = creditOfAmount(creditable, of(creditable.total));
          expect(creditTotal(credits)).toBe(of(creditable.total));
          notes.push(noteOf(credits));
        }
        for (const { left } of creditableOf(invoice, notes).lines) {
          expect(left.amount).toBeGreaterThanOrEqual(0n);
          expect(left.tax).toBeGreaterThanOrEqual(0n);
        }
      }
      const rest = creditOfAll(creditableOf(invoice, notes));
      if (rest.length > 0) notes.push(noteOf(rest));
      const end = creditableOf(invoice, notes);
      expect(end.total).toBe(0n);
      for (const { left } of end.lines) expect(left).toEqual({ amount: 0n, tax: 0n });
      expect(notes.reduce((sum, { shares }) => sum + (shares[0]?.amount ?? 0n), 0n)).toBe(invoice.total);
    }),
  );
});

test('credit for unused time reduces what is left of the lines of its treatment', () => {
  const invoice = invoiceOf([taxed(3000n, 190_000, 'EXCLUSIVE'), taxed(1000n, 70_000, 'EXCLUSIVE')]);
  const [first] = creditableOf(invoice, []).lines;
  if (!first) throw new Error('The invoice has a line.');
  const unused = noteOf([creditOfLine(first, 1000n)], false);
  const { lines, total } = creditableOf(invoice, [unused]);
  expect(lines.map(({ left }) => left)).toEqual([
    { amount: 2000n, tax: 380n },
    { amount: 1000n, tax: 70n },
  ]);
  expect(total).toBe(invoice.total - 1190n);
});

test('a document that corrects two invoices counts for each by its share', () => {
  const invoice = invoiceOf([taxed(3000n, 190_000, 'EXCLUSIVE')]);
  const [line] = creditableOf(invoice, []).lines;
  if (!line) throw new Error('The invoice has a line.');
  const both = noteOf([creditOfLine(line, 2000n)], false);
  const shares = [
    { invoiceId: 'in_2', amount: 1785n },
    { invoiceId: 'in_1', amount: 595n },
  ];
  const { lines, total } = creditableOf(invoice, [{ ...both, shares }]);
  expect(lines[0]?.left).toEqual({ amount: 2500n, tax: 475n });
  expect(total).toBe(3570n - 595n);
});

test('a line that was itself a credit is charged back when all is credited, and no more is left than the total', () => {
  const invoice = invoiceOf([
    { amount: 4500n, ...NO_TAX },
    { amount: -1500n, ...NO_TAX },
  ]);
  const creditable = creditableOf(invoice, []);
  expect(creditable.total).toBe(3000n);
  expect(creditOfAll(creditable).map(({ credit }) => credit.amount)).toEqual([4500n, -1500n]);
  expect(creditOfAmount(creditable, 1000n).map(({ line, credit }) => [line.id, credit.amount])).toEqual([
    ['il_0', 1000n],
  ]);
});
