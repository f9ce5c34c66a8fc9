import { embedded } from '../../../i18n/bidi.ts';
import { type Direction, localeOf } from '../../../i18n/locale.ts';
import { translator } from '../../../i18n/translate.ts';
import { hanFamily, hanFamilyOfLocale } from '../../../pdf/fontFamilies.ts';
import type { ChooseFace } from '../../../pdf/fontRegistry.ts';
import { type Page, paginate } from '../../../pdf/pages.ts';
import { glued } from '../../../pdf/rows.ts';
import { BODY_HEIGHT, MEASURE, SHEET, STYLES } from '../../../pdf/sheet.ts';
import { type SetText, type TextLine, textSetter } from '../../../pdf/textLines.ts';
import type { InvoiceDocument } from './document.ts';
import { formatsFor } from './format.ts';
import { type Composing, heading } from './heading.ts';
import { table } from './lineTable.ts';
import { closing, memo, payment, taxNotes, totals } from './totals.ts';

/** A document set in lines and dealt out to pages, ready to be drawn. */
export interface Composition {
  title: string;
  language: string;
  /** Right to left: pages are composed as for left to right, and drawn mirrored. */
  direction: Direction;
  pages: Page[];
  /** The footer of a page: its left and its right line. */
  footer(page: number): { left: TextLine | undefined; right: TextLine | undefined };
}

/** Sets the whole document. Pure: the same document and fonts give the same pages. */
export function composeInvoice(doc: InvoiceDocument, choose: ChooseFace): Composition {
  const locale = localeOf(doc.locale);
  const t = translator('invoice', locale);
  const set = textSetter(choose, hanFamilyOfLocale(doc.locale) ?? hanFamily(someText(doc), 'sc'));
  const composing: Composing = { doc, t, formats: formatsFor(locale, doc.currency), set };
  const { header, rows } = table(composing);
  const last = rows.pop() ?? [];
  const strips = [...heading(composing), ...header, ...rows.flat(), ...endOfTable(last), ...end(composing)];
  const pages = paginate(strips, { top: SHEET.top, height: BODY_HEIGHT, tableHeader: header });
  const name = `${t(`document.title.${doc.kind}`)} ${doc.number ?? `(${t('document.status.DRAFT')})`}`;
  return {
    title: `${name} · ${doc.seller.name}`,
    language: locale.tag,
    direction: locale.direction,
    pages,
    footer: (page) => ({
      left: oneLine(`${embedded(doc.seller.name, locale.direction)} · ${name}`, MEASURE * 0.75, set),
      right: oneLine(t('document.page', { page, pages: pages.length }), MEASURE * 0.25, set),
    }),
  };
}

/** The sums and everything below them. Long texts of the merchant may run over pages, so only short ends stay together. */
function end(composing: Composing) {
  const { memo: note, paymentTerms, seller } = composing.doc;
  const sums = [...totals(composing), ...taxNotes(composing)];
  if (!note && !paymentTerms && !seller.legalNotice)
    return glued([...sums, ...payment(composing), ...closing(composing)]);
  return [...glued(sums), ...payment(composing), ...memo(composing), ...glued(closing(composing))];
}

/** Totals never begin a page without a row above them: the last row is moved to that page too. */
function endOfTable(row: ReturnType<typeof table>['rows'][number]) {
  const whole = row.slice(0, -1).every((strip) => strip.glued);
  // Of a row that is too tall to be moved as a whole, only the end is moved.
  const kept = whole ? 0 : Math.max(0, row.length - 4);
  return [...row.slice(0, kept), ...glued(row.slice(kept), true)];
}

function oneLine(text: string, width: number, set: SetText): TextLine | undefined {
  const [first, ...more] = set(text, STYLES.small, width);
  if (first === undefined || more.length === 0) return first;
  const shown = [...text];
  // Halving until it fits sets the text a few times, and happens only for names of a hundred characters.
  for (let keep = shown.length >> 1; keep > 0; keep >>= 1) {
    const cut = set(`${shown.slice(0, keep).join('')}…`, STYLES.small, width);
    if (cut.length === 1) return cut[0];
  }
  return first;
}

/** The texts that hint at the language of bare Han characters: people and what they buy. */
function someText({ seller, buyer, lines }: InvoiceDocument): string {
  const names = [seller.name, ...seller.addressLines, buyer.name ?? '', ...buyer.addressLines];
  return [...names, ...lines.slice(0, 50).map((line) => line.description)].join('\n');
}
