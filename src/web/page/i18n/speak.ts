/** Which language the page speaks, and its catalogue: each is a file of its own that only its readers load. */
import { type Messages, setupI18n } from '@lingui/core';
import { boot } from '../boot.ts';
import { preferredLanguage } from '../preferences.ts';
import { LANGUAGES, type Language, languageOf } from './languages.ts';

export const i18n = setupI18n();

const catalogues = import.meta.glob<{ default: Messages }>('../../messages/*.json');

/** All of them: a language without its catalogue is a mistake that a test finds, not one to leave out quietly. */
export const spoken = Object.keys(LANGUAGES) as Language[];

/** A tag with its region where that is known: dates and numbers differ between de-DE and de-AT, words do not. */
let regions: readonly string[] = [...(boot.locale ? [boot.locale] : []), ...navigator.languages];
/**
 * The tag for `Intl`. In Arabic, too, bills are dated in the Gregorian calendar and written in Latin digits, as in mails
 * and on invoices.
 */
export function formatLocale(): string {
  const tag = regions.find((tag) => languageOf(tag) === i18n.locale)?.replace('_', '-') ?? i18n.locale;
  return i18n.locale === 'ar' ? `${tag.split('-u-')[0]}-u-ca-gregory-nu-latn` : tag;
}

const loaded: Partial<Record<Language, Messages>> = {};

export async function speak(language: Language): Promise<void> {
  const load = catalogues[`../../messages/${language}.json`];
  if (!load) throw new Error(`There is no catalogue for ${language}.`);
  if (!(language in loaded)) loaded[language] = (await load()).default;
  const root = document.documentElement;
  root.lang = language;
  root.dir = LANGUAGES[language].direction;
  i18n.loadAndActivate({ locale: language, messages: loaded[language] as Messages });
}

/** Before anybody is known: what was chosen here, or what the server chose. */
export const firstLanguage = (): Language =>
  languageOf(preferredLanguage()) ??
  languageOf(regions.find(languageOf)) ??
  languageOf(boot.company?.defaultLocale) ??
  'en';

/** Once the customer is known: their own language, unless another was chosen in this browser. */
export async function speakCustomersLanguage(locale: string | null): Promise<void> {
  const language = languageOf(locale);
  if (locale && language) regions = [locale, ...regions.filter((tag) => tag !== locale)];
  // Without the catalogue of their language the page goes on in the one that it speaks.
  if (language && !preferredLanguage() && language !== i18n.locale) await speak(language).catch(() => undefined);
}
