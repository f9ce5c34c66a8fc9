/** Maps a host to the company whose portal it serves, from verified domains, cached for half a minute. */
import type { Db } from '../../../db/client.ts';
import { type Clock, SECOND } from '../../../kernel/clock.ts';
import { hostnameOf } from './hostname.ts';

/** For at most this long, a removed domain is still served and a newly configured one is not. */
export const KNOWN_FOR = 30 * SECOND;
/** The most hosts that are cached; bounded, because requests can name any host. */
const KEPT = 1000;

interface Known {
  /** The company that has verified the host; null if none has. */
  verifiedFor: string | null;
  /** The same company, if its portal is configured to use the host. */
  servedFor: string | null;
}

const FIND = `SELECT d.company_id AS "verifiedFor",
    CASE WHEN p.custom_domain_id = d.id THEN d.company_id END AS "servedFor"
  FROM custom_domain d JOIN company c ON c.id = d.company_id JOIN portal_config p ON p.company_id = d.company_id
  WHERE d.hostname = $1 AND d.verified_at IS NOT NULL AND c.disabled_at IS NULL`;

export interface PortalHosts {
  /** The company whose portal the Host header names; null if none. */
  portalHost(hostHeader: string | null): Promise<string | null>;
  /** True if a company has verified the name. */
  isVerified(hostname: string): Promise<boolean>;
}

export function createPortalHosts({ db, clock }: { db: Db; clock: Clock }): PortalHosts {
  const remembered = new Map<string, { until: number; known: Promise<Known> }>();

  function lookUp(hostname: string): Promise<Known> {
    const now = clock.now().getTime();
    const entry = remembered.get(hostname);
    // An entry from the future is stale too: the clock was set back.
    if (entry && now < entry.until && entry.until <= now + KNOWN_FOR) return entry.known;
    const known = db
      .sql<Known>('portal_host', FIND, [hostname])
      .then(([row]) => row ?? { verifiedFor: null, servedFor: null });
    remembered.delete(hostname);
    if (remembered.size >= KEPT) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(hostname, { until: now + KNOWN_FOR, known });
    // A failed look-up is not cached.
    known.catch(() => remembered.delete(hostname));
    return known;
  }

  return {
    async portalHost(hostHeader) {
      const hostname = hostnameOf(hostHeader);
      return hostname ? (await lookUp(hostname)).servedFor : null;
    },
    async isVerified(text) {
      const hostname = hostnameOf(text);
      return hostname !== null && (await lookUp(hostname)).verifiedFor !== null;
    },
  };
}
