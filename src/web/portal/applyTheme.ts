/**
 * The company's colors, typeface and corners. Colors reach the style sheets as custom properties, which can name a color and
 * nothing else; the others select rules of the style sheets.
 */
import { boot, type SchemeColors } from './boot.ts';

/** The properties of ui/styles/tokens.css that a company can replace. */
const PROPERTIES: Record<string, string> = {
  accent: '--brand-accent',
  accentHover: '--brand-accent-hover',
  accentSoft: '--brand-accent-soft',
  accentText: '--brand-accent-text',
  onAccent: '--brand-on-accent',
  focusRing: '--brand-ring',
  boundary: '--brand-boundary',
  ground: '--brand-ground',
  surface: '--brand-surface',
  ink: '--brand-ink',
  softInk: '--brand-soft-ink',
};
/** The server sends six digits; anything else is ignored. */
const COLOR = /^#[0-9a-f]{6}$/i;

export function applyTheme(root: HTMLElement = document.documentElement): void {
  const { theme, font, corners } = boot.company ?? {};
  if (font) root.dataset.font = font;
  if (corners) root.dataset.corners = corners;
  if (!theme) return;
  const set = (scheme: 'light' | 'dark', colors: SchemeColors) => {
    for (const [name, property] of Object.entries(PROPERTIES)) {
      const color = colors[name];
      if (color && COLOR.test(color)) root.style.setProperty(`${property}-${scheme}`, color);
    }
  };
  set('light', theme.light);
  set('dark', theme.dark);
}
