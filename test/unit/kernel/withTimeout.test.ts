import { expect, test, vi } from 'vitest';
import { withTimeout } from '../../../src/kernel/withTimeout.ts';

test('work that ends in time gives its result, and leaves no timer behind', async () => {
  const late = vi.fn(() => 'late');
  expect(await withTimeout(10, Promise.resolve('done'), late)).toBe('done');
  await expect(withTimeout(10, Promise.reject(new Error('failed')), late)).rejects.toThrow('failed');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(late).not.toHaveBeenCalled();
});

test('work that exceeds its time limit is replaced by the result of `late`, or by the error that `late` throws', async () => {
  const never = new Promise<string>(() => {});
  expect(await withTimeout(5, never, () => 'late')).toBe('late');
  const refuse = () => {
    throw new Error('too late');
  };
  await expect(withTimeout(5, never, refuse)).rejects.toThrow('too late');
});

test('an error of work that was given up is not an unhandled rejection', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const failsLater = new Promise<string>((_, reject) => setTimeout(() => reject(new Error('later')), 15));
  expect(await withTimeout(5, failsLater, () => 'late')).toBe('late');
  await new Promise((resolve) => setTimeout(resolve, 40));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
