/** Periodic maintenance of webhooks; run hourly. */
import type { Db } from '../../db/client.ts';
import { deleteInBatches } from '../../db/deleteInBatches.ts';
import { after } from '../../kernel/clock.ts';
import type { Keys } from '../../kernel/keys.ts';
import { RETENTION_MS } from './schedule.ts';
import { openSecret, sealedUnder, sealSecret } from './secret.ts';

export async function tidyWebhooks({ db, keys }: { db: Db; keys: Keys }, now: Date): Promise<void> {
  await withdrawStray(db, now);
  await forgetOldDeliveries(db, now);
  await resealSecrets(db, keys);
}

/** Withdraws deliveries that were planned at the instant in which their endpoint was disabled. */
async function withdrawStray(db: Db, now: Date): Promise<void> {
  await db.prisma.webhookDelivery.updateMany({
    where: { state: 'PENDING', endpoint: { OR: [{ disabledAt: { not: null } }, { deletedAt: { not: null } }] } },
    data: { state: 'CANCELED', finishedAt: now, nextAttemptAt: null, claimedUntil: null },
  });
}

/** Attempts are deleted with their deliveries. */
async function forgetOldDeliveries(db: Db, now: Date): Promise<void> {
  const before = after(now, -RETENTION_MS);
  await deleteInBatches(db, 'webhook_delivery', 'WHERE t.finished_at < $1', [before]);
  await db.prisma.webhookEndpoint.deleteMany({ where: { deletedAt: { lt: before }, deliveries: { none: {} } } });
}

/** Seals again the secrets that a previous server secret sealed, so that the previous one can be removed. */
async function resealSecrets(db: Db, keys: Keys): Promise<void> {
  const older = await db.prisma.webhookEndpoint.findMany({
    where: { sealedUnder: { not: sealedUnder(keys) }, deletedAt: null },
  });
  for (const { id, sealedSecret, sealedPreviousSecret } of older) {
    const data = sealedAnew(keys, id, { sealedSecret, sealedPreviousSecret });
    // Unless it was rotated in the meantime.
    if (data) await db.prisma.webhookEndpoint.updateMany({ where: { id, sealedSecret }, data });
  }
}

function sealedAnew(keys: Keys, id: string, sealed: { sealedSecret: string; sealedPreviousSecret: string | null }) {
  const again = (secret: string) => sealSecret(keys, id, openSecret(keys, id, secret));
  try {
    return {
      sealedSecret: again(sealed.sealedSecret),
      sealedPreviousSecret: sealed.sealedPreviousSecret && again(sealed.sealedPreviousSecret),
      sealedUnder: sealedUnder(keys),
    };
  } catch {
    // The server secret that sealed it is gone. Its deliveries report that, and rotating it recovers.
    return null;
  }
}
