/** The retry schedule of deliveries, as Standard Webhooks suggests it. */
import { after, DAY, HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';

/** Delays before each retry; the first attempt is immediate. */
const RETRY_DELAYS: readonly number[] = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];

/** An endpoint is disabled after failing for this long without a success. */
export const DISABLE_AFTER_MS = 5 * DAY;

/** Finished deliveries are deleted after this time. */
export const RETENTION_MS = 30 * DAY;

/** The time of the next attempt after `tries` attempts; null if none is left. */
export function nextAttempt(tries: number, now: Date): Date | null {
  const delay = RETRY_DELAYS[tries - 1];
  return delay === undefined ? null : after(now, delay);
}
