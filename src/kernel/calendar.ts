/** Billing periods: half-open stretches of UTC time, counted from an anchor. */
import { Fraction } from './money.ts';

export type BillingInterval = 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';

/** How often something is billed: every `count` intervals. `count` is a whole number from 1. */
export interface Cadence {
  readonly interval: BillingInterval;
  readonly count: number;
}

/** A half-open stretch of time `[start, end)`. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

const DAY_MS = 86_400_000;

/** Each cadence is either a number of days or a number of calendar months. */
function steps({ interval, count }: Cadence): { unit: 'days' | 'months'; size: number } {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError('A cadence counts whole intervals, at least one.');
  switch (interval) {
    case 'DAY':
      return { unit: 'days', size: count };
    case 'WEEK':
      return { unit: 'days', size: count * 7 };
    case 'MONTH':
      return { unit: 'months', size: count };
    case 'YEAR':
      return { unit: 'months', size: count * 12 };
  }
}

/** `anchor` moved by whole calendar months; a day that the month does not have becomes the month's last day. */
function addMonths(anchor: Date, months: number): Date {
  const moved = new Date(anchor);
  moved.setUTCDate(1); // otherwise 31 January + 1 month overflows into March before it can be clamped
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(moved);
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0);
  moved.setUTCDate(Math.min(anchor.getUTCDate(), lastDay.getUTCDate()));
  return moved;
}

/**
 * The start of the `n`-th period; period 0 starts at the anchor, `n` may be negative.
 *
 * Rule: always computed from the anchor, so 31 January → 28/29 February → 31 March, and 29 February yearly comes
 * back to the 29th in each leap year. Time of day and milliseconds are the anchor's, in UTC.
 */
export function periodStart(anchor: Date, cadence: Cadence, n: number): Date {
  const { unit, size } = steps(cadence);
  return unit === 'days' ? new Date(anchor.getTime() + n * size * DAY_MS) : addMonths(anchor, n * size);
}

/**
 * The period that contains `instant`, and its number counted from the anchor (negative before it).
 * Constant time however far `instant` is from the anchor.
 *
 * Rule: periods are half-open, so the end of one is the start of the next and belongs to the next.
 */
export function periodAt(anchor: Date, cadence: Cadence, instant: Date): Period & { readonly index: number } {
  const { unit, size } = steps(cadence);
  let index: number;
  if (unit === 'days') {
    index = Math.floor((instant.getTime() - anchor.getTime()) / (size * DAY_MS));
  } else {
    const years = instant.getUTCFullYear() - anchor.getUTCFullYear();
    index = Math.floor((years * 12 + instant.getUTCMonth() - anchor.getUTCMonth()) / size);
    // The month gives an upper bound: before the anchor's day of that month, the previous period is current.
    if (periodStart(anchor, cadence, index) > instant) index -= 1;
  }
  return { index, start: periodStart(anchor, cadence, index), end: periodStart(anchor, cadence, index + 1) };
}

/**
 * Whether two cadences produce the same periods: 12 months are a year and 7 days are a week.
 *
 * Rule: only *another* interval starts a new cycle, so two spellings of one interval must not.
 */
export function sameCadence(a: Cadence, b: Cadence): boolean {
  const [left, right] = [steps(a), steps(b)];
  return left.unit === right.unit && left.size === right.size;
}

/** The mean Gregorian calendar: 400 years are 4,800 months and exactly 146,097 days. */
const DAYS_OF_400_YEARS = 146_097n;
const MONTHS_OF_400_YEARS = 4_800n;

/**
 * How many days a cadence lasts on average, exactly: a week 7, a month 146097/4800, a year twelve of those.
 *
 * Rule: prices of different intervals are compared per average day; a year is worth exactly twelve months.
 */
export function averageDays(cadence: Cadence): Fraction {
  const { unit, size } = steps(cadence);
  return unit === 'days'
    ? Fraction.of(BigInt(size))
    : Fraction.of(BigInt(size) * DAYS_OF_400_YEARS, MONTHS_OF_400_YEARS);
}

/**
 * Milliseconds from `at` to the period's end, and of the whole period.
 *
 * Rule: the fraction left is exactly (end − at) / (end − start).
 */
export function timeLeft(at: Date, period: Period): { millisecondsLeft: number; millisecondsTotal: number } {
  const end = period.end.getTime();
  const millisecondsTotal = end - period.start.getTime();
  if (!(millisecondsTotal > 0)) throw new RangeError('A period ends after it starts.');
  return { millisecondsLeft: end - at.getTime(), millisecondsTotal };
}
