/** Custom domains: a portal under the merchant's own domain, after proof by DNS and for its own company only. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MAXIMUM_DOMAINS } from '../../src/modules/portal/domains/createCustomDomain.ts';
import { KNOWN_FOR } from '../../src/modules/portal/domains/portalHost.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { pageWith } from '../support/page.ts';

const DAY = 24 * 3600 * 1000;

let t: TestApp;
let A: Awaited<ReturnType<TestApp['company']>>;
let B: Awaited<ReturnType<TestApp['company']>>;
beforeAll(async () => {
  t = await openTestApp({ page: pageWith() });
  A = await t.company('Acme');
  B = await t.company('Bolt');
});
afterAll(() => t.close());
beforeEach(() => t.dns.clear());

type Merchant = typeof A.merchant;
interface Domain {
  id: string;
  hostname: string;
  verifiedAt: string | null;
  checkedAt: string | null;
  failingSince: string | null;
  verification: { name: string; value: string };
}
interface Outcome {
  customDomain?: Domain;
  deletedCustomDomainId?: string;
  code?: string;
  message?: string;
  path?: string[];
}

const DOMAIN = 'id hostname verifiedAt checkedAt failingSince verification { name value }';

async function change(merchant: Merchant, name: string, input: object): Promise<Outcome> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const select = name.startsWith('delete') ? 'deletedCustomDomainId' : `customDomain { ${DOMAIN} }`;
  const answer = await merchant.request<Record<string, Outcome>>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) {
       ... on ${type}Success { ${select} } ... on UserError { code message path } } }`,
    { input },
  );
  return answer[name] ?? {};
}
const create = (merchant: Merchant, hostname: string) => change(merchant, 'createCustomDomain', { hostname });
const verify = (merchant: Merchant, customDomainId: string) =>
  change(merchant, 'verifyCustomDomain', { customDomainId });
const remove = (merchant: Merchant, customDomainId: string) =>
  change(merchant, 'deleteCustomDomain', { customDomainId });

async function choose(
  merchant: Merchant,
  customDomainId: string | null,
): Promise<{ message?: string; path?: string[] }> {
  const { updatePortalConfig } = await merchant.request<{ updatePortalConfig: { message?: string; path?: string[] } }>(
    `mutation ($input: UpdatePortalConfigInput!) { updatePortalConfig(input: $input) { ... on UserError { message path } } }`,
    { input: { customDomainId } },
  );
  return updatePortalConfig;
}

function made({ customDomain, message }: Outcome): Domain {
  if (!customDomain) throw new Error(message);
  return customDomain;
}

function prove(...domains: Domain[]): void {
  for (const { verification } of domains)
    t.dns.set(verification.name, [...((t.dns.get(verification.name) as string[]) ?? []), verification.value]);
}

let counter = 0;
/** A verified domain that the company has selected for its portal. */
async function served(of: typeof A, hostname = `billing-${++counter}.example.com`): Promise<Domain> {
  const domain = made(await create(of.merchant, hostname));
  prove(domain);
  const verified = made(await verify(of.merchant, domain.id));
  expect(await choose(of.merchant, domain.id)).toEqual({});
  return verified;
}

/** A request with the given Host header. */
function under(host: string, path: string, init: RequestInit = {}): Promise<Response> {
  return t.app.fetch(
    new Request(`http://${host}${path}`, { ...init, headers: { host, ...(init.headers as Record<string, string>) } }),
  );
}
const graphql = async (host: string, query: string, credential?: string, variables: object = {}) => {
  const response = await under(host, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(credential ? { authorization: `Bearer ${credential}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const forgetHosts = () => t.clock.advance(KNOWN_FOR);
const eventsOf = async (objectId: string) =>
  (await t.db.prisma.event.findMany({ where: { objectId }, orderBy: { id: 'asc' } })).map(({ type, data }) => ({
    type: type.replace('custom_domain.', ''),
    ...(data as object),
  }));

describe('registration and verification of a custom domain', () => {
  test('a domain is verified only once its TXT record exists', async () => {
    const domain = made(await create(A.merchant, 'Pay.ACME.example.'));
    expect(domain).toMatchObject({ hostname: 'pay.acme.example', verifiedAt: null, checkedAt: null });
    expect(domain.verification.name).toBe('_portico-challenge.pay.acme.example');
    expect(domain.verification.value).toMatch(/^portico-verification=[\w-]{43}$/);
    for (const records of [undefined, ['v=spf1 -all'], ['portico-verification='], [`${domain.verification.value}x`]]) {
      if (records) t.dns.set(domain.verification.name, records);
      expect(await verify(A.merchant, domain.id)).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('was not found'),
        path: ['input', 'customDomainId'],
      });
    }
    t.dns.set(domain.verification.name, Object.assign(new Error('queryTxt ETIMEOUT'), { code: 'ETIMEOUT' }));
    expect((await verify(A.merchant, domain.id)).message).toContain('did not respond');
    t.dns.set(domain.verification.name, ['something else', ` ${domain.verification.value} `]);
    const { verifiedAt } = made(await verify(A.merchant, domain.id));
    expect(verifiedAt).toBe(t.clock.now().toISOString());
    // Verifying it again changes nothing.
    expect(made(await verify(A.merchant, domain.id)).verifiedAt).toBe(verifiedAt);
    expect((await eventsOf(domain.id)).map(({ type }) => type)).toEqual(['created', 'verified']);
  });

  test('an invalid host name, or one of the server itself, is refused with its path', async () => {
    for (const hostname of [
      'localhost',
      '127.0.0.1',
      '*.acme.example',
      'acme',
      'acme.example:443',
      'portal.test',
      'x.portal.test',
    ])
      expect(await create(A.merchant, hostname), hostname).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', 'hostname'],
      });
    made(await create(A.merchant, 'twice.acme.example'));
    expect(await create(A.merchant, 'TWICE.acme.example')).toMatchObject({ code: 'CONFLICT' });
  });

  test('a company cannot select an unverified domain or a domain of another company', async () => {
    const domain = made(await create(A.merchant, 'unproved.acme.example'));
    expect(await choose(A.merchant, domain.id)).toMatchObject({ message: 'The domain is not verified.' });
    const proved = await served(B);
    expect(await choose(A.merchant, proved.id)).toMatchObject({ message: 'There is no such domain.' });
    expect(await verify(A.merchant, proved.id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove(A.merchant, proved.id)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the company that proves a name registered by two companies gets it', async () => {
    const [ofA, ofB] = [made(await create(A.merchant, 'both.example')), made(await create(B.merchant, 'both.example'))];
    expect(ofA.verification.value).not.toBe(ofB.verification.value);
    prove(ofB);
    expect(await verify(A.merchant, ofA.id)).toMatchObject({ code: 'CONFLICT' });
    made(await verify(B.merchant, ofB.id));
    // If both records exist, the current owner stays the owner.
    prove(ofA);
    expect(await verify(A.merchant, ofA.id)).toMatchObject({ message: expect.stringContaining('Another company') });
    // The domain moves to the other company once only its record exists.
    t.dns.clear();
    prove(ofA);
    made(await verify(A.merchant, ofA.id));
    const { company } = await B.merchant.request<{ company: { customDomains: Domain[] } }>(
      `{ company { customDomains { ${DOMAIN} } } }`,
    );
    expect(company.customDomains.find(({ id }) => id === ofB.id)).toMatchObject({ verifiedAt: null });
    expect((await eventsOf(ofB.id)).at(-1)).toEqual({
      type: 'verification_failed',
      hostname: 'both.example',
      reason: 'taken_over',
      unverified: true,
    });
    expect(
      await t.db.prisma.customDomain.count({ where: { hostname: 'both.example', verifiedAt: { not: null } } }),
    ).toBe(1);
  });

  test('a unique index of the database prevents two companies from having the same verified name', async () => {
    const [ofA, ofB] = [made(await create(A.merchant, 'one.example')), made(await create(B.merchant, 'one.example'))];
    const take = (id: string) => t.db.raw.query('UPDATE custom_domain SET verified_at = now() WHERE id = $1', [id]);
    await take(ofA.id);
    await expect(take(ofB.id)).rejects.toThrow(/custom_domain_verified_hostname_key/);
  });

  test('two companies that prove a name at the same moment get one success and one conflict', async () => {
    const [A, B] = [await t.company('One'), await t.company('Two')];
    for (let round = 0; round < 5; round++) {
      const hostname = `race-${round}.example`;
      const [ofA, ofB] = [made(await create(A.merchant, hostname)), made(await create(B.merchant, hostname))];
      prove(ofA, ofB);
      const outcomes = await Promise.all([verify(A.merchant, ofA.id), verify(B.merchant, ofB.id)]);
      expect(outcomes.map(({ code }) => code ?? 'held').sort()).toEqual(['CONFLICT', 'held']);
      expect(await t.db.prisma.customDomain.count({ where: { hostname, verifiedAt: { not: null } } })).toBe(1);
    }
  });

  test('selecting and deleting a domain at the same moment leaves no domain in the configuration', async () => {
    const A = await t.company('One');
    for (let round = 0; round < 5; round++) {
      const domain = made(await create(A.merchant, `gone-${round}.example`));
      prove(domain);
      made(await verify(A.merchant, domain.id));
      const [chosen, removed] = await Promise.all([choose(A.merchant, domain.id), remove(A.merchant, domain.id)]);
      expect([undefined, 'There is no such domain.']).toContain(chosen.message);
      expect(removed).toEqual({ deletedCustomDomainId: domain.id });
      const { customDomainId } = await t.db.prisma.portalConfig.findUniqueOrThrow({
        where: { companyId: A.companyId },
      });
      expect(customDomainId).toBeNull();
    }
  });

  test('a domain that is registered again after its deletion needs a new TXT value', async () => {
    const domain = await served(A);
    expect(await remove(A.merchant, domain.id)).toEqual({ deletedCustomDomainId: domain.id });
    const { portalConfig } = await A.merchant.request<{ portalConfig: object }>(
      '{ portalConfig { customDomain { id } } }',
    );
    expect(portalConfig).toEqual({ customDomain: null });
    expect((await eventsOf(domain.id)).at(-1)).toEqual({ type: 'removed', hostname: domain.hostname });
    const again = made(await create(A.merchant, domain.hostname));
    expect(again.verification.value).not.toBe(domain.verification.value);
    // The old record still exists.
    expect(await verify(A.merchant, again.id)).toMatchObject({ code: 'CONFLICT' });
    expect(await choose(A.merchant, again.id)).toMatchObject({ message: 'The domain is not verified.' });
  });

  test('a company cannot register more than the maximum of domains', async () => {
    const { merchant } = await t.company('Many');
    for (let index = 0; index < MAXIMUM_DOMAINS; index++) made(await create(merchant, `d${index}.many.example`));
    expect(await create(merchant, 'more.many.example')).toMatchObject({ code: 'CONFLICT' });
  });
});

describe('daily check of custom domains', () => {
  const look = async (id: string) => t.db.prisma.customDomain.findUniqueOrThrow({ where: { id } });
  const nextDay = async () => {
    t.clock.advance(DAY);
    await t.app.tick();
  };

  test('a domain without its record for three days becomes unverified, with an event on the first and last day', async () => {
    const domain = await served(A);
    await nextDay();
    expect(await look(domain.id)).toMatchObject({ failingSince: null, checkedAt: t.clock.now() });
    t.dns.clear();
    await nextDay();
    const firstFailure = t.clock.now();
    for (let day = 0; day < 2; day++) {
      expect(await look(domain.id)).toMatchObject({ failingSince: firstFailure, verifiedAt: expect.any(Date) });
      await nextDay();
    }
    expect((await look(domain.id)).verifiedAt).not.toBeNull();
    await nextDay();
    expect(await look(domain.id)).toMatchObject({ verifiedAt: null, failingSince: null });
    const told = { type: 'verification_failed', hostname: domain.hostname, reason: 'not_found' };
    expect((await eventsOf(domain.id)).slice(2)).toEqual([
      { ...told, unverified: false },
      { ...told, unverified: true },
    ]);
    await forgetHosts();
    expect((await under(domain.hostname, '/sign-in')).status).toBe(421);
    // The restored record verifies it again.
    prove(domain);
    made(await verify(A.merchant, domain.id));
    await forgetHosts();
    expect((await under(domain.hostname, '/sign-in')).status).toBe(200);
  });

  test('DNS failures of less than three days do not end the verification', async () => {
    const domain = await served(A);
    for (let round = 0; round < 3; round++) {
      t.dns.set(domain.verification.name, Object.assign(new Error('queryTxt ESERVFAIL'), { code: 'ESERVFAIL' }));
      await nextDay();
      await nextDay();
      expect(await look(domain.id)).toMatchObject({ failingSince: expect.any(Date), verifiedAt: expect.any(Date) });
      t.dns.clear();
      prove(domain);
      await nextDay();
      expect(await look(domain.id)).toMatchObject({ failingSince: null, verifiedAt: expect.any(Date) });
    }
    expect((await eventsOf(domain.id)).filter(({ type }) => type === 'verification_failed')).toHaveLength(3);
  });

  test('a domain is not checked twice within a day', async () => {
    const domain = await served(A);
    t.dns.clear();
    t.clock.advance(DAY - 1000);
    await t.app.tick();
    expect((await look(domain.id)).failingSince).toBeNull();
  });
});

describe('requests under custom domains', () => {
  test('only the public host and selected, verified domains are served, and health checks on any host', async () => {
    const domain = await served(A);
    const paths = ['/', `/portal/${A.companyId}/sign-in`, '/sign-in', '/graphql', '/mailbox', '/invoices/in_x.pdf'];
    for (const host of [
      'evil.example',
      'portal.test.evil.example',
      'sub.portal.test',
      `x.${domain.hostname}`,
      '10.0.0.7',
    ])
      for (const path of paths) expect((await under(host, path)).status, `${host}${path}`).toBe(421);
    for (const host of ['evil.example', '10.0.0.7:8080', domain.hostname, 'portal.test'])
      for (const path of ['/health', '/ready']) expect((await under(host, path)).status, `${host}${path}`).toBe(200);
    for (const host of ['portal.test', 'PORTAL.test:443', 'localhost:4000', '127.0.0.1:4000', '[::1]:4000'])
      expect((await under(host, `/portal/${A.companyId}/sign-in`)).status, host).toBe(200);
    expect((await under(`${domain.hostname.toUpperCase()}:443`, '/sign-in')).status).toBe(200);
  });

  test('X-Forwarded-Host does not change the host of a request', async () => {
    const domain = await served(A);
    const forwarded = (host: string) => ({ headers: { 'x-forwarded-host': host, forwarded: `host=${host}` } });
    expect((await under('evil.example', '/sign-in', forwarded(domain.hostname))).status).toBe(421);
    expect((await under(domain.hostname, '/sign-in', forwarded('evil.example'))).status).toBe(200);
    expect((await under('portal.test', '/sign-in', forwarded(domain.hostname))).status).toBe(404);
  });

  test('in production requests for localhost are refused except health checks', async () => {
    const strict = await openTestApp({ production: true, publicUrl: 'https://portal.example.com' });
    const status = async (host: string, path: string) =>
      (await strict.app.fetch(new Request(`http://${host}${path}`, { headers: { host } }))).status;
    expect(await status('localhost:4000', '/graphql')).toBe(421);
    expect(await status('127.0.0.1', '/')).toBe(421);
    expect(await status('localhost:4000', '/health')).toBe(200);
    expect(await status('localhost:4000', '/domains/ask?domain=a.example')).toBe(404);
    expect(await status('portal.example.com', '/nothing')).toBe(404);
    await strict.close();
  });

  test('a custom domain serves the portal of its own company only', async () => {
    const domain = await served(A);
    const page = await under(domain.hostname, '/sign-in');
    expect(await page.text()).toContain('<title>Acme</title>');
    for (const path of [`/portal/${A.companyId}/sign-in`, `/portal/${B.companyId}/sign-in`])
      expect((await under(domain.hostname, path)).status, path).toBe(404);
    // Every other path returns the page, which shows that the path does not exist.
    expect(await (await under(domain.hostname, '/mailbox')).text()).toContain('<title>Acme</title>');
    const branding = async (host: string, args = '') =>
      (await graphql(host, `{ portalBranding${args} { companyId name } }`)).body.data.portalBranding;
    expect(await branding(domain.hostname)).toEqual({ companyId: A.companyId, name: 'Acme' });
    expect(await branding(domain.hostname, `(companyId: "${A.companyId}")`)).toMatchObject({ name: 'Acme' });
    expect(await branding(domain.hostname, `(companyId: "${B.companyId}")`)).toBeNull();
    expect(await branding('portal.test')).toBeNull();
    expect(await branding('portal.test', `(companyId: "${B.companyId}")`)).toMatchObject({ name: 'Bolt' });
  });

  test('sessions of another company and API keys are refused on a custom domain', async () => {
    const domain = await served(A);
    const [ofA, ofB] = [
      await t.signIn(A.merchant, await makeCustomer(A.merchant)),
      await t.signIn(B.merchant, await makeCustomer(B.merchant)),
    ];
    const who = async (credential: string, host = domain.hostname) => {
      const { body } = await graphql(host, '{ currentCustomer { email } }', credential);
      return body.errors?.[0].extensions.code ?? body.data.currentCustomer.email;
    };
    expect(await who(ofA.token)).toContain('@example.com');
    expect(await who(ofB.token)).toBe('UNAUTHENTICATED');
    expect(await who(ofB.token, 'portal.test')).toContain('@example.com');
    for (const key of [A.apiKey, B.apiKey]) {
      const { body } = await graphql(domain.hostname, '{ company { name } }', key);
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  test('a link of another company is refused on a custom domain and still works on its own', async () => {
    const domain = await served(A);
    const customerId = await makeCustomer(B.merchant, { email: 'bob@example.com' });
    await choose(B.merchant, null);
    const { createPortalLink } = await B.merchant.request<{ createPortalLink: { url: string } }>(
      `mutation ($input: CreatePortalLinkInput!) { createPortalLink(input: $input) {
         ... on CreatePortalLinkSuccess { url } } }`,
      { input: { customerId } },
    );
    const token = createPortalLink.url.split('#token=')[1];
    const consume = (host: string) =>
      graphql(
        host,
        `mutation ($token: String!) { consumePortalLink(input: { token: $token }) { __typename } }`,
        undefined,
        { token },
      );
    expect((await consume(domain.hostname)).body.data.consumePortalLink.__typename).toBe('InvalidPortalLinkError');
    expect((await consume('portal.test')).body.data.consumePortalLink.__typename).toBe('ConsumePortalLinkSuccess');
    const ask = (input: string) =>
      graphql(
        domain.hostname,
        `mutation { requestPortalLink(input: { email: "bob@example.com" ${input} }) {
        __typename ... on UserError { path } } }`,
      );
    expect((await ask(`companyId: "${B.companyId}"`)).body.data.requestPortalLink).toEqual({
      __typename: 'ValidationError',
      path: ['input', 'companyId'],
    });
    expect((await ask('')).body.data.requestPortalLink.__typename).toBe('RequestPortalLinkSuccess');
    await t.app.tick();
    expect(t.mailbox.list().filter(({ to }) => to === 'bob@example.com')).toEqual([]);
  });

  test('the same rules apply on custom domains to requests that the listener handles without Fetch objects', async () => {
    const domain = await served(A);
    const server = createServer(t.app.listener);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const post = (host: string, credential?: string) =>
      new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const body = JSON.stringify({ query: '{ company { name } portalConfig { portalHeader } }' });
        const headers = {
          host,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(credential ? { authorization: `Bearer ${credential}` } : {}),
        };
        const { port } = server.address() as AddressInfo;
        request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers }, async (response) => {
          const text = (await response.setEncoding('utf8').toArray()).join('');
          resolve({ status: response.statusCode, text });
        })
          .on('error', reject)
          .end(body);
      });
    expect(await post('portal.test', A.apiKey)).toMatchObject({ status: 200, text: expect.stringContaining('"Acme"') });
    expect((await post(domain.hostname, A.apiKey)).text).toContain('UNAUTHENTICATED');
    expect((await post('evil.example', A.apiKey)).status).toBe(421);
    const { token } = await t.signIn(A.merchant, await makeCustomer(A.merchant));
    const foreign = await t.signIn(B.merchant, await makeCustomer(B.merchant));
    expect((await post(domain.hostname, token)).text).toContain('FORBIDDEN');
    expect((await post(domain.hostname, foreign.token)).text).toContain('UNAUTHENTICATED');
    server.close();
    server.closeAllConnections();
  });

  test('a malformed Host header is refused with 421 and without details of the server', async () => {
    const server = createServer(t.app.listener);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const answerTo = (host: string, path: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text));
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      });
    for (const host of [
      'a b',
      '[',
      '[::1',
      'portal.test:99999',
      'portal.test:x',
      'portal.test, evil.example',
      '%',
      '<',
      '^',
    ])
      for (const path of ['/', '/graphql', '/domains/ask?domain=a']) {
        const answer = await answerTo(host, path);
        expect(answer, `${host}${path}`).toMatch(/^HTTP\/1\.1 421 /);
        expect(answer).toContain('x-content-type-options: nosniff');
        expect(answer).not.toMatch(/ at |node:|\.ts|Invalid/);
      }
    server.close();
  });

  test('a removed or a new domain takes effect when the host cache expires', async () => {
    const domain = await served(A);
    expect((await under(domain.hostname, '/sign-in')).status).toBe(200);
    await remove(A.merchant, domain.id);
    await forgetHosts();
    expect((await under(domain.hostname, '/sign-in')).status).toBe(421);
    const again = made(await create(A.merchant, domain.hostname));
    t.dns.clear();
    prove(again);
    made(await verify(A.merchant, again.id));
    await choose(A.merchant, again.id);
    await forgetHosts();
    expect((await under(domain.hostname, '/sign-in')).status).toBe(200);
    await choose(A.merchant, null);
    await forgetHosts();
    expect((await under(domain.hostname, '/sign-in')).status).toBe(421);
  });

  test('requests for the server’s own host and for a cached domain run no SQL statement', async () => {
    const domain = await served(A);
    const statements = async (host: string) => {
      const counted = t.db.statements.count;
      await graphql(host, '{ __typename }');
      return t.db.statements.count - counted;
    };
    expect(await statements('portal.test')).toBe(0);
    await forgetHosts();
    expect(await statements(domain.hostname)).toBe(1);
    expect(await statements(domain.hostname)).toBe(0);
  });
});

describe('certificate check of a proxy', () => {
  const ask = async (query: string, init?: RequestInit) =>
    (await under('proxy.internal', `/domains/ask${query}`, init)).status;

  test('the certificate check returns 200 for a verified domain and 404 for everything else', async () => {
    const domain = await served(A);
    const unproved = made(await create(A.merchant, 'asked.acme.example'));
    expect(await ask(`?domain=${domain.hostname}`)).toBe(200);
    expect(await ask(`?domain=${domain.hostname.toUpperCase()}`)).toBe(200);
    for (const query of ['', '?domain=', `?domain=${unproved.hostname}`, '?domain=evil.example', '?domain=portal.test'])
      expect(await ask(query), query).toBe(404);
    expect(await ask(`?domain=${domain.hostname}&domain=evil.example`)).toBe(404);
    expect(await ask(`?domain=${domain.hostname}`, { method: 'POST' })).toBe(405);
  });

  test('the certificate check returns 200 for a verified domain that is not selected yet', async () => {
    const domain = made(await create(A.merchant, 'early.acme.example'));
    prove(domain);
    made(await verify(A.merchant, domain.id));
    await forgetHosts();
    expect(await ask(`?domain=${domain.hostname}`)).toBe(200);
    expect((await under(domain.hostname, '/sign-in')).status).toBe(421);
  });
});

describe('URLs on custom domains', () => {
  test('links in mails, portal sessions and PDFs use the custom domain, and the server’s host after it fails', async () => {
    const shop = await t.company('Links');
    const { priceId } = await makePrice(shop.merchant, { amount: 1000 });
    const customerId = await makeCustomer(shop.merchant, { email: 'links@example.com' });
    const { invoice } = await makeSubscription(shop.merchant, customerId, priceId);
    const links = async () => {
      const answer = await shop.merchant.request<Record<string, { url: string }>>(
        `mutation ($c: ID!, $i: ID!) {
           createPortalLink(input: { customerId: $c }) { ... on CreatePortalLinkSuccess { url } }
           createInvoicePdfLink(input: { invoiceId: $i }) { ... on CreateInvoicePdfLinkSuccess { url } } }`,
        { c: customerId, i: invoice?.id },
      );
      await t
        .client()
        .request(
          'mutation ($id: ID!) { requestPortalLink(input: { companyId: $id, email: "links@example.com" }) { __typename } }',
          { id: shop.companyId },
        );
      await t.app.tick();
      const mail = t.mailbox.list().find(({ to }) => to === 'links@example.com')?.text ?? '';
      return {
        handOff: answer.createPortalLink?.url.split('#')[0],
        pdf: answer.createInvoicePdfLink?.url,
        mail: mail.match(/^https?:\S+#token=/m)?.[0].split('#')[0],
      };
    };
    const onServer = `${PUBLIC_URL}/portal/${shop.companyId}/sign-in`;
    expect(await links()).toMatchObject({
      handOff: onServer,
      mail: onServer,
      pdf: expect.stringContaining(`${PUBLIC_URL}/invoices/`),
    });
    const domain = await served(shop);
    const onDomain = `https://${domain.hostname}/sign-in`;
    const own = await links();
    expect(own).toMatchObject({ handOff: onDomain, mail: onDomain });
    expect(own.pdf).toContain(`https://${domain.hostname}/invoices/`);
    const { pathname, search } = new URL(own.pdf ?? '');
    expect((await under(domain.hostname, pathname + search)).status).toBe(200);
    const other = await served(await t.company('Other'));
    expect((await under(other.hostname, pathname + search)).status).toBe(404);
    t.dns.clear();
    for (let day = 0; day < 4; day++) {
      t.clock.advance(DAY);
      await t.app.tick();
    }
    expect(await links()).toMatchObject({ handOff: onServer, mail: onServer });
  });

  test('HSTS on a custom domain does not include its subdomains', async () => {
    const secure = await openTestApp({ publicUrl: 'https://portal.example.com' });
    const hsts = async (host: string) =>
      (await secure.app.fetch(new Request(`http://${host}/health`, { headers: { host } }))).headers.get(
        'strict-transport-security',
      );
    expect(await hsts('portal.example.com')).toBe('max-age=31536000; includeSubDomains');
    expect(await hsts('billing.acme.example')).toBe('max-age=31536000');
    await secure.close();
  });
});

describe('CORS', () => {
  const allowed = async (origin: string) => {
    const headers = { 'content-type': 'application/json', origin };
    const body = JSON.stringify({ query: '{ __typename }' });
    const init = { method: 'POST', headers, body };
    const response = await t.app.fetch(new Request('http://portal.test/graphql', init));
    expect([response.status, response.headers.get('vary')]).toEqual([200, 'Origin']);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    return response.headers.get('access-control-allow-origin');
  };

  test('the page on a verified domain may read the API, and on any other domain it may not', async () => {
    const own = await t.company('Own');
    const { id, hostname } = await served(own);
    const unverified = made(await create(own.merchant, 'unverified.example.com'));
    expect(await allowed(`https://${hostname}`)).toBe(`https://${hostname}`);
    for (const origin of [
      ...[`https://${unverified.hostname}`, 'https://evil.example', `https://evil.${hostname}`, 'null'],
      ...[`https://${hostname}.evil.example`, `https://${hostname}/`, `https://user@${hostname}`],
    ])
      expect([origin, await allowed(origin)]).toEqual([origin, null]);
    await choose(own.merchant, null);
    await change(own.merchant, 'deleteCustomDomain', { customDomainId: id });
    forgetHosts();
    expect(await allowed(`https://${hostname}`)).toBeNull();
  });
});
