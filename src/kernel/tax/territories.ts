/**
 * VAT territories, which differ from countries at their borders. Sources: articles 5 to 8 of Directive 2006/112/EC, the
 * Commission's list "Territorial status of EU countries and certain territories", and national law where it is named.
 */

const EU = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));

/** The place where a supply is consumed, as value added tax divides the world. */
export interface TaxTerritory {
  /** The country whose tax applies there; null if none of the countries whose rates are shipped taxes it. */
  readonly area: string | null;
  /** The part of the area that has rates of its own. */
  readonly region: string | null;
  /** Whether it belongs to the territory of EU value added tax. */
  readonly inEu: boolean;
}

interface Exception {
  readonly country: string;
  /** Tested against the start of the postal code, without blanks, hyphens and country letters. */
  readonly postal: RegExp;
  readonly territory: TaxTerritory;
}

const OUTSIDE: TaxTerritory = { area: null, region: null, inEu: false };
const regionOf = (area: string, region: string, inEu = true): TaxTerritory => ({ area, region, inEu });

/** Exceptions by postal code, for addresses that name the country to which the territory belongs politically. */
const BY_POSTAL_CODE: readonly Exception[] = [
  // Canary Islands, Ceuta and Melilla have taxes of their own (IGIC, IPSI).
  { country: 'ES', postal: /^(?:35|38)\d{3}$/, territory: OUTSIDE },
  { country: 'ES', postal: /^(?:51|52)\d{3}$/, territory: OUTSIDE },
  // Büsingen is taxed by Switzerland; Heligoland is foreign to § 1 (2) UStG.
  { country: 'DE', postal: /^78266$/, territory: { area: 'CH', region: null, inEu: false } },
  { country: 'DE', postal: /^27498$/, territory: OUTSIDE },
  // Livigno, Campione d'Italia.
  { country: 'IT', postal: /^(?:23041|22061)$/, territory: OUTSIDE },
  // Åland: Finnish tax, outside the EU's territory.
  { country: 'FI', postal: /^22\d{3}$/, territory: { area: 'FI', region: null, inEu: false } },
  { country: 'GR', postal: /^63086$/, territory: OUTSIDE },
  // France taxes Guadeloupe, Martinique and Réunion at a rate of its own, and not Guyane and Mayotte.
  { country: 'FR', postal: /^971\d{2}$/, territory: regionOf('FR', 'OVERSEAS', false) },
  { country: 'FR', postal: /^972\d{2}$/, territory: regionOf('FR', 'OVERSEAS', false) },
  { country: 'FR', postal: /^974\d{2}$/, territory: regionOf('FR', 'OVERSEAS', false) },
  { country: 'FR', postal: /^97\d{3}$/, territory: OUTSIDE },
  { country: 'FR', postal: /^98(?!000)\d{3}$/, territory: OUTSIDE },
  { country: 'AT', postal: /^(?:6691|699[123])$/, territory: regionOf('AT', 'JUNGHOLZ_MITTELBERG') },
  { country: 'PT', postal: /^9[0-4]\d{2}/, territory: regionOf('PT', 'MADEIRA') },
  { country: 'PT', postal: /^9[5-9]\d{2}/, territory: regionOf('PT', 'AZORES') },
  // Svalbard and Jan Mayen are outside the area of Norwegian tax.
  { country: 'NO', postal: /^(?:917\d|8099)$/, territory: OUTSIDE },
  // Jersey and Guernsey, which British addresses often name as part of the United Kingdom; the Isle of Man is taxed as it.
  { country: 'GB', postal: /^(?:JE|GY)\d/, territory: OUTSIDE },
];

/** Country codes of territories that are taxed like another country, or in part. */
const BY_CODE: Readonly<Record<string, TaxTerritory>> = {
  MC: { area: 'FR', region: null, inEu: true },
  IM: { area: 'GB', region: null, inEu: false },
  LI: { area: 'CH', region: null, inEu: false },
  AX: { area: 'FI', region: null, inEu: false },
  GP: regionOf('FR', 'OVERSEAS', false),
  MQ: regionOf('FR', 'OVERSEAS', false),
  RE: regionOf('FR', 'OVERSEAS', false),
};

/**
 * Codes that are used beside those of ISO 3166-1: `EL` in VAT numbers, `UK` and `XI` for the United Kingdom and
 * Northern Ireland.
 */
const ALIASES: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB', XI: 'GB' };

const OWN_RATES = new Set(['GB', 'CH', 'NO']);

/** A postal code without blanks, hyphens and the letters of its country, as in `FI-22100` or `D-27498`. */
function normalized(postalCode: string, country: string): string {
  const plain = postalCode.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return country === 'GB' ? plain : plain.replace(/^[A-Z]+/, '');
}

/** The country code of ISO 3166-1 for a code that may be an alias. */
export const isoCountry = (country: string): string => {
  const code = country.trim().toUpperCase();
  return ALIASES[code] ?? code;
};

export const isEuMember = (country: string): boolean => EU.has(isoCountry(country));

/**
 * The territory of an address. Services to Northern Ireland are taxed like those to Great Britain; its place in the EU's
 * market concerns goods only. Greek islands have no entry: their lower rate requires a seller who is established there.
 */
export function territoryOf(country: string, postalCode: string | null): TaxTerritory {
  const code = isoCountry(country);
  const postal = postalCode === null ? '' : normalized(postalCode, code);
  const exception = BY_POSTAL_CODE.find((one) => one.country === code && one.postal.test(postal));
  if (exception) return exception.territory;
  const special = BY_CODE[code];
  if (special) return special;
  if (EU.has(code)) return { area: code, region: null, inEu: true };
  return OWN_RATES.has(code) ? { area: code, region: null, inEu: false } : OUTSIDE;
}
