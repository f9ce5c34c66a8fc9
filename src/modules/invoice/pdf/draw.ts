import type { Page } from './pages.ts';
import { SHEET } from './sheet.ts';
import type { RuleMark } from './strips.ts';
import type { PlacedRun, TextLine } from './textlines.ts';

/** Draws one composed page as the document's next page. */
export function drawPage(
  pdf: PDFKit.PDFDocument,
  page: Page,
  footer: { left: TextLine | undefined; right: TextLine | undefined },
): void {
  pdf.addPage();
  for (const { strip, y } of page) {
    for (const mark of strip.marks) {
      if (mark.kind === 'text') drawLine(pdf, mark.line, mark.x, y + mark.baseline);
      else drawRule(pdf, mark, y);
    }
  }
  if (footer.left) drawLine(pdf, footer.left, SHEET.left, SHEET.footer);
  if (footer.right) drawLine(pdf, footer.right, SHEET.right - footer.right.width, SHEET.footer);
}

function drawRule(pdf: PDFKit.PDFDocument, { from, to, y, color }: RuleMark, top: number): void {
  pdf
    .moveTo(from, top + y)
    .lineTo(to, top + y)
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
