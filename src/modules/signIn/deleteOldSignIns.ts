/** Deletes sign-in links and sessions whose retention has ended; run hourly. */
import type { Db } from '../../db/client.ts';
import { deleteInBatches } from '../../db/deleteInBatches.ts';
import { after, DAY } from '../../kernel/clock.ts';

/**
 * Deletes sessions and links that began more than `days` ago, in real time. Both end within a day, so no valid one is
 * deleted. Returns their number. A session is deleted before its link, to which it refers.
 */
export async function deleteOldSignIns(db: Db, now: Date, days: number): Promise<number> {
  const before = after(now, -days * DAY);
  const sessions = await deleteInBatches(db, 'portal_session', 'WHERE t.created_at < $1', [before]);
  const links = await deleteInBatches(
    db,
    'portal_link',
    `WHERE t.created_at < $1
       AND NOT EXISTS (SELECT FROM portal_session s WHERE s.company_id = t.company_id AND s.link_id = t.id)`,
    [before],
  );
  return sessions + links;
}
