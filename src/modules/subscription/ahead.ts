/**
 * Looking ahead: the next invoice of a subscription, as it will be if nothing changes until then. Credit belongs to the
 * customer and not to a subscription, so that what the customer's other subscriptions are billed before then counts.
 */
import type { Tx } from '../../db/client.ts';
import { max } from '../../kernel/money.ts';
import { type NewLine, sumOf } from '../invoice/lines.ts';
import { dueBy, NO_PAUSE } from './lifecycle.ts';
import { type LoadedSubscription, WITH_ITEMS } from './load.ts';
import { invoiceFor, nextPeriodStart, periodAfter, type Renewing, type UpcomingInvoice } from './renewal.ts';

type Owned = Pick<LoadedSubscription, 'id' | 'companyId' | 'customerId'>;

/** More invoices than the others can have before the longest period ends, but for days that are counted in. */
const MOST_INVOICES = 1200;

/** The next invoice; null when no further period begins by itself. */
export async function upcomingInvoice(
  tx: Pick<Tx, 'subscription'>,
  subscription: Renewing & Owned,
  pending: readonly NewLine[],
  balance: bigint,
): Promise<UpcomingInvoice | null> {
  const at = nextPeriodStart(subscription);
  if (!at) return null;
  const others = await othersBilledBy(tx, subscription, at);
  return invoiceFor(subscription, at, pending, creditLeft(others, { subscription, at }, balance));
}

/** A subscription that will be billed, and when. */
interface Due {
  subscription: Renewing & Pick<Owned, 'id'>;
  at: Date;
}
type Waiting = Due & { pending: readonly NewLine[] };

/** The customer's other subscriptions in the same currency that something is billed for until then. */
async function othersBilledBy(
  tx: Pick<Tx, 'subscription'>,
  { id, companyId, customerId, currency }: Renewing & Owned,
  at: Date,
): Promise<Waiting[]> {
  const others = await tx.subscription.findMany({
    where: { companyId, customerId, currency, id: { not: id }, ...dueBy(at) },
    include: { ...WITH_ITEMS, lines: { where: { invoiceId: null } } },
  });
  return others.flatMap(({ lines, ...subscription }) => waiting(subscription, lines as unknown as NewLine[]));
}

/** What is billed next: a period, or, at the end, what waited. */
function waiting(subscription: Waiting['subscription'], pending: readonly NewLine[]): Waiting[] {
  const at = subscription.cancelAtPeriodEnd ? subscription.currentPeriodEnd : nextPeriodStart(subscription);
  return at ? [{ subscription, at, pending }] : [];
}

/** The order in which the engine takes what is due. */
const order = (one: Due, other: Due): number =>
  +one.at - +other.at || (one.subscription.id < other.subscription.id ? -1 : 1);

/** What the others leave of the balance for the invoice that is asked about. */
function creditLeft(others: readonly Waiting[], own: Due, balance: bigint): bigint {
  let queue = [...others];
  let left = balance;
  for (let count = 0; count < MOST_INVOICES; count++) {
    // Whole periods only use credit up; only lines that wait may bring some.
    if (left === 0n && queue.every(({ pending }) => pending.length === 0)) break;
    const [next, ...rest] = queue.sort(order);
    if (!next || order(own, next) < 0) break;
    const { subscription, at, pending } = next;
    const ends = subscription.cancelAtPeriodEnd;
    const total = ends ? sumOf(pending) : invoiceFor(subscription, at, pending, left).total;
    left = max(0n, left - total);
    queue = ends
      ? rest
      : [...rest, ...waiting({ ...subscription, ...NO_PAUSE, status: 'ACTIVE', ...periodAfter(subscription, at) }, [])];
  }
  return left;
}
