import type { Translate } from '../../../i18n/translate.ts';
import { type Cell, gap, glued, rack, rule, type Strip } from '../../../pdf/rows.ts';
import { MEASURE, SHEET, STYLES } from '../../../pdf/sheet.ts';
import type { SetText, TextLine } from '../../../pdf/textLines.ts';
import type { InvoiceDocument } from './document.ts';
import type { Formats } from './format.ts';

/** The document and the tools that its parts are composed with. */
export interface Composing {
  doc: InvoiceDocument;
  t: Translate<'invoice'>;
  formats: Formats;
  set: SetText;
}

const GUTTER = 18;

/** Everything above the table. */
export function heading(composing: Composing): Strip[] {
  return [...masthead(composing), gap(16), rule(16), ...parties(composing), gap(20), ...statement(composing), gap(22)];
}

function masthead({ doc, t, set }: Composing): Strip[] {
  const half = (MEASURE - GUTTER) / 2;
  const name = set(doc.seller.name, STYLES.sender, half).map((line, index) =>
    index === 0 ? line : { ...line, style: STYLES.senderMore },
  );
  const under = doc.seller.headerText ? set(doc.seller.headerText, STYLES.small, half) : [];
  const number = doc.number ?? t('document.draftNumber');
  return rack([
    { x: SHEET.left, width: half, align: 'left', lines: [...name, ...under] },
    {
      x: SHEET.right - half,
      width: half,
      align: 'right',
      lines: [
        ...set(t(`document.title.${doc.kind}`), STYLES.title, half),
        ...set(number, STYLES.text, half),
        ...set(t(`document.status.${doc.status}`), STYLES.muted, half),
      ],
    },
  ]);
}

function parties({ doc, t, formats, set }: Composing): Strip[] {
  const width = (MEASURE - 2 * GUTTER) / 3;
  const { seller, buyer } = doc;
  const column = (label: string, name: string | null, others: readonly (string | null)[]): TextLine[] => [
    ...set(label, STYLES.muted, width),
    ...(name ? set(name, STYLES.strong, width) : []),
    ...others.flatMap((text) => (text ? set(text, STYLES.text, width) : [])),
  ];
  const taxId = (id: string | null, isVat = false) =>
    id ? t(isVat ? 'document.vatId' : 'document.taxId', { id }) : null;
  const taxNumber = seller.taxNumber ? t('document.taxNumber', { number: seller.taxNumber }) : null;
  const from = column(t('document.from'), seller.legalName ?? seller.name, [
    ...[...seller.addressLines, seller.phone ?? null],
    ...[taxId(seller.taxId, seller.hasVatId), taxNumber],
  ]);
  const toLabel = t(doc.kind === 'invoice' ? 'document.billedTo' : 'document.creditedTo');
  const to = column(toLabel, buyer.name, [
    ...buyer.addressLines,
    buyer.email,
    ...buyer.taxIds.map((id) => taxId(id, buyer.hasVatIds)),
  ]);
  const date = (value: Date | null) => (value ? formats.date(value) : null);
  const facts: [label: string, value: string | null][] = [
    [t('document.issued'), date(doc.dates.issued)],
    [t('document.supplied'), date(doc.dates.supplied ?? null)],
    [t('document.due'), date(doc.dates.due)],
    [t('document.paid'), date(doc.dates.paid)],
    [t('document.corrects'), doc.correctsNumbers.join(', ') || null],
    [t('document.replaces'), doc.replacesNumber ?? null],
    [t('document.purchaseOrder'), doc.purchaseOrder ?? null],
  ];
  return rack([
    { x: SHEET.left, width, align: 'left', lines: from },
    { x: SHEET.left + width + GUTTER, width, align: 'left', lines: to },
    ...details(t('document.details'), facts, width, set),
  ]);
}

/** Labels at the left and values at the right of the third column, aligned also if a value wraps. */
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

/** The amount that the document is about, and the words beside it. */
function figureOf({ doc, t, formats }: Composing): [amount: bigint, words: string] {
  const { due, paid } = doc.dates;
  if (doc.status === 'DRAFT') return [doc.total, t('document.draftNotice')];
  if (doc.status === 'VOID') return [doc.total, t('document.status.VOID')];
  if (doc.kind === 'credit_note') return [doc.total < 0n ? -doc.total : doc.total, t('document.credited')];
  if (doc.status === 'PAID')
    return [doc.total, paid ? t('document.paidOn', { date: formats.date(paid) }) : t('document.paidInFull')];
  return [doc.amountDue, due ? t('document.dueOn', { date: formats.date(due) }) : t('document.dueNow')];
}

/** The one thing that the reader looks for: how much, and by when. */
function statement(composing: Composing): Strip[] {
  const { formats, set } = composing;
  const [amount, words] = figureOf(composing);
  const large = set(formats.money(amount), STYLES.figure, MEASURE);
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
