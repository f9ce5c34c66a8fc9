/** Exact arithmetic on amounts. An amount is a bigint in the currency's minor unit. */

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

/** The smaller of two amounts; `Math.min` does not take bigints. */
export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The larger of two amounts. */
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * The quotient `num / den` as a whole number, rounded half away from zero (2.5 → 3, −2.5 → −3).
 *
 * Rule: no other code rounds amounts, and each line is rounded once.
 */
export function roundDiv(num: bigint, den: bigint): bigint {
  if (den === 0n) throw new RangeError('Division by zero.');
  const magnitude = (2n * abs(num) + abs(den)) / (2n * abs(den));
  return num < 0n !== den < 0n ? -magnitude : magnitude;
}

/** An exact rational number: in lowest terms, `den` always positive. Make it with `Fraction.of`. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

/**
 * Exact arithmetic on fractions; only `round` loses anything.
 *
 * Rule: intermediate arithmetic is exact.
 */
export const Fraction = {
  of(num: bigint, den = 1n): Fraction {
    if (den === 0n) throw new RangeError('Division by zero.');
    const divisor = den < 0n ? -gcd(num, den) : gcd(num, den);
    return { num: num / divisor, den: den / divisor };
  },
  add: (a: Fraction, b: Fraction): Fraction => Fraction.of(a.num * b.den + b.num * a.den, a.den * b.den),
  sub: (a: Fraction, b: Fraction): Fraction => Fraction.add(a, Fraction.neg(b)),
  mul: (a: Fraction, b: Fraction): Fraction => Fraction.of(a.num * b.num, a.den * b.den),
  neg: (a: Fraction): Fraction => ({ num: -a.num, den: a.den }),
  sum: (all: readonly Fraction[]): Fraction => all.reduce(Fraction.add, Fraction.of(0n)),
  /** Below zero when `a` is the smaller, above when it is the larger. */
  compare: (a: Fraction, b: Fraction): -1 | 0 | 1 => {
    const difference = a.num * b.den - b.num * a.den;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },
  equals: (a: Fraction, b: Fraction): boolean => a.num * b.den === b.num * a.den,
  /** To a whole number of minor units, half away from zero. */
  round: (a: Fraction): bigint => roundDiv(a.num, a.den),
};

/**
 * Shares `amount` in proportion to `weights`; the parts always sum to the whole.
 * Weights are not negative. If all of them are zero, the amount is shared evenly.
 * A negative amount is shared exactly like its positive twin, so that a credit mirrors what it corrects.
 *
 * Rule: sharing uses the largest remainder, ties to the earlier part.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('A weight is negative.');
  if (weights.length === 0) {
    if (amount === 0n) return [];
    throw new RangeError('There is nothing to share the amount over.');
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) {
    return allocate(
      amount,
      weights.map(() => 1n),
    );
  }
  if (amount < 0n) return allocate(-amount, weights).map((part) => -part);

  const parts = weights.map((weight) => (amount * weight) / total);
  const remainders = weights.map((weight, index) => ({ index, remainder: (amount * weight) % total }));
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  for (const { index } of remainders.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/**
 * The currencies of ISO 4217 whose minor unit is not a hundredth.
 * Not taken from Intl, whose data (CLDR) describe how prices are customarily *shown*: 0 decimals for HUF, COP or IDR. They
 * change with the Node release, and a stored integer must not change its meaning.
 */
const EXPONENTS = new Map<string, number>([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG'].map((code) => [code, 0] as const),
  ...['RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
]);

/**
 * The number of decimals of the currency's minor unit: EUR 2, JPY 0, KWD 3. `code` is ISO 4217 in capitals.
 *
 * Rule: amounts are integers in the currency's minor unit.
 */
export function currencyExponent(code: string): number {
  if (!/^[A-Z]{3}$/.test(code)) throw new RangeError('A currency is a code of three capital letters.');
  return EXPONENTS.get(code) ?? 2;
}

/**
 * `amount` minor units as a plain decimal number: 1234 EUR → "12.34", −5 KWD → "-0.005".
 * Exact for every bigint.
 */
export function toDecimal(amount: bigint, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = abs(amount)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const sign = amount < 0n ? '-' : '';
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/**
 * A formatter for amounts of one currency in `locale`: 123456 EUR in de-DE → "1.234,56 €".
 * Exact for every bigint: Intl receives a decimal string, never a float. Reuse it for many amounts: creating it is slow.
 */
export function moneyFormat(currency: string, locale: string): (amount: bigint) => string {
  const digits = currencyExponent(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (amount) => format.format(toDecimal(amount, currency) as Intl.StringNumericLiteral);
}

/** One amount in one locale; see `moneyFormat`. */
export function formatMoney(amount: bigint, currency: string, locale: string): string {
  return moneyFormat(currency, locale)(amount);
}
