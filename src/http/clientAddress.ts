/** The client's address for rate limits. Forwarding headers count only as far as configured proxies wrote them. */
import { isIP } from 'node:net';

/**
 * The address of the client: that of the socket, or, behind `trustedHops` proxies, the entry that the outermost of
 * them appended to X-Forwarded-For. Entries that the client wrote itself are further left and are ignored.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | null, trustedHops: number): string {
  if (trustedHops === 0 || !forwardedFor) return socketAddress;
  return address(forwardedFor.split(',').at(-trustedHops)) ?? socketAddress;
}

/** Without the port that some proxies add, which would make every connection another client. */
function address(entry: string | undefined): string | undefined {
  const text = entry?.trim() ?? '';
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return isIP(bare) ? bare : undefined;
}
