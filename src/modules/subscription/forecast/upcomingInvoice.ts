/**
 * The next invoice of a subscription if nothing changes until then. Credit belongs to the customer and not to a
 * subscription, so invoices of the customer's other subscriptions that are due earlier use credit first.
 */
import type { Tx } from '../../../db/client.ts';
import type { Prisma } from '../../../db/generated/client/client.ts';
import { readManyIn } from '../../../db/read/read.ts';
import { max } from '../../../kernel/money.ts';
import type { LineFields } from '../../invoice/lines.ts';
import { totalOf } from '../../invoice/lineTax.ts';
import type { CustomerTax } from '../../tax/customerTax.ts';
import { type LoadedSubscription, WITH_ITEMS } from '../record/load.ts';
import { dueBy, NO_PAUSE, stepDue } from '../record/statusTransitions.ts';
import {
  afterRenewal,
  finalInvoice,
  nextPeriodStart,
  periodInvoice,
  type Renewing,
  type UpcomingInvoice,
} from './nextPeriod.ts';

/** Everything that a forecast reads of a subscription. */
export const WITH_PENDING_LINES = {
  ...WITH_ITEMS,
  lines: { where: { invoiceId: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.SubscriptionInclude;

export type SubscriptionWithPendingLines = Prisma.SubscriptionGetPayload<{ include: typeof WITH_PENDING_LINES }> & {
  tax: CustomerTax | null;
};

/** Bounds the loop: more invoices than the other subscriptions can have within the longest period. */
const MAXIMUM_INVOICES = 1200;

/**
 * When the next invoice is issued: for the next period or, if the subscription ends with its period, for its pending lines.
 * Null if none will be.
 */
export function nextInvoiceAt(
  subscription: Parameters<typeof nextPeriodStart>[0],
  pending: readonly unknown[],
): Date | null {
  const { status, cancelAtPeriodEnd, currentPeriodEnd } = subscription;
  if (!cancelAtPeriodEnd || status === 'CANCELED') return nextPeriodStart(subscription);
  return pending.length > 0 ? currentPeriodEnd : null;
}

/** The next invoice; null if none will be issued by itself. `balance` is the customer's credit in minor units. */
export async function upcomingInvoice(
  tx: Pick<Tx, 'subscription' | '$queryRawUnsafe'>,
  subscription: Renewing & Owned & { tax: CustomerTax | null },
  pending: readonly LineFields[],
  balance: bigint,
): Promise<UpcomingInvoice | null> {
  const at = nextInvoiceAt(subscription, pending);
  if (!at) return null;
  const { customerId, tax } = subscription;
  const others = await subscriptionsDueBy(tx, subscription, [customerId], at);
  return forecastInvoice(
    subscription,
    pending,
    balance,
    others.map((other) => ({ ...other, tax })),
  );
}

type Owned = Pick<LoadedSubscription, 'id' | 'companyId' | 'customerId'>;

/**
 * The invoice of the new cycle that an unpaid subscription begins at `now` if its debt is paid with a restart; null if it is
 * not unpaid, or if its last period is not over.
 */
export function restartInvoice(
  { lines, ...subscription }: SubscriptionWithPendingLines,
  now: Date,
  balance: bigint,
): UpcomingInvoice | null {
  const { status, currentPeriodEnd, cancelAtPeriodEnd } = subscription;
  if (status !== 'UNPAID' || cancelAtPeriodEnd || currentPeriodEnd > now) return null;
  return periodInvoice(subscription, now, lines, balance);
}

/** Subscriptions of the company's given customers that have a step due by `at`, without their tax. */
export async function subscriptionsDueBy(
  tx: Pick<Tx, 'subscription' | '$queryRawUnsafe'>,
  { companyId }: Pick<Owned, 'companyId'>,
  customerIds: string[],
  at: Date,
): Promise<Omit<SubscriptionWithPendingLines, 'tax'>[]> {
  const due = await tx.subscription.findMany({
    where: { companyId, customerId: { in: customerIds }, ...dueBy(at) },
    select: { id: true },
  });
  if (due.length === 0) return [];
  return readManyIn(tx, 'Subscription', {
    where: { companyId, id: { in: due.map(({ id }) => id) } },
    include: WITH_PENDING_LINES,
  });
}

/** The next invoice from rows that are already read. Of `others`, those of the customer that are billed earlier count. */
export function forecastInvoice(
  subscription: Renewing & Owned,
  pending: readonly LineFields[],
  balance: bigint,
  others: readonly SubscriptionWithPendingLines[],
): UpcomingInvoice | null {
  const at = nextInvoiceAt(subscription, pending);
  if (!at) return null;
  const { id, customerId, currency } = subscription;
  const before = others.flatMap(({ lines, ...other }) =>
    other.id !== id && other.customerId === customerId && other.currency === currency && stepDue(other, at)
      ? upcoming(other, lines)
      : [],
  );
  const left = creditLeft(before, { subscription, at }, balance);
  return subscription.cancelAtPeriodEnd
    ? finalInvoice(subscription, pending, left)
    : periodInvoice(subscription, at, pending, left);
}

/** A subscription and the instant at which it is billed next. */
interface Due {
  subscription: Renewing & Pick<Owned, 'id'>;
  at: Date;
}
type Upcoming = Due & { pending: readonly LineFields[] };

/** The next billing of a subscription: of a period or, if it ends, of its pending lines; empty if there is none. */
function upcoming(subscription: Upcoming['subscription'], pending: readonly LineFields[]): Upcoming[] {
  const at = subscription.cancelAtPeriodEnd ? subscription.currentPeriodEnd : nextPeriodStart(subscription);
  return at ? [{ subscription, at, pending }] : [];
}

/** The order in which `renewDue` runs the steps of one customer. */
const order = (one: Due, other: Due): number =>
  +one.at - +other.at || (one.subscription.id < other.subscription.id ? -1 : 1);

/** The credit that the other subscriptions' earlier invoices leave for this one, in minor units. */
function creditLeft(others: readonly Upcoming[], own: Due, balance: bigint): bigint {
  let queue = [...others];
  let left = balance;
  for (let count = 0; count < MAXIMUM_INVOICES; count++) {
    // A whole period only uses credit; only pending lines can add some.
    if (left === 0n && queue.every(({ pending }) => pending.length === 0)) break;
    const [next, ...rest] = queue.sort(order);
    if (!next || order(own, next) < 0) break;
    const { subscription, at, pending } = next;
    const ends = subscription.cancelAtPeriodEnd;
    const total = ends ? totalOf(pending) : periodInvoice(subscription, at, pending, left).total;
    left = max(0n, left - total);
    queue = ends
      ? rest
      : [
          ...rest,
          ...upcoming({ ...subscription, ...NO_PAUSE, status: 'ACTIVE', ...afterRenewal(subscription, at) }, []),
        ];
  }
  return left;
}
