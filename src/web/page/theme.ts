/** The company's colours. They reach the style sheet as custom properties, which can name a colour and nothing else. */
import { boot, type SchemeColours } from './boot.ts';

/** What may be replaced; see styles/tokens.css. */
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
/** The server sends six digits; whatever else might come is no colour. */
const COLOUR = /^#[0-9a-f]{6}$/i;

export function applyTheme(root: HTMLElement = document.documentElement): void {
  const theme = boot.company?.theme;
  if (!theme) return;
  const set = (scheme: 'light' | 'dark', colours: SchemeColours) => {
    for (const [name, property] of Object.entries(PROPERTIES)) {
      const colour = colours[name];
      if (colour && COLOUR.test(colour)) root.style.setProperty(`${property}-${scheme}`, colour);
    }
  };
  set('light', theme.light);
  set('dark', theme.dark);
}
