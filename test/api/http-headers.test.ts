/** CORS, paths and response headers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';

const LISTED = 'https://shop.example';

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

describe('CORS', () => {
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

  test.each([LISTED, 'http://localhost:5173'])(
    'the listed origin %s is allowed with and without preflight',
    async (origin) => {
      const before = await preflight(origin);
      expect(before.status).toBe(204);
      expect(before.headers.get('access-control-allow-origin')).toBe(origin);
      expect(before.headers.get('access-control-allow-headers')).toBe('content-type, authorization');
      expect(before.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
      const after = await post(origin);
      expect([after.status, after.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
      for (const response of [before, after]) {
        // The page sets the credential as a header, so CORS with cookies is not enabled.
        expect(response.headers.get('access-control-allow-credentials')).toBeNull();
        expect(response.headers.get('vary')).toMatch(/Origin/i);
      }
    },
  );

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
  ])('the origin %s gets no CORS header with or without preflight', async (origin) => {
    for (const response of [await preflight(origin), await post(origin)]) expect(cors(response)).toEqual([]);
  });

  test('without configured origins no origin is allowed', async () => {
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

describe('paths and headers', () => {
  test('the health and readiness paths return 200', async () => {
    const health = await send('/health');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await send('/ready');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  });

  test.each(['/health', '/ready'])('%s supports HEAD and OPTIONS and refuses POST', async (path) => {
    const head = await send(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await send(path, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect((await send(path, { method: 'POST', body: 'x' })).status).toBe(405);
  });

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
  ])('the unknown path %s returns 404', async (path) => {
    for (const method of ['GET', 'POST']) {
      const response = await send(path, { method, body: method === 'POST' ? 'x' : undefined });
      const text = await response.text();
      expect([response.status, text]).toEqual([404, '{"error":"There is nothing here."}']);
    }
    const head = await send(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([404, '']);
  });

  test('every response has the security headers', async () => {
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

  test('GraphiQL is not served unless it is enabled', async () => {
    const response = await send('/graphql', { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type') ?? '').not.toContain('html');
    expect(response.status).toBeGreaterThanOrEqual(400);
  });
});

test('the content security policy of GraphiQL allows connections to this server only', async () => {
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
