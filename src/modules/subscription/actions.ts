/** What a customer may do with a subscription now, and what stands against it: asked here, so that no client re-derives rules. */
import type { ScheduledChange, Subscription } from '../../db/generated/client/client.ts';
import { type PortalSettings, type PortalSwitch, switchedOff } from '../portal/policy.ts';
import { CHANGEABLE, canBecome, hasNoPeriod, PAUSABLE } from './lifecycle.ts';
import { nextPeriodStart } from './renewal.ts';
import { keptBy } from './scheduled.ts';

export interface PortalAction {
  allowed: boolean;
  /** The setting that forbids it, or `status`; null when it is allowed. */
  blockedBy: string | null;
}

export interface PortalActions {
  switchPlan: PortalAction;
  updateQuantity: PortalAction;
  cancelScheduledChange: PortalAction;
  cancel: PortalAction;
  uncancel: PortalAction;
  pause: PortalAction;
  resume: PortalAction;
}

/** The columns that decide. */
export const DECISIVE = {
  status: true,
  cancelAtPeriodEnd: true,
  currentPeriodEnd: true,
  pauseAtPeriodEnd: true,
  pauseCause: true,
  resumesAt: true,
} as const;

export type ActionState = Pick<Subscription, keyof typeof DECISIVE> & {
  scheduledChanges: readonly (Pick<ScheduledChange, 'priceId' | 'quantity'> & {
    item: { priceId: string; quantity: number };
  })[];
};

export function portalActions(state: ActionState, settings: PortalSettings, now: Date): PortalActions {
  const unless = (setting: PortalSwitch | null, possible: boolean): PortalAction => {
    if (setting) return { allowed: false, blockedBy: setting };
    return possible ? { allowed: true, blockedBy: null } : { allowed: false, blockedBy: 'status' };
  };
  const action = (feature: PortalSwitch, possible: boolean) => unless(switchedOff(settings, feature), possible);
  const { status, cancelAtPeriodEnd, currentPeriodEnd, scheduledChanges } = state;
  const running = now < currentPeriodEnd;
  const changeable = CHANGEABLE.includes(status) && running;
  const cancelable = canBecome(status, 'CANCELED') && !(status === 'ACTIVE' && !running);
  const refusedAtPeriodEnd =
    settings.cancellationMode === 'END_OF_PERIOD' &&
    !hasNoPeriod(state, now) &&
    (cancelAtPeriodEnd || status === 'INCOMPLETE');
  const start = nextPeriodStart(state);
  const pausing = state.pauseAtPeriodEnd && status !== 'PAUSED';
  return {
    switchPlan: action('allowPlanSwitch', changeable),
    updateQuantity: action('allowQuantityUpdates', changeable),
    cancelScheduledChange: unless(
      switchedOff(settings, 'subscriptionsEnabled') ?? keptBy(settings, scheduledChanges),
      scheduledChanges.length > 0 && !(start && now >= start),
    ),
    cancel: action('cancellationsEnabled', cancelable && !refusedAtPeriodEnd),
    uncancel: action('cancellationsEnabled', cancelAtPeriodEnd && status !== 'CANCELED' && running),
    pause: action(
      'pauseEnabled',
      PAUSABLE.includes(status) && running && !cancelAtPeriodEnd && !state.pauseAtPeriodEnd,
    ),
    resume: action(
      'pauseEnabled',
      pausing ? running : status === 'PAUSED' && state.pauseCause === 'REQUEST' && (running || !cancelAtPeriodEnd),
    ),
  };
}
