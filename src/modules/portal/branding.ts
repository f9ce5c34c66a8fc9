/** What anybody may know of a portal before signing in: whose it is. */
import type { Db } from '../../db/client.ts';
import { kindOfId } from '../../kernel/ids.ts';

export interface PortalBranding {
  name: string;
  portalHeader: string | null;
  websiteUrl: string | null;
  supportEmail: string | null;
}

const FIND = `SELECT c.name, p.portal_header AS "portalHeader", c.website_url AS "websiteUrl", c.support_email AS "supportEmail"
  FROM company c JOIN portal_config p ON p.company_id = c.id
  WHERE c.id = $1 AND c.disabled_at IS NULL`;

/** A company that is unknown and one that is disabled look the same: null. */
export async function portalBranding({ db }: { db: Db }, companyId: string): Promise<PortalBranding | null> {
  if (kindOfId(companyId) !== 'Company') return null;
  const [branding] = await db.sql<PortalBranding>('portal_branding', FIND, [companyId]);
  return branding ?? null;
}
