/** An invoice with everything that its PDF shows. */
import type { Db } from '../../db/client.ts';

/** Null if the company has no such invoice. */
export function printedInvoice(db: Db, { invoiceId, companyId }: { invoiceId: string; companyId: string }) {
  return db.prisma.invoice.findFirst({
    where: { id: invoiceId, companyId },
    include: {
      lines: { orderBy: { position: 'asc' } },
      settlements: {
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { payment: { select: { paymentMethod: { select: { brand: true, lastFour: true } } } } },
      },
      corrections: {
        orderBy: { position: 'asc' },
        select: { invoice: { select: { number: true, finalizedAt: true } } },
      },
      replaces: { select: { number: true } },
      customer: true,
      company: {
        include: { portalConfig: { select: { portalHeader: true, defaultLocale: true, translations: true } } },
      },
    },
  });
}

/** The numbers of the invoices that its credits correct, the most recent first. */
export const correctedNumbers = ({ corrections }: PrintedInvoice): string[] =>
  corrections.flatMap(({ invoice }) => invoice.number ?? []);

export type PrintedInvoice = NonNullable<Awaited<ReturnType<typeof printedInvoice>>>;
