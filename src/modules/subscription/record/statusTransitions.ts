/**
 * The statuses of a subscription, the legal transitions between them, and the step that is due at a time. `transition`
 * (transition.ts) refuses every transition that is not listed.
 */
import type { SubscriptionStatus } from '../../../db/generated/client/enums.ts';
import { ConflictError } from '../../../kernel/errors.ts';

const TRANSITIONS: Readonly<Record<SubscriptionStatus, readonly SubscriptionStatus[]>> = {
  INCOMPLETE: ['ACTIVE', 'CANCELED'],
  TRIALING: ['ACTIVE', 'PAST_DUE', 'PAUSED', 'CANCELED'],
  ACTIVE: ['PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'],
  PAST_DUE: ['ACTIVE', 'UNPAID', 'PAUSED', 'CANCELED'],
  UNPAID: ['ACTIVE', 'CANCELED'],
  PAUSED: ['ACTIVE', 'TRIALING', 'CANCELED'],
  CANCELED: [],
};

/** States in which the price or quantity can change, now or for the next period. */
export const CHANGEABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE'];

/** States in which a pause can be scheduled. A past-due subscription pays first. */
export const PAUSABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE'];

/** States in which a period that ends is followed by another one. */
export const RENEWING: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE'];

/** States in which no period follows; the current one still ends. */
export const NOT_RENEWING: readonly SubscriptionStatus[] = ['UNPAID', 'PAUSED'];

/** The columns of a subscription that is not paused and has no scheduled pause. */
export const NO_PAUSE = { pauseAtPeriodEnd: false, pausedAt: null, pauseCause: null, resumesAt: null } as const;

export function canBecome(from: SubscriptionStatus, to: SubscriptionStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The reason why a status refuses an action. */
export const statusConflict = (status: SubscriptionStatus) =>
  status === 'CANCELED' ? 'SUBSCRIPTION_ENDED' : 'SUBSCRIPTION_STATUS';

/** Throws `ConflictError` if the table does not allow the transition. */
export function requireTransition(from: SubscriptionStatus, to: SubscriptionStatus): void {
  if (!canBecome(from, to))
    throw new ConflictError(statusConflict(from), `A subscription that is ${from} cannot become ${to}.`);
}

/** True if it is unpaid or paused and its last period has ended, so canceling at period end has nothing to wait for. */
export function hasNoPeriod(state: { status: SubscriptionStatus; currentPeriodEnd: Date }, now: Date): boolean {
  return NOT_RENEWING.includes(state.status) && now >= state.currentPeriodEnd;
}

/** The columns that decide when a step is due. */
export interface Timed {
  status: SubscriptionStatus;
  currentPeriodEnd: Date;
  cancelAtPeriodEnd: boolean;
  resumesAt: Date | null;
}

/** The instant of the next step, if one follows: the end of the period, or of the pause. */
export function dueAt({ status, currentPeriodEnd, cancelAtPeriodEnd, resumesAt }: Timed): Date {
  return status === 'PAUSED' && resumesAt && !cancelAtPeriodEnd ? resumesAt : currentPeriodEnd;
}

/** The steps that time brings about. */
export type Step = 'end' | 'pause' | 'renew' | 'resume';

/**
 * The step that is due by `now`, or null. A cancellation comes before every other step, and a scheduled pause before the
 * renewal, unless the pause would end before it begins.
 */
export function stepDue(state: Timed & { pauseAtPeriodEnd: boolean }, now: Date): Step | null {
  const { status, currentPeriodEnd, cancelAtPeriodEnd, pauseAtPeriodEnd, resumesAt } = state;
  const over = currentPeriodEnd <= now;
  if (cancelAtPeriodEnd && over && [...RENEWING, ...NOT_RENEWING].includes(status)) return 'end';
  if (status === 'PAUSED') return resumesAt && resumesAt <= now ? 'resume' : null;
  if (!over || !RENEWING.includes(status)) return null;
  return pauseAtPeriodEnd && (!resumesAt || resumesAt > currentPeriodEnd) ? 'pause' : 'renew';
}

/** The condition for rows that may have a step due by `now`; `stepDue` decides. */
export const dueBy = (now: Date) => ({
  OR: [
    { status: { in: [...RENEWING] }, currentPeriodEnd: { lte: now } },
    { status: { in: [...NOT_RENEWING] }, cancelAtPeriodEnd: true, currentPeriodEnd: { lte: now } },
    { status: 'PAUSED' as const, resumesAt: { lte: now } },
  ],
});
