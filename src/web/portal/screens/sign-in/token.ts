/** The token of a link is in the fragment, which browsers send to no server. It leaves the address bar at once. */
import { type Destination, destinationIn } from '../../destination.ts';

let taken: URLSearchParams | null = null;

/** The token with which this address was opened; held in memory, because it is removed from the address. */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (fragment.has('token')) {
    taken = fragment;
    history.replaceState(history.state, '', location.pathname);
  }
  return taken?.get('token') ?? null;
}

/** The destination of the link, so that a new link can lead there if this one cannot be used any longer. */
export const linkedDestination = (): Destination | null => taken && destinationIn(taken);

/** Forgets the token, because the link was used or is invalid. */
export function dropToken(): void {
  taken?.delete('token');
}
