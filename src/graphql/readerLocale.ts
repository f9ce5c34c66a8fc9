/** The language and region in which a text of the API is written. */
import { LANGUAGE_LIST, type Locale, localeOf } from '../i18n/locale.ts';
import type { Principal } from '../operation/operation.ts';

export const LOCALE_DESCRIPTION = `A BCP 47 tag such as \`de-AT\`, in one of the languages ${LANGUAGE_LIST}; the region determines the formats of numbers and dates. By default, and for other languages, the customer's own language or the portal's \`defaultLocale\` in the portal, and English for merchants.`;

/** The requested locale, else the customer's, else English. Merchants get English unless they request a locale. */
export function readerLocale(principal: Principal, asked: string | null | undefined): Locale {
  return localeOf(asked, principal.kind === 'customer' ? principal.locale : null);
}
