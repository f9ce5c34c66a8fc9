/**
 * Resolves an endpoint's URL to permitted addresses (see reachableAddress.ts). Checked when the URL is saved and before every attempt.
 */
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { mayReach } from './reachableAddress.ts';

export interface WebhookPolicy {
  /** Permits receivers in private networks and on this machine. */
  privateAddresses: boolean;
  /** Permits http: URLs. */
  plainHttp: boolean;
  /** Returns all addresses of a host name. */
  resolve(hostname: string): Promise<string[]>;
}

export interface Target {
  url: URL;
  /** Checked addresses; the connection goes to one of them. */
  addresses: string[];
}

/** A URL that is not permitted. The message is for the merchant and quotes nothing. */
export class RefusedTarget extends Error {}

export const MAXIMUM_URL_LENGTH = 2048;

/** Ports of other protocols, some of which can be made to misread HTTP. */
const BLOCKED_PORTS: ReadonlySet<string> = new Set(
  (
    '21 22 23 25 53 110 111 135 139 143 389 445 465 587 636 993 995 ' +
    '1433 1521 2049 2375 2376 3306 3389 5432 6379 6443 9200 10250 11211 27017'
  ).split(' '),
);

const RESOLVE_TIMEOUT_MS = 2000;

/**
 * One message for names that do not exist and for names of private addresses, so that internal names cannot be probed.
 */
const NOWHERE = 'Its host does not lead to an address that deliveries may go to.';

/**
 * Queries the name servers for IPv4 and IPv6. Not `lookup`, which occupies one of the process's four threads while it
 * runs: slow names would block other work that needs a thread, such as hashing a sign-in code.
 */
export async function systemResolve(hostname: string): Promise<string[]> {
  // RFC 6761: these are never looked up.
  if (/(?:^|\.)localhost\.?$/.test(hostname)) return ['127.0.0.1', '::1'];
  const resolver = new Resolver({ timeout: RESOLVE_TIMEOUT_MS, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/** The checks that need no look-up. URLs are parsed as browsers do: `http://2130706433` is 127.0.0.1. */
export function parseTarget(text: string, policy: Pick<WebhookPolicy, 'plainHttp'>): URL {
  const url = text.length > MAXIMUM_URL_LENGTH ? null : URL.parse(text);
  if (!url) throw new RefusedTarget('Must be an absolute URL.');
  // The encoded form is longer, and it is the stored one.
  if (url.href.length > MAXIMUM_URL_LENGTH)
    throw new RefusedTarget(`Must have at most ${MAXIMUM_URL_LENGTH} characters when it is encoded.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.plainHttp))
    throw new RefusedTarget(policy.plainHttp ? 'Must begin with https:// or http://.' : 'Must begin with https://.');
  if (url.username !== '' || url.password !== '')
    throw new RefusedTarget('Must not hold a user name or a password; deliveries are signed.');
  if (url.hash !== '') throw new RefusedTarget('Must not have a fragment; it would not be sent.');
  if (BLOCKED_PORTS.has(url.port)) throw new RefusedTarget('This port belongs to another protocol.');
  return url;
}

/** All addresses of a URL. A name is refused if any of its addresses is not permitted. */
export async function resolveTarget(text: string, policy: WebhookPolicy): Promise<Target> {
  const url = parseTarget(text, policy);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) ? [host] : await policy.resolve(host).catch(() => []);
  if (addresses.length === 0 || !addresses.every((address) => mayReach(address, policy)))
    throw new RefusedTarget(NOWHERE);
  return { url, addresses };
}
