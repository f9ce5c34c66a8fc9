/** What a link would do, for the page that a person sees before using it. Looking spends nothing. */
import type { Db } from '../../db/client.ts';
import type { PortalDestination } from '../../db/generated/client/enums.ts';
import { hashToken } from '../../kernel/secrets.ts';

export interface PortalLinkPreview {
  emailHint: string;
  companyName: string;
  destination: PortalDestination;
  expiresAt: Date;
}

const FIND = `
  SELECT c.email, co.name AS "companyName", l.destination::text AS destination, l.expires_at AS "expiresAt"
  FROM portal_link l
  JOIN customer c ON c.company_id = l.company_id AND c.id = l.customer_id
  JOIN company co ON co.id = l.company_id
  WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2
    AND c.deleted_at IS NULL AND c.disabled_at IS NULL AND co.disabled_at IS NULL`;

/** Null for a link that is unknown, used, expired or withdrawn: all look the same. */
export async function portalLinkPreview(db: Db, token: string, now: Date): Promise<PortalLinkPreview | null> {
  const [link] = await db.sql<Omit<PortalLinkPreview, 'emailHint'> & { email: string }>('portal_link_preview', FIND, [
    hashToken(token),
    now,
  ]);
  if (!link) return null;
  const { email, ...rest } = link;
  return { ...rest, emailHint: hidden(email) };
}

/** `j•••@shop.example`: enough for its owner, too little to write to for anybody else. */
function hidden(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email.slice(0, at)][0] ?? ''}•••${email.slice(at)}`;
}
