import type { TextStyle } from './textLines.ts';

/** A4 in points, with its margins. */
export const SHEET = {
  width: 595.28,
  height: 841.89,
  left: 56,
  right: 539.28,
  top: 60,
  /** The lower edge of the body. */
  bottom: 762,
  /** Baseline of the footer. */
  footer: 796,
} as const;

/** The width of the body. */
export const MEASURE = SHEET.right - SHEET.left;

/** The height of the body. */
export const BODY_HEIGHT = SHEET.bottom - SHEET.top;

const INK = '#1c2230';
const MUTED = '#667085';

/** Colors of lines, from faint to firm. */
export const RULES = { faint: '#e7e9ee', firm: '#aeb4c0' } as const;

/** The whole type scale: size, and distance from one baseline to the next. */
export const STYLES = {
  title: { size: 21, weight: 400, color: INK, leading: 28 },
  sender: { size: 12.5, weight: 600, color: INK, leading: 28 },
  senderMore: { size: 12.5, weight: 600, color: INK, leading: 16 },
  figure: { size: 16, weight: 600, color: INK, leading: 23 },
  strong: { size: 9, weight: 600, color: INK, leading: 13 },
  text: { size: 9, weight: 400, color: INK, leading: 13 },
  muted: { size: 9, weight: 400, color: MUTED, leading: 13 },
  small: { size: 7.8, weight: 400, color: MUTED, leading: 11.2 },
} as const satisfies Record<string, TextStyle>;
