/** The forms that a word takes with a number, by language. */
import type { Language } from './locale.ts';

/** The categories of CLDR that each language tells apart among whole numbers. */
interface Categories {
  en: 'one' | 'other';
  de: 'one' | 'other';
  fr: 'one' | 'many' | 'other';
  es: 'one' | 'many' | 'other';
  pt: 'one' | 'many' | 'other';
  it: 'one' | 'many' | 'other';
  nl: 'one' | 'other';
  pl: 'one' | 'few' | 'many' | 'other';
  ja: 'other';
  ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
}

/** One form for each category of the language: one that is missing does not compile. */
export type Forms<L extends Language> = Readonly<Record<Categories[L], string>>;

/** Chooses the form for a whole number. */
export function pluralIn<L extends Language>(language: L): (count: number, forms: Forms<L>) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => {
    const byCategory: Partial<Record<string, string>> = forms;
    return byCategory[rules.select(count)] ?? byCategory.other ?? '';
  };
}
