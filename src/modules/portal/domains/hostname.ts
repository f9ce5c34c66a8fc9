/** Normalizes host names: ASCII, lower case, without surrounding blanks or dots. */
import { domainToASCII } from 'node:url';

/** Leaves room for the `_portico-challenge.` prefix within DNS's 253 characters. */
const MAXIMUM_LENGTH = 234;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Characters of ports, paths, users, wildcards, and encoded or bracketed names. */
const AROUND = /[\s:/?#@\\*%[\]]/;
/** Names outside the public DNS, or names of the local machine. */
const NOT_PUBLIC = new Set(['localhost', 'local', 'internal', 'lan', 'invalid', 'onion', 'arpa']);

/** The normalized name; null if a portal cannot be served under it. */
export function normalizeHostname(text: string): string | null {
  if (text.length > MAXIMUM_LENGTH || AROUND.test(text)) return null;
  const name = domainToASCII(text).replace(/\.$/, '');
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (name.length > MAXIMUM_LENGTH || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  // Browsers read a name that ends in a number as an address.
  return NOT_PUBLIC.has(last) || /^(?:\d+|0x[0-9a-f]*)$/.test(last) ? null : name;
}

/** True for the server's own name and names below it, which the operator controls and no merchant. */
export function belongsTo(hostname: string, publicUrl: string): boolean {
  const own = new URL(publicUrl).hostname;
  return hostname === own || hostname.endsWith(`.${own}`);
}

/** The normalized name in a Host header; null if it is malformed. */
export function hostnameOf(hostHeader: string | null): string | null {
  const name = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})(?::\d{1,5})?$/i.exec(hostHeader ?? '')?.[1];
  return name?.toLowerCase().replace(/\.$/, '') ?? null;
}
