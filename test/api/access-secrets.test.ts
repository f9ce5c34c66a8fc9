/** Signing in leaves no usable credential in the database, the jobs or the log, and no address outside its column. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailUnavailable } from '../../src/mail/mailer.ts';
import { ask, consume, handedOver, mailedLink, sessionFrom, signedIn, updateCustomer } from '../support/access.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { makeJobsDue } from '../support/database.ts';
import { RevokePortalSessionsDocument, SignOutPortalDocument } from '../support/graphql/graphql.ts';

const EMAIL = 'canary-address@example.com';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ trustedProxyHops: 1 });
});
afterAll(() => t.close());

/** Every row of every table of every schema as text, without the column that holds addresses. */
async function everythingAtRest(): Promise<string[]> {
  const { rows: tables } = await t.db.raw.query(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1, 2`,
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'customer',
      'portal_link',
      'portal_session',
      'event',
      'rate_limit',
      'job_common',
      'api_key',
    ]),
  );
  const all: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await t.db.raw.query(
      `SELECT (to_jsonb(r) ${name === 'customer' ? "- 'email' - 'sign_in_key'" : ''})::text AS row FROM "${schema}"."${name}" r`,
    );
    for (const { row } of rows) all.push(`${schema}.${name} ${row}`);
  }
  return all;
}

test('no token, code or address is in the database, the jobs or the log at any step of signing in', async () => {
  const { companyId, merchant } = await t.company();
  const customerId = await makeCustomer(merchant, { email: EMAIL, token: null });
  const secrets = new Set(['canary']);
  const look = async () => {
    const places = [...(await everythingAtRest()), ...t.logged.map((line) => `log ${line}`)];
    for (const secret of secrets)
      expect(places.filter((place) => place.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    return places;
  };

  await ask(t, { companyId, email: EMAIL });
  await ask(t, { companyId, email: 'canary-unknown@example.com' });
  expect((await look()).filter((place) => place.includes('portal-link.send') && place.includes('sealed'))).toHaveLength(
    2,
  );

  // A failed job is stored with its error.
  const { send } = t.mailbox;
  const unsent: string[] = [];
  t.mailbox.send = async (mail) => {
    unsent.push(/#token=(\S+)/.exec(mail.text)?.[1] ?? '', /^ {4}(\S{6})$/m.exec(mail.text)?.[1] ?? '');
    throw Object.assign(new MailUnavailable('network'), { address: EMAIL });
  };
  await t.app.tick();
  t.mailbox.send = send;
  expect(unsent.every((secret) => secret.length >= 6)).toBe(true);
  for (const secret of unsent) secrets.add(secret);
  await look();
  expect(t.warnings()).toHaveLength(1);
  await makeJobsDue(t.db);

  const first = await mailedLink(t, { companyId, email: EMAIL });
  t.clock.advance(1000);
  const second = await mailedLink(t, { companyId, email: EMAIL });
  const third = await handedOver(merchant, customerId);
  for (const secret of [first.token, first.code, second.token, second.code, third.token]) secrets.add(secret);
  await look();

  await consume(t, { companyId, email: EMAIL, code: 'AAAAAA' });
  const byCode = await sessionFrom(t, { companyId, email: EMAIL, code: second.code });
  const byToken = await sessionFrom(t, { token: first.token });
  const byHandOff = await sessionFrom(t, { token: third.token });
  for (const token of [byCode, byToken, byHandOff]) {
    secrets.add(token);
    secrets.add(token.split('.')[2] ?? '');
    expect(await signedIn(t, token)).toBe(true);
  }
  await look();

  success((await t.client(byCode).request(SignOutPortalDocument, { input: {} })).signOutPortal);
  await updateCustomer(merchant, { customerId, email: 'canary-moved@example.com' });
  await merchant.request(RevokePortalSessionsDocument, { input: { customerId } });
  await t.app.tick();
  await look();
});

test('sign-in tokens are stored as SHA-256 hashes and codes as salted slow hashes', async () => {
  const links = await t.db.prisma.portalLink.findMany();
  expect(links.length).toBeGreaterThan(3);
  for (const { tokenHash, codeHash, codeSalt, origin } of links) {
    expect(tokenHash).toMatch(/^[0-9a-f]{64}$/);
    if (origin === 'MERCHANT') expect([codeHash, codeSalt]).toEqual([null, null]);
    else {
      expect(codeHash).toMatch(/^[\w-]{43}$/);
      expect(codeSalt).toMatch(/^[\w-]{22}$/);
    }
  }
  const salts = links.flatMap(({ codeSalt }) => codeSalt ?? []);
  expect(new Set(salts)).toHaveLength(salts.length);
});
