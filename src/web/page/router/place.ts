/** Where in the page somebody is: the address, its history, and what belongs to a step of it. */
import { useSyncExternalStore } from 'react';
import { boot } from '../boot.ts';
import { destinationIn, type FlowName, pathOf as placeOf } from './destination.ts';

/** What a step of the history remembers; it survives a reload and nothing else. */
export interface StepState {
  key: string;
  /** At sign-in: where to go on afterwards. */
  from?: string;
  /** At sign-in: why one is there. */
  reason?: 'expired' | 'signedOut' | 'signedOutEverywhere';
  /** What the merchant sent the customer here for. */
  flow?: Flow;
  /** Just signed in, and sent to a section in which one thing may be meant. */
  arriving?: boolean;
  /** The page was loaded anew here because parts of it were gone. */
  renewed?: boolean;
}

export interface Flow {
  /** Null when the customer was sent to look around, or when the flow is over. */
  name: FlowName | null;
  /** Where the link that was used leads back; the portal's own address when null. */
  returnUrl: string | null;
}

export interface Place {
  /** Without the base, beginning with a slash. */
  path: string;
  state: StepState;
  /** How one came here. */
  by: 'load' | 'push' | 'pop';
}

const newKey = () => Math.random().toString(36).slice(2);
const listeners = new Set<() => void>();
const scrolls = new Map<string, number>();

function pathOf(pathname: string): string {
  const path = pathname.startsWith(boot.base) ? pathname.slice(boot.base.length) : pathname;
  return path.length > 1 ? path.replace(/\/+$/, '') : '/';
}

const stateOf = (): StepState => ({ key: 'first', ...(history.state as StepState | null) });
let place: Place = { path: pathOf(location.pathname), state: stateOf(), by: 'load' };

function become(by: Place['by']): void {
  place = { path: pathOf(location.pathname), state: stateOf(), by };
  for (const listener of listeners) listener();
}

const rememberScroll = () => scrolls.set(place.state.key, window.scrollY);

export const currentPlace = () => place;
export const href = (path: string) => `${boot.base}${path}` || '/';

export interface NavigateOptions extends Omit<StepState, 'key'> {
  replace?: boolean;
}

export function navigate(path: string, { replace = false, ...state }: NavigateOptions = {}): void {
  rememberScroll();
  // A flow goes on until it is ended; see flow.tsx.
  const flow = 'flow' in state ? state.flow : place.state.flow;
  const step: StepState = { ...state, key: newKey(), ...(flow ? { flow } : { flow: undefined }) };
  history[replace ? 'replaceState' : 'pushState'](step, '', href(path));
  become('push');
}

/** The flow is over; the way back stays. */
export function endFlow(): void {
  const { flow, ...state } = place.state;
  if (!flow) return;
  history.replaceState({ ...state, flow: { ...flow, name: null } } satisfies StepState, '');
  place = { ...place, state: stateOf() };
  for (const listener of listeners) listener();
}

/** The scroll position to be restored after going back. */
export const rememberedScroll = () => scrolls.get(place.state.key) ?? 0;

export function startRouter(): void {
  // Mails name the place that they lead to as the API does.
  const meant = place.path === '/' ? destinationIn(new URLSearchParams(location.search)) : null;
  if (meant) {
    history.replaceState(history.state, '', href(placeOf(meant)));
    become('load');
  }
  history.scrollRestoration = 'manual';
  let leaving = place.state.key;
  addEventListener('scroll', () => scrolls.set(leaving, window.scrollY), { passive: true });
  listeners.add(() => {
    leaving = place.state.key;
  });
  addEventListener('popstate', () => become('pop'));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const usePlace = (): Place => useSyncExternalStore(subscribe, currentPlace);
