/**
 * Electronic invoices against rules of EN 16931, written down here from the text of the norm: sums, mandatory fields and the
 * conditions of each category. The official Schematron files are not part of this repository.
 */
import { describe, expect, test } from 'vitest';
import { ciiOf } from '../../../src/modules/invoice/electronic/cii.ts';
import { electronicInvoice } from '../../../src/modules/invoice/electronic/electronicInvoice.ts';
import type { ElectronicInvoice } from '../../../src/modules/invoice/electronic/model.ts';
import { clearanceDuty, MISSING_WORDS } from '../../../src/modules/invoice/electronic/requirements.ts';
import { ublOf } from '../../../src/modules/invoice/electronic/ubl.ts';
import { taxColumns, totalOf, withTax } from '../../../src/modules/invoice/lineTax.ts';
import type { PrintedInvoice } from '../../../src/modules/invoice/printedInvoice.ts';
import { treatmentOf } from '../kernel/tax/taxedItem.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const SELLER = {
  ...{ name: 'A & B <C>', legalName: null, header: null, email: 'billing@a.example', taxId: 'DE 811907980' },
  ...{ taxNumber: '12/345/67890', phone: '+49 40 123', legalNotice: 'HRB 1', paymentTerms: 'Net\u0007 "14" days' },
  ...{ iban: 'DE89370400440532013000', bic: null, bankAccountHolder: null, electronicAddress: '9930:DE811907980' },
  ...{ country: 'DE', locale: 'de', addressLines: [] },
  address: { line1: 'Hafen 1', line2: null, city: 'Hamburg', state: null, postalCode: '20457', country: 'DE' },
};
const BUYER = {
  ...{ name: 'Client SA', email: 'ap@client.example', taxId: 'FR40303265045', taxIdType: 'eu_vat', locale: 'en' },
  ...{ phone: null, buyerReference: '04011000-12345-03', electronicAddress: '0009:73282932000074', addressLines: [] },
  address: { line1: '1 rue X', line2: null, city: 'Paris', state: null, postalCode: '75002', country: 'FR' },
};

type Treatment = ReturnType<typeof treatmentOf>;
interface Given {
  amount: bigint;
  quantity?: number;
  treatment?: Treatment | null;
  period?: boolean;
}

function printed(given: Given[], change: object = {}): PrintedInvoice {
  const lines = withTax(
    given.map(({ amount, quantity = 1, treatment = treatmentOf({}), period = false }, index) => ({
      ...{ amount, grossAmount: amount, discountAmount: 0n, quantity, unitAmount: null, kind: 'MANUAL' },
      ...{ description: `Item ${index + 1}`, currency: 'EUR', explanation: {} },
      ...{ periodStart: period ? day('2026-05-01') : null, periodEnd: period ? day('2026-06-01') : null },
      ...taxColumns(treatment && { treatment, amount: null }),
    })),
  );
  const total = totalOf(lines);
  return {
    ...{
      number: 'ACME-0001',
      status: 'OPEN',
      currency: 'EUR',
      total,
      memo: null,
      purchaseOrder: 'PO-1',
      corrections: [],
    },
    ...{ finalizedAt: day('2026-05-01'), dueAt: day('2026-05-15'), settlements: [], lines },
    snapshot: { seller: SELLER, buyer: BUYER },
    ...change,
  } as unknown as PrintedInvoice;
}

function built(invoice: PrintedInvoice): ElectronicInvoice {
  const found = electronicInvoice(invoice, 'EN_16931');
  if ('missing' in found) throw new Error(`Missing: ${found.missing.join()}`);
  return found.invoice;
}

interface Element {
  name: string;
  attributes: string;
  text: string;
  children: Element[];
}

/** Reads XML without comments, CDATA and namespaces. Throws if it is not well formed. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: '', text: '', children: [] };
  const open = [root];
  let at = xml.indexOf('?>') + 2;
  for (const tag of xml.matchAll(/<(\/?)([\w:]+)([^<>]*?)(\/?)>/g)) {
    if (tag.index < at) continue;
    const last = open.at(-1) as Element;
    last.text += xml.slice(at, tag.index);
    at = tag.index + tag[0].length;
    const [, closes, name = '', attributes = '', empty] = tag;
    if (closes) expect(open.pop()?.name).toBe(name);
    else {
      const element = { name, attributes, text: '', children: [] };
      last.children.push(element);
      if (!empty) open.push(element);
    }
  }
  expect(open).toHaveLength(1);
  expect(root.children).toHaveLength(1);
  return root.children[0] as Element;
}

/** All elements at a path of names without prefixes. */
function all(from: Element, path: string): Element[] {
  let found = [from];
  for (const name of path.split('/'))
    found = found.flatMap(({ children }) => children.filter((one) => one.name.split(':')[1] === name));
  return found;
}
const texts = (from: Element, path: string) => all(from, path).map(({ text }) => text);
const text = (from: Element, path: string) => texts(from, path)[0] ?? null;
const cents = (written: string | null) => {
  expect(written).toMatch(/^-?\d+(\.\d{1,2})?$/);
  const [whole = '', fraction = ''] = (written ?? '').split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
};

/** The content of both syntaxes in the same terms. */
function termsOfUbl(root: Element) {
  const credit = root.name === 'CreditNote';
  const sums = all(root, 'LegalMonetaryTotal')[0] as Element;
  const category = (of: Element) => ({
    category: text(of, 'ID'),
    percent: text(of, 'Percent'),
    reason: text(of, 'TaxExemptionReason') !== null,
  });
  return {
    id: text(root, 'ID'),
    preceding: texts(root, 'BillingReference/InvoiceDocumentReference/ID'),
    sellerVat: texts(root, 'AccountingSupplierParty/Party/PartyTaxScheme/CompanyID'),
    sellerId: text(root, 'AccountingSupplierParty/Party/PartyIdentification/ID'),
    sellerName: text(root, 'AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName'),
    buyerVat: text(root, 'AccountingCustomerParty/Party/PartyTaxScheme/CompanyID'),
    countries: [
      text(root, 'AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode'),
      text(root, 'AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode'),
    ],
    terms: text(root, 'PaymentTerms/Note'),
    sums: {
      lines: cents(text(sums, 'LineExtensionAmount')),
      net: cents(text(sums, 'TaxExclusiveAmount')),
      tax: cents(text(root, 'TaxTotal/TaxAmount')),
      gross: cents(text(sums, 'TaxInclusiveAmount')),
      prepaid: cents(text(sums, 'PrepaidAmount') ?? '0'),
      due: cents(text(sums, 'PayableAmount')),
    },
    taxes: all(root, 'TaxTotal/TaxSubtotal').map((of) => ({
      base: cents(text(of, 'TaxableAmount')),
      tax: cents(text(of, 'TaxAmount')),
      ...category(all(of, 'TaxCategory')[0] as Element),
    })),
    lines: all(root, credit ? 'CreditNoteLine' : 'InvoiceLine').map((of) => ({
      quantity: Number(text(of, credit ? 'CreditedQuantity' : 'InvoicedQuantity')),
      amount: cents(text(of, 'LineExtensionAmount')),
      price: cents(text(of, 'Price/PriceAmount')),
      per: Number(text(of, 'Price/BaseQuantity') ?? 1),
      name: text(of, 'Item/Name'),
      category: text(of, 'Item/ClassifiedTaxCategory/ID'),
      percent: text(of, 'Item/ClassifiedTaxCategory/Percent'),
    })),
  };
}

function termsOfCii(root: Element): ReturnType<typeof termsOfUbl> {
  const deal = all(root, 'SupplyChainTradeTransaction')[0] as Element;
  const settlement = all(deal, 'ApplicableHeaderTradeSettlement')[0] as Element;
  const sums = all(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation')[0] as Element;
  const agreement = all(deal, 'ApplicableHeaderTradeAgreement')[0] as Element;
  return {
    id: text(root, 'ExchangedDocument/ID'),
    preceding: texts(settlement, 'InvoiceReferencedDocument/IssuerAssignedID'),
    sellerVat: texts(agreement, 'SellerTradeParty/SpecifiedTaxRegistration/ID'),
    sellerId: text(agreement, 'SellerTradeParty/ID'),
    sellerName: text(agreement, 'SellerTradeParty/Name'),
    buyerVat: text(agreement, 'BuyerTradeParty/SpecifiedTaxRegistration/ID'),
    countries: [
      text(agreement, 'SellerTradeParty/PostalTradeAddress/CountryID'),
      text(agreement, 'BuyerTradeParty/PostalTradeAddress/CountryID'),
    ],
    terms: text(settlement, 'SpecifiedTradePaymentTerms/Description'),
    sums: {
      lines: cents(text(sums, 'LineTotalAmount')),
      net: cents(text(sums, 'TaxBasisTotalAmount')),
      tax: cents(text(sums, 'TaxTotalAmount')),
      gross: cents(text(sums, 'GrandTotalAmount')),
      prepaid: cents(text(sums, 'TotalPrepaidAmount') ?? '0'),
      due: cents(text(sums, 'DuePayableAmount')),
    },
    taxes: all(settlement, 'ApplicableTradeTax').map((of) => ({
      base: cents(text(of, 'BasisAmount')),
      tax: cents(text(of, 'CalculatedAmount')),
      category: text(of, 'CategoryCode'),
      percent: text(of, 'RateApplicablePercent'),
      reason: text(of, 'ExemptionReason') !== null,
    })),
    lines: all(deal, 'IncludedSupplyChainTradeLineItem').map((of) => {
      const price = all(of, 'SpecifiedLineTradeAgreement/NetPriceProductTradePrice')[0] as Element;
      const tax = all(of, 'SpecifiedLineTradeSettlement/ApplicableTradeTax')[0] as Element;
      const sum = 'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount';
      return {
        quantity: Number(text(of, 'SpecifiedLineTradeDelivery/BilledQuantity')),
        amount: cents(text(of, sum)),
        price: cents(text(price, 'ChargeAmount')),
        per: Number(text(price, 'BasisQuantity') ?? 1),
        name: text(of, 'SpecifiedTradeProduct/Name'),
        category: text(tax, 'CategoryCode'),
        percent: text(tax, 'RateApplicablePercent'),
      };
    }),
  };
}

const sum = (amounts: bigint[]) => amounts.reduce((all, one) => all + one, 0n);

/** The rules that a file breaks, by their names in the norm. */
function broken({ sums, taxes, lines, ...terms }: ReturnType<typeof termsOfUbl>): string[] {
  const rules: [string, boolean][] = [
    ['BR-02', Boolean(terms.id)],
    ['BR-06', Boolean(terms.sellerName)],
    ['BR-09', terms.countries.every((country) => /^[A-Z]{2}$/.test(country ?? ''))],
    ['BR-16', lines.length > 0],
    ['BR-CO-10', sums.lines === sum(lines.map(({ amount }) => amount))],
    ['BR-CO-13', sums.net === sums.lines],
    ['BR-CO-14', sums.tax === sum(taxes.map(({ tax }) => tax))],
    ['BR-CO-15', sums.gross === sums.net + sums.tax],
    ['BR-CO-16', sums.due === sums.gross - sums.prepaid],
    ['BR-CO-25', sums.due <= 0n || Boolean(terms.terms)],
    ['BR-CO-26', Boolean(terms.sellerId) || terms.sellerVat.some((id) => /^[A-Z]{2}/.test(id))],
    ['BR-25', lines.every(({ name }) => Boolean(name))],
    ['BR-27', lines.every(({ price }) => price >= 0n)],
    ['R120', lines.every(({ quantity, price, per, amount }) => BigInt(quantity) * price === amount * BigInt(per))],
  ];
  for (const { category, percent, base, tax, reason } of taxes) {
    const own = lines.filter((line) => line.category === category && line.percent === percent);
    rules.push([`BR-${category}-08`, base === sum(own.map(({ amount }) => amount))]);
    const exact = (Number(base) * Number(percent ?? 0)) / 100;
    rules.push(['BR-CO-17', category === 'S' ? Math.abs(Number(tax) - exact) < 100 : tax === 0n]);
    if (category === 'S') rules.push(['BR-S-05', Number(percent) > 0], ['BR-S-10', !reason]);
    else rules.push([`BR-${category}-10`, reason]);
    if (category === 'AE')
      rules.push(['BR-AE-02', Boolean(terms.buyerVat) && terms.sellerVat.some((id) => /^[A-Z]{2}/.test(id))]);
    if (category === 'O')
      rules.push(
        ['BR-O-02', terms.buyerVat === null && !terms.sellerVat.some((id) => /^[A-Z]{2}/.test(id))],
        ['BR-O-05', percent === null],
        ['BR-O-11', taxes.length === 1],
      );
  }
  return rules.flatMap(([name, holds]) => (holds ? [] : [name]));
}

const AE = treatmentOf({ category: 'AE', ratePpm: 0, country: 'FR', reason: 'REVERSE_CHARGE' });
const O = treatmentOf({ category: 'O', ratePpm: 0, country: null, reason: 'OUTSIDE_SCOPE' });
const E = treatmentOf({
  category: 'E',
  ratePpm: 0,
  country: 'DE',
  reason: 'PRODUCT_EXEMPT',
  legalBasis: '§ 4 Nr. 21 UStG',
});
const INCLUSIVE = treatmentOf({ behavior: 'INCLUSIVE' });
const REDUCED = treatmentOf({ ratePpm: 70_000, reason: 'REDUCED' });
const settled = (amount: bigint) => ({ kind: 'CREDIT_BALANCE', amount, createdAt: day('2026-05-01') });

const CASES: [string, PrintedInvoice][] = [
  ['one line', printed([{ amount: 10_000n }])],
  [
    'two rates',
    printed([{ amount: 6833n }, { amount: 6833n, treatment: REDUCED }, { amount: 33n, treatment: REDUCED }]),
  ],
  [
    'prices with tax',
    printed([
      { amount: 999n, treatment: INCLUSIVE },
      { amount: 2999n, treatment: INCLUSIVE, period: true },
    ]),
  ],
  ['three units at an odd sum', printed([{ amount: 1000n, quantity: 3 }])],
  [
    'a change of plan with a credit line',
    printed([{ amount: -1000n }, { amount: 2500n, treatment: REDUCED, period: true }]),
  ],
  [
    'a credit note',
    printed([{ amount: -1001n, quantity: 2 }], {
      corrections: [{ invoice: { number: 'ACME-0000', finalizedAt: day('2026-04-01') } }],
    }),
  ],
  ['a credit note with a charge', printed([{ amount: -5000n }, { amount: 1500n }])],
  ['reverse charge', printed([{ amount: 10_000n, treatment: AE }])],
  ['a service outside the scope', printed([{ amount: 10_000n, treatment: O }])],
  ['an exempt service beside a taxed one', printed([{ amount: 10_000n, treatment: E }, { amount: 500n }])],
  ['credit that was used', printed([{ amount: 10_000n }], { settlements: [settled(3000n)] })],
  ['everything paid by credit', printed([{ amount: 1000n }], { settlements: [settled(1190n)] })],
];

describe('an electronic invoice', () => {
  test.each(CASES)(
    'an electronic invoice of %s breaks no rule, in either syntax, and both have the same content',
    (_name, invoice) => {
      const model = built(invoice);
      const [ubl, cii] = [termsOfUbl(parse(ublOf(model, 'EN_16931'))), termsOfCii(parse(ciiOf(model, 'EN_16931')))];
      expect(broken(ubl)).toEqual([]);
      expect(cii).toEqual(ubl);
      expect(ubl.sums.gross).toBe(invoice.total < 0n ? -invoice.total : invoice.total);
      expect(ublOf(built(invoice), 'EN_16931')).toBe(ublOf(model, 'EN_16931'));
    },
  );

  test('a cent that is moved breaks a rule of the sums', () => {
    const xml = ublOf(built(printed([{ amount: 10_000n }])), 'EN_16931');
    const moved = xml.replace('<cbc:TaxAmount currencyID="EUR">19.00<', '<cbc:TaxAmount currencyID="EUR">19.01<');
    expect(moved).not.toBe(xml);
    expect(broken(termsOfUbl(parse(moved)))).toEqual(['BR-CO-14', 'BR-CO-15']);
  });

  test('names with markup stay names, and characters that XML cannot contain are left out', () => {
    for (const xml of [ublOf, ciiOf].map((write) => write(built(printed([{ amount: 1n }])), 'EN_16931'))) {
      expect(xml).toContain('A &amp; B &lt;C&gt;');
      expect(xml).toContain('Net &quot;14&quot; days');
    }
  });

  test('a credit note names the invoices that it corrects with their dates', () => {
    const corrections = [{ invoice: { number: 'ACME-0000', finalizedAt: day('2026-04-01') } }];
    const model = built(printed([{ amount: -1000n }], { corrections }));
    expect(ublOf(model, 'EN_16931')).toContain('<cbc:ID>ACME-0000</cbc:ID><cbc:IssueDate>2026-04-01</cbc:IssueDate>');
    expect(ciiOf(model, 'EN_16931')).toContain('<ram:IssuerAssignedID>ACME-0000</ram:IssuerAssignedID>');
    expect(ublOf(model, 'EN_16931')).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>');
  });

  test.each([
    ['XRECHNUNG', 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0'],
    ['PEPPOL', 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'],
  ] as const)('the profile %s is named in both syntaxes', (profile, id) => {
    const model = built(printed([{ amount: 100n }]));
    expect(ublOf(model, profile)).toContain(`<cbc:CustomizationID>${id}<`);
    expect(ciiOf(model, profile)).toContain(`<ram:ID>${id}<`);
  });
});

describe('data that an electronic invoice lacks', () => {
  const parties = (seller: object, buyer: object) => ({
    snapshot: { seller: { ...SELLER, ...seller }, buyer: { ...BUYER, ...buyer } },
  });
  const townless = { ...BUYER.address, city: null };
  test.each([
    ['EN_16931', [{ amount: 1n }], { number: null }, 'NOT_FINAL'],
    ['EN_16931', [{ amount: 1n }], { status: 'VOID' }, 'NOT_FINAL'],
    ['EN_16931', [{ amount: 1n, treatment: null }], {}, 'NO_TAX_TREATMENT'],
    ['EN_16931', [{ amount: 1n }], parties({ address: undefined }, {}), 'ISSUED_BEFORE_ELECTRONIC_INVOICES'],
    ['EN_16931', [{ amount: 1n }], { currency: 'KWD' }, 'CURRENCY_DECIMALS'],
    ['EN_16931', [{ amount: 1n }], parties({ address: { ...SELLER.address, country: null } }, {}), 'SELLER_COUNTRY'],
    ['EN_16931', [{ amount: 1n }], parties({}, { address: { ...BUYER.address, country: null } }), 'BUYER_COUNTRY'],
    ['EN_16931', [{ amount: 1n }], parties({}, { name: null }), 'BUYER_NAME'],
    ['EN_16931', [{ amount: 1n, treatment: AE }], parties({ taxId: null }, {}), 'SELLER_VAT_ID'],
    ['EN_16931', [{ amount: 1n, treatment: AE }], parties({}, { taxId: null }), 'BUYER_VAT_ID'],
    ['EN_16931', [{ amount: 1n, treatment: O }], parties({ taxId: null, taxNumber: null }, {}), 'SELLER_IDENTIFIER'],
    ['EN_16931', [{ amount: 1n, treatment: O }, { amount: 1n }], {}, 'OUTSIDE_SCOPE_MIXED'],
    ['XRECHNUNG', [{ amount: 1n }], parties({}, { buyerReference: null }), 'BUYER_REFERENCE'],
    ['XRECHNUNG', [{ amount: 1n }], parties({ phone: null }, {}), 'SELLER_CONTACT'],
    ['XRECHNUNG', [{ amount: 1n }], parties({}, { address: townless }), 'BUYER_TOWN'],
    ['PEPPOL', [{ amount: 1n }], parties({ electronicAddress: null }, {}), 'SELLER_ELECTRONIC_ADDRESS'],
    ['PEPPOL', [{ amount: 1n }], parties({}, { electronicAddress: null }), 'BUYER_ELECTRONIC_ADDRESS'],
  ] as const)('%s, case %#: it is named, with a cure', (profile, lines, change, missing) => {
    const found = electronicInvoice(printed([...lines], change), profile);
    expect(found).toEqual({ missing: [missing] });
    expect(MISSING_WORDS[missing].length).toBeGreaterThan(20);
  });

  test.each(['EN_16931', 'XRECHNUNG', 'PEPPOL'] as const)('nothing is missing for %s when all is given', (profile) => {
    expect(electronicInvoice(printed([{ amount: 100n }]), profile)).toHaveProperty('invoice');
  });

  test.each(['BE', 'ES', 'FR', 'GR', 'HR', 'HU', 'IT', 'PL', 'PT', 'RO'])(
    'a seller in %s is warned that a file is not enough',
    (country) => {
      expect(clearanceDuty(country)).toContain('does not transmit');
    },
  );

  test('a seller in Germany gets no such warning', () => {
    expect(clearanceDuty('DE')).toBeNull();
  });
});
