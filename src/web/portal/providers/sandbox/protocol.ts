/** The messages between the page and the sandbox fields in their frame. */
import type { FieldWords } from '../provider.ts';

/** The first message, from the page, which hands the channel over. */
export interface Opening {
  type: 'portico-sandbox-fields';
  kinds: readonly string[];
  words: FieldWords;
  language: string;
  direction: string;
  scheme: string | null;
  /** The company's typeface and corners. */
  font: string | null;
  corners: string | null;
  /** Custom properties of the company's colors. */
  colors: [property: string, color: string][];
}

export type ToFields = { type: 'submit' };
export type FromFields =
  | { type: 'ready' }
  | { type: 'height'; pixels: number }
  | { type: 'token'; token: string }
  | { type: 'wrong' }
  | { type: 'escape' };

export const COLOR_PROPERTY = /^--brand-[a-z-]{1,40}$/;
export const COLOR = /^#[0-9a-f]{6}$/i;
