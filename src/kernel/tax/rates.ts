/**
 * Rates of value added tax, dated. A row holds from its day until the next row of the same country, region and category.
 * The history begins with the oldest rate that a document of this software can have, so earlier changes are left out.
 * The README lists the rows that were not compared with their source.
 */

/** The day of the copy of TEDB with which the standard rates of the Union were compared; other rates were not in it. */
export const RATES_CHECKED_ON = '2026-09-23';

/** Product categories with rates. Codes of outside engines are free text and have no rate here. */
type RatedCategory = 'ELECTRONIC_SERVICE' | 'EBOOK';

export const RATE_SOURCES = {
  tedb: 'European Commission, Taxes in Europe Database (TEDB), standard rates and their dates, as republished by vatnode/eu-vat-rates-data on 2026-09-23',
  'ec-booklet':
    'European Commission, DG TAXUD, VAT rates applied in the Member States, June 2021, section VIII (evolution of rates)',
  'de-2020': 'Zweites Corona-Steuerhilfegesetz of 29 June 2020, article 3 (16 % from July to December 2020)',
  'ec-territories':
    'European Commission, Territorial status of EU countries and certain territories; national law of each',
  gb: 'HM Revenue and Customs, VAT rates; e-publications are zero-rated since 1 May 2020 (VAT Notice 701/10)',
  ch: 'Eidgenössische Steuerverwaltung, Mehrwertsteuersätze ab 1. Januar 2024',
  no: 'Skatteetaten, merverdiavgift: satser; electronic publications zero-rated since 1 July 2019',
  avalara: 'Avalara VATlive, 2018 EU harmonised e-publications VAT rates, 2020-03-04',
  vatupdate: 'VATupdate, VAT rate applicable to e-publications in the EU, 2020-05-06',
  'fr-it':
    'EU Court of Justice, C-479/13 (France); Directive (EU) 2018/1713 applied to the 5.5 % and 4 % of national law',
  'cz-2024': 'Good e-Reader, Czech e-books now have a 0 % VAT, for 1 January 2024',
  'ie-2024': 'VATcalc, 2024 budget reduced VAT on electronic and audio books to zero',
  'fi-2025': 'Tungsten Automation, VAT re-classifications of specific products (books from 10 % to 14 %)',
  'fi-2026':
    'Aallon Group, change in the VAT rate from 14 % to 13.5 %; vatapi.com, 2026-01-01 (books, physical and digital)',
  'lv-2022': 'EasyTax, books and printed media in physical and electronic format at 5 % from 1 January 2022 (Latvia)',
} as const;

export interface TaxRateRow {
  readonly country: string;
  readonly region: string | null;
  readonly category: RatedCategory;
  readonly ppm: number;
  readonly from: string;
  readonly source: keyof typeof RATE_SOURCES;
}

type Source = keyof typeof RATE_SOURCES;
type Entry = readonly [country: string, percent: number, from: string, source: Source];

const STANDARD: readonly Entry[] = [
  ['AT', 20, '1984-01-01', 'ec-booklet'],
  ['BE', 21, '1996-01-01', 'ec-booklet'],
  ['BG', 20, '1999-01-01', 'ec-booklet'],
  ['CY', 19, '2014-01-13', 'ec-booklet'],
  ['CZ', 21, '2013-01-01', 'ec-booklet'],
  ['DE', 19, '2007-01-01', 'ec-booklet'],
  ['DE', 16, '2020-07-01', 'de-2020'],
  ['DE', 19, '2021-01-01', 'de-2020'],
  ['DK', 25, '1992-01-01', 'ec-booklet'],
  ['EE', 20, '2009-07-01', 'ec-booklet'],
  ['EE', 22, '2024-01-01', 'tedb'],
  ['EE', 24, '2025-07-01', 'tedb'],
  ['ES', 21, '2012-09-01', 'ec-booklet'],
  ['FI', 24, '2013-01-01', 'ec-booklet'],
  ['FI', 25.5, '2024-09-01', 'tedb'],
  ['FR', 20, '2014-01-01', 'ec-booklet'],
  ['GR', 24, '2016-06-01', 'ec-booklet'],
  ['HR', 25, '2012-03-01', 'ec-booklet'],
  ['HU', 27, '2012-01-01', 'ec-booklet'],
  ['IE', 23, '2012-01-01', 'ec-booklet'],
  ['IE', 21, '2020-09-01', 'tedb'],
  ['IE', 23, '2021-03-01', 'tedb'],
  ['IT', 22, '2013-10-01', 'ec-booklet'],
  ['LT', 21, '2009-09-01', 'ec-booklet'],
  ['LU', 17, '2015-01-01', 'ec-booklet'],
  ['LU', 16, '2023-01-01', 'tedb'],
  ['LU', 17, '2024-01-01', 'tedb'],
  ['LV', 21, '2012-07-01', 'ec-booklet'],
  ['MT', 18, '2004-01-01', 'ec-booklet'],
  ['NL', 21, '2012-10-01', 'ec-booklet'],
  ['PL', 23, '2011-01-01', 'ec-booklet'],
  ['PT', 23, '2011-01-01', 'ec-booklet'],
  ['RO', 19, '2017-01-01', 'tedb'],
  ['RO', 21, '2025-08-01', 'tedb'],
  ['SE', 25, '1990-07-01', 'ec-booklet'],
  ['SI', 22, '2013-07-01', 'ec-booklet'],
  ['SK', 20, '2011-01-01', 'ec-booklet'],
  ['SK', 23, '2025-01-01', 'tedb'],
  ['GB', 20, '2011-01-04', 'gb'],
  ['CH', 7.7, '2018-01-01', 'ch'],
  ['CH', 8.1, '2024-01-01', 'ch'],
  ['NO', 25, '2005-01-01', 'no'],
];

/** Parts of a country with a standard rate of their own. */
const REGIONAL: readonly (readonly [country: string, region: string, percent: number, from: string])[] = [
  ['AT', 'JUNGHOLZ_MITTELBERG', 19, '2007-01-01'],
  ['FR', 'OVERSEAS', 8.5, '1995-08-01'],
  ['PT', 'MADEIRA', 22, '2012-04-01'],
  ['PT', 'AZORES', 18, '2014-01-01'],
  ['PT', 'AZORES', 16, '2021-07-01'],
];

/** Electronic books. A country without a row taxes them here at its standard rate: too much rather than too little. */
const EBOOKS: readonly Entry[] = [
  ['AT', 10, '2020-01-01', 'vatupdate'],
  ['BE', 6, '2019-04-01', 'vatupdate'],
  ['CZ', 10, '2020-05-01', 'vatupdate'],
  ['CZ', 0, '2024-01-01', 'cz-2024'],
  ['DE', 7, '2020-01-01', 'vatupdate'],
  ['DE', 5, '2020-07-01', 'de-2020'],
  ['DE', 7, '2021-01-01', 'de-2020'],
  ['EE', 9, '2020-05-01', 'vatupdate'],
  ['ES', 4, '2020-04-23', 'vatupdate'],
  ['FI', 10, '2019-07-01', 'vatupdate'],
  ['FI', 14, '2025-01-01', 'fi-2025'],
  ['FI', 13.5, '2026-01-01', 'fi-2026'],
  ['FR', 5.5, '2018-12-04', 'fr-it'],
  ['HR', 5, '2019-01-01', 'vatupdate'],
  ['IE', 9, '2019-01-01', 'vatupdate'],
  ['IE', 0, '2024-01-01', 'ie-2024'],
  ['IT', 4, '2018-12-04', 'fr-it'],
  ['LU', 3, '2019-05-01', 'vatupdate'],
  ['LV', 5, '2022-01-01', 'lv-2022'],
  ['MT', 5, '2019-01-01', 'vatupdate'],
  ['NL', 9, '2020-01-01', 'vatupdate'],
  ['PL', 5, '2019-11-01', 'vatupdate'],
  ['PT', 6, '2019-01-01', 'vatupdate'],
  ['SE', 6, '2019-07-01', 'avalara'],
  ['SI', 5, '2020-01-01', 'vatupdate'],
  ['GB', 0, '2020-05-01', 'gb'],
  ['CH', 2.5, '2018-01-01', 'ch'],
  ['CH', 2.6, '2024-01-01', 'ch'],
  ['NO', 0, '2019-07-01', 'no'],
];

const ppm = (percent: number): number => Math.round(percent * 10_000);

const rows = (entries: readonly Entry[], category: RatedCategory): TaxRateRow[] =>
  entries.map(([country, percent, from, source]) => ({
    ...{ country, region: null, category, ppm: ppm(percent), from, source },
  }));

/** All shipped rates. */
export const TAX_RATES: readonly TaxRateRow[] = [
  ...rows(STANDARD, 'ELECTRONIC_SERVICE'),
  ...REGIONAL.map(
    ([country, region, percent, from]): TaxRateRow => ({
      ...{ country, region, category: 'ELECTRONIC_SERVICE', ppm: ppm(percent), from, source: 'ec-territories' },
    }),
  ),
  ...rows(EBOOKS, 'EBOOK'),
];

/** The countries with shipped rates; a company can be established or registered in these. */
export const RATED_COUNTRIES: readonly string[] = [...new Set(TAX_RATES.map(({ country }) => country))].sort();

export interface TaxRate {
  readonly ppm: number;
  /** Whether the rate is lower than the standard rate of the place. */
  readonly reduced: boolean;
}

/** A rate that a seller has added; `from` is its first day. */
export interface OwnTaxRate {
  readonly country: string;
  readonly category: string;
  readonly ppm: number;
  readonly from: string;
}

/** The seller's own rate of a category in a country on a day; null without one. */
function latestOwn(own: readonly OwnTaxRate[], country: string, category: string, day: string): OwnTaxRate | null {
  const found = own.filter((row) => row.country === country && row.category === category && row.from <= day);
  return found.reduce<OwnTaxRate | null>((last, row) => (last === null || row.from > last.from ? row : last), null);
}

function latest(country: string, region: string | null, category: string, day: string): TaxRateRow | null {
  const found = TAX_RATES.filter(
    (row) => row.country === country && row.region === region && row.category === category && row.from <= day,
  );
  return found.reduce<TaxRateRow | null>((last, row) => (last === null || row.from > last.from ? row : last), null);
}

/**
 * The rate of a product category in a place on a day (`YYYY-MM-DD`). A category without a rate has the standard rate, and
 * so has a region without a rate of its own, except that a region's standard rate replaces its country's.
 * A seller's own rate takes precedence over the shipped ones, in all regions of its country.
 * Throws `RangeError` if no rate is known, so that an unknown rate is never taken for zero.
 */
export function taxRate(
  place: { country: string; region: string | null },
  category: string,
  day: string,
  own: readonly OwnTaxRate[] = [],
): TaxRate {
  const { country, region } = place;
  const regional = region === null ? null : latest(country, region, 'ELECTRONIC_SERVICE', day);
  const standard = regional ?? latest(country, null, 'ELECTRONIC_SERVICE', day);
  if (!standard) throw new RangeError('No tax rate is known for this country and day.');
  const special = category === 'ELECTRONIC_SERVICE' ? null : latest(country, region, category, day);
  const chosen = latestOwn(own, country, category, day) ?? special ?? standard;
  return { ppm: chosen.ppm, reduced: chosen.ppm < standard.ppm };
}
