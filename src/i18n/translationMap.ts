/**
 * The merchant's translations of its own texts: a map of language → texts. A text without one, or in another language, is
 * shown as the merchant wrote it first.
 */
import { z } from 'zod';
import { LANGUAGES, type Language } from './locale.ts';

type StoredText = string | string[] | Record<string, string>[];

/** Given translations by language, each language at most once, as the map that is stored. */
export function translationMap<Texts extends z.ZodRawShape>(texts: Texts) {
  return z
    .array(z.object({ locale: z.enum(LANGUAGES, `Must be one of ${LANGUAGES.join(', ')}.`), ...texts }))
    .superRefine((entries, check) => {
      const seen = new Set<unknown>();
      for (const [index, entry] of entries.entries()) {
        const { locale } = entry as { locale: Language };
        if (seen.has(locale))
          check.addIssue({ code: 'custom', path: [index, 'locale'], message: 'The list has this language already.' });
        seen.add(locale);
      }
    })
    .transform((entries) =>
      Object.fromEntries(
        entries.map((entry) => {
          const { locale, ...rest } = entry as { locale: Language } & Record<string, unknown>;
          const given = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
          return [locale, Object.fromEntries(given) as Record<string, StoredText>];
        }),
      ),
    );
}

/** Stored as the rule above validates it. */
export type Translations<Texts> = Partial<Record<Language, Partial<Texts>>>;
export const translationsOf = <Texts>(stored: unknown): Translations<Texts> => stored as Translations<Texts>;

/** A text in the language, or else the original. */
export function inLanguage<Value>(
  translations: unknown,
  language: Language | null,
  name: string,
  original: Value,
): Value {
  const own = language === null ? undefined : translationsOf<Record<string, Value>>(translations)[language]?.[name];
  return own ?? original;
}
