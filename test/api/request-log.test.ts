/** The log of requests: one line each on both HTTP paths, found by the id that the caller gets, without a secret. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';

const CARD = '4242424242424242';
const EMAIL = 'canary-7c1f0e@example.com';
const UUID = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const ADD = `mutation Add($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) {
  __typename ... on UserError { code } } }`;

let t: TestApp;
let companyId: string;
let apiKey: string;
let customerId: string;
let session: string;
let servers: Record<'shortcut' | 'long path', Server>;

beforeAll(async () => {
  t = await openTestApp();
  t.provider.readSetup = async (input) => {
    if (input.setupRef !== 'tok_broken') return t.real.readSetup(input);
    throw Object.assign(new Error(`no ${EMAIL}`, { cause: new TypeError(CARD) }), { code: 'ECONNREFUSED' });
  };
  const made = await t.company();
  ({ companyId, apiKey } = made);
  customerId = await makeCustomer(made.merchant, { email: EMAIL });
  session = (await t.signIn(made.merchant, customerId)).token;
  const adapter = createServerAdapter<{ req: IncomingMessage }>((request, { req }) =>
    t.app.fetch(request, { socketAddress: req.socket.remoteAddress ?? '', setCookies: [] }),
  );
  servers = { shortcut: await listen(t.app.listener), 'long path': await listen(adapter) };
});
afterAll(async () => {
  for (const server of Object.values(servers)) {
    server.close();
    server.closeAllConnections();
  }
  await t.close();
});
beforeEach(() => {
  t.logged.length = 0;
});

function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

type Line = Record<string, unknown> & { msg: string; level: number };
const lines = () => t.logged.map((line) => JSON.parse(line) as Line);
/** The line of the one request; it may be written just after the response. */
async function requestLine(): Promise<Line> {
  await expect.poll(() => lines().filter(({ msg }) => msg === 'request').length, { timeout: 10_000 }).toBe(1);
  return lines().find(({ msg }) => msg === 'request') as Line;
}

const post = (path: keyof typeof servers, body: unknown, headers: Record<string, string> = {}) => {
  const { port } = servers[path].address() as { port: number };
  return fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
};
const merchant = () => ({ authorization: `Bearer ${apiKey}` });

const addMethod = (token: string) => ({ query: ADD, variables: { input: { customerId, token } } });

const REQUESTS: Record<string, { send(): [body: object, headers?: Record<string, string>]; line: object }> = {
  'a merchant’s query': {
    send: () => [{ query: 'query Name { company { name } }' }, merchant()],
    line: { operationKind: 'query', operation: 'Name', caller: 'merchant', status: 200, outcome: 'ok', level: 30 },
  },
  'a customer’s query without a name': {
    send: () => [{ query: '{ currentCustomer { id } }' }, { authorization: `Bearer ${session}` }],
    line: { operationKind: 'query', caller: 'customer', status: 200, outcome: 'ok' },
  },
  'an expected failure of a mutation': {
    send: () => [
      { query: ADD, variables: { input: { customerId: newId('Customer', new Date()), token: 'tok_visa' } } },
      merchant(),
    ],
    line: { operationKind: 'mutation', operation: 'Add', status: 200, outcome: 'refused', codes: ['NOT_FOUND'] },
  },
  'an unexpected failure': {
    send: () => [addMethod('tok_broken'), merchant()],
    line: { operation: 'Add', status: 200, outcome: 'failed', codes: ['INTERNAL_SERVER_ERROR'], level: 50 },
  },
  'a query without a credential': {
    send: () => [{ query: '{ company { name } }' }],
    line: { caller: 'anonymous', status: 200, outcome: 'refused', codes: ['UNAUTHENTICATED'] },
  },
  'a document that is not valid': {
    send: () => [{ query: '{ nothing }' }, merchant()],
    line: { status: 200, outcome: 'refused', codes: ['GRAPHQL_VALIDATION_FAILED'] },
  },
};

describe.each(['shortcut', 'long path'] as const)('over the %s', (path) => {
  test.each(Object.entries(REQUESTS))('%s is logged in one line with its outcome', async (_name, { send, line }) => {
    const [body, headers] = send();
    const response = await post(path, body, headers);
    await response.text();
    const written = await requestLine();
    expect(written).toMatchObject({ method: 'POST', route: 'graphql', ms: expect.any(Number), ...line });
    expect(written.requestId).toBe(response.headers.get('x-request-id'));
    const known = 'caller' in line ? line.caller !== 'anonymous' : written.caller !== undefined;
    expect(written.companyId).toBe(known ? companyId : undefined);
  });

  test('a well-formed x-request-id of the caller is used, and any other is replaced', async () => {
    for (const id of [UUID, '0123456789abcdef0123456789abcdef']) {
      const response = await post(path, { query: '{ company { name } }' }, { ...merchant(), 'x-request-id': id });
      expect(response.headers.get('x-request-id')).toBe(id);
    }
    for (const id of ['1', CARD, apiKey, EMAIL, `${UUID}x`, 'a'.repeat(65)]) {
      const response = await post(path, { query: '{ company { name } }' }, { ...merchant(), 'x-request-id': id });
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('an unexpected failure is found in the log by the id in its extensions, with code, cause and stack', async () => {
    const response = await post(path, addMethod('tok_broken'), { ...merchant(), 'x-request-id': UUID });
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: UUID });
    await requestLine();
    const failure = lines().find(({ err }) => err !== undefined);
    expect(failure).toMatchObject({
      requestId: UUID,
      level: 50,
      err: { type: 'Error', code: 'ECONNREFUSED', cause: { type: 'TypeError' }, stack: expect.any(Array) },
    });
  });

  test('no token, address, e-mail or card number that a request brings reaches the log', async () => {
    const secrets = { apiKey, session, CARD, EMAIL, name: 'Canaria 7c1f0e' };
    for (const secret of Object.values(secrets)) {
      const name = secret.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
      const query = `query ${name} { customer(id: "${secret}") { id } nothing }`;
      for (const body of [{ query }, { query: `query ${name} { company { name } }`, operationName: name }])
        await (await post(path, body, { ...merchant(), 'user-agent': secret, 'x-request-id': secret })).text();
      await (await post(path, addMethod(secret), { authorization: `Bearer ${secret}` })).text();
      await (await t.app.fetch(new Request(`${PUBLIC_URL}/invoices/in_1.pdf?token=${secret}`))).text();
      await (await t.app.fetch(new Request(`${PUBLIC_URL}/${secret}`))).text();
    }
    await (await post(path, addMethod('tok_broken'), merchant())).text();
    const text = t.logged.join('').toLowerCase();
    expect(lines().filter(({ msg }) => msg === 'request').length).toBeGreaterThanOrEqual(20);
    for (const [kind, secret] of Object.entries(secrets)) expect(text, kind).not.toContain(secret.toLowerCase());
    // The name of an operation could contain these in another spelling.
    for (const secret of [apiKey, session]) expect(text).not.toContain(secret.replace(/\W/g, '_').toLowerCase());
  });
});

test('a request that takes too long is a warning, whichever path it took', async () => {
  const slow = await openTestApp({ operationTimeoutMs: 50 });
  slow.provider.readSetup = () => new Promise(() => {});
  const { apiKey: key, merchant: client } = await slow.company();
  const id = await makeCustomer(client, { token: null });
  slow.logged.length = 0;
  const { status, body } = await slow.post(
    { query: ADD, variables: { input: { customerId: id, token: 'tok_visa' } } },
    { authorization: `Bearer ${key}` },
  );
  expect([status, body.errors[0].extensions.code]).toEqual([503, 'TIMEOUT']);
  const line = slow.logged.map((one) => JSON.parse(one) as Line).find(({ msg }) => msg === 'request');
  expect(line).toMatchObject({ status: 503, outcome: 'timeout', codes: ['TIMEOUT'], level: 40 });
  expect(body.errors[0].extensions.requestId).toBe(line?.requestId);
  await slow.close();
});

test('health checks are logged at debug, and unknown addresses without their path', async () => {
  await t.app.fetch(new Request(`${PUBLIC_URL}/health`));
  await t.app.fetch(new Request(`${PUBLIC_URL}/secret-place`));
  expect(lines()).toMatchObject([
    { route: 'health', status: 200, outcome: 'ok', level: 20 },
    { route: 'none', status: 404, outcome: 'refused', level: 30 },
  ]);
  expect(t.logged.join('')).not.toContain('secret-place');
});

test('a job that a request enqueues is logged under the job, not under the request', async () => {
  await t.post(
    {
      query: 'mutation ($i: RequestPortalLinkInput!) { requestPortalLink(input: $i) { __typename } }',
      variables: { i: { companyId, email: EMAIL } },
    },
    { 'x-request-id': UUID },
  );
  await t.app.tick();
  const job = lines().find(({ job, outcome }) => job !== undefined && outcome === 'ok');
  expect(job).toMatchObject({ jobId: expect.any(String), attempt: 1, ms: expect.any(Number) });
  expect(job).not.toHaveProperty('requestId');
  expect(t.logged.join('')).not.toContain(EMAIL);
});
