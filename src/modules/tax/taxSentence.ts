/** Why a line has its tax, as a sentence in the reader's language, and the words that an invoice must contain. */
import { embedded, fenced } from '../../i18n/bidi.ts';
import { formatsOf } from '../../i18n/formats.ts';
import type { Locale } from '../../i18n/locale.ts';
import { translator } from '../../i18n/translate.ts';
import { Fraction } from '../../kernel/money.ts';
import type { TaxTreatment } from '../../kernel/tax/taxTreatment.ts';
import { territoryOf } from '../../kernel/tax/territories.ts';

export interface Seller {
  readonly name: string;
  readonly country: string;
}

const countryName = (code: string, { format }: Locale): string =>
  new Intl.DisplayNames([format], { type: 'region' }).of(code) ?? code;

/** The sentence of a treatment, such as `VAT Germany 19%` or `Reverse charge: you account for the VAT yourself`. */
export function taxSentence(treatment: TaxTreatment, seller: Seller, locale: Locale): string {
  const t = translator('invoice', locale);
  const { ratePpm, country, legalBasis } = treatment;
  const rate = fenced(formatsOf(locale).percent(Fraction.of(BigInt(ratePpm), 1_000_000n)).text, locale.direction);
  const isolated = (words: string) => embedded(words, locale.direction);
  const place = { country: isolated(country === null ? '' : countryName(country, locale)), rate };
  const name = { seller: isolated(seller.name) };
  switch (treatment.reason) {
    case 'STANDARD':
      return t('tax.vat', place);
    case 'REDUCED':
      return t('tax.reduced', place);
    case 'LOCATION_UNKNOWN':
      return t('tax.locationUnknown', place);
    case 'REVERSE_CHARGE':
      // Outside the scope of the seller's tax only the buyer's law decides whether anything is due, and what it is called.
      return t(treatment.category === 'O' ? 'tax.reverseChargeAbroad' : 'tax.reverseCharge');
    case 'OUTSIDE_SCOPE':
      return territoryOf(seller.country, null).inEu ? t('tax.outsideEu') : t('tax.outsideScope');
    case 'CUSTOMER_EXEMPT':
      return t('tax.customerExempt', { certificate: isolated(legalBasis ?? '') });
    case 'PRODUCT_EXEMPT':
      return t('tax.productExempt', { basis: isolated(legalBasis ?? '') });
    case 'SMALL_BUSINESS':
      return t('tax.smallBusiness', name);
    case 'NOT_REGISTERED':
      return t('tax.notRegistered', name);
    case 'BY_ENGINE':
      return t('tax.byEngine');
  }
}

/** The short name of a tax in totals, such as `VAT Germany 19%` or `Reverse charge`. */
export function groupName(
  { category, ratePpm, country }: Pick<TaxTreatment, 'category' | 'ratePpm' | 'country'>,
  seller: Seller,
  locale: Locale,
): string {
  const t = translator('invoice', locale);
  const rate = fenced(formatsOf(locale).percent(Fraction.of(BigInt(ratePpm), 1_000_000n)).text, locale.direction);
  switch (category) {
    case 'S':
    case 'Z':
      return t('tax.vat', {
        country: embedded(country === null ? '' : countryName(country, locale), locale.direction),
        rate,
      });
    case 'AE':
      return t('tax.note.reverseCharge');
    case 'E':
      return t('tax.exempt');
    case 'O':
      return territoryOf(seller.country, null).inEu ? t('tax.outsideEu') : t('tax.outsideScope');
  }
}

/** Small-business words that national law prescribes, by the seller's country. */
const SMALL_BUSINESS: Readonly<Record<string, string>> = {
  DE: 'Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.',
  FR: 'TVA non applicable, art. 293 B du CGI',
};

/**
 * The words that an invoice must contain about a treatment, in the given language: those of article 226 (11a) of the
 * Directive, and for a small business those of the seller's country. Null if none are prescribed. Documents print them in
 * the customer's language and, if it is another, in the seller's.
 */
export function legalNote({ reason, category }: TaxTreatment, seller: Seller, locale: Locale): string | null {
  if (reason === 'REVERSE_CHARGE')
    return category === 'O' ? null : translator('invoice', locale)('tax.note.reverseCharge');
  return reason === 'SMALL_BUSINESS' ? (SMALL_BUSINESS[seller.country] ?? null) : null;
}
