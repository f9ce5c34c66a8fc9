/** CPU time of this process, for tests that compare what two things cost. Other processes do not change it much. */
import { expect } from 'vitest';

/** The CPU time in milliseconds of a call, which must return the expected value. */
export async function cpuTime<T>(call: () => Promise<T> | T, expected: T): Promise<number> {
  const before = process.cpuUsage();
  const value = await call();
  const { user, system } = process.cpuUsage(before);
  expect(value).toEqual(expected);
  return (user + system) / 1000;
}

const KEYS = 40_000;

/**
 * The CPU time of a fixed piece of work in milliseconds: JSON with many keys is parsed and enumerated, in about 20 ms on the
 * machine on which the limit was chosen.
 */
export function referenceTime(): Promise<number> {
  const text = JSON.stringify(Object.fromEntries(Array.from({ length: KEYS }, (_, i) => [`r${Math.random()}${i}`, 1])));
  return cpuTime(() => Object.keys(JSON.parse(text)).length, KEYS);
}
