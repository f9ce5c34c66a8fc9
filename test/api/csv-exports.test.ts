/** CSV files of a company's rows, for the holder of an API key. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../src/kernel/clock.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { APRIL, openShop, type Shop, subscribe } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

const KINDS = ['customers', 'subscriptions', 'invoices', 'invoice_lines', 'payments'] as const;
type Kind = (typeof KINDS)[number];

let t: TestApp;
let shop: Shop & { apiKey: string };
let other: Shop;
let customerId: string;

beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  const { apiKey, ...made } = await t.company();
  const own = await openShop({ ...t, company: async () => ({ ...made, apiKey }) });
  shop = { ...own, apiKey };
  other = await openShop(t);
  ({ customerId } = await subscribe(t, shop, shop.small));
  await mutate(
    shop.merchant,
    'updateCustomer',
    { customerId, name: '=HYPERLINK("http://evil")', externalId: 'a,"b"' },
    'customer { id }',
  );
  await subscribe(t, other, other.small);
  t.clock.advance(31 * DAY);
  await t.app.tick();
});
afterAll(() => t.close());

const get = (path: string, key: string | null = shop.apiKey, method = 'GET') =>
  t.app.fetch(
    new Request(`${PUBLIC_URL}/exports/${path}`, { method, headers: key ? { authorization: `Bearer ${key}` } : {} }),
  );

/** The rows of a file by their columns, read by RFC 4180. */
async function rowsOf(path: string): Promise<Record<string, string>[]> {
  const response = await get(path);
  expect(response.status).toBe(200);
  const text = await response.text();
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  const [heading = [], ...rest] = rows.slice(0, -1);
  return rest.map((cells) => {
    expect(cells).toHaveLength(heading.length);
    return Object.fromEntries(heading.map((name, index) => [name, cells[index] ?? '']));
  });
}

test('an export has the rows of the company alone, as the lists of the API have them', async () => {
  // One after the other: at most two files are exported at once.
  const counts: [Kind, number][] = [];
  for (const kind of KINDS) counts.push([kind, (await rowsOf(`${kind}.csv`)).length]);
  const where = { companyId: shop.companyId };
  const { prisma } = t.db;
  expect(Object.fromEntries(counts)).toEqual({
    customers: await prisma.customer.count({ where }),
    subscriptions: await prisma.subscription.count({ where }),
    invoices: await prisma.invoice.count({ where }),
    invoice_lines: await prisma.invoiceLine.count({ where: { ...where, invoiceId: { not: null } } }),
    payments: await prisma.payment.count({ where }),
  });
  expect((await rowsOf('invoices.csv')).map(({ customer_id }) => customer_id)).toEqual([customerId, customerId]);
});

test('the cells are those of the records: amounts as decimals, instants in UTC, and no cell is a formula', async () => {
  const [invoice] = await rowsOf('invoices.csv');
  expect(invoice).toMatchObject({
    ...{ number: 'ACME-0001', status: 'PAID', reason: 'SUBSCRIPTION_CREATE', created_at: APRIL, currency: 'EUR' },
    ...{ total_excluding_tax: '30.00', tax_amount: '', total: '30.00', amount_paid: '30.00', amount_due: '0.00' },
    ...{ customer_name: `'=HYPERLINK("http://evil")`, customer_external_id: 'a,"b"' },
  });
  const [line] = await rowsOf('invoice_lines.csv');
  expect(line).toMatchObject({ invoice_number: 'ACME-0001', amount: '30.00', quantity: '1', period_start: APRIL });
  const [payment] = await rowsOf('payments.csv');
  expect(payment).toMatchObject({
    status: 'SUCCEEDED',
    captured_amount: '30.00',
    method_last_four: '4242',
    method_brand: 'visa',
  });
  const [subscription] = await rowsOf('subscriptions.csv');
  expect(subscription).toMatchObject({ status: 'ACTIVE', items: expect.stringMatching(/^1 x Small \(price_/) });
  const [customer] = await rowsOf('customers.csv');
  expect(customer).toMatchObject({ id: customerId, external_id: 'a,"b"', name: `'=HYPERLINK("http://evil")` });
});

test('a range of time limits the rows to those that were created in it', async () => {
  expect(await rowsOf('invoices.csv?to=2026-04-02')).toHaveLength(1);
  expect(await rowsOf('invoices.csv?from=2026-04-02T00:00:00Z')).toHaveLength(1);
  expect(await rowsOf('invoices.csv?from=2026-04-02&to=2026-04-03')).toEqual([]);
  for (const wrong of ['from=yesterday', 'to=', 'from=2026-13-45'])
    expect((await get(`invoices.csv?${wrong}`)).status).toBe(400);
});

test('many rows are read in batches without a gap or a repetition', async () => {
  const own = await t.company('Many');
  const merchant: GraphQLClient = own.merchant;
  const id = await makeCustomer(merchant);
  const first = await t.db.prisma.customer.findUniqueOrThrow({ where: { id } });
  const { defaultPaymentMethodId: _method, ...copied } = first;
  // Two rows for each instant, so that batches end between rows of one instant.
  const rows = Array.from({ length: 1203 }, (_, index) => ({
    ...copied,
    ...{
      id: `cus_${String(index).padStart(26, '0')}`,
      email: `m${index}@example.com`,
      signInKey: `m${index}@example.com`,
    },
    createdAt: new Date(Date.parse(APRIL) + Math.floor(index / 2)),
  }));
  await t.db.prisma.customer.createMany({ data: rows as never });
  t.db.statements.log = [];
  const text = await (await get('customers.csv', own.apiKey)).text();
  const statements = t.db.statements.log ?? [];
  t.db.statements.log = undefined;
  const ids = text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[0]);
  expect(new Set(ids).size).toBe(1204);
  expect(ids).toHaveLength(1204);
  expect(statements.filter((sql) => /FROM customer t/.test(sql))).toHaveLength(3);
});

test('only an API key that may read gets a file, and the security log has an entry for each', async () => {
  const keyWith = async (permissions: string[]) =>
    (await mutate(shop.merchant, 'createApiKey', { name: 'K', scopes: permissions }, 'secret')).secret as string;
  expect((await get('invoices.csv', null)).status).toBe(401);
  expect((await get('invoices.csv', 'sk_test_unknown')).status).toBe(401);
  const { token } = await t.signIn(shop.merchant, customerId);
  expect((await get('invoices.csv', token)).status).toBe(401);
  expect((await get('invoices.csv', await keyWith(['WRITE_CATALOG']))).status).toBe(403);
  const allowed = await get('invoices.csv', await keyWith(['READ']));
  expect([allowed.status, allowed.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(allowed.headers.get('content-disposition')).toBe('attachment; filename="invoices.csv"');
  await allowed.text();
  expect((await get('invoices.csv', shop.apiKey, 'POST')).status).toBe(405);
  for (const unknown of ['secrets.csv', 'constructor.csv', 'invoices']) expect((await get(unknown)).status).toBe(404);
  const entries = await t.db.prisma.securityEvent.findMany({
    where: { companyId: shop.companyId, kind: 'CUSTOMER_EXPORTED' },
  });
  expect(entries.length).toBeGreaterThan(5);
  expect(entries.map(({ detail }) => detail)).toEqual(expect.arrayContaining(['invoices.csv', 'customers.csv']));
  expect(new Set(entries.map(({ actorKind }) => actorKind))).toEqual(new Set(['MERCHANT']));
});

test('a third export at once waits, and one that is given up frees its place', async () => {
  const kind: Kind = 'invoices';
  const [first, second] = [await get(`${kind}.csv`), await get(`${kind}.csv`)];
  const refused = await get(`${kind}.csv`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  await first.body?.cancel();
  await second.text();
  await expect.poll(async () => (await get(`${kind}.csv`)).status).toBe(200);
});
