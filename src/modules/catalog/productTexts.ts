/** The texts of a product in the languages into which the merchant has translated them. */
import type { Language } from '../../i18n/locale.ts';
import { inLanguage, translationMap, translationsOf } from '../../i18n/translationMap.ts';
import { line, text } from '../../kernel/validate.ts';
import { marketingFeatures } from './productFields.ts';

export interface ProductTexts {
  name: string;
  description: string | null;
  marketingFeatures: string[];
}

export const productTranslations = translationMap({
  name: line(200).nullish(),
  description: text(2000).nullish(),
  marketingFeatures: marketingFeatures.nullish(),
});

export interface NamedProduct {
  name: string;
  translations: unknown;
}
export const productName = ({ name, translations }: NamedProduct, language: Language | null): string =>
  inLanguage(translations, language, 'name', name);

/** The names of a product as a line stores them, so that a later rename does not change the line. */
export function lineNames(product: NamedProduct): {
  productName: string;
  productNames?: Partial<Record<Language, string>>;
} {
  const names = Object.entries(translationsOf<ProductTexts>(product.translations)).flatMap(([language, { name }]) =>
    name === undefined ? [] : [[language, name] as const],
  );
  return { productName: product.name, ...(names.length > 0 ? { productNames: Object.fromEntries(names) } : {}) };
}
