/** Hybrid invoices (Factur-X, ZUGFeRD): the PDF contains the electronic invoice. */
import { createHash } from 'node:crypto';
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { partsOf } from '../support/embeddedFile.ts';
import { pagesOf } from '../support/pdfText.ts';
import { chargeTax, mutate as tryTo } from '../support/taxes.ts';
import { mutate } from '../support/world.ts';

const SELLER = 'A & B <C> "D" ÄÖ';

let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-05-01T00:00:00.000Z' });
  ({ merchant, companyId } = await t.company(SELLER));
  await chargeTax(merchant, 'DE');
  const address = { line1: 'Hafen 1', postalCode: '20457', city: 'Hamburg', country: 'DE' };
  await mutate(
    merchant,
    'updateCompany',
    { address, taxId: 'DE136695976', supportEmail: 'billing@a.example' },
    'company { id }',
  );
  await mutate(merchant, 'updateEmailConfig', { enabled: ['INVOICE', 'CREDIT_NOTE'] }, '__typename');
});
afterAll(() => t.close());

const hybrid = (on: boolean) => mutate(merchant, 'updateCompany', { hybridInvoices: on }, 'company { hybridInvoices }');

let customers = 0;
async function billed(
  more: object = {},
): Promise<{ invoiceId: string; customerId: string; email: string; link: string }> {
  customers += 1;
  const email = `h${customers}@example.com`;
  const customerId = await makeCustomer(merchant, { email, token: null });
  const address = { line1: 'Weg 2', postalCode: '10115', city: 'Berlin', country: 'DE' };
  await mutate(merchant, 'updateCustomer', { customerId, name: 'Kunde & Söhne', address, ...more }, 'customer { id }');
  const lines = [{ description: 'Work', quantity: 3, unitAmount: 3333 }];
  const { invoice } = await mutate(merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, 'invoice { id }');
  const final = await mutate(merchant, 'finalizeInvoice', { invoiceId: invoice.id }, 'invoice { id hostedInvoiceUrl }');
  return { customerId, email, invoiceId: invoice.id, link: String(final.invoice.hostedInvoiceUrl).split('#')[1] ?? '' };
}

async function fetched(url: string): Promise<Buffer> {
  const response = await t.app.fetch(new Request(url));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const downloaded = async (client: GraphQLClient, invoiceId: string, format?: 'PLAIN' | 'FACTUR_X') =>
  fetched((await mutate(client, 'createInvoicePdfLink', { invoiceId, ...(format ? { format } : {}) }, 'url')).url);

async function xmlOf(id: string): Promise<string> {
  const query = 'query ($id: ID!) { invoice(id: $id) { electronicInvoice(profile: EN_16931, syntax: CII) { xml } } }';
  const { invoice } = await merchant.request<{ invoice: { electronicInvoice: { xml: string } } }>(query, { id });
  return invoice.electronicInvoice.xml;
}

test('the XML in the PDF equals the XML of the API, and the PDF is a PDF/A-3b that declares it', async () => {
  const { invoiceId } = await billed();
  const pdf = await downloaded(merchant, invoiceId, 'FACTUR_X');
  const { files, metadata, catalog, heads } = partsOf(pdf);
  expect([...files.keys()]).toEqual(['factur-x.xml']);
  expect(files.get('factur-x.xml')).toBe(await xmlOf(invoiceId));
  expect(catalog).toMatch(/\/AF \[\d+ 0 R\]/);
  expect(catalog).toContain('/OutputIntents');
  const spec = heads.find((head) => head.includes('/Type /Filespec'));
  expect(spec).toContain('/AFRelationship /Alternative');
  expect(heads.find((head) => head.includes('/Type /EmbeddedFile'))).toMatch(/\/Subtype \/text#2Fxml/);
  expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
  expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
  for (const [name, value] of [
    ...[['DocumentType', 'INVOICE'] as const, ['DocumentFileName', 'factur-x.xml'] as const],
    ...[['Version', '1.0'] as const, ['ConformanceLevel', 'EN 16931'] as const],
  ])
    expect(metadata).toContain(`<fx:${name}>${value}</fx:${name}>`);
  expect(metadata.match(/<pdfaExtension:schemas>/g)).toHaveLength(1);
  // Every font is embedded.
  const descriptors = heads.filter((head) => head.includes('/Type /FontDescriptor'));
  expect(descriptors.length).toBeGreaterThan(0);
  for (const descriptor of descriptors) expect(descriptor).toMatch(/\/FontFile[23] \d+ 0 R/);
  expect(heads.filter((head) => /\/Type \/Font\b/.test(head) && /\/Subtype \/Type1\b/.test(head))).toEqual([]);
});

test('the metadata is well-formed XML for a company whose name has signs of XML', async () => {
  const { invoiceId } = await billed();
  const { metadata } = partsOf(await downloaded(merchant, invoiceId, 'FACTUR_X'));
  expect(metadata).toContain('A &amp; B &lt;C&gt; &quot;D&quot; ÄÖ');
  const open: string[] = [];
  const text = metadata
    .replace(/<\?.*?\?>/gs, '')
    .replace(/<(\/?)([\w:]+)([^<>]*?)(\/?)>/g, (_tag, end, name, _rest, empty) => {
      if (end) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
      return '';
    });
  expect(open).toEqual([]);
  expect(text.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toMatch(/[<>&]/);
});

test('the same document is printed with the same bytes, and its pages show the same as without the XML', async () => {
  const { invoiceId } = await billed();
  const [first, second] = [
    await downloaded(merchant, invoiceId, 'FACTUR_X'),
    await downloaded(merchant, invoiceId, 'FACTUR_X'),
  ];
  expect(first.equals(second)).toBe(true);
  expect(pagesOf(first)).toEqual(pagesOf(await downloaded(merchant, invoiceId, 'PLAIN')));
});

test('documents are hybrid from the time at which the company turns that on: by mail, in the portal and by link', async () => {
  const before = await billed();
  await hybrid(true);
  const after = await billed();
  await t.app.tick();
  const has = (pdf: Buffer) => partsOf(pdf).files.has('factur-x.xml');
  expect(has(await downloaded(merchant, before.invoiceId))).toBe(false);
  const pdf = await downloaded(merchant, after.invoiceId);
  expect(has(pdf)).toBe(true);
  const { portal } = await t.signIn(merchant, after.customerId);
  expect((await downloaded(portal, after.invoiceId)).equals(pdf)).toBe(true);
  const byLink = await mutate(t.client(), 'createPaymentLinkPdf', { token: after.link }, 'url');
  expect((await fetched(byLink.url)).equals(pdf)).toBe(true);
  const mail = t.mailbox.list().find(({ to }) => to === after.email);
  const attached = Buffer.from(mail?.attachments?.[0]?.content ?? '', 'base64');
  expect(attached.equals(pdf)).toBe(true);
  const [sent] = await t.db.prisma.customerEmail.findMany({ where: { companyId, objectId: after.invoiceId } });
  expect(sent?.attachmentHash).toBe(createHash('sha256').update(pdf).digest('hex'));
  // Turned off again, what was issued stays as it is.
  await hybrid(false);
  expect((await downloaded(merchant, after.invoiceId)).equals(pdf)).toBe(true);
  expect(has(await downloaded(merchant, (await billed()).invoiceId))).toBe(false);
});

test('a credit note is hybrid, too, with the XML of type 381', async () => {
  await hybrid(true);
  const { invoiceId } = await billed();
  const input = { invoiceId, reason: 'GOODWILL' };
  const { creditNote } = await mutate(merchant, 'createCreditNote', input, 'creditNote { id }');
  const xml = partsOf(await downloaded(merchant, creditNote.id)).files.get('factur-x.xml');
  expect(xml).toContain('<ram:TypeCode>381</ram:TypeCode>');
  await hybrid(false);
});

test('a document that lacks data is a plain PDF, and a request for a hybrid one is refused', async () => {
  await hybrid(true);
  const { invoiceId } = await billed({ address: null });
  await hybrid(false);
  expect(partsOf(await downloaded(merchant, invoiceId)).files.size).toBe(0);
  const refused = await tryTo(merchant, 'createInvoicePdfLink', { invoiceId, format: 'FACTUR_X' }, 'url');
  expect(refused).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'format'] });
});

test('a customer cannot choose the format', async () => {
  const { invoiceId, customerId } = await billed();
  const { portal } = await t.signIn(merchant, customerId);
  const refused = await tryTo(portal, 'createInvoicePdfLink', { invoiceId, format: 'FACTUR_X' }, 'url');
  expect(refused).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'format'] });
});
