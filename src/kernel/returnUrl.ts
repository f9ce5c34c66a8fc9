/**
 * Addresses to which the portal redirects. They are compared as parsed URLs, never as text: a browser repairs much that
 * looks harmless (`https:\\evil`, `/\evil`, a tab in the scheme), so an address that needs repair is refused.
 */
const MAXIMUM_LENGTH = 2000;

/** Scheme, exactly two slashes, and an authority without a user name. */
const PLAIN = /^https?:\/\/[^/?#@\\]+(?:[/?#]|$)/i;
/** Characters that URL parsers drop or hide (controls, blanks, invisible ones), and the backslash, which they read as a slash. */
const DROPPED_OR_HIDDEN = /[\p{Cc}\p{Cf}\p{Z}\p{Cs}\\]/u;
/** Unencrypted is acceptable only where nothing leaves the machine. */
const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The parsed address; null if redirecting there is not allowed. Its `href` is normalized: host names in ASCII. */
export function parseReturnUrl(text: string): URL | null {
  if (text.length > MAXIMUM_LENGTH || DROPPED_OR_HIDDEN.test(text) || !PLAIN.test(text)) return null;
  const url = URL.parse(text);
  if (!url || url.href.length > MAXIMUM_LENGTH || url.username || url.password) return null;
  if (url.protocol === 'https:') return url;
  return url.protocol === 'http:' && THIS_MACHINE.has(url.hostname) ? url : null;
}

/** True if both have the same scheme, host and port. False if either is refused by `parseReturnUrl`. */
export function sameOrigin(url: URL | string, configured: URL | string | null): boolean {
  const expected = configured === null ? null : parseReturnUrl(String(configured));
  const actual = parseReturnUrl(String(url));
  return expected !== null && actual !== null && actual.origin === expected.origin;
}
