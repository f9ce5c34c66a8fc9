import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledLine } from '../../../src/kernel/billedLines.ts';
import type { Period } from '../../../src/kernel/calendar.ts';
import { type LineDraft, type PricedItem, periodLine } from '../../../src/kernel/lineDraft.ts';
import { Fraction } from '../../../src/kernel/money.ts';
import { type ProrationBehavior, planCancellation, planChange } from '../../../src/kernel/proration.ts';
import { repetitions } from '../../support/repetition.ts';

const start = new Date('2025-01-31T10:20:30.123Z');
const sum = (lines: readonly BilledLine[]): bigint => lines.reduce((total, line) => total + line.amount, 0n);

const same = (a: PricedItem, b: PricedItem): boolean =>
  a.unitAmount === b.unitAmount && a.quantity === b.quantity && Fraction.equals(a.net, b.net);

/** `resolveChange` refuses a change to the price and quantity that an item already has. */
const changes = (from: PricedItem, to: PricedItem): boolean =>
  from.priceId !== to.priceId || from.quantity !== to.quantity;

/** Lines as the database returns them: the explanation has been serialized as JSON. */
const store = (lines: readonly LineDraft[]): BilledLine[] =>
  lines.map((line) => ({
    amount: line.amount,
    start: line.start,
    end: line.end,
    explanation: JSON.parse(JSON.stringify(line.explanation)),
  }));

/** An item that switches within one period, with its lines. */
class Item {
  readonly period: Period;
  current: PricedItem;
  lines: BilledLine[];

  constructor(first: PricedItem, length: number) {
    this.period = { start, end: new Date(start.getTime() + length) };
    this.current = first;
    this.lines = store([periodLine(first, this.period)]);
  }

  /** The instant at `share` of the period, `[0, 1)`. */
  at(share: number): Date {
    const length = this.period.end.getTime() - start.getTime();
    return new Date(start.getTime() + Math.floor(length * share));
  }

  preview(next: PricedItem, behavior: ProrationBehavior, t: Date): LineDraft[] {
    const { period, lines: billedLines, current: old } = this;
    return planChange({ t, period, billedLines, old, next, behavior, trialing: false, newCycle: null });
  }

  switchTo(next: PricedItem, behavior: ProrationBehavior, t: Date): LineDraft[] {
    const made = this.preview(next, behavior, t);
    this.lines = [...this.lines, ...store(made)];
    this.current = next;
    return made;
  }

  cancel(t: Date): void {
    const credits = planCancellation({ t, period: this.period, billedLines: this.lines, prorate: true });
    this.lines = [...this.lines, ...store(credits)];
  }
}

const price = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, 3n),
  fc.bigInt({ min: 0n, max: 60n }),
  fc.bigInt({ min: 0n, max: 10n ** 7n }),
);
const pricedItem: fc.Arbitrary<PricedItem> = fc
  .tuple(price, fc.integer({ min: 1, max: 5 }), fc.constantFrom(0n, 2500n, 3333n, 5000n, 9999n, 10_000n))
  .map(([unitAmount, quantity, off]) => {
    const gross = unitAmount * BigInt(quantity);
    // The discount of a price is constant within a period.
    return {
      priceId: `${unitAmount}-${off}`,
      unitAmount,
      quantity,
      gross,
      net: Fraction.of(gross * (10_000n - off), 10_000n),
    };
  });
// Not fc.double: nearly all of its values are close to zero.
const share = fc.nat(9999).map((n) => n / 10_000);
const length = fc.oneof(
  fc.constantFrom(86_400_000, 2_592_000_000, 31_536_000_000),
  fc.integer({ min: 1, max: 10 ** 6 }),
);
const behavior = fc.constantFrom<ProrationBehavior>('NONE', 'PRORATE', 'FULL_DIFFERENCE');

/** Switches in the order of their instants; several may have the same instant. */
const chain = fc
  .array(fc.record({ next: pricedItem, share, behavior }), { maxLength: 8 })
  .map((steps) => steps.sort((a, b) => a.share - b.share));
const runs = { numRuns: repetitions(200, 5000) };

describe('random chains of switches', { timeout: 60_000 }, () => {
  it('the credit for each plan is at most the charge for that plan', () => {
    fc.assert(
      fc.property(pricedItem, length, chain, (first, ms, steps) => {
        const item = new Item(first, ms);
        let charged = sum(item.lines);
        for (const step of steps) {
          const made = item.switchTo(step.next, 'PRORATE', item.at(step.share));
          expect(-sum(made.filter((line) => line.kind === 'CREDIT')) <= charged).toBe(true);
          charged = sum(made.filter((line) => line.kind === 'CHARGE'));
        }
      }),
      runs,
    );
  });

  it('credits never exceed the billed amount with mixed behaviors and a final cancellation', () => {
    fc.assert(
      fc.property(pricedItem, length, chain, share, (first, ms, steps, end) => {
        const item = new Item(first, ms);
        for (const step of steps) {
          const made = item.switchTo(step.next, step.behavior, item.at(step.share));
          expect(made.every((line) => line.gross - line.discount === line.amount && line.amount !== 0n)).toBe(true);
          expect(sum(item.lines) >= 0n).toBe(true);
        }
        item.cancel(item.at(Math.max(end, steps.at(-1)?.share ?? 0)));
        expect(sum(item.lines) >= 0n).toBe(true);
      }),
      runs,
    );
  });

  it('a detour at one instant costs the same as the direct switch', () => {
    let compared = 0;
    fc.assert(
      fc.property(pricedItem, length, chain, pricedItem, pricedItem, (first, ms, steps, detour, target) => {
        const item = new Item(first, ms);
        for (const step of steps) item.switchTo(step.next, 'PRORATE', item.at(step.share));
        const t = item.at((1 + (steps.at(-1)?.share ?? 0)) / 2);
        const direct = sum(item.preview(target, 'PRORATE', t));
        if (same(item.current, target)) return;
        const there = item.switchTo(detour, 'PRORATE', t);
        expect(sum(there) + sum(item.switchTo(target, 'PRORATE', t))).toBe(direct);
        compared++;
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(runs.numRuns * 0.8);
  });

  it('FULL_DIFFERENCE bills the period at exactly the last price', () => {
    fc.assert(
      fc.property(pricedItem, length, chain, (first, ms, steps) => {
        const item = new Item(first, ms);
        for (const step of steps) item.switchTo(step.next, 'FULL_DIFFERENCE', item.at(step.share));
        expect(sum(item.lines)).toBe(Fraction.round(item.current.net));
      }),
      runs,
    );
  });
});

describe('switching there and back at one instant', { timeout: 60_000 }, () => {
  it.each(['NONE', 'PRORATE', 'FULL_DIFFERENCE'] as const)(
    'switching there and back with %s nets to zero after any history',
    (mode) => {
      let tiny = 0;
      const stops = fc.array(pricedItem, { minLength: 1, maxLength: 4 });
      const tested = fc.property(pricedItem, length, chain, share, stops, (first, ms, steps, when, away) => {
        const item = new Item(first, ms);
        for (const step of steps) item.switchTo(step.next, mode, item.at(step.share));
        const t = item.at(Math.max(when, steps.at(-1)?.share ?? 0));
        const [home, before] = [item.current, item.lines.length];
        let traceless = false;
        for (const stop of away) {
          if (!changes(item.current, stop)) continue;
          const leaving = same(item.current, home);
          const made = item.switchTo(stop, mode, t);
          traceless ||= leaving && made.length === 0;
        }
        if (changes(item.current, home)) item.switchTo(home, mode, t);
        const net = sum(item.lines.slice(before));
        // With less than half a unit unused and a free plan in between, no line records the way back.
        if (traceless && net !== 0n) {
          tiny += 1;
          expect(net).toBe(1n);
        } else {
          expect(net).toBe(0n);
        }
      });
      fc.assert(tested, runs);
      expect(tiny).toBeLessThan(runs.numRuns / 50);
    },
  );

  it('switching there and back after switches without charge nets to zero', () => {
    fc.assert(
      fc.property(pricedItem, pricedItem, pricedItem, share, (first, unbilled, detour, when) => {
        const item = new Item(first, 2_592_000_000);
        const t = item.at(when);
        item.switchTo(unbilled, 'NONE', item.at(when / 2));
        const there = item.switchTo(detour, 'PRORATE', t);
        fc.pre(there.length > 0);
        expect(sum(there) + sum(item.switchTo(unbilled, 'PRORATE', t))).toBe(0n);
      }),
      runs,
    );
  });
});
