/** Which invoices a document corrects, and for how much: read for limits, and written when the document is issued. */
import type { Invoice, InvoiceLine } from '../../db/generated/client/client.ts';
import { insertRows } from '../../db/writeRows.ts';
import { newId } from '../../kernel/ids.ts';
import { max, min } from '../../kernel/money.ts';
import type { Op } from '../../operation/operation.ts';
import { type Creditable, creditableOf, creditsOf } from './creditable.ts';
import type { Taxed } from './lineTax.ts';

export type BilledInvoice = Invoice & { lines: InvoiceLine[]; customer: { locale: string | null } };

/** An invoice with its lines and what is left to credit of it; null if the company has no such invoice. */
export async function readCreditable(
  op: Pick<Op, 'principal'> & { tx: Pick<Op['tx'], 'invoice' | 'invoiceCorrection'> },
  invoiceId: string,
): Promise<{ invoice: BilledInvoice; creditable: Creditable<InvoiceLine>; corrected: boolean } | null> {
  const { companyId } = op.principal;
  const invoice = await op.tx.invoice.findFirst({
    where: { id: invoiceId, companyId },
    include: { lines: { orderBy: { position: 'asc' } }, customer: { select: { locale: true } } },
  });
  if (!invoice) return null;
  const found = await op.tx.invoiceCorrection.findMany({
    where: { companyId, invoiceId, correction: { status: { not: 'VOID' } } },
    select: {
      correction: {
        select: {
          lines: { where: { OR: [{ amount: { lt: 0n } }, { creditsLineId: { not: null } }] } },
          corrections: { select: { invoiceId: true, amount: true }, orderBy: { position: 'asc' } },
        },
      },
    },
  });
  const corrections = found.map(({ correction }) => ({ lines: correction.lines, shares: correction.corrections }));
  return { invoice, creditable: creditableOf(invoice, corrections), corrected: corrections.length > 0 };
}

/**
 * Records the invoices that a document corrects, the most recent first: its credits count for each as far as that has a rest.
 * Nothing if the document has no credits. The credits of an invoice that is billed anew were counted with the first one.
 */
export async function writeCorrections(
  op: Op,
  correctionId: string,
  lines: readonly Taxed[],
  { corrects = [], replacesInvoiceId }: { corrects?: readonly string[]; replacesInvoiceId?: string | null },
): Promise<void> {
  const credits = creditsOf(lines);
  if (credits === 0n || corrects.length === 0) return;
  const { companyId } = op.principal;
  const invoices = await op.tx.invoice.findMany({
    where: { companyId, id: { in: [...corrects] } },
    select: {
      ...{ id: true, total: true },
      corrected: { where: { correction: { status: { not: 'VOID' } } }, select: { amount: true } },
    },
  });
  const lefts = new Map(
    invoices.map(({ id, total, corrected }) => [
      id,
      max(
        0n,
        corrected.reduce((left, { amount }) => left - amount, total),
      ),
    ]),
  );
  let rest = replacesInvoiceId ? 0n : credits;
  const rows = corrects.map((invoiceId, position) => {
    const amount = min(rest, lefts.get(invoiceId) ?? 0n);
    rest -= amount;
    return {
      ...{ id: newId('InvoiceCorrection', op.now), companyId, correctionId, invoiceId, position, amount },
      createdAt: op.now,
    };
  });
  await insertRows(op.tx, 'InvoiceCorrection', rows);
}
