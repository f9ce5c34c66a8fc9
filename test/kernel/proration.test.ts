import { describe, expect, it } from 'vitest';
import type { Period } from '../../src/kernel/calendar.ts';
import { Fraction } from '../../src/kernel/money.ts';
import {
  type BilledLine,
  creditable,
  type PlanChange,
  type PricedItem,
  periodLine,
  planCancellation,
  planChange,
  unusedValue,
} from '../../src/kernel/proration.ts';

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

describe('a switch within the same interval', () => {
  it('with PRORATE credits the unused value and charges the new price, both for the time left', () => {
    const rest = written({ start: half, end: period.end });
    expect(brief(change(item(1000n), item(3000n)))).toEqual([
      ['CREDIT', -500n, ...rest],
      ['CHARGE', 1500n, ...rest],
    ]);
  });

  it('with NONE makes no lines', () => {
    expect(change(item(1000n), item(3000n), { behavior: 'NONE' })).toEqual([]);
  });

  it('with FULL_DIFFERENCE makes one line over the whole period, up or down, whatever the date', () => {
    for (const t of [period.start, half, new Date(period.end.getTime() - 1)]) {
      const more = { behavior: 'FULL_DIFFERENCE', t } as const;
      expect(brief(change(item(1000n), item(3000n), more))).toEqual([['DIFFERENCE', 2000n, ...written(period)]]);
      expect(brief(change(item(3000n), item(1000n), more))).toEqual([['DIFFERENCE', -2000n, ...written(period)]]);
    }
    expect(change(item(500n, { quantity: 2 }), item(1000n), { behavior: 'FULL_DIFFERENCE' })).toEqual([]);
  });

  it('while trialing makes no lines, whatever the behavior and even to another interval', () => {
    for (const behavior of ['NONE', 'PRORATE', 'FULL_DIFFERENCE'] as const) {
      for (const newCycle of [null, { period: year }]) {
        expect(change(item(1000n), item(3000n), { behavior, newCycle, trialing: true, billedLines: [] })).toEqual([]);
      }
    }
  });

  it('from and to a free plan has only the line that is not zero', () => {
    expect(change(item(0n), item(1000n)).map((line) => [line.kind, line.amount])).toEqual([['CHARGE', 500n]]);
    expect(change(item(1000n), item(0n)).map((line) => [line.kind, line.amount])).toEqual([['CREDIT', -500n]]);
  });

  it('prorates the discounted price and rounds once', () => {
    const [charge] = change(item(0n), item(999n, { percentOff: 25n }));
    expect(charge).toMatchObject({ gross: 500n, discount: 125n, amount: 375n });
    // a quarter of a unit is nothing; rounding the discounted price first would make it one
    expect(change(item(0n), item(1n, { percentOff: 50n }))).toEqual([]);
  });

  it('credits what was billed, not what the price list says', () => {
    const billedLines = [periodLine(item(1000n, { percentOff: 50n }), period)];
    expect(change(item(1000n), item(0n), { billedLines }).map((line) => line.amount)).toEqual([-250n]);
  });

  it('outside the current period is refused', () => {
    expect(() => change(item(1n), item(2n), { t: period.end })).toThrow(RangeError);
    expect(() => change(item(1n), item(2n), { t: new Date(period.start.getTime() - 1) })).toThrow(RangeError);
  });

  it('charges the time left when a full difference brought the item here, even at the same instant', () => {
    const [home, away] = [item(1000n), item(3000n)];
    const lines: BilledLine[] = [periodLine(home, period)];
    lines.push(...change(home, away, { billedLines: lines, behavior: 'FULL_DIFFERENCE' }));
    expect(change(away, home, { billedLines: lines }).map((line) => line.amount)).toEqual([-1500n, 500n]);
  });

  it('back to what was left at the same instant charges what was credited, and says so', () => {
    // half of 3 is 1.5 and rounds to 2; the residue of −0.5 then makes the rest of the period worth less than listed
    const [low, high] = [item(3n), item(1000n)];
    const lines: BilledLine[] = [periodLine(low, period)];
    lines.push(...change(low, high, { billedLines: lines }));
    expect(change(high, low, { billedLines: lines })).toMatchObject([
      { kind: 'CREDIT', amount: -500n, explanation: { formula: 'unused_value' } },
      { kind: 'CHARGE', amount: 2n, gross: 2n, discount: 0n, explanation: { formula: 'restored_credit' } },
    ]);
  });

  it('never credits a full difference beyond what was billed', () => {
    // switched up without a charge before: 5000 is the price, 1000 is what was billed
    const billedLines = [periodLine(item(1000n), period)];
    const [line] = change(item(5000n), item(0n), { behavior: 'FULL_DIFFERENCE', billedLines });
    expect(line).toMatchObject({ amount: -1000n, explanation: { limitedTo: '-1000' } });
  });

  it('lets nobody earn by going round fractional prices with FULL_DIFFERENCE', () => {
    const round = [15n, 14n, 13n, 15n].map((amount) => item(amount, { percentOff: 50n }));
    const lines: BilledLine[] = [periodLine(item(15n, { percentOff: 50n }), period)];
    for (const [index, next] of round.slice(1).entries()) {
      const old = round[index] ?? next;
      lines.push(...change(old, next, { behavior: 'FULL_DIFFERENCE', billedLines: lines }));
    }
    expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(8n);
  });
});

describe('a switch to another interval', () => {
  const to = item(10_000n);
  const amounts = (behavior: PlanChange['behavior'], old = item(1000n)) =>
    brief(change(old, to, { behavior, newCycle: { period: year } }));

  it('bills the new price in full and credits by behavior', () => {
    const full = ['PERIOD', 10_000n, ...written(year)];
    expect(amounts('NONE')).toEqual([full]);
    expect(amounts('PRORATE')).toEqual([['CREDIT', -500n, ...written({ start: half, end: period.end })], full]);
    expect(amounts('FULL_DIFFERENCE')).toEqual([['CREDIT', -1000n, ...written(period)], full]);
  });

  it('to a free plan still has the line of the new period', () => {
    const lines = change(item(0n), item(0n), { newCycle: { period: year } });
    expect(lines.map((line) => [line.kind, line.amount])).toEqual([['PERIOD', 0n]]);
  });

  it.each(['NONE', 'PRORATE', 'FULL_DIFFERENCE'] as const)('with %s settles the old lines for good', (behavior) => {
    // The last new period shares its end with the old one: only what the explanation says tells them apart.
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
      expect(credit?.amount).toBe(-expected);
    }
  });

  it('at the very start of the period credits the whole old price', () => {
    const next = { start: period.start, end: day('2026-06-01') };
    const lines = change(item(1000n), to, { t: period.start, newCycle: { period: next } });
    expect(lines.map((line) => line.amount)).toEqual([-1000n, 10_000n]);
  });
});

describe('the unused value', () => {
  it('counts negative lines and only lines that cover the instant', () => {
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

  it('is rounded once over all lines, not line by line', () => {
    const line = { amount: 1n, ...period };
    expect(unusedValue([line, line], half).amount).toBe(1n);
  });

  it('never turns the residue of a rounded credit into a debt', () => {
    const lines: BilledLine[] = [
      { amount: 1n, ...period },
      { amount: -1n, start: half, end: period.end },
    ];
    expect(unusedValue(lines, half)).toMatchObject({ amount: 0n, exact: Fraction.of(-1n, 2n) });
  });

  it('is never more than was billed, however the behaviors were mixed', () => {
    const [low, high, free] = [item(100n), item(200n), item(0n)];
    const lines: BilledLine[] = [periodLine(low, period)];
    lines.push(...change(low, high, { billedLines: lines }));
    lines.push(...change(high, free, { billedLines: lines, behavior: 'FULL_DIFFERENCE', t: day('2025-06-20') }));
    expect(lines.map((line) => line.amount)).toEqual([100n, -50n, 100n, -150n]);
    expect(unusedValue(lines, day('2025-06-21')).amount).toBe(0n);
  });

  it('of lines without an explanation is found by their dates', () => {
    const bare = [
      { amount: 1000n, ...period },
      { amount: -500n, start: half, end: period.end },
    ];
    expect(creditable(bare, period)).toEqual(bare);
    expect(creditable(bare, year)).toEqual([]);
  });
});

describe('a cancellation', () => {
  const billedLines = [periodLine(item(1000n), period)];

  it('with proration credits the unused value until the period ends', () => {
    expect(planCancellation({ t: half, period, billedLines, prorate: true })).toMatchObject({
      kind: 'CREDIT',
      amount: -500n,
      start: half,
      end: period.end,
    });
  });

  it('without proration, at the end, or of a trial credits nothing', () => {
    expect(planCancellation({ t: half, period, billedLines, prorate: false })).toBeNull();
    expect(planCancellation({ t: period.end, period, billedLines, prorate: true })).toBeNull();
    expect(planCancellation({ t: half, period, billedLines: [], prorate: true })).toBeNull();
  });
});

describe('an explanation', () => {
  it('says how a credit came about, in JSON', () => {
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

  it('says how a charge came about', () => {
    const [charge] = change(item(0n), item(333n, { quantity: 3 }));
    expect(charge?.explanation).toMatchObject({
      formula: 'new_price_times_fraction_left',
      unitAmount: '333',
      quantity: 3,
      exact: { numerator: '999', denominator: '2' },
    });
  });
});
