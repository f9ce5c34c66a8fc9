/**
 * The inbox of providers' signals. A webhook is verified, stored and acknowledged at once; a job reads the object that it
 * names. The sweep of readSignals.ts fills the same inbox, so a webhook that is lost costs time and nothing else.
 */
import type { Db, Tx } from '../../../db/client.ts';
import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import type { SignalSubject } from '../../../db/generated/client/enums.ts';
import type { Queue } from '../../../jobs/queue.ts';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { transact } from '../../../operation/operation.ts';
import type { Signal } from '../port.ts';
import type { Adapters } from './createAdapters.ts';
import { webhookSecrets } from './credentials.ts';

/** Reads the object of a signal and applies its state; handled in handleSignal.ts. */
export const PROVIDER_SIGNAL_JOB = 'payment-provider.signal';

export interface ProviderSignalJob {
  companyId: string;
  signalId: string;
}

export interface IntakeParts {
  db: Db;
  queue: Queue;
  keys: Keys;
  adapters: Adapters;
}

interface Webhook {
  accountId: string;
  headers: Headers;
  body: Uint8Array;
}

const SUBJECTS: Record<Signal['about'], SignalSubject> = {
  payment: 'PAYMENT',
  setup: 'SETUP',
  method: 'METHOD',
  refund: 'REFUND',
  dispute: 'DISPUTE',
  mandate: 'MANDATE',
  account: 'ACCOUNT',
};

/** How often the time of the last webhook is written. */
const NOTED_EVERY = MINUTE;

/**
 * Stores the signals of a webhook. Returns false, without a reason, if it is refused: the account is unknown, the signature
 * is wrong, too old or missing, no secret is known, or it is about the other mode.
 */
export async function receiveWebhook(parts: IntakeParts, webhook: Webhook, now: Date): Promise<boolean> {
  const { db, keys, adapters } = parts;
  const row = await db.prisma.providerAccount.findFirst({
    where: { id: webhook.accountId, status: { not: 'DISCONNECTED' } },
  });
  const adapter = row && adapters.get(row.provider);
  if (!row || !adapter) return false;
  const signals = adapter.readWebhook(webhookSecrets(keys, row, now), webhook.headers, webhook.body, now);
  if (!signals || signals.some(({ live }) => live !== row.live)) return false;
  await storeSignals(parts, row, signals, { now, webhook: true });
  return true;
}

/** Stores new signals with their jobs in one transaction, and returns their number. Known ones are ignored. */
export async function storeSignals(
  { db, queue }: Pick<IntakeParts, 'db' | 'queue'>,
  row: Pick<AccountRow, 'id' | 'companyId'>,
  signals: readonly Signal[],
  { now, webhook, cursor }: { now: Date; webhook: boolean; cursor?: string },
): Promise<number> {
  const { id, companyId } = row;
  const ctx = { db, queue, now, principal: { kind: 'system', companyId } as const };
  return await transact(ctx, async (op) => {
    if (webhook) await noteWebhook(op.tx, row, now);
    const added = await addSignals(op.tx, row, signals, now);
    for (const signal of added)
      await op.enqueue(PROVIDER_SIGNAL_JOB, { companyId, signalId: signal.id } satisfies ProviderSignalJob);
    if (cursor) await op.tx.providerAccount.updateMany({ where: { id, companyId }, data: { cursor } });
    return added.length;
  });
}

async function addSignals(
  tx: Tx,
  { id: accountId, companyId }: Pick<AccountRow, 'id' | 'companyId'>,
  signals: readonly Signal[],
  now: Date,
): Promise<{ id: string }[]> {
  return await tx.providerSignal.createManyAndReturn({
    data: signals.map(({ id: externalId, about, ref }) => ({
      id: newId('ProviderSignal', now),
      ...{ companyId, accountId, externalId, ref },
      about: SUBJECTS[about],
      receivedAt: now,
    })),
    select: { id: true },
    skipDuplicates: true,
  });
}

/** Not at each webhook, which would serialize them at the account's row. */
async function noteWebhook(tx: Tx, { id, companyId }: Pick<AccountRow, 'id' | 'companyId'>, now: Date): Promise<void> {
  const stale = { lt: after(now, -NOTED_EVERY) };
  await tx.providerAccount.updateMany({
    where: { id, companyId, OR: [{ lastSignalAt: null }, { lastSignalAt: stale }, { silentAt: { not: null } }] },
    data: { lastSignalAt: now, silentAt: null },
  });
}
