/** The page's language and its messages: each language is a file of its own, which only its readers load. */
import { type Messages, setupI18n } from '@lingui/core';
import { page } from '../page.ts';
import { preferredLanguage } from '../preferences.ts';
import { LANGUAGES, type Language, languageOf } from './languages.ts';

export const i18n = setupI18n();

const loaders = import.meta.glob<{ default: Messages }>('../../../i18n/messages/*/portal.json');

/** A language without messages fails when it is chosen, and in a test before that. */
export const supportedLanguages = Object.keys(LANGUAGES) as Language[];

/** The customer's own locale, once it is known. */
let customerLocale: string | null = null;

/** With regions where they are known: dates and numbers differ between de-DE and de-AT, messages do not. */
const preferredTags = (): string[] => [
  ...(customerLocale ? [customerLocale] : []),
  ...page().locales,
  ...navigator.languages,
];

/** The tag for `Intl`. Arabic uses the Gregorian calendar and Latin digits, as mails and invoices do. */
export function formatLocale(): string {
  const tag = preferredTags().find((tag) => languageOf(tag) === i18n.locale);
  const known = tag?.replace('_', '-') ?? i18n.locale;
  return i18n.locale === 'ar' ? `${known.split('-u-')[0]}-u-ca-gregory-nu-latn` : known;
}

const loaded: Partial<Record<Language, Messages>> = {};

export async function setLanguage(language: Language): Promise<void> {
  const load = loaders[`../../../i18n/messages/${language}/portal.json`];
  if (!load) throw new Error(`There are no messages for ${language}.`);
  if (!(language in loaded)) loaded[language] = (await load()).default;
  const root = document.documentElement;
  root.lang = language;
  root.dir = LANGUAGES[language].direction;
  i18n.loadAndActivate({ locale: language, messages: loaded[language] as Messages });
}

/** The language before sign-in: the one chosen in this browser, or else the one that the server or the browser prefers. */
export const initialLanguage = (): Language =>
  languageOf(preferredLanguage()) ??
  languageOf(preferredTags().find(languageOf)) ??
  languageOf(page().defaultLocale) ??
  'en';

/** After sign-in: the customer's own language, unless another was chosen in this browser. */
export async function adoptCustomerLanguage(locale: string | null): Promise<void> {
  const language = languageOf(locale);
  const before = formatLocale();
  if (locale && language) customerLocale = locale;
  // Screens that are already shown have dates of the former region.
  if (formatLocale() !== before) i18n.activate(i18n.locale);
  // If its messages cannot be loaded, the page stays in the present language.
  if (language && !preferredLanguage() && language !== i18n.locale) await setLanguage(language).catch(() => undefined);
}
