/** The choices that are stored in this browser. The page works without a place to store them. */

export type ColorScheme = 'system' | 'light' | 'dark';

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

export function preferredScheme(): ColorScheme {
  const kept = recall('scheme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function preferScheme(scheme: ColorScheme): void {
  keep('scheme', scheme);
  applyScheme(scheme);
}

/** `color-scheme` decides every color: see styles/tokens.css. */
export function applyScheme(scheme: ColorScheme): void {
  if (scheme === 'system') document.documentElement.removeAttribute('data-scheme');
  else document.documentElement.dataset.scheme = scheme;
}

export const preferredLanguage = (): string | null => recall('language');
export const preferLanguage = (language: string): void => keep('language', language);
