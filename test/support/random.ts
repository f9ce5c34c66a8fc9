/**
 * Random inputs that are the same in every run, so that a change is judged by what it changes. TEST_SEED sets another
 * seed; `TEST_SEED=random` draws one, to search for inputs that no run has had. A test that fails prints its seed.
 */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { onTestFailed } from 'vitest';

const { TEST_SEED } = process.env;

/** The seed of this process. */
const SEED = TEST_SEED === 'random' ? randomInt(2 ** 31) : Number(TEST_SEED ?? 1);

/** Gives the properties of a test file the seed. */
export function seedProperties(): void {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
}

/** Returns numbers from 0 up to 1 (mulberry32), beginning anew in each test. To be called within a test. */
export function seededRandom(): () => number {
  onTestFailed(() => void process.stderr.write(`TEST_SEED=${SEED} repeats the random choices of this test.\n`));
  let state = SEED;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
