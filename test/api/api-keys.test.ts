/** API keys: scopes, expiry, allowed addresses, last use, and that no key gives more than it has. */
import type { GraphQLClient } from 'graphql-request';
import { beforeEach, describe, expect, test } from 'vitest';
import { scopeOf } from '../../src/graphql/keyScopes.ts';
import { DAY } from '../../src/kernel/clock.ts';
import { createOperatorKey } from '../../src/modules/company/createOperatorKey.ts';
import { ALL_SCOPES } from '../../src/modules/company/keyPermissions.ts';
import { accessOf, rootFields } from '../isolation/fields.ts';
import { openTestApp, type TestApp } from '../support/app.ts';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
beforeEach(async () => {
  t = await openTestApp({ trustedProxyHops: 1 });
  company = await t.company();
  return () => t.close();
});

const CREATE = `mutation M($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  __typename
  ... on CreateApiKeySuccess { secret apiKey { id scopes allowedAddresses expiresAt } }
  ... on UserError { code message path } } }`;
const REVOKE = `mutation M($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) {
  __typename ... on RevokeApiKeySuccess { apiKey { id revokedAt } } ... on ConflictError { reason } ... on UserError { path } } }`;

// biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
const create = async (client: GraphQLClient, input: object): Promise<any> =>
  (await client.request<{ createApiKey: object }>(CREATE, { input: { name: 'Key', ...input } })).createApiKey;
// biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
const revoke = async (client: GraphQLClient, apiKeyId: string): Promise<any> =>
  (await client.request<{ revokeApiKey: object }>(REVOKE, { input: { apiKeyId } })).revokeApiKey;
const post = (query: string, credential: string, address = '192.0.2.1') =>
  t.post({ query }, { authorization: `Bearer ${credential}`, 'x-forwarded-for': address });
const code = ({ body }: { body: { errors?: { extensions: { code: string } }[] } }) =>
  body.errors?.[0]?.extensions.code ?? 'OK';
const keysOf = () => t.db.prisma.apiKey.findMany({ where: { companyId: company.companyId }, orderBy: { id: 'asc' } });
const firstKeyId = async () => (await keysOf())[0]?.id ?? '';

const READ = '{ company { name } }';
const PRODUCT =
  'mutation { createProduct(input: { name: "Pro" }) { __typename ... on CreateProductSuccess { product { id } } } }';
const WRITE: Record<string, string> = {
  WRITE_CUSTOMERS: 'mutation { createCustomer(input: { email: "a@example.com" }) { __typename } }',
  WRITE_BILLING: 'mutation { voidInvoice(input: { invoiceId: "in_x" }) { __typename } }',
  WRITE_CATALOG: PRODUCT,
  WRITE_SETTINGS: 'mutation { updateCompany(input: { name: "Acme" }) { __typename } }',
  WRITE_WEBHOOKS: 'mutation { createWebhookEndpoint(input: { url: "https://receiver.example/" }) { __typename } }',
  WRITE_SIGN_IN: 'mutation { revokePortalSessions(input: { customerId: "cus_x" }) { __typename } }',
  WRITE_KEYS: 'mutation { revokeApiKey(input: { apiKeyId: "ak_x" }) { __typename } }',
};

describe('scopes', () => {
  test.each(Object.keys(WRITE))(
    'a key with the scope %s alone may run the operations of that scope and no others',
    async (scope) => {
      const { secret, apiKey } = await create(company.merchant, { scopes: [scope] });
      expect(apiKey.scopes).toEqual([scope]);
      for (const [other, document] of Object.entries(WRITE))
        expect([other, code(await post(document, secret))]).toEqual([other, other === scope ? 'OK' : 'FORBIDDEN']);
      expect(code(await post(READ, secret))).toBe('FORBIDDEN');
    },
  );

  test('a read-only key can read and cannot write', async () => {
    const { secret } = await create(company.merchant, { scopes: ['READ'] });
    expect(code(await post(READ, secret))).toBe('OK');
    for (const document of Object.values(WRITE)) {
      const refused = await post(document, secret);
      expect(code(refused)).toBe('FORBIDDEN');
      expect(refused.body.data).toBeNull();
    }
    expect(await t.db.prisma.customer.count()).toBe(0);
  });

  test('a key without READ can neither query by a fragment nor open a stream', async () => {
    const { secret } = await create(company.merchant, { scopes: ['WRITE_CATALOG'] });
    expect(code(await post('query Q { ...F } fragment F on Query { company { name } }', secret))).toBe('FORBIDDEN');
    const response = await t.app.fetch(
      new Request('http://portal.test/graphql?query=subscription{events{id}}', {
        headers: { authorization: `Bearer ${secret}`, accept: 'text/event-stream' },
      }),
    );
    expect(await response.text()).toContain('FORBIDDEN');
  });

  test('exactly the mutations of merchants have a scope', () => {
    const mutations = [...rootFields()].filter(([name]) => name.startsWith('Mutation.'));
    expect(mutations.length).toBeGreaterThan(50);
    for (const [name, field] of mutations) {
      const merchants = ['merchant', 'signedIn'].includes(accessOf(field) ?? 'anyone');
      expect([name, scopeOf(name.replace('Mutation.', '')) !== undefined]).toEqual([name, merchants]);
    }
  });
});

describe('no key gives more than it has', () => {
  test('a new key has the permissions of the calling key by default', async () => {
    const limits = {
      scopes: ['READ', 'WRITE_KEYS'],
      allowedAddresses: ['192.0.2.0/24'],
      expiresAt: '2026-04-01T00:00:00.000Z',
    };
    const { secret } = await create(company.merchant, limits);
    const { apiKey } = await create(t.client(secret, { 'x-forwarded-for': '192.0.2.1' }), {});
    expect(apiKey).toMatchObject(limits);
  });

  test.each([
    ['another scope', { scopes: ['WRITE_BILLING'] }, 'scopes'],
    ['any address', { allowedAddresses: [] }, 'allowedAddresses'],
    ['a wider range', { allowedAddresses: ['192.0.0.0/16'] }, 'allowedAddresses'],
    ['another range', { allowedAddresses: ['192.0.2.0/25', '198.51.100.1'] }, 'allowedAddresses'],
    ['a later expiry', { expiresAt: '2026-04-02T00:00:00.000Z' }, 'expiresAt'],
    ['an expiry in the past', { expiresAt: '2026-02-01T00:00:00.000Z' }, 'expiresAt'],
  ])('a limited key creates no key with %s', async (_name, more, field) => {
    const limits = {
      scopes: ['READ', 'WRITE_KEYS'],
      allowedAddresses: ['192.0.2.0/24'],
      expiresAt: '2026-04-01T00:00:00.000Z',
    };
    const { secret } = await create(company.merchant, limits);
    const before = (await keysOf()).length;
    const refused = await create(t.client(secret, { 'x-forwarded-for': '192.0.2.1' }), more);
    expect(refused).toMatchObject({ __typename: 'ValidationError', path: ['input', field] });
    expect(await keysOf()).toHaveLength(before);
  });

  test('a weaker key cannot repeat the request that created a stronger one', async () => {
    const { secret: weak } = await create(company.merchant, { scopes: ['READ', 'WRITE_KEYS'] });
    const input = { name: 'Strong', idempotencyKey: 'same' };
    expect(await create(company.merchant, input)).toMatchObject({ __typename: 'CreateApiKeySuccess' });
    expect(await create(t.client(weak), input)).toMatchObject({ __typename: 'IdempotencyKeyReusedError' });
  });

  test('a weaker key cannot revoke a stronger one', async () => {
    const { secret: weak } = await create(company.merchant, { scopes: ['READ', 'WRITE_KEYS'] });
    expect(await revoke(t.client(weak), await firstKeyId())).toMatchObject({ reason: 'API_KEY_STRONGER' });
    expect(code(await post(READ, company.apiKey))).toBe('OK');
  });

  test('the last full key cannot be revoked, and keys that expire or lack a scope do not replace it', async () => {
    await create(company.merchant, { expiresAt: '2027-01-01T00:00:00.000Z' });
    await create(company.merchant, { scopes: ALL_SCOPES.slice(1) });
    const first = await firstKeyId();
    expect(await revoke(company.merchant, first)).toMatchObject({
      reason: 'LAST_FULL_API_KEY',
      path: ['input', 'apiKeyId'],
    });
    await create(company.merchant, {});
    expect(await revoke(company.merchant, first)).toMatchObject({ __typename: 'RevokeApiKeySuccess' });
    expect(code(await post(READ, company.apiKey))).toBe('UNAUTHENTICATED');
  });
});

describe('expiry and addresses', () => {
  test('a key works until it expires', async () => {
    const { secret } = await create(company.merchant, { expiresAt: '2026-03-02T00:00:00.000Z' });
    t.clock.advance(DAY - 1);
    expect(code(await post(READ, secret))).toBe('OK');
    t.clock.advance(1);
    expect(code(await post(READ, secret))).toBe('UNAUTHENTICATED');
  });

  test.each([
    ['192.0.2.77', 'OK'],
    ['::ffff:192.0.2.77', 'OK'],
    ['192.0.3.1', 'UNAUTHENTICATED'],
    ['2001:db8:1::5', 'OK'],
    ['2001:db8:2::5', 'UNAUTHENTICATED'],
    ['198.51.100.7', 'OK'],
    ['198.51.100.8', 'UNAUTHENTICATED'],
  ])('a key restricted to addresses, used from %s, gives %s', async (address, expected) => {
    const allowedAddresses = ['192.0.2.0/24', '2001:db8:1::/48', '198.51.100.7'];
    const { secret } = await create(company.merchant, { allowedAddresses });
    expect(code(await post(READ, secret, address))).toBe(expected);
  });

  test.each(['192.0.2.0/33', '192.0.2', 'example.com', '192.0.2.0/24/1', '2001:db8::/129', 'fe80::1%eth0', ''])(
    'the range %j is refused',
    async (range) => {
      expect(await create(company.merchant, { allowedAddresses: [range] })).toMatchObject({
        __typename: 'ValidationError',
        path: ['input', 'allowedAddresses', '0'],
      });
    },
  );

  test('the last use of an API key is stored with its time and address', async () => {
    await post(READ, company.apiKey, '203.0.113.5');
    await expect
      .poll(async () => (await keysOf())[0])
      .toMatchObject({
        lastUsedAt: t.clock.now(),
        lastUsedAddress: '203.0.113.5',
      });
  });
});

test('the operator makes a new key for a company that has lost its keys', async () => {
  const parts = { db: t.db, now: t.clock.now() };
  const secret = await createOperatorKey(parts, { companyId: company.companyId, name: 'Rescue' });
  expect(code(await post(WRITE.WRITE_KEYS ?? '', secret))).toBe('OK');
  await expect(createOperatorKey(parts, { companyId: 'co_x', name: 'Rescue' })).rejects.toThrow(
    'There is no such company.',
  );
});
