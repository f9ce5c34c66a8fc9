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

/** States in which the price or quantity may be changed. */
export const CHANGEABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE'];

export function canBecome(from: SubscriptionStatus, to: SubscriptionStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Throws a typed conflict when the table does not allow the step. */
export function requireTransition(from: SubscriptionStatus, to: SubscriptionStatus): void {
  if (!canBecome(from, to)) throw new ConflictError(`A subscription that is ${from} cannot become ${to}.`);
}
