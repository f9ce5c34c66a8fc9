/** Addresses that a company configured. The server checks them; a page that follows them checks again. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

export function safeAddress(address: string | null | undefined): string | null {
  const url = address ? URL.parse(address, location.origin) : null;
  if (!url) return null;
  const plain = url.protocol === 'http:' && (url.origin === location.origin || THIS_MACHINE.includes(url.hostname));
  return url.protocol === 'https:' || plain ? url.href : null;
}
