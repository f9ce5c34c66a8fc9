// Two libraries whose types are missing or incomplete; only what is used here is described.

declare module 'linebreak' {
  /** The Unicode line breaking algorithm (UAX #14). */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required: boolean } | null;
  }
}

declare module 'subset-font' {
  /** HarfBuzz' subsetter; it also unpacks WOFF2 and pins the axes of variable fonts. */
  export default function subsetFont(
    font: Uint8Array,
    text: undefined,
    options: { targetFormat: 'truetype'; keepAllGlyphs: true; variationAxes: Record<string, number> },
  ): Promise<Uint8Array>;
}
