/** Reports about tax: they add up to the documents. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { cancel } from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { chargeTax, moveCustomer, ok } from '../support/taxes.ts';

let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
const RANGE = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };

interface Row {
  month: string;
  category: string | null;
  ratePpm: number | null;
  country: string | null;
  vatId: string | null;
  totalExcludingTax: { amount: number; currency: string };
  tax: { amount: number };
  documentCount: number;
}
async function report(name: string, select: string, range: object = RANGE, client = merchant) {
  const answer = await client.request<Record<string, { rows: Row[]; csv: string }>>(
    `query ($from: DateTime!, $to: DateTime!) { ${name}(from: $from, to: $to) {
      rows { month country ${select} totalExcludingTax { amount currency } documentCount } csv } }`,
    range,
  );
  return answer[name] as { rows: Row[]; csv: string };
}
const taxReport = (range?: object, client?: GraphQLClient) =>
  report('taxReport', 'category ratePpm tax { amount }', range, client);
const statement = (range?: object) => report('recapitulativeStatement', 'vatId', range);

async function priceOf(amount: number, currency = 'EUR') {
  const product = (await ok(merchant, 'createProduct', { name: 'Plan' }, 'product { id }')).product as { id: string };
  const unitAmount = { amount, currency };
  const input = { productId: product.id, unitAmount, interval: 'MONTH' };
  return ((await ok(merchant, 'createPrice', input, 'price { id }')).price as { id: string }).id;
}
async function buyer(place: Parameters<typeof moveCustomer>[3] | null, kind = 'CONSUMER') {
  const customerId = await makeCustomer(merchant);
  await ok(merchant, 'updateCustomer', { customerId, kind });
  if (place) await moveCustomer(t, merchant, customerId, place);
  return customerId;
}
async function manual(customerId: string, unitAmount: number, currency = 'EUR'): Promise<string> {
  const lines = [{ description: 'Setup', unitAmount }];
  const made = await ok(merchant, 'createInvoice', { customerId, currency, lines }, 'invoice { id }');
  const { id: invoiceId } = made.invoice as { id: string };
  await ok(merchant, 'finalizeInvoice', { invoiceId });
  return invoiceId;
}

beforeAll(async () => {
  t = await openTestApp({ now: '2026-03-31T23:59:00.000Z' });
  ({ merchant, companyId } = await t.company());
  // An invoice from before the company charged tax.
  const early = await buyer(null);
  await manual(early, 700);
  await chargeTax(merchant, 'DE', {}, [{ country: 'DE', scheme: 'OSS_UNION' }]);
  const price = await priceOf(1999);
  const home = await buyer({ country: 'DE' });
  await makeSubscription(merchant, home, price);
  t.clock.advanceTo('2026-04-10T00:00:00.000Z');
  const french = await buyer({ country: 'FR' });
  const { subscription } = await makeSubscription(merchant, french, price);
  await cancel(merchant, { subscriptionId: subscription.id, mode: 'IMMEDIATELY', prorate: true });
  const business = await buyer({ country: 'FR', vatId: 'FR40303265045', status: 'VERIFIED' }, 'BUSINESS');
  await manual(business, 5000);
  await manual(business, 2500);
  await manual(business, 900, 'USD');
  const voided = await manual(home, 12_345);
  await ok(merchant, 'voidInvoice', { invoiceId: voided });
  await ok(merchant, 'createInvoice', {
    ...{ customerId: home, currency: 'EUR', lines: [{ description: 'Draft', unitAmount: 999 }] },
  });
  t.clock.advanceTo('2026-05-10T00:00:00.000Z');
  await t.app.tick();
});
afterAll(() => t.close());

test('the report adds up to the documents of each currency, in net, tax and total', async () => {
  const { rows } = await taxReport();
  const invoices = await t.db.prisma.invoice.findMany({
    where: { companyId, status: { notIn: ['DRAFT', 'VOID'] } },
  });
  expect(invoices.length).toBeGreaterThanOrEqual(8);
  for (const currency of ['EUR', 'USD']) {
    const own = rows.filter((row) => row.totalExcludingTax.currency === currency);
    const tax = own.reduce((sum, row) => sum + row.tax.amount, 0);
    const net = own.reduce((sum, row) => sum + row.totalExcludingTax.amount, 0);
    const billed = invoices.filter((invoice) => invoice.currency === currency);
    expect(tax).toBe(Number(billed.reduce((sum, invoice) => sum + (invoice.taxAmount ?? 0n), 0n)));
    expect(net + tax).toBe(Number(billed.reduce((sum, invoice) => sum + invoice.total, 0n)));
  }
});

test('rows are by month, country, category and rate, with credit notes negative', async () => {
  const { rows, csv } = await taxReport();
  const short = rows.map((row) => [
    ...[row.month, row.country, row.category, row.ratePpm, row.totalExcludingTax.currency],
    ...[row.totalExcludingTax.amount, row.tax.amount, row.documentCount],
  ]);
  expect(short).toEqual([
    ['2026-03', 'DE', 'S', 190_000, 'EUR', 1999, 380, 1],
    ['2026-03', null, null, null, 'EUR', 700, 0, 1],
    ['2026-04', 'FR', 'AE', 0, 'EUR', 7500, 0, 2],
    ['2026-04', 'FR', 'AE', 0, 'USD', 900, 0, 1],
    // A period that is credited whole at once: net and tax of the two documents add up to zero.
    ['2026-04', 'FR', 'S', 200_000, 'EUR', 0, 0, 2],
    ['2026-05', 'DE', 'S', 190_000, 'EUR', 1999, 380, 1],
  ]);
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    'month,country,region,category,rate_percent,currency,total_excluding_tax,tax,documents',
    '2026-03,DE,,S,19,EUR,19.99,3.80,1',
  ]);
});

test('the recapitulative statement sums reverse charges by VAT id and month', async () => {
  const { rows, csv } = await statement();
  expect(rows.map((row) => [row.month, row.vatId, row.country, row.totalExcludingTax, row.documentCount])).toEqual([
    ['2026-04', 'FR40303265045', 'FR', { amount: 7500, currency: 'EUR' }, 2],
    ['2026-04', 'FR40303265045', 'FR', { amount: 900, currency: 'USD' }, 1],
  ]);
  expect(csv).toContain('2026-04,FR40303265045,FR,EUR,75.00,2\r\n');
});

test('an invoice that is voided in a later month stays in its own and is taken back in the month of voiding', async () => {
  const customerId = await buyer({ country: 'DE' });
  const before = (await taxReport()).rows;
  const invoiceId = await manual(customerId, 4000);
  t.clock.advanceTo('2026-06-20T00:00:00.000Z');
  await ok(merchant, 'voidInvoice', { invoiceId });
  const rowOf = (rows: Row[], month: string) => rows.find((row) => row.month === month && row.category === 'S');
  const { rows } = await taxReport({ from: '2026-05-01T00:00:00Z', to: '2026-07-01T00:00:00Z' });
  const [may, june] = [rowOf(rows, '2026-05'), rowOf(rows, '2026-06')];
  const was = rowOf(before, '2026-05');
  expect(may?.totalExcludingTax.amount).toBe((was?.totalExcludingTax.amount ?? 0) + 4000);
  expect(may?.tax.amount).toBe((was?.tax.amount ?? 0) + 760);
  // Nothing else was billed in June: the renewals run with the next tick.
  expect([june?.totalExcludingTax.amount, june?.tax.amount, june?.documentCount]).toEqual([-4000, -760, 1]);
  // Each month alone shows the same.
  const alone = await taxReport({ from: '2026-06-01T00:00:00Z', to: '2026-07-01T00:00:00Z' });
  expect(rowOf(alone.rows, '2026-06')?.tax.amount).toBe(-760);
});

test('a range without documents is empty, also for another company, and a wrong range is refused', async () => {
  const later = { from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
  expect((await taxReport(later)).rows).toEqual([]);
  const other = await t.company();
  expect((await taxReport(RANGE, other.merchant)).rows).toEqual([]);
  for (const range of [
    { from: later.to, to: later.from },
    { from: '2020-01-01T00:00:00Z', to: RANGE.to },
  ])
    await expect(taxReport(range)).rejects.toThrow('by at most two years');
});
