/** Classification of plan changes as upgrade or downgrade. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageDays, type BillingInterval, type Cadence } from '../../../src/kernel/calendar.ts';
import { changeDirection } from '../../../src/kernel/changeDirection.ts';
import { Fraction } from '../../../src/kernel/money.ts';

const value = (net: bigint | Fraction, interval: BillingInterval, count = 1) => ({
  net: typeof net === 'bigint' ? Fraction.of(net) : net,
  cadence: { interval, count },
});

test.each([
  ['a higher price in the same interval', value(3000n, 'MONTH'), value(3001n, 'MONTH'), 'UPGRADE'],
  ['a lower price in the same interval', value(3000n, 'MONTH'), value(2999n, 'MONTH'), 'DOWNGRADE'],
  ['the same price', value(3000n, 'MONTH'), value(3000n, 'MONTH'), 'NEUTRAL'],
  ['a year for twelve months', value(1000n, 'MONTH'), value(12_000n, 'YEAR'), 'NEUTRAL'],
  ['a year for one minor unit less', value(1000n, 'MONTH'), value(11_999n, 'YEAR'), 'DOWNGRADE'],
  ['a month for more than a twelfth of a year', value(11_999n, 'YEAR'), value(1000n, 'MONTH'), 'UPGRADE'],
  ['a week for seven days', value(100n, 'DAY'), value(700n, 'WEEK'), 'NEUTRAL'],
  // 400 years are 146,097 days and 4,800 months.
  [
    'as many average days as months at a lower price',
    value(146_097n, 'DAY', 146_097),
    value(4800n, 'MONTH', 4800),
    'DOWNGRADE',
  ],
  [
    'exactly the same value in days and months',
    value(146_097n, 'DAY', 146_097),
    value(146_097n, 'MONTH', 4800),
    'NEUTRAL',
  ],
  ['four weeks for the price of a month', value(3000n, 'MONTH'), value(3000n, 'WEEK', 4), 'UPGRADE'],
  [
    'a difference below a minor unit',
    value(Fraction.of(1n, 3n), 'MONTH'),
    value(Fraction.of(1n, 2n), 'MONTH'),
    'UPGRADE',
  ],
  ['free from free', value(0n, 'MONTH'), value(0n, 'YEAR'), 'NEUTRAL'],
] as const)('the direction of a change is correct for %s', (_name, old, next, direction) => {
  expect(changeDirection(old, next)).toBe(direction);
});

test('the opposite change has the opposite direction, and the order of values is transitive', () => {
  const cadence: fc.Arbitrary<Cadence> = fc.record({
    interval: fc.constantFrom('DAY', 'WEEK', 'MONTH', 'YEAR'),
    count: fc.integer({ min: 1, max: 24 }),
  });
  const some = fc.record({ net: fc.bigInt({ min: 0n, max: 10n ** 12n }).map((n) => Fraction.of(n)), cadence });
  const back = { UPGRADE: 'DOWNGRADE', DOWNGRADE: 'UPGRADE', NEUTRAL: 'NEUTRAL' } as const;
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(changeDirection(b, a)).toBe(back[changeDirection(a, b)]);
      if (changeDirection(a, b) !== 'DOWNGRADE' && changeDirection(b, c) !== 'DOWNGRADE')
        expect(changeDirection(a, c)).not.toBe('DOWNGRADE');
    }),
  );
});

test('a year is exactly twelve months, and 400 years are 146,097 days', () => {
  const { num, den } = averageDays({ interval: 'YEAR', count: 400 });
  expect([num, den]).toEqual([146_097n, 1n]);
  expect(averageDays({ interval: 'MONTH', count: 12 })).toEqual(averageDays({ interval: 'YEAR', count: 1 }));
});
