/**
 * Marked values are sent through every operation, and then searched for where they must not appear: in the log, jobs,
 * events and error responses, and for secrets in any table.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeJobsDue } from '../support/database.ts';
import { type Caller, mutate, openWorld, WORLD_TAKES, type World } from '../support/world.ts';
import { digest } from './digest.ts';
import { accessOf, documentFor, type FieldName, rootFields } from './fields.ts';
import { textPlaces, withTextAt } from './values.ts';

const CANARY = 'qqcanaryqq';
const UNKNOWN_ADDRESS = 'QQPERSONX@example.com';

let world: World;
/** Jobs in every state; completed jobs are deleted, so they are collected here. */
const jobs: string[] = [];
const codes: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  await goAstray(world);
}, WORLD_TAKES);
afterAll(() => world.close());

const CODE = /\b[2-9A-HJKMNP-TW-Z]{6}\b/;

/** Mailed links, guessed codes, and provider errors that contain customer data. */
async function goAstray({ t, A, A1, A2, secrets }: World): Promise<void> {
  const ask = (email: string) =>
    mutate(t.client(), 'requestPortalLink', { companyId: A.companyId, email }, '__typename');
  const consume = (input: object) =>
    t.client().request<Record<string, { code?: string; sessionToken?: string }>>(
      `mutation M($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) {
         ... on ConsumePortalLinkSuccess { sessionToken } ... on UserError { code } } }`,
      { input },
    );
  const noteJobs = async () => void jobs.push(...(await rowsOf('SELECT to_jsonb(t)::text AS row FROM pgboss.job t')));
  await ask(UNKNOWN_ADDRESS);
  for (const { email } of [A1, A2]) {
    await ask(email);
    await noteJobs();
    await t.app.tick();
    const [mail] = t.mailbox.list();
    codes.push(mail?.text.match(CODE)?.[0] as string);
    secrets.push(mail?.text.match(/#token=(\S+)/)?.[1] as string);
  }
  for (const code of ['222222', CANARY]) await consume({ companyId: A.companyId, email: A2.email, code });
  await consume({ token: `pl_${CANARY}` });
  const { consumePortalLink } = await consume({ companyId: A.companyId, email: A2.email, code: codes[1] });
  secrets.push(consumePortalLink?.sessionToken as string);

  const send = t.mailbox.send;
  t.mailbox.send = async (mail) => {
    throw new Error(`Cannot deliver to ${mail.to}: ${mail.text}`);
  };
  await ask(A1.email);
  await t.app.tick();
  await noteJobs();
  t.mailbox.send = send;
  await makeJobsDue(t.db);
  await t.app.tick();
  secrets.push(t.mailbox.list()[0]?.text.match(/#token=(\S+)/)?.[1] as string);

  const { subscription: subscriptionId, largePrice: priceId, sparePaymentMethod: paymentMethodId } = A1.records;
  await mutate(A1.portal, 'switchPlan', { subscriptionId, priceId }, 'subscription { id }');
  await mutate(A1.portal, 'removePaymentMethod', { paymentMethodId }, 'removedPaymentMethodId');
  await noteJobs();

  t.provider.readSetup = async ({ setupRef }) => {
    throw new Error(`No card ${setupRef} of ${A1.email}`);
  };
  const broken = await world.ask(
    'customer A1',
    'mutation M { addPaymentMethod(input: { token: "tok_qqcanaryqq" }) { __typename } }',
  );
  delete t.provider.readSetup;
  expect(broken.text).not.toContain(CANARY);
  await t.app.fetch(new Request(`http://portal.test/invoices/in_${CANARY}.pdf?token=${CANARY}`));
  await t.app.fetch(new Request(`http://portal.test/${CANARY}?email=${A1.email}`));
}

const marks = () => [world.A1.mark, world.A2.mark, world.B1.mark, 'QQPERSONX'].map((mark) => mark.toLowerCase());
const holding = (texts: string[], needles: string[]) =>
  texts.filter((text) => needles.some((needle) => text.toLowerCase().includes(needle)));

async function rowsOf(sql: string): Promise<string[]> {
  return (await world.t.db.raw.query(sql)).rows.map(({ row }) => String(row));
}

async function allTables(): Promise<Map<string, string[]>> {
  const { rows } = await world.t.db.raw.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`,
  );
  const tables = new Map<string, string[]>();
  for (const { name } of rows)
    tables.set(name as string, await rowsOf(`SELECT to_jsonb(t)::text AS row FROM ${name} t`));
  return tables;
}

describe('personal data after every operation and failure', () => {
  test('the marked values are stored and mailed and the log has lines, so that the search has something to find', async () => {
    const tables = await allTables();
    expect(tables.size).toBeGreaterThanOrEqual(25);
    expect(holding(tables.get('public.customer') ?? [], marks()).length).toBeGreaterThanOrEqual(3);
    // Jobs of requested links, of a failed one, of a payment to capture, and of a payment method to detach.
    expect(jobs.length).toBeGreaterThanOrEqual(5);
    expect(jobs.some((job) => job.includes('"retry"') || job.includes('"failed"'))).toBe(true);
    expect(world.t.mailbox.list().length).toBeGreaterThanOrEqual(3);
    expect(codes).toEqual([expect.stringMatching(CODE), expect.stringMatching(CODE)]);
    expect(world.secrets.length).toBeGreaterThanOrEqual(18);
    expect(world.secrets.every((secret) => typeof secret === 'string' && secret.length > 30)).toBe(true);
    expect(world.t.logged.length).toBeGreaterThanOrEqual(2);
  });

  test('no log line contains an address, a name, a text of a customer, a submitted value or a secret', () => {
    expect(holding(world.t.logged, [...marks(), CANARY])).toEqual([]);
    for (const secret of [...world.secrets, ...codes]) expect(world.t.logged.join('\n')).not.toContain(secret);
  });

  test('no job contains an address, a name, a text of a customer, a submitted value or a secret', async () => {
    const rows = [...(await allTables())].flatMap(([name, found]) => (name.startsWith('pgboss.') ? found : []));
    expect(holding([...jobs, ...rows], [...marks(), CANARY])).toEqual([]);
    for (const secret of [...world.secrets, ...codes]) expect(jobs.join('\n')).not.toContain(secret);
  });

  test('no event contains customer data except the comment and reason of a cancellation', async () => {
    const events = await rowsOf(
      `SELECT (to_jsonb(e) || jsonb_build_object('data', e.data - 'comment' - 'reason'))::text AS row FROM event e`,
    );
    expect(events.length).toBeGreaterThanOrEqual(60);
    expect(holding(events, [...marks(), CANARY])).toEqual([]);
    const comments = await rowsOf(`SELECT data->>'comment' AS row FROM event WHERE data->>'comment' IS NOT NULL`);
    expect(holding(comments, marks())).toHaveLength(3);
  });

  test('stored responses of idempotency keys contain only ids', async () => {
    expect(holding(await rowsOf('SELECT to_jsonb(t)::text AS row FROM idempotency_record t'), marks())).toEqual([]);
  });

  test('the keys of rate limit counters contain no plain text', async () => {
    const counters = await rowsOf('SELECT to_jsonb(t)::text AS row FROM rate_limit t');
    expect(counters.length).toBeGreaterThanOrEqual(3);
    expect(holding(counters, [...marks(), '127.0.0.1', 'co_'])).toEqual([]);
  });

  test('no table contains an issued token, key or code', async () => {
    for (const [name, rows] of await allTables())
      for (const secret of [...world.secrets, ...codes]) {
        const random = secret.includes('.')
          ? (secret.split('.').at(-1) as string)
          : secret.replace(/^(pl|sk_test)_/, '');
        expect(rows.filter((row) => row.includes(random)).length, `${name}: ${secret.slice(0, 8)}…`).toBe(0);
      }
  });
});

const mutations = [...rootFields()].filter(([name]) => name.startsWith('Mutation.') || name.includes('.preview'));
const callerOf = (name: FieldName): Caller => {
  const field = rootFields().get(name);
  const access = field ? accessOf(field) : 'anyone';
  if (access === 'anyone') return 'nobody';
  return access === 'customer' ? 'customer A1' : 'merchant A';
};
const places = mutations.flatMap(([name, field]) =>
  textPlaces(field.args).map((place) => [`${name} ${place.path.join('.')}`, name, field, place] as const),
);

test('the schema accepts text in at least 150 places', () => {
  expect(places.length).toBeGreaterThanOrEqual(150);
});

describe('submitted text in responses', () => {
  test.each(mutations)('the response of %s does not repeat submitted text', async (name, field) => {
    for (const place of textPlaces(field.args))
      for (const text of [CANARY, `${CANARY}\u0007\n`, `${CANARY}@`, CANARY.repeat(400)]) {
        const variables = withTextAt(field.args, place, text, world.A1.records.customer);
        const answer = await world.ask(callerOf(name), documentFor(name, variables, '__typename'), variables);
        expect(answer.text, place.path.join('.')).not.toContain(CANARY);
      }
  });

  test('the log does not contain submitted text', () => {
    expect(holding(world.t.logged, [CANARY])).toEqual([]);
  });
});

/** A test number of the card networks. */
const CARD = '4242424242424242';

describe('card numbers in text', () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await digest(world.t.db);
  });

  test.each(places)('a card number is refused in %s', async (_title, name, field, place) => {
    const variables = withTextAt(field.args, place, `my card 4242-4242 4242 4242`, world.A1.records.customer);
    const answer = await world.ask(callerOf(name), documentFor(name, variables, '__typename'), variables);
    const result = JSON.parse(answer.text).data?.[field.name];
    const path = place.type === 'JSONObject' ? [...place.path, 'note'] : place.path;
    expect(result, answer.text).toMatchObject({ __typename: 'ValidationError', code: 'VALIDATION_FAILED', path });
    expect(answer.text).not.toContain('4242');
  });

  test('a refused card number changes no row', async () => {
    expect(await digest(world.t.db)).toEqual(before);
    for (const [name, rows] of await allTables())
      expect(
        rows.filter((row) => row.replace(/\D/g, '').includes(CARD) || row.includes('4242-4242')),
        name,
      ).toEqual([]);
    // Request ids are random and may contain four of the digits, so two separated groups are searched for.
    expect(world.t.logged.join('')).not.toMatch(/4242\W?4242/);
  });

  const named = async (name: string) => {
    const variables = { input: { name } };
    const document = documentFor('Mutation.createProduct', variables, 'product { id }');
    return JSON.parse((await world.ask('merchant A', document, variables)).text).data.createProduct.__typename;
  };

  test.each([
    ['4222222222222', 'thirteen digits'],
    ['378282246310005', 'fifteen digits'],
    ['4242424242424242', 'sixteen digits'],
    ['6304000000000000000', 'nineteen digits'],
    ['4242 4242 4242 4242', 'in groups'],
    ['4242-4242-4242-4242', 'in groups with dashes'],
    ['4242.4242.4242.4242', 'in groups with dots'],
    ['4242\u00a04242\u00a04242\u00a04242', 'in groups with blanks that do not break'],
    ['card:4242424242424242.', 'in a sentence'],
    ['No 12 4242 4242 4242 4242', 'after another number'],
    ['4242424242424242 12/34 123', 'before a date and a code'],
    ['4242 4242 4242 4242 1234', 'before another group'],
    ['42 42 42 42 42 42 42 42', 'in pairs'],
    ['3782 822463 10005', 'in the groups of American Express'],
    ['４２４２４２４２４２４２４２４２', 'in full-width digits'],
    ['4242/4242/4242/4242', 'in groups with slashes'],
    ['4242, 4242, 4242, 4242', 'as a list'],
    ['4242\u200b4242\u200b4242\u200b4242', 'with characters that have no width'],
    ['a4242424242424242f', 'between letters'],
  ])('a product name that contains %s is refused: %s', async (text) => {
    expect(await named(text)).toBe('ValidationError');
  });

  test.each([
    ['4242424242424241', 'a wrong check digit'],
    ['424242424242', 'twelve digits'],
    ['+49 170 1234 5678', 'a phone number'],
    ['INV-2026-000123', 'an invoice number'],
    ['0f8fad5b-d9cb-469f-4242-424242424242', 'a UUID'],
    ['9b2a4242424242424242f0c1', 'a part of a hash'],
    ['Service 02.04.2026 21.04.2026', 'a period'],
  ])('a product name that contains %s is accepted: %s', async (text) => {
    expect(await named(text)).toBe('CreateProductSuccess');
  });
});
