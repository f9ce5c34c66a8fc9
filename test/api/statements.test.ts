/** The number of SQL statements per request does not grow with the number of rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { PortalHomeDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let merchant: Awaited<ReturnType<TestApp['company']>>['merchant'];
let priceId: string;

beforeAll(async () => {
  t = await openTestApp();
  ({ merchant } = await t.company());
  ({ priceId } = await makePrice(merchant, { amount: 3000 }));
});
afterAll(() => t.close());

/** A customer with one subscription as the API makes it, and copies of it, its item and its invoice. */
async function customerWith(subscriptions: number): Promise<string> {
  const customerId = await makeCustomer(merchant);
  await makeSubscription(merchant, customerId, priceId);
  const copy = (table: string, changed: string, condition: string) =>
    t.db.raw.query(
      `INSERT INTO ${table} SELECT copied.* FROM ${table} o, generate_series(2, $2::int) n,
         jsonb_populate_record(o, jsonb_build_object(${changed})) copied WHERE ${condition}`,
      [customerId, subscriptions],
    );
  const id = (prefix: string) => `'${prefix}_' || right($1, 20) || lpad(n::text, 6, '0')`;
  await copy('subscription', `'id', ${id('sub')}`, 'o.customer_id = $1');
  await copy(
    'subscription_item',
    `'id', ${id('si')}, 'subscription_id', ${id('sub')}`,
    `o.subscription_id = (SELECT id FROM subscription WHERE customer_id = $1 ORDER BY id LIMIT 1)`,
  );
  await copy('invoice', `'id', ${id('in')}, 'sequence', null, 'number', 'COPY-' || n`, 'o.customer_id = $1');
  return customerId;
}

/** The number of statements of a request, without BEGIN and COMMIT. */
async function statementsOf<T>(ask: () => Promise<T>): Promise<{ count: number; answer: T }> {
  t.db.statements.reset();
  const answer = await ask();
  return { count: t.db.statements.count - t.db.statements.control, answer };
}

const WITHOUT_CREDIT = `{ currentCustomer { id email paymentMethods { id isDefault }
  subscriptions { id status items { quantity price { nickname product { name } } } portalActions { cancel { allowed } } }
  invoices(first: 10) { nodes { id number total { amount } } pageInfo { hasNextPage endCursor } } } }`;

describe('the portal home', () => {
  it('the portal home runs three statements for one subscription and for fifty', async () => {
    const few = await t.signIn(merchant, await customerWith(1));
    const many = await t.signIn(merchant, await customerWith(50));
    const one = await statementsOf(() => few.portal.request(PortalHomeDocument));
    const fifty = await statementsOf(() => many.portal.request(PortalHomeDocument));
    expect(one.answer.currentCustomer.subscriptions).toHaveLength(1);
    expect(fifty.answer.currentCustomer.subscriptions).toHaveLength(50);
    expect(fifty.answer.currentCustomer.invoices?.nodes).toHaveLength(10);
    expect([one.count, fifty.count]).toEqual([3, 3]);
  });

  it('the upcoming invoices of fifty subscriptions need no more statements than that of one', async () => {
    const query = '{ currentCustomer { subscriptions { id upcomingInvoice { billsAt amountDue { amount } } } } }';
    interface Answer {
      currentCustomer: {
        subscriptions: { id: string; upcomingInvoice: { billsAt: string; amountDue: { amount: number } } }[];
      };
    }
    const few = await t.signIn(merchant, await customerWith(1));
    const many = await t.signIn(merchant, await customerWith(50));
    const one = await statementsOf(() => few.portal.request<Answer>(query));
    const fifty = await statementsOf(() => many.portal.request<Answer>(query));
    const { subscriptions } = fifty.answer.currentCustomer;
    expect(subscriptions.map(({ upcomingInvoice }) => upcomingInvoice.amountDue.amount)).toEqual(Array(50).fill(3000));
    expect(fifty.count).toBe(one.count);
  });

  it('the available prices of fifty subscriptions need no more statements than those of one', async () => {
    await mutate(merchant, 'updatePortalConfig', { allowPlanSwitch: true }, '__typename');
    const query = '{ currentCustomer { subscriptions { id availablePrices { id product { name } } } } }';
    interface Answer {
      currentCustomer: { subscriptions: { id: string; availablePrices: { id: string }[] }[] };
    }
    const few = await t.signIn(merchant, await customerWith(1));
    const many = await t.signIn(merchant, await customerWith(50));
    const one = await statementsOf(() => few.portal.request<Answer>(query));
    const fifty = await statementsOf(() => many.portal.request<Answer>(query));
    const [only] = one.answer.currentCustomer.subscriptions;
    for (const { availablePrices } of fifty.answer.currentCustomer.subscriptions)
      expect(availablePrices).toEqual(only?.availablePrices);
    expect(fifty.count).toBe(one.count);
  });

  it('the portal home without the credit balance runs two statements', async () => {
    const { portal } = await t.signIn(merchant, await customerWith(2));
    const { count, answer } = await statementsOf(() => portal.request<{ currentCustomer: object }>(WITHOUT_CREDIT));
    expect(answer.currentCustomer).toMatchObject({ invoices: { pageInfo: { hasNextPage: false } } });
    expect(count).toBe(2);
  });
});

describe('sign-in', () => {
  it('a request for a link runs two statements, and its use seven', async () => {
    const { merchant, companyId } = await t.company('Statements');
    const customerId = await makeCustomer(merchant, { email: 'statements@example.com' });
    const requested = () =>
      statementsOf(() =>
        t.post({
          query: 'mutation ($input: RequestPortalLinkInput!) { requestPortalLink(input: $input) { __typename } }',
          variables: { input: { companyId, email: 'statements@example.com' } },
        }),
      );
    await requested();
    expect((await requested()).count).toBe(2);
    const { createPortalLink } = await merchant.request<{ createPortalLink: { url: string } }>(
      `mutation { createPortalLink(input: { customerId: "${customerId}" }) { ... on CreatePortalLinkSuccess { url } } }`,
    );
    const token = createPortalLink.url.split('#token=')[1];
    const { count, answer } = await statementsOf(() =>
      t.post({
        query: `mutation { consumePortalLink(input: { token: "${token}" }) {
          ... on ConsumePortalLinkSuccess { sessionToken expiresAt destination returnUrl } } }`,
      }),
    );
    expect(answer.body.data.consumePortalLink.sessionToken).toEqual(expect.any(String));
    expect(count).toBe(7);
  });
});

describe("the merchant's lists", () => {
  it.each([
    [
      'customers',
      'id email subscriptions { id status items { price { product { name } } } } invoices(first: 2) { nodes { id } }',
    ],
    [
      'subscriptions',
      'id customer { email } items { price { product { name } } } portalActions { cancel { allowed } }',
    ],
    [
      'invoices',
      'id customer { email } lines { description price { nickname } } settlements { amount { amount } payment { status } }',
    ],
    [
      'invoices',
      'id subtotal { amount } discountTotal { amount } subscription { id invoices(first: 2) { nodes { id } } } lines { subscriptionItem { id } } settlements { payment { invoice { id } paymentMethod { lastFour } customer { id } } }',
    ],
  ])('the list of %s runs two statements, on the first page and on the next', async (list, fields) => {
    const query = `query ($after: String) { ${list}(first: 2, after: $after) { nodes { ${fields} } pageInfo { endCursor } } }`;
    type Page = Record<string, { nodes: { id: string }[]; pageInfo: { endCursor: string } }>;
    const page = (after: string | null) => statementsOf(() => merchant.request<Page>(query, { after }));
    const first = await page(null);
    const next = await page(first.answer[list]?.pageInfo.endCursor ?? null);
    expect(next.answer[list]?.nodes[0]?.id).not.toBe(first.answer[list]?.nodes[0]?.id);
    expect([first.count, next.count]).toEqual([2, 2]);
  });
});

describe('the list of events', () => {
  it('events with their customers, actors and objects need no more statements for forty than for ten', async () => {
    const query = `query ($first: Int) { events(first: $first) { nodes { id type
      customer { email } actor { id } object { id ... on Subscription { status } ... on Customer { email } } } } }`;
    interface Page {
      events: { nodes: { object: object | null }[] };
    }
    await customerWith(1);
    const few = await statementsOf(() => merchant.request<Page>(query, { first: 10 }));
    const many = await statementsOf(() => merchant.request<Page>(query, { first: 40 }));
    expect(few.answer.events.nodes).toHaveLength(10);
    expect(many.answer.events.nodes.length).toBeGreaterThan(15);
    expect(many.answer.events.nodes.filter(({ object }) => object === null)).toEqual([]);
    // One statement for each kind of object, whatever the number of events.
    const kinds = (page: Page) =>
      new Set(page.events.nodes.map(({ object }) => (object as { id: string }).id.split('_')[0])).size;
    expect(many.count - kinds(many.answer)).toBe(few.count - kinds(few.answer));
  });
});

describe('one record', () => {
  it.each(['customer', 'subscription', 'invoice'])('loading one %s by id runs two statements', async (kind) => {
    const list = `${kind}s`;
    const { [list]: page } = await merchant.request<Record<string, { nodes: { id: string }[] }>>(
      `{ ${list}(first: 1) { nodes { id } } }`,
    );
    const query = `query ($id: ID!) { ${kind}(id: $id) { id ${kind === 'customer' ? 'email' : 'customer { email }'} } }`;
    const { count, answer } = await statementsOf(() =>
      merchant.request<Record<string, { id: string } | null>>(query, { id: page?.nodes[0]?.id }),
    );
    expect(answer[kind]?.id).toBe(page?.nodes[0]?.id);
    expect(count).toBe(2);
  });

  it('a customer of another company is returned as null', async () => {
    const other = (await t.company('Other')).merchant;
    const { customers } = await merchant.request<{ customers: { nodes: { id: string }[] } }>(
      '{ customers(first: 1) { nodes { id } } }',
    );
    const found = await other.request('query ($id: ID!) { customer(id: $id) { id } }', { id: customers.nodes[0]?.id });
    expect(found).toEqual({ customer: null });
  });
});
