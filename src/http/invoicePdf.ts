/** GET /invoices/:id.pdf?token=…: the PDF of an invoice, streamed, for whoever holds the signed address. */
import { Readable } from 'node:stream';
import type { Db } from '../db/client.ts';
import type { Keys } from '../kernel/keys.ts';
import { renderInvoicePdf } from '../modules/invoice/pdf/render.ts';
import { openInvoicePdfLink } from '../modules/invoice/pdfLink.ts';
import { printedDocument } from '../modules/invoice/printed.ts';
import { json } from './headers.ts';

const PATH = /^\/invoices\/([a-z0-9_]{1,64})\.pdf$/;

export async function serveInvoicePdf(
  /** On a company's own domain only its own invoices are served. */
  parts: { db: Db; keys: Keys; companyId: string | null },
  request: Request,
  url: URL,
  now: Date,
): Promise<Response | null> {
  const invoiceId = PATH.exec(url.pathname)?.[1];
  if (!invoiceId) return null;
  if (request.method !== 'GET') return json(405, { error: 'Only GET is served here.' });
  const invoice = await openInvoicePdfLink(parts, { invoiceId, token: url.searchParams.get('token') ?? '', now });
  if (!invoice || (parts.companyId !== null && parts.companyId !== invoice.companyId))
    return json(404, { error: 'This address is unknown or no longer valid.' });
  const pdf = renderInvoicePdf(printedDocument(invoice)) as Readable;
  const name = (invoice.number ?? invoice.id).replace(/[^A-Za-z0-9._-]/g, '_');
  return new Response(Readable.toWeb(pdf) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
      'cache-control': 'private, no-store',
    },
  });
}
