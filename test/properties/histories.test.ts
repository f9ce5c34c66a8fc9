/**
 * Random histories of a subscription: all billing rules hold after every step of a customer, a merchant or time, and
 * every result equals its preview. A failure prints its seed and path, with which it can be repeated: TEST_SEED,
 * PROPERTY_PATH and PROPERTY_REPLAY. PROPERTY_RUNS sets the number of histories, PROPERTY_SECONDS a time limit.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { repetitions } from '../support/repetition.ts';
import { commands, withinPeriod } from './commands.ts';
import { beginnings, History, type Model, openWorld, sharedDiscounts } from './history.ts';

const { PROPERTY_RUNS, PROPERTY_SECONDS, PROPERTY_PATH, PROPERTY_REPLAY } = process.env;
/** A history has up to 40 steps. */
const RUNS = Number(PROPERTY_RUNS ?? (PROPERTY_SECONDS ? 1_000_000 : repetitions(15, 400)));

let t: TestApp;
beforeAll(async () => {
  t = await openWorld();
});
afterAll(() => t.close());

/** Counts the situations of all histories, to prove that the interesting ones occurred. */
const seen = new Map<string, number>();

const SIZE = { size: 'max', replayPath: PROPERTY_REPLAY } as const;
const PATH = PROPERTY_PATH ? { path: PROPERTY_PATH } : {};

type Steps = fc.Arbitrary<fc.AsyncCommand<Model, History>>;
const histories = (from: typeof beginnings, steps: readonly Steps[], maxCommands: number) =>
  fc.asyncProperty(from, fc.commands([...steps], { maxCommands, ...SIZE }), async (beginning, played) => {
    await fc.asyncModelRun(async () => {
      const begun = await History.begin(t, beginning);
      begun.real.seen = seen;
      return begun;
    }, played);
  });

test('a fixed discount that two items share is priced as it was billed, however often they change in one period', async () => {
  const numRuns = PROPERTY_SECONDS ? repetitions(3, 80) : Math.ceil(RUNS / 5);
  await fc.assert(histories(sharedDiscounts, withinPeriod, 10), { numRuns, ...PATH });
}, 3_600_000);

test('after every step of every history the books balance, nothing final changes, and previews were right', async () => {
  seen.clear();
  await fc.assert(histories(beginnings, commands, 40), {
    numRuns: RUNS,
    // The limit ends shrinking as well, so the printed failure may not be the shortest one.
    ...(PROPERTY_SECONDS
      ? { interruptAfterTimeLimit: Number(PROPERTY_SECONDS) * 1000, markInterruptAsFailure: false }
      : {}),
    ...PATH,
  });
  if (PROPERTY_RUNS || PROPERTY_SECONDS)
    process.stdout.write(`${JSON.stringify(Object.fromEntries([...seen].sort()), null, 1)}\n`);
  // Few histories, or the one of a replay, need not contain every situation.
  if (PROPERTY_RUNS || PROPERTY_PATH) return;
  for (const kind of ['subscription.renewed', 'subscription.plan_switched', 'subscription.canceled'])
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
}, 3_600_000);
