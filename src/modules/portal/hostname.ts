/** Host names as merchants write them, and as they are kept and compared: ASCII, small letters, nothing around it. */
import { domainToASCII } from 'node:url';

/** So long that the name of the TXT record, which is longer, still is one. */
const MAXIMUM_LENGTH = 234;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** What is no part of a name: a port, a path, a user, a wildcard, an encoded or a bracketed one. */
const AROUND = /[\s:/?#@\\*%[\]]/;
/** Names that no public DNS holds, or that mean the machine of whoever asks. */
const NOT_PUBLIC = new Set(['localhost', 'local', 'internal', 'lan', 'invalid', 'onion', 'arpa']);

/** The name in its one form; null when it is none that a portal can be reached under. */
export function normalizeHostname(text: string): string | null {
  if (text.length > MAXIMUM_LENGTH || AROUND.test(text)) return null;
  const name = domainToASCII(text).replace(/\.$/, '');
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (name.length > MAXIMUM_LENGTH || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  // Whatever ends in a number is an address to a browser.
  return NOT_PUBLIC.has(last) || /^(?:\d+|0x[0-9a-f]*)$/.test(last) ? null : name;
}

/** Whether a name is the server's own or one beneath it, where whoever runs the server decides and no merchant. */
export function belongsTo(hostname: string, publicUrl: string): boolean {
  const own = new URL(publicUrl).hostname;
  return hostname === own || hostname.endsWith(`.${own}`);
}

/** The name in a request's Host header, in the same form; null when it makes no sense. */
export function hostnameOf(hostHeader: string | null): string | null {
  const name = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})(?::\d{1,5})?$/i.exec(hostHeader ?? '')?.[1];
  return name?.toLowerCase().replace(/\.$/, '') ?? null;
}
