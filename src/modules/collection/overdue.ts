/** The condition for overdue invoices. */
import type { Invoice, Prisma } from '../../db/generated/client/client.ts';
import { IN_FLIGHT } from '../payment/status.ts';

/** Open invoices with an amount that is due by `now`, no payment under way and no dispute that is undecided. */
export function overdue(now: Date) {
  return {
    status: 'OPEN',
    amountDue: { gt: 0n },
    dueAt: { lte: now },
    disputePending: false,
    payments: { none: { status: { in: [...IN_FLIGHT] } } },
  } as const satisfies Prisma.InvoiceWhereInput;
}

/** The condition of `overdue` for a row that was already read. */
export const isOverdue = (
  invoice: Pick<Invoice, 'status' | 'amountDue' | 'dueAt' | 'disputePending'> & {
    /** The payments of the invoice that are under way. */
    payments: readonly unknown[];
  },
  now: Date,
): boolean => {
  const { status, amountDue, dueAt, disputePending, payments } = invoice;
  if (disputePending || payments.length > 0) return false;
  return status === 'OPEN' && amountDue > 0n && dueAt !== null && dueAt <= now;
};

export const OLDEST_FIRST = [
  { dueAt: 'asc' },
  { createdAt: 'asc' },
  { id: 'asc' },
] as const satisfies Prisma.InvoiceOrderByWithRelationInput[];
