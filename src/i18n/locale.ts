/** The languages that Portico writes, and the match of a language tag or an `Accept-Language` header to one of them. */
import Negotiator from 'negotiator';

/** In the order in which they are offered. English is the last resort. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'ar'] as const;

/** A language that Portico has words for, as BCP 47 writes it. */
export type Language = (typeof LANGUAGES)[number];

export type Direction = 'ltr' | 'rtl';

/** The language of a text's words, and the conventions for its numbers and dates. */
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

function directionOf(language: Language): Direction {
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

/** The locale of a tag such as `de-AT`, `pt_BR` or `ja`; null if the tag is malformed or its language is not supported. */
export function matchLocale(tag: string | null | undefined): Locale | null {
  if (!tag || tag.length > 100) return null;
  try {
    const { language, region } = new Intl.Locale(tag.trim().replaceAll('_', '-'));
    return isLanguage(language) ? localeIn(language, region) : null;
  } catch {
    return null;
  }
}

/** The first requested locale that is supported, in order of preference; English if none is. */
export function localeOf(...requested: readonly (string | null | undefined)[]): Locale {
  for (const tag of requested) {
    const locale = matchLocale(tag);
    if (locale) return locale;
  }
  return localeIn(FALLBACK);
}

/** The locale that an `Accept-Language` header prefers; null if none of its languages is supported. */
export function acceptedLocale(header: string | null | undefined): Locale | null {
  const accepted = { 'accept-language': (header ?? '').slice(0, 1000) };
  for (const tag of new Negotiator({ headers: accepted }).languages()) {
    const locale = matchLocale(tag);
    if (locale) return locale;
  }
  return null;
}
