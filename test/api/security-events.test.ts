/** The security log: its entries with their actors and addresses, and their retention. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../src/kernel/clock.ts';
import { DEFAULT_RETENTION } from '../../src/kernel/retention.ts';
import { deleteOldSecurityEvents } from '../../src/operation/securityLog.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
let customerId: string;
beforeEach(async () => {
  t = await openTestApp({ trustedProxyHops: 1 });
  company = await t.company();
  customerId = await makeCustomer(company.merchant, { email: 'ada@example.com', token: null });
  return () => t.close();
});

const LOG = `query Q($kinds: [SecurityEventKind!], $after: String, $first: Int) {
  securityEvents(kinds: $kinds, after: $after, first: $first) {
    pageInfo { endCursor hasNextPage } nodes { kind actorKind actorId customerId objectId address detail createdAt } } }`;
// biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
const log = async (variables: object = {}): Promise<any> =>
  (await company.merchant.request<{ securityEvents: object }>(LOG, variables)).securityEvents;
const post = (query: string, credential: string | null, address: string) =>
  t.post({ query }, { 'x-forwarded-for': address, ...(credential ? { authorization: `Bearer ${credential}` } : {}) });
const READ = '{ company { name } }';

describe('entries', () => {
  test('a sign-in is in the security log with its session and address', async () => {
    const { url } = await mutate(company.merchant, 'createPortalLink', { customerId }, 'url');
    const token = url.split('#token=')[1];
    const consume = `mutation { consumePortalLink(input: { token: "${token}" }) { __typename } }`;
    await post(consume, null, '203.0.113.9');
    const session = await t.db.prisma.portalSession.findFirstOrThrow();
    expect((await log()).nodes).toEqual([
      {
        ...{ kind: 'SIGNED_IN', actorKind: 'CUSTOMER', actorId: session.id, customerId, objectId: session.id },
        ...{ address: '203.0.113.9', detail: null, createdAt: t.clock.now().toISOString() },
      },
    ]);
  });

  test('created, revoked and refused API keys are in the security log, a refusal once in ten minutes', async () => {
    const made = await mutate(company.merchant, 'createApiKey', { name: 'Two' }, 'secret apiKey { id }');
    await mutate(company.merchant, 'revokeApiKey', { apiKeyId: made.apiKey.id }, '__typename');
    for (let index = 0; index < 3; index++) await post(READ, made.secret, '203.0.113.9');
    await post(READ, made.secret, '203.0.113.10');
    await expect.poll(async () => (await log({ kinds: ['API_KEY_REFUSED'] })).nodes).toHaveLength(2);
    t.clock.advance(11 * MINUTE);
    await post(READ, made.secret, '203.0.113.9');
    await expect.poll(async () => (await log({ kinds: ['API_KEY_REFUSED'] })).nodes).toHaveLength(3);
    const { id: actorId } = await t.db.prisma.apiKey.findFirstOrThrow({ orderBy: { id: 'asc' } });
    const { nodes } = await log({ kinds: ['API_KEY_CREATED', 'API_KEY_REVOKED', 'API_KEY_REFUSED'] });
    expect(nodes.slice(-2)).toMatchObject([
      { kind: 'API_KEY_REVOKED', actorKind: 'MERCHANT', actorId, objectId: made.apiKey.id },
      { kind: 'API_KEY_CREATED', actorKind: 'MERCHANT', actorId, objectId: made.apiKey.id },
    ]);
    expect(nodes[0]).toMatchObject({ actorId: made.apiKey.id, address: '203.0.113.9', detail: 'REVOKED' });
  });

  test('a reached rate limit is in the security log once for each window', async () => {
    const guess = `mutation { consumePortalLink(input: {
      companyId: "${company.companyId}", email: "ada@example.com", code: "AAAAAA" }) { __typename } }`;
    for (let index = 0; index < 13; index++) await post(guess, null, `203.0.113.${index}`);
    await expect
      .poll(async () => (await log()).nodes)
      .toMatchObject([
        {
          kind: 'RATE_LIMIT_REACHED',
          actorKind: 'SYSTEM',
          actorId: null,
          address: '203.0.113.10',
          detail: 'consumePerAddress',
        },
      ]);
  });

  test('guesses for a company that does not exist are not in the security log and fail alike', async () => {
    const guess =
      'mutation { consumePortalLink(input: { companyId: "co_x", email: "a@b.example", code: "AAAAAA" }) { __typename } }';
    for (let index = 0; index < 12; index++) await post(guess, null, `203.0.113.${index}`);
    expect(await t.db.prisma.securityEvent.count()).toBe(0);
    expect(t.warnings()).toEqual([]);
  });
});

test('the security log is read in pages, by its own company and not by customers', async () => {
  for (let index = 0; index < 5; index++)
    await mutate(company.merchant, 'createApiKey', { name: `K${index}` }, 'secret');
  const first = await log({ first: 3 });
  const second = await log({ first: 3, after: first.pageInfo.endCursor });
  expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([3, true]);
  expect([second.nodes.length, second.pageInfo.hasNextPage]).toEqual([2, false]);
  expect(new Set([...first.nodes, ...second.nodes].map(({ objectId }) => objectId))).toHaveLength(5);
  const other = await t.company('Other');
  expect((await other.merchant.request<{ securityEvents: { nodes: [] } }>(LOG)).securityEvents.nodes).toEqual([]);
  const page = async (after: string) => other.merchant.request(LOG, { after }).catch(({ response }) => response.errors);
  const unknown = Buffer.from('GPC:S:sev_00000000000000000000000000').toString('base64');
  expect(await page(first.pageInfo.endCursor)).toEqual(await page(unknown));
  const { token } = await t.signIn(company.merchant, customerId);
  expect((await post('{ securityEvents { nodes { id } } }', token, '192.0.2.1')).body.errors[0].extensions.code).toBe(
    'FORBIDDEN',
  );
});

test('entries of the security log are deleted after 400 days by default', async () => {
  const { securityLogDays: days } = DEFAULT_RETENTION;
  await mutate(company.merchant, 'createApiKey', { name: 'Old' }, 'secret');
  const made = t.clock.now().getTime();
  expect(await deleteOldSecurityEvents(t.db, new Date(made + days * DAY), days)).toBe(0);
  expect(await deleteOldSecurityEvents(t.db, new Date(made + days * DAY + 1), days)).toBe(1);
  expect((await log()).nodes).toEqual([]);
});
