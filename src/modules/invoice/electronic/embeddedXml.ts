/** The XML within a hybrid PDF: the file that `Invoice.electronicInvoice` returns as CII by EN 16931. */
import type { InvoiceSnapshot } from '../parties.ts';
import type { PrintedInvoice } from '../printedInvoice.ts';
import { ciiOf } from './cii.ts';
import { electronicInvoice } from './electronicInvoice.ts';

/** Null if the document lacks data that the norm requires. */
export function embeddedXml(invoice: PrintedInvoice): string | null {
  const built = electronicInvoice(invoice, 'EN_16931');
  return 'invoice' in built ? ciiOf(built.invoice, 'EN_16931') : null;
}

/** Whether the company issued hybrid documents when this one was finalized. */
export const isHybrid = ({ snapshot }: Pick<PrintedInvoice, 'snapshot'>): boolean =>
  (snapshot as InvoiceSnapshot | null)?.seller.hybrid === true;
