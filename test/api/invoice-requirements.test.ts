/** The particulars that article 226 of Directive 2006/112/EC and company law require, on downloaded PDFs. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/i18n/locale.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { pagesOf } from '../support/pdfText.ts';
import { chargeTax, mutate, ok } from '../support/taxes.ts';

let t: TestApp;
let merchant: GraphQLClient;
const texts: Record<'home' | 'abroad' | 'paid' | 'note', string> = { home: '', abroad: '', paid: '', note: '' };
const numbers = { home: '' };

async function textOf(invoiceId: string): Promise<string> {
  const { url } = (await ok(merchant, 'createInvoicePdfLink', { invoiceId }, 'url')) as unknown as { url: string };
  const pdf = Buffer.from(await (await t.app.fetch(new Request(url))).arrayBuffer());
  return pagesOf(pdf)
    .flat()
    .join('\n')
    .replace(/\u00a0/g, ' ');
}

async function buyer(locale: string, country: string, vatId?: string): Promise<string> {
  const customerId = await makeCustomer(merchant);
  const place = { DE: ['20095', 'Hamburg'], FR: ['75002', 'Paris'] }[country];
  await ok(merchant, 'updateCustomer', {
    ...{ customerId, locale, name: `Buyer ${country}`, kind: vatId ? 'BUSINESS' : 'CONSUMER', purchaseOrder: 'PO-77' },
    address: { line1: '2 Rue Neuve', city: place?.[1], postalCode: place?.[0], country },
    ...(vatId ? { taxId: { type: 'eu_vat', value: vatId } } : {}),
  });
  if (vatId) await t.db.prisma.customer.update({ where: { id: customerId }, data: { taxIdStatus: 'VERIFIED' } });
  return customerId;
}

async function billed(customerId: string): Promise<string> {
  const lines = [
    { description: 'Consulting', quantity: 2, unitAmount: 10_000 },
    { description: 'E-book', unitAmount: 1000, taxCategory: 'EBOOK' },
  ];
  const draft = { customerId, currency: 'EUR', lines, memo: 'Thank you', dueAt: '2026-04-15T00:00:00Z' };
  const { invoice } = (await ok(merchant, 'createInvoice', draft, 'invoice { id }')) as unknown as {
    invoice: { id: string };
  };
  await ok(merchant, 'finalizeInvoice', { invoiceId: invoice.id });
  return invoice.id;
}

const COMPANY = {
  ...{ name: 'Acme', legalName: 'Acme Software GmbH', taxId: 'DE811907980', taxNumber: '12/345/67890' },
  ...{ address: { line1: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' }, phone: '+49 40 123' },
  ...{ bankAccountHolder: 'Acme GmbH', iban: 'de89 3704 0044 0532 0130 00', bic: 'COBADEFFXXX' },
  legalNotice: 'Sitz Hamburg, Amtsgericht Hamburg HRB 12345\nGeschäftsführerin: Ada Muster',
  paymentTerms: 'Verzugszinsen: 9 Prozentpunkte über dem Basiszinssatz.',
};

beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  ({ merchant } = await t.company());
  await chargeTax(merchant, 'DE', {}, [{ country: 'DE', scheme: 'OSS_UNION' }]);
  await ok(merchant, 'updateCompany', COMPANY);
  await ok(merchant, 'updatePortalConfig', { defaultLocale: 'de' });
  const home = await billed(await buyer('de', 'DE'));
  texts.home = await textOf(home);
  numbers.home = (await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: home } })).number ?? '';
  texts.abroad = await textOf(await billed(await buyer('fr', 'FR', 'FR40303265045')));
  const made = await ok(merchant, 'createCreditNote', { invoiceId: home, reason: 'GOODWILL' }, 'creditNote { id }');
  texts.note = await textOf((made.creditNote as { id: string }).id);
  const { priceId } = await makePrice(merchant, { name: 'Plan', amount: 1999 });
  const { invoice } = await makeSubscription(merchant, await buyer('de', 'DE'), priceId);
  texts.paid = await textOf(invoice?.id ?? '');
});
afterAll(() => t.close());

/** Number of the article, the requirement, the document, and words that must be on it. */
const REQUIREMENTS: [string, string, keyof typeof texts, () => (string | RegExp)[]][] = [
  ['226 (1)', 'the date of issue', 'home', () => ['Ausgestellt 01.04.2026']],
  ['226 (2)', 'the sequential number', 'home', () => [numbers.home]],
  ['226 (3)', 'the VAT id of the seller', 'home', () => ['DE811907980']],
  ['226 (4)', 'the VAT id of the customer who owes the tax', 'abroad', () => ['FR40303265045']],
  [
    ...['226 (5)', 'full names and addresses, in the order of their countries'],
    ...[
      'abroad',
      () => ['Acme Software GmbH', 'Hafenstraße 1', '20457 Hamburg', 'Allemagne', 'Buyer FR', '75002 Paris', 'France'],
    ],
  ] as never,
  ['226 (6)', 'the quantity and the nature of the services', 'home', () => ['Consulting', 'E-book', /\b2\b/]],
  [
    '226 (7)',
    'the date of supply of lines without a period',
    'home',
    () => [/Leistung 01\.04\.2026|Leistung\n01\.04\.2026|Leistung .*01\.04\.2026/],
  ],
  ['226 (7)', 'the period of a subscription', 'paid', () => [/01\.(04\.)? ?– ?30\.04\.2026/]],
  [
    '226 (8)',
    'the unit price and the taxable amount of each rate',
    'home',
    () => ['100,00 €', /auf 200,00 €/, /auf 10,00 €/],
  ],
  ['226 (9)', 'the rates', 'home', () => [/19 ?%/, /7 ?%/]],
  ['226 (10)', 'the tax of each rate', 'home', () => ['38,00 €', '0,70 €']],
  ['226 (11)', 'the words of the reverse charge in the language of the customer', 'abroad', () => ['Autoliquidation']],
  ['226 (11)', 'and in that of the seller', 'abroad', () => ['Steuerschuldnerschaft des Leistungsempfängers']],
  ['219', 'the number of the corrected invoice', 'note', () => ['Rechnungskorrektur', numbers.home]],
  ['§ 14 (4) UStG', 'the tax number', 'home', () => ['Steuernummer 12/345/67890']],
  ['§ 35a GmbHG', 'register and managers', 'home', () => ['HRB 12345', 'Geschäftsführerin: Ada Muster']],
  ['L441-9', 'the due date and the terms of late payment', 'home', () => ['Fällig', 'Verzugszinsen']],
  ['practice', 'how to pay an open invoice', 'home', () => ['DE89 3704 0044 0532 0130 00', 'COBADEFFXXX', 'Acme GmbH']],
  ['practice', 'what was paid, and with which card', 'paid', () => [/Visa •••• \d{4}/]],
  ['practice', 'order number and note', 'home', () => ['PO-77', 'Thank you']],
];

describe('an invoice shows what the law requires', () => {
  test.each(REQUIREMENTS)('as %s requires, the PDF shows %s', (_article, _what, document, words) => {
    for (const word of words())
      if (typeof word === 'string') expect(texts[document]).toContain(word);
      else expect(texts[document]).toMatch(word);
  });

  test('a paid invoice and a credit note ask for no transfer', () => {
    for (const text of [texts.paid, texts.note]) expect(text).not.toContain('DE89');
  });

  test.each(LANGUAGES)('in %s an invoice is titled, dated and numbered, and its tax is named', async (language) => {
    const text = await textOf(await billed(await buyer(language, 'DE')));
    for (const word of ['DE811907980', 'Acme Software GmbH', 'Consulting', '12/345/67890', 'HRB 12345'])
      expect(text).toContain(word);
    expect(text).toMatch(/[A-Z]+-\d{4}/);
    expect(text).toMatch(/19|١٩/);
  });
});

test.each([
  ['iban', 'DE89370400440532013001'],
  ['iban', 'DE89'],
  ['bic', 'COBA'],
  ['electronicAddress', 'DE123'],
])('a wrong %s of the company is refused: %s', async (field, value) => {
  expect(await mutate(merchant, 'updateCompany', { [field]: value }, '__typename')).toMatchObject({
    code: 'VALIDATION_FAILED',
    path: ['input', field],
  });
});

test('the XML of an issued invoice is returned to the merchant only, with the reasons if it cannot be made', async () => {
  const customerId = await buyer('de', 'FR', 'FR40303265045');
  const id = await billed(customerId);
  const query = `query ($id: ID!, $profile: ElectronicInvoiceProfile, $syntax: ElectronicInvoiceSyntax) {
    invoice(id: $id) { electronicInvoice(profile: $profile, syntax: $syntax) { fileName xml problems { code message } warning } } }`;
  interface File {
    fileName: string;
    xml: string | null;
    problems: { code: string; message: string }[];
    warning: string | null;
  }
  const ask = async (variables: object) =>
    (await merchant.request<{ invoice: { electronicInvoice: File } }>(query, { id, ...variables })).invoice
      .electronicInvoice;
  const ubl = await ask({});
  expect(ubl).toMatchObject({ problems: [], warning: null });
  expect(ubl.fileName).toMatch(/^[A-Z]+-\d{4}\.xml$/);
  expect(ubl.xml).toContain('<cbc:TaxExemptionReasonCode>VATEX-EU-AE</cbc:TaxExemptionReasonCode>');
  expect((await ask({ syntax: 'CII' })).xml).toContain('<rsm:CrossIndustryInvoice');
  expect(await ask({})).toEqual(ubl);
  expect(await ask({ profile: 'XRECHNUNG' })).toMatchObject({
    xml: null,
    problems: [{ code: 'BUYER_REFERENCE' }, { code: 'SELLER_CONTACT' }, { code: 'SELLER_ELECTRONIC_ADDRESS' }],
  });
  await ok(merchant, 'updateCompany', { supportEmail: 'billing@acme.example' });
  await ok(merchant, 'updateCustomer', { customerId, buyerReference: '04011000-12345-03' });
  // The parties are those of the day on which it was issued.
  expect((await ask({ profile: 'XRECHNUNG' })).xml).toBeNull();
  const { portal } = await t.signIn(merchant, customerId);
  await expect(portal.request(query, { id })).rejects.toThrow();
});
