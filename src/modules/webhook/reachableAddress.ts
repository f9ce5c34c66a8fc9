/**
 * The network addresses that a delivery may go to. Merchants name the receivers, so a name can resolve to anything; target.ts
 * resolves it.
 */
import ipaddr from 'ipaddr.js';

/** Metadata services of clouds, which hand out credentials; some lie in ranges that look public or merely private. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

/** Private networks, permitted if the operator allows receivers in them. */
const PRIVATE: ReadonlySet<string> = new Set(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal']);

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True if a delivery may go to the address: public unicast, and private networks if they are permitted. Never
 * link-local, multicast, reserved or tunneled addresses (6to4, Teredo, NAT64), whose other end is unknown.
 */
export function mayReach(address: string, { privateAddresses }: { privateAddresses: boolean }): boolean {
  // Normalized as in URLs, because ipaddr reads `::1.2.3.4` as the mapped `::ffff:1.2.3.4`.
  const host = address.includes(':') ? `[${address}]` : address;
  if (!URL.canParse(`http://${host}/`)) return false;
  const canonical = new URL(`http://${host}/`).hostname.replace(/^\[(.*)\]$/, '$1');
  if (!ipaddr.isValid(canonical)) return false;
  // `process` unwraps an IPv4 address that is mapped into IPv6.
  const parsed = ipaddr.process(canonical);
  if (METADATA.has(parsed.toString())) return false;
  const range = parsed.range();
  if (PRIVATE.has(range)) return privateAddresses;
  // ipaddr reports unassigned ranges as unicast; of IPv6, only this part is assigned.
  return range === 'unicast' && (parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST));
}
