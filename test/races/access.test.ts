/** Concurrent sign-in on PostgreSQL: between real processes, and when one is killed. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintCode, mintLink } from '../../src/modules/signIn/links.ts';
import {
  consume,
  deleteCustomer,
  freshClient,
  handedOver,
  REFUSED,
  signedIn,
  updateCustomer,
} from '../support/access.ts';
import { bearerToken, openTestApp, PUBLIC_URL, success, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { RevokePortalSessionsDocument, SignOutPortalDocument } from '../support/graphql/graphql.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { seededRandom } from '../support/random.ts';
import { repetitions } from '../support/repetition.ts';

const CONSUME = `mutation ($input: ConsumePortalLinkInput!) {
  consumePortalLink(input: $input) {
    __typename
    ... on ConsumePortalLinkSuccess { sessionToken customer { id } }
    ... on UserError { code message path }
  }
}`;

let t: TestApp;
let url: string;
let companyId: string;
let merchant: ReturnType<TestApp['client']>;
let count = 0;

postgresOnly('sign-in on PostgreSQL', () => {
  beforeAll(async () => {
    const made = await openPostgresTestDb();
    url = made.url;
    // The processes use the system time, and so do the links created for them.
    t = await openTestApp({ db: made.db, now: new Date().toISOString(), trustedProxyHops: 1 });
    ({ companyId, merchant } = await t.company());
  });
  afterAll(() => t.close());

  async function somebody() {
    const email = `somebody-${++count}@example.com`;
    return { email, customerId: await makeCustomer(merchant, { email, token: null }) };
  }
  /** A link and a code as in a mail, created without a job, because any process might claim the job. */
  async function mailed(customerId: string): Promise<{ token: string; code: string }> {
    const code = await mintCode();
    const link = await mintLink(
      { tx: t.db.prisma, now: t.clock.now() },
      { companyId, customerId, origin: 'EMAIL', publicUrl: PUBLIC_URL, destination: 'HOME', code },
    );
    return { token: link.url.split('#token=')[1] ?? '', code: code.code };
  }
  const sessionsOf = (customerId: string) => t.db.prisma.portalSession.findMany({ where: { customerId } });
  const attempt = (server: Pick<ServerProcess, 'post'>, input: object) =>
    server.post({ query: CONSUME, variables: { input } }, freshClient());

  /** The number of connections that wait for a lock. */
  const waiting = async (): Promise<number> => {
    const { rows } = await t.db.raw.query(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0].count;
  };

  describe('sign-in with two processes', () => {
    let servers: ServerProcess[] = [];
    beforeAll(async () => {
      servers = await Promise.all([startServerProcess(url), startServerProcess(url)]);
      return () => Promise.all(servers.map((server) => server.stop()));
    }, 60_000);

    async function race(inputs: object[], customerId: string) {
      const answers = await Promise.all(
        inputs.map((input, n) => attempt(servers[n % servers.length] as ServerProcess, input)),
      );
      const results = answers.map(({ status, body }) => ({
        status,
        ...body.data?.consumePortalLink,
        errors: body.errors,
      }));
      const winners = results.filter(({ __typename }) => __typename === 'ConsumePortalLinkSuccess');
      const losers = results.filter(({ __typename }) => __typename !== 'ConsumePortalLinkSuccess');
      expect(winners).toHaveLength(1);
      expect(losers).toEqual(losers.map(() => ({ status: 200, ...REFUSED, errors: undefined })));
      expect(await sessionsOf(customerId)).toHaveLength(1);
      const header = { authorization: `Bearer ${winners[0]?.sessionToken}` };
      for (const server of servers) {
        const { body } = await server.post({ query: '{ currentCustomer { id } }' }, header);
        expect(body.data.currentCustomer).toEqual({ id: customerId });
      }
      return winners[0]?.sessionToken as string;
    }

    test('50 parallel uses of one link in two processes open one session, and 49 are refused like an unknown link', async () => {
      for (let round = 0; round < repetitions(2, 6); round++) {
        const { customerId } = await somebody();
        const { token } = await handedOver(merchant, customerId);
        await race(Array(50).fill({ token }), customerId);
      }
    }, 60_000);

    test('the correct code entered ten times in parallel in two processes opens one session', async () => {
      for (let round = 0; round < repetitions(2, 6); round++) {
        const { customerId, email } = await somebody();
        const { code } = await mailed(customerId);
        await race(Array(10).fill({ companyId, email, code }), customerId);
      }
    }, 60_000);

    test('link and code of one mail used in parallel in two processes open one session', async () => {
      for (let round = 0; round < repetitions(2, 6); round++) {
        const { customerId, email } = await somebody();
        const { code, token } = await mailed(customerId);
        const both = [{ token }, { companyId, email, code }];
        await race(
          Array.from({ length: 20 }, (_, n) => both[n % 4 === 0 ? 1 : 0] as object),
          customerId,
        );
      }
    }, 60_000);

    test('parallel guesses in two processes never exceed five per code and ten per address in 15 minutes', async () => {
      const { customerId, email } = await somebody();
      const { code, token } = await mailed(customerId);
      const wrong = `${code.slice(0, 5)}${code[5] === 'A' ? 'B' : 'A'}`;
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          attempt(servers[n % 2] as ServerProcess, { companyId, email, code: wrong }),
        ),
      );
      const refused = answers.filter(({ body }) => body.data?.consumePortalLink.code === REFUSED.code);
      const limited = answers.filter(({ body }) => body.errors?.[0].extensions.code === 'RATE_LIMITED');
      expect([refused.length, limited.length]).toEqual([10, 30]);
      const link = await t.db.prisma.portalLink.findFirstOrThrow({ where: { customerId } });
      expect(link.codeGuesses).toBe(5);
      await race([{ token }], customerId);
    });

    test('signing out in one process takes effect in the other at the next request', async () => {
      const { customerId } = await somebody();
      const { token } = await handedOver(merchant, customerId);
      const sessionToken = await race([{ token }], customerId);
      const header = { authorization: `Bearer ${sessionToken}` };
      const [one, other] = servers as [ServerProcess, ServerProcess];
      const out = await one.post({ query: 'mutation { signOutPortal(input: {}) { __typename } }' }, header);
      expect(out.body.data.signOutPortal.__typename).toBe('SignOutPortalSuccess');
      for (const server of [other, one]) {
        const { body } = await server.post({ query: '{ currentCustomer { id } }' }, header);
        expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      }
    });

    test('a process ends by itself after SIGTERM', async () => {
      const third = await startServerProcess(url);
      expect((await attempt(third, { token: 'x' })).status).toBe(200);
      expect(await third.stop()).toBe(0);
    }, 60_000);
  });

  describe('ending sessions while one is being opened', () => {
    const endings: [string, (customerId: string) => Promise<unknown>][] = [
      ['revoking', (customerId) => merchant.request(RevokePortalSessionsDocument, { input: { customerId } })],
      [
        'another address',
        (customerId) => updateCustomer(merchant, { customerId, email: `moved-${count}@example.com` }),
      ],
      ['disabling', (customerId) => updateCustomer(merchant, { customerId, disabled: true })],
      ['deleting', (customerId) => deleteCustomer(merchant, customerId)],
    ];

    /** Blocks the opening of a session just before its commit, starts `end`, and then unblocks both. */
    async function openedDuring(customerId: string, end: () => Promise<unknown>): Promise<string> {
      const { token } = await handedOver(merchant, customerId);
      const gate = new pg.Client({ connectionString: url });
      await gate.connect();
      try {
        // The event of the new session is written last.
        await gate.query('BEGIN; LOCK TABLE event IN SHARE MODE');
        const opening = consume(t, { token });
        await expect.poll(waiting, { timeout: 5000 }).toBe(1);
        const ending = end();
        await expect.poll(waiting, { timeout: 5000 }).toBe(2);
        await gate.query('COMMIT');
        const [opened] = await Promise.all([opening, ending]);
        return bearerToken(success(opened));
      } finally {
        await gate.end();
      }
    }

    test.each(endings)('%s also ends a session that is being opened at that moment', async (_, end) => {
      const { customerId } = await somebody();
      const sessionToken = await openedDuring(customerId, () => end(customerId));
      expect((await sessionsOf(customerId)).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
      expect(await signedIn(t, sessionToken)).toBe(false);
    });

    test('signing out of all sessions also ends a session that is being opened at that moment', async () => {
      const { customerId } = await somebody();
      const { portal } = await t.signIn(merchant, customerId);
      const sessionToken = await openedDuring(customerId, () =>
        portal.request(SignOutPortalDocument, { input: { allSessions: true } }),
      );
      expect(await signedIn(t, sessionToken)).toBe(false);
    });

    test.each(endings)(
      '%s in parallel with using a link leaves no session open',
      async (_, end) => {
        const random = seededRandom();
        for (let round = 0; round < repetitions(4, 15); round++) {
          const { customerId } = await somebody();
          const { token } = await handedOver(merchant, customerId);
          const [result] = await Promise.all([consume(t, { token }), pause(random() * 10).then(() => end(customerId))]);
          if (result.__typename === 'ConsumePortalLinkSuccess')
            expect(await signedIn(t, bearerToken(result))).toBe(false);
          else expect(result).toEqual(REFUSED);
          expect(await consume(t, { token })).toEqual(REFUSED);
        }
      },
      60_000,
    );
  });

  test('kill -9 just before or after the commit leaves the link unused, or used with exactly one session', async () => {
    for (const commits of [false, true]) {
      const victim = await startServerProcess(url);
      const { customerId } = await somebody();
      const { token } = await handedOver(merchant, customerId);
      const [gate, second] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
      await Promise.all([gate.connect(), second.connect()]);
      try {
        // The event of the new session is written last, and the customer is read again for the response.
        await gate.query('BEGIN; LOCK TABLE event IN SHARE MODE');
        const answer = attempt(victim, { token }).catch(() => 'none');
        await expect.poll(waiting, { timeout: 5000 }).toBe(1);
        if (commits) {
          const locked = second.query('BEGIN; LOCK TABLE customer IN ACCESS EXCLUSIVE MODE');
          await expect.poll(waiting, { timeout: 5000 }).toBe(2);
          await gate.query('COMMIT');
          await locked;
          await expect.poll(waiting, { timeout: 5000 }).toBe(1);
        }
        await victim.kill();
        expect(await answer).toBe('none');
      } finally {
        await Promise.all([gate.end(), second.end()]);
      }
      await expect.poll(waiting, { timeout: 5000 }).toBe(0);
      expect(await sessionsOf(customerId)).toHaveLength(commits ? 1 : 0);
      expect((await consume(t, { token })).__typename).toBe(
        commits ? 'InvalidPortalLinkError' : 'ConsumePortalLinkSuccess',
      );
      expect(await sessionsOf(customerId)).toHaveLength(1);
    }
  }, 60_000);

  test('kill -9 at random moments during six sign-ins leaves each link unused, or used with exactly one session', async () => {
    const random = seededRandom();
    const ROUNDS = repetitions(6, 20);
    const LINKS = 6;
    const victimUrl = `${url}?application_name=victim`;
    const victimsConnections = async () =>
      (await t.db.raw.query(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'victim'`)).rows.length;
    const seen = { unused: 0, used: 0, answered: 0 };
    let next = startServerProcess(victimUrl);
    for (let round = 0; round < ROUNDS; round++) {
      const victim = await next;
      const links = await Promise.all(
        Array.from({ length: LINKS }, async () => {
          const { customerId } = await somebody();
          return { customerId, ...(await handedOver(merchant, customerId)) };
        }),
      );
      // A sign-in takes longer than a refusal, and six at once take longer than one.
      const sample = await handedOver(merchant, (await somebody()).customerId);
      await attempt(victim, { token: 'x' });
      const start = performance.now();
      await attempt(victim, { token: sample.token });
      const usual = (performance.now() - start) * 3;
      const answers = links.map(({ token }) => attempt(victim, { token }).catch(() => null));
      await pause(random() * usual);
      await victim.kill();
      const answered = await Promise.all(answers);
      // The database may still execute statements that it received before the kill.
      await expect.poll(victimsConnections, { timeout: 5000 }).toBe(0);
      if (round + 1 < ROUNDS) next = startServerProcess(victimUrl);

      for (const [n, { customerId, token }] of links.entries()) {
        const { usedAt } = await t.db.prisma.portalLink.findFirstOrThrow({ where: { customerId } });
        const sessions = await sessionsOf(customerId);
        const events = await t.db.prisma.event.count({ where: { customerId, type: 'portal_session.created' } });
        expect(sessions).toHaveLength(usedAt ? 1 : 0);
        expect(events).toBe(sessions.length);
        const sessionToken = answered[n]?.body.data.consumePortalLink.sessionToken;
        if (sessionToken) {
          seen.answered++;
          expect(await signedIn(t, sessionToken)).toBe(true);
        }
        seen[usedAt ? 'used' : 'unused']++;
        expect((await consume(t, { token })).__typename).toBe(
          usedAt ? 'InvalidPortalLinkError' : 'ConsumePortalLinkSuccess',
        );
        expect(await sessionsOf(customerId)).toHaveLength(1);
      }
    }
    // Both outcomes occurred, so the kills did happen in between.
    expect(seen.unused).toBeGreaterThan(0);
    expect(seen.used).toBeGreaterThan(0);
  }, 600_000); // a minute on an idle machine: each round starts the program anew
});
