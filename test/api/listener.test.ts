/** The listener's shortcut answers exactly what the long way answers: status, headers and body, whatever is sent. */
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createListener } from '../../src/http/listener.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';

const ALLOWED = 'https://page.example';

let t: TestApp;
let apiKey: string;
let session: string;
let servers: Record<'shortcut' | 'longWay', Server> & { alone?: Server };

beforeAll(async () => {
  t = await openTestApp({ corsOrigins: [ALLOWED] });
  const made = await t.company();
  apiKey = made.apiKey;
  session = (await t.signIn(made.merchant, await makeCustomer(made.merchant))).token;
  const adapter = createServerAdapter<{ req: IncomingMessage }>((request, { req }) =>
    t.app.fetch(request, { socketAddress: req.socket.remoteAddress ?? '', setCookies: [] }),
  );
  servers = { shortcut: await listen(t.app.listener), longWay: await listen(adapter) };
});
afterAll(async () => {
  for (const server of Object.values(servers)) {
    server.close();
    server.closeAllConnections();
  }
  await t.close();
});

function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  /** Without a length, so that the body comes in chunks. */
  chunked?: boolean;
}

/** How the bytes travel may differ. */
const TRANSPORT = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

function send(
  to: 'shortcut' | 'longWay' | 'alone',
  { method = 'POST', path = '/graphql', headers = {}, body = '', chunked }: Sent,
) {
  const { port } = (servers[to] as Server).address() as { port: number };
  const given = { 'content-type': 'application/json', accept: 'application/json', host: 'portal.test', ...headers };
  const length = chunked || method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const all = Object.fromEntries(Object.entries({ ...length, ...given }).filter(([, value]) => value !== undefined));
  return new Promise<{ status: number; headers: object; body: string }>((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, path, method, agent: false, headers: all as never },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(response.headers).filter(([name]) => !TRANSPORT.has(name))),
            body: text,
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

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
  'a part of the answer with an error': () => ({
    headers: merchant(),
    body: query('{ company { id } currentCustomer { id } }'),
  }),
  'an id of nobody': () => ({ headers: merchant(), body: query('{ customer(id: "cus_none") { id } }') }),
  'a page too large': () => ({ headers: merchant(), body: query('{ customers(first: 1000) { nodes { id } } }') }),
  'a foreign cursor': () => ({ headers: merchant(), body: query('{ customers(after: "nonsense") { nodes { id } } }') }),
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
  'a page that may ask': () => ({ headers: { ...merchant(), origin: ALLOWED }, body: query(NAME) }),
  'a page that may not': () => ({ headers: { ...merchant(), origin: 'https://evil.example' }, body: query(NAME) }),
  'a page that asks first': () => ({
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
  expect(await send('shortcut', sent)).toEqual(await send('longWay', sent));
}

describe('the shortcut of the listener', () => {
  it.each(Object.entries(CASES))('answers %s as the long way does', async (_what, sent) => {
    await expectSame(sent());
  });

  it.each(ACCEPTS)('answers in the type that the long way chooses for %s', async (accept) => {
    for (const body of [query(NAME), query('{ company { nam } }'), query('{ currentCustomer { id } }')])
      await expectSame({ headers: { ...merchant(), accept }, body });
  });

  it('runs a mutation once, whatever its answer is', async () => {
    const email = 'once@example.com';
    const create = query(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { ... on CreateCustomerSuccess { customer { id disabledAt paymentMethods { id } } } ... on UserError { code } } }',
      { variables: { input: { email } } },
    );
    const first = await send('shortcut', { headers: merchant(), body: create });
    expect(JSON.parse(first.body).data.createCustomer.customer.paymentMethods).toEqual([]);
    // The error is beside the data, so that the long way presents what the shortcut did.
    const both = query(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } signOutPortal(input: {}) { __typename } }',
      {
        variables: { input: { email: 'twice@example.com' } },
      },
    );
    const second = JSON.parse((await send('shortcut', { headers: merchant(), body: both })).body);
    expect(second.errors).toHaveLength(1);
    expect(await t.db.prisma.customer.count({ where: { email: { in: [email, 'twice@example.com'] } } })).toBe(2);
  });
});

describe('the shortcut by itself', () => {
  const short: string[] = [];
  let server: Server;
  let execute: () => Promise<object>;

  beforeAll(async () => {
    server = await listen(
      createListener({
        fetch: async (_request, { answered }) => {
          short.push(JSON.stringify(answered) ?? 'nothing');
          return new Response('the long way');
        },
        execute: () => execute(),
        hosts: { audienceOf: () => ({ companyId: null }), isOwn: () => true },
        corsOrigins: [],
        https: true,
        maximumBytes: 1000,
        timeoutMs: 50,
      }),
    );
    servers = { ...servers, alone: server };
  });
  beforeEach(() => {
    short.length = 0;
    execute = async () => ({ data: { a: 1 } });
  });

  it('answers data without asking the long way', async () => {
    const { status, body, headers } = await send('alone', { body: query(NAME) });
    expect([status, body, short]).toEqual([200, '{"data":{"a":1}}', []]);
    expect(headers).toMatchObject({ 'strict-transport-security': expect.any(String), 'cache-control': 'no-store' });
  });

  it.each<[string, () => Promise<object>, string]>([
    ['errors', async () => ({ data: null, errors: [] }), '{"result":{"data":null,"errors":[]}}'],
    ['a refusal', () => Promise.reject(new Error('x')), '{"error":{}}'],
    ['nothing in time', () => new Promise(() => {}), '"late"'],
  ])('hands over %s to be presented', async (_what, outcome, handed) => {
    execute = outcome;
    expect((await send('alone', { body: query(NAME) })).body).toBe('the long way');
    expect(short).toEqual([handed]);
  });

  it('executes nothing that it does not understand', async () => {
    execute = () => Promise.reject(new Error('It was executed.'));
    for (const body of ['{', '[]', 'null', '{"query":1}', query(NAME, { other: 1 }), 'x'.repeat(1001)])
      expect((await send('alone', { body })).body).toBe('the long way');
    expect(short).toEqual(Array(6).fill('nothing'));
  });
});
