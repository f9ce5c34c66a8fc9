import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScheduler } from '../../src/scheduler.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A scheduler whose sweeps end only when a test ends them. */
function slowScheduler() {
  const ends: (() => void)[] = [];
  const stop = vi.fn();
  const sweep = () => new Promise<number>((done) => ends.push(() => done(1)));
  const scheduler = createScheduler({
    due: {
      bill: sweep,
      pay: async () => 0,
      mail: async () => 0,
      lookAfter: async () => 0,
      queryRegisters: async () => 0,
      readProviders: async () => 0,
      stop,
    },
    queue: { start() {}, enqueueNow: async () => undefined, tick: async () => 0 } as never,
    webhooks: { start() {}, runAll: async () => 0 },
    metrics: null,
    clockGuard: { compare: async () => {} },
    inBackground: (work) => void work.catch(() => undefined),
  });
  return { scheduler, ends, stop };
}

test('a sweep for due renewals that takes long is never joined by another one', async () => {
  const { scheduler, ends } = slowScheduler();
  scheduler.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ends).toHaveLength(2);
  scheduler.stop();
});

test('stopping the scheduler ends the running sweep and begins no other', async () => {
  const { scheduler, ends, stop } = slowScheduler();
  scheduler.start();
  await vi.advanceTimersByTimeAsync(5_000);
  scheduler.stop();
  expect(stop).toHaveBeenCalledOnce();
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ends).toHaveLength(1);
});
