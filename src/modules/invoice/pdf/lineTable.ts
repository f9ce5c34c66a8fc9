import { type Cell, gap, glued, heightOf, rack, rule, type Strip } from '../../../pdf/rows.ts';
import { BODY_HEIGHT, MEASURE, RULES, SHEET, STYLES } from '../../../pdf/sheet.ts';
import type { TextLine } from '../../../pdf/textLines.ts';
import type { InvoiceDocumentLine } from './document.ts';
import type { Composing } from './heading.ts';

const GUTTER = 16;

/** Amounts wider than this wrap; without a limit a thirty-digit one would leave no room for words. */
const WIDEST_NUMBER = 124;

/** The table: the header that every page repeats, and the strips of each row. */
export interface Table {
  header: Strip[];
  rows: Strip[][];
}

interface Texts {
  quantity: readonly TextLine[];
  unitPrice: readonly TextLine[];
  amount: readonly TextLine[];
}

/** Sets the document's lines. */
export function table(composing: Composing): Table {
  const { doc, t, set } = composing;
  const heads: Texts = {
    quantity: set(t('document.quantity'), STYLES.muted, WIDEST_NUMBER),
    unitPrice: set(t('document.unitPrice'), STYLES.muted, WIDEST_NUMBER),
    amount: set(t('document.amount'), STYLES.muted, WIDEST_NUMBER),
  };
  const texts = doc.lines.map((line) => numbers(line, composing));
  const columns = columnsFor([heads, ...texts]);
  const header = glued(
    [
      ...rack(columns.cells(set(t('document.description'), STYLES.muted, columns.wordsWidth), heads), true),
      gap(4, true),
      rule(7, { color: RULES.firm, inTable: true }),
    ],
    true,
  );
  const rows = doc.lines.map((line, index) => {
    const cells = columns.cells(words(line, columns.wordsWidth, composing), texts[index] ?? heads);
    return bound([...rack(cells, true), gap(6, true), rule(7, { inTable: true })]);
  });
  if (rows.length === 0) {
    const none = set(t('document.noLines'), STYLES.muted, columns.wordsWidth);
    rows.push(bound([...rack([{ x: SHEET.left, width: MEASURE, align: 'left', lines: none }], true), gap(7, true)]));
  }
  return { header, rows };
}

/** A row stays whole, unless it is so tall that moving it would leave most of a page empty. */
function bound(row: Strip[]): Strip[] {
  return heightOf(row) < BODY_HEIGHT / 3 ? glued(row) : row;
}

function numbers(line: InvoiceDocumentLine, { formats, set }: Composing): Texts {
  const unitPrice = line.unitAmount === null ? '' : formats.money(line.unitAmount);
  return {
    quantity: set(formats.quantity(line.quantity), STYLES.text, WIDEST_NUMBER),
    unitPrice: set(unitPrice, STYLES.text, WIDEST_NUMBER),
    amount: set(formats.money(line.amount), STYLES.text, WIDEST_NUMBER),
  };
}

/** The description, and below it in small type what explains the amount. */
function words(line: InvoiceDocumentLine, width: number, { t, formats, set }: Composing): TextLine[] {
  const discounted = () =>
    t('document.discounted', { gross: formats.money(line.gross), discount: formats.money(line.discount) });
  const small = [
    // The sentence names the days itself.
    line.period && !line.explanationSentence ? formats.period(line.period) : null,
    line.discount === 0n ? null : discounted(),
    line.explanationSentence,
    line.taxWords ?? null,
  ];
  return [
    ...set(line.description, STYLES.text, width),
    ...small.flatMap((text) => (text ? set(text, STYLES.small, width) : [])),
  ];
}

/** Number columns are as wide as their widest entry; words get all that is left. */
function columnsFor(texts: readonly Texts[]) {
  const widest = (name: keyof Texts) => {
    let width = 0;
    for (const entry of texts) for (const line of entry[name]) width = Math.max(width, line.width);
    return Math.ceil(width);
  };
  const widths = { quantity: widest('quantity'), unitPrice: widest('unitPrice'), amount: widest('amount') };
  const amountX = SHEET.right - widths.amount;
  const unitPriceX = amountX - GUTTER - widths.unitPrice;
  const quantityX = unitPriceX - GUTTER - widths.quantity;
  const wordsWidth = quantityX - GUTTER - SHEET.left;
  const right = (x: number, name: keyof Texts, row: Texts): Cell => ({
    x,
    width: widths[name],
    align: 'right',
    lines: row[name],
  });
  const cells = (description: readonly TextLine[], row: Texts): Cell[] => [
    { x: SHEET.left, width: wordsWidth, align: 'left', lines: description },
    right(quantityX, 'quantity', row),
    right(unitPriceX, 'unitPrice', row),
    right(amountX, 'amount', row),
  ];
  return { wordsWidth, cells };
}
