import type { Composing } from './heading.ts';
import { fill } from './labels.ts';
import { MEASURE, RULES, SHEET, STYLES } from './sheet.ts';
import { gap, rack, rule, type Strip } from './strips.ts';
import type { TextStyle } from './textlines.ts';

/** Where the sums begin: they stand under the table's numbers. */
const LEFT = SHEET.left + MEASURE * 0.46;
const WIDTH = SHEET.right - LEFT;

/** The sums, to be kept on one page. */
export function totals({ doc, labels, formats, set }: Composing): Strip[] {
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
    ...row(labels.subtotal, doc.subtotal, STYLES.text),
    ...(doc.discountTotal === 0n ? [] : row(labels.discount, -doc.discountTotal, STYLES.text)),
    ...divide(RULES.faint),
    ...row(labels.total, doc.total, STYLES.strong),
    ...doc.settlements.flatMap(({ label, amount }) => row(label, amount, STYLES.text)),
    // A credit note is never owed; a line "due 0" under a negative total would only puzzle.
    ...(doc.kind === 'credit_note' && doc.amountDue === 0n
      ? []
      : [...divide(RULES.firm), ...row(labels.amountDue, doc.amountDue, STYLES.strong)]),
  ];
}

/** Whom to ask. */
export function closing({ doc, labels, set }: Composing): Strip[] {
  if (!doc.seller.supportEmail) return [];
  const question = fill(labels.questions, { email: doc.seller.supportEmail });
  return [
    gap(26),
    ...rack([{ x: SHEET.left, width: MEASURE, align: 'left', lines: set(question, STYLES.small, MEASURE) }]),
  ];
}
