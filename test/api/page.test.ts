/** Serving the hosted page: its paths, files, headers, escaped data and persisted operations. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparableHeaders, openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { hashOf, pageWith } from '../support/page.ts';
import { connectStripe } from '../support/stripe/merchant.ts';
import { startStripe } from '../support/stripe/server.ts';
import { mutate } from '../support/world.ts';

const HOME = '{ currentCustomer { id } }';
const BRANDING = 'query Branding($id: ID!) { portalBranding(companyId: $id) { name } }';

const page = pageWith([HOME, BRANDING]);

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
const get = (path: string, headers: Record<string, string> = {}, app = t) =>
  app.app.fetch(new Request(PUBLIC_URL + path, { headers }));
const dataOf = (text: string) =>
  JSON.parse(/<script type="application\/json" id="portico">(.*?)<\/script>/s.exec(text)?.[1] ?? 'null');

beforeAll(async () => {
  t = await openTestApp({ page });
  company = await t.company();
});
afterAll(() => t.close());

describe('hosted page', () => {
  test('every path of a portal returns the page with the public data of the company', async () => {
    for (const place of ['', '/', '/sign-in', '/subscriptions/sub_1/cancel']) {
      const response = await get(`/portal/${company.companyId}${place}`);
      expect(response.status).toBe(200);
      expect(dataOf(await response.text())).toMatchObject({
        companyId: company.companyId,
        base: `/portal/${company.companyId}`,
        company: { name: 'Acme' },
      });
    }
  });

  test('the page preloads the scripts of its path and language', async () => {
    const named = async (place: string, language: string) => {
      const text = await (await get(`/portal/${company.companyId}${place}`, { 'accept-language': language })).text();
      return [...text.matchAll(/<link rel="modulepreload" crossorigin href="([^"]*)">/g)].map(([, address]) => address);
    };
    const home = ['/portal/assets/home-1.js', '/portal/assets/parts-1.js'];
    expect(await named('', 'en-GB')).toEqual(['/portal/assets/en-1.js', ...home]);
    expect(await named('/', 'de-AT,en;q=0.5')).toEqual(['/portal/assets/de-1.js', ...home]);
    expect(await named('/invoices', 'de')).toEqual(['/portal/assets/de-1.js']);
  });

  test('an unknown portal returns the page with status 404 and no company', async () => {
    const response = await get('/portal/co_00000000000000000000000000/');
    expect(response.status).toBe(404);
    expect(dataOf(await response.text()).company).toBeNull();
  });

  test('the page forbids inline scripts, inline styles and frames, and is not cached', async () => {
    const { headers } = await get(`/portal/${company.companyId}/`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(rule);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('with an account at Stripe the page may load Stripe’s script and frames and nothing else, and without one its headers are unchanged', async () => {
    const standIn = await startStripe();
    const paid = await openTestApp({ page, stripeApiBase: standIn.url, db: t.db });
    const without = comparableHeaders((await get(`/portal/${company.companyId}/`, {}, paid)).headers);
    const { companyId } = await connectStripe(paid, standIn);
    const response = await get(`/portal/${companyId}/`, {}, paid);
    const { headers } = response;
    expect(headers.get('content-security-policy')).toBe(
      [
        "default-src 'none'; base-uri 'none'; form-action 'none'",
        "script-src 'self' https://js.stripe.com https://*.js.stripe.com",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self' https://api.stripe.com",
        "frame-src 'self' https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        "frame-ancestors 'none'",
      ].join('; '),
    );
    expect(headers.get('permissions-policy')).toBe(
      'camera=(), microphone=(), geolocation=(), payment=(self "https://js.stripe.com"), publickey-credentials-get=(self "https://js.stripe.com"), usb=()',
    );
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
    // The version of the script is that of the API.
    expect(dataOf(await response.text()).stripeScript).toBe('https://js.stripe.com/endive/stripe.js');
    // A company without an account, before and after another has one.
    expect(comparableHeaders((await get(`/portal/${company.companyId}/`, {}, paid)).headers)).toEqual(without);
    expect(Object.fromEntries(without)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'",
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
      'cross-origin-opener-policy': 'same-origin',
    });
    const { stripeScript } = dataOf(await (await get(`/portal/${company.companyId}/`, {}, paid)).text());
    expect(stripeScript).toBeUndefined();
    await paid.app.close();
    await standIn.close();
  });

  test('in development the page and the fields run the inline script of the bundler, and load nothing from elsewhere', async () => {
    const transform = async (name: string) => `<!doctype html><title>${name}</title><script>inline()</script>`;
    const developed = await openTestApp({ page: { ...page, transform }, db: t.db });
    for (const [path, name] of [
      [`/portal/${company.companyId}/`, 'index.html'],
      ['/portal/sandbox-fields.html', 'sandbox-fields.html'],
    ] as const) {
      const response = await get(path, {}, developed);
      expect(await response.text()).toContain(`<title>${name}</title>`);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).not.toMatch(/\*|https?:/);
    }
    await developed.app.close();
  });

  test('the page allows the configured frame ancestors', async () => {
    const framed = await openTestApp({ page, frameAncestors: ['https://app.acme.example'], db: t.db });
    const { headers } = await get(`/portal/${company.companyId}/`, {}, framed);
    expect(headers.get('content-security-policy')).toContain('frame-ancestors https://app.acme.example');
    // It knows no list of origins, and would contradict the policy.
    expect(headers.get('x-frame-options')).toBeNull();
    const fields = await get('/portal/sandbox-fields.html', {}, framed);
    expect(fields.headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://app.acme.example");
    await framed.app.close();
  });

  test('responses over https carry HSTS and no-store on the page, its frames and GraphQL', async () => {
    const publicUrl = 'https://portal.example.com';
    const served = await openTestApp({ page, publicUrl, production: true, db: t.db });
    const https = (path: string, init?: RequestInit) => served.app.fetch(new Request(publicUrl + path, init));
    const answers = [
      await https(`/portal/${company.companyId}/`),
      await https('/portal/sandbox-fields.html'),
      await https('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: BRANDING, variables: { id: company.companyId } }),
      }),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(200);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    await served.app.close();
  });

  test.each([
    '</script><script>alert(1)</script>',
    '<!--<script>',
    '"><img src=x onerror=alert(1)>',
    "$& $1 $` $' %PORTICO_DATA%",
    'a\u2028\u2029&lt;',
  ])('the company name %j is escaped in the page', async (name) => {
    const { companyId } = await t.company();
    // The page escapes whatever is stored, also what the API refuses.
    await t.db.prisma.company.update({ where: { id: companyId }, data: { name } });
    const text = await (await get(`/portal/${companyId}/`)).text();
    expect(dataOf(text).company.name).toBe(name);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(text).not.toMatch(/<img|<!--/);
    expect(text.match(/<title>(.*?)<\/title>/s)?.[1]).not.toMatch(/[<>"]/);
  });
});

describe('files of the hosted page', () => {
  test('an asset is sent in the smallest accepted encoding and cached as immutable', async () => {
    for (const [accept, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', null],
    ] as const) {
      const response = await get('/portal/assets/index-1.js', { 'accept-encoding': accept });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
    }
  });

  test.each([
    '/portal/assets/none.js',
    '/portal/assets/../index.html',
    '/portal/assets/%2e%2e/index.html',
    '/portal/x',
  ])('the path %s returns 404', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('the sandbox payment fields may be framed by the page only', async () => {
    const { status, headers } = await get('/portal/sandbox-fields.html');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('content-security-policy')).not.toContain('connect-src');
  });
});

describe('persisted operations of the hosted page', () => {
  const named = (hash: string, variables?: object) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    variables,
  });

  test('a persisted operation runs by its hash', async () => {
    const { body } = await t.post(named(hashOf(BRANDING), { id: company.companyId }));
    expect(body.data.portalBranding.name).toBe('Acme');
  });

  test('a persisted operation runs by its hash over a real connection', async () => {
    const server = createServer(t.app.listener);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const answer = await fetch(`http://localhost:${(server.address() as AddressInfo).port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(named(hashOf(BRANDING), { id: company.companyId })),
    });
    expect(await answer.json()).toEqual({ data: { portalBranding: { name: 'Acme' } } });
    server.closeAllConnections();
    server.close();
  });

  test.each(['__proto__', 'constructor', 'toString', '', 'f'.repeat(64), 'f'.repeat(65)])(
    'the unknown operation hash "%s" is refused',
    async (hash) => {
      const { status, body } = await t.post(named(hash));
      expect(status).toBe(400);
      expect(['PERSISTED_QUERY_NOT_FOUND', 'BAD_USER_INPUT']).toContain(body.errors[0].extensions.code);
    },
  );

  test('trustedDocumentsOnly refuses other documents, except from API keys', async () => {
    const strict = await openTestApp({ page, trustedDocumentsOnly: true, db: t.db });
    const text = await strict.post({ query: HOME });
    expect(text.status).toBe(400);
    expect(text.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_REQUIRED');
    const both = await strict.post({ query: '{ __typename }', ...named(hashOf(HOME)) });
    expect(both.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_REQUIRED');
    const known = await strict.post(named(hashOf(BRANDING), { id: company.companyId }));
    expect(known.body.data.portalBranding.name).toBe('Acme');
    const merchant = await strict.post(
      { query: '{ company { name } }' },
      { authorization: `Bearer ${company.apiKey}` },
    );
    expect(merchant.body.data.company.name).toBe('Acme');
    await strict.app.close();
  });

  test('trustedDocumentsOnly refuses other documents from callers with a made-up API key, on every path', async () => {
    const strict = await openTestApp({ page, trustedDocumentsOnly: true, db: t.db });
    const server = createServer(strict.app.listener);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { url } = await mutate(
      company.merchant,
      'createPortalLink',
      { customerId: await makeCustomer(company.merchant) },
      'url',
    );
    // The session that the link opens would authorize the rest of the document.
    const token = url.split('#token=')[1];
    const query = `mutation { consumePortalLink(input: { token: "${token}" }) {
      ... on ConsumePortalLinkSuccess { customer { email } } } }`;
    const headers = { authorization: 'Bearer sk_test_made_up', 'content-type': 'application/json' };
    const short = await fetch(`http://localhost:${(server.address() as AddressInfo).port}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    const long = await strict.post({ query, ...named(hashOf(HOME)) }, headers);
    const get = await strict.app.fetch(
      new Request(`${PUBLIC_URL}/graphql?query=${encodeURIComponent('{ __typename }')}`, { headers }),
    );
    // Validation would name the field that the schema lacks.
    const invalid = await strict.post({ query: '{ compny { name } }' }, headers);
    for (const [status, body] of [
      [invalid.status, invalid.body],
      [short.status, await short.json()],
      [long.status, long.body],
      [get.status, await get.json()],
    ] as const) {
      expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_REQUIRED');
      expect([status, body.data]).toEqual([400, undefined]);
    }
    // A known operation with a made-up key runs as an anonymous caller.
    const known = await strict.post(named(hashOf(BRANDING), { id: company.companyId }), headers);
    expect(known.body.data.portalBranding.name).toBe('Acme');
    server.closeAllConnections();
    server.close();
    await strict.app.close();
  });
});
