import { Readable } from 'node:stream';
import PDFDocument from 'pdfkit';
import { drawPage } from '../../../pdf/draw.ts';
import { withFaces } from '../../../pdf/fontRegistry.ts';
import { SHEET } from '../../../pdf/sheet.ts';
import { type Composition, composeInvoice } from './composeInvoice.ts';
import type { InvoiceDocument } from './document.ts';
import { EMBEDDED_NAME, hybridMetadata } from './hybridMetadata.ts';

const MAKER = { Creator: 'Portico', Producer: 'Portico' };

/**
 * Renders an invoice or credit note as PDF.
 *
 * Pages are drawn when the consumer reads on, and leave memory as soon as they are drawn; a
 * consumer that goes away ends the work at the next page. The same document always gives the
 * same appearance. An error while rendering destroys the stream with it.
 *
 * With `xml`, the result is a hybrid invoice: a PDF/A-3b that contains the electronic invoice.
 */
export function renderInvoicePdf(doc: InvoiceDocument, xml: string | null = null): NodeJS.ReadableStream {
  return Readable.from(pdfBytes(doc, xml), { objectMode: false });
}

async function* pdfBytes(doc: InvoiceDocument, xml: string | null): AsyncGenerator<Uint8Array> {
  const composition = await withFaces((choose) => {
    const composed = composeInvoice(doc, choose);
    // The footers' fonts must be open too before the first page is drawn.
    composed.footer(composed.pages.length);
    return composed;
  });
  const pdf = xml === null ? openPdf(doc, composition) : openHybrid(doc, composition, xml);
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

/** A finished document is as old as its content, so that printing it again changes no byte. */
const madeAt = ({ dates: { issued, paid } }: InvoiceDocument): Date => issued ?? paid ?? new Date(0);

const options = ({ language }: Composition): PDFKit.PDFDocumentOptions => ({
  autoFirstPage: false,
  size: [SHEET.width, SHEET.height],
  margin: 0,
  pdfVersion: '1.7',
  lang: language,
  displayTitle: true,
  // No built-in font: all are embedded, and loading Helvetica's metrics would be for nothing.
  font: '',
});

function openPdf(doc: InvoiceDocument, composition: Composition): PDFKit.PDFDocument {
  return new PDFDocument({
    ...options(composition),
    info: {
      ...MAKER,
      Title: composition.title,
      Author: doc.seller.name,
      CreationDate: madeAt(doc),
    },
  });
}

/** The title and the author are in the metadata alone, because PDFKit would copy them there without escaping them. */
function openHybrid(doc: InvoiceDocument, composition: Composition, xml: string): PDFKit.PDFDocument {
  const date = madeAt(doc);
  const pdf = new PDFDocument({
    ...options(composition),
    subset: 'PDF/A-3b',
    info: { ...MAKER, CreationDate: date },
  });
  pdf.file(Buffer.from(xml), {
    ...{ name: EMBEDDED_NAME, type: 'text/xml', description: 'Electronic invoice (Factur-X, ZUGFeRD)' },
    ...{ relationship: 'Alternative', creationDate: date, modifiedDate: date },
  });
  pdf.appendXML(hybridMetadata({ title: composition.title, author: doc.seller.name }));
  return pdf;
}

/** PDFKit writes whole objects into its stream's buffer; reading it empties the buffer at once. */
function* written(pdf: PDFKit.PDFDocument): Generator<Uint8Array> {
  for (let chunk = pdf.read(); chunk !== null; chunk = pdf.read()) yield chunk as Uint8Array;
}
