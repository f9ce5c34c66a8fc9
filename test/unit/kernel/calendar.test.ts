import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cadence, periodAt, periodStart, sameCadence } from '../../../src/kernel/calendar.ts';

const utc = (text: string): Date => new Date(text.includes('T') ? text : `${text}T00:00:00.000Z`);
const days = (anchor: string, cadence: Cadence, numbers: readonly number[]): string[] =>
  numbers.map((n) => periodStart(utc(anchor), cadence, n).toISOString().slice(0, 10));

const instant = fc.date({ min: utc('1975-01-01'), max: utc('2120-01-01'), noInvalidDate: true });
const cadence = fc.record({
  interval: fc.constantFrom('DAY', 'WEEK', 'MONTH', 'YEAR'),
  count: fc.integer({ min: 1, max: 18 }),
}) satisfies fc.Arbitrary<Cadence>;

describe('n-th period', () => {
  it('periods are computed from the anchor, such as 31 January, end of February, 31 March', () => {
    expect(days('2025-01-31', { interval: 'MONTH', count: 1 }, [0, 1, 2, 3, 4])).toEqual([
      '2025-01-31',
      '2025-02-28',
      '2025-03-31',
      '2025-04-30',
      '2025-05-31',
    ]);
    expect(days('2024-01-31', { interval: 'MONTH', count: 1 }, [1, 2])).toEqual(['2024-02-29', '2024-03-31']);
  });

  it('a yearly period from 29 February starts on the 29th in each leap year', () => {
    expect(days('2024-02-29', { interval: 'YEAR', count: 1 }, [1, 2, 3, 4, 76])).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
      '2100-02-28',
    ]);
  });

  it('periods can be counted in days, weeks and several months', () => {
    expect(days('2025-03-29', { interval: 'DAY', count: 1 }, [1, 3])).toEqual(['2025-03-30', '2025-04-01']);
    expect(days('2025-01-01', { interval: 'WEEK', count: 2 }, [1, 2])).toEqual(['2025-01-15', '2025-01-29']);
    expect(days('2025-11-30', { interval: 'MONTH', count: 3 }, [1, 2])).toEqual(['2026-02-28', '2026-05-30']);
  });

  it('a period has the time of day of its anchor, also with a negative number', () => {
    const anchor = utc('2025-03-31T23:59:59.999Z');
    expect(periodStart(anchor, { interval: 'MONTH', count: 1 }, -1)).toEqual(utc('2025-02-28T23:59:59.999Z'));
    expect(periodStart(anchor, { interval: 'MONTH', count: 1 }, 1)).toEqual(utc('2025-04-30T23:59:59.999Z'));
  });

  it('computing a period does not modify the anchor', () => {
    const anchor = utc('2025-01-31');
    periodStart(anchor, { interval: 'MONTH', count: 1 }, 5);
    expect(anchor).toEqual(utc('2025-01-31'));
  });

  it.each([0, -1, 1.5, Number.NaN])('a cadence of %d intervals is refused', (count) => {
    expect(() => periodStart(utc('2025-01-01'), { interval: 'DAY', count }, 1)).toThrow(RangeError);
  });
});

describe('period at an instant', () => {
  it('periodAt returns the period that contains the instant, and its number', () => {
    fc.assert(
      fc.property(instant, cadence, instant, (anchor, every, t) => {
        const { index, start, end } = periodAt(anchor, every, t);
        expect(start <= t && t < end).toBe(true);
        expect(start).toEqual(periodStart(anchor, every, index));
        expect(end).toEqual(periodStart(anchor, every, index + 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('consecutive periods have no gap and no overlap', () => {
    fc.assert(
      fc.property(instant, cadence, fc.integer({ min: -60, max: 60 }), (anchor, every, n) => {
        const start = periodStart(anchor, every, n);
        const end = periodStart(anchor, every, n + 1);
        expect(start < end).toBe(true);
        expect(periodAt(anchor, every, start).index).toBe(n);
        expect(periodAt(anchor, every, new Date(end.getTime() - 1)).index).toBe(n);
        expect(periodAt(anchor, every, end).index).toBe(n + 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('a period before the anchor has a negative number', () => {
    const monthly: Cadence = { interval: 'MONTH', count: 1 };
    expect(periodAt(utc('2025-01-31'), monthly, utc('2025-01-30'))).toEqual({
      index: -1,
      start: utc('2024-12-31'),
      end: utc('2025-01-31'),
    });
  });
});

describe('comparison of cadences', () => {
  it.each([
    ['MONTH', 12, 'YEAR', 1, true],
    ['DAY', 14, 'WEEK', 2, true],
    ['MONTH', 1, 'MONTH', 1, true],
    ['MONTH', 1, 'YEAR', 1, false],
    ['DAY', 30, 'MONTH', 1, false],
    ['DAY', 12, 'MONTH', 12, false],
  ] as const)('%s × %d and %s × %d are the same: %s', (interval, count, otherInterval, otherCount, same) => {
    const [a, b] = [
      { interval, count },
      { interval: otherInterval, count: otherCount },
    ];
    expect(sameCadence(a, b)).toBe(same);
    expect(sameCadence(b, a)).toBe(same);
  });

  it('equal cadences have the same periods', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -40, max: 40 }), (anchor, n) => {
        expect(periodStart(anchor, { interval: 'MONTH', count: 12 }, n)).toEqual(
          periodStart(anchor, { interval: 'YEAR', count: 1 }, n),
        );
      }),
    );
  });
});
