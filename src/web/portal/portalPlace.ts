/** The place of a customer in the portal, and the state that its history entries carry. */
import * as router from '../ui/router/place.ts';
import type { FlowName } from './destination.ts';
import type { ReturnedSetup } from './returnedSetup.ts';

/** The page of a payment link, which has no session. */
export const PAY_LINK_PATH = '/pay';

export interface Flow {
  /** Null when the customer was sent here without a task, or when the task is done. */
  name: FlowName | null;
  /** The return address of the link that was used; null for the portal's own. */
  returnUrl: string | null;
}

export interface PortalState {
  /** At sign-in: the path that is opened afterwards. */
  from?: string;
  /** At sign-in: why the customer is there. */
  reason?: 'expired' | 'signedOut' | 'signedOutEverywhere';
  /** The task for which the merchant sent the customer here. Carried from entry to entry until it ends; see frame/flow.tsx. */
  flow?: Flow;
  /** The outcome at a bank that has sent the customer back: a payment method that was confirmed or given up. */
  returnedSetup?: ReturnedSetup | undefined;
  /** Just signed in; a list with a single candidate then opens it. */
  arriving?: boolean;
}

export const CARRIED_STATE: readonly (keyof PortalState)[] = ['flow'];

export const currentPlace = router.currentPlace<PortalState>;
export const usePlace = router.usePlace<PortalState>;
export const navigate = router.navigate<PortalState>;

/** Ends the flow; the return address stays. */
export function endFlow(): void {
  const { flow } = currentPlace().state;
  if (flow) router.updateState<PortalState>({ flow: { ...flow, name: null } });
}
