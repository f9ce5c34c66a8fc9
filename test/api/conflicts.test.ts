/** Conflicts carry a reason and whether to retry, so that a client never has to read the English message. */
import { globSync, readFileSync } from 'node:fs';
import { isEnumType } from 'graphql';
import { type GraphQLClient, gql } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { openShop, type Shop, subscribe } from '../support/billing.ts';

let t: TestApp;
let shop: Shop;
let subscriptionId: string;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t);
  ({ subscriptionId, customerId } = await subscribe(t, shop, shop.small));
});
afterAll(() => t.close());

async function run(client: GraphQLClient, name: string, input: object): Promise<unknown> {
  const Input = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation Run($input: ${Input}!) {
    ${name}(input: $input) { __typename ... on ConflictError { code reason retryable path } }
  }`;
  return (await client.request<Record<string, unknown>>(gql`${document}`, { input }))[name];
}

const conflict = (reason: string, retryable: boolean, path: string[] = []) => ({
  __typename: 'ConflictError',
  code: 'CONFLICT',
  reason,
  retryable,
  path,
});

test('canceling at the period end twice fails because a cancellation is scheduled, and canceling an ended subscription because it has ended', async () => {
  const { subscriptionId: other } = await subscribe(t, shop, shop.small);
  const input = { subscriptionId: other };
  expect(await run(shop.merchant, 'uncancelSubscription', input)).toEqual(
    conflict('CANCELLATION_NOT_SCHEDULED', false),
  );
  await run(shop.merchant, 'cancelSubscription', input);
  expect(await run(shop.merchant, 'cancelSubscription', input)).toEqual(conflict('CANCELLATION_SCHEDULED', false));
  expect(await run(shop.merchant, 'pauseSubscription', input)).toEqual(conflict('CANCELLATION_SCHEDULED', false));
  await run(shop.merchant, 'cancelSubscription', { ...input, mode: 'IMMEDIATELY' });
  expect(await run(shop.merchant, 'cancelSubscription', input)).toEqual(conflict('SUBSCRIPTION_ENDED', false));
  expect(await run(shop.merchant, 'switchPlan', { ...input, priceId: shop.large })).toEqual(
    conflict('SUBSCRIPTION_ENDED', false),
  );
});

test('a taken e-mail address and a taken external id have different conflict reasons', async () => {
  const email = 'taken@example.com';
  await run(shop.merchant, 'createCustomer', { email, externalId: 'crm-1' });
  expect(await run(shop.merchant, 'createCustomer', { email })).toEqual(
    conflict('EMAIL_TAKEN', false, ['input', 'email']),
  );
  expect(await run(shop.merchant, 'updateCustomer', { customerId, externalId: 'crm-1' })).toEqual(
    conflict('EXTERNAL_ID_TAKEN', false, ['input', 'externalId']),
  );
});

test('deleting a customer with a subscription, overdrawing credit and canceling no scheduled change fail for three different reasons', async () => {
  expect(await run(shop.merchant, 'deleteCustomer', { customerId })).toEqual(conflict('SUBSCRIPTION_NOT_ENDED', false));
  const amount = { amount: -100, currency: 'EUR' };
  expect(await run(shop.merchant, 'adjustCredit', { customerId, amount })).toEqual(
    conflict('CREDIT_BALANCE_TOO_LOW', false),
  );
  expect(await run(shop.merchant, 'cancelScheduledChange', { subscriptionId })).toEqual(
    conflict('NO_SCHEDULED_CHANGE', false),
  );
});

test('switching a plan whose period has ended but is not renewed yet is a retryable conflict', async () => {
  const { subscriptionId: other } = await subscribe(t, shop, shop.small);
  t.clock.advanceTo('2026-05-01T00:00:00.000Z');
  expect(await run(shop.merchant, 'switchPlan', { subscriptionId: other, priceId: shop.large })).toEqual(
    conflict('RENEWAL_IN_PROGRESS', true),
  );
});

test('every conflict reason of the schema is thrown somewhere in the domain', () => {
  const reasons = schema.getType('ConflictReason');
  if (!isEnumType(reasons)) throw new Error('ConflictReason is an enum.');
  const files = globSync('src/{modules,operation}/**/*.ts', { exclude: (path) => String(path).includes('generated') });
  const thrown = files.map((path) => readFileSync(path, 'utf8')).join('\n');
  expect(files.length).toBeGreaterThan(100);
  expect(
    reasons
      .getValues()
      .filter(({ name }) => !thrown.includes(`'${name}'`))
      .map(({ name }) => name),
  ).toEqual([]);
});
