/** Reads a subscription with the rows on which its rules depend, and its lines. */
import type { Tx } from '../../../db/client.ts';
import type { Prisma } from '../../../db/generated/client/client.ts';
import { readManyIn } from '../../../db/read/read.ts';
import { type BilledLine, creditable } from '../../../kernel/billedLines.ts';
import { NotFoundError } from '../../../kernel/errors.ts';
import { type Op, type SignedIn, visibleTo } from '../../../operation/operation.ts';
import { plannedTax } from '../../invoice/lineTax.ts';
import { type CustomerTax, readCustomerTax, taxOfCustomer } from '../../tax/customerTax.ts';

export const WITH_ITEMS = {
  items: {
    include: {
      price: { include: { product: true } },
      scheduledChange: { include: { price: { include: { product: true } } } },
    },
    orderBy: { position: 'asc' },
  },
  coupon: true,
  nextCoupon: true,
} as const satisfies Prisma.SubscriptionInclude;

/** A subscription with the facts that decide its tax; null for a company without tax. */
export type LoadedSubscription = Prisma.SubscriptionGetPayload<{ include: typeof WITH_ITEMS }> & {
  tax: CustomerTax | null;
};
export type LoadedItem = LoadedSubscription['items'][number];

/** The subscriptions with these ids that the caller may see and whose customers are not deleted, without their tax. */
export async function readSubscriptions<Include extends Prisma.SubscriptionInclude>(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  principal: SignedIn,
  ids: readonly string[],
  include: Include,
): Promise<Prisma.SubscriptionGetPayload<{ include: Include }>[]> {
  type Row = Prisma.SubscriptionGetPayload<{ include: Include }>;
  const rows = await readManyIn<'Subscription', Row & { customer: { deletedAt: Date | null } }>(tx, 'Subscription', {
    where: { id: { in: [...ids] }, AND: visibleTo(principal) },
    include: { ...include, customer: { select: { deletedAt: true } } },
  });
  return rows
    .filter(({ customer }) => customer.deletedAt === null)
    .map(({ customer: _, ...row }) => row as unknown as Row);
}

/** Loads a subscription. Throws `NotFoundError` if none has the id or the caller cannot see it. */
export async function loadSubscription(
  from: { tx: Pick<Tx, '$queryRaw' | '$queryRawUnsafe'>; principal: SignedIn },
  id: string,
): Promise<LoadedSubscription> {
  const [subscription] = await readSubscriptions(from.tx, from.principal, [id], WITH_ITEMS);
  if (!subscription) throw new NotFoundError('subscription', ['input', 'subscriptionId']);
  return { ...subscription, tax: await taxOfCustomer(from.tx, subscription) };
}

/** Loads the subscriptions that exist and whose customers are not deleted, in the order of the ids. */
export async function loadSubscriptions(op: Op, ids: readonly string[]): Promise<LoadedSubscription[]> {
  const rows = await readSubscriptions(op.tx, op.principal, ids, WITH_ITEMS);
  const customerIds = [...new Set(rows.map(({ customerId }) => customerId))];
  const taxes = await readCustomerTax(op.tx, op.principal.companyId, customerIds);
  const loaded = new Map(rows.map((row) => [row.id, { ...row, tax: taxes.get(row.customerId) ?? null }]));
  return ids.flatMap((id) => loaded.get(id) ?? []);
}

/** Locks the row until the transaction ends, then loads it: a concurrent change waits and sees this one. */
export async function lockSubscription(op: Op, id: string): Promise<LoadedSubscription> {
  await op.tx
    .$queryRaw`SELECT 1 FROM subscription WHERE company_id = ${op.principal.companyId} AND id = ${id} FOR NO KEY UPDATE`;
  return loadSubscription(op, id);
}

export interface ItemLine extends BilledLine {
  invoiceId: string | null;
}

/** The lines that bill time after `t`: pending, or on an invoice that is not void. */
export async function billedLines(
  tx: Pick<Tx, 'invoiceLine'>,
  subscription: { companyId: string; id: string },
  t: Date,
): Promise<(ItemLine & { id: string; itemId: string | null })[]> {
  const rows = await tx.invoiceLine.findMany({
    where: {
      companyId: subscription.companyId,
      subscriptionId: subscription.id,
      itemId: { not: null },
      periodEnd: { gt: t },
      OR: [{ invoiceId: null }, { invoice: { status: { in: ['OPEN', 'PAID', 'UNCOLLECTIBLE'] } } }],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.flatMap((row) => {
    const { id, itemId, invoiceId, amount, discountAmount, periodStart, periodEnd, explanation } = row;
    if (!periodStart || !periodEnd) return [];
    const line = { id, itemId, invoiceId, amount, discount: discountAmount, start: periodStart, end: periodEnd };
    return [{ ...line, explanation: explanation as never, tax: plannedTax(row) }];
  });
}

/**
 * The discount with which each item's current period was billed; empty unless a fixed discount is shared over several
 * items, because only then it is needed.
 */
export async function billedShares(
  tx: Pick<Tx, 'invoiceLine'>,
  subscription: LoadedSubscription,
): Promise<ReadonlyMap<string, bigint>> {
  const { companyId, id, items, coupon, currentPeriodStart, currentPeriodEnd } = subscription;
  if (items.length === 1 || coupon?.amountOff === null || !coupon) return new Map();
  const rows = await tx.invoiceLine.findMany({
    where: {
      companyId,
      subscriptionId: id,
      kind: { in: ['PERIOD', 'IMPORT'] },
      periodStart: currentPeriodStart,
      periodEnd: currentPeriodEnd,
      invoice: { status: { in: ['OPEN', 'PAID', 'UNCOLLECTIBLE'] } },
    },
    select: { itemId: true, discountAmount: true },
  });
  return new Map(rows.flatMap(({ itemId, discountAmount }) => (itemId ? [[itemId, discountAmount] as const] : [])));
}

/** The invoices that the lines belong to, the most recent first. */
export function invoicesOf(lines: readonly { invoiceId: string | null }[]): string[] {
  return [...new Set(lines.flatMap(({ invoiceId }) => (invoiceId ? [invoiceId] : [])))].reverse();
}

/**
 * The invoices of the current period, the most recent first. A credit from pending lines first reduces the amount due on
 * these, and only the rest becomes credit balance.
 */
export async function invoicesOfPeriod(
  tx: Pick<Tx, 'invoiceLine'>,
  subscription: Pick<LoadedSubscription, 'companyId' | 'id' | 'currentPeriodStart' | 'currentPeriodEnd'>,
): Promise<string[]> {
  const { currentPeriodStart: start, currentPeriodEnd: end } = subscription;
  return invoicesOf(creditable(await billedLines(tx, subscription, start), { start, end }));
}

/** The pending lines, which the next invoice will bill. */
export async function pendingLines(tx: Pick<Tx, 'invoiceLine'>, subscription: { companyId: string; id: string }) {
  return tx.invoiceLine.findMany({
    where: { companyId: subscription.companyId, subscriptionId: subscription.id, invoiceId: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}
