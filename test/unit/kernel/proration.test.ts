import { describe, expect, it } from 'vitest';
import { type BilledLine, creditable, unusedValues } from '../../../src/kernel/billedLines.ts';
import type { Period } from '../../../src/kernel/calendar.ts';
import { type PricedItem, periodLine } from '../../../src/kernel/lineDraft.ts';
import { Fraction } from '../../../src/kernel/money.ts';
import { type PlanChange, planCancellation, planChange } from '../../../src/kernel/proration.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00.000Z`);
const period: Period = { start: day('2025-06-01'), end: day('2025-07-01') };
const half = day('2025-06-16');
const year: Period = { start: half, end: day('2026-06-16') };

function item(unitAmount: bigint, { quantity = 1, percentOff = 0n, priceId = 'price' } = {}): PricedItem {
  const gross = unitAmount * BigInt(quantity);
  return { priceId, unitAmount, quantity, gross, net: Fraction.of(gross * (100n - percentOff), 100n) };
}

function change(old: PricedItem, next: PricedItem, more: Partial<PlanChange> = {}) {
  return planChange({
    t: half,
    period,
    billedLines: [periodLine(old, period)],
    old,
    next,
    behavior: 'PRORATE',
    trialing: false,
    newCycle: null,
    ...more,
  });
}

const brief = (lines: ReturnType<typeof change>) =>
  lines.map(({ kind, amount, start, end }) => [kind, amount, start.toISOString(), end.toISOString()]);
const written = ({ start, end }: Period) => [start.toISOString(), end.toISOString()];

describe('switch within the same interval', () => {
  it('PRORATE credits the unused value and charges the new price for the time left', () => {
    const rest = written({ start: half, end: period.end });
    expect(brief(change(item(1000n), item(3000n)))).toEqual([
      ['CREDIT', -500n, ...rest],
      ['CHARGE', 1500n, ...rest],
    ]);
  });

  it('NONE creates no lines', () => {
    expect(change(item(1000n), item(3000n), { behavior: 'NONE' })).toEqual([]);
  });

  it('FULL_DIFFERENCE creates one line over the whole period on any date, up or down', () => {
    for (const t of [period.start, half, new Date(period.end.getTime() - 1)]) {
      const more = { behavior: 'FULL_DIFFERENCE', t } as const;
      expect(brief(change(item(1000n), item(3000n), more))).toEqual([['DIFFERENCE', 2000n, ...written(period)]]);
      expect(brief(change(item(3000n), item(1000n), more))).toEqual([['DIFFERENCE', -2000n, ...written(period)]]);
    }
    expect(change(item(500n, { quantity: 2 }), item(1000n), { behavior: 'FULL_DIFFERENCE' })).toEqual([]);
  });

  it('a switch in a trial creates no lines with any behavior or interval', () => {
    for (const behavior of ['NONE', 'PRORATE', 'FULL_DIFFERENCE'] as const) {
      for (const newCycle of [null, { period: year }]) {
        expect(change(item(1000n), item(3000n), { behavior, newCycle, trialing: true, billedLines: [] })).toEqual([]);
      }
    }
  });

  it('a switch from or to a free plan has only the line that is not zero', () => {
    expect(change(item(0n), item(1000n)).map((line) => [line.kind, line.amount])).toEqual([['CHARGE', 500n]]);
    expect(change(item(1000n), item(0n)).map((line) => [line.kind, line.amount])).toEqual([['CREDIT', -500n]]);
  });

  it('a switch prorates the discounted price and rounds once', () => {
    const [charge] = change(item(0n), item(999n, { percentOff: 25n }));
    expect(charge).toMatchObject({ gross: 500n, discount: 125n, amount: 375n });
    // A quarter of a unit rounds to zero; rounding the discounted price first would make it one.
    expect(change(item(0n), item(1n, { percentOff: 50n }))).toEqual([]);
  });

  it('a switch credits the billed amount, not the list price', () => {
    const billedLines = [periodLine(item(1000n, { percentOff: 50n }), period)];
    expect(change(item(1000n), item(0n), { billedLines }).map((line) => line.amount)).toEqual([-250n]);
  });

  it('a switch outside the current period is refused', () => {
    expect(() => change(item(1n), item(2n), { t: period.end })).toThrow(RangeError);
    expect(() => change(item(1n), item(2n), { t: new Date(period.start.getTime() - 1) })).toThrow(RangeError);
  });

  it('PRORATE after a FULL_DIFFERENCE charges the time left, even at the same instant', () => {
    const [home, away] = [item(1000n), item(3000n)];
    const lines: BilledLine[] = [periodLine(home, period)];
    lines.push(...change(home, away, { billedLines: lines, behavior: 'FULL_DIFFERENCE' }));
    expect(change(away, home, { billedLines: lines }).map((line) => line.amount)).toEqual([-1500n, 500n]);
  });

  it('switching back at the same instant charges exactly the credited amount and explains it', () => {
    // Half of 3 is 1.5 and rounds to 2; the residue of −0.5 makes the rest of the period worth less than listed.
    const [low, high] = [item(3n), item(1000n)];
    const lines: BilledLine[] = [periodLine(low, period)];
    lines.push(...change(low, high, { billedLines: lines }));
    expect(change(high, low, { billedLines: lines })).toMatchObject([
      { kind: 'CREDIT', amount: -500n, explanation: { formula: 'unused_value' } },
      { kind: 'CHARGE', amount: 2n, gross: 2n, discount: 0n, explanation: { formula: 'restored_credit' } },
    ]);
  });

  it('FULL_DIFFERENCE credits what was billed, not what the price lists', () => {
    // After a switch up without a charge: the price is 5000, and 1000 was billed.
    const billedLines = [periodLine(item(1000n), period)];
    const [line] = change(item(5000n), item(0n), { behavior: 'FULL_DIFFERENCE', billedLines });
    expect(line).toMatchObject({ amount: -1000n, explanation: { limitedTo: null, parts: [{ amount: '1000' }] } });
    expect(change(item(5000n), item(1000n), { behavior: 'FULL_DIFFERENCE', billedLines })).toEqual([]);
  });

  it('the exact amount of a FULL_DIFFERENCE line equals its billed amount if the old price was rounded from half a cent', () => {
    const old = item(999n, { percentOff: 50n });
    const next = item(8160n, { percentOff: 50n });
    const [up] = change(old, next, { behavior: 'FULL_DIFFERENCE' });
    // 4080 − the 500 that 499.5 was billed with.
    expect(up).toMatchObject({ amount: 3580n, explanation: { exact: { numerator: '3580', denominator: '1' } } });
    const [down] = change(next, old, { behavior: 'FULL_DIFFERENCE' });
    expect(down).toMatchObject({ amount: -3580n, explanation: { exact: { numerator: '-3580', denominator: '1' } } });
  });

  /** The total billed for the period after all changes, which are made with 6 of 30 days left. */
  function billedAfter(prices: readonly bigint[], behaviors: readonly PlanChange['behavior'][]): bigint {
    const t = day('2025-06-25');
    let old = item(prices[0] ?? 0n);
    const lines: BilledLine[] = [periodLine(old, period)];
    for (const [index, behavior] of behaviors.entries()) {
      const next = item(prices[index + 1] ?? 0n);
      lines.push(...change(old, next, { t, behavior, billedLines: [...lines] }));
      old = next;
    }
    return lines.reduce((sum, { amount }) => sum + amount, 0n);
  }

  it.each([
    ['NONE', 'NONE', 1000n, 5000n],
    ['PRORATE', 'PRORATE', 1000n, 5000n],
    ['FULL_DIFFERENCE', 'FULL_DIFFERENCE', 1000n, 5000n],
    // PRORATE charges the time left, and NONE returns nothing.
    ['NONE', 'PRORATE', 1000n, 4200n],
    ['PRORATE', 'NONE', 1800n, 5000n],
    ['NONE', 'FULL_DIFFERENCE', 1000n, 1000n],
    ['FULL_DIFFERENCE', 'NONE', 5000n, 5000n],
    ['PRORATE', 'FULL_DIFFERENCE', 1000n, 1800n],
    ['FULL_DIFFERENCE', 'PRORATE', 4200n, 5000n],
  ] as const)(
    'an upgrade with %s and a downgrade with %s at one instant bill %i together, and in the other order %i',
    (up, down, low, high) => {
      expect(billedAfter([1000n, 5000n, 1000n], [up, down])).toBe(low);
      expect(billedAfter([5000n, 1000n, 5000n], [down, up])).toBe(high);
    },
  );

  it('an upgrade with FULL_DIFFERENCE after a downgrade with NONE does not charge again what was billed before it', () => {
    expect(
      billedAfter([5000n, 1000n, 5000n, 1000n, 5000n], ['NONE', 'FULL_DIFFERENCE', 'NONE', 'FULL_DIFFERENCE']),
    ).toBe(5000n);
  });

  it('a round trip through fractional prices with FULL_DIFFERENCE earns no credit', () => {
    const round = [15n, 14n, 13n, 15n].map((amount) => item(amount, { percentOff: 50n }));
    const lines: BilledLine[] = [periodLine(item(15n, { percentOff: 50n }), period)];
    for (const [index, next] of round.slice(1).entries()) {
      const old = round[index] ?? next;
      lines.push(...change(old, next, { behavior: 'FULL_DIFFERENCE', billedLines: lines }));
    }
    expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(8n);
  });
});

describe('switch to another interval', () => {
  const to = item(10_000n);
  const amounts = (behavior: PlanChange['behavior'], old = item(1000n)) =>
    brief(change(old, to, { behavior, newCycle: { period: year } }));

  it('a new interval is billed in full, and the old one is credited by behavior', () => {
    const full = ['PERIOD', 10_000n, ...written(year)];
    expect(amounts('NONE')).toEqual([full]);
    expect(amounts('PRORATE')).toEqual([['CREDIT', -500n, ...written({ start: half, end: period.end })], full]);
    expect(amounts('FULL_DIFFERENCE')).toEqual([['CREDIT', -1000n, ...written(period)], full]);
  });

  it('a switch to a free plan of another interval still has the line of the new period', () => {
    const lines = change(item(0n), item(0n), { newCycle: { period: year } });
    expect(lines.map((line) => [line.kind, line.amount])).toEqual([['PERIOD', 0n]]);
  });

  it.each(['NONE', 'PRORATE', 'FULL_DIFFERENCE'] as const)(
    'a switch to another interval with %s settles the old lines',
    (behavior) => {
      // The last new period has the same end as the old one: only the explanation distinguishes them.
      for (const next of [year, { start: half, end: day('2025-06-23') }, { start: half, end: period.end }]) {
        const old = item(1001n);
        const before = [periodLine(old, period)];
        const after = [...before, ...change(old, to, { behavior, newCycle: { period: next }, billedLines: before })];
        const stored = after.map((line) => ({ ...line, explanation: JSON.parse(JSON.stringify(line.explanation)) }));
        expect(creditable(stored, next)).toHaveLength(1);
        const t = new Date(half.getTime() + 86_400_000);
        const expected = Fraction.round(
          Fraction.of(10_000n * BigInt(next.end.getTime() - t.getTime()), BigInt(next.end.getTime() - half.getTime())),
        );
        const credit = planCancellation({ t, period: next, billedLines: stored, prorate: true });
        expect(credit.map(({ amount }) => amount)).toEqual([-expected]);
      }
    },
  );

  it('a switch at the start of the period credits the whole old price', () => {
    const next = { start: period.start, end: day('2026-06-01') };
    const lines = change(item(1000n), to, { t: period.start, newCycle: { period: next } });
    expect(lines.map((line) => line.amount)).toEqual([-1000n, 10_000n]);
  });
});

describe('unusedValues', () => {
  const unusedValue = (lines: readonly BilledLine[], t: Date) =>
    unusedValues(lines, t)[0] ?? { amount: 0n, exact: Fraction.of(0n) };

  it('the unused value includes negative lines, and only lines that cover the instant', () => {
    const lines: BilledLine[] = [
      { amount: 1000n, ...period },
      { amount: -500n, start: half, end: period.end },
      { amount: 300n, start: half, end: period.end },
      { amount: 777n, start: period.end, end: day('2025-08-01') },
    ];
    expect(unusedValue(lines, half).amount).toBe(300n);
    expect(unusedValue(lines, period.end).amount).toBe(777n);
    expect(unusedValue(lines, day('2025-05-31')).amount).toBe(0n);
    expect(unusedValue([], half).amount).toBe(0n);
  });

  it('the unused value is rounded once over all lines', () => {
    const line = { amount: 1n, ...period };
    expect(unusedValue([line, line], half).amount).toBe(1n);
  });

  it('the residue of a rounded credit never becomes a charge', () => {
    const lines: BilledLine[] = [
      { amount: 1n, ...period },
      { amount: -1n, start: half, end: period.end },
    ];
    expect(unusedValue(lines, half)).toMatchObject({ amount: 0n, exact: Fraction.of(-1n, 2n) });
  });

  it('the unused value never exceeds the billed amount with mixed behaviors', () => {
    const [low, high, free] = [item(100n), item(200n), item(0n)];
    const lines: BilledLine[] = [periodLine(low, period)];
    lines.push(...change(low, high, { billedLines: lines }));
    lines.push(...change(high, free, { billedLines: lines, behavior: 'FULL_DIFFERENCE', t: day('2025-06-20') }));
    expect(lines.map((line) => line.amount)).toEqual([100n, -50n, 100n, -150n]);
    expect(unusedValue(lines, day('2025-06-21')).amount).toBe(0n);
  });

  it('the unused value of lines without an explanation is computed from their dates', () => {
    const bare = [
      { amount: 1000n, ...period },
      { amount: -500n, start: half, end: period.end },
    ];
    expect(creditable(bare, period)).toEqual(bare);
    expect(creditable(bare, year)).toEqual([]);
  });
});

describe('planCancellation', () => {
  const billedLines = [periodLine(item(1000n), period)];

  it('a cancellation with proration credits the unused value until the period ends', () => {
    expect(planCancellation({ t: half, period, billedLines, prorate: true })).toMatchObject([
      { kind: 'CREDIT', amount: -500n, start: half, end: period.end },
    ]);
  });

  it('a cancellation without proration, at the period end, or in a trial credits nothing', () => {
    expect(planCancellation({ t: half, period, billedLines, prorate: false })).toEqual([]);
    expect(planCancellation({ t: period.end, period, billedLines, prorate: true })).toEqual([]);
    expect(planCancellation({ t: half, period, billedLines: [], prorate: true })).toEqual([]);
  });
});

describe('line explanation', () => {
  it('the explanation of a credit contains its formula and inputs as JSON', () => {
    const [credit] = change(item(1001n), item(0n));
    expect(JSON.parse(JSON.stringify(credit?.explanation))).toEqual({
      formula: 'unused_value',
      rounding: 'half_away_from_zero',
      at: '2025-06-16T00:00:00.000Z',
      period: { start: '2025-06-01T00:00:00.000Z', end: '2025-07-01T00:00:00.000Z' },
      millisecondsLeft: 1_296_000_000,
      millisecondsTotal: 2_592_000_000,
      unitAmount: null,
      quantity: null,
      basisPointsOff: null,
      exact: { numerator: '-1001', denominator: '2' },
      limitedTo: null,
      parts: [
        {
          amount: '1001',
          start: '2025-06-01T00:00:00.000Z',
          end: '2025-07-01T00:00:00.000Z',
          millisecondsLeft: 1_296_000_000,
          millisecondsTotal: 2_592_000_000,
          value: { numerator: '1001', denominator: '2' },
        },
      ],
      replaced: {
        priceId: 'price',
        unitAmount: '1001',
        quantity: 1,
        net: { numerator: '1001', denominator: '1' },
        credited: '501',
      },
    });
  });

  it('the explanation of a charge contains its formula and inputs', () => {
    const [charge] = change(item(0n), item(333n, { quantity: 3 }));
    expect(charge?.explanation).toMatchObject({
      formula: 'new_price_times_fraction_left',
      unitAmount: '333',
      quantity: 3,
      exact: { numerator: '999', denominator: '2' },
    });
  });
});
