/** The token of a link stands behind the #, which no server is sent; it is taken from the address bar at once. */

let taken: string | null = null;

/** The token that this address was opened with; kept in memory, because the address holds it only once. */
export function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) {
    taken = token;
    history.replaceState(history.state, '', location.pathname);
  }
  return taken;
}

export function dropToken(): void {
  taken = null;
}
