/**
 * Addresses to which the portal sends people back. They are compared as parsed, never as text: a browser repairs
 * much that looks harmless (`https:\\evil`, `/\evil`, a tab in the scheme), so whatever needs repair is refused.
 */
const MAXIMUM_LENGTH = 2000;

/** Scheme, exactly two slashes, and an authority that holds no user name. */
const PLAIN = /^https?:\/\/[^/?#@\\]+(?:[/?#]|$)/i;
/** Controls, blanks and invisible characters, which URL parsers drop or hide, and the backslash, which is a slash to them. */
const DROPPED_OR_HIDDEN = /[\p{Cc}\p{Cf}\p{Z}\p{Cs}\\]/u;
/** Unencrypted is acceptable only where nothing leaves the machine. */
const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The address, or null when people must not be sent there. Its `href` is the normalised form: names of hosts in ASCII. */
export function parseReturnUrl(text: string): URL | null {
  if (text.length > MAXIMUM_LENGTH || DROPPED_OR_HIDDEN.test(text) || !PLAIN.test(text)) return null;
  const url = URL.parse(text);
  if (!url || url.href.length > MAXIMUM_LENGTH || url.username || url.password) return null;
  if (url.protocol === 'https:') return url;
  return url.protocol === 'http:' && THIS_MACHINE.has(url.hostname) ? url : null;
}

/** Whether an address is of the same scheme, host and port as the configured one. Nothing is like an address that is refused. */
export function sameOrigin(url: URL | string, configured: URL | string | null): boolean {
  const expected = configured === null ? null : parseReturnUrl(String(configured));
  const actual = parseReturnUrl(String(url));
  return expected !== null && actual !== null && actual.origin === expected.origin;
}
