import type { Db } from '../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import { openSecret, sealedUnder, sealSecret } from './secret.ts';

/** Seals again the secrets that a previous server secret sealed, so that the previous one can be removed. */
export async function resealSecrets(db: Db, keys: Keys): Promise<void> {
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
    // The server secret that sealed it is gone. Deliveries fail with that reason until the merchant rotates the secret.
    return null;
  }
}
