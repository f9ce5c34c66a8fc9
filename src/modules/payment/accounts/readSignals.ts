import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import type { SweepParts } from '../../../jobs/sweepParts.ts';
import { after, DAY, MINUTE } from '../../../kernel/clock.ts';
import { safeError } from '../../../kernel/safeError.ts';
import { ProviderDown, ProviderRefusedUs, type Signal } from '../port.ts';
import { markRepaired, markSilent } from './accountHealth.ts';
import type { AccountSessions, OpenAccount } from './openAccount.ts';
import { storeSignals } from './receiveSignals.ts';

const INTERVAL = 10 * MINUTE;

const ACCOUNTS = 50;

/** Signals stored in one transaction. */
const BATCH = 100;

const CLOCK_SKEW = 5 * MINUTE;

/** Webhooks that are missing for this long are reported. */
const SILENCE = DAY;

type Parts = SweepParts & { accountSessions: AccountSessions };

/** Reads the lists that are due, each by one process. Returns the number of new signals. */
export async function readSignals(parts: Parts, now: Date): Promise<number> {
  const due = await parts.db.prisma.providerAccount.findMany({
    where: { readAt: { lte: now }, status: { not: 'DISCONNECTED' } },
    orderBy: { readAt: 'asc' },
    take: ACCOUNTS,
  });
  let total = 0;
  for (const row of due) {
    if (parts.enough?.()) break;
    const { count } = await parts.db.prisma.providerAccount.updateMany({
      where: { id: row.id, companyId: row.companyId, readAt: row.readAt },
      data: { readAt: after(now, INTERVAL) },
    });
    if (count === 1) total += await readAccount(parts, row, now);
  }
  return total;
}

async function readAccount(parts: Parts, row: AccountRow, now: Date): Promise<number> {
  try {
    const account = parts.accountSessions.open(row);
    if (row.status === 'BROKEN') {
      await account.session.check();
      await markRepaired(parts, row, now);
    }
    return await readList(parts, account, now);
  } catch (error) {
    // An outage is expected to end, and a broken account was reported once.
    if (!(error instanceof ProviderDown || error instanceof ProviderRefusedUs))
      parts.log.error({ providerAccountId: row.id, err: safeError(error) }, 'The signals of a provider were not read.');
    return 0;
  }
}

async function readList(parts: Parts, { row, session }: OpenAccount, now: Date): Promise<number> {
  let batch: Signal[] = [];
  let added = 0;
  const since = after(row.createdAt, -CLOCK_SKEW);
  const store = async () => {
    const last = batch.at(-1);
    if (!last) return;
    // The cursor commits with the signals before it.
    added += await storeSignals(parts, row, batch, { now, webhook: false, cursor: last.cursor });
    batch = [];
  };
  for await (const signal of session.signals(row.cursor)) {
    // Events from before the account was connected are ignored.
    if (signal.live === row.live && signal.at >= since) batch.push(signal);
    if (batch.length === BATCH) await store();
  }
  await store();
  if (added > 0) await reportSilence(parts, row, now);
  return added;
}

/** The list has signals that no webhook has brought, and the last webhook was long ago. */
async function reportSilence(parts: Parts, row: AccountRow, now: Date): Promise<void> {
  if (row.sealedWebhookSecret === null) return;
  const since = row.lastSignalAt ?? row.createdAt;
  if (now.getTime() - since.getTime() > SILENCE) await markSilent(parts, row, now);
}
