import { readFile } from 'node:fs/promises';
import { create, type Font, type GlyphRun } from 'fontkit';

/** The direction that a run is shaped in; decided by the bidi algorithm, never by the font. */
export type Direction = 'ltr' | 'rtl';

/** One opened font file at one weight, shared by every document of the process. */
export interface Face {
  /** Unique per file and weight; PDFKit identifies its embedded fonts by it. */
  id: string;
  /** The font that PDFKit embeds and lays out with. */
  source: Font;
  covers(text: string): boolean;
  /** Shaped width in thousandths of the type size. */
  width(text: string, direction: Direction): number;
  /** Whether the glyphs of a left-to-right text, read one by one, give the text again. */
  readsBack(text: string): boolean;
}

/** Enough for the words of a large invoice. Beyond it the whole cache is cleared, which is cheaper than an LRU order. */
const SHAPED_RUNS_KEPT = 4000;

/** Opens a TTF or WOFF file. */
export async function openFace(id: string, path: string): Promise<Face> {
  return asFace(id, fontOf(await readFile(path)));
}

/**
 * Opens a variable WOFF2 file at one weight. fontkit can neither embed what it reads from WOFF2 nor
 * a glyph that it varied (foliojs/fontkit#308); so HarfBuzz makes a plain TTF of it first.
 */
export async function openVariableFace(id: string, path: string, weight: number): Promise<Face> {
  const { default: subsetFont } = await import('subset-font');
  const fixed = await subsetFont(await readFile(path), undefined, {
    targetFormat: 'truetype',
    keepAllGlyphs: true,
    variationAxes: { wght: weight },
  });
  return asFace(id, fontOf(Buffer.from(fixed)));
}

function fontOf(bytes: Buffer): Font {
  const font = create(bytes);
  if ('fonts' in font) throw new Error('A font collection is not one font');
  skipMissingAnchors(font);
  return font;
}

interface MarkPlacement {
  applyAnchor(mark: unknown, baseAnchor: unknown, base: number): void;
}
const mended = new WeakSet<object>();

/**
 * A base without an anchor for a class of marks leaves such a mark where it is; Gurmukhi and Telugu have such bases. fontkit
 * throws for them, which would cost the whole document.
 */
function skipMissingAnchors(font: Font): void {
  const { engine } = (font as unknown as { _layoutEngine: { engine?: { GPOSProcessor?: MarkPlacement | null } } })
    ._layoutEngine;
  const prototype = engine?.GPOSProcessor && (Object.getPrototypeOf(engine.GPOSProcessor) as MarkPlacement);
  if (!prototype || mended.has(prototype)) return;
  mended.add(prototype);
  const { applyAnchor } = prototype;
  prototype.applyAnchor = function (this: MarkPlacement, mark, baseAnchor, base) {
    if (baseAnchor) applyAnchor.call(this, mark, baseAnchor, base);
  };
}

function asFace(id: string, font: Font): Face {
  // A glyph is bound to the characters of its first use, and a reader of the PDF copies those. Its own character is used
  // first, so that a customer's text cannot bind it to another one. Compatibility characters are skipped, so that a
  // ligature is copied as its letters.
  for (const codePoint of font.characterSet) {
    const character = String.fromCodePoint(codePoint);
    if (character.normalize('NFKC') === character) font.glyphForCodePoint(codePoint);
  }
  readAsWritten(font);
  const shaped = new Map<string, GlyphRun>();
  const layout = (text: string, direction: Direction): GlyphRun => {
    const key = `${direction}${text}`;
    let run = shaped.get(key);
    if (run === undefined) {
      run = font.layout(text, undefined, undefined, undefined, direction);
      if (shaped.size >= SHAPED_RUNS_KEPT) shaped.clear();
      shaped.set(key, run);
    }
    return run;
  };
  const source: Font = Object.create(font, {
    // Two weights of one variable file carry one name, and PDFKit would embed the first for both.
    postscriptName: { value: `NotoSans-${id}` },
    // PDFKit passes OpenType features but no direction, and fontkit would then guess it from the
    // script; so the direction travels as the only feature. PDFKit also scales the positions in
    // place, therefore it gets its own.
    layout: {
      value: (text: string, features?: readonly string[]) => {
        const run = layout(text, features?.[0] === 'rtl' ? 'rtl' : 'ltr');
        return { ...run, advanceWidth: run.advanceWidth, positions: run.positions.map((at) => ({ ...at })) };
      },
    },
  });
  return {
    id,
    source,
    covers: (text) => [...text].every((character) => isIgnorable(character) || hasGlyph(font, character)),
    readsBack: (text) => {
      const codePoints = layout(text, 'ltr').glyphs.flatMap((glyph) => glyph.codePoints);
      return spaced(String.fromCodePoint(...codePoints)) === spaced(text);
    },
    width: (text, direction) => (layout(text, direction).advanceWidth * 1000) / font.unitsPerEm,
  };
}

/**
 * Two letters may share a glyph that no character has for itself, such as a joined form of Arabic. fontkit binds it to the
 * letters of its first use, which may be in another document; here each text gets its own.
 */
function readAsWritten(font: Font): void {
  const cache = font as unknown as { _glyphs: Record<number, unknown> };
  const ofCharacters = new Set(Object.keys(cache._glyphs).map(Number));
  const getGlyph = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints) => {
    const glyph = getGlyph(id, codePoints);
    if (!codePoints || !glyph || ofCharacters.has(id) || String(glyph.codePoints) === String(codePoints)) return glyph;
    return Object.create(glyph, { codePoints: { value: codePoints } }) as typeof glyph;
  };
}

function hasGlyph(font: Font, character: string): boolean {
  return font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}

/** Joiners and variation selectors steer shaping and are never drawn themselves. */
function isIgnorable(character: string): boolean {
  return /\p{Default_Ignorable_Code_Point}/u.test(character);
}

/** All spaces share one glyph, which can only be read back as one of them. */
function spaced(text: string): string {
  return text.replace(/\s/g, ' ');
}
