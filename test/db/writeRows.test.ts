/** Many rows by one statement: the same rows as Prisma's `createMany` writes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertRows, updateVersionedRows } from '../../src/db/writeRows.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';

const NOW = new Date('2026-03-01T10:11:12.345Z');

let t: TestApp;
let companyId: string;
let customerId: string;
let subscriptionIds: string[];
beforeAll(async () => {
  t = await openTestApp();
  const company = await t.company();
  companyId = company.companyId;
  const { priceId } = await makePrice(company.merchant, { amount: 3000 });
  customerId = await makeCustomer(company.merchant);
  subscriptionIds = [];
  for (let n = 0; n < 3; n++)
    subscriptionIds.push((await makeSubscription(company.merchant, customerId, priceId)).subscription.id);
});
afterAll(() => t.close());

const line = (more: object = {}) => ({
  id: newId('InvoiceLine', NOW),
  ...{ companyId, customerId, kind: 'PERIOD' as const, currency: 'EUR', quantity: 2 },
  description: 'Ünïcode, "quotes", \\ and a line\nbreak',
  grossAmount: 9_223_372_036_854_775_807n,
  ...{ discountAmount: 0n, amount: 9_223_372_036_854_775_807n, createdAt: NOW },
  explanation: { formula: 'PERIOD', parts: [1, null, { deep: 'ö' }], amount: '12' },
  ...more,
});

test('rows of every type are inserted as createMany inserts them, with defaults for columns that no row has', async () => {
  const taxed = {
    ...{ taxAmount: -5n, taxCategory: 'S' as const, taxRatePpm: 190_000, taxDate: new Date('2026-02-28T00:00:00Z') },
    ...{ taxBehavior: 'INCLUSIVE' as const, taxReason: 'STANDARD' as const, taxCountry: 'DE' },
  };
  const given = [line(taxed), line({ periodStart: NOW, periodEnd: null, unitAmount: 3n, position: 7 })];
  // Prisma gives `position` its default in the row without it; here a column that some row has is null in the others.
  const whole = given.map((row) => ({ position: 0, ...row }));
  const twins = whole.map((row) => ({ ...row, id: newId('InvoiceLine', NOW) }));
  await t.db.prisma.$transaction((tx) => insertRows(tx, 'InvoiceLine', whole));
  await t.db.prisma.invoiceLine.createMany({ data: twins });
  const read = async (rows: readonly { id: string }[]) => {
    const { rows: found } = await t.db.raw.query(
      `SELECT to_jsonb(l) - 'id' AS row FROM invoice_line l WHERE id = ANY($1) ORDER BY id`,
      [rows.map(({ id }) => id)],
    );
    return found;
  };
  const inserted = await read(whole);
  expect(inserted).toHaveLength(2);
  expect(inserted).toEqual(await read(twins));
  const withoutPosition = line();
  await t.db.prisma.$transaction((tx) => insertRows(tx, 'InvoiceLine', [withoutPosition]));
  const { position } = await t.db.prisma.invoiceLine.findUniqueOrThrow({ where: { id: withoutPosition.id } });
  expect(position).toBe(0);
});

test('an empty list runs no statement', async () => {
  t.db.statements.reset();
  await insertRows(t.db.prisma, 'InvoiceLine', []);
  expect(await updateVersionedRows(t.db.prisma, 'Subscription', [])).toBe(0);
  expect(t.db.statements.count).toBe(0);
});

test('only rows of the given version and company are updated, and their version grows by one', async () => {
  const { prisma } = t.db;
  const [current, outdated, foreign] = subscriptionIds as [string, string, string];
  const written = { externalId: null as string | null, updatedAt: NOW };
  const rows = [
    { ...written, id: current, companyId, version: 1, externalId: 'written' },
    { ...written, id: outdated, companyId, version: 9 },
    { ...written, id: foreign, companyId: newId('Company', NOW), version: 1 },
  ];
  expect(await prisma.$transaction((tx) => updateVersionedRows(tx, 'Subscription', rows))).toBe(1);
  const found = await prisma.subscription.findMany({ where: { id: { in: subscriptionIds } }, orderBy: { id: 'asc' } });
  expect(found.map(({ version, externalId }) => [version, externalId])).toEqual([
    [2, 'written'],
    [1, null],
    [1, null],
  ]);
  expect(found[0]?.updatedAt).toEqual(NOW);
});
