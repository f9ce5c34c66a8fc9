/** Connecting an account at Stripe, replacing its keys, and what becomes visible of it. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { openCredential } from '../../src/modules/payment/accounts/credentials.ts';
import { resealCredentials } from '../../src/modules/payment/accounts/resealCredentials.ts';
import { openTestApp, TEST_SECRET, type TestApp } from '../support/app.ts';
import { ACCOUNT_FIELDS, connectStripe, PUBLISHABLE_KEY } from '../support/stripe/merchant.ts';
import { type StripeStandIn, startStripe } from '../support/stripe/server.ts';

let standIn: StripeStandIn;
let t: TestApp;
beforeAll(async () => {
  standIn = await startStripe();
  t = await openTestApp({ stripeApiBase: standIn.url });
});
afterAll(async () => {
  await t.close();
  await standIn.close();
});

// biome-ignore lint/suspicious/noExplicitAny: each call selects its own fields.
type Payload = any;

async function run(client: GraphQLClient, name: string, input: object, fields = ACCOUNT_FIELDS): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const answer = await client.request<Record<string, Payload>>(
    `mutation M($input: ${type}Input!) { ${name}(input: $input) { __typename
       ... on ${type}Success { paymentProvider { ${fields} } }
       ... on ConflictError { reason } ... on UserError { code message path } } }`,
    { input },
  );
  return answer[name];
}

const providers = async (client: GraphQLClient): Promise<Payload[]> =>
  (await client.request<Payload>(`{ paymentProviders { ${ACCOUNT_FIELDS} } }`)).paymentProviders;

const keys = (secretKey: string, more: object = {}) => ({
  provider: 'stripe',
  secretKey,
  publishableKey: PUBLISHABLE_KEY,
  ...more,
});
const eventsOf = async (companyId: string) =>
  (
    await t.db.prisma.event.findMany({
      where: { companyId, type: { startsWith: 'payment_provider.' } },
      orderBy: { id: 'asc' },
    })
  ).map(({ type }) => type);

describe('connecting', () => {
  test('an account is verified by real calls, stored with sealed keys, and shown without them', async () => {
    const { companyId, merchant } = await t.company();
    const { account, key } = standIn.account();
    const { paymentProvider } = await run(merchant, 'connectPaymentProvider', keys(key));
    expect(paymentProvider).toMatchObject({
      provider: 'stripe',
      live: false,
      accountRef: account.id,
      connectedAccountRef: null,
      keyLastFour: key.slice(-4),
      status: 'CONNECTED',
      brokenAt: null,
      missingPermissions: [],
      webhookHealth: 'OK',
      webhookUrl: `http://portal.test/provider-events/${paymentProvider.id}`,
      lastSignalAt: null,
    });
    expect(await providers(merchant)).toEqual([paymentProvider]);
    expect(account.all('webhook_endpoint')).toMatchObject([{ url: paymentProvider.webhookUrl }]);
    expect(await eventsOf(companyId)).toEqual(['payment_provider.connected']);
    const row = await t.db.prisma.providerAccount.findUniqueOrThrow({ where: { id: paymentProvider.id } });
    expect(row.sealedCredentials).not.toContain(key);
    expect(openCredential(createKeys(TEST_SECRET), row.id, row.sealedCredentials)).toBe(key);
    expect(() => openCredential(createKeys(TEST_SECRET), 'pacc_other', row.sealedCredentials)).toThrow();
  });

  test.each([
    ['no key', 'nonsense-key-0000', 'secretKey'],
    ['a publishable key in its place', PUBLISHABLE_KEY, 'secretKey'],
    ['a key of an unknown account', 'rk_test_unknown000000000', 'secretKey'],
  ])('%s is refused at its field', async (_what, secretKey, field) => {
    const { merchant } = await t.company();
    expect(await run(merchant, 'connectPaymentProvider', keys(secretKey))).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', field],
    });
    expect(await providers(merchant)).toEqual([]);
  });

  test('an unknown provider and a wrong publishable key are refused at their fields', async () => {
    const { merchant } = await t.company();
    const { key } = standIn.account();
    const wrong = keys(key, { provider: 'paypol' });
    expect(await run(merchant, 'connectPaymentProvider', wrong)).toMatchObject({ path: ['input', 'provider'] });
    const swapped = keys(key, { publishableKey: key });
    expect(await run(merchant, 'connectPaymentProvider', swapped)).toMatchObject({ path: ['input', 'publishableKey'] });
  });

  test('a live key is refused for a company in test mode, and a test key for a live company', async () => {
    const requests = standIn.requests.length;
    const { companyId, merchant } = await t.company();
    const live = standIn.account({ live: true }).key;
    const mismatch = { code: 'CONFLICT', reason: 'PROVIDER_MODE_MISMATCH' };
    expect(await run(merchant, 'connectPaymentProvider', keys(live))).toMatchObject(mismatch);
    const { key } = standIn.account();
    const livePage = keys(key, { publishableKey: 'pk_live_standin0000000000' });
    expect(await run(merchant, 'connectPaymentProvider', livePage)).toMatchObject(mismatch);
    await t.db.prisma.company.update({ where: { id: companyId }, data: { testMode: false } });
    expect(await run(merchant, 'connectPaymentProvider', keys(key))).toMatchObject(mismatch);
    // The other mode is refused by the form of the key alone.
    expect(standIn.requests.length).toBe(requests);
    const account = keys(live, { publishableKey: 'pk_live_standin0000000000' });
    expect((await run(merchant, 'connectPaymentProvider', account)).paymentProvider).toMatchObject({ live: true });
  });

  test('a key without permissions that payments need is refused and names them, and other missing permissions are shown', async () => {
    const { merchant } = await t.company();
    const lacking = standIn.account({ missing: ['write /v1/payment_intents', 'write /v1/refunds'] });
    const refused = await run(merchant, 'connectPaymentProvider', keys(lacking.key));
    expect(refused).toMatchObject({ reason: 'PROVIDER_PERMISSIONS_MISSING', path: ['input', 'secretKey'] });
    expect(refused.message).toContain('PaymentIntents: write, Refunds: write');
    const enough = standIn.account({ missing: ['write /v1/webhook_endpoints', 'read /v1/disputes'] });
    const { paymentProvider } = await run(merchant, 'connectPaymentProvider', keys(enough.key));
    expect(paymentProvider).toMatchObject({
      missingPermissions: ['Webhook Endpoints: write', 'Disputes: read'],
      webhookHealth: 'MISSING',
    });
  });

  test('a company has one account at a time, also when two requests connect one at the same instant', async () => {
    const { companyId, merchant } = await t.company();
    const [one, two] = [standIn.account(), standIn.account()];
    const results = await Promise.all([one, two].map(({ key }) => run(merchant, 'connectPaymentProvider', keys(key))));
    expect(results.map(({ reason }) => reason ?? 'connected').sort()).toEqual(['PROVIDER_CONNECTED', 'connected']);
    expect(await t.db.prisma.providerAccount.count({ where: { companyId } })).toBe(1);
    const endpoints = [one, two].flatMap(({ account }) => account.all('webhook_endpoint'));
    expect(endpoints).toHaveLength(1);
  });

  test('while the provider is unavailable nothing is connected, and the error is retryable', async () => {
    const { merchant } = await t.company();
    const { key } = standIn.account();
    standIn.fail({ kind: 'close', path: /^\/v1\/account$/, times: 2 });
    expect(await run(merchant, 'connectPaymentProvider', keys(key))).toMatchObject({
      code: 'PAYMENT_PROVIDER_UNAVAILABLE',
    });
  });
});

describe('replacing keys', () => {
  test('a new key of the same account replaces the old one, and one of another account is refused', async () => {
    const { companyId, merchant, account, providerAccountId } = await connectStripe(t, standIn);
    const other = await run(merchant, 'rotatePaymentProviderKeys', {
      providerAccountId,
      secretKey: standIn.account().key,
    });
    expect(other).toMatchObject({ reason: 'PROVIDER_ACCOUNT_MISMATCH' });
    const live = await run(merchant, 'rotatePaymentProviderKeys', {
      providerAccountId,
      secretKey: standIn.account({ live: true }).key,
    });
    expect(live).toMatchObject({ reason: 'PROVIDER_MODE_MISMATCH' });
    const secretKey = standIn.newKey(account);
    const { paymentProvider } = await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, secretKey });
    expect(paymentProvider).toMatchObject({ id: providerAccountId, keyLastFour: secretKey.slice(-4) });
    expect(await eventsOf(companyId)).toEqual(['payment_provider.connected', 'payment_provider.keys_rotated']);
    const row = await t.db.prisma.providerAccount.findUniqueOrThrow({ where: { id: providerAccountId } });
    expect(openCredential(createKeys(TEST_SECRET), row.id, row.sealedCredentials)).toBe(secretKey);
  });

  test('a revoked key breaks the account once, and it works again once the key is accepted or replaced', async () => {
    const { companyId, merchant, account, key, providerAccountId } = await connectStripe(t, standIn);
    account.keys.delete(key);
    const status = async () => (await providers(merchant))[0]?.status;
    for (let round = 0; round < 3; round++) {
      t.clock.advance(11 * MINUTE);
      await t.app.tick();
    }
    expect(await status()).toBe('BROKEN');
    expect(await eventsOf(companyId)).toEqual(['payment_provider.connected', 'payment_provider.broken']);
    account.keys.add(key);
    t.clock.advance(11 * MINUTE);
    await t.app.tick();
    expect(await status()).toBe('CONNECTED');
    account.keys.delete(key);
    t.clock.advance(11 * MINUTE);
    await t.app.tick();
    expect(await status()).toBe('BROKEN');
    const secretKey = standIn.newKey(account);
    await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, secretKey });
    expect(await status()).toBe('CONNECTED');
    expect((await eventsOf(companyId)).slice(2)).toEqual([
      'payment_provider.repaired',
      'payment_provider.broken',
      'payment_provider.keys_rotated',
      'payment_provider.repaired',
    ]);
  });
});

describe('disconnecting', () => {
  test('disconnecting deletes the keys and the webhook at the provider, and another account can be connected', async () => {
    const { merchant, account, providerAccountId } = await connectStripe(t, standIn);
    const { paymentProvider } = await run(merchant, 'disconnectPaymentProvider', { providerAccountId });
    expect(paymentProvider).toMatchObject({ status: 'DISCONNECTED', webhookHealth: 'MISSING' });
    const row = await t.db.prisma.providerAccount.findUniqueOrThrow({ where: { id: providerAccountId } });
    expect(row).toMatchObject({ sealedCredentials: '', sealedWebhookSecret: null, sealedPreviousSecret: null });
    expect(account.all('webhook_endpoint')).toEqual([]);
    expect(await run(merchant, 'disconnectPaymentProvider', { providerAccountId })).toMatchObject({
      code: 'NOT_FOUND',
    });
    const next = await run(merchant, 'connectPaymentProvider', keys(standIn.account().key));
    expect(next.paymentProvider.status).toBe('CONNECTED');
    expect((await providers(merchant)).map(({ status }) => status)).toEqual(['CONNECTED', 'DISCONNECTED']);
  });
});

describe('two companies', () => {
  test('a merchant neither sees nor changes the account of another', async () => {
    const one = await connectStripe(t, standIn, 'One');
    const two = await connectStripe(t, standIn, 'Two');
    expect((await providers(one.merchant)).map(({ id }) => id)).toEqual([one.providerAccountId]);
    expect((await providers(two.merchant)).map(({ id }) => id)).toEqual([two.providerAccountId]);
    const { providerAccountId } = one;
    const secretKey = standIn.newKey(one.account);
    for (const [name, input] of [
      ['rotatePaymentProviderKeys', { providerAccountId, secretKey }],
      ['disconnectPaymentProvider', { providerAccountId }],
    ] as const)
      expect(await run(two.merchant, name, input)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await providers(one.merchant))[0]?.status).toBe('CONNECTED');
  });

  test('customers and API keys without the scope can neither read nor change the account', async () => {
    const { merchant, providerAccountId } = await connectStripe(t, standIn);
    const { createApiKey } = await merchant.request<Payload>(
      'mutation { createApiKey(input: { name: "Read", scopes: [READ] }) { ... on CreateApiKeySuccess { secret } } }',
    );
    const answer = await t.post(
      {
        query: `mutation { disconnectPaymentProvider(input: { providerAccountId: "${providerAccountId}" }) { __typename } }`,
      },
      { authorization: `Bearer ${createApiKey.secret}` },
    );
    expect(answer.body.errors[0].extensions.code).toBe('FORBIDDEN');
    const anonymous = await t.post({ query: '{ paymentProviders { id } }' });
    expect(anonymous.body.errors).toHaveLength(1);
  });
});

describe('secrets', () => {
  test('no key and no secret of a provider is in a response, a log line, an event, a job or any table', async () => {
    const before = t.logged.length;
    const { merchant, account, key, providerAccountId } = await connectStripe(t, standIn);
    const webhookSecret = 'whsec_CANARYSECRET';
    await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, webhookSecret });
    const replaced = standIn.newKey(account);
    const rotated = await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, secretKey: replaced });
    account.keys.clear();
    const foreign = standIn.account().key;
    const refusals = [
      await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, secretKey: foreign }),
      await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, secretKey: `${key}x` }),
      await run(merchant, 'connectPaymentProvider', keys(foreign)),
      await run(merchant, 'rotatePaymentProviderKeys', { providerAccountId, webhookSecret: 'CANARYSECRET' }),
    ];
    t.clock.advance(11 * MINUTE);
    await t.app.tick();
    const tables = await t.db.raw.query(
      "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'",
    );
    const dump: string[] = [];
    for (const { name } of tables.rows as { name: string }[])
      dump.push(JSON.stringify((await t.db.raw.query(`SELECT * FROM ${name}`)).rows));
    expect(dump.join()).toContain(providerAccountId);
    const seen = [
      ...[JSON.stringify(rotated), JSON.stringify(refusals), JSON.stringify(await providers(merchant))],
      ...t.logged.slice(before),
      ...dump,
    ].join('\n');
    const secrets = [
      key,
      replaced,
      foreign,
      'CANARYSECRET',
      'KEYMUSTNOTLEAK',
      ...account.all('webhook_endpoint').map(({ secret }) => secret),
    ];
    for (const secret of secrets) expect(seen.includes(secret), secret.slice(0, 8)).toBe(false);
  });

  test('after a rotation of the server’s secret the credentials are sealed again with the new one', async () => {
    const { key, providerAccountId } = await connectStripe(t, standIn);
    const next = 'another secret for tests that is long enough to be one';
    await resealCredentials(t.db, createKeys(next, TEST_SECRET));
    const row = await t.db.prisma.providerAccount.findUniqueOrThrow({ where: { id: providerAccountId } });
    expect(openCredential(createKeys(next), row.id, row.sealedCredentials)).toBe(key);
    expect(openCredential(createKeys(next), row.id, row.sealedWebhookSecret ?? '')).toMatch(/^whsec_/);
    await resealCredentials(t.db, createKeys(TEST_SECRET, next));
    t.clock.advance(HOUR);
  });
});
