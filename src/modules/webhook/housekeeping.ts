/** What webhooks need done once in a while. */
import type { Db } from '../../db/client.ts';
import { after } from '../../kernel/clock.ts';
import type { Keys } from '../../kernel/keys.ts';
import { KEPT_FOR } from './schedule.ts';
import { openSecret, sealedUnder, sealSecret } from './secret.ts';

const BATCH = 5000;

export async function tidyWebhooks({ db, keys }: { db: Db; keys: Keys }, now: Date): Promise<void> {
  await withdrawStray(db, now);
  await forgetOldDeliveries(db, now);
  await resealSecrets(db, keys);
}

/** A delivery that was planned at the very moment in which its endpoint was switched off waits for nobody. */
async function withdrawStray(db: Db, now: Date): Promise<void> {
  await db.prisma.webhookDelivery.updateMany({
    where: { state: 'PENDING', endpoint: { OR: [{ disabledAt: { not: null } }, { deletedAt: { not: null } }] } },
    data: { state: 'CANCELED', finishedAt: now, nextAttemptAt: null, claimedUntil: null },
  });
}

/** In batches, so that no statement takes long; the attempts go with their deliveries. */
async function forgetOldDeliveries(db: Db, now: Date): Promise<void> {
  const before = after(now, -KEPT_FOR);
  for (let rows = BATCH; rows === BATCH; ) {
    ({ rowCount: rows } = await db.raw.query(
      `DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE finished_at < $1 LIMIT ${BATCH})`,
      [before],
    ));
  }
  await db.prisma.webhookEndpoint.deleteMany({ where: { deletedAt: { lt: before }, deliveries: { none: {} } } });
}

/** Seals anew what a previous server secret has sealed, so that a rotation of it can end. */
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
    // What it was sealed under is gone. Its deliveries say so, and rotating it helps.
    return null;
  }
}
