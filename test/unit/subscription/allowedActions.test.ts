/** One rule decides what the portal offers and what the mutations refuse. */
import { describe, expect, test } from 'vitest';
import { PauseCause, SubscriptionStatus } from '../../../src/db/generated/client/enums.ts';
import { ConflictError, PortalFeatureDisabledError } from '../../../src/kernel/errors.ts';
import {
  type ActionState,
  actionRefusal,
  requireAction,
  type SubscriptionAction,
} from '../../../src/modules/subscription/record/allowedActions.ts';
import { type PortalActions, portalActions } from '../../../src/modules/subscription/record/portalActions.ts';
import type { Principal } from '../../../src/operation/operation.ts';
import type { PortalSettings } from '../../../src/operation/portalPolicy.ts';

const NOW = new Date('2026-04-15T12:00:00.000Z');
const PAST = new Date('2026-04-01T00:00:00.000Z');
const FUTURE = new Date('2026-05-01T00:00:00.000Z');
const BOTH = [false, true] as const;

const SWITCHES = [
  'subscriptionsEnabled',
  'allowPlanSwitch',
  'allowQuantityUpdates',
  'cancellationsEnabled',
  'pauseEnabled',
  'resubscribeEnabled',
] as const;

const item = { priceId: 'price_1', quantity: 1 };
const SCHEDULED = [
  [],
  [{ priceId: 'price_2', quantity: 1, item }],
  [{ priceId: 'price_1', quantity: 2, item }],
  [{ priceId: 'price_2', quantity: 2, item }],
];

/** The state, and also with a successor if it has ended. */
function* succeeded(state: Omit<ActionState, 'successorId'>): Generator<ActionState> {
  yield { ...state, successorId: null };
  if (state.status === 'CANCELED') yield { ...state, successorId: 'sub_1' };
}

/** Every combination of the columns that decide, whether or not a history leads to it. */
function* states(): Generator<ActionState> {
  for (const status of Object.values(SubscriptionStatus))
    for (const cancelAtPeriodEnd of BOTH)
      for (const pauseAtPeriodEnd of BOTH)
        for (const currentPeriodEnd of [NOW, FUTURE])
          for (const pauseCause of [null, ...Object.values(PauseCause)])
            for (const resumesAt of [null, PAST, FUTURE])
              for (const scheduledChanges of SCHEDULED)
                yield* succeeded({
                  ...{ status, cancelAtPeriodEnd, pauseAtPeriodEnd, currentPeriodEnd, pauseCause, resumesAt },
                  scheduledChanges,
                });
}

/** Every combination of the settings that decide; the rule reads no others. */
function* settings(): Generator<PortalSettings> {
  for (const mode of ['IMMEDIATELY', 'PERIOD_END'] as const)
    for (let bits = 0; bits < 2 ** SWITCHES.length; bits++)
      yield {
        cancellationMode: mode,
        ...Object.fromEntries(SWITCHES.map((name, index) => [name, (bits & (2 ** index)) !== 0])),
      } as PortalSettings;
}

const MUTATIONS = (portal: PortalSettings): Record<keyof PortalActions, SubscriptionAction> => ({
  switchPlan: 'switchPlan',
  updateQuantity: 'updateQuantity',
  cancelScheduledChange: 'cancelScheduledChange',
  cancel: portal.cancellationMode === 'IMMEDIATELY' ? 'cancelImmediately' : 'cancelAtPeriodEnd',
  uncancel: 'uncancel',
  pause: 'pause',
  resume: 'resume',
  resubscribe: 'resubscribe',
});

/** The error of the mutation for this caller, in the terms of the field. */
function thrown(principal: Principal, state: ActionState, action: SubscriptionAction): string | null {
  try {
    requireAction({ principal, now: NOW }, state, action);
    return null;
  } catch (error) {
    if (error instanceof PortalFeatureDisabledError) return error.setting;
    if (error instanceof ConflictError) return 'status';
    throw error;
  }
}

test('in every state and configuration, the portal offers exactly the actions that the mutations accept', () => {
  // A million errors are thrown and caught; their stacks would take most of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const every = [...states()];
  let compared = 0;
  const differing: unknown[] = [];
  for (const portal of settings()) {
    const principal = { kind: 'customer', portal } as Principal;
    const mutations = Object.entries(MUTATIONS(portal)) as [keyof PortalActions, SubscriptionAction][];
    for (const state of every) {
      const shown = portalActions(state, portal, NOW);
      for (const [field, action] of mutations) {
        const blockedBy = thrown(principal, state, action);
        compared++;
        if (shown[field].blockedBy !== blockedBy || shown[field].allowed !== (blockedBy === null))
          differing.push({ field, state, portal, shown: shown[field], blockedBy });
      }
    }
  }
  Error.stackTraceLimit = stackTraceLimit;
  expect(differing.slice(0, 3)).toEqual([]);
  expect(compared).toBe(every.length * 128 * 8);
}, 60_000);

describe('a merchant', () => {
  test('a merchant is never refused because of a portal setting', () => {
    for (const state of states())
      for (const action of Object.values(MUTATIONS({ cancellationMode: 'IMMEDIATELY' } as PortalSettings))) {
        const refusal = actionRefusal(state, action, null, NOW);
        expect(refusal === null || 'reason' in refusal).toBe(true);
      }
  });

  test('a merchant resumes a subscription that dunning has paused, which its customer cannot', () => {
    const paused: ActionState = {
      ...{ status: 'PAUSED', pauseCause: 'PAYMENT_FAILED', currentPeriodEnd: FUTURE, resumesAt: null },
      ...{ cancelAtPeriodEnd: false, pauseAtPeriodEnd: false, scheduledChanges: [], successorId: null },
    };
    const portal = { subscriptionsEnabled: true, pauseEnabled: true } as PortalSettings;
    expect(actionRefusal(paused, 'resume', null, NOW)).toBeNull();
    expect(actionRefusal(paused, 'resume', portal, NOW)).toMatchObject({ reason: 'INVOICE_OVERDUE' });
  });
});
