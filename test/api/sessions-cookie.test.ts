/** The session of the hosted page: a cookie that scripts cannot read, good only for the portal that it was opened in. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PORTAL_HEADER } from '../../src/http/sessionCookie.ts';
import { MINUTE } from '../../src/kernel/clock.ts';
import { handedOver } from '../support/access.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';

const CONSUME = `mutation ($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) {
  ... on ConsumePortalLinkSuccess { sessionToken expiresAt customer { id a: invoices(first: 1) { nodes { id } } b: invoices(first: 2) { nodes { id } } subscriptions { id } } }
  ... on UserError { code } } }`;
const ME = { query: '{ currentCustomer { id } }' };

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
let customerId: string;

beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  company = await t.company();
  customerId = await makeCustomer(company.merchant);
});

/** Uses a fresh link as the page does; answers the cookie that came with it. */
async function open(post: TestApp['post'] = t.post) {
  const { token } = await handedOver(company.merchant, customerId);
  const answer = await post({ query: CONSUME, variables: { input: { token, sessionTransport: 'COOKIE' } } });
  const setCookie = answer.headers.getSetCookie();
  return { ...answer, setCookie, cookie: setCookie[0]?.split(';')[0] ?? '' };
}

describe('a session in a cookie', () => {
  test('is opened without its token in the answer, for this host alone, out of the reach of scripts', async () => {
    const { body, setCookie } = await open();
    expect(body.data.consumePortalLink).toMatchObject({ sessionToken: null, customer: { id: customerId } });
    expect(setCookie).toHaveLength(1);
    expect(setCookie[0]).toMatch(
      new RegExp(`^portico_${company.companyId}=[\\w.-]+; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict$`),
    );
  });

  test('[31] has the __Host- prefix and is Secure wherever the portal is reached by https', async () => {
    const secure = await openTestApp({ publicUrl: 'https://billing.example' });
    const made = await secure.company();
    const { token } = await handedOver(made.merchant, await makeCustomer(made.merchant));
    const answer = await secure.post({ query: CONSUME, variables: { input: { token, sessionTransport: 'COOKIE' } } });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-portico_co_\w+=.*; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/,
    );
    await secure.close();
  });

  test('is signed in with the header that names the portal, and not without', async () => {
    const { cookie } = await open();
    const header: Record<string, string> = { [PORTAL_HEADER]: company.companyId };
    const incomplete: Record<string, string>[] = [
      { cookie },
      header,
      { cookie, [PORTAL_HEADER]: 'co_' },
      { cookie: `${cookie}; ${cookie}`, ...header },
    ];
    expect((await t.post(ME, { cookie, ...header })).body.data.currentCustomer.id).toBe(customerId);
    for (const headers of incomplete)
      expect((await t.post(ME, headers)).body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('is not a session of another portal on the same host', async () => {
    const { cookie } = await open();
    const other = await t.company('Other');
    const renamed = cookie.replace(company.companyId, other.companyId);
    for (const value of [cookie, renamed]) {
      const { body } = await t.post(ME, { cookie: value, [PORTAL_HEADER]: other.companyId });
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  test('gives way to a credential in the header', async () => {
    const { cookie } = await open();
    const { body } = await t.post(ME, { cookie, [PORTAL_HEADER]: company.companyId, authorization: 'Bearer nothing' });
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('is over, and its cookie taken back, after signing out', async () => {
    const { cookie } = await open();
    const headers = { cookie, [PORTAL_HEADER]: company.companyId };
    const query = 'mutation { signOutPortal(input: {}) { ... on SignOutPortalSuccess { endedSessions } } }';
    const out = await t.post({ query }, headers);
    expect(out.body.data.signOutPortal.endedSessions).toBe(1);
    expect(out.headers.getSetCookie()[0]).toMatch(new RegExp(`^portico_${company.companyId}=; Path=/; Max-Age=0; `));
    expect((await t.post(ME, headers)).body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('comes over a real connection too, whether the answer has an error or not', async () => {
    const server: Server = createServer(t.app.listener);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/graphql`;
    for (const wrong of ['', ' metadata']) {
      const { token } = await handedOver(company.merchant, customerId);
      const query = CONSUME.replace('subscriptions { id }', `subscriptions { id }${wrong}`);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input: { token, sessionTransport: 'COOKIE' } } }),
      });
      const body = (await answer.json()) as { errors?: object[] };
      expect(body.errors === undefined).toBe(wrong === '');
      expect(answer.headers.getSetCookie()).toHaveLength(1);
    }
    server.closeAllConnections();
    server.close();
  });
});

describe('the answer to a link', () => {
  test('is read as the new session: whatever may be asked for in the portal, at once', async () => {
    const { body } = await open();
    expect(body.errors).toBeUndefined();
    expect(body.data.consumePortalLink.customer).toMatchObject({
      a: { nodes: [] },
      b: { nodes: [] },
      subscriptions: [],
    });
  });

  test('leaves what the portal switches off switched off', async () => {
    const query = 'mutation { updatePortalConfig(input: { subscriptionsEnabled: false }) { __typename } }';
    await t.post({ query }, { authorization: `Bearer ${company.apiKey}` });
    const { body } = await open();
    expect(body.errors[0].extensions.code).toBe('PORTAL_FEATURE_DISABLED');
  });

  test('leaves it so for who came with a session of a portal that shows it, and did something there before', async () => {
    const other = await t.company('Other');
    const { token: session } = await t.signIn(other.merchant, await makeCustomer(other.merchant));
    const query = 'mutation { updatePortalConfig(input: { subscriptionsEnabled: false }) { __typename } }';
    await t.post({ query }, { authorization: `Bearer ${company.apiKey}` });
    const { token } = await handedOver(company.merchant, customerId);
    const { body } = await t.post(
      {
        query: `mutation {
          before: updateBillingInformation(input: { name: "Ann" }) { __typename }
          consumePortalLink(input: { token: "${token}" }) {
            ... on ConsumePortalLinkSuccess { customer { id subscriptions { id } } } }
          after: updateBillingInformation(input: { name: "Ben" }) {
            ... on UpdateBillingInformationSuccess { customer { id name subscriptions { id } } } }
        }`,
      },
      { authorization: `Bearer ${session}` },
    );
    expect(body.data).toEqual({
      before: { __typename: 'UpdateBillingInformationSuccess' },
      consumePortalLink: { customer: { id: customerId, subscriptions: null } },
      after: { customer: { id: customerId, name: 'Ben', subscriptions: null } },
    });
    expect(body.errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual(
      Array(2).fill('PORTAL_FEATURE_DISABLED'),
    );
  });
});

describe('a link looked at', () => {
  const PREVIEW =
    'query ($token: String!) { portalLinkPreview(token: $token) { emailHint companyName destination expiresAt } }';
  const look = async (token: string) =>
    (await t.post({ query: PREVIEW, variables: { token } })).body.data.portalLinkPreview;

  test('[16] says who would sign in where, a hundred times, and stays unspent', async () => {
    const { token } = await handedOver(company.merchant, customerId);
    for (let n = 0; n < 100; n++) expect(await look(token)).toMatchObject({ companyName: 'Acme', destination: 'HOME' });
    expect(await t.db.prisma.portalLink.count({ where: { customerId, usedAt: null } })).toBe(1);
  });

  test('shows an address that its owner recognises and nobody else can write to', async () => {
    const { token } = await handedOver(company.merchant, customerId);
    const { email } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    expect((await look(token)).emailHint).toBe(`${email[0]}•••${email.slice(email.indexOf('@'))}`);
  });

  test('is nothing once it was used, is too old, or never was', async () => {
    const used = await handedOver(company.merchant, customerId);
    await t.post({ query: CONSUME, variables: { input: { token: used.token } } });
    const old = await handedOver(company.merchant, customerId);
    t.clock.advance(10 * MINUTE);
    for (const token of [used.token, old.token, 'pl_unknown', '']) expect(await look(token)).toBeNull();
  });
});
