/** The health of an account: refused credentials, and webhooks that do not arrive. */
import type { Db } from '../../../db/client.ts';
import type { ProviderAccount } from '../../../db/generated/client/client.ts';
import type { Queue } from '../../../jobs/queue.ts';
import { transact } from '../../../operation/operation.ts';

interface HealthParts {
  db: Db;
  queue: Queue;
}

type Row = Pick<ProviderAccount, 'id' | 'companyId' | 'provider' | 'sealedCredentials'>;

const contextOf = ({ db, queue }: HealthParts, { companyId }: Row, now: Date) => ({
  ...{ db, queue, now },
  principal: { kind: 'system', companyId } as const,
});

/** Marks the account broken, unless its key was replaced since; the event is emitted once. */
export async function markBroken(parts: HealthParts, row: Row, now: Date): Promise<void> {
  await transact(contextOf(parts, row, now), async (op) => {
    const { count } = await op.tx.providerAccount.updateMany({
      where: { ...sameKey(row), status: 'CONNECTED' },
      data: { status: 'BROKEN', brokenAt: now, updatedAt: now },
    });
    if (count === 1) op.emit('payment_provider.broken', eventOf(row));
  });
}

/** The credentials are accepted again. */
export async function markRepaired(parts: HealthParts, row: Row, now: Date): Promise<void> {
  await transact(contextOf(parts, row, now), async (op) => {
    const { count } = await op.tx.providerAccount.updateMany({
      where: { ...sameKey(row), status: 'BROKEN' },
      data: { status: 'CONNECTED', brokenAt: null, updatedAt: now },
    });
    if (count === 1) op.emit('payment_provider.repaired', eventOf(row));
  });
}

/** Webhooks have not arrived for a day, though the provider lists signals; the event is emitted once. */
export async function markSilent(parts: HealthParts, row: Row, now: Date): Promise<void> {
  await transact(contextOf(parts, row, now), async (op) => {
    const { count } = await op.tx.providerAccount.updateMany({
      where: { id: row.id, companyId: row.companyId, silentAt: null },
      data: { silentAt: now, updatedAt: now },
    });
    if (count === 1) op.emit('payment_provider.webhook_silent', eventOf(row));
  });
}

const sameKey = ({ id, companyId, sealedCredentials }: Row) => ({ id, companyId, sealedCredentials });

export const eventOf = ({ id, companyId, provider }: Pick<Row, 'id' | 'companyId' | 'provider'>) => ({
  objectId: companyId,
  data: { providerAccountId: id, provider },
});
