import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, localeOf } from '../../../src/i18n/locale.ts';
import { taxColumns, withTax } from '../../../src/modules/invoice/lineTax.ts';
import { composeInvoice } from '../../../src/modules/invoice/pdf/composeInvoice.ts';
import type { InvoiceDocument, InvoiceDocumentLine } from '../../../src/modules/invoice/pdf/document.ts';
import { renderInvoicePdf } from '../../../src/modules/invoice/pdf/render.ts';
import { lineTaxWords, printedTax } from '../../../src/modules/invoice/printedTax.ts';
import { withFaces } from '../../../src/pdf/fontRegistry.ts';
import { treatmentOf } from '../kernel/tax/taxedItem.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const line = (change: Partial<InvoiceDocumentLine> = {}): InvoiceDocumentLine => ({
  description: 'Team plan',
  period: { start: day('2026-05-01'), end: day('2026-06-01') },
  ...{ quantity: 3, unitAmount: 1200n, gross: 3600n, discount: 0n, amount: 3600n, explanationSentence: null },
  ...change,
});
const invoice = (change: Partial<InvoiceDocument> = {}): InvoiceDocument => ({
  ...{ kind: 'invoice', number: 'INV-0042', status: 'OPEN', currency: 'USD', locale: 'en-US' },
  dates: { issued: day('2026-05-01'), due: day('2026-05-15'), paid: null },
  seller: {
    ...{ name: 'Northwind Analytics', headerText: 'Thank you.', supportEmail: 'billing@northwind.example' },
    ...{ addressLines: ['500 Harbor Street', 'Portland'], taxId: '93-1234567' },
  },
  buyer: { name: 'Bluefin GmbH', email: 'ap@bluefin.example', addressLines: ['Düsseldorf'], taxIds: ['DE 287'] },
  ...{ correctsNumbers: [], memo: 'Thanks' },
  lines: [line(), line({ gross: 3600n, discount: 600n, amount: 3000n })],
  ...{ subtotal: 7200n, discountTotal: 600n, total: 6600n, settlements: [], amountDue: 6600n },
  ...change,
});

async function hashOf(doc: InvoiceDocument): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of renderInvoicePdf(doc)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** All words of the document, as they are set. */
async function wordsOf(doc: InvoiceDocument): Promise<string> {
  const { pages } = await withFaces((choose) => composeInvoice(doc, choose));
  const marks = pages.flat().flatMap(({ strip }) => strip.marks);
  return marks
    .flatMap((mark) => (mark.kind === 'text' ? [mark.line.runs.map(({ text }) => text).join('')] : []))
    .join('\n');
}

describe('the PDF of a document without tax', { timeout: 30_000 }, () => {
  /**
   * Hashes that were made before documents could have tax. Only a new version of a font or of the PDF library changes
   * them.
   */
  it.each([
    [invoice(), '0f30a1a40f789c4d522a109d137f59f361ba6354cea7883ee3c597f7f222f0fd'],
    [
      invoice({ locale: 'ar', kind: 'credit_note', total: -6600n, amountDue: 0n }),
      'c38ae793a48c633d399dadba89858dc3832d5ae3fa1bba17a73a55e84c866354',
    ],
  ])('the bytes are the same as before documents could have tax', async (doc, hash) => {
    expect(await hashOf(doc)).toBe(hash);
    expect(await hashOf({ ...doc, tax: null, lines: doc.lines.map((one) => ({ ...one, taxWords: null })) })).toBe(hash);
  });
});

const taxed = (parts: readonly [amount: bigint, treatment: ReturnType<typeof treatmentOf>][]) =>
  withTax(parts.map(([amount, treatment]) => ({ amount, ...taxColumns({ treatment, amount: null }) })));
const seller = {
  ...{ name: 'Haus GmbH', header: null, email: null, taxId: null, addressLines: [] },
  ...{ country: 'DE', locale: 'de' },
};

describe('the PDF of a document with tax', { timeout: 30_000 }, () => {
  it('the PDF shows the net amount, a row for each rate, and the total', async () => {
    const lines = taxed([
      [3600n, treatmentOf({})],
      [3000n, treatmentOf({ ratePpm: 70_000, reason: 'REDUCED' })],
    ]);
    const printed = { seller, locale: localeOf('en'), currency: 'USD' };
    const tax = printedTax(lines, printed);
    const words = lineTaxWords(lines, printed);
    const doc = invoice({
      tax,
      total: 7494n,
      lines: invoice().lines.map((one, at) => ({ ...one, taxWords: words[at] ?? null })),
    });
    const text = await wordsOf(doc);
    expect(tax).toMatchObject({ net: 6600n, rows: [{ amount: 684n }, { amount: 210n }], notes: [] });
    for (const part of [
      'Total excluding tax',
      'VAT Germany 19% on $36.00',
      '$6.84',
      'VAT Germany 7% on $30.00',
      '$74.94',
    ])
      expect(text).toContain(part);
  });

  it('a line whose amount contains its tax is marked with it', () => {
    const lines = taxed([[999n, treatmentOf({ ratePpm: 200_000, behavior: 'INCLUSIVE', country: 'AT' })]]);
    const printed = { seller, locale: localeOf('de'), currency: 'EUR' };
    expect(lineTaxWords(lines, printed)).toEqual([expect.stringMatching(/Enthält USt\. Österreich 20/)]);
    expect(printedTax(lines, printed)).toMatchObject({ net: 832n, rows: [{ amount: 167n }] });
  });

  it.each(Object.keys(LANGUAGES))(
    'reverse charge is named in %s and in the language of the seller',
    async (language) => {
      const treatment = treatmentOf({
        category: 'AE',
        ratePpm: 0,
        reason: 'REVERSE_CHARGE',
        country: 'FR',
        scheme: null,
      });
      const lines = taxed([[5000n, treatment]]);
      const locale = localeOf(language);
      const tax = printedTax(lines, { seller, locale, currency: 'EUR' });
      const words = tax?.notes.join('\n') ?? '';
      expect(words).toContain('Steuerschuldnerschaft des Leistungsempfängers');
      expect(tax?.notes.length).toBe(language === 'de' ? 1 : 2);
      expect((await wordsOf(invoice({ tax, locale: language }))).length).toBeGreaterThan(100);
    },
  );
});
