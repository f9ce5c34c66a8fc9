import { Readable } from 'node:stream';
import PDFDocument from 'pdfkit';
import { drawPage } from '../../../pdf/draw.ts';
import { withFaces } from '../../../pdf/fontRegistry.ts';
import { SHEET } from '../../../pdf/sheet.ts';
import { type Composition, composeInvoice } from './composeInvoice.ts';
import type { InvoiceDocument } from './document.ts';

/**
 * Renders an invoice or credit note as PDF.
 *
 * Pages are drawn when the consumer reads on, and leave memory as soon as they are drawn; a
 * consumer that goes away ends the work at the next page. The same document always gives the
 * same appearance. An error while rendering destroys the stream with it.
 */
export function renderInvoicePdf(doc: InvoiceDocument): NodeJS.ReadableStream {
  return Readable.from(pdfBytes(doc), { objectMode: false });
}

async function* pdfBytes(doc: InvoiceDocument): AsyncGenerator<Uint8Array> {
  const composition = await withFaces((choose) => {
    const composed = composeInvoice(doc, choose);
    // The footers' fonts must be open too before the first page is drawn.
    composed.footer(composed.pages.length);
    return composed;
  });
  const pdf = openPdf(doc, composition);
  try {
    for (const [index, page] of composition.pages.entries()) {
      drawPage(pdf, page, composition.footer(index + 1), composition.direction);
      yield* written(pdf);
    }
    pdf.end();
    yield* written(pdf);
  } finally {
    pdf.destroy();
  }
}

function openPdf(doc: InvoiceDocument, { title, language }: Composition): PDFKit.PDFDocument {
  const { issued, paid } = doc.dates;
  return new PDFDocument({
    autoFirstPage: false,
    size: [SHEET.width, SHEET.height],
    margin: 0,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    // No built-in font: all are embedded, and loading Helvetica's metrics would be for nothing.
    font: '',
    info: {
      Title: title,
      Author: doc.seller.name,
      Creator: 'Portico',
      Producer: 'Portico',
      // A finished document is as old as its content, so that printing it again changes no byte.
      CreationDate: issued ?? paid ?? new Date(0),
    },
  });
}

/** PDFKit writes whole objects into its stream's buffer; reading it empties the buffer at once. */
function* written(pdf: PDFKit.PDFDocument): Generator<Uint8Array> {
  for (let chunk = pdf.read(); chunk !== null; chunk = pdf.read()) yield chunk as Uint8Array;
}
