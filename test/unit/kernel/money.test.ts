import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, currencyExponent, Fraction, formatMoney, roundDiv, toDecimal } from '../../../src/kernel/money.ts';

const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);
const amount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const divisor = fc.bigInt({ min: -1000n, max: 1000n }).filter((den) => den !== 0n);

describe('rounding', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [-5n, -2n, 3n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [49n, 100n, 0n],
    [-49n, 100n, 0n],
    [51n, 100n, 1n],
    [0n, 7n, 0n],
    [6n, 3n, 2n],
  ])('%d / %d is %d: halves go away from zero', (num, den, expected) => {
    expect(roundDiv(num, den)).toBe(expected);
  });

  it('the rounding error is at most one half, and rounding is symmetric around zero', () => {
    fc.assert(
      fc.property(amount, divisor, (num, den) => {
        const rounded = roundDiv(num, den);
        const error = 2n * (rounded * den - num);
        expect((error < 0n ? -error : error) <= (den < 0n ? -den : den)).toBe(true);
        expect(roundDiv(-num, den)).toBe(-rounded);
      }),
    );
  });

  it('a division by zero throws a RangeError', () => {
    expect(() => roundDiv(1n, 0n)).toThrow(RangeError);
    expect(() => Fraction.of(1n, 0n)).toThrow(RangeError);
  });
});

describe('Fraction', () => {
  it('a fraction is reduced to lowest terms with a positive denominator', () => {
    expect(Fraction.of(6n, -4n)).toEqual({ num: -3n, den: 2n });
    expect(Fraction.of(0n, -4n)).toEqual({ num: 0n, den: 1n });
  });

  it('fractions are added, subtracted and multiplied without loss', () => {
    const third = Fraction.of(1n, 3n);
    expect(Fraction.sum([third, third, third])).toEqual(Fraction.of(1n));
    expect(Fraction.sub(third, third)).toEqual(Fraction.of(0n));
    expect(Fraction.mul(third, Fraction.of(3n))).toEqual(Fraction.of(1n));
    expect(Fraction.add(third, Fraction.neg(third))).toEqual(Fraction.of(0n));
    expect(Fraction.round(Fraction.of(-5n, 2n))).toBe(-3n);
  });
});

describe('allocate', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 });

  it('the parts sum to the whole, and each is within one unit of its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (whole, over) => {
        const parts = allocate(whole, over);
        const total = sum(over);
        expect(sum(parts)).toBe(whole);
        if (total === 0n) return;
        parts.forEach((part, index) => {
          const error = part * total - whole * (over[index] ?? 0n);
          expect((error < 0n ? -error : error) < total).toBe(true);
        });
      }),
    );
  });

  it('a part is never larger than its weight if the whole is not', () => {
    fc.assert(
      fc.property(weights, fc.nat(100), (over, percent) => {
        const parts = allocate((sum(over) * BigInt(percent)) / 100n, over);
        expect(parts.every((part, index) => part >= 0n && part <= (over[index] ?? 0n))).toBe(true);
      }),
    );
  });

  it('the largest remainder gets a unit first, and the earlier part on a tie', () => {
    expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocate(10n, [1n, 2n, 1n])).toEqual([3n, 5n, 2n]);
    expect(allocate(5n, [3n, 7n])).toEqual([2n, 3n]);
    expect(allocate(2n, [1n, 5n])).toEqual([0n, 2n]);
  });

  it('a negative amount is shared like the positive one', () => {
    expect(allocate(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
  });

  it('a weight of zero gets nothing unless all weights are zero', () => {
    expect(allocate(7n, [0n, 2n, 0n])).toEqual([0n, 7n, 0n]);
    expect(allocate(7n, [0n, 0n])).toEqual([4n, 3n]);
  });

  it('negative weights, and an amount without weights, are refused', () => {
    expect(() => allocate(1n, [2n, -1n])).toThrow(RangeError);
    expect(() => allocate(1n, [])).toThrow(RangeError);
    expect(allocate(0n, [])).toEqual([]);
  });
});

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    // Intl formats these without decimals; ISO 4217 defines hundredths or thousandths.
    ['HUF', 2],
    ['IDR', 2],
    ['IQD', 3],
  ])('the currency %s has %d decimals according to ISO 4217', (code, digits) => {
    expect(currencyExponent(code)).toBe(digits);
  });

  it.each(['', 'eur', 'EURO', 'E1R'])('the currency code %j is refused', (code) => {
    expect(() => currencyExponent(code)).toThrow(RangeError);
  });

  it('minor units are converted to a decimal number', () => {
    expect(toDecimal(1234n, 'EUR')).toBe('12.34');
    expect(toDecimal(-5n, 'KWD')).toBe('-0.005');
    expect(toDecimal(1000n, 'JPY')).toBe('1000');
    expect(toDecimal(0n, 'EUR')).toBe('0.00');
  });

  it('each currency is formatted with its own decimals', () => {
    expect(formatMoney(123456n, 'USD', 'en-US')).toBe('$1,234.56');
    expect(formatMoney(123456n, 'EUR', 'de-DE')).toBe('1.234,56\u00a0€');
    expect(formatMoney(1000n, 'JPY', 'en-US')).toBe('¥1,000');
    expect(formatMoney(1n, 'KWD', 'en-US')).toBe('KWD\u00a00.001');
    expect(formatMoney(1999n, 'HUF', 'en-US')).toBe('HUF\u00a019.99');
    expect(formatMoney(-1050n, 'USD', 'en-US')).toBe('-$10.50');
  });

  it('an amount beyond the precision of a float is formatted with every digit', () => {
    expect(formatMoney(9007199254740993123401n, 'USD', 'en-US')).toBe('$90,071,992,547,409,931,234.01');
  });
});
