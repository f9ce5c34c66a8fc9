import { describe, expect, test } from 'vitest';
import { currencyExponent } from '../../../src/kernel/money.ts';
import { AmountNotChargeable } from '../../../src/modules/payment/port.ts';
import {
  chargeable,
  fromStripe,
  partToStripe,
  toStripe,
} from '../../../src/modules/payment/providers/stripe/stripeMoney.ts';

const CURRENCIES = Intl.supportedValuesOf('currency');

describe('amounts at Stripe', () => {
  test.each([
    ['EUR', 1234n, 1234],
    ['JPY', 500n, 500],
    ['KWD', 5120n, 5120],
    ['ISK', 500n, 50_000],
    ['UGX', 5000n, 500_000],
    ['MGA', 500_000n, 5_000],
    ['HUF', 17_500n, 17_500],
    ['TWD', 12_345n, 12_345],
  ] as const)('%s: %s minor units are %s in Stripe’s units, and convert back', (currency, ours, theirs) => {
    expect(toStripe(ours, currency)).toBe(theirs);
    expect(fromStripe(theirs, currency)).toBe(ours);
  });

  test.each([
    ['EUR', 49n, 'below the minimum'],
    ['GBP', 29n, 'below the minimum'],
    ['JPY', 49n, 'below the minimum'],
    ['HUF', 17_499n, 'below the minimum'],
    ['KWD', 5_124n, 'no whole ten'],
    ['MGA', 5_050n, 'no whole ariary'],
    ['EUR', 100_000_000n, 'above eight digits'],
    ['ISK', 1_000_000n, 'above eight digits at Stripe'],
    ['EUR', 0n, 'nothing'],
    ['EUR', -500n, 'negative'],
    ['IQD', 10_000n, 'not offered'],
    ['LYD', 10_000n, 'not offered'],
    ['XAU', 10_000n, 'no currency'],
  ] as const)('%s %s is refused: %s', (currency, amount, _why) => {
    expect(() => toStripe(amount, currency)).toThrow(AmountNotChargeable);
  });

  test('in every currency the limits and sampled multiples of the step convert to Stripe’s units and back, and amounts beside them are refused', () => {
    const offered = CURRENCIES.filter((currency) => chargeable(currency) !== null);
    expect(offered.length).toBeGreaterThanOrEqual(130);
    for (const currency of offered) {
      const limits = chargeable(currency);
      if (!limits) throw new Error('It was offered.');
      const { step, minimum, maximum } = limits;
      expect(minimum % step, currency).toBe(0n);
      expect(maximum % step, currency).toBe(0n);
      expect(minimum, currency).toBeGreaterThan(0n);
      for (const amount of [minimum, minimum + step, minimum + 12_345n * step, maximum - step, maximum]) {
        const theirs = toStripe(amount, currency);
        expect(Number.isSafeInteger(theirs) && theirs <= 99_999_999, `${currency} ${amount}`).toBe(true);
        expect(fromStripe(theirs, currency), `${currency} ${amount}`).toBe(amount);
      }
      expect(() => toStripe(minimum - step, currency), currency).toThrow(AmountNotChargeable);
      expect(() => toStripe(maximum + step, currency), currency).toThrow(AmountNotChargeable);
      if (step > 1n) expect(() => toStripe(minimum + 1n, currency), currency).toThrow(AmountNotChargeable);
    }
  });

  test('our maximum is the greatest amount of at most eight digits at Stripe', () => {
    expect(chargeable('EUR')?.maximum).toBe(99_999_999n);
    expect(chargeable('KWD')?.maximum).toBe(99_999_990n);
    expect(chargeable('ISK')?.maximum).toBe(999_999n);
    expect(chargeable('MGA')?.maximum).toBe(9_999_999_900n);
  });

  test('the step is one minor unit, except where Stripe counts otherwise', () => {
    const others = CURRENCIES.filter((currency) => (chargeable(currency)?.step ?? 1n) !== 1n);
    expect(others.sort()).toEqual(['BHD', 'JOD', 'KWD', 'MGA', 'OMR', 'TND']);
    expect(chargeable('KWD')?.step).toBe(10n);
    expect(chargeable('MGA')?.step).toBe(100n);
  });

  test('a part of a payment may be below the minimum, but not between two steps', () => {
    expect(partToStripe(1n, 'EUR')).toBe(1);
    expect(() => partToStripe(5n, 'KWD')).toThrow(AmountNotChargeable);
    expect(() => partToStripe(0n, 'EUR')).toThrow(AmountNotChargeable);
  });

  test('an amount of Stripe’s that is no whole number of our units is an error, not rounded', () => {
    expect(currencyExponent('ISK')).toBe(0);
    expect(() => fromStripe(550, 'ISK')).toThrow(RangeError);
  });
});
