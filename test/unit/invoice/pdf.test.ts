import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../../src/i18n/compile.ts';
import { LANGUAGES, type Language } from '../../../src/i18n/locale.ts';
import { composeInvoice } from '../../../src/modules/invoice/pdf/composeInvoice.ts';
import type { InvoiceDocument, InvoiceDocumentLine } from '../../../src/modules/invoice/pdf/document.ts';
import { renderInvoicePdf } from '../../../src/modules/invoice/pdf/render.ts';
import { hanFamily } from '../../../src/pdf/fontFamilies.ts';
import { withFaces } from '../../../src/pdf/fontRegistry.ts';
import { BODY_HEIGHT, SHEET } from '../../../src/pdf/sheet.ts';
import { pagesOf } from '../../support/pdfText.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

function line(change: Partial<InvoiceDocumentLine> = {}): InvoiceDocumentLine {
  return {
    description: 'Team plan',
    period: { start: day('2026-05-01'), end: day('2026-06-01') },
    quantity: 3,
    unitAmount: 1200n,
    gross: 3600n,
    discount: 0n,
    amount: 3600n,
    explanationSentence: null,
    ...change,
  };
}

function invoice(change: Partial<InvoiceDocument> = {}): InvoiceDocument {
  return {
    kind: 'invoice',
    number: 'INV-0042',
    status: 'OPEN',
    dates: { issued: day('2026-05-01'), due: day('2026-05-15'), paid: null },
    currency: 'USD',
    locale: 'en-US',
    seller: {
      name: 'Northwind Analytics',
      headerText: 'Thank you.',
      supportEmail: 'billing@northwind.example',
      addressLines: ['500 Harbor Street', 'Portland'],
      taxId: '93-1234567',
    },
    buyer: { name: 'Bluefin GmbH', email: 'ap@bluefin.example', addressLines: ['Düsseldorf'], taxIds: ['DE 287'] },
    correctsNumbers: [],
    memo: null,
    lines: [line()],
    subtotal: 3600n,
    discountTotal: 0n,
    total: 3600n,
    settlements: [],
    amountDue: 3600n,
    ...change,
  };
}

function lines(count: number, change: (index: number) => Partial<InvoiceDocumentLine> = () => ({})) {
  return Array.from({ length: count }, (_, index) => line({ description: `Workspace ${index + 1}`, ...change(index) }));
}

async function render(doc: InvoiceDocument): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of renderInvoicePdf(doc)) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function composed(doc: InvoiceDocument) {
  return await withFaces((choose) => composeInvoice(doc, choose));
}

/** Every run on every page. */
async function runsOf(doc: InvoiceDocument) {
  const { pages } = await composed(doc);
  const marks = pages.flat().flatMap(({ strip }) => strip.marks);
  return marks.flatMap((mark) => (mark.kind === 'text' ? mark.line.runs : []));
}

describe('invoice PDF', () => {
  it('a short invoice shows parties, lines, amounts and due date on one page', async () => {
    const pages = pagesOf(await render(invoice()));
    expect(pages).toHaveLength(1);
    const text = pages[0]?.join('\n');
    for (const part of [
      'Northwind Analytics',
      'INV-0042',
      'Bluefin GmbH',
      'Düsseldorf',
      'Tax ID DE 287',
      'May 15, 2026',
    ])
      expect(text).toContain(part);
    expect(text).toContain('Team plan 3 $12.00 $36.00');
    expect(text).toContain('Amount due $36.00');
    expect(text).toContain('Page 1 of 1');
  });

  it('the memo is printed with its line breaks below the totals, also if it is longer than a page', async () => {
    const short = pagesOf(await render(invoice({ memo: 'Purchase order 4711\n\nThank you for your trust.' })));
    expect(short).toHaveLength(1);
    const rows = short[0] ?? [];
    const at = (text: string) => rows.findIndex((row) => row.includes(text));
    expect(at('Purchase order 4711')).toBeGreaterThan(at('Amount due'));
    expect(rows[at('Purchase order 4711')]).toBe('Purchase order 4711');
    expect(at('Thank you for your trust.')).toBeGreaterThan(at('Purchase order 4711'));
    const long = await composed(invoice({ memo: Array.from({ length: 120 }, (_, n) => `Note ${n}`).join('\n') }));
    expect(long.pages.length).toBeGreaterThan(1);
  });

  it('the PDF has title, author and language as metadata, and is byte-identical on every rendering', async () => {
    const first = await render(invoice());
    const head = first.toString('latin1');
    expect(head).toMatch(/\/Lang \(en-US\)/);
    const author = /\/Author (\d+) 0 R/.exec(head)?.[1];
    expect(head).toContain(`\n${author} 0 obj\n(Northwind Analytics)\n`);
    expect(head).toMatch(/\/Title \d+ 0 R/);
    expect((await render(invoice())).equals(first)).toBe(true);
  });

  it('amounts beyond 2^53 are printed exactly in currencies with zero, two and three decimals', async () => {
    const huge = 9_007_199_254_740_993n;
    for (const [currency, written] of [
      ['JPY', '¥9,007,199,254,740,993'],
      ['USD', '$90,071,992,547,409.93'],
      ['KWD', 'KWD 9,007,199,254,740.993'],
    ] as const) {
      const text = pagesOf(await render(invoice({ currency, amountDue: huge, total: -huge })))
        .flat()
        .join('\n');
      expect(text.replace(/\u00a0/g, ' ')).toContain(`Amount due ${written}`);
      expect(text.replace(/\u00a0/g, ' ')).toContain(`Total -${written}`);
    }
  });

  it('a credit note shows discounts, settlements and the corrected invoice', async () => {
    const doc = invoice({
      kind: 'credit_note',
      number: 'CN-7',
      correctsNumbers: ['INV-0042', 'INV-0043'],
      lines: [line({ discount: 500n, amount: 3100n, explanationSentence: 'Half of the month was left.' })],
      settlements: [{ label: 'Added to your credit balance', amount: 3100n }],
      discountTotal: 500n,
      total: -3100n,
      amountDue: 0n,
    });
    const text = pagesOf(await render(doc))
      .flat()
      .join('\n');
    for (const part of ['Credit note', 'Corrects INV-0042', '$36.00 less $5.00 discount', '$31.00 credited'])
      expect(text).toContain(part);
    expect(text).toContain('Half of the month was left.');
    expect(text).toContain('Added to your credit balance $31.00');
    expect(text).not.toContain('Amount due');
  });

  it('a draft is printed without number and dates', async () => {
    const doc = invoice({ status: 'DRAFT', number: null, dates: { issued: null, due: null, paid: null }, lines: [] });
    const text = pagesOf(await render(doc))
      .flat()
      .join('\n');
    expect(text).toContain('No number yet');
    expect(text).toContain('No items');
    expect(text).not.toContain('Details');
  });

  it('an invoice with an unknown locale can be printed', async () => {
    expect(pagesOf(await render(invoice({ locale: 'no such locale!' })))).toHaveLength(1);
  });
});

describe('invoice PDF in every language', () => {
  const labels = (language: Language) =>
    Object.entries(readCatalog(language, 'invoice')).filter(([id]) => id.startsWith('document.'));
  const allLabels = (language: Language) => labels(language).map(([, label]) => label);

  it.each(LANGUAGES)('the document in %s has its labels and a glyph for every letter', async (locale) => {
    const { title, language, direction } = await composed(invoice({ locale }));
    expect(language).toBe(locale);
    expect(direction).toBe(locale === 'ar' ? 'rtl' : 'ltr');
    expect(title).toContain(readCatalog(locale, 'invoice')['document.title.invoice']);
    const runs = await runsOf(invoice({ locale, lines: [line({ description: allLabels(locale).join(' ') })] }));
    expect(runs.map(({ text }) => text).join('')).not.toContain('\uFFFD');
  });

  it.each(LANGUAGES)('the labels in %s have the placeholders of the English ones and differ from them', (locale) => {
    const places = (text: string) => text.match(/\{\w+\}/g)?.sort() ?? [];
    const [own, english] = [allLabels(locale), allLabels('en')];
    expect(own.map(places)).toEqual(english.map(places));
    if (locale === 'en') return;
    // Words that two languages share.
    const shared = ['Description', 'Total', 'Page {page}', 'Subtotal'];
    expect(own.filter((label, index) => label === english[index] && !shared.includes(label))).toEqual([]);
  });

  it('a line shows either the days of its period or the sentence that contains them', async () => {
    const sentence = '15 of 31 days of Team plan, May 17 – 31, 2026';
    const text = async (explanationSentence: string | null) =>
      pagesOf(await render(invoice({ lines: [line({ explanationSentence })] })))
        .flat()
        .join('\n')
        .replace(/[\u2009\u00A0]/g, ' ');
    expect(await text(null)).toContain('May 1 – 31, 2026');
    expect(await text(sentence)).toContain('15 of 31 days');
    expect(await text(sentence)).not.toContain('May 1 –');
  });

  it('a right-to-left page is mirrored and stays within its margins', async () => {
    const placesOf = async (locale: string) => {
      const pdf = (await render(invoice({ locale }))).toString('latin1');
      const streams = [...pdf.matchAll(/stream\n(.*?)\nendstream/gs)].flatMap(([, body = '']) => {
        try {
          return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')];
        } catch {
          return [];
        }
      });
      return streams.flatMap((content) =>
        [...content.matchAll(/BT\n1 0 0 1 (\S+) (\S+) Tm/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) })),
      );
    };
    const [left, right] = [await placesOf('en'), await placesOf('ar')];
    // The amount due is the last sum: at the right in English, at the left in Arabic.
    const lowest = (places: typeof left) => Math.min(...places.map(({ y }) => y));
    const footer = (places: typeof left) => places.filter(({ y }) => y === lowest(places)).map(({ x }) => x);
    expect(Math.min(...footer(left))).toBeCloseTo(SHEET.left, 1);
    expect(Math.min(...footer(right))).toBeCloseTo(SHEET.left, 1);
    for (const { x } of right) {
      expect(x).toBeGreaterThanOrEqual(SHEET.left - 0.1);
      expect(x).toBeLessThan(SHEET.right);
    }
    // The sender's name is at the top: at the left edge, or at the right one.
    const top = (places: typeof left) => Math.max(...places.map(({ y }) => y));
    const first = (places: typeof left) => places.filter(({ y }) => y === top(places)).map(({ x }) => x);
    expect(Math.min(...first(left))).toBeCloseTo(SHEET.left, 1);
    expect(Math.max(...first(right))).toBeGreaterThan(SHEET.right - 200);
  });
});

describe('invoice PDF with many pages', () => {
  it('each page repeats the table header and has a page number, and no line is lost', async () => {
    const pages = pagesOf(await render(invoice({ lines: lines(300) })));
    expect(pages.length).toBeGreaterThan(10);
    for (const [index, page] of pages.entries()) {
      expect(page.filter((row) => row === 'Description Qty Unit price Amount')).toHaveLength(1);
      expect(page.at(-1)).toContain(`Page ${index + 1} of ${pages.length}`);
    }
    const named = pages.flat().filter((row) => row.startsWith('Workspace '));
    expect(named.map((row) => Number(row.split(' ')[1]))).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it('the totals are never alone on a page, and no text overlaps or leaves the body', async () => {
    for (let count = 1; count <= 45; count++) {
      const settlements = [{ label: 'Paid', amount: -1n }];
      const { pages } = await composed(invoice({ lines: lines(count), settlements }));
      const last = pages.at(-1) ?? [];
      const rows = last.filter(({ strip }) => strip.inTable && strip.marks.some((mark) => mark.kind === 'text'));
      expect(rows.length, `${count} lines`).toBeGreaterThan(1);
      for (const page of pages) {
        let bottom: number = SHEET.top;
        for (const { strip, y } of page) {
          expect(y).toBeCloseTo(bottom, 6);
          bottom = y + strip.height;
        }
        expect(bottom).toBeLessThanOrEqual(SHEET.top + BODY_HEIGHT);
      }
    }
  });

  it('a description longer than a page flows over several pages', async () => {
    const description = 'Very long words and '.repeat(900);
    const doc = invoice({ lines: [line({ description }), line()] });
    const pages = pagesOf(await render(doc));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(page.filter((row) => row.startsWith('Description'))).toHaveLength(1);
    expect(pages.flat().join(' ').match(/Very/g)).toHaveLength(900);
  });

  it('a long word wraps within its column', async () => {
    const { pages } = await composed(invoice({ lines: [line({ description: 'x'.repeat(2000) })] }));
    const set = pages.flat().flatMap(({ strip }) => strip.marks);
    const words = set.flatMap((mark) =>
      mark.kind === 'text' && /^x+$/.test(mark.line.runs[0]?.text ?? '') ? [mark] : [],
    );
    expect(words.reduce((sum, { line: { runs } }) => sum + (runs[0]?.text.length ?? 0), 0)).toBe(2000);
    for (const { line: set } of words) expect(set.width).toBeLessThan(380);
  });
});

describe('scripts in invoice PDFs', () => {
  const NAMES = {
    Latin: 'Łukasz Þórðarson Ağaoğlu',
    Cyrillic: 'ООО «Северный Ветер» Їжак',
    Greek: 'Ελληνική Εταιρεία Λογισμικού',
    Vietnamese: 'Công ty Trách nhiệm Hữu hạn Nguyễn Thị Ánh',
    Arabic: 'شركة النور للتجارة، القاهرة ١٢',
    Hebrew: 'חברת תוכנה בע״מ (תל אביב)',
    Japanese: '株式会社みどり商事 髙島屋ビル５階ヴ',
    'simplified Chinese': '北京市海淀区中关村软件有限公司',
    'traditional Chinese': '臺北市信義區資訊股份有限公司',
    Korean: '서울특별시 강남구 주식회사 뷁',
    Thai: 'บริษัท ซอฟต์แวร์ จำกัด ฿',
    Devanagari: 'हिंदी सॉफ्टवेयर प्राइवेट लिमिटेड क्षेत्रीय श्री',
    Georgian: 'ქეთევან ბერიძე',
    Armenian: 'Անահիտ Պետրոսյան',
    Bengali: 'রবীন্দ্রনাথ ঠাকুর স্ত্রী',
    Gurmukhi: 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ',
    Gujarati: 'શ્રી મહાત્મા ગાંધી',
    Odia: 'ଓଡ଼ିଶା ପ୍ରିୟଙ୍କା',
    Tamil: 'தமிழ்ச்செல்வன் கொடி',
    Telugu: 'శ్రీనివాస రామానుజం',
    Kannada: 'ಕನ್ನಡ ಕ್ರಿಷ್ಣ',
    Malayalam: 'മലയാളം ശ്രീകുമാർ',
    Sinhala: 'ශ්‍රී ලංකාව',
    Lao: 'ສະບາຍດີ ປະເທດລາວ',
    Khmer: 'ភាសាខ្មែរ ស្រី',
    Ethiopic: 'አዲስ አበባ ኢትዮጵያ',
    emoji: 'Pro 🚀 👩‍🚀 👍🏽 🇩🇪 1️⃣ ❤️',
  };

  for (const [script, name] of Object.entries(NAMES)) {
    it(`every character of ${script} has a glyph in both weights`, async () => {
      const runs = await runsOf(invoice({ buyer: { ...invoice().buyer, name }, lines: [line({ description: name })] }));
      expect(runs.map((run) => run.text).join('')).not.toContain('\uFFFD');
      for (const run of runs) {
        const { glyphs } = run.face.source.layout(run.text, [run.direction]);
        expect(
          glyphs.map((glyph) => glyph.id),
          `${run.face.id}: ${run.text}`,
        ).not.toContain(0);
      }
      const drawn = runs.map((run) => run.original).join('');
      for (const character of name.normalize('NFC').replace(/ /g, '')) expect(drawn).toContain(character);
    });
  }

  it('names in Latin, Cyrillic, Greek and Japanese can be copied from the PDF', async () => {
    for (const script of ['Latin', 'Cyrillic', 'Greek', 'Japanese'] as const) {
      const lines = [line({ description: NAMES[script] })];
      const text = pagesOf(await render(invoice({ lines })))
        .flat()
        .join('\n');
      // Runs of different fonts are apart in the content stream.
      expect(text.replace(/ /g, '')).toContain(NAMES[script].replace(/ /g, ''));
    }
  });

  it('right-to-left text has the visual order of a reader, with correct numbers and brackets', async () => {
    const runs = await runsOf(invoice({ lines: [line({ description: 'אבג (12) דה' })] }));
    const start = runs.findIndex((run) => run.text.includes('דה'));
    const phrase = runs.slice(start, runs.findIndex((run) => run.text.includes('אבג')) + 1);
    expect(phrase.map((run) => run.text).join('|')).toMatch(/דה.*12.*אבג/);
    expect(phrase.find((run) => run.text === '12')?.direction).toBe('ltr');
    const xs = phrase.map((run) => run.x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    // Mirrored: the first bracket in the text opens to the left.
    expect(phrase.at(-1)?.text).not.toContain('(');
  });

  it('Arabic letters are joined', async () => {
    const runs = await runsOf(invoice({ lines: [line({ description: 'محمد' })] }));
    const run = runs.find(({ text }) => text === 'محمد');
    const apart = [...'محمد'].map((letter) => run?.face.source.layout(letter, ['rtl']).glyphs[0]?.id);
    const joined = run?.face.source.layout('محمد', ['rtl']).glyphs.map((glyph) => glyph.id);
    expect(joined?.filter((id) => apart.includes(id)).length).toBeLessThan(2);
  });

  it.each([
    ['یکی', 'يكي'],
    ['يكي', 'یکی'],
  ])(
    'letters that share a joined form are read as written, whatever was drawn before: %s after %s',
    async (name, before) => {
      const read = async (description: string) => {
        const runs = await runsOf(invoice({ lines: [line({ description })] }));
        const glyphs = runs.find(({ text }) => text === description)?.face.source.layout(description, ['rtl']).glyphs;
        const letters = glyphs?.toReversed().flatMap((glyph) => glyph.codePoints);
        return String.fromCodePoint(...(letters ?? []));
      };
      expect(await read(before)).toBe(before);
      expect(await read(name)).toBe(name);
    },
  );

  it('vowel signs of Indic scripts and of Khmer are drawn on the side of the letter that they belong to', async () => {
    // The vowel is written after its letter and drawn before it.
    for (const [text, vowel] of [
      ['কি', '\u09BF'],
      ['கெ', '\u0BC6'],
      ['കെ', '\u0D46'],
      ['ගෙ', '\u0DD9'],
      ['កេ', '\u17C1'],
    ] as const) {
      const runs = await runsOf(invoice({ lines: [line({ description: text })] }));
      const run = runs.find((one) => one.text === text);
      const [first] = run?.face.source.layout(text, ['ltr']).glyphs ?? [];
      expect(first?.codePoints, text).toEqual([vowel.codePointAt(0)]);
    }
  });

  it('a name with marks that the font cannot place on their letter is rendered', async () => {
    const name = 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ శ్రీనివాస';
    await expect(render(invoice({ buyer: { ...invoice().buyer, name } }))).resolves.toBeInstanceOf(Buffer);
  });

  it('a space beside an emoji is as wide as every other space', async () => {
    const runs = await runsOf(invoice({ lines: [line({ description: 'Pro 🚀 plan' })] }));
    const start = runs.findIndex(({ text }) => text.startsWith('Pro'));
    expect(runs.slice(start, start + 3).map(({ text }) => text)).toEqual(['Pro ', '🚀', ' plan']);
  });

  it('direction marks in a description cannot reorder the text around it', async () => {
    const runs = await runsOf(invoice({ lines: [line({ description: 'pay \u202E00.001\u202C now' })] }));
    expect(runs.some((run) => run.text === 'pay 00.001 now' && run.direction === 'ltr')).toBe(true);
  });

  it('a character without a glyph is shown as a box, and its text is preserved', async () => {
    const run = (await runsOf(invoice({ lines: [line({ description: 'Party \u{13000}' })] }))).find((one) =>
      one.text.startsWith('Party'),
    );
    expect(run).toMatchObject({ text: 'Party \uFFFD', spoken: 'Party \u{13000}' });
  });

  it('Han characters use the font that the surrounding text suggests', () => {
    expect(hanFamily('東京 みどり', 'sc')).toBe('jp');
    expect(hanFamily('서울 中央', 'sc')).toBe('kr');
    expect(hanFamily('中央', 'tc')).toBe('tc');
  });
});

describe('stream of an invoice PDF', () => {
  it('the PDF is streamed page by page', async () => {
    const sizes: number[] = [];
    for await (const chunk of renderInvoicePdf(invoice({ lines: lines(200) }))) sizes.push(chunk.length);
    expect(sizes.length).toBeGreaterThan(8);
  });

  it('drawing stops when the consumer closes the stream', async () => {
    const stream = renderInvoicePdf(invoice({ lines: lines(400) })) as NodeJS.ReadableStream & {
      destroyed: boolean;
      destroy(): void;
    };
    let pieces = 0;
    for await (const _ of stream) {
      if (++pieces === 2) break;
    }
    expect(stream.destroyed).toBe(true);
    const unread = renderInvoicePdf(invoice()) as typeof stream;
    unread.destroy();
    expect(unread.destroyed).toBe(true);
  });

  it('concurrent renderings do not mix their documents', async () => {
    const names = ['北京软件', 'みどり商事', '서울', 'القاهرة', 'Москва'];
    const all = await Promise.all(names.map((name) => render(invoice({ lines: [line({ description: name })] }))));
    const again = await Promise.all(names.map((name) => render(invoice({ lines: [line({ description: name })] }))));
    for (const [index, pdf] of all.entries()) expect(again[index]?.equals(pdf)).toBe(true);
  });
});
