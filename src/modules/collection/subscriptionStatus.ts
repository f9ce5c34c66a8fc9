/** The status of a subscription with a failed payment: past due, then the terminal action of dunning. */
import type { DunningTerminalAction, SubscriptionStatus } from '../../db/generated/client/enums.ts';
import type { Op } from '../../operation/operation.ts';
import { planCancel } from '../subscription/cancel/cancelSubscription.ts';
import { dropScheduledChanges } from '../subscription/change/scheduledChange.ts';
import { emitPauseUnscheduled } from '../subscription/pause/pauseEvents.ts';
import { issueFinalInvoice } from '../subscription/record/issueAndCollect.ts';
import type { LoadedSubscription } from '../subscription/record/load.ts';
import { canBecome, NO_PAUSE } from '../subscription/record/statusTransitions.ts';
import { transition } from '../subscription/record/transition.ts';

/** The `cause` in events of these changes. */
type Cause = 'payment_failed' | 'payment_disputed';

const TERMINAL_STATUS = {
  CANCEL: 'CANCELED',
  UNPAID: 'UNPAID',
  PAST_DUE: 'PAST_DUE',
  PAUSE: 'PAUSED',
} as const satisfies Record<DunningTerminalAction, SubscriptionStatus>;

const TERMINAL_EVENT = {
  UNPAID: 'subscription.unpaid',
  PAST_DUE: 'subscription.past_due',
  PAUSED: 'subscription.paused',
} as const;

/** Marks the subscription past due, if its status allows it, and returns it. The caller holds its row. */
export async function becomePastDue(
  op: Op,
  subscription: LoadedSubscription,
  invoiceId: string,
): Promise<LoadedSubscription> {
  if (!canBecome(subscription.status, 'PAST_DUE')) return subscription;
  const owing = await transition(op, subscription, 'PAST_DUE');
  op.emit('subscription.past_due', {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: { invoiceId },
  });
  return owing;
}

/** Ends dunning, or follows a dispute, by the action if the status allows it. The caller holds the subscription's row. */
export async function applyTerminalAction(
  op: Op,
  subscription: LoadedSubscription,
  action: DunningTerminalAction,
  invoiceId: string,
  cause: Cause = 'payment_failed',
): Promise<void> {
  const status = TERMINAL_STATUS[action];
  if (!canBecome(subscription.status, status)) return;
  if (status === 'CANCELED') return cancel(op, subscription, invoiceId, cause);
  // A scheduled pause waits for the period's end, which the terminal action replaces.
  if (subscription.pauseAtPeriodEnd) emitPauseUnscheduled(op, subscription, cause);
  const paused = status === 'PAUSED' ? { pausedAt: op.now, pauseCause: 'PAYMENT_FAILED' as const } : {};
  await transition(op, subscription, status, { ...NO_PAUSE, ...paused });
  op.emit(TERMINAL_EVENT[status], {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: { cause, invoiceId },
  });
}

/** Cancels the subscription now, without credit; its pending lines are billed on a final invoice. */
async function cancel(op: Op, subscription: LoadedSubscription, failedInvoiceId: string, cause: Cause): Promise<void> {
  const { id, customerId } = subscription;
  const final = await planCancel(op, subscription, { mode: 'IMMEDIATELY', prorate: false });
  await dropScheduledChanges(op, subscription, 'canceled');
  await transition(op, subscription, 'CANCELED', {
    ...NO_PAUSE,
    cancelAtPeriodEnd: false,
    canceledAt: subscription.canceledAt ?? op.now,
    endedAt: op.now,
  });
  const invoiceId = await issueFinalInvoice(op, subscription, final);
  op.emit('subscription.canceled', {
    objectId: id,
    customerId,
    data: {
      mode: 'IMMEDIATELY',
      prorate: false,
      endsAt: op.now.toISOString(),
      cause,
      failedInvoiceId,
      invoiceId,
    },
  });
}
