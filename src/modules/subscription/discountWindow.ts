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
}

/**
 * What a new cycle changes about the discount; `first` is its first period. A coupon that has not reduced anything yet
 * begins with that period, because it is the next one to be billed in full. One that has begun goes on by the calendar,
 * but a coupon for ONE period has done its work: the new cycle is not reduced as well.
 */
export function discountInNewCycle(subscription: Discounted, first: Period): Partial<DiscountColumns> {
  const { coupon, discountStart, discountEnd, currentPeriodStart } = subscription;
  if (!coupon || !discountStart) return {};
  if (discountStart > currentPeriodStart) {
    const columns = discountColumns(coupon, first.start, first.end);
    // A trial's end stays, and with it an end that was given to the discount by hand.
    const kept = discountStart.getTime() === first.start.getTime() ? discountEnd : null;
    return kept && (!columns.discountEnd || kept < columns.discountEnd) ? { ...columns, discountEnd: kept } : columns;
  }
  if (coupon.duration !== 'ONCE' || !discountEnd || discountEnd <= first.start) return {};
  return discountStart < first.start
    ? { discountEnd: first.start }
    : { couponId: null, discountStart: null, discountEnd: null };
}
