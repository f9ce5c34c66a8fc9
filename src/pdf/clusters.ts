import bidiFactory from 'bidi-js';
import type { Direction, Face } from './font.ts';
import { type HanFamily, hanFamily, isEmojiFont, type Weight } from './fontFamilies.ts';
import type { ChooseFace } from './fontRegistry.ts';

/** One character as a reader perceives it, with its font and its place in the reading order. */
export interface Cluster {
  /** Index in the paragraph's text. */
  at: number;
  text: string;
  /** As written: `text` has brackets mirrored, or a sign in place of what no font draws. */
  original: string;
  face: Face;
  /** Bidi embedding level; odd ones run right to left. */
  level: number;
  /** Whether it must not share a run with its other neighbors. */
  apart: boolean;
}

/** Neighboring clusters that can be shaped together. */
export interface Run {
  face: Face;
  text: string;
  /** The original characters; see {@link Cluster.original}. */
  original: string;
  direction: Direction;
  level: number;
  apart: boolean;
}

// Its types describe an ES module, but Node loads it as CommonJS, whose default is the function itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Overrides and isolates reorder what surrounds them: in a customer's name they could make an
 * amount or an account number read otherwise than it is stored.
 */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/g;
const CONTROL = /[\p{Cc}\p{Cs}\u00AD]/gu;
/**
 * The one script that shares its font with others and has shaping rules of its own: fontkit shapes a run by the first
 * script in it, so Devanagari after a Latin word would not be shaped.
 */
const SHAPED_APART = /\p{Script=Devanagari}/u;
/** The ranges of right-to-left scripts and marks; all other text needs no bidi algorithm. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const BIDI_MARK = /[\u200E\u200F\u061C]/g;

/** The paragraphs of a text, without characters that must not or cannot be drawn. */
export function paragraphsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .replace(REORDERING, '')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((paragraph) => paragraph.replace(/\t/g, ' ').replace(CONTROL, ''));
}

/** Cuts a paragraph into clusters; characters whose font is not open yet are omitted. */
export function clustersOf(text: string, weight: Weight, han: HanFamily, choose: ChooseFace): Cluster[] {
  const levels = RIGHT_TO_LEFT.test(text) ? bidi.getEmbeddingLevels(text, 'auto').levels : null;
  const mirrored = levels === null ? null : bidi.getMirroredCharactersMap(text, levels);
  const preferred = hanFamily(text, han);
  const clusters: Cluster[] = [];
  for (const { index, segment } of GRAPHEMES.segment(text)) {
    const drawn = (mirrored?.get(index) ?? segment).replace(BIDI_MARK, '');
    if (drawn === '') continue;
    const level = levels?.[index] ?? 0;
    const before = clusters.at(-1);
    // A space stays with its word, so that a phrase is one run instead of many.
    if (drawn === ' ' && before?.face.covers(drawn) && !isEmojiFont(before.face.id)) {
      clusters.push({ ...before, at: index, text: drawn, original: segment, level });
      continue;
    }
    const setting = choose(drawn, weight, preferred);
    if (setting !== null)
      clusters.push({ at: index, original: segment, ...setting, level, apart: SHAPED_APART.test(drawn) });
  }
  return clusters;
}

/** Joins clusters into runs, in logical order. */
export function runsOf(clusters: readonly Cluster[]): Run[] {
  const runs: Run[] = [];
  for (const { face, text, original, level, apart } of clusters) {
    const last = runs.at(-1);
    if (last !== undefined && last.face === face && last.level === level && last.apart === apart) {
      last.text += text;
      last.original += original;
    } else runs.push({ face, text, original, level, apart, direction: level % 2 === 1 ? 'rtl' : 'ltr' });
  }
  return runs;
}

/** Rule L2 of the bidi algorithm: from the highest level down, reverse what is at least that high. */
export function inVisualOrder(runs: readonly Run[]): Run[] {
  const order = [...runs];
  const highest = Math.max(0, ...order.map((run) => run.level));
  for (let level = highest; level > 0; level--) {
    for (let start = 0; start < order.length; start++) {
      let end = start;
      while ((order[end]?.level ?? -1) >= level) end++;
      if (end > start) order.splice(start, end - start, ...order.slice(start, end).reverse());
      start = Math.max(start, end - 1);
    }
  }
  return order;
}
