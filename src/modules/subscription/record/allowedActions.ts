/**
 * Which actions a subscription allows now, and why the others are refused. Which statuses may be canceled follows from the
 * table in statusTransitions.ts. `portalActions` (portalActions.ts) shows the
 * result and the mutations throw it, so the portal never offers what the API refuses. Pure: everything that decides is a
 * parameter.
 */
import type { ScheduledChange, Subscription } from '../../../db/generated/client/client.ts';
import { ConflictError, type ConflictReason, PortalFeatureDisabledError } from '../../../kernel/errors.ts';
import type { Principal } from '../../../operation/operation.ts';
import { type PortalSettings, type PortalSwitch, switchedOff } from '../../../operation/portalPolicy.ts';
import { nextPeriodStart } from '../forecast/nextPeriod.ts';
import type { LoadedSubscription } from './load.ts';
import { CHANGEABLE, canBecome, hasNoPeriod, PAUSABLE, statusConflict } from './statusTransitions.ts';

export type SubscriptionAction =
  | 'switchPlan'
  | 'updateQuantity'
  | 'cancelScheduledChange'
  | 'cancelImmediately'
  | 'cancelAtPeriodEnd'
  | 'uncancel'
  | 'pause'
  | 'resume'
  | 'resubscribe';

/** Why an action is not allowed: a portal setting, or the state of the subscription. */
export type Refusal = { setting: PortalSwitch } | { reason: ConflictReason; message: string };

/** The columns that decide. */
export const ACTION_COLUMNS = {
  status: true,
  cancelAtPeriodEnd: true,
  currentPeriodEnd: true,
  pauseAtPeriodEnd: true,
  pauseCause: true,
  resumesAt: true,
  successorId: true,
} as const;

export type ActionState = Pick<Subscription, keyof typeof ACTION_COLUMNS> & {
  scheduledChanges: readonly (Pick<ScheduledChange, 'priceId' | 'quantity'> & {
    item: { priceId: string; quantity: number };
  })[];
};

/** The state of a loaded subscription; with `itemId`, only that item's scheduled change counts. */
export function actionState(subscription: LoadedSubscription, itemId?: string | null): ActionState {
  const items = subscription.items.filter(({ id }) => !itemId || id === itemId);
  return {
    ...subscription,
    scheduledChanges: items.flatMap((item) => (item.scheduledChange ? [{ ...item.scheduledChange, item }] : [])),
  };
}

/**
 * Why the action is refused at `now`, or null if it is allowed. `settings` is the portal's configuration for customers,
 * and null for merchants and the system, which no portal binds.
 */
export function actionRefusal(
  state: ActionState,
  action: SubscriptionAction,
  settings: PortalSettings | null,
  now: Date,
): Refusal | null {
  const setting = settings && blockingSetting(state, action, settings);
  return setting ? { setting } : CONFLICTS[action](state, now, settings !== null);
}

/** Throws what `actionRefusal` returns for the caller: `PortalFeatureDisabledError` or `ConflictError`. */
export function requireAction(
  { principal, now }: { principal: Principal; now: Date },
  state: ActionState,
  action: SubscriptionAction,
): void {
  throwRefusal(actionRefusal(state, action, principal.kind === 'customer' ? principal.portal : null, now));
}

export function throwRefusal(refusal: Refusal | null): void {
  if (!refusal) return;
  if ('setting' in refusal) throw new PortalFeatureDisabledError(refusal.setting);
  throw new ConflictError(refusal.reason, refusal.message);
}

const FEATURE = {
  switchPlan: 'allowPlanSwitch',
  updateQuantity: 'allowQuantityUpdates',
  cancelImmediately: 'cancellationsEnabled',
  cancelAtPeriodEnd: 'cancellationsEnabled',
  uncancel: 'cancellationsEnabled',
  pause: 'pauseEnabled',
  resume: 'pauseEnabled',
  resubscribe: 'resubscribeEnabled',
} as const satisfies Partial<Record<SubscriptionAction, PortalSwitch>>;

/** The first portal setting that forbids the action. Canceling a scheduled change needs the settings that allow making it. */
function blockingSetting(
  { scheduledChanges }: ActionState,
  action: SubscriptionAction,
  settings: PortalSettings,
): PortalSwitch | null {
  if (action !== 'cancelScheduledChange') return switchedOff(settings, FEATURE[action]);
  const needed = scheduledChanges.flatMap(({ priceId, quantity, item }): PortalSwitch[] => [
    ...(priceId === item.priceId ? [] : (['allowPlanSwitch'] as const)),
    ...(quantity === item.quantity ? [] : (['allowQuantityUpdates'] as const)),
  ]);
  for (const feature of ['subscriptionsEnabled', ...needed] as const) {
    const setting = switchedOff(settings, feature);
    if (setting) return setting;
  }
  return null;
}

type Conflict = Exclude<Refusal, { setting: PortalSwitch }>;

const RENEWAL_IN_PROGRESS: Conflict = {
  reason: 'RENEWAL_IN_PROGRESS',
  message: 'The subscription is being renewed. Try again in a moment.',
};
const ENDED: Conflict = { reason: 'SUBSCRIPTION_ENDED', message: 'The subscription has ended.' };

const CONFLICTS: Record<SubscriptionAction, (state: ActionState, now: Date, byCustomer: boolean) => Conflict | null> = {
  switchPlan: changeConflict,
  updateQuantity: changeConflict,
  cancelScheduledChange: cancelScheduledChangeConflict,
  cancelImmediately: cancelConflict,
  // With no period left to wait for, canceling at its end means canceling now.
  cancelAtPeriodEnd: (state, now) =>
    hasNoPeriod(state, now) ? cancelConflict(state, now) : (endConflict(state) ?? cancelConflict(state, now)),
  uncancel: uncancelConflict,
  pause: pauseConflict,
  resume: resumeConflict,
  resubscribe: resubscribeConflict,
};

function changeConflict({ status, currentPeriodEnd }: ActionState, now: Date): Conflict | null {
  if (!CHANGEABLE.includes(status))
    return { reason: statusConflict(status), message: `A subscription that is ${status} cannot be changed.` };
  return now >= currentPeriodEnd ? RENEWAL_IN_PROGRESS : null;
}

function cancelScheduledChangeConflict(state: ActionState, now: Date): Conflict | null {
  if (state.scheduledChanges.length === 0) return { reason: 'NO_SCHEDULED_CHANGE', message: 'No change is scheduled.' };
  const start = nextPeriodStart(state);
  return start && now >= start ? RENEWAL_IN_PROGRESS : null;
}

function cancelConflict({ status, currentPeriodEnd }: ActionState, now: Date): Conflict | null {
  if (!canBecome(status, 'CANCELED')) return ENDED;
  return status === 'ACTIVE' && now >= currentPeriodEnd ? RENEWAL_IN_PROGRESS : null;
}

function endConflict({ status, cancelAtPeriodEnd }: ActionState): Conflict | null {
  if (status !== 'CANCELED' && cancelAtPeriodEnd)
    return { reason: 'CANCELLATION_SCHEDULED', message: 'A cancellation is already scheduled.' };
  return status === 'INCOMPLETE'
    ? {
        reason: 'SUBSCRIPTION_STATUS',
        message: 'A subscription that has not started can only be canceled immediately.',
      }
    : null;
}

function uncancelConflict({ status, cancelAtPeriodEnd, currentPeriodEnd }: ActionState, now: Date): Conflict | null {
  if (status === 'CANCELED' || !cancelAtPeriodEnd)
    return { reason: 'CANCELLATION_NOT_SCHEDULED', message: 'No cancellation is scheduled.' };
  return now >= currentPeriodEnd ? ENDED : null;
}

function pauseConflict(state: ActionState, now: Date): Conflict | null {
  const { status, pauseAtPeriodEnd, cancelAtPeriodEnd, currentPeriodEnd } = state;
  if (!PAUSABLE.includes(status))
    return { reason: statusConflict(status), message: `A subscription that is ${status} cannot be paused.` };
  if (pauseAtPeriodEnd) return { reason: 'PAUSE_SCHEDULED', message: 'A pause is already scheduled.' };
  if (cancelAtPeriodEnd)
    return {
      reason: 'CANCELLATION_SCHEDULED',
      message: 'The subscription ends with its current period. Undo the cancellation first.',
    };
  return now >= currentPeriodEnd ? RENEWAL_IN_PROGRESS : null;
}

function resubscribeConflict({ status, successorId }: ActionState): Conflict | null {
  if (status !== 'CANCELED') return { reason: 'SUBSCRIPTION_NOT_ENDED', message: 'The subscription has not ended.' };
  return successorId === null
    ? null
    : { reason: 'ALREADY_RESUBSCRIBED', message: 'The customer has subscribed again after this subscription.' };
}

function resumeConflict(state: ActionState, now: Date, byCustomer: boolean): Conflict | null {
  const { status, pauseAtPeriodEnd, pauseCause, cancelAtPeriodEnd, currentPeriodEnd } = state;
  const over = now >= currentPeriodEnd;
  if (status !== 'PAUSED' && pauseAtPeriodEnd)
    return over
      ? { reason: 'RENEWAL_IN_PROGRESS', message: 'The subscription is being paused. Try again in a moment.' }
      : null;
  if (status !== 'PAUSED') return { reason: 'SUBSCRIPTION_NOT_PAUSED', message: 'The subscription is not paused.' };
  if (cancelAtPeriodEnd && over) return ENDED;
  // Customers resume by paying what is overdue; a merchant may resume without that.
  if (pauseCause === 'PAYMENT_FAILED' && byCustomer)
    return {
      reason: 'INVOICE_OVERDUE',
      message: 'The subscription is paused because an invoice is overdue. Pay the invoice to resume.',
    };
  return null;
}
