/** The lines of a postal address in the order of its country. */
import { localeOf } from '../../i18n/locale.ts';

/** The parts of an address, as they are stored and frozen on documents. */
export type AddressParts = {
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
};

export interface Addressed {
  addressLine1: string | null;
  addressLine2: string | null;
  addressCity: string | null;
  addressState: string | null;
  addressPostalCode: string | null;
  addressCountry: string | null;
}

export const addressParts = (row: Addressed): AddressParts => ({
  line1: row.addressLine1,
  line2: row.addressLine2,
  city: row.addressCity,
  state: row.addressState,
  postalCode: row.addressPostalCode,
  country: row.addressCountry,
});

const words = (separator: string, ...parts: (string | null)[]): string => parts.filter(Boolean).join(separator);

/** `City, ST 12345`: the postal code follows the town. */
const TOWN_STATE_CODE = new Set(['US', 'CA', 'AU', 'NZ', 'IN', 'SG', 'TH', 'ID', 'PH']);
/** The postal code has a line of its own below the town. */
const CODE_BELOW = new Set(['GB', 'IE', 'JE', 'GG', 'IM', 'UA', 'ZA']);
/** The province is written in parentheses. */
const PROVINCE_IN_PARENTHESES = new Set(['IT', 'ES']);

function placeLines({ city, state, postalCode, country }: AddressParts): string[] {
  const code = country ?? '';
  if (TOWN_STATE_CODE.has(code)) return [words(' ', words(', ', city, state), postalCode)];
  if (CODE_BELOW.has(code)) return [words(', ', city, state), postalCode ?? ''];
  const town = words(' ', postalCode, city);
  if (state && PROVINCE_IN_PARENTHESES.has(code)) return [`${town} (${state})`];
  return [words(', ', town, state)];
}

/** The country's name in a language; its code if it has none. */
function countryName(country: string, locale: string | null): string {
  return new Intl.DisplayNames([localeOf(locale).tag], { type: 'region', fallback: 'code' }).of(country) ?? country;
}

/** The lines of an address without empty ones, with the country's name in the language of the document. */
export function addressLines(address: AddressParts, locale: string | null): string[] {
  const country = address.country ? countryName(address.country, locale) : '';
  const place = placeLines(address);
  // Japanese addresses go from the large to the small.
  const lines =
    address.country === 'JP'
      ? [words('', '〒', address.postalCode), words('', address.state, address.city, address.line1), address.line2]
      : [address.line1, address.line2, ...place];
  return [...lines, country].filter((line): line is string => Boolean(line) && line !== '〒');
}
