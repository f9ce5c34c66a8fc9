/**
 * Pausing and resuming. A pause begins where the paid period ends, and a new cycle begins where it ends: every period is
 * whole, used and billed once, none overlaps another, so that no unused time has to be kept or paid back, and credits
 * (which come from the lines of whole periods) stay right. Pausing moves no money; resuming bills like a renewal.
 */
import { z } from 'zod';
import { after, DAY } from '../../kernel/clock.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { clearable, text, validate } from '../../kernel/validate.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../op.ts';
import { becomesBalance } from '../invoice/issue.ts';
import { creditBalance } from '../invoice/ledger.ts';
import type { NewLine } from '../invoice/lines.ts';
import { requireFeature } from '../portal/policy.ts';
import { upcomingInvoice } from './ahead.ts';
import { NO_PAUSE, PAUSABLE } from './lifecycle.ts';
import { invoicesOfPeriod, type LoadedSubscription, loadSubscription, lockSubscription, pendingLines } from './load.ts';
import { emitUnplanned } from './pauseEvents.ts';
import { resume } from './renew.ts';
import { invoiceFor, periodAfter, type UpcomingInvoice } from './renewal.ts';

const LONGEST_PAUSE_DAYS = 1095;

const pauseInput = z.object({
  subscriptionId: z.string(),
  resumesAt: z.date().nullish(),
  reason: clearable(text(500)),
});
export type PauseInput = z.input<typeof pauseInput>;

/** Plans a pause: the current period, or the trial, is used up, and then nothing is billed until the subscription is resumed. */
export async function pauseSubscription(
  ctx: OpContext<SignedIn>,
  input: PauseInput,
): Promise<{ subscriptionId: string }> {
  const { subscriptionId, resumesAt = null, reason } = validate(pauseInput, input);
  requireFeature(ctx.principal, 'pauseEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    refuseState(subscription, op.now);
    refuseDate(op, subscription.currentPeriodEnd, resumesAt);
    await op.tx.subscription.update({
      where: { id: subscriptionId },
      data: { pauseAtPeriodEnd: true, resumesAt, version: { increment: 1 }, updatedAt: op.now },
    });
    op.emit('subscription.pause_scheduled', {
      objectId: subscriptionId,
      customerId: subscription.customerId,
      data: {
        pausesAt: subscription.currentPeriodEnd.toISOString(),
        resumesAt: resumesAt?.toISOString() ?? null,
        reason: reason ?? null,
      },
    });
    return { subscriptionId };
  });
}

function refuseState(subscription: LoadedSubscription, now: Date): void {
  const { status, pauseAtPeriodEnd, cancelAtPeriodEnd, currentPeriodEnd } = subscription;
  if (!PAUSABLE.includes(status)) throw new ConflictError(`A subscription that is ${status} cannot be paused.`);
  if (pauseAtPeriodEnd) throw new ConflictError('The subscription will be paused already.');
  if (cancelAtPeriodEnd)
    throw new ConflictError('The subscription ends with its period. Take the cancellation back first.');
  if (now >= currentPeriodEnd) throw new ConflictError('The subscription is being renewed. Try again in a moment.');
}

function refuseDate({ principal }: Op, pausesAt: Date, resumesAt: Date | null): void {
  const path = ['input', 'resumesAt'];
  const portalDays = principal.kind === 'customer' ? principal.portal.pauseMaximumDays : null;
  if (!resumesAt) {
    if (portalDays !== null)
      throw ValidationError.at(path, 'Must be given: this portal limits how long one may pause.');
    return;
  }
  if (resumesAt <= pausesAt) throw ValidationError.at(path, 'Must lie after the end of the current period.');
  const days = portalDays ?? LONGEST_PAUSE_DAYS;
  if (resumesAt > after(pausesAt, days * DAY))
    throw ValidationError.at(path, `Must lie within ${days} days of the end of the current period.`);
}

/** What resuming would mean: a planned pause is only taken back, one that has begun ends now. */
type Resumption = 'TAKE_BACK' | 'RESUME';

function resumption(ctx: Pick<OpContext<SignedIn>, 'now' | 'principal'>, subscription: LoadedSubscription): Resumption {
  if (subscription.status !== 'PAUSED' && subscription.pauseAtPeriodEnd) {
    if (ctx.now < subscription.currentPeriodEnd) return 'TAKE_BACK';
    throw new ConflictError('The subscription is being paused. Try again in a moment.');
  }
  if (subscription.status !== 'PAUSED') throw new ConflictError('The subscription is not paused.');
  if (subscription.cancelAtPeriodEnd && ctx.now >= subscription.currentPeriodEnd)
    throw new ConflictError('The subscription has ended.');
  // Whoever owes resumes by paying; a merchant may know better.
  if (subscription.pauseCause === 'PAYMENT_FAILED' && ctx.principal.kind === 'customer')
    throw new ConflictError('The subscription is paused because of an overdue invoice. Pay it to go on.');
  return 'RESUME';
}

/** A pause that should have ended by itself already has ended then, whoever is first to say so. */
const resumedAt = ({ resumesAt }: LoadedSubscription, now: Date): Date =>
  resumesAt && resumesAt < now ? resumesAt : now;

/** Ends a pause, or takes back one that has not begun. */
export async function resumeSubscription(
  ctx: OpContext<SignedIn>,
  { subscriptionId }: { subscriptionId: string },
): Promise<{ subscriptionId: string; invoiceId: string | null }> {
  requireFeature(ctx.principal, 'pauseEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    if (resumption(op, subscription) === 'RESUME') {
      const invoiceId = await resume(op, subscription, resumedAt(subscription, op.now));
      return { subscriptionId, invoiceId };
    }
    await op.tx.subscription.update({
      where: { id: subscriptionId },
      data: { ...NO_PAUSE, version: { increment: 1 }, updatedAt: op.now },
    });
    emitUnplanned(op, subscription, 'request');
    return { subscriptionId, invoiceId: null };
  });
}

export interface ResumptionPreview {
  currency: string;
  /** The instant from which on it runs again. */
  at: Date;
  /** What is billed then; null when nothing is. */
  invoice: UpcomingInvoice | null;
  /** The renewal after it; null when none follows. */
  nextInvoice: UpcomingInvoice | null;
}

/** What resuming would bill now; the resumption itself bills by the same functions. */
export async function previewResume(
  ctx: OpContext<SignedIn>,
  { subscriptionId }: { subscriptionId: string },
): Promise<ResumptionPreview> {
  requireFeature(ctx.principal, 'pauseEnabled');
  const from = { tx: ctx.db.prisma, principal: ctx.principal };
  const subscription = await loadSubscription(from, subscriptionId);
  const means = resumption(ctx, subscription);
  const at = means === 'RESUME' ? resumedAt(subscription, ctx.now) : ctx.now;
  const [pending, balance] = await Promise.all([
    pendingLines(from.tx, subscription) as unknown as Promise<NewLine[]>,
    creditBalance(from.tx, subscription, subscription.currency),
  ]);
  const { currency } = subscription;
  const running = { ...subscription, ...NO_PAUSE, status: 'ACTIVE' as const };
  if (at < subscription.currentPeriodEnd)
    return { currency, at, invoice: null, nextInvoice: await upcomingInvoice(from.tx, running, pending, balance) };
  const invoice = invoiceFor(subscription, at, pending, balance);
  const { creditApplied, total } = invoice;
  const credited =
    total < 0n ? await becomesBalance(from.tx, await invoicesOfPeriod(from.tx, subscription), -total) : 0n;
  const then = { ...running, ...periodAfter(running, at) };
  const nextInvoice = await upcomingInvoice(from.tx, then, [], balance - creditApplied + credited);
  return { currency, at, invoice, nextInvoice };
}
