import { gap, rack, rule, type Strip } from '../../../pdf/rows.ts';
import { MEASURE, RULES, SHEET, STYLES } from '../../../pdf/sheet.ts';
import type { TextStyle } from '../../../pdf/textLines.ts';
import type { Composing } from './heading.ts';

/** The left edge of the totals, which stand under the number columns of the table. */
const LEFT = SHEET.left + MEASURE * 0.46;
const WIDTH = SHEET.right - LEFT;

/** The totals, which stay together on one page. */
export function totals(composing: Composing): Strip[] {
  const { doc, t, formats, set } = composing;
  const row = (label: string, amount: bigint, style: TextStyle): Strip[] => {
    const figures = set(formats.money(amount), style, WIDTH * 0.62);
    const taken = Math.max(0, ...figures.map((line) => line.width));
    const name = set(label, style === STYLES.strong ? style : STYLES.muted, WIDTH - taken - 12);
    return [
      ...rack([
        { x: LEFT, width: WIDTH, align: 'left', lines: name },
        { x: LEFT, width: WIDTH, align: 'right', lines: figures },
      ]),
      gap(4),
    ];
  };
  const divide = (color: string): Strip[] => [gap(2), rule(6, { color, from: LEFT })];
  return [
    gap(8),
    ...row(t('document.subtotal'), doc.subtotal, STYLES.text),
    ...(doc.discountTotal === 0n ? [] : row(t('document.discount'), -doc.discountTotal, STYLES.text)),
    ...taxRows(composing, row),
    ...divide(RULES.faint),
    ...row(t('document.total'), doc.total, STYLES.strong),
    ...doc.settlements.flatMap(({ label, amount }) => row(label, amount, STYLES.text)),
    // A credit note is never owed; a line "due 0" under a negative total would only puzzle.
    ...(doc.kind === 'credit_note' && doc.amountDue === 0n
      ? []
      : [...divide(RULES.firm), ...row(t('document.amountDue'), doc.amountDue, STYLES.strong)]),
  ];
}

type Row = (label: string, amount: bigint, style: TextStyle) => Strip[];

/** The net amount and a row for each tax; nothing on a document without tax. */
function taxRows({ doc, t }: Composing, row: Row): Strip[] {
  if (!doc.tax) return [];
  return [
    ...row(t('document.net'), doc.tax.net, STYLES.text),
    ...doc.tax.rows.flatMap(({ label, amount }) => row(label, amount, STYLES.text)),
  ];
}

/** The sentences about tax, under the totals. */
export function taxNotes({ doc, set }: Composing): Strip[] {
  const notes = doc.tax?.notes ?? [];
  if (notes.length === 0) return [];
  return [
    gap(14),
    ...notes.flatMap((note) =>
      rack([{ x: SHEET.left, width: MEASURE, align: 'left', lines: set(note, STYLES.text, MEASURE) }]),
    ),
  ];
}

/** The merchant's note, which may be longer than a page. */
export function memo({ doc, set }: Composing): Strip[] {
  return doc.memo ? [gap(20), ...paragraphs(doc.memo, STYLES.text, set)] : [];
}

/** How to pay, by when, and on which terms. */
export function payment(composing: Composing): Strip[] {
  const { doc, set } = composing;
  const below = (text: string | null | undefined) => (text ? [gap(14), ...paragraphs(text, STYLES.text, set)] : []);
  return [...below(doc.transfer), ...instructions(composing), ...below(doc.paymentTerms)];
}

/** How to pay an invoice that was sent, in the merchant's words. */
function instructions({ doc, t, set }: Composing): Strip[] {
  if (!doc.paymentInstructions) return [];
  return [
    gap(14),
    ...paragraphs(t('document.howToPay'), STYLES.strong, set),
    ...paragraphs(doc.paymentInstructions, STYLES.text, set),
  ];
}

function paragraphs(text: string, style: TextStyle, set: Composing['set']): Strip[] {
  return text
    .split('\n')
    .flatMap((line) =>
      line.trim() === ''
        ? [gap(8)]
        : rack([{ x: SHEET.left, width: MEASURE, align: 'left', lines: set(line, style, MEASURE) }]),
    );
}

/** The contact for questions about the document, and the seller's statements about itself. */
export function closing({ doc, t, set }: Composing): Strip[] {
  const { supportEmail, legalNotice } = doc.seller;
  return [
    ...(supportEmail
      ? [gap(26), ...paragraphs(t('document.questions', { email: supportEmail }), STYLES.small, set)]
      : []),
    ...(legalNotice ? [gap(supportEmail ? 8 : 26), ...paragraphs(legalNotice, STYLES.small, set)] : []),
  ];
}
