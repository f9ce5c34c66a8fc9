/** The token of a link stands behind the #, which no server is sent; it is taken from the address bar at once. */
import type { PortalDestination } from '../../../graphql/generated/graphql.ts';
import type { Destination } from './destination.ts';

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
export function linkedDestination(): Destination | null {
  const destination = taken?.get('destination');
  if (!destination || !/^[A-Z_]{1,40}$/.test(destination)) return null;
  return { destination: destination as PortalDestination, destinationContext: taken?.get('context') ?? null };
}

/** The link was used, or is of no use. */
export function dropToken(): void {
  taken?.delete('token');
}
