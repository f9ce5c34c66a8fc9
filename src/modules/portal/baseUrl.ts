/**
 * Where a company's portal is reached: under a verified domain of its own, or beneath the server's public address. Both
 * come from the configuration, never from a request. Everything that leads a customer to the portal asks here.
 */
import type { Tx } from '../../db/client.ts';
import type { PortalDestination } from '../../db/generated/client/enums.ts';

type Reads = Pick<Tx, 'portalConfig'>;

/** The domain that the portal is configured to be reached under, as long as it is verified. */
async function ownHostname(tx: Reads, companyId: string): Promise<string | null> {
  const config = await tx.portalConfig.findUnique({
    where: { companyId },
    select: { customDomain: { select: { hostname: true, verifiedAt: true } } },
  });
  return config?.customDomain?.verifiedAt ? config.customDomain.hostname : null;
}

/** The address of the portal's page, without a slash at its end: `/`, `/sign-in` and so on follow it. */
export async function portalBaseUrl(tx: Reads, publicUrl: string, companyId: string): Promise<string> {
  const hostname = await ownHostname(tx, companyId);
  return hostname ? `https://${hostname}` : `${publicUrl}/portal/${companyId}`;
}

/** The address of the server as the company's customers know it, for what is no page: `/invoices/…` follows it. */
export async function serverBaseUrl(tx: Reads, publicUrl: string, companyId: string): Promise<string> {
  const hostname = await ownHostname(tx, companyId);
  return hostname ? `https://${hostname}` : publicUrl;
}

/** A place in the portal. Whoever opens it and is not signed in signs in there. */
export async function portalPlace(
  tx: Reads,
  publicUrl: string,
  { companyId, destination, context }: { companyId: string; destination: PortalDestination; context?: string },
): Promise<string> {
  const query = new URLSearchParams({ destination, ...(context ? { context } : {}) });
  return `${await portalBaseUrl(tx, publicUrl, companyId)}/?${query}`;
}
