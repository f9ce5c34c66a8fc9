/** The next invoice of a subscription, as it will be if nothing changes until then. */
import type { OpContext, SignedIn } from '../../op.ts';
import { creditBalance } from '../invoice/ledger.ts';
import type { NewLine } from '../invoice/lines.ts';
import { upcomingInvoice } from './ahead.ts';
import { loadSubscription, pendingLines } from './load.ts';
import type { UpcomingInvoice } from './renewal.ts';

/** Null when no further invoice will be made. The renewal itself bills by the same functions. */
export async function readUpcomingInvoice(
  ctx: OpContext<SignedIn>,
  subscriptionId: string,
): Promise<UpcomingInvoice | null> {
  const from = { tx: ctx.db.prisma, principal: ctx.principal };
  const subscription = await loadSubscription(from, subscriptionId);
  const [pending, balance] = await Promise.all([
    pendingLines(from.tx, subscription),
    creditBalance(from.tx, subscription, subscription.currency),
  ]);
  return upcomingInvoice(from.tx, subscription, pending as unknown as NewLine[], balance);
}
