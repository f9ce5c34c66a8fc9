/**
 * The colours of the portal's page and mails, made of the two that a merchant chooses: everybody can read what is drawn with them,
 * in the light and in the dark. A colour that cannot be read becomes lighter or darker, by as little as is needed, and
 * keeps its hue. Pure.
 */
import { blend, contrast, type Hex, toHex, toOklch } from './color.ts';

/** WCAG 2.2, 1.4.3: text. */
export const TEXT_CONTRAST = 4.5;
/** WCAG 2.2, 1.4.11: what tells a control, and whether it has the focus, from what is around it. */
export const BOUNDARY_CONTRAST = 3;
/** Ink on the ground: so much that the softer colours find room in between. */
export const GROUND_CONTRAST = 10;

/** The accent of a portal that has chosen none. */
export const DEFAULT_ACCENT: Hex = '#2a55d4';

export interface ThemeColors {
  /** Behind everything. */
  ground: Hex;
  /** Cards, on the ground. */
  surface: Hex;
  /** Text, on both. */
  ink: Hex;
  /** Less important text, on both. */
  softInk: Hex;
  /** The outlines of fields, on both. */
  boundary: Hex;
  /** What fills the most important button, on both. */
  accent: Hex;
  /** The same under the pointer. */
  accentHover: Hex;
  /** Text on `accent` and on `accentHover`. */
  onAccent: Hex;
  /** A hint of the accent on the surface, behind what is chosen; all text can be read on it, too. */
  accentSoft: Hex;
  /** Links and other text in the accent's hue, on both. */
  accentText: Hex;
  /** The ring around what has the focus, on both. */
  focusRing: Hex;
}

export interface Theme {
  light: ThemeColors;
  dark: ThemeColors;
}

interface Paper {
  ground: Hex;
  surface: Hex;
  ink: Hex;
  softInk: Hex;
  boundary: Hex;
}

const LIGHT: Paper = {
  ground: '#f6f7f9',
  surface: '#ffffff',
  ink: '#1a1d24',
  softInk: '#5b6270',
  boundary: '#868d9b',
};
const DARK: Paper = {
  ground: '#121419',
  surface: '#1c1f26',
  ink: '#eceef3',
  softInk: '#a4abb9',
  boundary: '#6f7786',
};
/** What text on the accent can be, in the order of preference; one of the last two can be read on any colour. */
const ON_ACCENT: readonly Hex[] = ['#ffffff', '#1a1d24', '#000000'];

const STEPS = 250;
const HOVER = 0.05;
const SOFT = 0.09;

/**
 * The colour itself where `fits` holds for it; otherwise the one of its hue that is nearest in lightness. Black and
 * white are tried in the end.
 */
export function nearest(color: Hex, fits: (candidate: Hex) => boolean): Hex {
  if (fits(color)) return color;
  const from = toOklch(color);
  for (let step = 1; step <= STEPS; step++) {
    for (const l of [from.l - step / STEPS, from.l + step / STEPS]) {
      if (l < 0 || l > 1) continue;
      const candidate = toHex({ ...from, l });
      if (fits(candidate)) return candidate;
    }
  }
  return fits('#000000') ? '#000000' : '#ffffff';
}

const readableOn =
  (minimum: number, ...papers: readonly Hex[]) =>
  (candidate: Hex) =>
    papers.every((paper) => contrast(candidate, paper) >= minimum);

const textOn = (fill: Hex) => ON_ACCENT.find((text) => contrast(text, fill) >= TEXT_CONTRAST);

function mode(paper: Paper, accentChosen: Hex, groundChosen: Hex | null): ThemeColors {
  const { surface, ink } = paper;
  const ground = groundChosen ? nearest(groundChosen, readableOn(GROUND_CONTRAST, ink)) : paper.ground;
  const boundary = readableOn(BOUNDARY_CONTRAST, surface, ground);
  const accent = nearest(accentChosen, (fill) => boundary(fill) && textOn(fill) !== undefined);
  const accentSoft = blend(surface, accent, SOFT);
  const text = readableOn(TEXT_CONTRAST, surface, ground, accentSoft);
  const onAccent = textOn(accent) ?? '#000000';
  return {
    ground,
    surface,
    ink,
    softInk: nearest(paper.softInk, text),
    boundary: nearest(paper.boundary, boundary),
    accent,
    accentHover: hoverOf(accent, (fill) => boundary(fill) && contrast(fill, onAccent) >= TEXT_CONTRAST),
    onAccent,
    accentSoft,
    accentText: nearest(accentChosen, text),
    focusRing: nearest(accentChosen, boundary),
  };
}

/** A little darker or lighter, whichever can be read; the same where neither can. */
function hoverOf(accent: Hex, fits: (candidate: Hex) => boolean): Hex {
  const from = toOklch(accent);
  const moved = [from.l - HOVER, from.l + HOVER].filter((l) => l >= 0 && l <= 1).map((l) => toHex({ ...from, l }));
  return moved.find(fits) ?? accent;
}

const KEPT = 200;
const made = new Map<string, Theme>();

/** The page's colours. Anybody may ask for a portal's, again and again, so the latest are kept. */
export function themeOf(accent: Hex | null, background: Hex | null): Theme {
  const key = `${accent}${background}`;
  const known = made.get(key);
  if (known) return known;
  const theme = {
    light: mode(LIGHT, accent ?? DEFAULT_ACCENT, background),
    dark: mode(DARK, accent ?? DEFAULT_ACCENT, background),
  };
  if (made.size >= KEPT) made.delete(made.keys().next().value ?? '');
  made.set(key, theme);
  return theme;
}
