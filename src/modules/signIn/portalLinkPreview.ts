/** The facts of a link that the page shows before it is used. Reading them does not use the link. */
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

/** Null for an unknown, used, expired or withdrawn link; they cannot be distinguished. */
export async function portalLinkPreview(db: Db, token: string, now: Date): Promise<PortalLinkPreview | null> {
  const [link] = await db.sql<Omit<PortalLinkPreview, 'emailHint'> & { email: string }>('portal_link_preview', FIND, [
    hashToken(token),
    now,
  ]);
  if (!link) return null;
  const { email, ...rest } = link;
  return { ...rest, emailHint: hidden(email) };
}

/** `j•••@shop.example`: recognizable for its owner, not usable for others. */
function hidden(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email.slice(0, at)][0] ?? ''}•••${email.slice(at)}`;
}
