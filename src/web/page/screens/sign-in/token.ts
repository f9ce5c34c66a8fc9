/** The token of a link stands behind the #, which no server is sent; it is taken from the address bar at once. */
import { type Destination, destinationIn } from '../../router/destination.ts';

let taken: URLSearchParams | null = null;

/** The token that this address was opened with; kept in memory, because the address holds it only once. */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (fragment.has('token')) {
    taken = fragment;
    history.replaceState(history.state, '', location.pathname);
  }
  return taken?.get('token') ?? null;
}

/** Where the link says that it leads, so that a new one can lead there when this one cannot be used any longer. */
export const linkedDestination = (): Destination | null => taken && destinationIn(taken);

/** The link was used, or is of no use. */
export function dropToken(): void {
  taken?.delete('token');
}
