/** Whether the data on the screen may be old because the last attempt to update it failed. */
import { useSyncExternalStore } from 'react';

let update: (() => void) | null = null;
const listeners = new Set<() => void>();

/** Marks the data as stale, with the way to update it; null marks it as current. */
export function setStale(retry: (() => void) | null): void {
  update = retry;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
/** The way to update stale data; null while the data is current. */
export const useStale = (): (() => void) | null => useSyncExternalStore(subscribe, () => update);
