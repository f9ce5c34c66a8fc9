/** GET /invoices/:id.pdf?token=…: the PDF of an invoice, streamed to every holder of the signed URL. */
import { Readable } from 'node:stream';
import type { Db } from '../db/client.ts';
import type { Keys } from '../kernel/keys.ts';
import { openInvoicePdfLink } from '../modules/invoice/createInvoicePdfLink.ts';
import { openInvoicePdf, pdfName } from '../modules/invoice/invoicePdf.ts';
import { json } from './headers.ts';

const PATH = /^\/invoices\/([a-z0-9_]{1,64})\.pdf$/;

/** A long invoice takes half a second of CPU time, which other requests wait for. */
const MAXIMUM_RENDERINGS = 4;
let rendering = 0;

/** A client that reads more slowly would prevent others from getting their documents. */
const LONGEST_READING_MS = 30_000;

/** Counts a rendering until its stream is read or given up, at the latest after `longestMs`. */
export function bounded(render: () => Readable, longestMs = LONGEST_READING_MS): Readable {
  rendering++;
  try {
    const pdf = render();
    const timer = setTimeout(() => pdf.destroy(new Error('The document was not read in time.')), longestMs).unref();
    return pdf.once('close', () => {
      clearTimeout(timer);
      rendering--;
    });
  } catch (error) {
    rendering--;
    throw error;
  }
}

function busy(): Response {
  const response = json(503, { error: 'Too many documents are being made. Try again in a few seconds.' });
  response.headers.set('retry-after', '2');
  return response;
}

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
  const link = await openInvoicePdfLink(parts, { invoiceId, token: url.searchParams.get('token') ?? '', now });
  if (!link || (parts.companyId !== null && parts.companyId !== link.invoice.companyId))
    return json(404, { error: 'This address is unknown or no longer valid.' });
  const { invoice, hybrid } = link;
  if (rendering >= MAXIMUM_RENDERINGS) return busy();
  const pdf = bounded(() => openInvoicePdf(invoice, hybrid) as Readable);
  return new Response(Readable.toWeb(pdf) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${pdfName(invoice)}"`,
      'cache-control': 'private, no-store',
    },
  });
}
