/** Whose portal a host is: known from the verified domains, and remembered for half a minute. */
import type { Db } from '../../db/client.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { hostnameOf } from './hostname.ts';

/** How long a domain that was removed may still be answered, and one that was just configured may not be. */
export const KNOWN_FOR = 30 * SECOND;
/** Anybody can ask under any name. */
const KEPT = 1000;

interface Known {
  /** The company that has proved to hold it; null when nobody has. */
  verifiedFor: string | null;
  /** The same, where its portal is configured to be reached there. */
  servedFor: string | null;
}

const FIND = `SELECT d.company_id AS "verifiedFor",
    CASE WHEN p.custom_domain_id = d.id THEN d.company_id END AS "servedFor"
  FROM custom_domain d JOIN company c ON c.id = d.company_id JOIN portal_config p ON p.company_id = d.company_id
  WHERE d.hostname = $1 AND d.verified_at IS NOT NULL AND c.disabled_at IS NULL`;

export interface PortalHosts {
  /** The company whose portal is reached under this Host header, or null. */
  portalHost(hostHeader: string | null): Promise<string | null>;
  /** Whether some company has proved to hold the name. */
  isVerified(hostname: string): Promise<boolean>;
}

export function createPortalHosts({ db, clock }: { db: Db; clock: Clock }): PortalHosts {
  const remembered = new Map<string, { until: number; known: Promise<Known> }>();

  function lookUp(hostname: string): Promise<Known> {
    const now = clock.now().getTime();
    const entry = remembered.get(hostname);
    // Not from the future either: a clock that was set back must not keep it for longer.
    if (entry && now < entry.until && entry.until <= now + KNOWN_FOR) return entry.known;
    const known = db
      .sql<Known>('portal_host', FIND, [hostname])
      .then(([row]) => row ?? { verifiedFor: null, servedFor: null });
    remembered.delete(hostname);
    if (remembered.size >= KEPT) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(hostname, { until: now + KNOWN_FOR, known });
    // A failure is not an answer.
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
