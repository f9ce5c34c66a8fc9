/** Ends a pause: a new cycle begins and is billed like a renewal. How pauses work is in pauseSubscription.ts. */
import { z } from 'zod';
import { idempotencyKey, validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import { type Op, type OpContext, type ReadContext, type SignedIn, transact } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { creditBalance } from '../../credit/ledger.ts';
import { creditNoteRemainder } from '../../invoice/issueInvoice.ts';
import { taxUndecided } from '../../tax/customerTax.ts';
import { afterRenewal, holdOfPeriod, nextPeriod, periodInvoice, type UpcomingInvoice } from '../forecast/nextPeriod.ts';
import { upcomingInvoice } from '../forecast/upcomingInvoice.ts';
import { actionState, requireAction } from '../record/allowedActions.ts';
import {
  invoicesOfPeriod,
  type LoadedSubscription,
  loadSubscription,
  lockSubscription,
  pendingLines,
} from '../record/load.ts';
import { NO_PAUSE } from '../record/statusTransitions.ts';
import { updateVersioned } from '../record/transition.ts';
import { resume } from '../renewal/renewSubscription.ts';
import { emitPauseUnscheduled } from './pauseEvents.ts';

const resumeInput = z.object({ subscriptionId: z.string(), idempotencyKey });

export type ResumeInput = z.input<typeof resumeInput>;

/** Undoes a pause that has not begun, or ends one that has. Throws what `actionRefusal` returns for `resume`. */
function resumption(
  ctx: Pick<OpContext<SignedIn>, 'now' | 'principal'>,
  subscription: LoadedSubscription,
): 'TAKE_BACK' | 'RESUME' {
  requireAction(ctx, actionState(subscription), 'resume');
  return subscription.status === 'PAUSED' ? 'RESUME' : 'TAKE_BACK';
}

/** A pause whose end has passed ended at that instant, even if the job that resumes it has not run yet. */
const resumedAt = ({ resumesAt }: LoadedSubscription, now: Date): Date =>
  resumesAt && resumesAt < now ? resumesAt : now;

/** Ends a pause, or undoes one that has not begun. Returns the first invoice of the new cycle; null if none begins. */
export async function resumeSubscription(
  ctx: OpContext<SignedIn>,
  input: ResumeInput,
): Promise<{ subscriptionId: string; invoiceId: string | null }> {
  const { subscriptionId, idempotencyKey: key } = validate(resumeInput, input);
  requireFeature(ctx.principal, 'pauseEnabled');
  return idempotent(ctx, { operation: 'resumeSubscription', key, input: { subscriptionId } }, (claim) =>
    transact(ctx, async (op) => {
      const answer = { subscriptionId, invoiceId: await resumeLocked(op, await lockSubscription(op, subscriptionId)) };
      await claim(op, answer);
      return answer;
    }),
  );
}

/** Returns the id of the first invoice of the new cycle; null if no new cycle begins. */
async function resumeLocked(op: Op<SignedIn>, subscription: LoadedSubscription): Promise<string | null> {
  if (resumption(op, subscription) === 'RESUME') {
    const at = resumedAt(subscription, op.now);
    if (at >= subscription.currentPeriodEnd) {
      const { billed, period } = nextPeriod(subscription, at);
      if (holdOfPeriod(billed, period, { now: op.now, due: op.now })) throw taxUndecided();
    }
    return resume(op, subscription, at);
  }
  await updateVersioned(op, subscription, NO_PAUSE);
  emitPauseUnscheduled(op, subscription, 'request');
  return null;
}

export interface ResumptionPreview {
  currency: string;
  /** The instant at which it resumes. */
  at: Date;
  /** The invoice of the resumption, which begins a new cycle; null if the paid period continues. */
  invoice: UpcomingInvoice | null;
  /** The invoice of the first renewal after the resumption; null if none follows. */
  nextInvoice: UpcomingInvoice | null;
}

/** Returns the invoices that resuming now would make; the resumption computes them by the same functions. */
export async function previewResume(
  ctx: ReadContext<SignedIn>,
  { subscriptionId }: { subscriptionId: string },
): Promise<ResumptionPreview> {
  requireFeature(ctx.principal, 'pauseEnabled');
  const from = { tx: ctx.db.prisma, principal: ctx.principal };
  const subscription = await loadSubscription(from, subscriptionId);
  const means = resumption(ctx, subscription);
  const at = means === 'RESUME' ? resumedAt(subscription, ctx.now) : ctx.now;
  const [pending, balance] = await Promise.all([
    pendingLines(from.tx, subscription),
    creditBalance(from.tx, subscription, subscription.currency),
  ]);
  const { currency } = subscription;
  const running = { ...subscription, ...NO_PAUSE, status: 'ACTIVE' as const };
  if (at < subscription.currentPeriodEnd)
    return { currency, at, invoice: null, nextInvoice: await upcomingInvoice(from.tx, running, pending, balance) };
  const invoice = periodInvoice(subscription, at, pending, balance);
  const { creditApplied, total } = invoice;
  const credited =
    total < 0n
      ? await creditNoteRemainder(from.tx, subscription, await invoicesOfPeriod(from.tx, subscription), -total)
      : 0n;
  const then = { ...running, ...afterRenewal(running, at) };
  const nextInvoice = await upcomingInvoice(from.tx, then, [], balance - creditApplied + credited);
  return { currency, at, invoice, nextInvoice };
}
