/** requestPortalLink under load and during mail outages. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MailRejected, MailUnavailable } from '../../src/mail/mailer.ts';
import { ask, consume, freshClient, REFUSED, readSignInMail } from '../support/access.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { makeJobsDue } from '../support/database.ts';

const QUERY = `mutation ($input: RequestPortalLinkInput!) {
  requestPortalLink(input: $input) {
    __typename
    ... on RequestPortalLinkSuccess { expiresInMinutes }
    ... on UserError { code message path }
  }
}`;

let t: TestApp;
let companyId: string;
let merchant: ReturnType<TestApp['client']>;
beforeEach(async () => {
  t = await openTestApp({ trustedProxyHops: 1 });
  ({ companyId, merchant } = await t.company());
});
afterEach(() => t.close());

const jobs = async () =>
  (await t.db.raw.query(`SELECT data FROM pgboss.job WHERE name = 'portal-link.send' ORDER BY created_on`)).rows;

describe('rate limits of requestPortalLink', () => {
  const burst = (count: number, headers: (n: number) => Record<string, string>, email: (n: number) => string) =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        t.post({ query: QUERY, variables: { input: { companyId, email: email(n) } } }, headers(n)),
      ),
    );

  test('forty parallel requests for one address, known or not, enqueue five jobs', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    await burst(40, freshClient, (n) => (n % 2 ? 'ada@example.com' : ' ADA@example.com'));
    expect(await jobs()).toHaveLength(5);
    await burst(40, freshClient, () => 'nobody@example.com');
    expect(await jobs()).toHaveLength(10);
    t.clock.advance(15 * 60_000);
    await burst(1, freshClient, () => 'ada@example.com');
    expect(await jobs()).toHaveLength(11);
  });

  test('sixty parallel requests of one client for different addresses enqueue thirty jobs', async () => {
    await burst(
      60,
      () => ({ 'x-forwarded-for': '192.0.2.7' }),
      (n) => `u${n}@example.com`,
    );
    expect(await jobs()).toHaveLength(30);
    // Entries that the client writes into the header itself are further left and are ignored.
    await burst(
      5,
      (n) => ({ 'x-forwarded-for': `198.51.100.${n}, 192.0.2.7` }),
      (n) => `w${n}@example.com`,
    );
    expect(await jobs()).toHaveLength(30);
  });

  test('requests for unknown addresses do not exhaust the limits of the company’s customers', async () => {
    await t.close();
    t = await openTestApp({
      trustedProxyHops: 1,
      limits: { unknownPerCompany: { points: 5, seconds: 3600 }, mailPerCompany: { points: 5, seconds: 3600 } },
    });
    ({ companyId, merchant } = await t.company());
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    await burst(30, freshClient, (n) => `invented-${n}@example.com`);
    await t.app.tick();
    await burst(1, freshClient, () => 'ada@example.com');
    await t.app.tick();
    expect(t.mailbox.list()).toHaveLength(1);
    const warnings = t.logged.filter((line) => line.includes('unknown addresses'));
    expect(warnings).toHaveLength(1);
    expect(warnings.join()).not.toContain('invented');
  });

  test('the mail limit of a company applies to sent mails, and is logged without addresses', async () => {
    await t.close();
    t = await openTestApp({ trustedProxyHops: 1, limits: { mailPerCompany: { points: 3, seconds: 3600 } } });
    ({ companyId, merchant } = await t.company());
    for (let n = 0; n < 6; n++) await makeCustomer(merchant, { email: `canary-${n}@example.com`, token: null });
    await burst(6, freshClient, (n) => `canary-${n}@example.com`);
    await t.app.tick();
    expect(t.mailbox.list()).toHaveLength(3);
    expect(t.logged.filter((line) => line.includes('budget'))).toHaveLength(3);
    expect(t.logged.join()).not.toContain('canary');
  });

  test('aliases cannot run two sign-in mutations in one request, and a refused document does not count against a limit', async () => {
    const input = `{ companyId: "${companyId}", email: "ada@example.com" }`;
    const documents = [
      `mutation { a: requestPortalLink(input: ${input}) { __typename } b: requestPortalLink(input: ${input}) { __typename } }`,
      `mutation { requestPortalLink(input: ${input}) { __typename } ... on Mutation { b: requestPortalLink(input: ${input}) { __typename } } }`,
      `mutation { ...F b: requestPortalLink(input: ${input}) { __typename } } fragment F on Mutation { a: requestPortalLink(input: ${input}) { __typename } }`,
      `mutation { a: requestPortalLink(input: ${input}) { __typename } b: consumePortalLink(input: { token: "x" }) { __typename } }`,
    ];
    for (const query of documents) {
      const { body } = await t.post({ query }, freshClient());
      expect(body.data?.a ?? null).toBeNull();
      expect(body.errors[0].message).toMatch(/access mutation/);
    }
    expect(await jobs()).toHaveLength(0);
    expect((await t.db.raw.query('SELECT 1 FROM rate_limit')).rows).toHaveLength(0);
  });
});

describe('failing mail service', () => {
  const failWith = (error: () => Error) => {
    const send = t.mailbox.send;
    let tries = 0;
    t.mailbox.send = async () => {
      tries++;
      throw error();
    };
    return { tries: () => tries, recover: () => Object.assign(t.mailbox, { send }) };
  };

  test('a request succeeds during a mail outage, and its mail is retried and delivered later', async () => {
    await makeCustomer(merchant, { email: 'canary@example.com', token: null });
    const outage = failWith(() => new MailUnavailable('network'));
    expect(await ask(t, { companyId, email: 'canary@example.com' })).toMatchObject({ expiresInMinutes: 10 });
    for (let n = 1; n <= 3; n++) {
      await t.app.tick();
      expect(outage.tries()).toBe(n);
      await makeJobsDue(t.db);
    }
    expect(t.mailbox.list()).toHaveLength(0);
    outage.recover();
    await t.app.tick();
    const { token } = readSignInMail(t.mailbox.list()[0]);
    expect(await consume(t, { token })).toMatchObject({ __typename: 'ConsumePortalLinkSuccess' });
    expect(await jobs()).toHaveLength(0);
    expect(t.logged.join()).not.toContain('canary');
  });

  test('a mail service that never responds does not delay requests', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    const { promise, reject } = Promise.withResolvers<void>();
    let reached = 0;
    t.mailbox.send = () => {
      reached++;
      return promise;
    };
    await ask(t, { companyId, email: 'ada@example.com' });
    const sending = t.app.tick();
    await expect.poll(() => reached, { timeout: 15_000 }).toBe(1);
    await ask(t, { companyId, email: 'ada@example.com' });
    expect(await consume(t, { token: 'pl_x' })).toEqual(REFUSED);
    reject(new MailRejected('invalid_mail'));
    await sending;
  });

  test('a permanently refused recipient is not retried, and the log does not contain the address', async () => {
    const customerId = await makeCustomer(merchant, { email: 'canary@example.com', token: null });
    const refusal = failWith(() => new MailRejected('inactive_recipient', 406));
    await ask(t, { companyId, email: 'canary@example.com' });
    await t.app.tick();
    await makeJobsDue(t.db);
    await t.app.tick();
    expect(refusal.tries()).toBe(1);
    expect(await jobs()).toHaveLength(0);
    const lines = t.logged.filter((line) => line.includes('refused for good'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ companyId, customerId, reason: 'inactive_recipient' });
    expect(t.logged.join()).not.toContain('canary');
  });
});
