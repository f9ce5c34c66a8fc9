/** From an endpoint's URL to the addresses that a delivery may go to. Asked when it is written down, and before every attempt. */
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { mayReach } from './address.ts';

export interface WebhookPolicy {
  /** Whether receivers may be in private networks and on this machine. */
  privateAddresses: boolean;
  /** Whether http: will do. */
  plainHttp: boolean;
  /** All addresses of a host name. */
  resolve(hostname: string): Promise<string[]>;
}

export interface Target {
  url: URL;
  /** Checked; the connection goes to one of them. */
  addresses: string[];
}

/** Why a URL cannot be delivered to; the message is for the merchant and repeats nothing. */
export class RefusedTarget extends Error {}

export const MAXIMUM_URL_LENGTH = 2048;

/** What listens there speaks other protocols, and some can be talked into misunderstanding HTTP. */
const BLOCKED_PORTS: ReadonlySet<string> = new Set(
  (
    '21 22 23 25 53 110 111 135 139 143 389 445 465 587 636 993 995 ' +
    '1433 1521 2049 2375 2376 3306 3389 5432 6379 6443 9200 10250 11211 27017'
  ).split(' '),
);

const RESOLVE_TIMEOUT_MS = 2000;

/** The same for a name that does not exist and for one that leads inside, so that nobody learns the names inside. */
const NOWHERE = 'Its host does not lead to an address that deliveries may go to.';

/**
 * Asks the name servers, both for IPv4 and IPv6. Not `lookup`, which keeps one of the process' four threads for as long as
 * a name takes: names that are slow to resolve would hold up whatever else needs a thread, such as a sign-in code's hash.
 */
export async function systemResolve(hostname: string): Promise<string[]> {
  // No name server is asked for these (RFC 6761).
  if (/(?:^|\.)localhost\.?$/.test(hostname)) return ['127.0.0.1', '::1'];
  const resolver = new Resolver({ timeout: RESOLVE_TIMEOUT_MS, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/** What is wrong with a URL can be seen without asking anybody. URLs are read as browsers do: `http://2130706433` is 127.0.0.1. */
export function parseTarget(text: string, policy: Pick<WebhookPolicy, 'plainHttp'>): URL {
  const url = text.length > MAXIMUM_URL_LENGTH ? null : URL.parse(text);
  if (!url) throw new RefusedTarget('Must be an absolute URL.');
  // Encoded it is longer, and that is how it is kept.
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

/** The addresses behind a URL, all of them checked: a name with one that is not allowed is refused as a whole. */
export async function resolveTarget(text: string, policy: WebhookPolicy): Promise<Target> {
  const url = parseTarget(text, policy);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) ? [host] : await policy.resolve(host).catch(() => []);
  if (addresses.length === 0 || !addresses.every((address) => mayReach(address, policy)))
    throw new RefusedTarget(NOWHERE);
  return { url, addresses };
}
