/**
 * The languages that Portico writes, and how a tag or a browser's wish is matched to one of them. Pure.
 */

/** In the order in which they are offered. English is the last resort. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'ar'] as const;

/** A language that Portico has words for, as BCP 47 writes it. */
export type Language = (typeof LANGUAGES)[number];

export type Direction = 'ltr' | 'rtl';

/** What a text is written in: whose words, and whose way of writing numbers and dates. */
export interface Locale {
  readonly language: Language;
  /** The language with the reader's region, as in `de-CH`: German words and Swiss numbers. For `lang` attributes. */
  readonly tag: string;
  /** The tag for `Intl`: always in the Gregorian calendar and in Latin digits. */
  readonly format: string;
  readonly direction: Direction;
}

/** The supported languages as descriptions of the API list them. */
export const LANGUAGE_LIST = LANGUAGES.map((language) => `\`${language}\``).join(', ');

const FALLBACK: Language = 'en';
const RIGHT_TO_LEFT: readonly Language[] = ['ar'];

export function directionOf(language: Language): Direction {
  return RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
}

function isLanguage(text: string | undefined): text is Language {
  return (LANGUAGES as readonly (string | undefined)[]).includes(text);
}

/**
 * A language and a region as a locale.
 *
 * Rule: bills are dated in the Gregorian calendar and written in Latin digits, in Arabic too. A customer compares them
 * with bank statements and types amounts, invoice numbers and card digits into other forms; one document must not
 * show two kinds of digits, and invoice numbers and what a merchant writes are Latin already. Without the rule the
 * digits, and in Saudi Arabia the years, would also depend on the region alone.
 */
function localeIn(language: Language, region?: string): Locale {
  const tag = region ? `${language}-${region}` : language;
  const format = language === 'ar' ? `${tag}-u-ca-gregory-nu-latn` : tag;
  return { language, tag, format, direction: directionOf(language) };
}

/** The locale that a tag such as `de-AT`, `pt_BR` or `ja` asks for; null when it is none, or of a language without words. */
export function matchLocale(tag: string | null | undefined): Locale | null {
  if (!tag || tag.length > 100) return null;
  try {
    const { language, region } = new Intl.Locale(tag.trim().replaceAll('_', '-'));
    return isLanguage(language) ? localeIn(language, region) : null;
  } catch {
    return null;
  }
}

/** The first of the wishes that can be fulfilled, most important first; English when none can. */
export function localeOf(...wishes: readonly (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    const locale = matchLocale(wish);
    if (locale) return locale;
  }
  return localeIn(FALLBACK);
}

/** The locale that an `Accept-Language` header likes best; null when it names none that there are words for. */
export function acceptedLocale(header: string | null | undefined): Locale | null {
  const wishes = (header ?? '')
    .slice(0, 1000)
    .split(',')
    .flatMap((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
      const quality = /^(?:0(?:\.\d{1,3})?|1(?:\.0{1,3})?)$/.test(weight) ? Number(weight) : 0;
      return quality > 0 ? [{ tag, quality }] : [];
    })
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wishes) {
    const locale = matchLocale(tag);
    if (locale) return locale;
  }
  return null;
}
