/** The periods in which a coupon discounts a subscription. Pure. */
import type { Coupon, Subscription } from '../../../db/generated/client/client.ts';
import { type Period, periodAt, periodStart } from '../../../kernel/calendar.ts';

/** The discount of a subscription, with its coupons. */
export interface Discount {
  coupon: Coupon | null;
  discountStart: Date | null;
  discountEnd: Date | null;
  /** Whether it was removed or replaced: the current period is its last, also if a new cycle begins inside it. */
  discountEndsWithPeriod: boolean;
  /** The coupon that takes over with the next period. */
  nextCoupon: Coupon | null;
  /** Whether it is the accepted retention offer: a change to another interval ends it. */
  discountFromOffer: boolean;
}

/** The discount as it is stored, with ids instead of coupons. */
export type DiscountColumns = Omit<Discount, 'coupon' | 'nextCoupon'> & {
  couponId: string | null;
  nextCouponId: string | null;
};

export const NO_DISCOUNT: Discount = {
  coupon: null,
  discountStart: null,
  discountEnd: null,
  discountEndsWithPeriod: false,
  nextCoupon: null,
  discountFromOffer: false,
};

/** Picks the discount from a row that contains more. */
export const discountOf = ({
  coupon,
  discountStart,
  discountEnd,
  discountEndsWithPeriod,
  nextCoupon,
  discountFromOffer,
}: Discount): Discount => ({
  coupon,
  discountStart,
  discountEnd,
  discountEndsWithPeriod,
  nextCoupon,
  discountFromOffer,
});

export const discountColumns = (discount: Discount): DiscountColumns => {
  const { coupon, nextCoupon, ...window } = discountOf(discount);
  return { ...window, couponId: coupon?.id ?? null, nextCouponId: nextCoupon?.id ?? null };
};

/**
 * The discount of a coupon that begins with the period that starts at `start`: ONCE covers that period, REPEATING
 * the periods that start within its months, FOREVER all of them.
 */
export function discountFrom(coupon: Coupon, { start, end }: Period): Discount {
  const discountEnd = {
    ONCE: end,
    REPEATING: periodAt(start, { interval: 'MONTH', count: coupon.durationMonths ?? 1 }, start).end,
    FOREVER: null,
  }[coupon.duration];
  return { ...NO_DISCOUNT, coupon, discountStart: start, discountEnd };
}

/** A discount with the cycle and the current period of its subscription. */
export type Discounted = Discount &
  Pick<Subscription, 'anchor' | 'interval' | 'intervalCount' | 'currentPeriodStart' | 'currentPeriodEnd'>;

/** True if a discount has begun and reduces the current period. */
export function coversPeriod({ coupon, discountStart, discountEnd, currentPeriodStart }: Discounted): boolean {
  if (!coupon || !discountStart || discountStart > currentPeriodStart) return false;
  return discountEnd === null || discountEnd > currentPeriodStart;
}

/** The discount after it was removed, or replaced by `nextCoupon`, with effect from the next period. */
export function endingWithPeriod(subscription: Discounted, nextCoupon: Coupon | null): Discount {
  const { discountEnd, currentPeriodEnd } = subscription;
  return {
    ...discountOf(subscription),
    discountEnd: earlier(discountEnd, currentPeriodEnd),
    discountEndsWithPeriod: true,
    nextCoupon,
  };
}

const earlier = (end: Date | null, limit: Date): Date => (end && end < limit ? end : limit);

/**
 * The discount from `next` on, the next period that is billed in full: the renewal's, or the first of a new cycle, which
 * can have another interval.
 *
 * - A coupon that takes over, or one that has not begun, begins with that period, which can differ from the one that was
 *   expected: a change to another interval was scheduled or canceled, or a trial or a pause ends at another instant.
 * - A discount that was removed or replaced has ended, and so has a ONCE coupon, although a new cycle can begin inside its
 *   last period. A retention offer ends with the interval for which its saving was promised.
 * - Any other continues by the calendar, without the time between the current period and `next`, in which the
 *   subscription rested.
 */
export function discountInPeriod(subscription: Discounted, next: Period, newInterval: boolean): Discount {
  const { coupon, nextCoupon, discountStart, discountEnd, currentPeriodStart } = subscription;
  if (nextCoupon) return discountFrom(nextCoupon, next);
  if (!coupon || !discountStart) return NO_DISCOUNT;
  const broken = subscription.discountFromOffer && newInterval;
  if (discountStart > currentPeriodStart)
    return broken
      ? NO_DISCOUNT
      : {
          ...beginning(coupon, { discountStart, discountEnd }, next),
          discountFromOffer: subscription.discountFromOffer,
        };
  if (coupon.duration !== 'ONCE' && !subscription.discountEndsWithPeriod && !broken)
    return { ...discountOf(subscription), discountEnd: extendedByRest(subscription, next) };
  if (discountStart >= next.start) return NO_DISCOUNT;
  return {
    ...discountOf(subscription),
    discountEnd: earlier(discountEnd, next.start),
    discountEndsWithPeriod: false,
  };
}

/**
 * The end of a discount after a time without periods, such as a pause: it still reduces as many periods as it would have
 * reduced from the end of the current one. Periods are counted, not milliseconds, because months differ in length.
 */
function extendedByRest(subscription: Discounted, next: Period): Date | null {
  const { discountEnd, currentPeriodEnd, anchor, interval, intervalCount } = subscription;
  if (!discountEnd || discountEnd <= currentPeriodEnd || next.start <= currentPeriodEnd) return discountEnd;
  const cadence = { interval, count: intervalCount };
  const first = periodAt(anchor, cadence, currentPeriodEnd).index;
  const last = periodAt(anchor, cadence, new Date(discountEnd.getTime() - 1)).index;
  return periodStart(next.start, cadence, last - first + 1);
}

/**
 * A discount that begins with `next`. If that is the expected start, an end that the merchant set at import is preserved.
 */
function beginning(
  coupon: Coupon,
  { discountStart, discountEnd }: { discountStart: Date; discountEnd: Date | null },
  next: Period,
): Discount {
  const discount = discountFrom(coupon, next);
  const given = discountStart.getTime() === next.start.getTime() ? discountEnd : null;
  return given && (!discount.discountEnd || given < discount.discountEnd)
    ? { ...discount, discountEnd: given }
    : discount;
}
