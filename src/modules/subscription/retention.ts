/**
 * The retention offer: a customer who is about to cancel is offered the portal's coupon instead, once per
 * subscription. Who may have it is decided here, for the preview and for accepting it alike.
 */
import { z } from 'zod';
import type { Coupon } from '../../db/generated/client/client.ts';
import { type Period, periodAt } from '../../kernel/calendar.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { clearable, line, text, validate } from '../../kernel/validate.ts';
import { type CustomerPrincipal, type Op, type OpContext, transact } from '../../op.ts';
import { sumOf } from '../invoice/lines.ts';
import { type PortalSettings, requireFeature } from '../portal/policy.ts';
import { discountColumns } from './discountWindow.ts';
import { type LoadedSubscription, lockSubscription } from './load.ts';
import { discountFor } from './pricing.ts';
import { requireReason } from './reason.ts';
import { cadenceOf, nextPeriod, periodLines } from './renewal.ts';

/** How far into the future the saving of a coupon without an end is counted. */
const SHOWN_PERIODS = 12;
/** More periods than the longest coupon has days. */
const MOST_PERIODS = 1200;

export interface RetentionOffer {
  coupon: Coupon;
  currency: string;
  /** How many invoices it reduces; null: all that follow. */
  invoices: number | null;
  /** What the next invoice is reduced by, in minor units. */
  nextSaving: bigint;
  /** What the items then come to. */
  nextAmount: bigint;
  /** What it saves in all, or, without an end, over the next twelve invoices. */
  totalSaving: bigint;
}

/** Never on top of another discount, never when already cancelled or on trial, and once per subscription. */
export function eligible(subscription: LoadedSubscription): boolean {
  const { status, cancelAtPeriodEnd, retentionAcceptedAt, currentPeriodStart, currentPeriodEnd } = subscription;
  const discounted = [currentPeriodStart, currentPeriodEnd].some((start) => discountFor(subscription, start) !== null);
  return status === 'ACTIVE' && !cancelAtPeriodEnd && retentionAcceptedAt === null && !discounted;
}

/** The first period that the coupon reduces, and the columns of the discount from then on. */
function attached(
  subscription: LoadedSubscription,
  coupon: Coupon,
): { first: Period; columns: ReturnType<typeof discountColumns> } {
  const { period: first } = nextPeriod(subscription, subscription.currentPeriodEnd);
  return { first, columns: discountColumns(coupon, first.start, first.end) };
}

/** What accepting the coupon saves: the invoices with it against the invoices without it. */
export function offerOf(subscription: LoadedSubscription, coupon: Coupon): RetentionOffer {
  const { first, columns } = attached(subscription, coupon);
  const { billed, columns: cycle } = nextPeriod(subscription, subscription.currentPeriodEnd);
  const reduced = { ...billed, ...columns, coupon };
  const savings: bigint[] = [];
  let period: Period = first;
  const most = columns.discountEnd === null ? SHOWN_PERIODS : MOST_PERIODS;
  while (savings.length < most && discountFor(reduced, period.start) !== null) {
    savings.push(sumOf(periodLines({ ...billed, coupon: null }, period)) - sumOf(periodLines(reduced, period)));
    period = periodAt(cycle.anchor, cadenceOf(cycle), period.end);
  }
  return {
    coupon,
    currency: subscription.currency,
    invoices: columns.discountEnd === null ? null : savings.length,
    nextSaving: savings[0] ?? 0n,
    nextAmount: sumOf(periodLines(reduced, first)),
    totalSaving: savings.reduce((sum, saving) => sum + saving, 0n),
  };
}

/** The offer that a customer who starts to cancel is made, or null. */
export async function retentionOffer(
  from: { tx: Pick<Op['tx'], 'coupon'> },
  settings: Pick<PortalSettings, 'companyId' | 'retentionCouponId'>,
  subscription: LoadedSubscription,
): Promise<RetentionOffer | null> {
  if (!settings.retentionCouponId || !eligible(subscription)) return null;
  const coupon = await from.tx.coupon.findFirst({
    where: { id: settings.retentionCouponId, companyId: settings.companyId, active: true },
  });
  if (!coupon || (coupon.currency && coupon.currency !== subscription.currency)) return null;
  const offer = offerOf(subscription, coupon);
  // A coupon for products that the customer does not have would save nothing.
  return offer.totalSaving > 0n ? offer : null;
}

/** Once for each time that a customer thinks of cancelling: until the offer is accepted, or the subscription cancelled. */
export async function recordShown(
  op: Op,
  { id, customerId }: LoadedSubscription,
  offer: RetentionOffer,
): Promise<void> {
  const { count } = await op.tx.subscription.updateMany({
    where: {
      id,
      companyId: op.principal.companyId,
      status: 'ACTIVE',
      cancelAtPeriodEnd: false,
      retentionShownAt: null,
    },
    data: { retentionShownAt: op.now },
  });
  if (count !== 1) return;
  const { currency, nextSaving } = offer;
  op.emit('subscription.retention_offer_shown', {
    objectId: id,
    customerId,
    data: { couponId: offer.coupon.id, currency, nextSaving: nextSaving.toString() },
  });
}

const acceptInput = z.object({
  subscriptionId: z.string(),
  reason: clearable(line(100)),
  comment: clearable(text(2000)),
});
export type AcceptRetentionOfferInput = z.input<typeof acceptInput>;

/** Takes the offer: the coupon reduces the periods to come, and the subscription is not cancelled. */
export async function acceptRetentionOffer(
  ctx: OpContext<CustomerPrincipal>,
  input: AcceptRetentionOfferInput,
): Promise<{ subscriptionId: string; invoiceId: null }> {
  const { subscriptionId, reason, comment } = validate(acceptInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    requireReason(ctx.principal, reason);
    const offer = await retentionOffer(op, ctx.principal.portal, subscription);
    if (!offer || op.now >= subscription.currentPeriodEnd)
      throw new ConflictError('There is no offer for this subscription.', ['input', 'subscriptionId']);
    // Whoever accepts it has been shown it.
    await recordShown(op, subscription, offer);
    const { columns } = attached(subscription, offer.coupon);
    await op.tx.subscription.update({
      where: { id: subscriptionId },
      data: {
        ...columns,
        retentionAcceptedAt: op.now,
        retentionShownAt: null,
        version: { increment: 1 },
        updatedAt: op.now,
      },
    });
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
    return { subscriptionId, invoiceId: null };
  });
}
