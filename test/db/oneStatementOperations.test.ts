/** Real operations: each of their one-statement reads is compared with Prisma's result of the same query. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import * as Read from '../../src/db/read/read.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { PortalHomeDocument, SwitchPlanDocument } from '../support/graphql/graphql.ts';

/** The models of the reads that were compared, in their order. */
const compared: string[] = [];

function compareWithPrisma(): void {
  const { readMany, readOne, readOneOrThrow } = Read;
  const delegate = (db: Db, model: string) => {
    const delegates = db.prisma as unknown as Record<
      string,
      { findMany(q: object): unknown; findFirst(q: object): unknown }
    >;
    return delegates[`${model[0]?.toLowerCase()}${model.slice(1)}`] as (typeof delegates)[string];
  };
  const same = async (model: string, read: Promise<unknown>, expected: unknown) => {
    const row = await read;
    expect(row).toStrictEqual(await expected);
    compared.push(model);
    return row as never;
  };
  vi.spyOn(Read, 'readMany').mockImplementation((db, model, query) =>
    same(model, readMany(db, model, query), delegate(db, model).findMany(query)),
  );
  vi.spyOn(Read, 'readOne').mockImplementation((db, model, query) =>
    same(model, readOne(db, model, query), delegate(db, model).findFirst(query)),
  );
  vi.spyOn(Read, 'readOneOrThrow').mockImplementation((db, model, query) =>
    same(model, readOneOrThrow(db, model, query), delegate(db, model).findFirst(query)),
  );
}

let t: TestApp;
let merchant: Awaited<ReturnType<TestApp['company']>>['merchant'];
let portal: Awaited<ReturnType<TestApp['signIn']>>['portal'];
let ids: { customer: string; subscription: string; invoice: string; price: string };

beforeAll(async () => {
  compareWithPrisma();
  t = await openTestApp();
  ({ merchant } = await t.company());
  const { priceId, productId } = await makePrice(merchant, { amount: 3000 });
  const { priceId: other } = await makePrice(merchant, { productId, amount: 4500 });
  const customer = await makeCustomer(merchant);
  const { subscription, invoice } = await makeSubscription(merchant, customer, priceId, { quantity: 2 });
  await makeSubscription(merchant, customer, other);
  await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  await makeCustomer(merchant, { token: null });
  ids = { customer, subscription: subscription.id, invoice: invoice?.id ?? '', price: other };
  ({ portal } = await t.signIn(merchant, customer));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await t.close();
});

const CUSTOMER = `id email name metadata createdAt paymentMethods { id kind isDefault } creditBalances { amount }
  creditEntries(first: 3) { nodes { amount { amount } invoice { number } } }
  invoices(first: 2, statuses: [PAID]) { edges { cursor node { number lines { description price { product { name } } } } } }`;
const SUBSCRIPTION = `id status anchor coupon { id } customer { email } items { quantity price { unitAmount { amount } product { prices { id } } } }
  pendingLines { amount { amount } explanation { formula exact { numerator } } } portalActions { cancel { allowed blockedBy } }`;
const INVOICE = `id number total { amount currency } isCreditNote customer { email } corrects { number }
  lines { kind periodStart periodEnd amount { amount } explanation { formula exact { numerator } } } settlements { kind amount { amount } payment { status } creditNote { number } }`;

async function comparisonsOf(operation: () => Promise<unknown>): Promise<string[]> {
  compared.length = 0;
  await operation();
  return [...compared];
}

describe('one-statement reads of real operations', () => {
  it('the portal home reads the same as Prisma', async () => {
    expect(await comparisonsOf(() => portal.request(PortalHomeDocument))).toEqual(['Customer']);
  });

  it.each([
    ['Customer', 'customers', CUSTOMER],
    ['Subscription', 'subscriptions', SUBSCRIPTION],
    ['Invoice', 'invoices', INVOICE],
  ])('pages of %s equal Prisma’s result', async (model, list, fields) => {
    type Page = Record<string, { edges: { cursor: string }[] }>;
    const page = `{ edges { cursor node { ${fields} } } pageInfo { hasNextPage hasPreviousPage } }`;
    const first = await merchant.request<Page>(`{ ${list}(first: 1) ${page} }`);
    const cursor = first[list]?.edges[0]?.cursor;
    for (const args of [`first: 2, after: "${cursor}"`, 'last: 2', `last: 1, before: "${cursor}"`, 'first: 0'])
      expect(await comparisonsOf(() => merchant.request(`{ ${list}(${args}) ${page} }`))).toEqual([model]);
  });

  it('reading one record of each type equals Prisma’s result', async () => {
    const query = `{ customer(id: "${ids.customer}") { ${CUSTOMER} } subscription(id: "${ids.subscription}") { ${SUBSCRIPTION} }
      invoice(id: "${ids.invoice}") { ${INVOICE} } company { name createdAt customDomains { hostname } } }`;
    const read = await comparisonsOf(() => merchant.request(query));
    expect(read.sort()).toEqual(['Company', 'Customer', 'Invoice', 'Subscription']);
  });

  it('the response of a mutation equals Prisma’s result', async () => {
    const input = { subscriptionId: ids.subscription, priceId: ids.price };
    const read = await comparisonsOf(async () =>
      success((await merchant.request(SwitchPlanDocument, { input })).switchPlan),
    );
    expect(read.sort()).toEqual(['Invoice', 'Subscription']);
  });
});
