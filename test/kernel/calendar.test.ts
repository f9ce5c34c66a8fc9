import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cadence, periodAt, periodStart, sameCadence } from '../../src/kernel/calendar.ts';

const utc = (text: string): Date => new Date(text.includes('T') ? text : `${text}T00:00:00.000Z`);
const days = (anchor: string, cadence: Cadence, numbers: readonly number[]): string[] =>
  numbers.map((n) => periodStart(utc(anchor), cadence, n).toISOString().slice(0, 10));

const instant = fc.date({ min: utc('1975-01-01'), max: utc('2120-01-01'), noInvalidDate: true });
const cadence = fc.record({
  interval: fc.constantFrom('DAY', 'WEEK', 'MONTH', 'YEAR'),
  count: fc.integer({ min: 1, max: 18 }),
}) satisfies fc.Arbitrary<Cadence>;

describe('the n-th period', () => {
  it('is computed from the anchor: 31 January, end of February, 31 March', () => {
    expect(days('2025-01-31', { interval: 'MONTH', count: 1 }, [0, 1, 2, 3, 4])).toEqual([
      '2025-01-31',
      '2025-02-28',
      '2025-03-31',
      '2025-04-30',
      '2025-05-31',
    ]);
    expect(days('2024-01-31', { interval: 'MONTH', count: 1 }, [1, 2])).toEqual(['2024-02-29', '2024-03-31']);
  });

  it('comes back to 29 February in each leap year', () => {
    expect(days('2024-02-29', { interval: 'YEAR', count: 1 }, [1, 2, 3, 4, 76])).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
      '2100-02-28',
    ]);
  });

  it('counts days, weeks and several months', () => {
    expect(days('2025-03-29', { interval: 'DAY', count: 1 }, [1, 3])).toEqual(['2025-03-30', '2025-04-01']);
    expect(days('2025-01-01', { interval: 'WEEK', count: 2 }, [1, 2])).toEqual(['2025-01-15', '2025-01-29']);
    expect(days('2025-11-30', { interval: 'MONTH', count: 3 }, [1, 2])).toEqual(['2026-02-28', '2026-05-30']);
  });

  it('keeps the time of day to the millisecond, and counts backwards too', () => {
    const anchor = utc('2025-03-31T23:59:59.999Z');
    expect(periodStart(anchor, { interval: 'MONTH', count: 1 }, -1)).toEqual(utc('2025-02-28T23:59:59.999Z'));
    expect(periodStart(anchor, { interval: 'MONTH', count: 1 }, 1)).toEqual(utc('2025-04-30T23:59:59.999Z'));
  });

  it('leaves the anchor as it was', () => {
    const anchor = utc('2025-01-31');
    periodStart(anchor, { interval: 'MONTH', count: 1 }, 5);
    expect(anchor).toEqual(utc('2025-01-31'));
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a cadence of %d intervals', (count) => {
    expect(() => periodStart(utc('2025-01-01'), { interval: 'DAY', count }, 1)).toThrow(RangeError);
  });
});

describe('the period at an instant', () => {
  it('contains the instant, and is the period of its number', () => {
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

  it('follows on the one before without gap or overlap', () => {
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

  it('has a negative number before the anchor', () => {
    const monthly: Cadence = { interval: 'MONTH', count: 1 };
    expect(periodAt(utc('2025-01-31'), monthly, utc('2025-01-30'))).toEqual({
      index: -1,
      start: utc('2024-12-31'),
      end: utc('2025-01-31'),
    });
  });
});

describe('two cadences', () => {
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

  it('that are the same have the same periods', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -40, max: 40 }), (anchor, n) => {
        expect(periodStart(anchor, { interval: 'MONTH', count: 12 }, n)).toEqual(
          periodStart(anchor, { interval: 'YEAR', count: 1 }, n),
        );
      }),
    );
  });
});
