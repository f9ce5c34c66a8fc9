/**
 * The token of a payment link stays in the fragment, which browsers send to no server, so that the page can be reloaded and
 * the address passed on.
 */
import { useSyncExternalStore } from 'react';

/** Programs that pass an address on may encode it, or cut it off within an encoded character. */
function read(): string {
  const fragment = location.hash.slice(1);
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function subscribe(listener: () => void) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The token in the address; empty without one. Another link that is opened in the same window changes it. */
export const useLinkToken = (): string => useSyncExternalStore(subscribe, read);
