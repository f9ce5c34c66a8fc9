/** The features of products: validated, readable by customers, and an event like every other change. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';

let t: TestApp;
let merchant: GraphQLClient;
beforeAll(async () => {
  t = await openTestApp();
  ({ merchant } = await t.company());
});
afterAll(() => t.close());

interface Answer {
  result: { product?: { id: string; marketingFeatures: string[] }; code?: string; path?: string[] };
}
const SELECTION = '{ ... on UserError { code path } ... on SUCCESS { product { id marketingFeatures } } }';
const create = async (marketingFeatures: unknown) =>
  (
    await merchant.request<Answer>(
      `mutation ($input: CreateProductInput!) { result: createProduct(input: $input) ${SELECTION.replace('SUCCESS', 'CreateProductSuccess')} }`,
      { input: { name: 'Team', marketingFeatures } },
    )
  ).result;
const update = async (productId: string, marketingFeatures: unknown) =>
  (
    await merchant.request<Answer>(
      `mutation ($input: UpdateProductInput!) { result: updateProduct(input: $input) ${SELECTION.replace('SUCCESS', 'UpdateProductSuccess')} }`,
      { input: { productId, marketingFeatures } },
    )
  ).result;

test('the features of a product are returned in their order, replaced as a whole, and are cleared by null', async () => {
  const { product } = await create(['20 projects', 'Chat support']);
  expect(product?.marketingFeatures).toEqual(['20 projects', 'Chat support']);
  const id = product?.id ?? '';
  expect((await update(id, ['Chat support', '50 projects'])).product?.marketingFeatures).toEqual([
    'Chat support',
    '50 projects',
  ]);
  expect((await update(id, undefined)).product?.marketingFeatures).toHaveLength(2);
  expect((await update(id, null)).product?.marketingFeatures).toEqual([]);
  expect((await create(undefined)).product?.marketingFeatures).toEqual([]);
});

test.each([
  ['a line twice', ['Chat', 'Chat']],
  ['an empty line', ['Chat', ' ']],
  ['a line of 121 characters', ['x'.repeat(121)]],
  ['21 lines', Array.from({ length: 21 }, (_, n) => `Feature ${n}`)],
])('%s is refused', async (_what, features) => {
  const refused = await create(features);
  expect(refused.code).toBe('VALIDATION_FAILED');
  expect(refused.path?.slice(0, 2)).toEqual(['input', 'marketingFeatures']);
});
