/** Addresses that a company configured. The server checks them; a page that follows them checks again. */
export function httpsOnly(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, location.origin);
    return url.protocol === 'https:' || url.origin === location.origin ? url.href : null;
  } catch {
    return null;
  }
}
