/** In which language and region a text of the API is written. */
import { LANGUAGE_LIST, type Locale, localeOf } from '../kernel/locale.ts';
import type { Principal } from '../op.ts';

export const LOCALE_DESCRIPTION = `A BCP 47 tag such as \`de-AT\`, in one of the languages ${LANGUAGE_LIST}; the region decides how numbers and dates are written. Left out, or of another language: in the portal the customer's own or the portal's \`defaultLocale\`, English for merchants.`;

/** What was asked for, then what the customer reads, then English. A merchant's program reads English unless it asks. */
export function readerLocale(principal: Principal, asked: string | null | undefined): Locale {
  return localeOf(asked, principal.kind === 'customer' ? principal.locale : null);
}
