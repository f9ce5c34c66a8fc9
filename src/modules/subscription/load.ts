/** Reading a subscription with all that a decision about it needs. */
import type { Tx } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client/client.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { type BilledLine, creditable } from '../../kernel/proration.ts';
import { type Op, type SignedIn, visibleTo } from '../../op.ts';

export const WITH_ITEMS = {
  items: {
    include: {
      price: { include: { product: true } },
      scheduledChange: { include: { price: { include: { product: true } } } },
    },
    orderBy: { position: 'asc' },
  },
  coupon: true,
} as const satisfies Prisma.SubscriptionInclude;

export type LoadedSubscription = Prisma.SubscriptionGetPayload<{ include: typeof WITH_ITEMS }>;
export type LoadedItem = LoadedSubscription['items'][number];

/** The subscription, if the caller may see it; otherwise as if there were none. */
export async function loadSubscription(
  from: { tx: Pick<Tx, 'subscription'>; principal: SignedIn },
  id: string,
): Promise<LoadedSubscription> {
  const subscription = await from.tx.subscription.findFirst({
    where: { id, AND: visibleTo(from.principal), customer: { deletedAt: null } },
    include: WITH_ITEMS,
  });
  if (!subscription) throw new NotFoundError('subscription', ['input', 'subscriptionId']);
  return subscription;
}

/** The same, holding its row: whoever else wants to change it waits, and then sees what was changed. */
export async function lockSubscription(op: Op, id: string): Promise<LoadedSubscription> {
  await op.tx
    .$queryRaw`SELECT 1 FROM subscription WHERE company_id = ${op.principal.companyId} AND id = ${id} FOR NO KEY UPDATE`;
  return loadSubscription(op, id);
}

export interface ItemLine extends BilledLine {
  invoiceId: string | null;
}

/** The lines that billed the time from `t` on, of one item or of all: invoiced (and not void) or pending. */
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
  return rows.flatMap(({ id, itemId, invoiceId, amount, periodStart, periodEnd, explanation }) =>
    periodStart && periodEnd
      ? [{ id, itemId, invoiceId, amount, start: periodStart, end: periodEnd, explanation: explanation as never }]
      : [],
  );
}

/** The invoices that lines stand on, the most recent first. */
export function invoicesOf(lines: readonly { invoiceId: string | null }[]): string[] {
  return [...new Set(lines.flatMap(({ invoiceId }) => (invoiceId ? [invoiceId] : [])))].reverse();
}

/**
 * What waiting lines correct, should they come to a credit with the next invoice: an unpaid invoice of the present
 * period is reduced before anybody is given credit.
 */
export async function invoicesOfPeriod(
  tx: Pick<Tx, 'invoiceLine'>,
  subscription: Pick<LoadedSubscription, 'companyId' | 'id' | 'currentPeriodStart' | 'currentPeriodEnd'>,
): Promise<string[]> {
  const { currentPeriodStart: start, currentPeriodEnd: end } = subscription;
  return invoicesOf(creditable(await billedLines(tx, subscription, start), { start, end }));
}

/** The lines that wait for the next invoice. */
export async function pendingLines(tx: Pick<Tx, 'invoiceLine'>, subscription: { companyId: string; id: string }) {
  return tx.invoiceLine.findMany({
    where: { companyId: subscription.companyId, subscriptionId: subscription.id, invoiceId: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}
