/** The columns and the lines of a period that begins, before anything is written. Pure. */
import type { SubscriptionStatus } from '../../../db/generated/client/enums.ts';
import type { Period } from '../../../kernel/calendar.ts';
import type { Op } from '../../../operation/operation.ts';
import { termsOf } from '../../customer/collectionTerms.ts';
import type { LineFields } from '../../invoice/lines.ts';
import { withTax } from '../../invoice/lineTax.ts';
import { emitMissingRegistration, type HoldReason } from '../../tax/customerTax.ts';
import { holdOfPeriod, type NextPeriod, nextPeriod, periodLines } from '../forecast/nextPeriod.ts';
import type { LoadedSubscription } from '../record/load.ts';
import { NO_PAUSE } from '../record/statusTransitions.ts';
import type { SubscriptionColumns } from '../record/transition.ts';

export interface PeriodPlan {
  billed: NextPeriod['billed'];
  period: Period;
  /** The lines of the new period, with the taxes of a document that also has the pending lines. */
  lines: LineFields[];
  columns: SubscriptionColumns;
  to: SubscriptionStatus;
}

/** The period that begins at `at`, the end of the last one or the start of a new cycle. */
export function planPeriod(
  subscription: LoadedSubscription,
  at: Date,
  pending: readonly LineFields[] = [],
): PeriodPlan {
  const { billed, period, columns } = nextPeriod(subscription, at);
  const { start, end } = period;
  return {
    billed,
    period,
    lines: withTax(periodLines(billed, period), pending),
    columns: { ...columns, ...NO_PAUSE, taxHeldAt: null, currentPeriodStart: start, currentPeriodEnd: end },
    // The next period of a past-due subscription does not pay its debt.
    to: subscription.status === 'PAST_DUE' ? 'PAST_DUE' : 'ACTIVE',
  };
}

/** Why the invoice of the period that begins at `due` must wait for its tax at `now`; null if it need not. */
export function heldForTax(
  subscription: LoadedSubscription,
  { now, due }: { now: Date; due: Date },
): HoldReason | null {
  if (!subscription.tax) return null;
  const { billed, period } = nextPeriod(subscription, due);
  return holdOfPeriod(billed, period, { now, due });
}

/** The request for the invoice of the period. */
export const periodRequest = (
  { id, customerId, currency, ...terms }: LoadedSubscription,
  { lines, period }: PeriodPlan,
) => ({
  customerId,
  subscriptionId: id,
  currency,
  reason: 'SUBSCRIPTION_CYCLE' as const,
  lines,
  dueAt: period.start,
  collection: termsOf(terms),
});

/** Emits that the subscription renewed, and a registration for tax that its invoice shows to be missing. */
export function emitRenewed(op: Op, subscription: LoadedSubscription, plan: PeriodPlan, invoiceId: string): void {
  const { id, customerId, tax } = subscription;
  const { billed, period } = plan;
  const prices = billed.items.map(({ price }) => price);
  emitMissingRegistration(op, customerId, tax, prices, period);
  op.emit('subscription.renewed', {
    objectId: id,
    customerId,
    data: { periodStart: period.start.toISOString(), periodEnd: period.end.toISOString(), invoiceId },
  });
}
