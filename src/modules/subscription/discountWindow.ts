/** During which periods a coupon reduces a subscription. Pure. */
import type { Coupon } from '../../db/generated/client/client.ts';
import { type Period, periodAt } from '../../kernel/calendar.ts';

export interface DiscountColumns {
  couponId: string | null;
  discountStart: Date | null;
  discountEnd: Date | null;
}

/**
 * The columns of a discount that begins with the period that starts at `start`: ONCE covers that period, REPEATING
 * the periods that start within its months, FOREVER all of them.
 */
export function discountColumns(coupon: Coupon, start: Date, periodEnd: Date): DiscountColumns {
  const end = {
    ONCE: periodEnd,
    REPEATING: periodAt(start, { interval: 'MONTH', count: coupon.durationMonths ?? 1 }, start).end,
    FOREVER: null,
  }[coupon.duration];
  return { couponId: coupon.id, discountStart: start, discountEnd: end };
}

interface Discounted {
  coupon: Coupon | null;
  discountStart: Date | null;
  discountEnd: Date | null;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
}

/**
 * What the next period to be billed in full makes of a discount that has not reduced anything yet: it begins there.
 * Nothing is changed about one that has begun. What was to be billed may have changed since the coupon was attached: a
 * change to another interval was scheduled, or taken back, or a trial or a pause ends at another time.
 */
export function discountInNextPeriod(subscription: Discounted, next: Period): Partial<DiscountColumns> {
  const { coupon, discountStart, discountEnd, currentPeriodStart } = subscription;
  if (!coupon || !discountStart || discountStart <= currentPeriodStart) return {};
  const columns = discountColumns(coupon, next.start, next.end);
  // A trial's end stays, and with it an end that was given to the discount by hand.
  const kept = discountStart.getTime() === next.start.getTime() ? discountEnd : null;
  return kept && (!columns.discountEnd || kept < columns.discountEnd) ? { ...columns, discountEnd: kept } : columns;
}

/**
 * What a new cycle changes about the discount; `first` is its first period. A coupon that has not reduced anything yet
 * begins with that period. One that has begun goes on by the calendar, unless the present period was its last: then
 * the new cycle is not reduced as well, although it begins inside that period.
 */
export function discountInNewCycle(subscription: Discounted, first: Period): Partial<DiscountColumns> {
  const { coupon, discountStart, discountEnd, currentPeriodStart } = subscription;
  if (!coupon || !discountStart) return {};
  if (discountStart > currentPeriodStart) return discountInNextPeriod(subscription, first);
  if (!discountEnd || discountEnd <= first.start || !endsWithPeriod(subscription, coupon, discountStart)) return {};
  return discountStart < first.start
    ? { discountEnd: first.start }
    : { couponId: null, discountStart: null, discountEnd: null };
}

/** Whether the discount is for the present period and no other: a coupon for ONE, or one that was taken away with it. */
function endsWithPeriod({ discountEnd, currentPeriodEnd }: Discounted, coupon: Coupon, discountStart: Date): boolean {
  if (coupon.duration === 'ONCE') return true;
  const own = discountColumns(coupon, discountStart, currentPeriodEnd).discountEnd;
  return discountEnd?.getTime() === currentPeriodEnd.getTime() && (own === null || discountEnd < own);
}
