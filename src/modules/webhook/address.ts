/** Which network addresses a delivery may go to. A merchant names the receiver, so the name may lead anywhere. */
import ipaddr from 'ipaddr.js';

/** Where clouds answer their machines with credentials; some of these lie in ranges that look public or merely private. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

/** Networks that an installation may have receivers in, where its operator says so. */
const PRIVATE: ReadonlySet<string> = new Set(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal']);

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a delivery may go to an address. Public unicast, and private networks where they are allowed; never link-local,
 * multicast, reserved or tunnelled ones (6to4, Teredo, NAT64), whose other end cannot be told.
 */
export function mayReach(address: string, { privateAddresses }: { privateAddresses: boolean }): boolean {
  // In the one spelling of URLs: ipaddr takes `::1.2.3.4` for the mapped `::ffff:1.2.3.4`.
  const host = address.includes(':') ? `[${address}]` : address;
  if (!URL.canParse(`http://${host}/`)) return false;
  const canonical = new URL(`http://${host}/`).hostname.replace(/^\[(.*)\]$/, '$1');
  if (!ipaddr.isValid(canonical)) return false;
  // `process` unwraps an IPv4 address that is mapped into IPv6.
  const parsed = ipaddr.process(canonical);
  if (METADATA.has(parsed.toString())) return false;
  const range = parsed.range();
  if (PRIVATE.has(range)) return privateAddresses;
  // Whatever has no name is called unicast; of IPv6 only this part is given out.
  return range === 'unicast' && (parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST));
}
