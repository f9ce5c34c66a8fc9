/** The discount that is offered to a customer who starts to cancel, with its saving. */
import type { Coupon } from '../../../db/generated/client/client.ts';
import { type Period, periodAt } from '../../../kernel/calendar.ts';
import type { Op } from '../../../operation/operation.ts';
import type { PortalSettings } from '../../../operation/portalPolicy.ts';
import { totalOf, withTax } from '../../invoice/lineTax.ts';
import { type Discount, discountFrom } from '../forecast/discountWindow.ts';
import { cadenceOf, nextPeriod, periodLines } from '../forecast/nextPeriod.ts';
import { discountFor } from '../forecast/pricing.ts';
import type { LoadedSubscription } from '../record/load.ts';

/** The number of invoices over which the saving of a coupon without an end is shown. */
const SHOWN_INVOICES = 12;
/** Bounds the loop: more periods than the longest coupon has days. */
const MAXIMUM_PERIODS = 1200;

export interface RetentionOffer {
  coupon: Coupon;
  currency: string;
  /** The number of invoices it reduces; null for all that follow. */
  invoices: number | null;
  /** The discount on the next invoice, in minor units. */
  nextSaving: bigint;
  /** The total of the items after that discount, in minor units. */
  nextAmount: bigint;
  /** The saving over all invoices or, for a coupon without an end, over the next twelve; in minor units. */
  totalSaving: bigint;
}

/**
 * An active subscription that will renew, has no discount in this period or the next, and has not accepted an offer yet.
 */
function isEligible(subscription: LoadedSubscription): boolean {
  const { status, cancelAtPeriodEnd, retentionAcceptedAt, currentPeriodStart, currentPeriodEnd } = subscription;
  const { billed, period } = nextPeriod(subscription, currentPeriodEnd);
  const discounted = discountFor(subscription, currentPeriodStart) ?? discountFor(billed, period.start);
  return status === 'ACTIVE' && !cancelAtPeriodEnd && retentionAcceptedAt === null && discounted === null;
}

/** The first period that the coupon reduces, and the discount from then on. */
export function discountFromNextPeriod(
  subscription: LoadedSubscription,
  coupon: Coupon,
): { first: Period; discount: Discount } {
  const { period: first } = nextPeriod(subscription, subscription.currentPeriodEnd);
  return { first, discount: { ...discountFrom(coupon, first), discountFromOffer: true } };
}

/** The total of a period with its tax, without pending lines. */
const periodTotal = (...of: Parameters<typeof periodLines>): bigint => totalOf(withTax(periodLines(...of)));

/** Computes the saving as the difference between the invoices without the coupon and those with it. */
function offerOf(subscription: LoadedSubscription, coupon: Coupon): RetentionOffer {
  const { first, discount } = discountFromNextPeriod(subscription, coupon);
  const { billed, columns: cycle } = nextPeriod(subscription, subscription.currentPeriodEnd);
  const reduced = { ...billed, ...discount };
  const savings: bigint[] = [];
  let period: Period = first;
  const most = discount.discountEnd === null ? SHOWN_INVOICES : MAXIMUM_PERIODS;
  while (savings.length < most && discountFor(reduced, period.start) !== null) {
    savings.push(periodTotal({ ...billed, coupon: null }, period) - periodTotal(reduced, period));
    period = periodAt(cycle.anchor, cadenceOf(cycle), period.end);
  }
  return {
    coupon,
    currency: subscription.currency,
    invoices: discount.discountEnd === null ? null : savings.length,
    nextSaving: savings[0] ?? 0n,
    nextAmount: periodTotal(reduced, first),
    totalSaving: savings.reduce((sum, saving) => sum + saving, 0n),
  };
}

/** The offer for a customer who starts to cancel, or null if the subscription, the coupon or the saving rules it out. */
export async function retentionOffer(
  from: { tx: Pick<Op['tx'], 'coupon'> },
  settings: Pick<PortalSettings, 'companyId' | 'retentionCouponId'>,
  subscription: LoadedSubscription,
): Promise<RetentionOffer | null> {
  if (!settings.retentionCouponId || !isEligible(subscription)) return null;
  const coupon = await from.tx.coupon.findFirst({
    where: { id: settings.retentionCouponId, companyId: settings.companyId, active: true },
  });
  if (!coupon || (coupon.currency && coupon.currency !== subscription.currency)) return null;
  const offer = offerOf(subscription, coupon);
  // A coupon for products that the customer does not have would save nothing.
  return offer.totalSaving > 0n ? offer : null;
}
