import { RULES, SHEET } from './sheet.ts';
import type { TextLine } from './textLines.ts';

/** A line of text on a strip. */
interface TextMark {
  kind: 'text';
  line: TextLine;
  x: number;
  /** From the strip's top. */
  baseline: number;
}

/** A horizontal rule on a strip. */
export interface RuleMark {
  kind: 'rule';
  from: number;
  to: number;
  /** From the strip's top. */
  y: number;
  color: string;
}

/** A slice of the body, as wide as the page: the smallest thing that pages are made of. */
export interface Strip {
  height: number;
  marks: readonly (TextMark | RuleMark)[];
  /** The next strip must stand on the same page. */
  glued: boolean;
  /** Part of the table, whose header is repeated on every page that it reaches. */
  inTable: boolean;
}

/** A column of lines, placed beside others. */
export interface Cell {
  x: number;
  width: number;
  align: 'left' | 'right';
  lines: readonly TextLine[];
}

/** Columns side by side, line by line: the n-th lines of all cells share the n-th strip's baseline. */
export function rack(cells: readonly Cell[], inTable = false): Strip[] {
  const count = Math.max(0, ...cells.map((cell) => cell.lines.length));
  return Array.from({ length: count }, (_, index) => {
    const row = cells.flatMap((cell) => {
      const line = cell.lines[index];
      return line === undefined ? [] : [{ cell, line }];
    });
    const height = Math.max(...row.map(({ line }) => line.style.leading));
    // Ascenders are about three quarters of the type, which centres a line in its leading.
    const baseline = Math.max(...row.map(({ line }) => (line.style.leading + line.style.size * 0.72) / 2));
    const marks = row.map(({ cell, line }): TextMark => {
      const x = cell.align === 'right' ? cell.x + cell.width - line.width : cell.x;
      return { kind: 'text', line, x, baseline };
    });
    return { height, marks, glued: false, inTable };
  });
}

/** A strip of empty space. */
export function gap(height: number, inTable = false): Strip {
  return { height, marks: [], glued: false, inTable };
}

/** A rule across the body or a part of it, with space below it. */
export function rule(below: number, options: { color?: string; from?: number; inTable?: boolean } = {}): Strip {
  const { color = RULES.faint, from = SHEET.left, inTable = false } = options;
  return { height: below, marks: [{ kind: 'rule', from, to: SHEET.right, y: 0, color }], glued: false, inTable };
}

/** Binds strips together, and their last to what follows if `toNext`. */
export function glued(strips: readonly Strip[], toNext = false): Strip[] {
  return strips.map((strip, index) => ({ ...strip, glued: toNext || index < strips.length - 1 }));
}

/** The height of strips set one below another. */
export function heightOf(strips: readonly Strip[]): number {
  return strips.reduce((sum, strip) => sum + strip.height, 0);
}
