/** Random choices that can be repeated: a test that fails prints the seed that it used. */
import { randomInt } from 'node:crypto';
import { onTestFailed } from 'vitest';

/** Returns numbers from 0 up to 1 (mulberry32). TEST_SEED sets the seed. To be called within a test. */
export function seededRandom(): () => number {
  const seed = Number(process.env.TEST_SEED ?? randomInt(2 ** 31));
  onTestFailed(() => void process.stderr.write(`TEST_SEED=${seed} repeats the random choices of this test.\n`));
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
