/**
 * The offer to a customer who starts to cancel: a discount, a pause, a cheaper plan, or a contact to the support,
 * chosen by the reason. Eligibility is decided here, for showing an offer and for accepting it.
 */
import { z } from 'zod';
import type { Price } from '../../../db/generated/client/client.ts';
import type { CancellationOfferType } from '../../../db/generated/client/enums.ts';
import { changeDirection } from '../../../kernel/changeDirection.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { ConflictError, ValidationError } from '../../../kernel/errors.ts';
import { Fraction } from '../../../kernel/money.ts';
import { fittingQuantity, quantityIssue } from '../../../kernel/quantity.ts';
import { clearable, line, text } from '../../../kernel/validate.ts';
import type { CustomerPrincipal, Op } from '../../../operation/operation.ts';
import { planRefusal } from '../../../operation/planPolicy.ts';
import {
  type ConfiguredOffer,
  offersOf,
  type PortalSettings,
  requireFeature,
  switchedOff,
} from '../../../operation/portalPolicy.ts';
import { cadenceOf } from '../forecast/nextPeriod.ts';
import { actionRefusal, actionState } from '../record/allowedActions.ts';
import type { LoadedItem, LoadedSubscription } from '../record/load.ts';
import { markRetentionAccepted, markRetentionShown } from '../record/transition.ts';
import { requireReason } from './cancellationReason.ts';
import { type RetentionOffer, retentionOffer } from './discountOffer.ts';

export type CancellationOffer =
  | { type: 'COUPON'; discount: RetentionOffer }
  | { type: 'PAUSE' }
  | { type: 'PLAN'; item: LoadedItem; price: Price }
  | { type: 'CONTACT'; email: string };

type Reads = Pick<Op, 'tx' | 'now'>;

/** The entries for a reason in the order of the configuration; the retention coupon is for every reason, and the last. */
function configuredFor(settings: PortalSettings, reason: string | null | undefined): ConfiguredOffer[] {
  const { retentionCouponId: couponId } = settings;
  const last: ConfiguredOffer[] = couponId ? [{ reason: null, type: 'COUPON', couponId }] : [];
  const own = offersOf(settings).filter((offer) => offer.reason === null || offer.reason === reason);
  return [...own, ...last];
}

/** The first configured offer for the reason that applies to the subscription; null if none does. */
export async function cancellationOffer(
  from: Reads,
  settings: PortalSettings,
  subscription: LoadedSubscription,
  reason: string | null | undefined,
): Promise<CancellationOffer | null> {
  if (subscription.status !== 'ACTIVE' || subscription.cancelAtPeriodEnd) return null;
  const configured = configuredFor(settings, reason);
  if (configured.length === 0) return null;
  const exhausted = await isExhausted(from, settings, subscription);
  for (const entry of configured) {
    // Contacting the support costs the merchant nothing, so it does not count towards the maximum of offers.
    if (exhausted && entry.type !== 'CONTACT') continue;
    const offer = await offerOf(from, settings, subscription, entry);
    if (offer) return offer;
  }
  return null;
}

/** One offer per subscription, and as many per customer within a year as the portal allows. */
async function isExhausted(
  { tx, now }: Reads,
  { companyId, retentionOffersPerYear }: PortalSettings,
  { retentionAcceptedAt, customerId }: LoadedSubscription,
): Promise<boolean> {
  if (retentionAcceptedAt !== null) return true;
  if (retentionOffersPerYear === null) return false;
  const accepted = await tx.subscription.count({
    where: { companyId, customerId, retentionAcceptedAt: { gt: after(now, -365 * DAY) } },
  });
  return accepted >= retentionOffersPerYear;
}

async function offerOf(
  from: Reads,
  settings: PortalSettings,
  subscription: LoadedSubscription,
  { type, couponId }: ConfiguredOffer,
): Promise<CancellationOffer | null> {
  switch (type) {
    case 'COUPON': {
      const terms = { companyId: settings.companyId, retentionCouponId: couponId };
      const discount = await retentionOffer(from, terms, subscription);
      return discount && { type, discount };
    }
    case 'PAUSE':
      return actionRefusal(actionState(subscription), 'pause', settings, from.now) ? null : { type };
    case 'PLAN': {
      for (const item of subscription.items) {
        const price = await cheaperPrice(from, settings, subscription, item);
        if (price) return { type, item, price };
      }
      return null;
    }
    case 'CONTACT': {
      const email = await supportEmail(from, settings);
      return email === null ? null : { type, email };
    }
  }
}

async function supportEmail({ tx }: Reads, { companyId }: PortalSettings): Promise<string | null> {
  const company = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { supportEmail: true, portalConfig: { select: { supportEmail: true } } },
  });
  return company.portalConfig?.supportEmail ?? company.supportEmail;
}

/** The highest-priced plan with a lower price per day to which the portal lets an item change, in its interval. */
async function cheaperPrice(
  { tx, now }: Reads,
  settings: PortalSettings,
  subscription: LoadedSubscription,
  item: LoadedItem,
): Promise<Price | null> {
  if (switchedOff(settings, 'allowPlanSwitch')) return null;
  if (actionRefusal(actionState(subscription), 'switchPlan', settings, now)) return null;
  const prices = await tx.price.findMany({
    where: {
      companyId: settings.companyId,
      currency: subscription.currency,
      interval: item.price.interval,
      intervalCount: item.price.intervalCount,
      active: true,
      product: { active: true },
    },
    include: { product: true },
    orderBy: [{ unitAmount: 'desc' }, { id: 'asc' }],
  });
  const value = (price: Price, units: number) => ({
    net: Fraction.of(price.unitAmount * BigInt(units)),
    cadence: cadenceOf(price),
  });
  const present = value(item.price, item.quantity);
  const cheaper = prices.filter((price) => {
    const units = fittingQuantity(price, item.quantity);
    return (
      changeDirection(present, value(price, units)) === 'DOWNGRADE' &&
      quantityIssue(price, units) === null &&
      planRefusal(settings, item, price) === null
    );
  });
  return cheaper[0] ?? null;
}

/** The keys of events about an offer. */
export const eventDataOf = (offer: CancellationOffer) => ({
  type: offer.type,
  couponId: offer.type === 'COUPON' ? offer.discount.coupon.id : null,
  priceId: offer.type === 'PLAN' ? offer.price.id : null,
});

/** Emits that the offer was shown: each type once until one is accepted or the subscription is canceled. */
export async function emitOfferShown(
  op: Op,
  subscription: LoadedSubscription,
  offer: CancellationOffer,
  reason: string | null,
): Promise<void> {
  const first = subscription.retentionShownAt === null;
  if (!(await markRetentionShown(op, subscription, offer.type))) return;
  op.emit('subscription.retention_offer_shown', {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: {
      ...eventDataOf(offer),
      reason,
      first,
      currency: subscription.currency,
      nextSaving: offer.type === 'COUPON' ? offer.discount.nextSaving.toString() : null,
    },
  });
}

/** The reason and the comment with which a customer who started to cancel accepts an offer. */
export const retentionAnswer = z.object({ reason: clearable(line(100)), comment: clearable(text(2000)) });
export type RetentionAnswer = z.output<typeof retentionAnswer>;

/**
 * The offer that a customer accepts now. Throws `ConflictError` if none of the type applies any more, and `ValidationError` for
 * an unknown reason; a customer who stays need not give one. The caller holds the subscription's row.
 */
export async function acceptableOffer<Type extends CancellationOfferType>(
  op: Op<CustomerPrincipal>,
  subscription: LoadedSubscription,
  answer: RetentionAnswer,
  types: readonly Type[],
): Promise<Extract<CancellationOffer, { type: Type }>> {
  if (answer.reason) requireReason(op.principal, answer.reason);
  // The order is subscription, customer (decision 012): two subscriptions of a customer accept one after the other.
  await op.tx.$queryRaw`SELECT 1 AS locked FROM customer
    WHERE company_id = ${subscription.companyId} AND id = ${subscription.customerId} FOR NO KEY UPDATE`;
  const offer = await cancellationOffer(op, op.principal.portal, subscription, answer.reason);
  if (offer && (types as readonly string[]).includes(offer.type) && op.now < subscription.currentPeriodEnd)
    return offer as Extract<CancellationOffer, { type: Type }>;
  throw unavailable();
}

const unavailable = () =>
  new ConflictError('RETENTION_OFFER_UNAVAILABLE', 'No retention offer is available for this subscription.', [
    'input',
    'subscriptionId',
  ]);

/**
 * Records that the offer was accepted, with its event; in the transaction that makes what was accepted. Accepting implies that
 * the offer was shown, even if the page never recorded that.
 */
export async function emitAccepted(
  op: Op,
  subscription: LoadedSubscription,
  offer: CancellationOffer,
  { reason = null, comment = null }: RetentionAnswer,
  nextAmount: bigint | null = null,
): Promise<void> {
  await emitOfferShown(op, subscription, offer, reason);
  await markRetentionAccepted(op, subscription.id, offer.type !== 'CONTACT');
  const discount = offer.type === 'COUPON' ? offer.discount : null;
  op.emit('subscription.retention_offer_accepted', {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: {
      ...eventDataOf(offer),
      reason,
      comment,
      currency: subscription.currency,
      nextSaving: discount?.nextSaving.toString() ?? null,
      nextAmount: (discount?.nextAmount ?? nextAmount)?.toString() ?? null,
      totalSaving: discount?.totalSaving.toString() ?? null,
    },
  });
}

/** Given with a change or a pause that a customer makes instead of canceling. */
export interface AcceptedInstead {
  type: 'PAUSE' | 'PLAN';
  /** The price of the change. */
  priceId?: string;
  /** The price of the next period afterwards, in minor units. */
  nextAmount?: bigint | null;
}

/**
 * Accepts the offer in place of which the caller has just changed or paused the subscription, whose row it holds. Throws
 * `ConflictError` if it is not the offer that applied before.
 */
export async function acceptInstead(
  op: Op,
  before: LoadedSubscription,
  answer: RetentionAnswer,
  { type, priceId, nextAmount = null }: AcceptedInstead,
): Promise<void> {
  const { principal } = op;
  if (principal.kind !== 'customer') throw ValidationError.at(['input', 'retention'], 'Only customers may give this.');
  requireFeature(principal, 'cancellationsEnabled');
  const offer = await acceptableOffer({ ...op, principal }, before, answer, [type]);
  if (offer.type === 'PLAN' && offer.price.id !== priceId) throw unavailable();
  await emitAccepted(op, before, offer, answer, nextAmount);
}
