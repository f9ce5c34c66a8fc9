/** The shortcut of the listener returns the same status, headers and body as the long path through Yoga. */
import type { IncomingMessage, Server } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createListener } from '../../src/http/listener.ts';
import { createRequestObserver } from '../../src/telemetry/requests.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { listen, type Sent, send } from '../support/rawHttp.ts';

const ALLOWED = 'https://page.example';

let t: TestApp;
let apiKey: string;
let session: string;
let servers: Record<'shortcut' | 'longPath', Server>;

beforeAll(async () => {
  t = await openTestApp({ corsOrigins: [ALLOWED] });
  const made = await t.company();
  apiKey = made.apiKey;
  session = (await t.signIn(made.merchant, await makeCustomer(made.merchant))).token;
  const adapter = createServerAdapter<{ req: IncomingMessage }>((request, { req }) =>
    t.app.fetch(request, { socketAddress: req.socket.remoteAddress ?? '', setCookies: [] }),
  );
  servers = { shortcut: await listen(t.app.listener), longPath: await listen(adapter) };
});
afterAll(async () => {
  for (const server of Object.values(servers)) {
    server.close();
    server.closeAllConnections();
  }
  await t.close();
});

const query = (text: string, more: object = {}): string => JSON.stringify({ query: text, ...more });
const merchant = () => ({ authorization: `Bearer ${apiKey}` });
const NAME = '{ company { name } }';

const CASES: Record<string, () => Sent> = {
  'a query': () => ({ headers: merchant(), body: query(NAME) }),
  'a query of a customer': () => ({
    headers: { authorization: `Bearer ${session}` },
    body: query('{ currentCustomer { id } }'),
  }),
  'variables and an operation by name': () => ({
    headers: merchant(),
    body: query('query A($n: Int) { customers(first: $n) { nodes { email } } } query B { company { id } }', {
      operationName: 'A',
      variables: { n: 2 },
      extensions: {},
    }),
  }),
  'null for everything optional': () => ({
    headers: merchant(),
    body: query(NAME, { operationName: null, variables: null }),
  }),
  'no credential': () => ({ body: query(NAME) }),
  'a wrong credential': () => ({ headers: { authorization: 'Bearer sk_test_nonsense' }, body: query(NAME) }),
  'a partial response with an error': () => ({
    headers: merchant(),
    body: query('{ company { id } currentCustomer { id } }'),
  }),
  'an unknown id': () => ({ headers: merchant(), body: query('{ customer(id: "cus_none") { id } }') }),
  'a page too large': () => ({ headers: merchant(), body: query('{ customers(first: 1000) { nodes { id } } }') }),
  'an invalid cursor': () => ({
    headers: merchant(),
    body: query('{ customers(after: "nonsense") { nodes { id } } }'),
  }),
  'a mutation that fails as expected': () => ({
    headers: merchant(),
    body: query(
      'mutation { deleteCustomer(input: { customerId: "cus_none" }) { __typename ... on UserError { message code path } } }',
    ),
  }),
  'a mutation without a credential': () => ({
    body: query(
      'mutation { consumePortalLink(input: { token: "pl_none" }) { __typename ... on UserError { message code } } }',
    ),
  }),
  'a syntax error': () => ({ headers: merchant(), body: query('{ company { name ') }),
  'an unknown field': () => ({ headers: merchant(), body: query('{ company { nam } }') }),
  'a variable of another type': () => ({
    headers: merchant(),
    body: query('query ($id: ID!) { customer(id: $id) { id } }', { variables: { id: { secret: 'value' } } }),
  }),
  'a variable that is missing': () => ({
    headers: merchant(),
    body: query('query ($id: ID!) { customer(id: $id) { id } }'),
  }),
  'an operation that is not there': () => ({ headers: merchant(), body: query(NAME, { operationName: 'Other' }) }),
  'several operations and no name': () => ({
    headers: merchant(),
    body: query('query A { company { id } } query B { company { id } }'),
  }),
  'introspection by a customer': () => ({
    headers: { authorization: `Bearer ${session}` },
    body: query('{ __schema { types { name } } }'),
  }),
  'introspection by a merchant': () => ({ headers: merchant(), body: query('{ __type(name: "Money") { name } }') }),
  'a document too deep': () => ({
    headers: merchant(),
    body: query(`{ company${' { customDomains'.repeat(20)}${' }'.repeat(20)} }`),
  }),
  'a document too long': () => ({ headers: merchant(), body: query(`{ ${'company { id } '.repeat(2000)} }`) }),
  'too many aliases': () => ({
    headers: merchant(),
    body: query(`{ ${Array.from({ length: 40 }, (_, n) => `a${n}: company { id }`).join(' ')} }`),
  }),
  'text that the database cannot hold': () => ({
    headers: merchant(),
    body: query('query ($id: ID!) { customer(id: $id) { id } }', { variables: { id: 'a\u0000b' } }),
  }),
  'a subscription': () => ({ headers: merchant(), body: query('subscription { company { id } }') }),
  'no query': () => ({ headers: merchant(), body: '{}' }),
  'a query that is no text': () => ({ headers: merchant(), body: '{"query": 1}' }),
  'an unknown parameter': () => ({ headers: merchant(), body: query(NAME, { other: 1 }) }),
  'variables that are no object': () => ({ headers: merchant(), body: query(NAME, { variables: 'none' }) }),
  'variables that are a list': () => ({ headers: merchant(), body: query(NAME, { variables: [1] }) }),
  'an operation name that is no text': () => ({ headers: merchant(), body: query(NAME, { operationName: 1 }) }),
  'extensions that are no object': () => ({ headers: merchant(), body: query(NAME, { extensions: 'none' }) }),
  'a list of requests': () => ({ headers: merchant(), body: `[${query(NAME)}]` }),
  null: () => ({ headers: merchant(), body: 'null' }),
  'a body that is no JSON': () => ({ headers: merchant(), body: '{"query": ' }),
  'an empty body': () => ({ headers: merchant(), body: '' }),
  'a byte order mark': () => ({ headers: merchant(), body: `\uFEFF${query(NAME)}` }),
  'bytes that are no UTF-8': () => ({ headers: merchant(), body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }),
  'a body too large': () => ({ headers: merchant(), body: query(NAME, { variables: { a: 'x'.repeat(300_000) } }) }),
  'a body with too many values': () => ({
    headers: merchant(),
    body: query(NAME, { variables: { a: Array(20_000).fill(1) } }),
  }),
  'a long body with few values': () => ({
    headers: merchant(),
    body: query(NAME, { variables: { a: ','.repeat(20_000) } }),
  }),
  'a body in chunks': () => ({
    headers: { ...merchant(), 'transfer-encoding': 'chunked' },
    body: query(NAME),
    chunked: true,
  }),
  'a form': () => ({
    headers: { ...merchant(), 'content-type': 'application/x-www-form-urlencoded' },
    body: 'query={company{name}}',
  }),
  'no type': () => ({ headers: { ...merchant(), 'content-type': undefined }, body: query(NAME) }),
  'a type with a charset': () => ({
    headers: { ...merchant(), 'content-type': 'application/json; charset=utf-8' },
    body: query(NAME),
  }),
  'a type in capitals': () => ({ headers: { ...merchant(), 'content-type': 'Application/JSON' }, body: query(NAME) }),
  'an allowed origin': () => ({ headers: { ...merchant(), origin: ALLOWED }, body: query(NAME) }),
  'a forbidden origin': () => ({ headers: { ...merchant(), origin: 'https://evil.example' }, body: query(NAME) }),
  'a CORS preflight': () => ({
    method: 'OPTIONS',
    headers: { origin: ALLOWED, 'access-control-request-method': 'POST', 'content-type': undefined },
  }),
  GET: () => ({
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent(NAME)}`,
    headers: { ...merchant(), 'content-type': undefined },
  }),
  PUT: () => ({ method: 'PUT', headers: merchant(), body: query(NAME) }),
  'a query string': () => ({ path: '/graphql?a=b', headers: merchant(), body: query(NAME) }),
  'another address': () => ({ path: '/graphql/', headers: merchant(), body: query(NAME) }),
};

const ACCEPTS = [
  undefined,
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json',
  'application/graphql-response+json,application/json',
  'application/json, application/graphql-response+json',
  'application/graphql-response+json; charset=utf-8, application/json; charset=utf-8',
  'application/json; charset=latin1',
  'text/html',
  'text/event-stream',
  'multipart/mixed',
  'image/png',
];

async function expectSame(sent: Sent): Promise<void> {
  expect(await send(servers.shortcut, sent)).toEqual(await send(servers.longPath, sent));
}

describe('the shortcut of the listener: JSON requests without Fetch objects', () => {
  it.each(Object.entries(CASES))(
    'the listener responds to %s in the same way with its shortcut and without it',
    async (_what, sent) => {
      await expectSame(sent());
    },
  );

  it.each(ACCEPTS)(
    'the listener responds in the same content type with its shortcut and without it, for Accept: %s',
    async (accept) => {
      for (const body of [query(NAME), query('{ company { nam } }'), query('{ currentCustomer { id } }')])
        await expectSame({ headers: { ...merchant(), accept }, body });
    },
  );

  it('the shortcut runs a mutation once, with and without errors in the response', async () => {
    const email = 'once@example.com';
    const create = query(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { ... on CreateCustomerSuccess { customer { id disabledAt paymentMethods { id } } } ... on UserError { code } } }',
      { variables: { input: { email } } },
    );
    const first = await send(servers.shortcut, { headers: merchant(), body: create });
    expect(JSON.parse(first.body).data.createCustomer.customer.paymentMethods).toEqual([]);
    // With an error beside the data, the long path formats the result that the shortcut computed.
    const both = query(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } signOutPortal(input: {}) { __typename } }',
      {
        variables: { input: { email: 'twice@example.com' } },
      },
    );
    const second = JSON.parse((await send(servers.shortcut, { headers: merchant(), body: both })).body);
    expect(second.errors).toHaveLength(1);
    expect(await t.db.prisma.customer.count({ where: { email: { in: [email, 'twice@example.com'] } } })).toBe(2);
  });
});

describe('shortcut without the normal handling behind it', () => {
  const short: string[] = [];
  let server: Server;
  let execute: () => Promise<object>;

  beforeAll(async () => {
    server = await listen(
      createListener({
        fetch: async (_request, { answered }) => {
          short.push(JSON.stringify(answered) ?? 'nothing');
          return new Response('the long path');
        },
        execute: () => execute(),
        waitOf: () => 0,
        hosts: { audienceOf: () => ({ companyId: null }), isOwn: () => true },
        observer: createRequestObserver({ log: pino({ level: 'silent' }), metrics: null }),
        https: true,
        maximumBytes: 1000,
        timeoutMs: 50,
      }),
    );
    return () => server.close();
  });
  beforeEach(() => {
    short.length = 0;
    execute = async () => ({ data: { a: 1 } });
  });

  it('a result without errors is sent by the shortcut alone', async () => {
    const { status, body, headers } = await send(server, { body: query(NAME) });
    expect([status, body, short]).toEqual([200, '{"data":{"a":1}}', []]);
    expect(headers).toMatchObject({ 'strict-transport-security': expect.any(String), 'cache-control': 'no-store' });
  });

  it.each<[string, () => Promise<object>, string]>([
    ['errors', async () => ({ data: null, errors: [] }), '{"result":{"data":null,"errors":[]}}'],
    ['a refusal', () => Promise.reject(new Error('x')), '{"error":{}}'],
    ['a timeout', () => new Promise(() => {}), '"late"'],
  ])('the shortcut passes %s to the normal handling by Fetch objects', async (_what, outcome, handed) => {
    execute = outcome;
    expect((await send(server, { body: query(NAME) })).body).toBe('the long path');
    expect(short).toEqual([handed]);
  });

  it('the shortcut executes no request that it cannot parse completely', async () => {
    execute = () => Promise.reject(new Error('It was executed.'));
    for (const body of ['{', '[]', 'null', '{"query":1}', query(NAME, { other: 1 }), 'x'.repeat(1001)])
      expect((await send(server, { body })).body).toBe('the long path');
    expect(short).toEqual(Array(6).fill('nothing'));
  });
});
