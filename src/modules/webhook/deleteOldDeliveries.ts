/** Deletes webhook deliveries whose retention has ended; run hourly. */
import type { Db } from '../../db/client.ts';
import { deleteInBatches } from '../../db/deleteInBatches.ts';
import { after } from '../../kernel/clock.ts';
import { RETENTION_MS } from './retryDelays.ts';

/** Attempts are deleted with their deliveries. */
export async function deleteOldDeliveries(db: Db, now: Date): Promise<void> {
  await withdrawStray(db, now);
  const before = after(now, -RETENTION_MS);
  await deleteInBatches(db, 'webhook_delivery', 'WHERE t.finished_at < $1', [before]);
  await db.prisma.webhookEndpoint.deleteMany({ where: { deletedAt: { lt: before }, deliveries: { none: {} } } });
}

/** Withdraws deliveries that were planned at the instant in which their endpoint was disabled. */
async function withdrawStray(db: Db, now: Date): Promise<void> {
  await db.prisma.webhookDelivery.updateMany({
    where: { state: 'PENDING', endpoint: { OR: [{ disabledAt: { not: null } }, { deletedAt: { not: null } }] } },
    data: { state: 'CANCELED', finishedAt: now, nextAttemptAt: null, claimedUntil: null },
  });
}
