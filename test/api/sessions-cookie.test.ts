/** The session cookie of the hosted page: not readable by scripts, and valid only for its own portal. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PORTAL_HEADER } from '../../src/http/sessionCookie.ts';
import { MINUTE } from '../../src/kernel/clock.ts';
import { handedOver } from '../support/access.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';

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

/** Consumes a fresh link as the page does, and returns the response with its cookie. */
async function open(post: TestApp['post'] = t.post) {
  const { token } = await handedOver(company.merchant, customerId);
  const answer = await post({ query: CONSUME, variables: { input: { token, sessionTransport: 'COOKIE' } } });
  const setCookie = answer.headers.getSetCookie();
  return { ...answer, setCookie, cookie: setCookie[0]?.split(';')[0] ?? '' };
}

describe('session cookie', () => {
  test('consuming a link sets a host-only HttpOnly cookie and leaves the token out of the response', async () => {
    const { body, setCookie } = await open();
    expect(body.data.consumePortalLink).toMatchObject({ sessionToken: null, customer: { id: customerId } });
    expect(setCookie).toHaveLength(1);
    expect(setCookie[0]).toMatch(
      new RegExp(`^portico_${company.companyId}=[\\w.-]+; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict$`),
    );
  });

  test('the session cookie has the __Host- prefix and is Secure if the portal is served by https', async () => {
    const secure = await openTestApp({ publicUrl: 'https://billing.example' });
    const made = await secure.company();
    const { token } = await handedOver(made.merchant, await makeCustomer(made.merchant));
    const answer = await secure.post({ query: CONSUME, variables: { input: { token, sessionTransport: 'COOKIE' } } });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-portico_co_\w+=.*; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/,
    );
    await secure.close();
  });

  test('a portal that may be framed by another site has a partitioned cookie, and only over https', async () => {
    for (const [publicUrl, ending] of [
      ['https://billing.example', 'HttpOnly; SameSite=None; Secure; Partitioned'],
      ['http://localhost:4000', 'HttpOnly; SameSite=Strict'],
    ] as const) {
      const framed = await openTestApp({ publicUrl, frameAncestors: ['https://app.acme.example'] });
      const made = await framed.company();
      const { token } = await handedOver(made.merchant, await makeCustomer(made.merchant));
      const answer = await framed.post({ query: CONSUME, variables: { input: { token, sessionTransport: 'COOKIE' } } });
      expect(answer.headers.getSetCookie()[0]?.endsWith(`; ${ending}`)).toBe(true);
      await framed.close();
    }
  });

  test('the session cookie signs in only together with the header that names the portal', async () => {
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

  test('the session cookie of one portal does not sign in to another portal on the same host', async () => {
    const { cookie } = await open();
    const other = await t.company('Other');
    const renamed = cookie.replace(company.companyId, other.companyId);
    for (const value of [cookie, renamed]) {
      const { body } = await t.post(ME, { cookie: value, [PORTAL_HEADER]: other.companyId });
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  test('an Authorization header takes precedence over the session cookie', async () => {
    const { cookie } = await open();
    const { body } = await t.post(ME, { cookie, [PORTAL_HEADER]: company.companyId, authorization: 'Bearer nothing' });
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('signing out ends the session and clears the cookie', async () => {
    const { cookie } = await open();
    const headers = { cookie, [PORTAL_HEADER]: company.companyId };
    const query = 'mutation { signOutPortal(input: {}) { ... on SignOutPortalSuccess { endedSessions } } }';
    const out = await t.post({ query }, headers);
    expect(out.body.data.signOutPortal.endedSessions).toBe(1);
    expect(out.headers.getSetCookie()[0]).toMatch(new RegExp(`^portico_${company.companyId}=; Path=/; Max-Age=0; `));
    expect((await t.post(ME, headers)).body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('the cookie is set over a real connection, with and without errors in the response', async () => {
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

describe('response of consumePortalLink', () => {
  test('the response of consumePortalLink is resolved as the new session, with every portal field', async () => {
    const { body } = await open();
    expect(body.errors).toBeUndefined();
    expect(body.data.consumePortalLink.customer).toMatchObject({
      a: { nodes: [] },
      b: { nodes: [] },
      subscriptions: [],
    });
  });

  test('the response of consumePortalLink refuses fields that the portal has disabled', async () => {
    const query = 'mutation { updatePortalConfig(input: { subscriptionsEnabled: false }) { __typename } }';
    await t.post({ query }, { authorization: `Bearer ${company.apiKey}` });
    const { body } = await open();
    expect(body.errors[0].extensions.code).toBe('PORTAL_FEATURE_DISABLED');
  });

  test('the response of consumePortalLink refuses disabled fields also if the caller had a session of another portal', async () => {
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

describe('portalLinkPreview', () => {
  const PREVIEW =
    'query ($token: String!) { portalLinkPreview(token: $token) { emailHint companyName destination expiresAt } }';
  const look = async (token: string) =>
    (await t.post({ query: PREVIEW, variables: { token } })).body.data.portalLinkPreview;

  test('previewing a link a hundred times returns company and destination and does not consume it', async () => {
    const { token } = await handedOver(company.merchant, customerId);
    for (let n = 0; n < 100; n++) expect(await look(token)).toMatchObject({ companyName: 'Acme', destination: 'HOME' });
    expect(await t.db.prisma.portalLink.count({ where: { customerId, usedAt: null } })).toBe(1);
  });

  test('the preview of a link shows the masked address of its owner', async () => {
    const { token } = await handedOver(company.merchant, customerId);
    const { email } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    expect((await look(token)).emailHint).toBe(`${email[0]}•••${email.slice(email.indexOf('@'))}`);
  });

  test('the preview of a used, expired or unknown link is null', async () => {
    const used = await handedOver(company.merchant, customerId);
    await t.post({ query: CONSUME, variables: { input: { token: used.token } } });
    const old = await handedOver(company.merchant, customerId);
    t.clock.advance(10 * MINUTE);
    for (const token of [used.token, old.token, 'pl_unknown', '']) expect(await look(token)).toBeNull();
  });
});
