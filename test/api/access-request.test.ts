/** requestPortalLink: its response, its mail, and the information that it must not reveal. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeys } from '../../src/kernel/keys.ts';
import { DEFAULT_LIMITS } from '../../src/modules/signIn/rateLimits.ts';
import { sendRequestedLink } from '../../src/modules/signIn/requestPortalLink.ts';
import {
  ask,
  consume,
  deleteCustomer,
  freshClient,
  mailedLink,
  readSignInMail,
  updateCustomer,
} from '../support/access.ts';
import { comparableHeaders, openTestApp, PUBLIC_URL, success, TEST_SECRET, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
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

describe('response of requestPortalLink', () => {
  test('the response is identical for known, unknown, disabled, deleted and throttled addresses and for unknown and disabled companies', async () => {
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
      answers.push({ status, headers: comparableHeaders(headers), body });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      status: 200,
      body: { data: { requestPortalLink: { __typename: 'RequestPortalLinkSuccess', expiresInMinutes: 10 } } },
    });
    // All but the throttled request left a job, so the requests cannot be distinguished before the job runs.
    expect((await jobs()).length - before).toBe(answers.length - 1);

    t.mailbox.clear();
    await t.app.tick();
    const mailed = t.mailbox.list().map(({ to, companyId: of }) => [to, of]);
    expect(mailed.filter(([to]) => to !== 'throttled@example.com')).toEqual([['known@example.com', companyId]]);
    expect(mailed.filter(([to]) => to === 'throttled@example.com')).toHaveLength(DEFAULT_LIMITS.linkPerAddress.points);
  });

  test('a malformed address returns a ValidationError that does not repeat it', async () => {
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

  test('a malformed company id is refused before it reaches the database', async () => {
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

  test('destinationContext is refused if it has characters outside its alphabet or is too long', async () => {
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

describe('caller of requestPortalLink', () => {
  test('a merchant may omit companyId, an anonymous caller must pass it', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    const input = { email: 'ada@example.com' };
    success((await merchant.request(RequestPortalLinkDocument, { input })).requestPortalLink);
    await t.app.tick();
    expect(t.mailbox.list().map(({ to }) => to)).toEqual(['ada@example.com']);
    const { requestPortalLink } = await t.client().request(RequestPortalLinkDocument, { input });
    expect(requestPortalLink).toMatchObject({ __typename: 'ValidationError', path: ['input', 'companyId'] });
  });

  test('a merchant may request more links for its own customers than the limit per client', async () => {
    await t.close();
    t = await openTestApp({ limits: { linkPerClient: { points: 4, seconds: 900 } } });
    ({ companyId, merchant } = await t.company());
    const count = 7;
    for (let n = 0; n < count; n++)
      await merchant.request(RequestPortalLinkDocument, { input: { email: `customer-${n}@example.com` } });
    expect(await jobs()).toHaveLength(count);
    // For customers of another company the limit per client applies.
    const other = await t.company('Other');
    for (let n = 0; n < count; n++) {
      const input = { companyId: other.companyId, email: `customer-${n}@example.com` };
      await merchant.request(RequestPortalLinkDocument, { input });
    }
    expect(await jobs()).toHaveLength(count + 4);
  });
});

describe('sign-in mail', () => {
  test('the mail contains a code and a link to the destination with its token in the URL fragment', async () => {
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

  test('hostile Host and X-Forwarded-Host headers do not change the link in the mail', async () => {
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
    // A request for an unknown host is refused.
    expect(await send('evil.example')).toBe(421);
    expect(t.mailbox.list()).toEqual([]);
    expect(await send(new URL(PUBLIC_URL).host)).toBe(200);
    const { mail, link } = readSignInMail(t.mailbox.list()[0]);
    expect(link.startsWith(`${PUBLIC_URL}/portal/${companyId}/sign-in#token=`)).toBe(true);
    expect(JSON.stringify(mail)).not.toMatch(/evil|gopher/);
  });

  test('each request mails a new token and a new code', async () => {
    await makeCustomer(merchant, { email: 'ada@example.com', token: null });
    const all = [];
    for (let n = 0; n < 3; n++) all.push(await mailedLink(t, { companyId, email: 'ada@example.com' }));
    expect(new Set(all.map(({ token }) => token))).toHaveLength(3);
    expect(new Set(all.map(({ code }) => code))).toHaveLength(3);
  });
});

test('a link whose customer changes the address while it is created is not sent', async () => {
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
      jobId: job.id,
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
