/** The PDF of an invoice as a file: its name and its bytes. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { embeddedXml, isHybrid } from './electronic/embeddedXml.ts';
import { invoiceDocument } from './invoiceDocument.ts';
import { renderInvoicePdf } from './pdf/render.ts';
import type { PrintedInvoice } from './printedInvoice.ts';

/** The name of the file: the number, in characters that every system accepts. */
export const pdfName = ({ id, number }: { id: string; number: string | null }): string =>
  `${(number ?? id).replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`;

/**
 * The file as it is written: hybrid if the document was issued so, or if that is requested. A document without the data for
 * that is a plain PDF.
 */
export function openInvoicePdf(invoice: PrintedInvoice, hybrid = isHybrid(invoice)): NodeJS.ReadableStream {
  return renderInvoicePdf(invoiceDocument(invoice), hybrid ? embeddedXml(invoice) : null);
}

/** The whole file, and its SHA-256 in hex. The same record always gives the same bytes. */
export async function invoicePdf(invoice: PrintedInvoice): Promise<{ name: string; content: Buffer; hash: string }> {
  const content = await buffer(openInvoicePdf(invoice));
  return { name: pdfName(invoice), content, hash: createHash('sha256').update(content).digest('hex') };
}
