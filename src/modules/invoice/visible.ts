/** Which invoices a caller may see. Customers do not see drafts: they may still change, or never be sent. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { type Principal, visibleTo } from '../../op.ts';

export function visibleInvoice(principal: Principal): Prisma.InvoiceWhereInput {
  return { ...visibleTo(principal), ...(principal.kind === 'customer' ? { status: { not: 'DRAFT' } } : {}) };
}
