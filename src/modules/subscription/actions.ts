/** What a customer may do with a subscription now, and what stands against it: asked here, so that no client re-derives rules. */
import type { Subscription } from '../../db/generated/client/client.ts';
import { type PortalSettings, type PortalSwitch, switchedOff } from '../portal/policy.ts';
import { CHANGEABLE, canBecome } from './lifecycle.ts';

export interface PortalAction {
  allowed: boolean;
  /** The setting that forbids it, or `status`; null when it is allowed. */
  blockedBy: string | null;
}

export interface PortalActions {
  switchPlan: PortalAction;
  updateQuantity: PortalAction;
  cancel: PortalAction;
  uncancel: PortalAction;
}

type State = Pick<Subscription, 'status' | 'cancelAtPeriodEnd' | 'currentPeriodEnd'>;

export function portalActions(state: State, settings: PortalSettings, now: Date): PortalActions {
  const action = (feature: PortalSwitch, possible: boolean): PortalAction => {
    const setting = switchedOff(settings, feature);
    if (setting) return { allowed: false, blockedBy: setting };
    return possible ? { allowed: true, blockedBy: null } : { allowed: false, blockedBy: 'status' };
  };
  const changeable = CHANGEABLE.includes(state.status) && now < state.currentPeriodEnd;
  const cancelable =
    canBecome(state.status, 'CANCELED') && !(state.status === 'ACTIVE' && now >= state.currentPeriodEnd);
  const refusedAtPeriodEnd =
    settings.cancellationMode === 'END_OF_PERIOD' && (state.cancelAtPeriodEnd || state.status === 'INCOMPLETE');
  return {
    switchPlan: action('allowPlanSwitch', changeable),
    updateQuantity: action('allowQuantityUpdates', changeable),
    cancel: action('cancellationsEnabled', cancelable && !refusedAtPeriodEnd),
    uncancel: action(
      'cancellationsEnabled',
      state.cancelAtPeriodEnd && state.status !== 'CANCELED' && now < state.currentPeriodEnd,
    ),
  };
}
