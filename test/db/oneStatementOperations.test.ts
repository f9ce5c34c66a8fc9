/** The real operations: every read by one statement that they lead to is compared with Prisma's answer to the same query. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import type * as Read from '../../src/db/read/read.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';
import { PortalHomeDocument, SwitchPlanDocument } from '../support/graphql/graphql.ts';

const compared = vi.hoisted(() => [] as string[]);

vi.mock('../../src/db/read/read.ts', async (original) => {
  const real = await original<typeof Read>();
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
    return row;
  };
  return {
    readMany: (db: Db, model: 'Customer', query: never) =>
      same(model, real.readMany(db, model, query), delegate(db, model).findMany(query)),
    readOne: (db: Db, model: 'Customer', query: never) =>
      same(model, real.readOne(db, model, query), delegate(db, model).findFirst(query)),
    readOneOrThrow: (db: Db, model: 'Customer', query: never) =>
      same(model, real.readOneOrThrow(db, model, query), delegate(db, model).findFirst(query)),
  };
});

let t: TestApp;
let merchant: Awaited<ReturnType<TestApp['company']>>['merchant'];
let portal: Awaited<ReturnType<TestApp['signIn']>>['portal'];
let ids: { customer: string; subscription: string; invoice: string; price: string };

beforeAll(async () => {
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
afterAll(() => t.close());

const CUSTOMER = `id email name metadata createdAt paymentMethods { id kind isDefault } creditBalances { amount }
  creditEntries(first: 3) { nodes { amount { amount } invoice { number } } }
  invoices(first: 2, status: PAID) { edges { cursor node { number lines { description price { product { name } } } } } }`;
const SUBSCRIPTION = `id status anchor coupon { id } customer { email } items { quantity price { unitAmount { amount } product { prices { id } } } }
  pendingLines { amount { amount } explanation } portalActions { cancel { allowed blockedBy } }`;
const INVOICE = `id number total { amount currency } isCreditNote customer { email } corrects { number }
  lines { kind periodStart periodEnd amount { amount } explanation } settlements { kind amount { amount } payment { status } creditNote { number } }`;

async function comparisonsOf(operation: () => Promise<unknown>): Promise<string[]> {
  compared.length = 0;
  await operation();
  return [...compared];
}

describe('what real operations read', () => {
  it('is what Prisma reads, for the portal home', async () => {
    expect(await comparisonsOf(() => portal.request(PortalHomeDocument))).toEqual(['Customer']);
  });

  it.each([
    ['Customer', 'customers', CUSTOMER],
    ['Subscription', 'subscriptions', SUBSCRIPTION],
    ['Invoice', 'invoices', INVOICE],
  ])('is what Prisma reads, for pages of %s', async (model, list, fields) => {
    type Page = Record<string, { edges: { cursor: string }[] }>;
    const page = `{ edges { cursor node { ${fields} } } pageInfo { hasNextPage hasPreviousPage } }`;
    const first = await merchant.request<Page>(`{ ${list}(first: 1) ${page} }`);
    const cursor = first[list]?.edges[0]?.cursor;
    for (const args of [`first: 2, after: "${cursor}"`, 'last: 2', `last: 1, before: "${cursor}"`, 'first: 0'])
      expect(await comparisonsOf(() => merchant.request(`{ ${list}(${args}) ${page} }`))).toEqual([model]);
  });

  it('is what Prisma reads, for one record of each', async () => {
    const query = `{ customer(id: "${ids.customer}") { ${CUSTOMER} } subscription(id: "${ids.subscription}") { ${SUBSCRIPTION} }
      invoice(id: "${ids.invoice}") { ${INVOICE} } company { name createdAt customDomains { hostname } } }`;
    const read = await comparisonsOf(() => merchant.request(query));
    expect(read.sort()).toEqual(['Company', 'Customer', 'Invoice', 'Subscription']);
  });

  it('is what Prisma reads, for the answer to a mutation', async () => {
    const input = { subscriptionId: ids.subscription, priceId: ids.price };
    const read = await comparisonsOf(async () =>
      success((await merchant.request(SwitchPlanDocument, { input })).switchPlan),
    );
    expect(read.sort()).toEqual(['Invoice', 'Subscription']);
  });
});
