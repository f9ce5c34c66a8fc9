import type { Db } from '../../../db/client.ts';
import { deleteInBatches } from '../../../db/deleteInBatches.ts';
import { after, DAY } from '../../../kernel/clock.ts';

/** Providers list signals for 30 days, and repeat webhooks for three. */
const STORED_FOR = 30 * DAY;

/** Deletes old signals; run hourly. Returns their number. */
export function deleteOldSignals(db: Db, now: Date): Promise<number> {
  return deleteInBatches(db, 'provider_signal', 'WHERE t.received_at < $1', [after(now, -STORED_FOR)]);
}
