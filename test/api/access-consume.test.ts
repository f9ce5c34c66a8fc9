/** consumePortalLink: a link works once within ten minutes, and every refusal is the same. */
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import {
  ask,
  consume,
  deleteCustomer,
  freshClient,
  handedOver,
  type MailedSecrets,
  mailedLink,
  REFUSED,
  readSignInMail,
  sessionFrom,
  signedIn,
  updateCustomer,
} from '../support/access.ts';
import { comparableHeaders, openTestApp, success, TEST_SECRET, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { RevokePortalSessionsDocument, UpdatePortalConfigDocument } from '../support/graphql/graphql.ts';

const MINUTE = 60_000;
const QUERY = `mutation ($input: ConsumePortalLinkInput!) {
  consumePortalLink(input: $input) {
    __typename
    ... on ConsumePortalLinkSuccess { sessionToken }
    ... on UserError { code message path }
  }
}`;

let t: TestApp;
let companyId: string;
let merchant: ReturnType<TestApp['client']>;
let customerId: string;
let email: string;
let count = 0;
beforeAll(async () => {
  // Rate limits are tested separately; here they must not hide the tested responses.
  t = await openTestApp({ trustedProxyHops: 1, limits: { consumePerAddress: { points: 1000, seconds: 900 } } });
});
beforeEach(async () => {
  ({ companyId, merchant } = await t.company());
  email = `ada-${++count}@example.com`;
  customerId = await makeCustomer(merchant, { email, token: null });
});
afterAll(() => t.close());

const mailed = () => mailedLink(t, { companyId, email });
const byCode = (code: string) => consume(t, { companyId, email, code });
const sessions = () => t.db.prisma.portalSession.count({ where: { customerId } });
const wrong = (code: string) => `${code.slice(0, 5)}${code[5] === 'A' ? 'B' : 'A'}`;
const SUCCESS = { __typename: 'ConsumePortalLinkSuccess' };

describe('portal link', () => {
  test('a link opens one session and is refused the second time', async () => {
    const { token, code } = await mailed();
    const first = await consume(t, { token });
    expect(first).toMatchObject({ ...SUCCESS, customer: { id: customerId, email }, destination: 'HOME' });
    expect(await consume(t, { token })).toEqual(REFUSED);
    expect(await byCode(code)).toEqual(REFUSED);
    expect(await sessions()).toBe(1);
  });

  test('using the code of a link uses up the link', async () => {
    const { token, code } = await mailed();
    expect(await byCode(code)).toMatchObject(SUCCESS);
    expect(await consume(t, { token })).toEqual(REFUSED);
    expect(await byCode(code)).toEqual(REFUSED);
    expect(await sessions()).toBe(1);
  });

  test('a link works one second before ten minutes have passed and not one second after', async () => {
    const [early, late] = [await mailed(), await mailed()];
    t.clock.advance(10 * MINUTE - 1000);
    expect(await consume(t, { token: early.token })).toMatchObject(SUCCESS);
    t.clock.advance(2000);
    expect(await consume(t, { token: late.token })).toEqual(REFUSED);
    expect(await byCode(late.code)).toEqual(REFUSED);
  });

  test('a link expires exactly after ten minutes, by token and by code', async () => {
    const [first, second] = [await mailed(), await mailed()];
    t.clock.advance(10 * MINUTE - 1);
    expect(await byCode(second.code)).toMatchObject(SUCCESS);
    t.clock.advance(1);
    expect(await consume(t, { token: first.token })).toEqual(REFUSED);
  });

  test('the ten minutes of a link start when it is mailed, even if its job was delayed', async () => {
    await ask(t, { companyId, email });
    t.clock.advance(9 * MINUTE);
    await t.app.tick();
    t.clock.advance(9 * MINUTE);
    const { token } = readSignInMail(t.mailbox.list()[0]);
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });

  test('opening the URL of a link a hundred times with GET, HEAD and OPTIONS does not use it up', async () => {
    const { link, token } = await mailed();
    const bare = link.split('#')[0] ?? '';
    const query = encodeURIComponent(`mutation { consumePortalLink(input: { token: "${token}" }) { __typename } }`);
    for (let n = 0; n < 100; n++)
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        for (const address of [bare, `${bare}?token=${token}`, link]) {
          const { status } = await t.app.fetch(new Request(address, { method }));
          expect(status).toBeLessThan(500);
        }
        await t.app.fetch(new Request(`http://portal.test/graphql?query=${query}`, { method }));
      }
    expect(await sessions()).toBe(0);
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });
});

describe('retry of consumePortalLink with an idempotency key', () => {
  const attemptSecret = 'as-random-as-it-needs-to-be';
  const sessionOf = async (input: object) => {
    const answer = await consume(t, { ...input, attemptSecret });
    return answer.__typename === 'ConsumePortalLinkSuccess' ? answer.sessionToken : null;
  };

  test('repeating the request with the same key returns the same session', async () => {
    const { token } = await mailed();
    const first = await sessionOf({ token });
    expect(first).toEqual(expect.any(String));
    t.clock.advance(MINUTE);
    expect(await sessionOf({ token })).toBe(first);
    expect(await signedIn(t, first ?? '')).toBe(true);
    expect(await sessions()).toBe(1);
    const opened = await t.db.prisma.event.count({ where: { companyId, type: 'portal_session.created' } });
    expect(opened).toBe(1);
  });

  test('repeating the request by code with the same key returns the same session', async () => {
    const { code } = await mailed();
    const first = await sessionOf({ companyId, email, code });
    expect(first).toEqual(expect.any(String));
    expect(await sessionOf({ companyId, email, code: code.toLowerCase() })).toBe(first);
    expect(await sessionOf({ companyId, email, code: wrong(code) })).toBeNull();
    expect(await sessions()).toBe(1);
  });

  test('a used link is refused without the key and with another key', async () => {
    const { token, code } = await mailed();
    await sessionOf({ token });
    expect(await consume(t, { token })).toEqual(REFUSED);
    expect(await consume(t, { token, attemptSecret: 'another' })).toEqual(REFUSED);
    expect(await byCode(code)).toEqual(REFUSED);
    expect(await consume(t, { companyId, email, code, attemptSecret })).toEqual(REFUSED);
  });

  test('the key stops working once the session was used or revoked, or the link has expired', async () => {
    const [used, ended, late] = [await mailed(), await mailed(), await mailed()];
    const [inUse] = [await sessionOf({ token: used.token }), await sessionOf({ token: late.token })];
    t.clock.advance(2000);
    expect(await signedIn(t, inUse ?? '')).toBe(true);
    await expect.poll(() => sessionOf({ token: used.token })).toBeNull();
    await sessionOf({ token: ended.token });
    success((await merchant.request(RevokePortalSessionsDocument, { input: { customerId } })).revokePortalSessions);
    expect(await sessionOf({ token: ended.token })).toBeNull();
    const { token } = await mailed();
    await sessionOf({ token });
    t.clock.advance(10 * MINUTE - 1);
    expect(await sessionOf({ token })).toEqual(expect.any(String));
    t.clock.advance(1);
    expect(await sessionOf({ token })).toBeNull();
  });

  test('twenty concurrent requests with one key return one session', async () => {
    const { token } = await mailed();
    const given = await Promise.all(Array.from({ length: 20 }, () => sessionOf({ token })));
    expect(new Set(given).size).toBe(1);
    expect(given[0]).toEqual(expect.any(String));
    expect(await sessions()).toBe(1);
  });
});

describe('refusal of consumePortalLink', () => {
  const answerTo = async (input: object) => {
    const { status, headers, body } = await t.post({ query: QUERY, variables: { input } }, freshClient());
    return JSON.stringify({ status, headers: comparableHeaders(headers), body });
  };

  test('the refusal is identical for unknown, malformed, used, expired, revoked, disabled and deleted links, by token and by code', async () => {
    const used = await mailed();
    await consume(t, { token: used.token });
    const expired = await mailed();
    t.clock.advance(10 * MINUTE);
    const other = await t.company('Other');
    const forOther = async (name: string) => {
      const address = `${name}-${count}@other.example`;
      const id = await makeCustomer(other.merchant, { email: address, token: null });
      return { id, email: address, ...(await mailedLink(t, { companyId: other.companyId, email: address })) };
    };
    const disabled = await forOther('disabled');
    await updateCustomer(other.merchant, { customerId: disabled.id, disabled: true });
    const deleted = await forOther('deleted');
    await deleteCustomer(other.merchant, deleted.id);
    const moved = await forOther('moved');
    await updateCustomer(other.merchant, { customerId: moved.id, email: `elsewhere-${count}@other.example` });
    const revoked = await forOther('revoked');
    await other.merchant.request(RevokePortalSessionsDocument, { input: { customerId: revoked.id } });
    const live = await forOther('live');

    const closed = await t.company('Closed');
    const closedEmail = `ada-${count}@closed.example`;
    await makeCustomer(closed.merchant, { email: closedEmail, token: null });
    const inClosed = await mailedLink(t, { companyId: closed.companyId, email: closedEmail });
    await t.db.prisma.company.update({ where: { id: closed.companyId }, data: { disabledAt: t.clock.now() } });

    const codeOf = (of: { email: string; code: string }, company = other.companyId) => ({
      companyId: company,
      email: of.email,
      code: of.code,
    });
    const answers = await Promise.all(
      [
        { token: `pl_${'A'.repeat(43)}` },
        { token: 'x' },
        { token: 'ü'.repeat(7000) },
        { token: "'; DROP TABLE portal_link; --" },
        { token: used.token },
        { token: ` ${live.token}` },
        { token: live.token.toUpperCase() },
        { token: expired.token },
        { token: disabled.token },
        { token: deleted.token },
        { token: moved.token },
        { token: revoked.token },
        { token: inClosed.token },
        codeOf({ email, code: used.code }, companyId),
        codeOf({ email, code: expired.code }, companyId),
        codeOf({ email: 'nobody@example.com', code: used.code }, companyId),
        codeOf(disabled),
        codeOf(deleted),
        codeOf(moved),
        codeOf({ ...moved, email: `elsewhere-${count}@other.example` }),
        codeOf(revoked),
        codeOf({ email: closedEmail, code: inClosed.code }, closed.companyId),
        codeOf(live, companyId),
        codeOf({ ...live, email }),
        codeOf({ ...live, code: wrong(live.code) }),
        codeOf({ ...live, code: 'x'.repeat(7000) }),
        codeOf({ ...live, code: '-' }),
        codeOf({ ...live, email: 'no address' }),
        codeOf(live, 'co_unknown'),
      ].map(answerTo),
    );
    expect(answers.map((answer) => JSON.parse(answer).body)).toEqual(
      answers.map(() => ({ data: { consumePortalLink: REFUSED } })),
    );
    expect(new Set(answers)).toHaveLength(1);
    expect(await consume(t, codeOf(live))).toMatchObject(SUCCESS);
  });

  test('a link that is refused while its company is disabled works after the company is enabled again', async () => {
    const { token } = await mailed();
    const set = (disabledAt: Date | null) =>
      t.db.prisma.company.update({ where: { id: companyId }, data: { disabledAt } });
    await set(t.clock.now());
    expect(await consume(t, { token })).toEqual(REFUSED);
    await set(null);
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });

  test('a request with both token and code, or with neither, returns a ValidationError', async () => {
    const { token, code } = await mailed();
    for (const input of [{}, { companyId, email }, { email, code }, { token, companyId, email, code }, { token: '' }])
      expect(await consume(t, input)).toMatchObject({ __typename: 'ValidationError', path: ['input'] });
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });
});

describe('sign-in code', () => {
  test('a code is accepted in upper and lower case, with spaces and dashes', async () => {
    for (const write of [
      (code: string) => code.toLowerCase(),
      (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\t`,
      (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`.toLowerCase(),
      (code: string) => [...code].join(' - '),
    ]) {
      const { code } = await mailedLink(t, { companyId, email });
      const spelled = { companyId, email: ` ${email.toUpperCase()} `, code: write(code) };
      expect(await consume(t, spelled)).toMatchObject(SUCCESS);
      t.clock.advance(15 * MINUTE);
    }
  });

  test('a code is refused after five wrong guesses, while its link still works', async () => {
    const { token, code } = await mailed();
    for (let n = 0; n < 5; n++) expect(await byCode(wrong(code))).toEqual(REFUSED);
    expect(await byCode(code)).toEqual(REFUSED);
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });

  test('a correct code is accepted at the fifth attempt', async () => {
    const { code } = await mailed();
    for (let n = 0; n < 4; n++) expect(await byCode(wrong(code))).toEqual(REFUSED);
    expect(await byCode(code)).toMatchObject(SUCCESS);
  });

  test('twenty parallel wrong guesses count as five and invalidate the code', async () => {
    const { token, code } = await mailed();
    const guesses = await Promise.all(Array.from({ length: 20 }, () => byCode(wrong(code))));
    expect(guesses).toEqual(guesses.map(() => REFUSED));
    const link = await t.db.prisma.portalLink.findFirstOrThrow({ where: { customerId } });
    expect(link.codeGuesses).toBe(5);
    expect(await byCode(code)).toEqual(REFUSED);
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });

  test('the code of an older mail is refused, while the link of that mail works', async () => {
    const older: MailedSecrets = await mailed();
    t.clock.advance(1000);
    const newer = await mailed();
    expect(await byCode(older.code)).toEqual(REFUSED);
    expect(await consume(t, { token: older.token })).toMatchObject(SUCCESS);
    expect(await byCode(newer.code)).toMatchObject(SUCCESS);
  });

  test('the code of one customer is refused for another', async () => {
    const { code } = await mailed();
    const second = `eve-${count}@example.com`;
    await makeCustomer(merchant, { email: second, token: null });
    await mailedLink(t, { companyId, email: second });
    expect(await consume(t, { companyId, email: second, code })).toEqual(REFUSED);
  });

  test('a link made by createPortalLink has no code to guess', async () => {
    await handedOver(merchant, customerId);
    expect(await byCode('')).toMatchObject({ __typename: 'ValidationError' });
    for (const code of ['-', ' ', '0', 'null']) expect(await byCode(code)).toEqual(REFUSED);
  });

  test('checking a code runs the same SQL statements for a known, an unknown and a blocked address', async () => {
    const { code } = await mailed();
    const statements = async (address: string) => {
      t.db.statements.log = [];
      expect(await consume(t, { companyId, email: address, code: wrong(code) })).toEqual(REFUSED);
      const log = t.db.statements.log.map((text) => text.replace(/\s+/g, ' '));
      t.db.statements.log = undefined;
      return log.sort();
    };
    const known = await statements(email);
    // The limits, the link, and the counted guess.
    expect(known).toHaveLength(3);
    expect(await statements('nobody@example.com')).toEqual(known);
    for (let n = 0; n < 4; n++) await byCode(wrong(code));
    expect(await statements(email)).toEqual(known);
  });
});

describe('rate limits of consumePortalLink', () => {
  let limited: TestApp;
  let shop: typeof merchant;
  let owner: string;
  let ids: { companyId: string; email: string };
  beforeEach(async () => {
    limited = await openTestApp({ trustedProxyHops: 1 });
    const made = await limited.company();
    shop = made.merchant;
    ids = { companyId: made.companyId, email: 'ada@example.com' };
    owner = await makeCustomer(shop, { email: ids.email, token: null });
    return () => limited.close();
  });
  const attempt = (input: object, headers: Record<string, string>) =>
    limited.post({ query: QUERY, variables: { input } }, headers);

  test('a client may try thirty links in fifteen minutes, also in parallel, and then gets retryAfterSeconds', async () => {
    const client = { 'x-forwarded-for': '192.0.2.1' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => attempt({ token: 'pl_x' }, client)));
    const limitedOnes = answers.filter(({ body }) => body.errors);
    expect(limitedOnes).toHaveLength(20);
    for (const { status, headers, body } of limitedOnes) {
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe(String(body.errors[0].extensions.retryAfterSeconds));
      expect(body.data).toBeNull();
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0]).toMatchObject({
        message: 'Too many attempts. Try again later.',
        extensions: { code: 'RATE_LIMITED' },
      });
      expect(Object.keys(body.errors[0].extensions).sort()).toEqual(['code', 'retryAfterSeconds']);
      expect(body.errors[0].extensions.retryAfterSeconds).toBeGreaterThan(14 * 60);
      expect(body.errors[0].extensions.retryAfterSeconds).toBeLessThanOrEqual(15 * 60);
    }
    limited.clock.advance(15 * MINUTE);
    expect((await attempt({ token: 'pl_x' }, client)).body.data.consumePortalLink).toEqual(REFUSED);
  });

  test('tries with invalid links do not lock out the people who share their address, and valid links use up no tries', async () => {
    const client = { 'x-forwarded-for': '192.0.2.2' };
    const use = async () => {
      const { token } = await handedOver(shop, owner);
      return (await attempt({ token }, client)).body.data?.consumePortalLink;
    };
    for (let n = 0; n < 35; n++) expect(await use()).toMatchObject(SUCCESS);
    const answers = await Promise.all(Array.from({ length: 40 }, () => attempt({ token: 'pl_x' }, client)));
    expect(answers.filter(({ body }) => body.errors)).toHaveLength(10);
    expect(await use()).toMatchObject(SUCCESS);
  });

  test('all clients together may try ten codes for an address, known or not, and its links still work', async () => {
    const { token } = await mailedLink(limited, ids);
    for (const address of [ids.email, 'nobody@example.com']) {
      const input = { companyId: ids.companyId, email: address, code: 'AAAAAA' };
      const answers = await Promise.all(Array.from({ length: 25 }, () => attempt(input, freshClient())));
      expect(answers.filter(({ body }) => body.errors?.[0].extensions.code === 'RATE_LIMITED')).toHaveLength(15);
    }
    expect(await consume(limited, { token })).toMatchObject(SUCCESS);
  });

  test('aliases cannot try two links in one request', async () => {
    const field = (token: string) => `consumePortalLink(input: { token: "${token}" }) { __typename }`;
    const { token } = await mailedLink(limited, ids);
    for (const query of [
      `mutation { a: ${field('x')} b: ${field(token)} }`,
      `mutation { a: ${field('x')} ... { b: ${field(token)} } }`,
      `mutation { ...A ...B } fragment A on Mutation { a: ${field('x')} } fragment B on Mutation { b: ${field(token)} }`,
    ]) {
      const { body } = await limited.post({ query }, freshClient());
      expect(body.errors[0].message).toMatch(/access mutation/);
    }
    expect(await consume(limited, { token })).toMatchObject(SUCCESS);
  });
});

describe('session of a consumed link', () => {
  test('each consumed link opens a new session, and earlier sessions continue', async () => {
    const first = await sessionFrom(t, { token: (await mailed()).token });
    const second = await sessionFrom(t, { token: (await mailed()).token }, first);
    const tokens = [first, second];
    expect(new Set(tokens)).toHaveLength(2);
    const rows = await t.db.prisma.portalSession.findMany({ where: { customerId } });
    expect(new Set(rows.map(({ id }) => id))).toHaveLength(2);
    expect(new Set(rows.map(({ linkId }) => linkId))).toHaveLength(2);
    for (const token of tokens) expect(await signedIn(t, token)).toBe(true);
  });

  test('the new session belongs to the customer of the link, not to the session or cookie of the request', async () => {
    const other = await t.company('Other');
    const otherId = await makeCustomer(other.merchant, { token: null });
    const { token: before } = await t.signIn(other.merchant, otherId);
    const { token } = await mailed();
    const { body } = await t.post(
      { query: QUERY, variables: { input: { token } } },
      { ...freshClient(), authorization: `Bearer ${before}`, cookie: `session=${before}; __Host-session=${before}` },
    );
    const { sessionToken } = body.data.consumePortalLink;
    const me = await t.post({ query: '{ currentCustomer { id } }' }, { authorization: `Bearer ${sessionToken}` });
    expect(me.body.data.currentCustomer.id).toBe(customerId);
  });

  test('a merchant of another company cannot consume a link', async () => {
    await updateCustomer(merchant, { customerId, metadata: { secret: 'canary' } });
    const { token } = await mailed();
    const other = await t.company('Other');
    const query = `mutation ($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) {
      __typename ... on ConsumePortalLinkSuccess { customer { metadata externalId } } ... on UserError { code message path }
    } }`;
    const { body } = await t.post(
      { query, variables: { input: { token } } },
      { ...freshClient(), authorization: `Bearer ${other.apiKey}` },
    );
    expect(body).toEqual({ data: { consumePortalLink: REFUSED } });
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });

  test('the response of consumePortalLink does not contain sections that the portal disables', async () => {
    const hidden = await makeCustomer(merchant, { email: `hidden-${count}@example.com` });
    const { updatePortalConfig } = await merchant.request(UpdatePortalConfigDocument, {
      input: { paymentMethodsEnabled: false, subscriptionsEnabled: false },
    });
    success(updatePortalConfig);
    const { token } = await handedOver(merchant, hidden);
    const query = `mutation ($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) {
      __typename ... on ConsumePortalLinkSuccess {
        customer { id paymentMethods { lastFour } subscriptions { id } invoices { nodes { id } } }
      }
    } }`;
    const { body } = await t.post({ query, variables: { input: { token } } }, freshClient());
    expect(body.data.consumePortalLink).toEqual({
      __typename: 'ConsumePortalLinkSuccess',
      customer: { id: hidden, paymentMethods: null, subscriptions: null, invoices: { nodes: [] } },
    });
  });
});

describe('revocation of links and sessions', () => {
  const events: [string, () => Promise<unknown>][] = [
    ['when the address changes', () => updateCustomer(merchant, { customerId, email: `moved-${count}@example.com` })],
    ['when the customer is disabled', () => updateCustomer(merchant, { customerId, disabled: true })],
    ['when the customer is deleted', () => deleteCustomer(merchant, customerId)],
    ['when the merchant revokes', () => merchant.request(RevokePortalSessionsDocument, { input: { customerId } })],
    [
      'when the company is disabled',
      () => t.db.prisma.company.update({ where: { id: companyId }, data: { disabledAt: t.clock.now() } }),
    ],
  ];
  test.each(events)('links and sessions of the customer end at once %s', async (what, happens) => {
    const session = await t.signIn(merchant, customerId);
    const { token, code } = await mailed();
    const handOff = await handedOver(merchant, customerId);
    const second = await makeCustomer(merchant, { token: null });
    const stranger = await t.signIn(merchant, second);
    expect(await signedIn(t, session.token)).toBe(true);
    const ended = t.db.prisma.event.count({ where: { companyId, type: 'portal_session.ended' } });
    expect(await ended).toBe(0);

    await happens();
    expect(await signedIn(t, session.token)).toBe(false);
    expect(await consume(t, { token })).toEqual(REFUSED);
    expect(await byCode(code)).toEqual(REFUSED);
    expect(await consume(t, { token: handOff.token })).toEqual(REFUSED);
    expect(await sessions()).toBe(1);
    const closed = what === 'when the company is disabled';
    expect(await signedIn(t, stranger.token)).toBe(!closed);
    if (!closed) expect(await t.db.prisma.event.count({ where: { companyId, type: 'portal_session.ended' } })).toBe(1);
  });

  test('other changes of the customer end no session and no link', async () => {
    const session = await t.signIn(merchant, customerId);
    const { token } = await mailed();
    await updateCustomer(merchant, { customerId, metadata: { a: 'b' }, email: email.toUpperCase(), disabled: false });
    expect(await signedIn(t, session.token)).toBe(true);
    expect(await consume(t, { token })).toMatchObject(SUCCESS);
  });

  test('a customer who is disabled and enabled again needs a new link', async () => {
    const { token } = await mailed();
    await updateCustomer(merchant, { customerId, disabled: true });
    await updateCustomer(merchant, { customerId, disabled: false });
    expect(await consume(t, { token })).toEqual(REFUSED);
    t.clock.advance(1000);
    expect(await consume(t, { token: (await mailed()).token })).toMatchObject(SUCCESS);
  });
});

test('a link that is requested before a rotation of the secret is mailed afterwards and works', async () => {
  await ask(t, { companyId, email });
  const rotated = await createApp({
    db: t.db,
    clock: t.clock,
    mailer: t.mailbox,
    providerOf: t.providerOf,
    keys: createKeys('another secret that is as long as it must be', TEST_SECRET),
    log: pino({ level: 'silent' }),
    publicUrl: 'http://portal.test',
  });
  await rotated.tick();
  const { token } = readSignInMail(t.mailbox.list().find(({ to }) => to === email));
  expect(await consume(t, { token })).toMatchObject(SUCCESS);
  await rotated.queue.stop();
});
