/** The condition for overdue invoices. */
import type { Invoice, Prisma } from '../../db/generated/client/client.ts';
import { IN_FLIGHT } from '../payment/status.ts';

/** Open invoices with an amount that is due by `now` and no payment under way. */
export function overdue(now: Date) {
  return {
    status: 'OPEN',
    amountDue: { gt: 0n },
    dueAt: { lte: now },
    payments: { none: { status: { in: [...IN_FLIGHT] } } },
  } as const satisfies Prisma.InvoiceWhereInput;
}

/** The condition of `overdue` for a row that was already read. */
export const isOverdue = (
  invoice: Pick<Invoice, 'status' | 'amountDue' | 'dueAt'> & {
    /** The payments of the invoice that are under way. */
    payments: readonly unknown[];
  },
  now: Date,
): boolean => {
  const { status, amountDue, dueAt, payments } = invoice;
  return status === 'OPEN' && amountDue > 0n && dueAt !== null && dueAt <= now && payments.length === 0;
};

export const OLDEST_FIRST = [
  { dueAt: 'asc' },
  { createdAt: 'asc' },
  { id: 'asc' },
] as const satisfies Prisma.InvoiceOrderByWithRelationInput[];
