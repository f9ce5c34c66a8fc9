/** Portal sessions: their lifetime, and the ways in which they end. */
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { signedIn } from '../support/access.ts';
import { openTestApp, PUBLIC_URL, success, TEST_SECRET, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { RevokePortalSessionsDocument, SignOutPortalDocument } from '../support/graphql/graphql.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let t: TestApp;
let merchant: ReturnType<TestApp['client']>;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp({ trustedProxyHops: 1, limits: { consumePerClient: { points: 1000, seconds: 60 } } });
});
beforeEach(async () => {
  ({ merchant } = await t.company());
  customerId = await makeCustomer(merchant, { token: null });
});
afterAll(() => t.close());

const open = () => t.signIn(merchant, customerId);
/** Uses the session and waits until its last use is written. */
async function use(token: string): Promise<boolean> {
  const answered = await signedIn(t, token);
  await expect
    .poll(async () => {
      const rows = await t.db.prisma.portalSession.findMany({ where: { customerId } });
      return !answered || rows.some(({ lastSeenAt }) => t.clock.now().getTime() - lastSeenAt.getTime() < SECOND);
    })
    .toBe(true);
  return answered;
}

describe('portal session lifetime', () => {
  test('a session expires one hour after its last use, not a second earlier', async () => {
    const [kept, lost] = [await open(), await open()];
    t.clock.advance(HOUR - SECOND);
    expect(await use(kept.token)).toBe(true);
    t.clock.advance(SECOND);
    expect(await signedIn(t, lost.token)).toBe(false);
    expect(await signedIn(t, kept.token)).toBe(true);
    t.clock.advance(HOUR - 2 * SECOND);
    expect(await use(kept.token)).toBe(true);
    t.clock.advance(HOUR + SECOND);
    expect(await signedIn(t, kept.token)).toBe(false);
  });

  test('a session that is used every 59 minutes expires twelve hours after sign-in', async () => {
    const { token } = await open();
    const end = t.clock.now().getTime() + 12 * HOUR;
    while (t.clock.now().getTime() + 59 * MINUTE < end - SECOND) {
      t.clock.advance(59 * MINUTE);
      expect(await use(token)).toBe(true);
    }
    t.clock.advanceTo(new Date(end - SECOND));
    expect(await use(token)).toBe(true);
    t.clock.advance(SECOND);
    expect(await signedIn(t, token)).toBe(false);
  });

  test('a session whose row has expired is refused although its token is still valid', async () => {
    const { token } = await open();
    await t.db.prisma.portalSession.updateMany({ where: { customerId }, data: { expiresAt: t.clock.now() } });
    expect(await signedIn(t, token)).toBe(false);
  });

  test('a request after the expiry does not revive a session', async () => {
    const { token } = await open();
    t.clock.advance(HOUR);
    expect(await signedIn(t, token)).toBe(false);
    expect(await signedIn(t, token)).toBe(false);
    const [row] = await t.db.prisma.portalSession.findMany({ where: { customerId } });
    expect(row?.lastSeenAt).toEqual(row?.createdAt);
  });
});

describe('signOutPortal', () => {
  test('signing out ends this session for the next request, and no other session', async () => {
    const [mine, phone] = [await open(), await open()];
    const { signOutPortal } = await mine.portal.request(SignOutPortalDocument, { input: {} });
    expect(success(signOutPortal).endedSessions).toBe(1);
    expect(await signedIn(t, mine.token)).toBe(false);
    expect(await signedIn(t, phone.token)).toBe(true);
    await expect(mine.portal.request(SignOutPortalDocument, { input: {} })).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
  });

  test('signing out of all sessions ends every session and link of this customer only', async () => {
    const [mine, phone] = [await open(), await open()];
    const stranger = await t.signIn(merchant, await makeCustomer(merchant, { token: null }));
    const { signOutPortal } = await mine.portal.request(SignOutPortalDocument, { input: { allSessions: true } });
    expect(success(signOutPortal).endedSessions).toBe(2);
    for (const { token } of [mine, phone]) expect(await signedIn(t, token)).toBe(false);
    expect(await signedIn(t, stranger.token)).toBe(true);
    expect(await t.db.prisma.portalLink.count({ where: { customerId, usedAt: null } })).toBe(0);
  });

  test('signing out another session by its id ends that session only, once', async () => {
    const mine = await open();
    const { id: own } = await t.db.prisma.portalSession.findFirstOrThrow({ where: { customerId } });
    const phone = await open();
    const others = { where: { customerId, id: { not: own } } };
    const { id: sessionId } = await t.db.prisma.portalSession.findFirstOrThrow(others);
    const end = async () =>
      success((await mine.portal.request(SignOutPortalDocument, { input: { sessionId } })).signOutPortal);
    expect((await end()).endedSessions).toBe(1);
    expect((await end()).endedSessions).toBe(0);
    expect(await signedIn(t, phone.token)).toBe(false);
    expect(await signedIn(t, mine.token)).toBe(true);
  });

  test('signing out the session of another customer, or combining sessionId with allSessions, is refused', async () => {
    const mine = await open();
    const other = await makeCustomer(merchant, { token: null });
    const stranger = await t.signIn(merchant, other);
    const { id: sessionId } = await t.db.prisma.portalSession.findFirstOrThrow({ where: { customerId: other } });
    for (const [input, code] of [
      [{ sessionId }, 'NOT_FOUND'],
      [{ sessionId, allSessions: true }, 'VALIDATION_FAILED'],
    ] as const)
      expect((await mine.portal.request(SignOutPortalDocument, { input })).signOutPortal).toMatchObject({ code });
    for (const { token } of [mine, stranger]) expect(await signedIn(t, token)).toBe(true);
  });

  test('merchants and anonymous callers cannot call signOutPortal', async () => {
    for (const caller of [merchant, t.client()])
      await expect(caller.request(SignOutPortalDocument, { input: {} })).rejects.toThrow();
  });
});

describe('revokePortalSessions', () => {
  test('revoking ends all sessions of one customer and returns their number', async () => {
    const tokens = [await open(), await open(), await open()].map(({ token }) => token);
    const { revokePortalSessions } = await merchant.request(RevokePortalSessionsDocument, { input: { customerId } });
    expect(success(revokePortalSessions).endedSessions).toBe(3);
    for (const token of tokens) expect(await signedIn(t, token)).toBe(false);
    const again = await merchant.request(RevokePortalSessionsDocument, { input: { customerId } });
    expect(success(again.revokePortalSessions).endedSessions).toBe(0);
  });

  test('revoking sessions of another company’s customer returns NotFoundError and ends none', async () => {
    const { token, portal } = await open();
    const other = await t.company('Other');
    const answers = [];
    for (const id of [customerId, 'cus_00000000000000000000000000'])
      answers.push(
        (await other.merchant.request(RevokePortalSessionsDocument, { input: { customerId: id } }))
          .revokePortalSessions,
      );
    expect(answers[0]).toMatchObject({ __typename: 'NotFoundError' });
    expect(answers[1]).toEqual(answers[0]);
    expect(await signedIn(t, token)).toBe(true);
    await expect(portal.request(RevokePortalSessionsDocument, { input: { customerId } })).rejects.toThrow();
  });
});

describe('two instances of the app on one database', () => {
  let second: App;
  beforeAll(async () => {
    second = await createApp({
      db: t.db,
      clock: t.clock,
      mailer: { kind: 'mailbox', send: async () => {}, close: async () => {} },
      providerOf: t.providerOf,
      keys: createKeys(TEST_SECRET),
      log: pino({ level: 'silent' }),
      publicUrl: PUBLIC_URL,
    });
    return () => second.close();
  });

  test('a second instance accepts a new session at once and refuses it right after sign-out', async () => {
    const there = (token: string) =>
      signedIn(
        {
          async post(body, headers) {
            const response = await second.fetch(
              new Request(`${PUBLIC_URL}/graphql`, {
                method: 'POST',
                headers: { 'content-type': 'application/json', ...headers },
                body: JSON.stringify(body),
              }),
            );
            return { status: response.status, headers: response.headers, body: await response.json() };
          },
        },
        token,
      );
    const { token, portal } = await open();
    expect(await there(token)).toBe(true);
    await portal.request(SignOutPortalDocument, { input: {} });
    expect(await there(token)).toBe(false);
  });
});
