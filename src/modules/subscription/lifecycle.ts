/** The states of a subscription and which may follow which: one table, and nothing else decides it. */
import type { SubscriptionStatus } from '../../db/generated/client/enums.ts';
import { ConflictError } from '../../kernel/errors.ts';

export const TRANSITIONS: Readonly<Record<SubscriptionStatus, readonly SubscriptionStatus[]>> = {
  INCOMPLETE: ['ACTIVE', 'CANCELED'],
  TRIALING: ['ACTIVE', 'PAST_DUE', 'PAUSED', 'CANCELED'],
  ACTIVE: ['PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'],
  PAST_DUE: ['ACTIVE', 'UNPAID', 'PAUSED', 'CANCELED'],
  UNPAID: ['ACTIVE', 'CANCELED'],
  PAUSED: ['ACTIVE', 'TRIALING', 'CANCELED'],
  CANCELED: [],
};

/** States in which the price or quantity may be changed, now or for the next period. */
export const CHANGEABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE'];

/** States in which a pause may be planned. Who owes pays first. */
export const PAUSABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE'];

/** States in which periods follow each other. Who does not pay is billed no further, and who paused is not either. */
export const RENEWING: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE'];

/** States in which no period follows; one that was begun still ends. */
export const RESTING: readonly SubscriptionStatus[] = ['UNPAID', 'PAUSED'];

/** The columns of a subscription that neither is paused nor will be. */
export const NO_PAUSE = { pauseAtPeriodEnd: false, pausedAt: null, pauseCause: null, resumesAt: null } as const;

export function canBecome(from: SubscriptionStatus, to: SubscriptionStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Throws a typed conflict when the table does not allow the step. */
export function requireTransition(from: SubscriptionStatus, to: SubscriptionStatus): void {
  if (!canBecome(from, to)) throw new ConflictError(`A subscription that is ${from} cannot become ${to}.`);
}

/** Whether there is no period left to be cancelled at the end of: it rests, and the last one is over. */
export function hasNoPeriod(state: { status: SubscriptionStatus; currentPeriodEnd: Date }, now: Date): boolean {
  return RESTING.includes(state.status) && now >= state.currentPeriodEnd;
}

/** What decides when a step is due. */
export interface Timed {
  status: SubscriptionStatus;
  currentPeriodEnd: Date;
  cancelAtPeriodEnd: boolean;
  resumesAt: Date | null;
}

/** When the next step is due, as far as one is: with the period's end, or that of the pause. */
export function dueAt({ status, currentPeriodEnd, cancelAtPeriodEnd, resumesAt }: Timed): Date {
  return status === 'PAUSED' && resumesAt && !cancelAtPeriodEnd ? resumesAt : currentPeriodEnd;
}

/** What time brings about. */
export type Step = 'end' | 'pause' | 'renew' | 'resume';

/**
 * The step that is due by `now`, or null. A cancellation wins over everything; a planned pause over the renewal, unless
 * it would be over before it began.
 */
export function stepDue(state: Timed & { pauseAtPeriodEnd: boolean }, now: Date): Step | null {
  const { status, currentPeriodEnd, cancelAtPeriodEnd, pauseAtPeriodEnd, resumesAt } = state;
  const over = currentPeriodEnd <= now;
  if (cancelAtPeriodEnd && over && [...RENEWING, ...RESTING].includes(status)) return 'end';
  if (status === 'PAUSED') return resumesAt && resumesAt <= now ? 'resume' : null;
  if (!over || !RENEWING.includes(status)) return null;
  return pauseAtPeriodEnd && (!resumesAt || resumesAt > currentPeriodEnd) ? 'pause' : 'renew';
}

/** The rows of which `stepDue` may be said, for the database. */
export const dueBy = (now: Date) => ({
  OR: [
    { status: { in: [...RENEWING] }, currentPeriodEnd: { lte: now } },
    { status: { in: [...RESTING] }, cancelAtPeriodEnd: true, currentPeriodEnd: { lte: now } },
    { status: 'PAUSED' as const, resumesAt: { lte: now } },
  ],
});
