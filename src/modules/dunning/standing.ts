/** How a subscription stands while an invoice of it is not paid, and what becomes of it in the end. */
import type { Prisma } from '../../db/generated/client/client.ts';
import type { DunningTerminalAction, SubscriptionStatus } from '../../db/generated/client/enums.ts';
import type { Op } from '../../op.ts';
import { billEnd } from '../subscription/bill.ts';
import { planCancel } from '../subscription/cancel.ts';
import { canBecome, NO_PAUSE } from '../subscription/lifecycle.ts';
import type { LoadedSubscription } from '../subscription/load.ts';
import { emitUnplanned } from '../subscription/pauseEvents.ts';
import { dropScheduled } from '../subscription/scheduled.ts';

/** What stands in the events of changes that dunning made. */
export const CAUSE = 'payment_failed';

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

/** The subscription as it stands after a failed payment; its row is held by the caller. */
export async function becomePastDue(
  op: Op,
  subscription: LoadedSubscription,
  invoiceId: string,
): Promise<LoadedSubscription> {
  if (!canBecome(subscription.status, 'PAST_DUE')) return subscription;
  await write(op, subscription, { status: 'PAST_DUE' });
  op.emit('subscription.past_due', {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: { invoiceId },
  });
  return { ...subscription, status: 'PAST_DUE' };
}

/** What the company has decided to do when the last retry has failed, as far as the lifecycle still allows it. */
export async function applyTerminalAction(
  op: Op,
  subscription: LoadedSubscription,
  action: DunningTerminalAction,
  invoiceId: string,
): Promise<void> {
  const status = TERMINAL_STATUS[action];
  if (!canBecome(subscription.status, status)) return;
  if (status === 'CANCELED') return cancel(op, subscription, invoiceId);
  // A pause that was planned would follow a period that does not end like others.
  if (subscription.pauseAtPeriodEnd) emitUnplanned(op, subscription, CAUSE);
  const paused = status === 'PAUSED' ? { pausedAt: op.now, pauseCause: 'PAYMENT_FAILED' as const } : {};
  await write(op, subscription, { ...NO_PAUSE, ...paused, status });
  op.emit(TERMINAL_EVENT[status], {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: { cause: CAUSE, invoiceId },
  });
}

/** Ends it now, without credit. Lines that waited are billed, like whenever a subscription ends. */
async function cancel(op: Op, subscription: LoadedSubscription, failedInvoiceId: string): Promise<void> {
  const { id, customerId } = subscription;
  const final = await planCancel(op, subscription, { mode: 'IMMEDIATELY', prorate: false });
  await dropScheduled(op, subscription, 'canceled');
  await write(op, subscription, {
    ...NO_PAUSE,
    status: 'CANCELED',
    cancelAtPeriodEnd: false,
    canceledAt: subscription.canceledAt ?? op.now,
    endedAt: op.now,
  });
  const invoiceId = await billEnd(op, subscription, final);
  op.emit('subscription.canceled', {
    objectId: id,
    customerId,
    data: {
      mode: 'IMMEDIATELY',
      prorate: false,
      endsAt: op.now.toISOString(),
      cause: CAUSE,
      failedInvoiceId,
      invoiceId,
    },
  });
}

async function write(
  op: Op,
  { id }: LoadedSubscription,
  data: Prisma.SubscriptionUpdateInput & { status: SubscriptionStatus },
): Promise<void> {
  await op.tx.subscription.update({
    where: { id },
    data: { ...data, version: { increment: 1 }, updatedAt: op.now },
  });
}
