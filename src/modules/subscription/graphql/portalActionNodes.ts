/** The actions that a customer may perform on a subscription in the portal, in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import type { PortalAction, PortalActions } from '../record/portalActions.ts';

const Action = builder.objectRef<PortalAction>('PortalAction').implement({
  description: 'Whether a customer may perform an action, and the reason if not.',
  fields: (t) => ({
    allowed: t.exposeBoolean('allowed', { description: 'Whether the customer may perform the action now.' }),
    blockedBy: t.exposeString('blockedBy', {
      nullable: true,
      description:
        'The switch of `PortalConfig` that forbids it (`subscriptionsEnabled`, `allowPlanSwitch`, `allowQuantityUpdates`, `cancellationsEnabled`, `pauseEnabled` or `resubscribeEnabled`), or `status` if the status of the subscription does; null if it is allowed. An open list: treat other values as not allowed.',
    }),
  }),
});

export const PortalActionsType = builder.objectRef<PortalActions>('PortalActions').implement({
  description: 'The actions that a customer may perform on a subscription in the portal at this time.',
  fields: (t) => ({
    switchPlan: t.expose('switchPlan', { type: Action, description: 'Switching to another price with `switchPlan`.' }),
    updateQuantity: t.expose('updateQuantity', {
      type: Action,
      description: 'Changing the quantity with `updateQuantity`.',
    }),
    cancelScheduledChange: t.expose('cancelScheduledChange', {
      type: Action,
      description: 'Undoing scheduled changes with `cancelScheduledChange`.',
    }),
    cancel: t.expose('cancel', { type: Action, description: 'Canceling the subscription with `cancelSubscription`.' }),
    uncancel: t.expose('uncancel', {
      type: Action,
      description: 'Undoing a scheduled cancellation with `uncancelSubscription`.',
    }),
    pause: t.expose('pause', {
      type: Action,
      description: 'Pausing at the end of the period with `pauseSubscription`.',
    }),
    resume: t.expose('resume', {
      type: Action,
      description: 'Ending a pause, or undoing a scheduled one, with `resumeSubscription`.',
    }),
    resubscribe: t.expose('resubscribe', {
      type: Action,
      description: 'Subscribing again with `subscribe` after it has ended, once.',
    }),
  }),
});
