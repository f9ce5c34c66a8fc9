/** Cancelling, now or at the period's end, and taking a cancellation back. */
import { z } from 'zod';
import { CancellationMode } from '../../db/generated/client/enums.ts';
import { idempotent } from '../../idempotency.ts';
import type { Period } from '../../kernel/calendar.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { creditable, type LineDraft, planCancellation } from '../../kernel/proration.ts';
import { clearable, idempotencyKey, line, text, validate } from '../../kernel/validate.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../op.ts';
import { lineOf, type NewLine, sumOf } from '../invoice/lines.ts';
import { type PortalSettings, requireFeature } from '../portal/policy.ts';
import { billEnd } from './bill.ts';
import { CANCELLATION_MAIL_JOB, type CancellationMailJob } from './cancellationMail.ts';
import { hasNoPeriod, NO_PAUSE, requireTransition } from './lifecycle.ts';
import {
  billedLines,
  type ItemLine,
  invoicesOf,
  type LoadedSubscription,
  loadSubscription,
  lockSubscription,
  pendingLines,
} from './load.ts';
import { requireReason } from './reason.ts';
import { type RetentionOffer, recordShown, retentionOffer } from './retention.ts';
import { dropScheduled } from './scheduled.ts';

const cancelInput = z.object({
  subscriptionId: z.string(),
  mode: z.enum(CancellationMode).nullish(),
  prorate: z.boolean().nullish(),
  reason: clearable(line(100)),
  comment: clearable(text(2000)),
  idempotencyKey,
});
export type CancelInput = z.input<typeof cancelInput>;
type Given = z.output<typeof cancelInput>;

export interface CancellationTerms {
  mode: CancellationMode;
  /** Whether unused time is credited; only ever for an immediate cancellation. */
  prorate: boolean;
}

export interface CancellationPlan extends CancellationTerms {
  subscription: LoadedSubscription;
  /** When the subscription ends. */
  endsAt: Date;
  /** The final document: credits for unused time after the lines that still waited. */
  lines: NewLine[];
  pending: Awaited<ReturnType<typeof pendingLines>>;
  total: bigint;
  corrects: string[];
}

/** The portal's rule for its customers; the merchant's own choice, with the portal's as default, for merchants. */
async function termsFor(ctx: OpContext<SignedIn>, given: Given): Promise<CancellationTerms> {
  const settings = await settingsOf(ctx);
  if (ctx.principal.kind === 'customer') {
    for (const field of ['mode', 'prorate'] as const)
      if (given[field] !== undefined && given[field] !== null)
        throw ValidationError.at(['input', field], 'Only merchants may choose this.');
  }
  const mode = given.mode ?? settings.cancellationMode;
  return { mode, prorate: mode === 'IMMEDIATELY' && (given.prorate ?? settings.cancellationProrationEnabled) };
}

async function settingsOf(
  ctx: OpContext<SignedIn>,
): Promise<Pick<PortalSettings, 'cancellationMode' | 'cancellationProrationEnabled'>> {
  if (ctx.principal.kind === 'customer') return ctx.principal.portal;
  return ctx.db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId: ctx.principal.companyId } });
}

function refuseState(subscription: LoadedSubscription, mode: CancellationMode, now: Date): void {
  requireTransition(subscription.status, 'CANCELED');
  if (mode === 'END_OF_PERIOD') {
    if (subscription.cancelAtPeriodEnd) throw new ConflictError('The subscription is cancelled already.');
    if (subscription.status === 'INCOMPLETE')
      throw new ConflictError('A subscription that has not begun can only end now.');
  }
  if (now >= subscription.currentPeriodEnd && subscription.status === 'ACTIVE')
    throw new ConflictError('The subscription is being renewed. Try again in a moment.');
}

/** What cancelling would do. The preview and the cancellation call it. */
export async function planCancel(
  from: { tx: Pick<Op['tx'], 'invoiceLine'>; now: Date },
  subscription: LoadedSubscription,
  chosen: CancellationTerms,
): Promise<CancellationPlan> {
  // Where no period is left, there is no end of it to wait for.
  const over = hasNoPeriod(subscription, from.now);
  const terms: CancellationTerms = over ? { mode: 'IMMEDIATELY', prorate: false } : chosen;
  refuseState(subscription, terms.mode, from.now);
  const base = { subscription, ...terms, lines: [], pending: [], total: 0n, corrects: [] };
  if (terms.mode === 'END_OF_PERIOD') return { ...base, endsAt: subscription.currentPeriodEnd };

  const billed = await billedLines(from.tx, subscription, from.now);
  const pending = await pendingLines(from.tx, subscription);
  const prorate = terms.prorate && subscription.status !== 'TRIALING' && from.now < subscription.currentPeriodEnd;
  const period = { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd };
  const t = lastInstant(from.now, billed, period);
  const lines = subscription.items.flatMap((item) => {
    const credit: LineDraft | null = planCancellation({
      t,
      period,
      billedLines: billed.filter(({ itemId }) => itemId === item.id),
      prorate,
    });
    if (!credit) return [];
    const { price, quantity } = item;
    const subject = { productName: price.product.name, quantity, unitAmount: price.unitAmount };
    return [lineOf(credit, { ...subject, itemId: item.id, priceId: price.id })];
  });
  const corrects = invoicesOf(creditable(billed, period));
  return { ...base, endsAt: from.now, lines, pending, total: sumOf(lines) + sumOf(pending), corrects };
}

/**
 * Whoever waited for another change may have begun before it: what was credited and charged by then counts, so the
 * instant is never before the last change.
 */
function lastInstant(now: Date, billed: readonly ItemLine[], period: Period): Date {
  const starts = [now, period.start, ...creditable(billed, period).map(({ start }) => start)];
  return new Date(Math.max(...starts.map((start) => start.getTime())));
}

/** What cancelling would do, and what a customer is offered instead. */
export interface CancellationOutlook extends CancellationPlan {
  retentionOffer: RetentionOffer | null;
}

/** Writes one thing: that a customer was shown the offer, the first time. */
export async function previewCancel(ctx: OpContext<SignedIn>, input: CancelInput): Promise<CancellationOutlook> {
  const given = validate(cancelInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  const from = { tx: ctx.db.prisma, principal: ctx.principal, now: ctx.now };
  const subscription = await loadSubscription(from, given.subscriptionId);
  const plan = await planCancel(from, subscription, await termsFor(ctx, given));
  const offer = await offerTo(ctx.principal, from, subscription);
  if (offer && subscription.retentionShownAt === null)
    await transact(ctx, (op) => recordShown(op, subscription, offer));
  return { ...plan, retentionOffer: offer };
}

/** Only customers are made an offer: a merchant who cancels has made up its mind. */
async function offerTo(principal: SignedIn, from: Pick<Op, 'tx'>, subscription: LoadedSubscription) {
  return principal.kind === 'customer' ? retentionOffer(from, principal.portal, subscription) : null;
}

export interface CancelResult extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

/**
 * Cancels. It asks no payment provider: a final invoice that comes to a charge is issued and left to be collected, so
 * that nobody is kept in a subscription by a card that does not work.
 */
export async function cancelSubscription(ctx: OpContext<SignedIn>, input: CancelInput): Promise<CancelResult> {
  const { idempotencyKey: key, ...given } = validate(cancelInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return idempotent<CancelResult>(ctx, { operation: 'cancelSubscription', key, input: given }, async (claim) => {
    const terms = await termsFor(ctx, given);
    return transact(ctx, async (op) => {
      const subscription = await lockSubscription(op, given.subscriptionId);
      requireReason(ctx.principal, given.reason);
      const plan = await planCancel(op, subscription, terms);
      const declined = await offerTo(ctx.principal, op, subscription);
      const invoiceId = await applyCancellation(op, plan, given, declined);
      const result = { subscriptionId: subscription.id, invoiceId };
      await claim(op, result);
      return result;
    });
  });
}

async function applyCancellation(
  op: Op,
  plan: CancellationPlan,
  { reason, comment }: Given,
  declined: RetentionOffer | null,
): Promise<string | null> {
  const { subscription, mode, prorate, endsAt } = plan;
  const { id: subscriptionId, customerId } = subscription;
  const now = mode === 'IMMEDIATELY';
  await op.tx.subscription.update({
    where: { id: subscriptionId },
    data: {
      ...(now
        ? { ...NO_PAUSE, status: 'CANCELED', endedAt: op.now, cancelAtPeriodEnd: false }
        : { cancelAtPeriodEnd: true }),
      canceledAt: subscription.canceledAt ?? op.now,
      // Ending at once what was to end with the period does not make the reason given for that forgotten.
      cancellationReason: reason ?? subscription.cancellationReason,
      cancellationComment: comment ?? subscription.cancellationComment,
      retentionShownAt: null,
      version: { increment: 1 },
      updatedAt: op.now,
    },
  });
  // What waits for the next period waits on while the cancellation can be taken back.
  if (now) await dropScheduled(op, subscription, 'canceled');
  const invoiceId = await billEnd(op, subscription, plan);
  await op.enqueue(CANCELLATION_MAIL_JOB, {
    companyId: op.principal.companyId,
    subscriptionId,
    kind: now ? 'ended' : 'scheduled',
    canceledAt: (subscription.canceledAt ?? op.now).toISOString(),
    invoiceId,
  } satisfies CancellationMailJob);
  op.emit(now ? 'subscription.canceled' : 'subscription.cancellation_scheduled', {
    objectId: subscriptionId,
    customerId,
    data: {
      mode,
      prorate,
      endsAt: endsAt.toISOString(),
      reason: reason ?? null,
      comment: comment ?? null,
      // What was never shown was not turned down either; figures count only what was.
      retentionOffer: declined && {
        couponId: declined.coupon.id,
        outcome: 'declined',
        shown: subscription.retentionShownAt !== null,
      },
      total: plan.total.toString(),
      invoiceId,
    },
  });
  return invoiceId;
}
