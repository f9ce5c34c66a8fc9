/** What is on the screen may be old, because the server could not be asked again; the frame says so. */
import { useSyncExternalStore } from 'react';

let askAgain: (() => void) | null = null;
const listeners = new Set<() => void>();

export function setStale(retry: (() => void) | null): void {
  askAgain = retry;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
/** How to ask again; null while everything is as the server says. */
export const useStale = (): (() => void) | null => useSyncExternalStore(subscribe, () => askAgain);
