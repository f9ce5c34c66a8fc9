import { describe, expect, it } from 'vitest';
import { LANGUAGES, localeOf } from '../../../src/i18n/locale.ts';
import type { TaxReason } from '../../../src/kernel/tax/taxTreatment.ts';
import { legalNote, taxSentence } from '../../../src/modules/tax/taxSentence.ts';
import { treatmentOf } from '../kernel/tax/taxedItem.ts';

const seller = { name: 'Acme', country: 'DE' };
const REASONS: readonly TaxReason[] = [
  ...(['STANDARD', 'REDUCED', 'LOCATION_UNKNOWN', 'REVERSE_CHARGE', 'OUTSIDE_SCOPE', 'CUSTOMER_EXEMPT'] as const),
  ...(['PRODUCT_EXEMPT', 'SMALL_BUSINESS', 'NOT_REGISTERED', 'BY_ENGINE'] as const),
];
/** Without the marks that isolate names, and with plain spaces. */
const plain = (text: string | null) =>
  text?.replace(/[\u200E\u200F\u2066-\u2069]/g, '').replace(/[\u00A0\u202F]/g, ' ') ?? null;
const sentence = (reason: TaxReason, tag: string, from = seller) =>
  plain(taxSentence(treatmentOf({ reason, ratePpm: 255_000, country: 'FI', legalBasis: '§ 4' }), from, localeOf(tag)));

describe('tax sentences', () => {
  it.each([
    ['STANDARD', 'en-GB', 'VAT Finland 25.5%'],
    ['STANDARD', 'de-DE', 'USt. Finnland 25,5 %'],
    ['REDUCED', 'fr-FR', 'TVA Finlande 25,5 % (taux réduit)'],
    ['REVERSE_CHARGE', 'en-GB', 'Reverse charge: you account for the VAT yourself'],
    ['CUSTOMER_EXEMPT', 'en-GB', 'Exempt from VAT under certificate § 4'],
    ['PRODUCT_EXEMPT', 'de-DE', 'Von der Umsatzsteuer befreit: § 4'],
    ['NOT_REGISTERED', 'nl-NL', 'Er wordt geen btw berekend omdat Acme niet voor de btw is geregistreerd'],
  ] as const)('the reason %s in %s reads: %s', (reason, tag, expected) => {
    expect(sentence(reason, tag)).toBe(expected);
  });

  it.each(LANGUAGES)('every reason has its own sentence in %s, and it is not the English one', (language) => {
    const sentences = REASONS.map((reason) => sentence(reason, language));
    expect(new Set(sentences).size).toBe(REASONS.length);
    if (language === 'en') return;
    for (const reason of REASONS) expect(sentence(reason, language)).not.toBe(sentence(reason, 'en'));
  });

  it.each(LANGUAGES)(
    'the sentence in %s for a business outside the scope of the seller’s tax does not claim that it owes VAT',
    (language) => {
      const outside = treatmentOf({ category: 'O', reason: 'REVERSE_CHARGE', ratePpm: 0, country: null });
      const text = taxSentence(outside, seller, localeOf(language));
      expect(text).not.toBe(sentence('REVERSE_CHARGE', language));
      expect(legalNote(outside, seller, localeOf(language))).toBeNull();
      if (language === 'en')
        expect(text).toBe('No VAT is charged. If your country taxes this purchase, you account for that tax yourself');
      else expect(text).not.toMatch(/No VAT|charged/);
    },
  );

  it('a seller outside the EU does not cite the Directive of the EU', () => {
    expect(sentence('OUTSIDE_SCOPE', 'en')).toContain('2006/112/EC');
    expect(sentence('OUTSIDE_SCOPE', 'en', { name: 'Acme', country: 'GB' })).toBe('Outside the scope of VAT');
  });
});

describe('legal notes', () => {
  const note = (reason: TaxReason, tag: string, from = seller) =>
    legalNote(treatmentOf({ reason }), from, localeOf(tag));

  it.each([
    ['en', 'Reverse charge'],
    ['de', 'Steuerschuldnerschaft des Leistungsempfängers'],
    ['fr', 'Autoliquidation'],
    ['es', 'Inversión del sujeto pasivo'],
    ['it', 'Inversione contabile'],
    ['nl', 'Btw verlegd'],
    ['pl', 'Odwrotne obciążenie'],
    ['pt', 'Autoliquidação'],
    ['ja', 'Reverse charge（リバースチャージ）'],
    ['ar', 'Reverse charge (الاحتساب العكسي)'],
  ])('reverse charge has the words of the Directive in %s', (language, words) => {
    expect(note('REVERSE_CHARGE', language)).toBe(words);
  });

  it('a small business in Germany or France has the words of its law, and other reasons have none', () => {
    expect(note('SMALL_BUSINESS', 'en')).toBe('Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.');
    expect(note('SMALL_BUSINESS', 'en', { name: 'A', country: 'FR' })).toBe('TVA non applicable, art. 293 B du CGI');
    expect(note('SMALL_BUSINESS', 'en', { name: 'A', country: 'AT' })).toBeNull();
    expect(note('STANDARD', 'en')).toBeNull();
  });
});
