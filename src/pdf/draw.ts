import type { Direction } from '../i18n/locale.ts';
import type { Page } from './pages.ts';
import type { RuleMark } from './rows.ts';
import { SHEET } from './sheet.ts';
import type { PlacedRun, TextLine } from './textLines.ts';

/**
 * Draws one composed page as the document's next page. A document that is read from right to left is the mirror image
 * of its composition: every line and rule changes sides, and none is turned round itself.
 */
export function drawPage(
  pdf: PDFKit.PDFDocument,
  page: Page,
  footer: { left: TextLine | undefined; right: TextLine | undefined },
  direction: Direction,
): void {
  const place = (x: number, width: number) => (direction === 'rtl' ? SHEET.width - x - width : x);
  pdf.addPage();
  for (const { strip, y } of page) {
    for (const mark of strip.marks) {
      if (mark.kind === 'text') drawLine(pdf, mark.line, place(mark.x, mark.line.width), y + mark.baseline);
      else drawRule(pdf, mark, place(mark.from, mark.to - mark.from), y);
    }
  }
  if (footer.left) drawLine(pdf, footer.left, place(SHEET.left, footer.left.width), SHEET.footer);
  const { right } = footer;
  if (right) drawLine(pdf, right, place(SHEET.right - right.width, right.width), SHEET.footer);
}

function drawRule(pdf: PDFKit.PDFDocument, { from, to, y, color }: RuleMark, x: number, top: number): void {
  pdf
    .moveTo(x, top + y)
    .lineTo(x + to - from, top + y)
    .lineWidth(0.6)
    .stroke(color);
}

function drawLine(pdf: PDFKit.PDFDocument, line: TextLine, x: number, baseline: number): void {
  if (line.runs.length === 0) return;
  pdf.fillColor(line.style.color);
  for (const run of line.runs) drawRun(pdf, run, line.style.size, x, baseline);
}

function drawRun(pdf: PDFKit.PDFDocument, run: PlacedRun, size: number, x: number, baseline: number): void {
  const options: PDFKit.Mixins.TextOptions & { textWidth: number; wordCount: number } = {
    lineBreak: false,
    baseline: 'alphabetic',
    // Known already; PDFKit would measure again.
    textWidth: run.width,
    wordCount: 1,
    // Not a feature but the direction: see `asFace`.
    features: [run.direction as PDFKit.Mixins.OpenTypeFeatures],
  };
  pdf.font(run.face.source as unknown as PDFKit.Mixins.PDFFontSource, run.face.id, size);
  if (run.spoken !== null) pdf.markContent('Span', { actual: run.spoken });
  pdf.text(run.text, x + run.x, baseline, options);
  if (run.spoken !== null) pdf.endMarkedContent();
}
