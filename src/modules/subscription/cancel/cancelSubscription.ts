/**
 * Canceling a subscription, now or at the period's end: previewed and carried out by the same plan. The credit for unused
 * time is calculated in kernel/proration.ts.
 */
import { z } from 'zod';
import { CancellationMode } from '../../../db/generated/client/enums.ts';
import { creditable } from '../../../kernel/billedLines.ts';
import type { Period } from '../../../kernel/calendar.ts';
import { ValidationError } from '../../../kernel/errors.ts';
import { planCancellation } from '../../../kernel/proration.ts';
import { clearable, idempotencyKey, line, text, validate } from '../../../kernel/validate.ts';
import { requireFreshCode } from '../../../operation/freshCode.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import { type Op, type OpContext, type ReadContext, type SignedIn, transact } from '../../../operation/operation.ts';
import { type PortalSettings, requireFeature } from '../../../operation/portalPolicy.ts';
import { lineNames } from '../../catalog/productTexts.ts';
import { type LineFields, lineOf } from '../../invoice/lines.ts';
import { totalOf } from '../../invoice/lineTax.ts';
import { dropScheduledChanges } from '../change/scheduledChange.ts';
import { actionState, requireAction } from '../record/allowedActions.ts';
import { issueFinalInvoice } from '../record/issueAndCollect.ts';
import {
  billedLines,
  type ItemLine,
  invoicesOf,
  type LoadedSubscription,
  loadSubscription,
  lockSubscription,
  pendingLines,
} from '../record/load.ts';
import { hasNoPeriod, NO_PAUSE } from '../record/statusTransitions.ts';
import { transition, updateVersioned } from '../record/transition.ts';
import { CANCELLATION_MAIL_JOB, type CancellationMailJob } from './cancellationMail.ts';
import { type CancellationOffer, cancellationOffer, eventDataOf } from './cancellationOffer.ts';
import { requireReason } from './cancellationReason.ts';

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
  /** Whether unused time is credited; never true for a cancellation at the period's end. */
  prorate: boolean;
}

export interface CancellationPlan extends CancellationTerms {
  subscription: LoadedSubscription;
  /** When the subscription ends. */
  endsAt: Date;
  /** Credits for unused time; they follow the pending lines on the final invoice or credit note. */
  lines: LineFields[];
  pending: Awaited<ReturnType<typeof pendingLines>>;
  /** The total of the final document, which is issued when the subscription ends. */
  total: bigint;
  corrects: string[];
}

/** Customers get the portal's settings; merchants choose, with the portal's settings as defaults. */
async function termsFor(ctx: ReadContext<SignedIn>, given: Given): Promise<CancellationTerms> {
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
  ctx: ReadContext<SignedIn>,
): Promise<Pick<PortalSettings, 'cancellationMode' | 'cancellationProrationEnabled'>> {
  if (ctx.principal.kind === 'customer') return ctx.principal.portal;
  return ctx.db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId: ctx.principal.companyId } });
}

/**
 * Plans a cancellation; the preview and the cancellation call it. Throws what `actionRefusal` returns for
 * `cancelImmediately` or `cancelAtPeriodEnd`.
 */
export async function planCancel(
  from: { tx: Pick<Op['tx'], 'invoiceLine'>; now: Date; principal: SignedIn },
  subscription: LoadedSubscription,
  chosen: CancellationTerms,
): Promise<CancellationPlan> {
  const action = chosen.mode === 'IMMEDIATELY' ? 'cancelImmediately' : 'cancelAtPeriodEnd';
  requireAction(from, actionState(subscription), action);
  // With no period left to wait for, canceling at its end means canceling now.
  const terms: CancellationTerms = hasNoPeriod(subscription, from.now)
    ? { mode: 'IMMEDIATELY', prorate: false }
    : chosen;
  const pending = await pendingLines(from.tx, subscription);
  const base = { subscription, ...terms, pending };
  if (terms.mode === 'PERIOD_END')
    return { ...base, endsAt: subscription.currentPeriodEnd, lines: [], total: totalOf(pending), corrects: [] };

  const billed = await billedLines(from.tx, subscription, from.now);
  const prorate = terms.prorate && subscription.status !== 'TRIALING' && from.now < subscription.currentPeriodEnd;
  const period = { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd };
  const t = lastInstant(from.now, billed, period);
  const lines = subscription.items.flatMap((item) => {
    const credits = planCancellation({
      t,
      period,
      billedLines: billed.filter(({ itemId }) => itemId === item.id),
      prorate,
    });
    const { price, quantity } = item;
    const subject = { ...lineNames(price.product), quantity, unitAmount: price.unitAmount };
    return credits.map((credit) => lineOf(credit, { ...subject, itemId: item.id, priceId: price.id }));
  });
  const corrects = invoicesOf(creditable(billed, period));
  return { ...base, endsAt: from.now, lines, total: totalOf(lines) + totalOf(pending), corrects };
}

/**
 * The instant from which unused time counts: `now`, but never before the last change. A request that waited for a lock may
 * have begun before a change that has committed since.
 */
function lastInstant(now: Date, billed: readonly ItemLine[], period: Period): Date {
  const starts = [now, period.start, ...creditable(billed, period).map(({ start }) => start)];
  return new Date(Math.max(...starts.map((start) => start.getTime())));
}

/** The plan, with the offer to show a customer for the given reason; null for merchants and if no offer applies. */
export interface CancellationOutlook extends CancellationPlan {
  offer: CancellationOffer | null;
}

/** Returns the effect of canceling. A page that shows the offer in it calls `recordRetentionOfferShown`. */
export async function previewCancel(ctx: ReadContext<SignedIn>, input: CancelInput): Promise<CancellationOutlook> {
  const given = validate(cancelInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  const from = { tx: ctx.db.prisma, principal: ctx.principal, now: ctx.now };
  const subscription = await loadSubscription(from, given.subscriptionId);
  const plan = await planCancel(from, subscription, await termsFor(ctx, given));
  return { ...plan, offer: await offerTo(ctx.principal, from, subscription, given.reason) };
}

/** Only customers get an offer: it is made to change the mind of the caller who cancels. */
async function offerTo(
  principal: SignedIn,
  from: Pick<Op, 'tx' | 'now'>,
  subscription: LoadedSubscription,
  reason: string | null | undefined,
) {
  return principal.kind === 'customer' ? cancellationOffer(from, principal.portal, subscription, reason) : null;
}

export interface CancelResult extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

/**
 * Cancels a subscription. It calls no payment provider: a final invoice is collected by a job afterwards, so a declined
 * card never prevents a cancellation. Throws what `actionRefusal` returns, and `ValidationError` for a missing or unknown
 * reason.
 */
export async function cancelSubscription(
  ctx: OpContext<SignedIn> & { wallNow?: Date },
  input: CancelInput,
): Promise<CancelResult> {
  const { idempotencyKey: key, ...given } = validate(cancelInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return idempotent<CancelResult>(ctx, { operation: 'cancelSubscription', key, input: given }, async (claim) => {
    const terms = await termsFor(ctx, given);
    return transact(ctx, async (op) => {
      const subscription = await lockSubscription(op, given.subscriptionId);
      requireReason(ctx.principal, given.reason);
      const plan = await planCancel(op, subscription, terms);
      if (plan.mode === 'IMMEDIATELY')
        await requireFreshCode({ ...op, wallNow: ctx.wallNow ?? ctx.now }, 'CANCEL_IMMEDIATELY');
      const declined = await offerTo(ctx.principal, op, subscription, given.reason);
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
  declined: CancellationOffer | null,
): Promise<string | null> {
  const { subscription, mode, prorate, endsAt } = plan;
  const { id: subscriptionId, customerId } = subscription;
  const now = mode === 'IMMEDIATELY';
  const request = {
    canceledAt: subscription.canceledAt ?? op.now,
    // An immediate end retains the reason that was given when the end was scheduled.
    cancellationReason: reason ?? subscription.cancellationReason,
    cancellationComment: comment ?? subscription.cancellationComment,
    retentionShownAt: null,
    retentionShownTypes: [],
  };
  if (now)
    await transition(op, subscription, 'CANCELED', {
      ...NO_PAUSE,
      ...request,
      endedAt: op.now,
      cancelAtPeriodEnd: false,
    });
  else await updateVersioned(op, subscription, { ...request, cancelAtPeriodEnd: true });
  // A cancellation at the period's end can be undone, and scheduled changes then still apply.
  if (now) await dropScheduledChanges(op, subscription, 'canceled');
  // A scheduled end has its final invoice issued by the renewal, with the lines that are pending by then.
  const invoiceId = now ? await issueFinalInvoice(op, subscription, plan) : null;
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
      // An offer that was never shown was not declined; the cancellation report counts only offers that were shown.
      retentionOffer: declined && {
        ...eventDataOf(declined),
        outcome: 'declined',
        shown: subscription.retentionShownTypes.includes(declined.type),
      },
      total: plan.total.toString(),
      invoiceId,
    },
  });
  return invoiceId;
}
