/** When a payment that failed is tried again. Pure. */
import { after, DAY } from '../../kernel/clock.ts';

/**
 * The next retry after `now`, or null when there is none left. Retries are counted in days from the first failure, so
 * that attempts in between (by a new payment method, say) use none of them up, and retries that were missed while
 * nothing ran are not made up for in a burst.
 */
export function nextAttempt(firstFailedAt: Date, retryDays: readonly number[], now: Date): Date | null {
  return attempts(firstFailedAt, retryDays).find((at) => at > now) ?? null;
}

/** The last retry there will be, or null when there is none at all. */
export function lastAttempt(firstFailedAt: Date, retryDays: readonly number[]): Date | null {
  return attempts(firstFailedAt, retryDays).at(-1) ?? null;
}

const attempts = (firstFailedAt: Date, retryDays: readonly number[]) =>
  retryDays.map((days) => after(firstFailedAt, days * DAY));
