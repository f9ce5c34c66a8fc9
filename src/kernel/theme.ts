/**
 * The colors of the portal's page and mails, derived from the two that a merchant chooses, with sufficient contrast in
 * light and dark mode. A color without enough contrast becomes lighter or darker by the least amount needed; its hue is
 * preserved. Pure.
 */
import { blend, contrast, type Hex, toHex, toOklch } from './color.ts';

/** The least contrast of text with its background (WCAG 2.2, 1.4.3). */
export const TEXT_CONTRAST = 4.5;
/** The least contrast of controls and focus indicators with their surroundings (WCAG 2.2, 1.4.11). */
export const BOUNDARY_CONTRAST = 3;
/**
 * The least contrast of a filled button with its surroundings. It need only be noticed: its label has the contrast of text,
 * and its outline that of a control. So a bright accent remains the company's own.
 */
export const FILL_CONTRAST = 1.2;
/**
 * The least contrast of text with the background that a merchant may choose: high enough that the softer colors fit in
 * between.
 */
const GROUND_CONTRAST = 10;

/** The accent of a portal that has chosen none. */
export const DEFAULT_ACCENT: Hex = '#2a55d4';

export interface ThemeColors {
  /** The page's background. */
  ground: Hex;
  /** Cards on the background. */
  surface: Hex;
  /** Text, on `ground` and `surface`. */
  ink: Hex;
  /** Less important text, on `ground` and `surface`. */
  softInk: Hex;
  /** The outlines of fields, on `ground` and `surface`. */
  boundary: Hex;
  /** The fill of the primary button, on `ground` and `surface`; outlined in `focusRing`. */
  accent: Hex;
  /** The fill of the primary button under the pointer. */
  accentHover: Hex;
  /** Text on `accent` and on `accentHover`. */
  onAccent: Hex;
  /** A tint of the accent behind a selected entry; text of every color has sufficient contrast on it. */
  accentSoft: Hex;
  /** Links and other text in the accent's hue, on `ground` and `surface`. */
  accentText: Hex;
  /** The focus ring and the outlines of selected and of primary controls, on `ground` and `surface`. */
  focusRing: Hex;
}

export interface Theme {
  light: ThemeColors;
  dark: ThemeColors;
}

interface Mode {
  ground: Hex;
  surface: Hex;
  ink: Hex;
  softInk: Hex;
  boundary: Hex;
}

const LIGHT: Mode = {
  ground: '#f6f7f9',
  surface: '#ffffff',
  ink: '#1a1d24',
  softInk: '#5b6270',
  boundary: '#868d9b',
};
const DARK: Mode = {
  ground: '#121419',
  surface: '#1c1f26',
  ink: '#eceef3',
  softInk: '#a4abb9',
  boundary: '#6f7786',
};
/** Candidates for text on the accent, in order of preference. One of the last two has enough contrast on any color. */
const ON_ACCENT: readonly Hex[] = ['#ffffff', '#1a1d24', '#000000'];

const STEPS = 250;
const HOVER = 0.05;
const SOFT = 0.09;

/**
 * The color itself if it satisfies `fits`; otherwise the color of its hue that does and is nearest in lightness. Black and
 * white are the last candidates.
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
    papers.every((base) => contrast(candidate, base) >= minimum);

const textOn = (fill: Hex) => ON_ACCENT.find((text) => contrast(text, fill) >= TEXT_CONTRAST);

function mode(base: Mode, accentChosen: Hex, groundChosen: Hex | null): ThemeColors {
  const { surface, ink } = base;
  const ground = groundChosen ? nearest(groundChosen, readableOn(GROUND_CONTRAST, ink)) : base.ground;
  const boundary = readableOn(BOUNDARY_CONTRAST, surface, ground);
  const filled = readableOn(FILL_CONTRAST, surface, ground);
  const accent = nearest(accentChosen, (fill) => filled(fill) && textOn(fill) !== undefined);
  const accentSoft = blend(surface, accent, SOFT);
  const text = readableOn(TEXT_CONTRAST, surface, ground, accentSoft);
  const onAccent = textOn(accent) ?? '#000000';
  return {
    ground,
    surface,
    ink,
    softInk: nearest(base.softInk, text),
    boundary: nearest(base.boundary, boundary),
    accent,
    accentHover: hoverOf(accent, (fill) => filled(fill) && contrast(fill, onAccent) >= TEXT_CONTRAST),
    onAccent,
    accentSoft,
    accentText: nearest(accentChosen, text),
    focusRing: nearest(accentChosen, boundary),
  };
}

/** A little darker or lighter, whichever satisfies the contrast; unchanged if neither does. */
function hoverOf(accent: Hex, fits: (candidate: Hex) => boolean): Hex {
  const from = toOklch(accent);
  const moved = [from.l - HOVER, from.l + HOVER].filter((l) => l >= 0 && l <= 1).map((l) => toHex({ ...from, l }));
  return moved.find(fits) ?? accent;
}

const KEPT = 200;
const made = new Map<string, Theme>();

/** The page's colors. Anonymous requests for a portal compute them again and again, so the latest are cached. */
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
