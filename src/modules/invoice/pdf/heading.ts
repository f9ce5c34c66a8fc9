import type { InvoiceDocument } from './document.ts';
import type { Formats } from './format.ts';
import { fill, type Labels } from './labels.ts';
import { MEASURE, SHEET, STYLES } from './sheet.ts';
import { type Cell, gap, glued, rack, rule, type Strip } from './strips.ts';
import type { SetText, TextLine, TextStyle } from './textlines.ts';

/** What the parts of a document are composed with. */
export interface Composing {
  doc: InvoiceDocument;
  labels: Labels;
  formats: Formats;
  set: SetText;
}

const GUTTER = 18;

/** Everything above the table. */
export function heading(composing: Composing): Strip[] {
  return [...masthead(composing), gap(16), rule(16), ...parties(composing), gap(20), ...statement(composing), gap(22)];
}

function masthead({ doc, labels, set }: Composing): Strip[] {
  const half = (MEASURE - GUTTER) / 2;
  const name = set(doc.seller.name, STYLES.sender, half).map((line, index) =>
    index === 0 ? line : { ...line, style: STYLES.senderMore },
  );
  const under = doc.seller.headerText ? set(doc.seller.headerText, STYLES.small, half) : [];
  const number = doc.number ?? labels.draftNumber;
  return rack([
    { x: SHEET.left, width: half, align: 'left', lines: [...name, ...under] },
    {
      x: SHEET.right - half,
      width: half,
      align: 'right',
      lines: [
        ...set(labels.title[doc.kind], STYLES.title, half),
        ...set(number, STYLES.text, half),
        ...set(labels.status[doc.status], STYLES.muted, half),
      ],
    },
  ]);
}

function parties({ doc, labels, formats, set }: Composing): Strip[] {
  const width = (MEASURE - 2 * GUTTER) / 3;
  const { seller, buyer } = doc;
  const column = (label: string, name: string | null, others: readonly (string | null)[]): TextLine[] => [
    ...set(label, STYLES.muted, width),
    ...(name ? set(name, STYLES.strong, width) : []),
    ...others.flatMap((text) => (text ? set(text, STYLES.text, width) : [])),
  ];
  const taxId = (id: string | null) => (id ? fill(labels.taxId, { id }) : null);
  const from = column(labels.from, seller.name, [...seller.addressLines, taxId(seller.taxId)]);
  const toLabel = doc.kind === 'invoice' ? labels.billedTo : labels.creditedTo;
  const to = column(toLabel, buyer.name, [...buyer.addressLines, buyer.email, ...buyer.taxIds.map(taxId)]);
  const date = (value: Date | null) => (value ? formats.date(value) : null);
  const facts: [label: string, value: string | null][] = [
    [labels.issued, date(doc.dates.issued)],
    [labels.due, date(doc.dates.due)],
    [labels.paid, date(doc.dates.paid)],
    [labels.corrects, doc.correctsNumber],
  ];
  return rack([
    { x: SHEET.left, width, align: 'left', lines: from },
    { x: SHEET.left + width + GUTTER, width, align: 'left', lines: to },
    ...details(labels.details, facts, width, set),
  ]);
}

/** Labels at the left and values at the right of the third column, kept abreast when a value wraps. */
function details(
  title: string,
  facts: readonly [label: string, value: string | null][],
  width: number,
  set: SetText,
): Cell[] {
  const x = SHEET.right - width;
  const labelWidth = width * 0.38;
  if (facts.every(([, value]) => value === null)) return [];
  const labels = [...set(title, STYLES.muted, width)];
  const values = [...set('', STYLES.text, width)];
  for (const [label, value] of facts) {
    if (value === null) continue;
    labels.push(...set(label, STYLES.text, labelWidth));
    values.push(...set(value, STYLES.text, width - labelWidth));
    const blank = (lines: TextLine[]) => {
      while (lines.length < Math.max(labels.length, values.length)) lines.push(...set('', STYLES.text, width));
    };
    blank(labels);
    blank(values);
  }
  return [
    { x, width: labelWidth, align: 'left', lines: labels },
    { x: x + labelWidth, width: width - labelWidth, align: 'right', lines: values },
  ];
}

/** The one thing that the reader looks for: how much, and by when. */
function statement({ doc, labels, formats, set }: Composing): Strip[] {
  const { due, paid } = doc.dates;
  const one = (amount: bigint, words: string): [string, string] => [formats.money(amount), words];
  const [figure, words] = ((): [string, string] => {
    if (doc.status === 'DRAFT') return one(doc.total, labels.draftNotice);
    if (doc.status === 'VOID') return one(doc.total, labels.status.VOID);
    if (doc.kind === 'credit_note') return one(doc.total < 0n ? -doc.total : doc.total, labels.credited);
    if (doc.status === 'PAID') {
      return one(doc.total, paid ? fill(labels.paidOn, { date: formats.date(paid) }) : labels.paidInFull);
    }
    return one(doc.amountDue, due ? fill(labels.dueOn, { date: formats.date(due) }) : labels.dueNow);
  })();
  const line = (text: string, style: TextStyle) => set(text, style, MEASURE);
  const large = line(figure, STYLES.figure);
  const after = (large.at(-1)?.width ?? 0) + 8;
  const beside = set(words, STYLES.muted, MEASURE);
  const fits = large.length === 1 && beside.length === 1 && after + (beside[0]?.width ?? 0) <= MEASURE;
  if (fits) {
    return rack([
      { x: SHEET.left, width: MEASURE, align: 'left', lines: large },
      { x: SHEET.left + after, width: MEASURE, align: 'left', lines: beside },
    ]);
  }
  return glued(rack([{ x: SHEET.left, width: MEASURE, align: 'left', lines: [...large, ...beside] }]));
}
