import { type Cluster, clustersOf, inVisualOrder, paragraphsOf, type Run, runsOf } from './clusters.ts';
import type { HanFamily, Weight } from './fontFamilies.ts';
import type { ChooseFace } from './fontRegistry.ts';
import { lineBreaks } from './lineBreaks.ts';

/** The style of a text. */
export interface TextStyle {
  size: number;
  weight: Weight;
  color: string;
  /** From one baseline to the next. */
  leading: number;
}

/** A run of a line in visual order, from left to right. */
export interface PlacedRun extends Run {
  /** From the line's left end. */
  x: number;
  width: number;
  /** The text for copying and screen readers, if the glyphs alone do not map to it. */
  spoken: string | null;
}

/** One typeset line. */
export interface TextLine {
  style: TextStyle;
  runs: readonly PlacedRun[];
  width: number;
}

/** Sets text in lines no wider than `width`. */
export type SetText = (text: string, style: TextStyle, width: number) => readonly TextLine[];

/** The typesetter of one document. It caches lines that repeat, such as the period of every row. */
export function textSetter(choose: ChooseFace, han: HanFamily): SetText {
  const known = new Map<string, readonly TextLine[]>();
  return (text, style, width) => {
    const key = `${style.size} ${style.weight} ${style.color} ${style.leading} ${width} ${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const lines = paragraphsOf(text).flatMap((paragraph) => {
      const clusters = clustersOf(paragraph, style.weight, han, choose);
      return wrapped(clusters, lineBreaks(paragraph), style, width).map((line) => setLine(line, style));
    });
    known.set(key, lines);
    return lines;
  };
}

/** No line holds more; an endless word is handled in pieces of this size instead of as a whole. */
const LONGEST_PIECE = 200;

/** The clusters between two places at which a line may end. */
interface Piece {
  clusters: readonly Cluster[];
  /** Whether the piece continues an endless word that was cut. */
  continues: boolean;
}

/** Greedy: as many pieces as fit; a piece that is wider than a whole line is cut between clusters. */
function wrapped(clusters: Cluster[], breaks: readonly number[], style: TextStyle, width: number): Cluster[][] {
  const lines: Cluster[][] = [];
  let line: Cluster[] = [];
  let used = 0;
  const turn = () => {
    lines.push(line);
    line = [];
    used = 0;
  };
  for (const { clusters: piece, continues } of piecesOf(clusters, breaks)) {
    let rest = piece;
    if (line.length > 0 && !continues && used + widthOf(trimmed(rest), style) > width) turn();
    while (rest.length > 0 && used + widthOf(trimmed(rest), style) > width) {
      const fitting = fittingCount(rest, style, width - used);
      // A line takes at least one cluster, however wide: otherwise this would never end.
      const taken = fitting === 0 && line.length === 0 ? 1 : fitting;
      line.push(...rest.slice(0, taken));
      rest = rest.slice(taken);
      if (rest.length > 0) turn();
      else used = width;
    }
    line.push(...rest);
    used += widthOf(rest, style);
  }
  lines.push(line);
  return lines;
}

function piecesOf(clusters: readonly Cluster[], breaks: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let piece: Cluster[] = [];
  let continues = false;
  let next = 0;
  const close = (cut: boolean) => {
    if (piece.length > 0) pieces.push({ clusters: piece, continues });
    piece = [];
    continues = cut;
  };
  for (const cluster of clusters) {
    let mayBreak = false;
    while ((breaks[next] ?? Number.POSITIVE_INFINITY) <= cluster.at) {
      next++;
      mayBreak = true;
    }
    if (mayBreak) close(false);
    else if (piece.length >= LONGEST_PIECE) close(true);
    piece.push(cluster);
  }
  close(false);
  return pieces;
}

/** The number of clusters that fit, found by halving. */
function fittingCount(clusters: readonly Cluster[], style: TextStyle, width: number): number {
  let fits = 0;
  let tooMany = clusters.length;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (widthOf(clusters.slice(0, middle), style) <= width) fits = middle;
    else tooMany = middle;
  }
  return fits;
}

/** Spaces at a line's end hang over it and count for nothing. */
function trimmed(clusters: readonly Cluster[]): readonly Cluster[] {
  let end = clusters.length;
  while (/^\s$/.test(clusters[end - 1]?.text ?? '')) end--;
  return clusters.slice(0, end);
}

function widthOf(clusters: readonly Cluster[], style: TextStyle): number {
  return runsOf(clusters).reduce((sum, run) => sum + runWidth(run, style), 0);
}

function runWidth(run: Run, style: TextStyle): number {
  return (run.face.width(run.text, run.direction) * style.size) / 1000;
}

function setLine(clusters: readonly Cluster[], style: TextStyle): TextLine {
  let x = 0;
  const runs = inVisualOrder(runsOf(trimmed(clusters))).map((run): PlacedRun => {
    // Readers turn right-to-left glyphs back themselves, and would turn a spoken text once more.
    const copiesCorrectly = run.direction === 'rtl' || (run.original === run.text && run.face.readsBack(run.text));
    const placed = { ...run, x, width: runWidth(run, style), spoken: copiesCorrectly ? null : run.original };
    x += placed.width;
    return placed;
  });
  return { style, runs, width: x };
}
