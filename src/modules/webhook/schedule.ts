/** When a delivery is tried again, by Standard Webhooks, and when an endpoint is given up. */
import { after, DAY, HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';

/** The pauses after the first attempt, which is made at once, and after each that follows. */
export const RETRY_DELAYS: readonly number[] = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];

/** After so long of nothing but failures an endpoint is disabled. */
export const GIVEN_UP_AFTER = 5 * DAY;

/** How long finished deliveries are kept. */
export const KEPT_FOR = 30 * DAY;

/** When to try again after so many attempts; null when there were enough. */
export function nextAttempt(tries: number, now: Date): Date | null {
  const delay = RETRY_DELAYS[tries - 1];
  return delay === undefined ? null : after(now, delay);
}
