/**
 * The instants of retries after a failed payment. Pure. Their days and the terminal action after the last one are
 * configured in updateDunningConfig.ts; collection/recordFailure.ts schedules each retry and ends dunning.
 */
import { after, DAY } from '../../kernel/clock.ts';

/**
 * The next retry after `now`, or null if none is left. Retries are counted in days from the first failure: attempts in
 * between, such as one with a new payment method, use none of them up, and missed retries do not run in a burst.
 */
export function nextAttempt(firstFailedAt: Date, retryDays: readonly number[], now: Date): Date | null {
  return attempts(firstFailedAt, retryDays).find((at) => at > now) ?? null;
}

/** The last retry, or null if no retries are configured. */
export function lastAttempt(firstFailedAt: Date, retryDays: readonly number[]): Date | null {
  return attempts(firstFailedAt, retryDays).at(-1) ?? null;
}

const attempts = (firstFailedAt: Date, retryDays: readonly number[]) =>
  retryDays.map((days) => after(firstFailedAt, days * DAY));
