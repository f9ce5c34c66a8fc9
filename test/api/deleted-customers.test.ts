/** A deleted customer is not found by id any longer, but its invoices still refer to it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { cancel, openShop, type Shop, subscribe } from '../support/billing.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp();
  shop = await openShop(t);
});
afterAll(() => t.close());

test('invoices of a deleted customer return the customer, also when its invoices are queried twice under aliases', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' });
  await mutate(shop.merchant, 'deleteCustomer', { customerId }, 'deletedCustomerId');
  const { invoices } = await shop.merchant.request<{ invoices: { nodes: object[] } }>(
    `{ invoices { nodes { customer { id one: invoices(first: 1) { nodes { id } } two: invoices(first: 2) { nodes { id } } } } } }`,
  );
  const list = { nodes: [{ id: expect.any(String) }] };
  expect(invoices.nodes).toEqual([{ customer: { id: customerId, one: list, two: list } }]);
});

test('customer, node and nodes return null for the id of a deleted customer', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const query = `query ($id: ID!, $ids: [ID!]!) { customer(id: $id) { id }
    node(id: $id) { id ... on Customer { one: invoices(first: 1) { nodes { id } } two: invoices(first: 2) { nodes { id } } } }
    nodes(ids: $ids) { id } }`;
  const variables = { id: customerId, ids: [customerId, subscriptionId] };
  expect(await shop.merchant.request(query, variables)).toMatchObject({
    node: { id: customerId },
    nodes: [{ id: customerId }, { id: subscriptionId }],
  });
  await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' });
  await mutate(shop.merchant, 'deleteCustomer', { customerId }, 'deletedCustomerId');
  expect(await shop.merchant.request(query, variables)).toEqual({
    customer: null,
    node: null,
    nodes: [null, { id: subscriptionId }],
  });
});
