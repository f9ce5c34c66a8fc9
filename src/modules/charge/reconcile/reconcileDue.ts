/** The nightly comparison of the last day with the provider; differences are reported by an event. */
import type { ProviderAccount } from '../../../db/generated/client/client.ts';
import type { SweepParts } from '../../../jobs/sweepParts.ts';
import { after, DAY, HOUR } from '../../../kernel/clock.ts';
import { safeError } from '../../../kernel/safeError.ts';
import { transact } from '../../../operation/operation.ts';
import { eventOf } from '../../payment/accounts/accountHealth.ts';
import type { AccountSessions } from '../../payment/accounts/openAccount.ts';
import { isOutage } from '../../payment/callProvider.ts';
import type { ProviderOf } from '../../payment/providerOf.ts';
import { comparePayments } from './comparePayments.ts';

type Parts = SweepParts & { accountSessions: AccountSessions; providerOf: ProviderOf };

const ACCOUNTS = 10;
/** After midnight in UTC, so that the results of the day are recorded. */
const AT = 3 * HOUR;
/** The time after which a comparison that failed is repeated. */
const REST = HOUR;

const midnight = (now: Date): Date => new Date(Math.floor(now.getTime() / DAY) * DAY);

/** The next time of a comparison after `now`. */
function nextAt(now: Date): Date {
  const today = after(midnight(now), AT);
  return today > now ? today : after(today, DAY);
}

/** Compares the accounts that are due, each by one process, and returns their number. */
export async function reconcileDue(parts: Parts, now: Date): Promise<number> {
  const due = await parts.db.prisma.providerAccount.findMany({
    where: { status: 'CONNECTED', OR: [{ reconcileAt: null }, { reconcileAt: { lte: now } }] },
    orderBy: { id: 'asc' },
    take: ACCOUNTS,
  });
  let done = 0;
  for (const row of due) {
    if (parts.enough?.()) break;
    const first = row.reconcileAt === null;
    const { id, companyId, reconcileAt } = row;
    const { count } = await parts.db.prisma.providerAccount.updateMany({
      where: { id, companyId, reconcileAt },
      data: { reconcileAt: nextAt(now) },
    });
    if (count !== 1 || first) continue;
    done++;
    await reconcile(parts, row, now).catch((error: unknown) => postpone(parts, row, now, error));
  }
  return done;
}

async function reconcile({ db, queue, ...parts }: Parts, row: ProviderAccount, now: Date): Promise<void> {
  const { id: accountId, companyId } = row;
  const { session } = parts.accountSessions.open(row);
  const to = midnight(now);
  const from = after(to, -DAY);
  const ctx = { db, queue, providerOf: parts.providerOf, now, principal: { kind: 'system', companyId } as const };
  const { mismatches } = await comparePayments(ctx, { session, accountId }, { from, to }, now);
  if (mismatches.length === 0) return;
  const { objectId, data } = eventOf(row);
  const span = { from: from.toISOString(), to: to.toISOString() };
  await transact(ctx, async (op) =>
    op.emit('payment_provider.mismatch', { objectId, data: { ...data, ...span, mismatches: mismatches.length } }),
  );
}

async function postpone({ db, log }: Parts, { id, companyId }: ProviderAccount, now: Date, error: unknown) {
  await db.prisma.providerAccount.updateMany({ where: { id, companyId }, data: { reconcileAt: after(now, REST) } });
  if (isOutage(error)) return;
  const facts = { providerAccountId: id, companyId, err: safeError(error), next: 'It is repeated in an hour.' };
  log.error(facts, 'Payments could not be compared with those at the provider.');
}
