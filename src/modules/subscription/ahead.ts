/**
 * Looking ahead: the next invoice of a subscription, as it will be if nothing changes until then. Credit belongs to the
 * customer and not to a subscription, so that what the customer's other subscriptions are billed before then counts.
 */
import type { Tx } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client/client.ts';
import { max } from '../../kernel/money.ts';
import { type NewLine, sumOf } from '../invoice/lines.ts';
import { dueBy, NO_PAUSE, stepDue } from './lifecycle.ts';
import { type LoadedSubscription, WITH_ITEMS } from './load.ts';
import { invoiceFor, nextPeriodStart, periodAfter, type Renewing, type UpcomingInvoice } from './renewal.ts';

/** What is to be read of a subscription, so that its next invoice can be told. */
export const WITH_WAITING_LINES = {
  ...WITH_ITEMS,
  lines: { where: { invoiceId: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.SubscriptionInclude;

/** A subscription with its waiting lines. */
export type Other = LoadedSubscription & { lines: NewLine[] };

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
  return (
    at && invoiceAhead(subscription, pending, balance, await billedBy(tx, subscription, [subscription.customerId], at))
  );
}

type Owned = Pick<LoadedSubscription, 'id' | 'companyId' | 'customerId'>;

/** Subscriptions of customers of one company that something is billed for until then. */
export async function billedBy(
  tx: Pick<Tx, 'subscription'>,
  { companyId }: Pick<Owned, 'companyId'>,
  customerIds: string[],
  at: Date,
): Promise<Other[]> {
  const found = await tx.subscription.findMany({
    where: { companyId, customerId: { in: customerIds }, ...dueBy(at) },
    include: WITH_WAITING_LINES,
  });
  return found as unknown as Other[];
}

/** The next invoice from what was read already; of `others` those count that are the customer's and are billed before. */
export function invoiceAhead(
  subscription: Renewing & Owned,
  pending: readonly NewLine[],
  balance: bigint,
  others: readonly Other[],
): UpcomingInvoice | null {
  const at = nextPeriodStart(subscription);
  if (!at) return null;
  const { id, customerId, currency } = subscription;
  const before = others.flatMap(({ lines, ...other }) =>
    other.id !== id && other.customerId === customerId && other.currency === currency && stepDue(other, at)
      ? waiting(other, lines)
      : [],
  );
  return invoiceFor(subscription, at, pending, creditLeft(before, { subscription, at }, balance));
}

/** A subscription that will be billed, and when. */
interface Due {
  subscription: Renewing & Pick<Owned, 'id'>;
  at: Date;
}
type Waiting = Due & { pending: readonly NewLine[] };

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
