/**
 * The visitor's place in the page: the path, the state of its history entry, and how the visitor came there. The history
 * itself is wouter's.
 */
import { useLocationProperty, usePathname, navigate as write } from 'wouter/use-browser-location';
import { page } from '../page.ts';

/** The state of every history entry of the page. It survives a reload. */
export interface Entry {
  key: string;
  /** The page was reloaded on this entry because parts of it were gone. */
  reloaded?: boolean;
}

export interface Place<State = object> {
  /** Without the base and without a trailing slash; the overview is `/`. */
  path: string;
  state: Entry & State;
  by: 'load' | 'push' | 'pop';
}

export type NavigateOptions<State = object> = Partial<State> & { replace?: boolean };

let by: Place['by'] = 'load';
let seen = '';
let place: Place;
const scrolls = new Map<string, number>();

const newKey = () => Math.random().toString(36).slice(2);
const stateOf = (): Entry => ({ key: 'first', ...(history.state as Entry | null) });
/** Equal fingerprints mean the same place, although `history.state` is a new object after every change. */
const fingerprint = () => JSON.stringify([location.pathname, history.state, by]);

function pathOf(pathname: string): string {
  const { base } = page();
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  return path.length > 1 ? path.replace(/\/+$/, '') : '/';
}

export function currentPlace<State = object>(): Place<State> {
  const now = fingerprint();
  if (now !== seen) {
    seen = now;
    place = { path: pathOf(location.pathname), state: stateOf(), by };
  }
  return place as Place<State>;
}

export function usePlace<State = object>(): Place<State> {
  useLocationProperty(fingerprint);
  return currentPlace<State>();
}

const href = (path: string) => `${page().base}${path}` || '/';
const rememberScroll = () => scrolls.set(stateOf().key, window.scrollY);

/** The scroll position to restore after going back. */
export const rememberedScroll = () => scrolls.get(stateOf().key) ?? 0;

function go(address: string, replace: boolean, state: object): void {
  rememberScroll();
  const current = stateOf() as Entry & Record<string, unknown>;
  const carried = Object.fromEntries(page().carriedState.map((name) => [name, current[name]]));
  by = 'push';
  write(address, { replace, state: { ...carried, ...state, key: newKey() } });
}

/** Goes to a path of the page. State that is carried along changes only where it is named. */
export function navigate<State = object>(
  path: string,
  { replace = false, ...state }: NavigateOptions<State> = {} as NavigateOptions<State>,
): void {
  go(href(path), replace, state);
}

/** Changes the state of the current history entry. */
export function updateState<State>(changes: Partial<Entry & State>): void {
  history.replaceState({ ...stateOf(), ...changes }, '');
}

/** Changes the path of the current history entry, as if the page had been loaded there. */
export function rewritePath(path: string): void {
  history.replaceState(history.state, '', href(path));
}

/** For wouter's `Router`: its links navigate as everything else does. */
export function useBrowserPlace(): [
  string,
  (address: string, options?: { replace?: boolean; state?: object }) => void,
] {
  return [usePathname(), (address, { replace = false, state = {} } = {}) => go(address, replace, state)];
}

/** Takes scroll restoration over from the browser, which would scroll before a screen's data has arrived. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  addEventListener('scroll', rememberScroll, { passive: true });
  addEventListener('popstate', () => {
    by = 'pop';
  });
}
