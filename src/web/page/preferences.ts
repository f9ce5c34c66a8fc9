/** What a person chose for this browser. Harmless, and the page works without a place to keep it. */

export type ColourScheme = 'system' | 'light' | 'dark';

const KEYS = { scheme: 'portico.scheme', language: 'portico.language' } as const;

function recall(key: keyof typeof KEYS): string | null {
  try {
    return localStorage.getItem(KEYS[key]);
  } catch {
    return null;
  }
}

function keep(key: keyof typeof KEYS, value: string): void {
  try {
    localStorage.setItem(KEYS[key], value);
  } catch {
    // Private windows and strict settings refuse; the choice then lasts as long as the page.
  }
}

export function preferredScheme(): ColourScheme {
  const kept = recall('scheme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function preferScheme(scheme: ColourScheme): void {
  keep('scheme', scheme);
  applyScheme(scheme);
}

/** `color-scheme` decides every colour: see styles/tokens.css. */
export function applyScheme(scheme: ColourScheme): void {
  if (scheme === 'system') document.documentElement.removeAttribute('data-scheme');
  else document.documentElement.dataset.scheme = scheme;
}

export const preferredLanguage = (): string | null => recall('language');
export const preferLanguage = (language: string): void => keep('language', language);
