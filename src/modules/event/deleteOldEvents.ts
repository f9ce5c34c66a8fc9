/** Deletes events whose retention has ended; run hourly. */
import type { Db } from '../../db/client.ts';
import { deleteInBatches } from '../../db/deleteInBatches.ts';
import { after, DAY } from '../../kernel/clock.ts';

/** The events that the report of cancellations counts; its range is at most two years. */
const REPORTED = [
  'subscription.cancellation_scheduled',
  'subscription.cancellation_undone',
  'subscription.canceled',
  'subscription.retention_offer_accepted',
  'subscription.retention_offer_shown',
];
const REPORTED_DAYS = 2 * 366;

/**
 * Deletes events older than `days`, of each company by its own time; those that the report of cancellations counts are retained
 * for at least two years, and those with deliveries until these are deleted. Returns the number of deleted events.
 */
export async function deleteOldEvents(db: Db, now: Date, days: number): Promise<number> {
  const companies = await db.prisma.company.findMany({ select: { id: true, testClockAt: true } });
  let deleted = 0;
  for (const { id, testClockAt } of companies) {
    const at = testClockAt ?? now;
    const reportedBefore = after(at, -Math.max(days, REPORTED_DAYS) * DAY);
    deleted += await deleteInBatches(
      db,
      'event',
      // The setting, local to this statement, permits the deletion: a trigger refuses every other.
      `WHERE set_config('portico.retention_ended', 'on', true) = 'on' AND t.company_id = $1 AND t.created_at < $2
         AND (t.created_at < $3 OR t.type <> ALL ($4))
         AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.company_id = t.company_id AND d.event_id = t.id)
       ORDER BY t.created_at`,
      [id, after(at, -days * DAY), reportedBefore, REPORTED],
    );
  }
  return deleted;
}
