/** The networks of a client's address, by which requests are counted. */
import { isIP } from 'node:net';

export interface Network {
  /** The size of the network: one client, a site of a subscriber (/56 of IPv6), or an organization (/48 of IPv6). */
  kind: 'client' | 'site' | 'organization';
  name: string;
}

/** The networks of an address, from the narrowest: one for IPv4; for IPv6 its /64, its /56 and its /48. A mapped IPv4 counts as IPv4. */
export function networksOf(client: string): Network[] {
  const groups = ipv6Groups(client);
  if (typeof groups === 'string') return [{ kind: 'client', name: groups }];
  const [a = '', b = '', c = '', d = ''] = groups;
  const site = (Number.parseInt(d, 16) & 0xff00).toString(16);
  return [
    { kind: 'client', name: `${[a, b, c, d].join(':')}::/64` },
    { kind: 'site', name: `${[a, b, c, site].join(':')}::/56` },
    { kind: 'organization', name: `${[a, b, c].join(':')}::/48` },
  ];
}

/**
 * The eight groups of an IPv6 address, without leading zeros; anything else as it is, and a mapped IPv4 as its IPv4.
 */
function ipv6Groups(client: string): string[] | string {
  const bare = client.replace(/%.*$/, '');
  if (isIP(bare) !== 6) return client;
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1];
  if (mapped) return mapped;
  const halves = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const [left = [], right = []] = halves.map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right];
}
