/**
 * Maps a request's host to the server itself or to one company's portal. Only the Host header is read, which a proxy must
 * pass on; X-Forwarded-Host can be set by any client. The server's own host needs no query.
 */
import { hostnameOf } from '../modules/portal/domains/hostname.ts';
import type { PortalHosts } from '../modules/portal/domains/portalHost.ts';
import { json, refuseMethod } from './headers.ts';

/** `companyId` is null on the server's own address. */
export interface Audience {
  readonly companyId: string | null;
}

export interface Hosts {
  /** Null for a host that is not served. Synchronous for the server's own. */
  audienceOf(hostHeader: string | null): Audience | Promise<Audience | null>;
  isOwn(hostHeader: string | null): boolean;
}

const OWN: Audience = { companyId: null };
/** The hosts by which a developer reaches the server, whatever its public address is. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

export function createHosts(options: { publicUrl: string; production: boolean; portals: PortalHosts }): Hosts {
  const { publicUrl, production, portals } = options;
  const own = new Set([new URL(publicUrl).hostname, ...(production ? [] : THIS_MACHINE)]);
  const { host: usual } = new URL(publicUrl);
  const isOwn = (hostHeader: string | null) => hostHeader === usual || own.has(hostnameOf(hostHeader) ?? '');
  return {
    isOwn,
    audienceOf(hostHeader) {
      if (isOwn(hostHeader)) return OWN;
      return portals.portalHost(hostHeader).then((companyId) => (companyId === null ? null : { companyId }));
    },
  };
}

/** The Host header; where a request was made without a network, the host of its address. */
export function hostOf(request: Request): string {
  return request.headers.get('host') ?? new URL(request.url).host;
}

export function misdirected(): Response {
  return json(421, { error: 'No portal is served under this host. The server is reached under its PUBLIC_URL.' });
}

const ASK = '/domains/ask';

/** GET /domains/ask?domain=…: whether a proxy may get a certificate for a host (as requested by Caddy's `on_demand_tls`). */
export async function serveDomainQuestion(portals: PortalHosts, request: Request, url: URL): Promise<Response | null> {
  if (url.pathname !== ASK) return null;
  const refused = refuseMethod(request, ['GET', 'HEAD']);
  if (refused) return refused;
  const asked = url.searchParams.getAll('domain');
  const known = asked.length === 1 && (await portals.isVerified(asked[0] ?? ''));
  return known ? json(200, { status: 'verified' }) : json(404, { error: 'This domain is not verified.' });
}
