/** An invoice with everything that its PDF shows. */
import type { Db } from '../../db/client.ts';

/** Null if the company has no such invoice. */
export function printedInvoice(db: Db, { invoiceId, companyId }: { invoiceId: string; companyId: string }) {
  return db.prisma.invoice.findFirst({
    where: { id: invoiceId, companyId },
    include: {
      lines: { orderBy: { position: 'asc' } },
      settlements: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      corrects: { select: { number: true } },
      customer: true,
      company: { include: { portalConfig: { select: { portalHeader: true, defaultLocale: true } } } },
    },
  });
}

export type PrintedInvoice = NonNullable<Awaited<ReturnType<typeof printedInvoice>>>;
