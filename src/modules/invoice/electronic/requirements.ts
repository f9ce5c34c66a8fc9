/** The data without which a file would break a rule of EN 16931, XRechnung or Peppol, and duties that no file fulfils. */
import { currencyExponent, Fraction } from '../../../kernel/money.ts';
import type { ElectronicInvoice, ElectronicProfile } from './model.ts';

export type MissingData =
  | 'NOT_FINAL'
  | 'ISSUED_BEFORE_ELECTRONIC_INVOICES'
  | 'NO_TAX_TREATMENT'
  | 'CURRENCY_DECIMALS'
  | 'SELLER_COUNTRY'
  | 'SELLER_VAT_ID'
  | 'SELLER_IDENTIFIER'
  | 'SELLER_TOWN'
  | 'SELLER_CONTACT'
  | 'SELLER_ELECTRONIC_ADDRESS'
  | 'BUYER_NAME'
  | 'BUYER_COUNTRY'
  | 'BUYER_VAT_ID'
  | 'BUYER_TOWN'
  | 'BUYER_REFERENCE'
  | 'BUYER_ELECTRONIC_ADDRESS'
  | 'OUTSIDE_SCOPE_MIXED'
  | 'TAX_ROUNDING';

type Rule = readonly [missing: MissingData, broken: (invoice: ElectronicInvoice) => boolean];

const has = ({ taxes }: ElectronicInvoice, category: string): boolean => taxes.some((tax) => tax.category === category);
const townless = ({ address }: ElectronicInvoice['seller']): boolean => !address.city || !address.postalCode;

/** The rules of the norm that the data of a company or a customer can break; sums hold by construction. */
const NORM: readonly Rule[] = [
  // BR-08, BR-09 and BR-10, BR-11.
  ['SELLER_COUNTRY', ({ seller }) => !seller.address.country],
  ['BUYER_COUNTRY', ({ buyer }) => !buyer.address.country],
  // BR-07.
  ['BUYER_NAME', ({ buyer }) => buyer.name === ''],
  // BR-S-02 and its kin, BR-AE-02; BR-E-02 accepts the tax number.
  [
    'SELLER_VAT_ID',
    (invoice) => !invoice.seller.vatId && (has(invoice, 'AE') || (!invoice.seller.taxNumber && !has(invoice, 'O'))),
  ],
  ['BUYER_VAT_ID', (invoice) => has(invoice, 'AE') && !invoice.buyer.vatId],
  // BR-CO-26.
  ['SELLER_IDENTIFIER', ({ seller }) => !seller.vatId && !seller.identifier],
  // BR-O-11.
  ['OUTSIDE_SCOPE_MIXED', (invoice) => has(invoice, 'O') && invoice.taxes.length > 1],
  // BR-CO-17 accepts less than one unit of the currency.
  ['TAX_ROUNDING', (invoice) => invoice.taxes.some((tax) => !isNear(tax, invoice.currency))],
];

function isNear({ base, tax, ratePpm }: ElectronicInvoice['taxes'][number], currency: string): boolean {
  const expected = Fraction.round(Fraction.of(base * BigInt(ratePpm ?? 0), 1_000_000n));
  const off = tax > expected ? tax - expected : expected - tax;
  return off < 10n ** BigInt(currencyExponent(currency));
}

const PROFILES: Record<ElectronicProfile, readonly Rule[]> = {
  EN_16931: [],
  XRECHNUNG: [
    // BR-DE-15, BR-DE-2 to 4 and 8, 9; PEPPOL-EN16931-R020 and R010.
    ['BUYER_REFERENCE', ({ buyerReference }) => !buyerReference],
    ['SELLER_TOWN', ({ seller }) => townless(seller)],
    ['SELLER_CONTACT', ({ seller: { contact } }) => !contact.phone || !contact.email],
    ['SELLER_ELECTRONIC_ADDRESS', ({ seller }) => !seller.electronicAddress],
    ['BUYER_TOWN', ({ buyer }) => townless(buyer)],
    ['BUYER_ELECTRONIC_ADDRESS', ({ buyer }) => !buyer.electronicAddress],
  ],
  PEPPOL: [
    // PEPPOL-EN16931-R003, R020 and R010. The network does not deliver to e-mail addresses.
    ['BUYER_REFERENCE', ({ buyerReference, purchaseOrder }) => !buyerReference && !purchaseOrder],
    ['SELLER_ELECTRONIC_ADDRESS', ({ seller }) => (seller.electronicAddress?.scheme ?? 'EM') === 'EM'],
    ['BUYER_ELECTRONIC_ADDRESS', ({ buyer }) => (buyer.electronicAddress?.scheme ?? 'EM') === 'EM'],
  ],
};

export const missingData = (invoice: ElectronicInvoice, profile: ElectronicProfile): MissingData[] =>
  [...NORM, ...PROFILES[profile]].flatMap(([missing, broken]) => (broken(invoice) ? [missing] : []));

/** For merchants, in English. */
export const MISSING_WORDS: Record<MissingData, string> = {
  NOT_FINAL: 'The invoice is a draft or void.',
  ISSUED_BEFORE_ELECTRONIC_INVOICES:
    'The invoice was issued before Portico stored addresses in parts. Issue it anew with reissueInvoice.',
  NO_TAX_TREATMENT: 'The invoice was issued without tax. Turn tax on with updateTaxConfig and issue it anew.',
  CURRENCY_DECIMALS: 'EN 16931 has no amounts with three decimals.',
  SELLER_COUNTRY: 'Your address has no country. Set it with updateCompany.',
  SELLER_VAT_ID: 'You have no VAT id. Set taxId with updateCompany.',
  SELLER_IDENTIFIER: 'You have neither a VAT id nor a tax number. Set taxId or taxNumber with updateCompany.',
  SELLER_TOWN: 'Your address has no town or no postal code. Set them with updateCompany.',
  SELLER_CONTACT: 'You have no phone number or no e-mail address for questions. Set phone and supportEmail.',
  SELLER_ELECTRONIC_ADDRESS: 'You have no electronic address. Set electronicAddress with updateCompany.',
  BUYER_NAME: 'The customer has no name. Set it with updateCustomer.',
  BUYER_COUNTRY: "The customer's address has no country. Set it with updateCustomer.",
  BUYER_VAT_ID: 'The customer has no VAT id, which reverse charge needs. Set it with updateCustomer.',
  BUYER_TOWN: "The customer's address has no town or no postal code. Set them with updateCustomer.",
  BUYER_REFERENCE: 'The customer has no buyer reference, such as a Leitweg-ID. Set it with updateCustomer.',
  BUYER_ELECTRONIC_ADDRESS: 'The customer has no electronic address. Set electronicAddress with updateCustomer.',
  OUTSIDE_SCOPE_MIXED: 'A line outside the scope of VAT cannot be with other lines. Bill it on an invoice of its own.',
  TAX_ROUNDING: 'The tax differs from base times rate by a whole unit of the currency.',
};

/** Countries in which an invoice between businesses counts only if it goes through a platform of the state or a network. */
const CLEARANCE: Readonly<Record<string, string>> = {
  BE: 'Belgium requires that invoices to Belgian businesses are delivered through Peppol.',
  ES: 'Spain requires certified invoicing software (VERI*FACTU).',
  FR: 'France requires that invoices to French businesses go through an approved platform, in steps from September 2026.',
  GR: 'Greece requires that invoices are reported to myDATA.',
  HR: 'Croatia requires that invoices are delivered as electronic invoices and reported to the tax administration.',
  HU: 'Hungary requires that invoices are reported to NAV.',
  IT: 'Italy requires that invoices go through the Sistema di Interscambio (SdI).',
  PL: 'Poland requires that invoices to businesses go through KSeF.',
  PT: 'Portugal requires certified invoicing software.',
  RO: 'Romania requires that invoices go through RO e-Factura.',
};

/** The duty of a seller that downloading or mailing a file does not fulfil; null if none is known. */
export function clearanceDuty(country: string | null): string | null {
  const rule = CLEARANCE[country ?? ''];
  return rule ? `${rule} Portico makes the file, but does not transmit it. Ask your tax adviser.` : null;
}
