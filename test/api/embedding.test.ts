/** Embedding: which sites may show the portal in a frame, what others get, and the script that merchants put on their pages. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { pageWith } from '../support/page.ts';

const SHOP = 'https://app.acme.example';
const OTHER = 'https://evil.example';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;

beforeAll(async () => {
  t = await openTestApp({ page: pageWith() });
  company = await t.company();
  await update({ embedOrigins: [SHOP, 'http://localhost:3000'] });
});
afterAll(() => t.close());

interface Outcome {
  portalConfig?: { embedOrigins: string[] };
  issues?: { path: string[]; message: string }[];
}

async function update(input: object): Promise<Outcome> {
  const { updatePortalConfig } = await company.merchant.request<{ updatePortalConfig: Outcome }>(
    `mutation ($input: UpdatePortalConfigInput!) { updatePortalConfig(input: $input) {
       ... on UpdatePortalConfigSuccess { portalConfig { embedOrigins } }
       ... on ValidationError { issues { path message } } } }`,
    { input },
  );
  return updatePortalConfig;
}

const get = (path: string, headers: Record<string, string> = {}, app = t) =>
  app.app.fetch(new Request(PUBLIC_URL + path, { headers }));
const ancestorsOf = ({ headers }: Response) =>
  /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
const dataOf = (text: string) =>
  JSON.parse(/<script type="application\/json" id="portico">(.*?)<\/script>/s.exec(text)?.[1] ?? 'null');
const embedOf = (companyId = company.companyId, parent?: string) =>
  `/portal/${companyId}/embed${parent === undefined ? '' : `?parent=${encodeURIComponent(parent)}`}`;

describe('the origins that may embed a portal', () => {
  test('origins are stored in normalized form, once each, and an empty list ends embedding', async () => {
    const { companyId } = company;
    const other = ['https://APP.acme.example/', SHOP, 'http://127.0.0.1:5173'];
    expect((await update({ embedOrigins: other })).portalConfig?.embedOrigins).toEqual([SHOP, 'http://127.0.0.1:5173']);
    expect(ancestorsOf(await get(embedOf()))).toBe(`${SHOP} http://127.0.0.1:5173`);
    await update({ embedOrigins: [] });
    expect((await get(embedOf(companyId))).status).toBe(403);
    await update({ embedOrigins: [SHOP, 'http://localhost:3000'] });
  });

  test.each([
    'https://*.acme.example',
    '*',
    "'self'",
    'https://a.example; script-src *',
    'https://a.example/path',
    'https://a.example?x',
    'https://user@a.example',
    'http://a.example',
    'https://a.example https://b.example',
    'data:text/html,x',
    'null',
    '',
  ])('%j is refused at its index, and nothing changes', async (origin) => {
    const { issues } = await update({ embedOrigins: [SHOP, origin] });
    expect(issues).toMatchObject([{ path: ['input', 'embedOrigins', '1'] }]);
    expect(ancestorsOf(await get(embedOf()))).toBe(`${SHOP} http://localhost:3000`);
  });

  test('at most twenty are stored, and null is refused', async () => {
    const many = Array.from({ length: 21 }, (_, index) => `https://a${index}.example`);
    expect((await update({ embedOrigins: many })).issues).toMatchObject([{ path: ['input', 'embedOrigins'] }]);
    expect((await update({ embedOrigins: null })).issues).toMatchObject([{ path: ['input', 'embedOrigins'] }]);
  });
});

describe('the embedded page', () => {
  test('only the origins of its company may frame the embedded page, which gets their list', async () => {
    for (const place of [embedOf(), `${embedOf()}/payment-methods`, embedOf(company.companyId, SHOP)]) {
      const response = await get(place);
      expect(response.status).toBe(200);
      expect(ancestorsOf(response)).toBe(`${SHOP} http://localhost:3000`);
      expect(response.headers.get('x-frame-options')).toBeNull();
      const { base, embed } = dataOf(await response.text());
      expect(base).toBe(`/portal/${company.companyId}/embed`);
      expect(embed).toEqual({ origins: [SHOP, 'http://localhost:3000'], portal: `/portal/${company.companyId}` });
    }
    const other = await t.company('Other');
    expect((await get(embedOf(other.companyId))).status).toBe(403);
  });

  test('the plain page of the same company is framed by no one, and does not name the origins', async () => {
    const response = await get(`/portal/${company.companyId}/`);
    expect(ancestorsOf(response)).toBe("'none'");
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    const text = await response.text();
    expect(dataOf(text).embed).toBeUndefined();
    expect(text).not.toContain(SHOP);
  });

  test('the payment fields of the sandbox are framed by the origins of the named company alone', async () => {
    const fields = (companyId: string) => get(`/portal/sandbox-fields.html?company=${companyId}`);
    expect(ancestorsOf(await fields(company.companyId))).toBe(`'self' ${SHOP} http://localhost:3000`);
    const other = await t.company('Other');
    expect(ancestorsOf(await fields(other.companyId))).toBe("'self'");
  });

  test('FRAME_ANCESTORS of the server do not allow embedding', async () => {
    const framed = await openTestApp({ page: pageWith(), frameAncestors: [OTHER], db: t.db });
    expect(ancestorsOf(await get(embedOf(), {}, framed))).toBe(`${SHOP} http://localhost:3000`);
    await framed.app.close();
  });
});

describe('a frame in which the portal does not work', () => {
  const explained = async (response: Response) => {
    const text = await response.text();
    expect(response.status).toBe(403);
    // Any site may show it, so it has neither data nor permissions.
    expect(ancestorsOf(response)).toBe('*');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; /);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(dataOf(text)).toBeNull();
    expect(text).toContain(`href="${PUBLIC_URL}/portal/${company.companyId}/" target="_blank"`);
    return text;
  };

  test('an origin that is not allowed gets an explanation that does not repeat it', async () => {
    const text = await explained(await get(embedOf(company.companyId, OTHER), { 'accept-language': 'de-AT' }));
    expect(text).toContain('Diese Seite kann hier nicht angezeigt werden');
    expect(text).toContain('embedOrigins');
    expect(text).not.toContain(OTHER);
    for (const parent of ['null', '*', `${SHOP}.evil.example`, `${SHOP}/`, '"><script>alert(1)</script>'])
      await explained(await get(embedOf(company.companyId, parent)));
  });

  test.each(['iframe', 'frame', 'embed', 'object'])('the plain page in an %s explains itself', async (dest) => {
    const text = await explained(await get(`/portal/${company.companyId}/`, { 'sec-fetch-dest': dest }));
    expect(text).toContain('/embed/v1.js');
  });

  test('with FRAME_ANCESTORS the plain page works in frames of these origins, and explains itself to others', async () => {
    const framed = await openTestApp({ page: pageWith(), frameAncestors: [SHOP], db: t.db });
    const inFrame = (referer?: string) =>
      get(`/portal/${company.companyId}/`, { 'sec-fetch-dest': 'iframe', ...(referer ? { referer } : {}) }, framed);
    expect(ancestorsOf(await inFrame(`${SHOP}/account`))).toBe(SHOP);
    // Unknown: the browser enforces the policy.
    expect(ancestorsOf(await inFrame())).toBe(SHOP);
    await explained(await inFrame(OTHER));
    await framed.app.close();
  });

  test('a tab gets the page', async () => {
    const response = await get(`/portal/${company.companyId}/`, { 'sec-fetch-dest': 'document', referer: OTHER });
    expect(response.status).toBe(200);
  });
});

test('pages of all sites may load the script, and a browser that has it gets 304', async () => {
  const response = await get('/embed/v1.js');
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  const tag = response.headers.get('etag') ?? '';
  expect((await get('/embed/v1.js', { 'if-none-match': tag })).status).toBe(304);
  expect((await get('/embed/v1.js', { 'if-none-match': '"other"' })).status).toBe(200);
  expect((await get('/embed/v1.css')).status).toBe(404);
  const posted = await t.app.fetch(new Request(`${PUBLIC_URL}/embed/v1.js`, { method: 'POST' }));
  expect(posted.status).toBe(405);
});
