/** HTTP around GraphQL: what is taken, what is refused before it is read, and the headers of every answer. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress } from '../../src/http/clientAddress.ts';
import { within } from '../../src/http/deadline.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';

const LISTED = 'https://shop.example';
const CREATE = 'mutation { createProduct(input: { name: "Sneaked in" }) { __typename } }';

let t: TestApp;
let apiKey: string;
beforeAll(async () => {
  t = await openTestApp({ corsOrigins: [LISTED, 'http://localhost:5173'] });
  ({ apiKey } = await t.company());
});
afterAll(() => t.close());

const send = (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
  t.app.fetch(new Request(`${PUBLIC_URL}${path}`, init));
const graphql = (init: RequestInit & { duplex?: 'half' } = {}, search = '') =>
  send(`/graphql${search}`, { ...init, headers: { authorization: `Bearer ${apiKey}`, ...init.headers } });
const products = () => t.db.prisma.product.count();

describe('mutations are taken by POST of application/json alone', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json ; charset=utf-8',
    'Application/JSON',
    'application/graphql+json',
  ])('%s is taken', async (type) => {
    const before = await products();
    const response = await graphql({
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ query: CREATE }),
    });
    expect(await response.json()).toEqual({ data: { createProduct: { __typename: 'CreateProductSuccess' } } });
    expect(await products()).toBe(before + 1);
  });

  const form = () => {
    const data = new FormData();
    data.set('operations', JSON.stringify({ query: CREATE }));
    data.set('map', '{}');
    return data;
  };
  test.each<[string, string | null, () => BodyInit]>([
    ['a form', 'application/x-www-form-urlencoded', () => new URLSearchParams({ query: CREATE })],
    ['a multipart form', null, form],
    ['plain text', 'text/plain', () => JSON.stringify({ query: CREATE })],
    ['plain text that looks like JSON', 'text/plain; application/json', () => JSON.stringify({ query: CREATE })],
    ['bytes of no type', '', () => Buffer.from(JSON.stringify({ query: CREATE }))],
    ['a bare document', 'application/graphql', () => CREATE],
    ['JSON of another kind', 'application/vnd.api+json', () => JSON.stringify({ query: CREATE })],
    ['a longer type', 'application/jsonp', () => JSON.stringify({ query: CREATE })],
    ['two types', 'text/plain, application/json', () => JSON.stringify({ query: CREATE })],
  ])('%s is refused with 415 and has no effect', async (_name, type, body) => {
    const before = await products();
    const response = await graphql({
      method: 'POST',
      headers: type === null ? {} : { 'content-type': type },
      body: body(),
    });
    expect(response.status).toBe(415);
    expect(await products()).toBe(before);
  });

  test.each(['application/json', 'application/graphql-response+json', 'text/event-stream', 'multipart/mixed', '*/*'])(
    'GET is refused with 405 and has no effect, accepting %s',
    async (accept) => {
      const before = await products();
      const response = await graphql({ headers: { accept } }, `?query=${encodeURIComponent(CREATE)}`);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await products()).toBe(before);
    },
  );

  test('a query is taken by GET', async () => {
    const response = await graphql({}, '?query={__typename}');
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])('%s is refused with 405', async (method) => {
    const before = await products();
    const response = await graphql({ method }, `?query=${encodeURIComponent(CREATE)}`);
    expect(response.status).toBe(405);
    expect(await products()).toBe(before);
  });
});

describe('bodies over 256 KiB are refused with 413 before they are parsed', () => {
  const LIMIT = 256 * 1024;
  const padded = (bytes: number) => JSON.stringify({ query: '{ __typename }' }).padEnd(bytes, ' ');
  const json = { 'content-type': 'application/json' };
  /** A body of unknown length, which tells how much of it was read. */
  const stream = (bytes: number, text?: string) => {
    const read = { bytes: 0 };
    const whole = Buffer.from(text ?? '{'.repeat(bytes));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = whole.subarray(read.bytes, read.bytes + 64 * 1024);
        read.bytes += chunk.byteLength;
        if (chunk.byteLength > 0) controller.enqueue(new Uint8Array(chunk));
        else controller.close();
      },
    });
    return { body, read };
  };

  test('at the limit and one byte beyond, with a length', async () => {
    for (const [bytes, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const headers = { ...json, 'content-length': String(bytes) };
      expect((await graphql({ method: 'POST', headers, body: padded(bytes) })).status).toBe(status);
    }
  });

  test('at the limit and one byte beyond, without a length', async () => {
    for (const [bytes, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const { body } = stream(0, padded(bytes));
      expect((await graphql({ method: 'POST', headers: json, body, duplex: 'half' })).status).toBe(status);
    }
  });

  test('10 MB with a length: nothing is read', async () => {
    const { body, read } = stream(10_000_000);
    const headers = { ...json, 'content-length': '10000000' };
    const response = await graphql({ method: 'POST', headers, body, duplex: 'half' });
    expect(response.status).toBe(413);
    expect(read.bytes).toBeLessThanOrEqual(64 * 1024);
  });

  test('10 MB without a length: not much is read', async () => {
    const { body, read } = stream(10_000_000);
    const response = await graphql({ method: 'POST', headers: json, body, duplex: 'half' });
    expect([response.status, (await response.json()).errors[0].message]).toEqual([413, 'The body is too large.']);
    expect(read.bytes).toBeLessThan(LIMIT + 256 * 1024);
  });

  test.each(['-1', '1e9', 'many', '5, 5', '0x10'])('a length of %s is refused with 400', async (length) => {
    const headers = { ...json, 'content-length': length };
    expect((await graphql({ method: 'POST', headers, body: padded(100) })).status).toBe(400);
  });
});

describe('CORS is a list', () => {
  const PREFLIGHT = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,authorization',
  };
  const cors = (response: Response) =>
    [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
  const post = (origin: string) =>
    graphql({
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
  const preflight = (origin: string) => send('/graphql', { method: 'OPTIONS', headers: { ...PREFLIGHT, origin } });

  test.each([LISTED, 'http://localhost:5173'])('%s is allowed, preflighted and not', async (origin) => {
    const before = await preflight(origin);
    expect(before.status).toBe(204);
    expect(before.headers.get('access-control-allow-origin')).toBe(origin);
    expect(before.headers.get('access-control-allow-headers')).toBe('content-type, authorization');
    expect(before.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
    const after = await post(origin);
    expect([after.status, after.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    for (const response of [before, after]) {
      // The credential is a header that a page sets itself; no cookie is ever asked for.
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(response.headers.get('vary')).toMatch(/Origin/i);
    }
  });

  test.each([
    'https://evil.example',
    'null',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://SHOP.example',
    'https://shop.example/',
    '*',
  ])('%s gets no CORS header, preflighted or not', async (origin) => {
    for (const response of [await preflight(origin), await post(origin)]) expect(cors(response)).toEqual([]);
  });

  test('without a list nobody is allowed', async () => {
    const none = await openTestApp();
    try {
      const response = await none.app.fetch(
        new Request(`${PUBLIC_URL}/graphql`, { method: 'OPTIONS', headers: { ...PREFLIGHT, origin: LISTED } }),
      );
      expect(cors(response)).toEqual([]);
    } finally {
      await none.close();
    }
  });
});

describe('addresses', () => {
  test('health and readiness', async () => {
    const health = await send('/health');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await send('/ready');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  });

  test.each(['/health', '/ready'])(
    'HEAD %s has the headers and no body; OPTIONS tells what is served; POST is refused',
    async (path) => {
      const head = await send(path, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
      const options = await send(path, { method: 'OPTIONS' });
      expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
      expect((await send(path, { method: 'POST', body: 'x' })).status).toBe(405);
    },
  );

  test.each([
    '/',
    '/graphql/',
    '/graphqlx',
    '/graphql/x',
    '/.env',
    '/admin',
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/health/',
    '//evil.example',
    '/invoices/',
    '/invoices/x.pdfx',
  ])('%s is unknown', async (path) => {
    for (const method of ['GET', 'POST']) {
      const response = await send(path, { method, body: method === 'POST' ? 'x' : undefined });
      const text = await response.text();
      expect([response.status, text]).toEqual([404, '{"error":"There is nothing here."}']);
    }
    const head = await send(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([404, '']);
  });

  test('every answer brings the security headers', async () => {
    const answers = [
      await graphql({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      }),
      await graphql({ method: 'POST', headers: { 'content-type': 'application/json' }, body: 'x' }),
      await graphql({ method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }),
      await graphql({ method: 'DELETE' }),
      await graphql({ headers: { accept: 'text/event-stream' } }, '?query={__typename}'),
      await send('/graphql', { method: 'OPTIONS' }),
      await send('/health'),
      await send('/ready', { method: 'HEAD' }),
      await send('/nothing'),
      await send('/invoices/in_x.pdf?token=x'),
      await send('/invoices/in_x.pdf', { method: 'POST' }),
    ];
    for (const { headers, status } of answers)
      expect({ status, ...Object.fromEntries(headers) }).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': expect.stringMatching(/no-store/),
      });
    const html = answers
      .map(({ headers }) => headers.get('content-type') ?? '')
      .filter((type) => type.includes('html'));
    expect(html).toEqual([]);
    for (const { headers } of answers)
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  });

  test('no page to play with is served unless it is switched on', async () => {
    const response = await send('/graphql', { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type') ?? '').not.toContain('html');
    expect(response.status).toBeGreaterThanOrEqual(400);
  });
});

test('GraphiQL, where it is on, may run in its page and talk to this server alone', async () => {
  const open = await openTestApp({ graphiql: true });
  try {
    const response = await open.app.fetch(new Request(`${PUBLIC_URL}/graphql`, { headers: { accept: 'text/html' } }));
    expect(response.headers.get('content-type')).toContain('text/html');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(part);
    expect(policy).not.toContain('http');
    const answer = await open.post({ query: '{ __typename }' });
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  } finally {
    await open.close();
  }
});

describe('the address of a client', () => {
  const SOCKET = '10.0.0.1';
  test.each<[string, number, string | null, string]>([
    ['no proxy: the header is not read', 0, '203.0.113.9', SOCKET],
    ['no proxy, no header', 0, null, SOCKET],
    ['one proxy: its entry is the last', 1, '203.0.113.9', '203.0.113.9'],
    ['one proxy: what the client wrote is not looked at', 1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['one proxy that wrote nothing', 1, null, SOCKET],
    ['one proxy that wrote nothing sensible', 1, '198.51.100.1, unknown', SOCKET],
    ['one proxy: an empty entry', 1, '198.51.100.1, ', SOCKET],
    ['two proxies: the last entry but one', 2, '198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['two proxies, one of which was passed by', 2, '203.0.113.9', SOCKET],
    ['spaces do not matter', 1, ' 198.51.100.1 ,  203.0.113.9  ', '203.0.113.9'],
    ['a port does not make another client', 1, '203.0.113.9:51234', '203.0.113.9'],
    ['IPv6', 1, '2001:db8::1', '2001:db8::1'],
    ['IPv6 in brackets', 1, '[2001:db8::1]', '2001:db8::1'],
    ['IPv6 with a port', 1, '[2001:db8::1]:443', '2001:db8::1'],
    ['text of any length', 1, 'x'.repeat(10_000), SOCKET],
  ])('%s', (_name, hops, header, expected) => {
    expect(clientAddress(SOCKET, header, hops)).toBe(expected);
  });

  const LIMIT = 3;
  /** Whether each try of a wrong token was counted as one try too many. */
  async function refused(app: TestApp, headers: readonly string[]): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const header of headers) {
      const { body } = await app.post(
        { query: 'mutation { consumePortalLink(input: { token: "wrong" }) { __typename } }' },
        { 'x-forwarded-for': header },
      );
      answers.push(body.errors?.[0]?.extensions.code === 'RATE_LIMITED');
    }
    return answers;
  }
  const NO = [false, false, false, false];
  const AT_THE_FOURTH = [false, false, false, true];

  test.each<[number, string, string[], boolean[]]>([
    [0, 'gains nothing', ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'], AT_THE_FOURTH],
    [1, 'gains nothing', [1, 2, 3, 4].map((n) => `198.51.100.${n}, 203.0.113.9`), AT_THE_FOURTH],
    [1, 'by its port gains nothing', [1, 2, 3, 4].map((n) => `203.0.113.9:5000${n}`), AT_THE_FOURTH],
    [1, 'by the proxy tells clients apart', [1, 2, 3, 4].map((n) => `203.0.113.${n}`), NO],
    [2, 'gains nothing', [1, 2, 3, 4].map((n) => `198.51.100.${n}, 203.0.113.9, 10.0.0.2`), AT_THE_FOURTH],
    [2, 'by the outer proxy tells clients apart', [1, 2, 3, 4].map((n) => `203.0.113.${n}, 10.0.0.2`), NO],
  ])('with %i trusted proxies a rotated X-Forwarded-For %s', async (hops, _what, headers, expected) => {
    const limits = { consumePerClient: { points: LIMIT, seconds: 3600 } };
    const app = await openTestApp({ trustedProxyHops: hops, limits });
    try {
      expect(await refused(app, headers)).toEqual(expected);
    } finally {
      await app.close();
    }
  });
});

/** What must never leave the server: SQL, a path of its files, a stack, a value. */
const CANARY = `canary-${randomBytes(4).toString('hex')}`;
const secret = () =>
  Object.assign(
    new Error(
      `insert or update on table "customer" violates SELECT * FROM customer WHERE email = '${CANARY}'\n    at ${CANARY} (/srv/portico/src/${CANARY}.ts:1:1)`,
    ),
    { code: `${CANARY} 23505`, detail: CANARY, query: `SELECT '${CANARY}'` },
  );

function expectNothingTold(text: string, logged: readonly string[]): void {
  expect(text).not.toMatch(
    /SELECT|INSERT|UPDATE "|prisma|pglite|postgres|node_modules|\/work|\/srv|\.ts\b|\n\s+at |stack/i,
  );
  expect(text).not.toContain(CANARY);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('')).not.toContain(CANARY);
  expect(logged.join('')).not.toContain('SELECT');
}

describe('under faults an answer tells that something went wrong, and nothing else', () => {
  const ONLY_MASK = [
    { message: 'Something went wrong on our side. It was recorded.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ];

  test('the database is gone', async () => {
    const broken = await openTestApp();
    const { apiKey: key, merchant } = await broken.company();
    const customerId = await makeCustomer(merchant);
    const { token } = await broken.signIn(merchant, customerId);
    await broken.db.close();
    broken.logged.length = 0;
    for (const [credential, query] of [
      [key, `{ customers(email: "${CANARY}@example.com") { nodes { id } } }`],
      [key, `mutation { createCustomer(input: { email: "${CANARY}@example.com" }) { __typename } }`],
      [token, '{ currentCustomer { email } }'],
      [undefined, `mutation { consumePortalLink(input: { token: "${CANARY}" }) { __typename } }`],
      [
        undefined,
        `mutation { requestPortalLink(input: { companyId: "co_x", email: "${CANARY}@example.com" }) { __typename } }`,
      ],
    ] as const) {
      const { body } = await broken.post({ query }, credential ? { authorization: `Bearer ${credential}` } : {});
      expect(body.data ?? null, query).toBeNull();
      expect(body.errors, query).toMatchObject(ONLY_MASK);
      expect(body.errors).toHaveLength(1);
      expectNothingTold(JSON.stringify(body), broken.logged);
    }
    const pdf = await broken.app.fetch(new Request(`${PUBLIC_URL}/invoices/in_x.pdf?token=${CANARY}`));
    expectNothingTold(await pdf.text(), broken.logged);
    const ready = await broken.app.fetch(new Request(`${PUBLIC_URL}/ready`));
    expect([ready.status, await ready.text()]).toEqual([503, '{"status":"unavailable"}']);
    expect(ready.headers.get('x-content-type-options')).toBe('nosniff');
    const health = await broken.app.fetch(new Request(`${PUBLIC_URL}/health`));
    expect(health.status).toBe(200);
    await broken.app.close().catch(() => {});
  });

  test('a resolver throws an error that tells everything', async () => {
    const faulty = await openTestApp();
    try {
      const { merchant, apiKey: key } = await faulty.company();
      await makeCustomer(merchant);
      const thrower = new Proxy({}, { get: () => () => Promise.reject(secret()) });
      const prisma = faulty.db.prisma as unknown as Record<string, unknown>;
      const real = prisma.coupon;
      Object.defineProperty(prisma, 'coupon', { value: thrower, configurable: true });
      faulty.logged.length = 0;
      const { body } = await faulty.post(
        { query: '{ coupons { nodes { id } } customers { nodes { id } } }' },
        { authorization: `Bearer ${key}` },
      );
      Object.defineProperty(prisma, 'coupon', { value: real, configurable: true });
      expect(body.errors).toMatchObject([{ ...ONLY_MASK[0], path: ['coupons'] }]);
      expectNothingTold(JSON.stringify(body), faulty.logged);
    } finally {
      await faulty.close();
    }
  });

  test('the payment provider throws an error that tells everything', async () => {
    const faulty = await openTestApp();
    try {
      const { merchant, apiKey: key } = await faulty.company();
      const customerId = await makeCustomer(merchant, { token: null });
      for (const name of Object.keys(faulty.gateway) as (keyof typeof faulty.gateway)[])
        if (typeof faulty.gateway[name] === 'function')
          Object.assign(faulty.gateway, { [name]: () => Promise.reject(secret()) });
      faulty.logged.length = 0;
      const { body } = await faulty.post(
        {
          query: `mutation ($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) { __typename ... on UserError { code message } } }`,
          variables: { input: { customerId, token: 'tok_visa' } },
        },
        { authorization: `Bearer ${key}` },
      );
      expect(body.errors).toMatchObject(ONLY_MASK);
      expectNothingTold(JSON.stringify(body), faulty.logged);
    } finally {
      await faulty.close();
    }
  });

  test('an operation that does not end is answered with 503', async () => {
    const slow = await openTestApp({ operationTimeoutMs: 50 });
    try {
      const { apiKey: key } = await slow.company();
      const prisma = slow.db.prisma as unknown as Record<string, unknown>;
      const real = prisma.coupon;
      let release: (rows: unknown[]) => void = () => {};
      const waiting = new Promise((resolve) => {
        release = resolve;
      });
      Object.defineProperty(prisma, 'coupon', { value: { findMany: () => waiting }, configurable: true });
      const { status, body, headers } = await slow.post(
        { query: '{ coupons { nodes { id } } }' },
        { authorization: `Bearer ${key}` },
      );
      expect([status, body.errors[0].extensions.code]).toEqual([503, 'TIMEOUT']);
      expect(headers.get('cache-control')).toBe('no-store');
      release([]);
      Object.defineProperty(prisma, 'coupon', { value: real, configurable: true });
    } finally {
      await slow.close();
    }
  });

  test('the deadline is given up when the work ends first', async () => {
    expect(await within(10_000, Promise.resolve('done'), () => 'late')).toBe('done');
    await expect(within(10_000, Promise.reject(new Error('failed')), () => 'late')).rejects.toThrow('failed');
    expect(await within(5, new Promise<string>(() => {}), () => 'late')).toBe('late');
  });
});
