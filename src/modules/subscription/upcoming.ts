/** The next invoice of a subscription, as it will be if nothing changes until then. */
import DataLoader from 'dataloader';
import { NotFoundError } from '../../kernel/errors.ts';
import { type OpContext, type SignedIn, visibleTo } from '../../op.ts';
import { readBalances } from '../invoice/balances.ts';
import { billedBy, invoiceAhead, type Other, WITH_WAITING_LINES } from './ahead.ts';
import { nextPeriodStart, type UpcomingInvoice } from './renewal.ts';

/** Null when no further invoice will be made. The renewal itself bills by the same functions. */
export async function readUpcomingInvoice(
  ctx: OpContext<SignedIn>,
  subscriptionId: string,
): Promise<UpcomingInvoice | null> {
  const [found] = await readAll(ctx, [subscriptionId]);
  if (found === undefined) throw new NotFoundError('subscription', ['input', 'subscriptionId']);
  return found;
}

const loaders = new WeakMap<object, DataLoader<string, UpcomingInvoice | null>>();

/** The same of many subscriptions in one request: what is read does not grow with their number. */
export function upcomingInvoiceOf(ctx: OpContext<SignedIn>, subscriptionId: string): Promise<UpcomingInvoice | null> {
  let loader = loaders.get(ctx);
  if (!loader) {
    // Not kept: a document may ask again after it has changed something.
    loader = new DataLoader(async (ids) => (await readAll(ctx, ids)).map((found) => found ?? null), { cache: false });
    loaders.set(ctx, loader);
  }
  return loader.load(subscriptionId);
}

/** In the order of the ids; undefined for a subscription that the caller may not see. */
async function readAll(
  { db, principal }: OpContext<SignedIn>,
  ids: readonly string[],
): Promise<(UpcomingInvoice | null | undefined)[]> {
  const rows = await db.prisma.subscription.findMany({
    where: { id: { in: [...ids] }, AND: visibleTo(principal), customer: { deletedAt: null } },
    include: WITH_WAITING_LINES,
  });
  const asked = new Map((rows as unknown as Other[]).map((row) => [row.id, row]));
  const renewing = [...asked.values()].flatMap((row) => nextPeriodStart(row) ?? []);
  const last = renewing.sort((one, other) => +one - +other).at(-1);
  const customerIds = [...new Set([...asked.values()].map(({ customerId }) => customerId))];
  const [balances, others] = last
    ? await Promise.all([
        readBalances(db, principal.companyId, customerIds),
        billedBy(db.prisma, principal, customerIds, last),
      ])
    : [[], []];
  return ids.map((id) => {
    const subscription = asked.get(id);
    if (!subscription) return undefined;
    const { customerId, currency, lines } = subscription;
    const balance = balances.find((one) => one.owner === customerId && one.currency === currency)?.amount ?? 0n;
    return invoiceAhead(subscription, lines, balance, others);
  });
}
