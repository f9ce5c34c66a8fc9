/** The condition for overdue invoices. */
import type { Invoice, Prisma } from '../../db/generated/client/client.ts';

/** Open invoices with an amount that is due by `now`. */
export function overdue(now: Date) {
  return { status: 'OPEN', amountDue: { gt: 0n }, dueAt: { lte: now } } as const satisfies Prisma.InvoiceWhereInput;
}

/** The condition of `overdue` for a row that was already read. */
export const isOverdue = (
  { status, amountDue, dueAt }: Pick<Invoice, 'status' | 'amountDue' | 'dueAt'>,
  now: Date,
): boolean => status === 'OPEN' && amountDue > 0n && dueAt !== null && dueAt <= now;

export const OLDEST_FIRST = [
  { dueAt: 'asc' },
  { createdAt: 'asc' },
  { id: 'asc' },
] as const satisfies Prisma.InvoiceOrderByWithRelationInput[];
