/** The saving of prices that are billed less often. */
import { describe, expect, test } from 'vitest';
import type { BillingInterval } from '../../../src/kernel/calendar.ts';
import { savingOf } from '../../../src/kernel/saving.ts';

const price = (unitAmount: number, interval: BillingInterval, count = 1) => ({
  unitAmount: BigInt(unitAmount),
  cadence: { interval, count },
});

describe('the saving of a price', () => {
  test('a year for ten months saves two months, and 16.66 percent', () => {
    const monthly = price(900, 'MONTH');
    expect(savingOf(price(9000, 'YEAR'), [monthly])).toEqual({
      comparedWith: monthly,
      amount: 1800n,
      basisPoints: 1666,
      freePeriods: 2,
    });
  });

  test('a saving that is no whole number of months has no free months, and its share is rounded down', () => {
    expect(savingOf(price(9990, 'YEAR'), [price(999, 'MONTH')])).toMatchObject({ freePeriods: 2, basisPoints: 1666 });
    expect(savingOf(price(10_000, 'YEAR'), [price(999, 'MONTH')])).toMatchObject({
      amount: 1988n,
      freePeriods: null,
      basisPoints: 1658,
    });
  });

  test('quarters and half years are compared with months, weeks with days', () => {
    expect(savingOf(price(2700, 'MONTH', 3), [price(1000, 'MONTH')])).toMatchObject({
      amount: 300n,
      basisPoints: 1000,
    });
    expect(savingOf(price(9000, 'YEAR'), [price(2500, 'MONTH', 3)])).toMatchObject({ amount: 1000n });
    expect(savingOf(price(600, 'WEEK'), [price(100, 'DAY')])).toMatchObject({ amount: 100n, freePeriods: 1 });
  });

  test('the cheapest comparable price counts, so that no saving is overstated', () => {
    const cheap = price(800, 'MONTH');
    expect(savingOf(price(9000, 'YEAR'), [price(1200, 'MONTH'), cheap])).toMatchObject({
      comparedWith: cheap,
      amount: 600n,
    });
  });

  test.each([
    ['a longer price that costs as much', price(1200, 'YEAR'), price(100, 'MONTH')],
    ['a longer price that costs more', price(1300, 'YEAR'), price(100, 'MONTH')],
    ['months and weeks, which do not fit', price(300, 'MONTH'), price(100, 'WEEK')],
    ['five months and two', price(300, 'MONTH', 5), price(100, 'MONTH', 2)],
    ['a price of the same interval', price(300, 'MONTH', 12), price(400, 'YEAR')],
    ['a shorter price with a longer one', price(100, 'MONTH'), price(900, 'YEAR')],
    ['free prices', price(0, 'YEAR'), price(0, 'MONTH')],
  ])('no saving is shown for %s', (_what, own, other) => {
    expect(savingOf(own, [other])).toBeNull();
  });
});
