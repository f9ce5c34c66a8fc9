/** The condition for invoices that the caller may see. Customers see no drafts, which can still change. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { type Principal, visibleTo } from '../../operation/operation.ts';

export function visibleInvoice(principal: Principal): Prisma.InvoiceWhereInput {
  return { ...visibleTo(principal), ...(principal.kind === 'customer' ? { status: { not: 'DRAFT' } } : {}) };
}
