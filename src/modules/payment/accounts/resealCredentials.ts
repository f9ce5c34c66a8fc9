import type { Db } from '../../../db/client.ts';
import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { openCredential, sealCredential, sealedUnder } from './credentials.ts';

/** Seals again the credentials that a previous server secret sealed, so that the previous one can be removed. Run hourly. */
export async function resealCredentials(db: Db, keys: Keys): Promise<void> {
  const older = await db.prisma.providerAccount.findMany({
    where: { sealedUnder: { not: sealedUnder(keys) }, status: { not: 'DISCONNECTED' } },
  });
  for (const row of older) {
    const data = sealedAnew(keys, row);
    // Unless it was changed in the meantime.
    const { id, companyId, updatedAt } = row;
    if (data) await db.prisma.providerAccount.updateMany({ where: { id, companyId, updatedAt }, data });
  }
}

function sealedAnew(keys: Keys, row: AccountRow) {
  const again = (sealed: string) => sealCredential(keys, row.id, openCredential(keys, row.id, sealed));
  try {
    return {
      sealedCredentials: again(row.sealedCredentials),
      sealedWebhookSecret: row.sealedWebhookSecret && again(row.sealedWebhookSecret),
      sealedPreviousSecret: row.sealedPreviousSecret && again(row.sealedPreviousSecret),
      sealedUnder: sealedUnder(keys),
    };
  } catch {
    // The server secret that sealed it is gone. Calls on the account fail with that reason until the merchant sets new
    // keys.
    return null;
  }
}
