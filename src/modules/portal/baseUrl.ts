/**
 * The address of a company's portal: a verified domain of its own, or a path below the server's public address. Both
 * come from the configuration, never from a request. All links to the portal are built from it.
 */
import type { Tx } from '../../db/client.ts';
import type { PortalDestination } from '../../db/generated/client/enums.ts';

type Reads = Pick<Tx, 'portalConfig'>;

/** The configured domain of the portal, if it is verified. */
async function ownHostname(tx: Reads, companyId: string): Promise<string | null> {
  const config = await tx.portalConfig.findUnique({
    where: { companyId },
    select: { customDomain: { select: { hostname: true, verifiedAt: true } } },
  });
  return config?.customDomain?.verifiedAt ? config.customDomain.hostname : null;
}

/** The address of the portal's page, without a trailing slash; append `/`, `/sign-in` and so on. */
export async function portalBaseUrl(tx: Reads, publicUrl: string, companyId: string): Promise<string> {
  const hostname = await ownHostname(tx, companyId);
  return hostname ? `https://${hostname}` : `${publicUrl}/portal/${companyId}`;
}

/** The server's address as the company's customers know it, for paths outside the page; append `/invoices/…`. */
export async function serverBaseUrl(tx: Reads, publicUrl: string, companyId: string): Promise<string> {
  const hostname = await ownHostname(tx, companyId);
  return hostname ? `https://${hostname}` : publicUrl;
}

/** The address of a place in the portal. Opening it without a session leads through sign-in. */
export async function portalPlace(
  tx: Reads,
  publicUrl: string,
  { companyId, destination, context }: { companyId: string; destination: PortalDestination; context?: string },
): Promise<string> {
  const query = new URLSearchParams({ destination, ...(context ? { context } : {}) });
  return `${await portalBaseUrl(tx, publicUrl, companyId)}/?${query}`;
}
