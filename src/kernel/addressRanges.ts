/** Ranges of network addresses in CIDR form, such as `192.0.2.0/24` or `2001:db8::/32`; a single address is a range of its own. */
import { BlockList, isIP } from 'node:net';

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
const bitsOf = (address: string) => (isIP(address) === 6 ? 128 : 32);

interface Range {
  address: string;
  bits: number;
}

/** The range that a text names; null for other text. */
function parseRange(text: string): Range | null {
  const [address = '', length, ...rest] = text.split('/');
  if (!isIP(address) || address.includes('%') || rest.length > 0) return null;
  if (length === undefined) return { address, bits: bitsOf(address) };
  const bits = Number(length);
  return /^\d{1,3}$/.test(length) && bits <= bitsOf(address) ? { address, bits } : null;
}

export const isAddressRange = (text: string): boolean => parseRange(text) !== null;

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of ranges) {
    const range = parseRange(text);
    if (range) list.addSubnet(range.address, range.bits, familyOf(range.address));
  }
  return list;
}

const MAPPED = /^::ffff:([\d.]+)$/i;

/** Whether an address lies in one of the ranges. A mapped IPv4 counts as IPv4. */
export function liesIn(address: string, ranges: readonly string[]): boolean {
  const bare = MAPPED.exec(address)?.[1] ?? address.replace(/%.*$/, '');
  return isIP(bare) !== 0 && listOf(ranges).check(bare, familyOf(bare));
}

/** Whether every address of the inner range lies in one of the outer ranges. */
export function isWithin(inner: string, outer: readonly string[]): boolean {
  const range = parseRange(inner);
  if (!range) return false;
  return outer.some((text) => {
    const around = parseRange(text);
    return around !== null && around.bits <= range.bits && listOf([text]).check(range.address, familyOf(range.address));
  });
}
