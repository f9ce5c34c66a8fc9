import { describe, expect, it } from 'vitest';
import { type PricedItem, periodLine } from '../../../src/kernel/lineDraft.ts';
import { Fraction } from '../../../src/kernel/money.ts';
import { planCancellation, planChange } from '../../../src/kernel/proration.ts';
import vectors from './vectors/proration.json' with { type: 'json' };

interface Priced {
  amount: number;
  quantity: number;
  percentOff?: number;
}
interface Vector {
  id: string;
  source: string;
  periodStart: string;
  periodEnd: string;
  at: string;
  old: Priced;
  new: Priced | null;
  behavior: string;
  newCycle?: boolean;
  credit: number;
  charge: number;
}

function priced({ amount, quantity, percentOff = 0 }: Priced): PricedItem {
  const gross = BigInt(amount * quantity);
  const net = Fraction.mul(Fraction.of(gross), Fraction.of(BigInt(100 - percentOff), 100n));
  return { unitAmount: BigInt(amount), quantity, gross, net };
}

function linesOf(vector: Vector) {
  const period = { start: new Date(vector.periodStart), end: new Date(vector.periodEnd) };
  const t = new Date(vector.at);
  const old = priced(vector.old);
  const billedLines = [periodLine(old, period)];
  if (vector.new === null) {
    return planCancellation({ t, period, billedLines, prorate: vector.behavior === 'cancel' });
  }
  const year = new Date(t);
  year.setUTCFullYear(t.getUTCFullYear() + 1);
  return planChange({
    t,
    period,
    billedLines,
    old,
    next: priced(vector.new),
    behavior: vector.behavior === 'full_difference' ? 'FULL_DIFFERENCE' : 'PRORATE',
    trialing: false,
    newCycle: vector.newCycle ? { period: { start: t, end: year } } : null,
  });
}

const cases = vectors.cases as Vector[];

describe('published amounts of other billing systems', () => {
  it('all twenty published examples are read', () => {
    expect(cases.length).toBe(20);
  });

  it.each(cases)('the vector $id of $source credits $credit and charges $charge', (vector) => {
    const amounts = linesOf(vector).map((line) => line.amount);
    const total = (of: bigint[]): number => Number(of.reduce((sum, amount) => sum + amount, 0n));
    expect(total(amounts.filter((amount) => amount < 0n))).toBe(0 - vector.credit);
    expect(total(amounts.filter((amount) => amount > 0n))).toBe(vector.charge);
  });
});
