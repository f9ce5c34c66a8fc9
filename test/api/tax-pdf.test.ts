/** Tax on downloaded PDFs: turning it on changes no document that exists. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { importSubscription } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { chargeTax, moveCustomer, ok } from '../support/taxes.ts';

let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  ({ merchant, companyId } = await t.company());
});
afterAll(() => t.close());

async function pdfOf(invoiceId: string): Promise<Buffer> {
  const { url } = (await ok(merchant, 'createInvoicePdfLink', { invoiceId }, 'url')) as unknown as { url: string };
  const response = await t.app.fetch(new Request(url));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

test('the PDFs of issued and imported invoices are the same bytes after tax was turned on and the customer has moved', async () => {
  const { priceId } = await makePrice(merchant, { amount: 1999 });
  const customerId = await makeCustomer(merchant, { name: 'Ada' });
  await makeSubscription(merchant, customerId, priceId);
  await importSubscription(merchant, {
    ...{ customerId, status: 'ACTIVE', items: [{ priceId }], anchor: '2026-04-01T00:00:00.000Z' },
    ...{ currentPeriodStart: '2026-04-01T00:00:00.000Z', currentPeriodEnd: '2026-05-01T00:00:00.000Z' },
    invoiceNumber: 'OLD-7',
  });
  const invoices = await t.db.prisma.invoice.findMany({ where: { companyId }, orderBy: { id: 'asc' } });
  const before = await Promise.all(invoices.map(({ id }) => pdfOf(id)));
  expect(before.map((pdf) => pdf.subarray(0, 5).toString())).toEqual(['%PDF-', '%PDF-']);
  await chargeTax(merchant, 'DE');
  await moveCustomer(t, merchant, customerId, { country: 'DE' });
  const after = await Promise.all(invoices.map(({ id }) => pdfOf(id)));
  expect(after.map((pdf, index) => pdf.equals(before[index] ?? Buffer.alloc(0)))).toEqual([true, true]);
  const made = await ok(
    merchant,
    'createInvoice',
    { customerId, currency: 'EUR', lines: [{ description: 'Setup', unitAmount: 1000 }] },
    'invoice { id }',
  );
  const { id } = made.invoice as { id: string };
  await ok(merchant, 'finalizeInvoice', { invoiceId: id });
  expect((await pdfOf(id)).length).toBeGreaterThan(1000);
});
