/** requestPortalLink: what it answers, what it mails, and what it tells nobody. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeys } from '../../src/kernel/keys.ts';
import { MailRejected, MailUnavailable } from '../../src/mail/mailer.ts';
import { DEFAULT_LIMITS } from '../../src/modules/access/limits.ts';
import { sendRequestedLink } from '../../src/modules/access/requestLink.ts';
import {
  ask,
  consume,
  deleteCustomer,
  freshClient,
  mailedLink,
  REFUSED,
  readSignInMail,
  updateCustomer,
} from '../support/access.ts';
import { openTestApp, PUBLIC_URL, success, TEST_SECRET, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';
import { makeJobsDue } from '../support/database.ts';
import { RequestPortalLinkDocument } from '../support/graphql/graphql.ts';

const QUERY = `mutation ($input: RequestPortalLinkInput!) {
  requestPortalLink(input: $input) {
    __typename
    ... on RequestPortalLinkSuccess { expiresInMinutes }
    ... on UserError { code message path }
  }
}`;
const NOBODY = 'co_00000000000000000000000000';

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

describe('the answer', () => {
  test('[17] is the same in body, status and headers for known, unknown, disabled, deleted and throttled addresses and for unknown and disabled companies', async () => {
    await makeCustomer(merchant, { email: 'known@example.com', token: null });
    const disabled = await makeCustomer(merchant, { email: 'disabled@example.com', token: null });
    await updateCustomer(merchant, { customerId: disabled, disabled: true });
    const deleted = await makeCustomer(merchant, { email: 'deleted@example.com', token: null });
    await deleteCustomer(merchant, deleted);
    await makeCustomer(merchant, { email: 'throttled@example.com', token: null });
    for (let n = 0; n <= DEFAULT_LIMITS.linkPerAddress.points; n++)
      await ask(t, { companyId, email: 'throttled@example.com' });
    const closed = await t.company('Closed');
    await makeCustomer(closed.merchant, { email: 'known@example.com', token: null });
    await t.db.prisma.company.update({ where: { id: closed.companyId }, data: { disabledAt: t.clock.now() } });
    const before = (await jobs()).length;

    const answers = [];
    for (const input of [
      { companyId, email: 'known@example.com' },
      { companyId, email: 'unknown@example.com' },
      { companyId, email: 'disabled@example.com' },
      { companyId, email: 'deleted@example.com' },
      { companyId, email: 'throttled@example.com' },
      { companyId: NOBODY, email: 'known@example.com' },
      { companyId: 'nonsense', email: 'known@example.com' },
      { companyId: closed.companyId, email: 'known@example.com' },
    ]) {
      const { status, headers, body } = await t.post({ query: QUERY, variables: { input } }, freshClient());
      answers.push({ status, headers: [...headers].sort(), body });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      status: 200,
      body: { data: { requestPortalLink: { __typename: 'RequestPortalLinkSuccess', expiresInMinutes: 10 } } },
    });
    // All but the throttled one left a job, so that what happened to them cannot be told before it runs.
    expect((await jobs()).length - before).toBe(answers.length - 1);

    t.mailbox.clear();
    await t.app.tick();
    const mailed = t.mailbox.list().map(({ to, companyId: of }) => [to, of]);
    expect(mailed.filter(([to]) => to !== 'throttled@example.com')).toEqual([['known@example.com', companyId]]);
    expect(mailed.filter(([to]) => to === 'throttled@example.com')).toHaveLength(DEFAULT_LIMITS.linkPerAddress.points);
  });

  test('[17] to a malformed address is a ValidationError that does not repeat it', async () => {
    for (const email of [
      'canary-nobody',
      'canary@',
      '@canary.example',
      'canary@example',
      'canary@x.y\u0001z.com',
      'a'.repeat(300),
    ]) {
      const { body } = await t.post({ query: QUERY, variables: { input: { companyId, email } } }, freshClient());
      expect(body.data.requestPortalLink).toMatchObject({ __typename: 'ValidationError', path: ['input', 'email'] });
      expect(JSON.stringify(body)).not.toMatch(/canary|aaaa/);
    }
    expect(await jobs()).toHaveLength(0);
  });

  test('an id that no company can have is refused before it reaches the database', async () => {
    for (const wrong of ['co_\u0001', 'x'.repeat(65), '', "' OR 1=1 --"]) {
      const input = { companyId: wrong, email: 'a@example.com' };
      const { body } = await t.post({ query: QUERY, variables: { input } }, freshClient());
      expect(body.data.requestPortalLink).toMatchObject({
        __typename: 'ValidationError',
        path: ['input', 'companyId'],
      });
    }
    expect(await jobs()).toHaveLength(0);
  });

  test('destinationContext takes a narrow alphabet only', async () => {
    for (const destinationContext of ['', 'a b', '<b>', 'a\r\nb', 'ada@example.com', '../x', 'x'.repeat(201)]) {
      const input = { companyId, email: 'a@example.com', destinationContext };
      const { body } = await t.post({ query: QUERY, variables: { input } }, freshClient());
      expect(body.data.requestPortalLink).toMatchObject({
        __typename: 'ValidationError',
        path: ['input', 'destinationContext'],
      });
    }
  });
});

describe('who asks', () => {
  test('a merchant may leave the company out, anybody else must name it', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    const input = { email: 'ada@example.com' };
    success((await merchant.request(RequestPortalLinkDocument, { input })).requestPortalLink);
    await t.app.tick();
    expect(t.mailbox.list().map(({ to }) => to)).toEqual(['ada@example.com']);
    const { requestPortalLink } = await t.client().request(RequestPortalLinkDocument, { input });
    expect(requestPortalLink).toMatchObject({ __typename: 'ValidationError', path: ['input', 'companyId'] });
  });

  test("a merchant's own server may ask for more customers than one client may", async () => {
    await t.close();
    t = await openTestApp({ limits: { linkPerClient: { points: 4, seconds: 900 } } });
    ({ companyId, merchant } = await t.company());
    const count = 7;
    for (let n = 0; n < count; n++)
      await merchant.request(RequestPortalLinkDocument, { input: { email: `customer-${n}@example.com` } });
    expect(await jobs()).toHaveLength(count);
    // For the customers of another company it is a client like any other.
    const other = await t.company('Other');
    for (let n = 0; n < count; n++) {
      const input = { companyId: other.companyId, email: `customer-${n}@example.com` };
      await merchant.request(RequestPortalLinkDocument, { input });
    }
    expect(await jobs()).toHaveLength(count + 4);
  });
});

describe('the mail', () => {
  test('holds a link whose token stands in the fragment and a code, and leads where it was asked to', async () => {
    await makeCustomer(merchant, { email: 'Ada@Example.com', token: null });
    const sent = await mailedLink(t, {
      companyId,
      email: ' ada@example.COM ',
      destination: 'BILLING_INFORMATION',
      destinationContext: 'cart:42_a.b-c',
    });
    const url = new URL(sent.link);
    expect(url.origin).toBe(PUBLIC_URL);
    expect(url.search).toBe('');
    expect(url.hash).toMatch(/^#token=pl_[A-Za-z0-9_-]{43}&destination=BILLING_INFORMATION&context=cart%3A42_a.b-c$/);
    expect(sent.code).toMatch(/^[23456789ABCDEFGHJKMNPQRSTWXYZ]{6}$/);
    expect(sent.mail).toMatchObject({ to: 'Ada@Example.com', tag: 'portal-link', from: { name: 'Acme' } });
    expect(await consume(t, { token: sent.token })).toMatchObject({
      __typename: 'ConsumePortalLinkSuccess',
      destination: 'BILLING_INFORMATION',
      destinationContext: 'cart:42_a.b-c',
    });
  });

  test('[20] a hostile Host or X-Forwarded-Host changes nothing in it', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    const input = { companyId, email: 'ada@example.com' };
    const hostile = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-server': 'evil.example',
      'x-original-host': 'evil.example',
      'x-http-host-override': 'evil.example',
      forwarded: 'host=evil.example;proto=https',
      origin: 'https://evil.example',
      referer: 'https://evil.example/',
    };
    const send = async (host: string) => {
      const response = await t.app.fetch(
        new Request(`http://${host}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...hostile, host },
          body: JSON.stringify({ query: QUERY, variables: { input } }),
        }),
      );
      await t.app.tick();
      return response.status;
    };
    // Who comes under a strange host is not even listened to.
    expect(await send('evil.example')).toBe(421);
    expect(t.mailbox.list()).toEqual([]);
    expect(await send(new URL(PUBLIC_URL).host)).toBe(200);
    const { mail, link } = readSignInMail(t.mailbox.list()[0]);
    expect(link.startsWith(`${PUBLIC_URL}/portal/${companyId}/sign-in#token=`)).toBe(true);
    expect(JSON.stringify(mail)).not.toMatch(/evil|gopher/);
  });

  test('each request mails a secret of its own', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    const all = [];
    for (let n = 0; n < 3; n++) all.push(await mailedLink(t, { companyId, email: 'ada@example.com' }));
    expect(new Set(all.map(({ token }) => token))).toHaveLength(3);
    expect(new Set(all.map(({ code }) => code))).toHaveLength(3);
  });
});

describe('limits', () => {
  const burst = (count: number, headers: (n: number) => Record<string, string>, email: (n: number) => string) =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        t.post({ query: QUERY, variables: { input: { companyId, email: email(n) } } }, headers(n)),
      ),
    );

  test('[19] a parallel burst for one address, known or not, leaves five jobs', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    await burst(40, freshClient, (n) => (n % 2 ? 'ada@example.com' : ' ADA@example.com'));
    expect(await jobs()).toHaveLength(5);
    await burst(40, freshClient, () => 'nobody@example.com');
    expect(await jobs()).toHaveLength(10);
    t.clock.advance(15 * 60_000);
    await burst(1, freshClient, () => 'ada@example.com');
    expect(await jobs()).toHaveLength(11);
  });

  test('[19] a parallel burst of one client through many addresses leaves thirty jobs', async () => {
    await burst(
      60,
      () => ({ 'x-forwarded-for': '192.0.2.7' }),
      (n) => `u${n}@example.com`,
    );
    expect(await jobs()).toHaveLength(30);
    // What the client writes into the header itself lies further left and gains nothing.
    await burst(
      5,
      (n) => ({ 'x-forwarded-for': `198.51.100.${n}, 192.0.2.7` }),
      (n) => `w${n}@example.com`,
    );
    expect(await jobs()).toHaveLength(30);
  });

  test('[19] a parallel burst of many clients through many addresses stops at the limit of the company', async () => {
    await t.close();
    t = await openTestApp({ trustedProxyHops: 1, limits: { linkPerCompany: { points: 12, seconds: 3600 } } });
    ({ companyId, merchant } = await t.company());
    await burst(50, freshClient, (n) => `u${n}@example.com`);
    expect(await jobs()).toHaveLength(12);
  });

  test('[19] the mail budget of a company holds where mail leaves, and its end is logged without an address', async () => {
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

  test('[5] aliases cannot ask more than once in one request, and a refused document counts nothing', async () => {
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

describe('a mail service that fails', () => {
  const failWith = (error: () => Error) => {
    const send = t.mailbox.send;
    let tries = 0;
    t.mailbox.send = async () => {
      tries++;
      throw error();
    };
    return { tries: () => tries, recover: () => Object.assign(t.mailbox, { send }) };
  };

  test('[51] does not fail the request, is tried again, and delivers later', async () => {
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

  test('[51] and never answers does not hold up a request', async () => {
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

  test('[51] a recipient that is refused for good is not tried again, and the log does not name the address', async () => {
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

test('[27] a link that is being made while the address changes reaches nobody', async () => {
  const customerId = await makeCustomer(merchant, { email: 'old@example.com', token: null });
  await ask(t, { companyId, email: 'old@example.com' });
  const [job] = await jobs();
  await sendRequestedLink(
    {
      db: t.db,
      queue: t.app.queue,
      clock: t.clock,
      keys: createKeys(TEST_SECRET),
      mailer: t.mailbox,
      publicUrl: PUBLIC_URL,
      log: { warn() {} },
      limits: {
        // After the customer was found, before the link is made.
        async allowMail() {
          await updateCustomer(merchant, { customerId, email: 'new@example.com' });
          return true;
        },
      } as unknown as Parameters<typeof sendRequestedLink>[0]['limits'],
    },
    job.data,
  );
  expect(t.mailbox.list()).toHaveLength(0);
  expect(await t.db.prisma.portalLink.count({ where: { customerId } })).toBe(0);
});
