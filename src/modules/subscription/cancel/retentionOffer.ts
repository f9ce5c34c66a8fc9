/**
 * The retention offer: a customer who starts to cancel is offered the portal's coupon instead. Eligibility is decided here,
 * for showing the offer and for accepting it.
 */
import { z } from 'zod';
import type { Coupon } from '../../../db/generated/client/client.ts';
import { type Period, periodAt } from '../../../kernel/calendar.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import { clearable, line, text, validate } from '../../../kernel/validate.ts';
import { type CustomerPrincipal, type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { type PortalSettings, requireFeature } from '../../../operation/portalPolicy.ts';
import { totalOf, withTax } from '../../invoice/lineTax.ts';
import { type Discount, discountColumns, discountFrom } from '../forecast/discountWindow.ts';
import { cadenceOf, nextPeriod, periodLines } from '../forecast/nextPeriod.ts';
import { discountFor } from '../forecast/pricing.ts';
import { type LoadedSubscription, lockSubscription } from '../record/load.ts';
import { markRetentionShown, updateVersioned } from '../record/transition.ts';
import { requireReason } from './reason.ts';

/** The number of invoices over which the saving of a coupon without an end is shown. */
const SHOWN_INVOICES = 12;
/** A bound for the loop: more periods than the longest coupon has days. */
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
function discountFromNextPeriod(
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

/** Emits that the offer was shown, once until it is accepted or the subscription is canceled. */
async function emitOfferShown(op: Op, { id, customerId }: LoadedSubscription, offer: RetentionOffer): Promise<void> {
  if (!(await markRetentionShown(op, id))) return;
  const { currency, nextSaving } = offer;
  op.emit('subscription.retention_offer_shown', {
    objectId: id,
    customerId,
    data: { couponId: offer.coupon.id, currency, nextSaving: nextSaving.toString() },
  });
}

/** Throws `ConflictError` if no offer applies, or if its period has ended. */
async function availableOffer(op: Op<CustomerPrincipal>, subscription: LoadedSubscription): Promise<RetentionOffer> {
  const offer = await retentionOffer(op, op.principal.portal, subscription);
  if (offer && op.now < subscription.currentPeriodEnd) return offer;
  throw new ConflictError('RETENTION_OFFER_UNAVAILABLE', 'No retention offer is available for this subscription.', [
    'input',
    'subscriptionId',
  ]);
}

const shownInput = z.object({ subscriptionId: z.string() });

/** Records that the customer was shown the offer, once. Throws `ConflictError` if no offer applies. */
export async function recordRetentionOfferShown(
  ctx: OpContext<CustomerPrincipal>,
  input: z.input<typeof shownInput>,
): Promise<{ subscriptionId: string }> {
  const { subscriptionId } = validate(shownInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    await emitOfferShown(op, subscription, await availableOffer(op, subscription));
    return { subscriptionId };
  });
}

/** Records the quantities for which the saving was promised: those of the next period. */
async function limitQuantities(op: Op, subscription: LoadedSubscription): Promise<void> {
  const { billed } = nextPeriod(subscription, subscription.currentPeriodEnd);
  for (const { id, quantity } of billed.items)
    await op.tx.subscriptionItem.update({ where: { id }, data: { discountedQuantity: quantity, updatedAt: op.now } });
}

const acceptInput = z.object({
  subscriptionId: z.string(),
  reason: clearable(line(100)),
  comment: clearable(text(2000)),
});
export type AcceptRetentionOfferInput = z.input<typeof acceptInput>;

/**
 * Attaches the offered coupon from the next period on. It saves at most what was promised: it discounts the present
 * quantity and ends with the present interval. Throws `ConflictError` if no offer applies any more, and `ValidationError`
 * for a missing or unknown reason.
 */
export async function acceptRetentionOffer(
  ctx: OpContext<CustomerPrincipal>,
  input: AcceptRetentionOfferInput,
): Promise<{ subscriptionId: string }> {
  const { subscriptionId, reason, comment } = validate(acceptInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    // A customer who stays need not give a reason; a given one must be one of the portal.
    if (reason) requireReason(ctx.principal, reason);
    const offer = await availableOffer(op, subscription);
    // Accepting an offer implies that it was shown, even if the page never recorded that.
    await emitOfferShown(op, subscription, offer);
    const { discount } = discountFromNextPeriod(subscription, offer.coupon);
    await updateVersioned(op, subscription, {
      ...discountColumns(discount),
      retentionAcceptedAt: op.now,
      retentionShownAt: null,
    });
    await limitQuantities(op, subscription);
    op.emit('subscription.retention_offer_accepted', {
      objectId: subscriptionId,
      customerId: subscription.customerId,
      data: {
        couponId: offer.coupon.id,
        reason: reason ?? null,
        comment: comment ?? null,
        currency: offer.currency,
        nextSaving: offer.nextSaving.toString(),
        nextAmount: offer.nextAmount.toString(),
        totalSaving: offer.totalSaving.toString(),
      },
    });
    return { subscriptionId };
  });
}
