/** Whose request it is, for limits. Forwarding headers count only as far as configured proxies wrote them. */

/**
 * The address of the client: that of the socket, or, behind `trustedHops` proxies, the entry that the outermost of
 * them appended to X-Forwarded-For. What a client wrote there itself lies further left and is never looked at.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | null, trustedHops: number): string {
  if (trustedHops === 0 || !forwardedFor) return socketAddress;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  return hops.at(-trustedHops) ?? socketAddress;
}
