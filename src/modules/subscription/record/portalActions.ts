/** The portal's view of allowedActions.ts: the actions that a customer is offered, and what prevents each of the others. */
import type { PortalSettings } from '../../../operation/portalPolicy.ts';
import { type ActionState, actionRefusal, type SubscriptionAction } from './allowedActions.ts';

export interface PortalAction {
  allowed: boolean;
  /** The setting that forbids it, or `status`; null if it is allowed. */
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
  resubscribe: PortalAction;
}

export function portalActions(state: ActionState, settings: PortalSettings, now: Date): PortalActions {
  const show = (action: SubscriptionAction): PortalAction => {
    const refusal = actionRefusal(state, action, settings, now);
    if (!refusal) return { allowed: true, blockedBy: null };
    return { allowed: false, blockedBy: 'setting' in refusal ? refusal.setting : 'status' };
  };
  return {
    switchPlan: show('switchPlan'),
    updateQuantity: show('updateQuantity'),
    cancelScheduledChange: show('cancelScheduledChange'),
    cancel: show(settings.cancellationMode === 'IMMEDIATELY' ? 'cancelImmediately' : 'cancelAtPeriodEnd'),
    uncancel: show('uncancel'),
    pause: show('pause'),
    resume: show('resume'),
    resubscribe: show('resubscribe'),
  };
}
