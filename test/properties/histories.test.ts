/**
 * Random histories of a subscription (ASSURANCE 43): whatever a customer, a merchant and time do, all rules of
 * BILLING.md hold after every step, and every preview is what happens. A failure prints its seed and path, with which
 * it can be run again: PROPERTY_SEED, PROPERTY_PATH and PROPERTY_REPLAY. PROPERTY_RUNS asks for so many histories,
 * PROPERTY_SECONDS for so much time.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { commands } from './commands.ts';
import { beginnings, History, openWorld } from './history.ts';

const { PROPERTY_RUNS, PROPERTY_SECONDS, PROPERTY_SEED, PROPERTY_PATH, PROPERTY_REPLAY } = process.env;
/** Without being asked for more, so long and no longer. */
const SECONDS = 20;

let t: TestApp;
beforeAll(async () => {
  t = await openWorld();
});
afterAll(() => t.close());

/** What the histories came across, so that nobody mistakes silence for safety. */
const seen = new Map<string, number>();

test('after every step of every history the books balance, nothing final changes, and previews were right', async () => {
  const histories = fc.asyncProperty(
    beginnings,
    fc.commands(commands, { maxCommands: 40, size: 'max', replayPath: PROPERTY_REPLAY }),
    async (beginning, steps) => {
      await fc.asyncModelRun(async () => {
        const begun = await History.begin(t, beginning);
        begun.real.seen = seen;
        return begun;
      }, steps);
    },
  );
  await fc.assert(histories, {
    numRuns: PROPERTY_RUNS ? Number(PROPERTY_RUNS) : 1000,
    // Also shrinking ends with it: what is printed then is a failure, if not the shortest one.
    ...(PROPERTY_RUNS && !PROPERTY_SECONDS
      ? {}
      : { interruptAfterTimeLimit: Number(PROPERTY_SECONDS ?? SECONDS) * 1000, markInterruptAsFailure: false }),
    ...(PROPERTY_SEED ? { seed: Number(PROPERTY_SEED) } : {}),
    ...(PROPERTY_PATH ? { path: PROPERTY_PATH } : {}),
  });
  if (PROPERTY_RUNS || PROPERTY_SECONDS)
    process.stdout.write(`${JSON.stringify(Object.fromEntries([...seen].sort()), null, 1)}\n`);
  // Whoever changes the steps so that nothing happens any longer is told; a machine that is busy elsewhere is not.
  if ((seen.get('step') ?? 0) < 500) return;
  for (const kind of ['subscription.renewed', 'subscription.plan_switched', 'subscription.canceled'])
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
}, 3_600_000);
