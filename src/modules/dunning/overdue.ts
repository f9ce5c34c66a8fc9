/** Which invoices are overdue. */
import type { Invoice, Prisma } from '../../db/generated/client/client.ts';

/** Final, not paid, and due by `now`. */
export function overdue(now: Date) {
  return { status: 'OPEN', amountDue: { gt: 0n }, dueAt: { lte: now } } as const satisfies Prisma.InvoiceWhereInput;
}

/** The same of one that was read. */
export const isOverdue = (
  { status, amountDue, dueAt }: Pick<Invoice, 'status' | 'amountDue' | 'dueAt'>,
  now: Date,
): boolean => status === 'OPEN' && amountDue > 0n && dueAt !== null && dueAt <= now;

/** The oldest debt is paid first. */
export const OLDEST_FIRST = [
  { dueAt: 'asc' },
  { createdAt: 'asc' },
  { id: 'asc' },
] as const satisfies Prisma.InvoiceOrderByWithRelationInput[];
