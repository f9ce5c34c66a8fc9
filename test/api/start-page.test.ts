/** The page at `/` and GraphiQL, as they meet a developer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';

const KEY = 'sk_test_start-page';
const DEMO = {
  companyId: 'co_demo',
  apiKey: KEY,
  customers: [{ email: 'ada@example.com', situation: 'A plan, and <b>an open invoice</b>.' }],
};
const LOCAL = { socketAddress: '::ffff:127.0.0.1', setCookies: [] };
const REMOTE = { socketAddress: '192.0.2.7', setCookies: [] };

let demo: typeof DEMO | null = DEMO;
let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ graphiql: true, demo: () => demo });
});
afterAll(() => t.close());

const open = async (path: string, connection = LOCAL, init: RequestInit = {}) => {
  const request = new Request(`${PUBLIC_URL}${path}`, { headers: { accept: 'text/html' }, ...init });
  const response = await t.app.fetch(request, connection);
  return { response, text: await response.text() };
};

describe('the start page', () => {
  test('GET / links the portal, the mailbox and GraphiQL, and lists the customers of the demo company', async () => {
    const { response, text } = await open('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      '/portal/co_demo',
      '/mailbox',
      '/graphql',
    ]);
    expect(text).toContain('ada@example.com');
    expect(text).toContain('&lt;b&gt;an open invoice');
  });

  test('the start page shows the API key to requests from this machine alone', async () => {
    expect((await open('/')).text).toContain(KEY);
    const remote = await open('/', REMOTE);
    expect(remote.text).toContain('ada@example.com');
    expect(remote.text).not.toContain(KEY);
  });

  test('a server without a demo company names the command that creates a company', async () => {
    demo = null;
    const { text } = await open('/');
    demo = DEMO;
    expect(text).toContain('create-company');
    expect(text).not.toContain('/portal/');
  });

  test('other methods are refused', async () => {
    expect((await open('/', LOCAL, { method: 'POST' })).response.status).toBe(405);
    expect((await open('/', LOCAL, { method: 'HEAD' })).text).toBe('');
  });

  test('production has no start page', async () => {
    const production = await openTestApp({ production: true, demo: () => DEMO });
    const response = await production.app.fetch(new Request(`${PUBLIC_URL}/`), LOCAL);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(KEY);
    await production.close();
  });
});

test('GraphiQL opens with a first query, and with the key of the demo company on this machine alone', async () => {
  const { response, text } = await open('/graphql');
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(text).toContain('customers(first: 3)');
  expect(text).toContain(KEY);
  expect((await open('/graphql', REMOTE)).text).not.toContain(KEY);
});
