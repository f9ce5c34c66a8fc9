import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiscountItem, type DiscountTerms, discountedLines, netAmounts } from '../../../src/kernel/discount.ts';
import { Fraction, min } from '../../../src/kernel/money.ts';

const percent = (basisPoints: number, ...productIds: string[]): DiscountTerms => ({
  kind: 'percent',
  basisPoints,
  productIds,
});
const off = (amountOff: bigint, ...productIds: string[]): DiscountTerms => ({ kind: 'amount', amountOff, productIds });
const items = (...grosses: bigint[]): DiscountItem[] =>
  grosses.map((gross, index) => ({ productId: `p${index}`, gross }));

const someItems = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 })
  .map((grosses) => items(...grosses));
const someProducts = fc.subarray(['p0', 'p1', 'p2']);
const someTerms: fc.Arbitrary<DiscountTerms | null> = fc.oneof(
  fc.constant(null),
  fc.tuple(fc.nat(10_000), someProducts).map(([basisPoints, products]) => percent(basisPoints, ...products)),
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 10n }), someProducts)
    .map(([amountOff, products]) => off(amountOff, ...products)),
);

describe('discount', () => {
  it('a percentage discount applies to each line and stays exact until rounding', () => {
    expect(netAmounts(items(999n, 1000n), percent(2500))).toEqual([Fraction.of(2997n, 4n), Fraction.of(750n)]);
    expect(discountedLines(items(999n, 1000n), percent(2500))).toEqual([
      { gross: 999n, discount: 250n, amount: 749n },
      { gross: 1000n, discount: 250n, amount: 750n },
    ]);
  });

  it('a fixed discount is shared over the lines in proportion to their amounts', () => {
    expect(discountedLines(items(1000n, 2000n), off(100n)).map((line) => line.discount)).toEqual([33n, 67n]);
    expect(discountedLines(items(500n, 500n, 500n), off(100n)).map((line) => line.discount)).toEqual([34n, 33n, 33n]);
  });

  it('a fixed discount larger than the total makes the lines free and leaves no credit', () => {
    expect(discountedLines(items(300n, 0n), off(1000n)).map((line) => line.amount)).toEqual([0n, 0n]);
  });

  it('a discount for one product does not reduce other products', () => {
    expect(discountedLines(items(1000n, 1000n), percent(5000, 'p1')).map((line) => line.amount)).toEqual([1000n, 500n]);
    expect(discountedLines(items(1000n, 300n), off(500n, 'p1')).map((line) => line.amount)).toEqual([1000n, 0n]);
    expect(discountedLines(items(1000n), off(500n, 'elsewhere')).map((line) => line.amount)).toEqual([1000n]);
  });

  it('no discount, or a discount on no lines, changes nothing', () => {
    expect(netAmounts(items(5n, 7n), null)).toEqual([Fraction.of(5n), Fraction.of(7n)]);
    expect(netAmounts([], off(5n))).toEqual([]);
  });

  it('a discount outside its valid range is refused', () => {
    for (const basisPoints of [-1, 10_001, 0.5]) {
      expect(() => netAmounts(items(1n), percent(basisPoints))).toThrow(RangeError);
    }
    expect(() => netAmounts(items(1n), off(-1n))).toThrow(RangeError);
    expect(() => netAmounts(items(-1n), null)).toThrow(RangeError);
  });

  it('discounted lines add up and are never negative or higher than before', () => {
    fc.assert(
      fc.property(someItems, someTerms, (these, terms) => {
        for (const { gross, discount, amount } of discountedLines(these, terms)) {
          expect(gross - discount).toBe(amount);
          expect(amount >= 0n && amount <= gross).toBe(true);
        }
      }),
    );
  });

  it('a fixed discount reduces the total by exactly its amount, up to the total', () => {
    fc.assert(
      fc.property(someItems, fc.bigInt({ min: 0n, max: 10n ** 10n }), (these, amountOff) => {
        const given = discountedLines(these, off(amountOff)).reduce((sum, line) => sum + line.discount, 0n);
        const total = these.reduce((sum, item) => sum + item.gross, 0n);
        expect(given).toBe(min(amountOff, total));
      }),
    );
  });
});
