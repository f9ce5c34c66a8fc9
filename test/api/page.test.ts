/** How the hosted page is served: its places, its files, what the policy allows, and what no value can bring about. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';
import { hashOf, pageWith } from '../support/page.ts';
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

describe('the page', () => {
  test('is served at every place of a portal, with what anybody may know of it', async () => {
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

  test('names the files that a visit needs soon, by its place and its language', async () => {
    const named = async (place: string, language: string) => {
      const text = await (await get(`/portal/${company.companyId}${place}`, { 'accept-language': language })).text();
      return [...text.matchAll(/<link rel="modulepreload" crossorigin href="([^"]*)">/g)].map(([, address]) => address);
    };
    const home = ['/portal/assets/home-1.js', '/portal/assets/parts-1.js'];
    expect(await named('', 'en-GB')).toEqual(['/portal/assets/en-1.js', ...home]);
    expect(await named('/', 'de-AT,en;q=0.5')).toEqual(['/portal/assets/de-1.js', ...home]);
    expect(await named('/invoices', 'de')).toEqual(['/portal/assets/de-1.js']);
  });

  test('of a portal that does not exist is a page that says so', async () => {
    const response = await get('/portal/co_00000000000000000000000000/');
    expect(response.status).toBe(404);
    expect(dataOf(await response.text()).company).toBeNull();
  });

  test('[32] allows no inline script or style, no frame around it, and is not kept', async () => {
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

  test('may be shown in the frames that are configured', async () => {
    const framed = await openTestApp({ page, frameAncestors: ['https://app.acme.example'], db: t.db });
    const { headers } = await get(`/portal/${company.companyId}/`, {}, framed);
    expect(headers.get('content-security-policy')).toContain('frame-ancestors https://app.acme.example');
    await framed.app.close();
  });

  test('[32] on https asks for https from then on, and whatever it asks for is not kept either', async () => {
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
  ])('holds the name %j as text and nothing else', async (name) => {
    const { companyId } = await t.company(name);
    const text = await (await get(`/portal/${companyId}/`)).text();
    expect(dataOf(text).company.name).toBe(name);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(text).not.toMatch(/<img|<!--/);
    expect(text.match(/<title>(.*?)<\/title>/s)?.[1]).not.toMatch(/[<>"]/);
  });
});

describe('its files', () => {
  test('come in the smallest encoding that is accepted, for ever', async () => {
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
  ])('%s is nothing', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('include the fields of the sandbox, which only the page may frame', async () => {
    const { status, headers } = await get('/portal/sandbox-fields.html');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('content-security-policy')).not.toContain('connect-src');
  });
});

describe('[2] the operations that the page was built with', () => {
  const named = (hash: string, variables?: object) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    variables,
  });

  test('are sent by their hashes', async () => {
    const { body } = await t.post(named(hashOf(BRANDING), { id: company.companyId }));
    expect(body.data.portalBranding.name).toBe('Acme');
  });

  test('over a real connection too', async () => {
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
    'a hash that names none (%s) is refused',
    async (hash) => {
      const { status, body } = await t.post(named(hash));
      expect(status).toBe(400);
      expect(['PERSISTED_QUERY_NOT_FOUND', 'BAD_USER_INPUT']).toContain(body.errors[0].extensions.code);
    },
  );

  test('are all that is taken where it is so configured, except from API keys', async () => {
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

  test('are all that is taken there from who only writes what looks like an API key, by either way in', async () => {
    const strict = await openTestApp({ page, trustedDocumentsOnly: true, db: t.db });
    const server = createServer(strict.app.listener);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { url } = await mutate(
      company.merchant,
      'createPortalSession',
      { customerId: await makeCustomer(company.merchant) },
      'url',
    );
    // The session that a link opens would stand for the rest of the document.
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
    for (const [status, body] of [
      [short.status, await short.json()],
      [long.status, long.body],
      [get.status, await get.json()],
    ] as const) {
      expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_REQUIRED');
      expect([status, body.data]).toEqual([400, undefined]);
    }
    // Who names a known operation is answered like anybody without a credential.
    const known = await strict.post(named(hashOf(BRANDING), { id: company.companyId }), headers);
    expect(known.body.data.portalBranding.name).toBe('Acme');
    server.closeAllConnections();
    server.close();
    await strict.app.close();
  });
});
