/**
 * Values that can be recognised are sent through everything; then it is looked for them where they must not be: in the
 * log, in jobs, in events, in answers that tell of a mistake, and secrets in any table at all.
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
/** Jobs as they waited, ran and failed; what is done is not kept. */
const jobs: string[] = [];
const codes: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  await goAstray(world);
}, WORLD_TAKES);
afterAll(() => world.close());

const CODE = /\b[2-9A-HJKMNP-TW-Z]{6}\b/;

/** Links by mail, codes that are guessed, providers that break with a customer's data in their mouth. */
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

  const { attachMethod } = t.gateway;
  t.gateway.attachMethod = async ({ token }) => {
    throw new Error(`No card ${token} of ${A1.email}`);
  };
  const broken = await world.ask(
    'customer A1',
    'mutation M { addPaymentMethod(input: { token: "tok_qqcanaryqq" }) { __typename } }',
  );
  t.gateway.attachMethod = attachMethod;
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

describe('after everything was done and everything went wrong', () => {
  test('what is looked for is really there: customers’ data in its tables, mails in the mailbox, lines in the log', async () => {
    const tables = await allTables();
    expect(tables.size).toBeGreaterThanOrEqual(25);
    expect(holding(tables.get('public.customer') ?? [], marks()).length).toBeGreaterThanOrEqual(3);
    // Links that were asked for, one that failed, a payment to be captured, a method to be detached.
    expect(jobs.length).toBeGreaterThanOrEqual(5);
    expect(jobs.some((job) => job.includes('"retry"') || job.includes('"failed"'))).toBe(true);
    expect(world.t.mailbox.list().length).toBeGreaterThanOrEqual(3);
    expect(codes).toEqual([expect.stringMatching(CODE), expect.stringMatching(CODE)]);
    expect(world.secrets.length).toBeGreaterThanOrEqual(18);
    expect(world.secrets.every((secret) => typeof secret === 'string' && secret.length > 30)).toBe(true);
    expect(world.t.logged.length).toBeGreaterThanOrEqual(2);
  });

  test('no line of the log holds an address, a name, a text of a customer, a submitted value or a secret', () => {
    expect(holding(world.t.logged, [...marks(), CANARY])).toEqual([]);
    for (const secret of [...world.secrets, ...codes]) expect(world.t.logged.join('\n')).not.toContain(secret);
  });

  test('no job holds an address, a name, a text of a customer, a submitted value or a secret', async () => {
    const rows = [...(await allTables())].flatMap(([name, found]) => (name.startsWith('pgboss.') ? found : []));
    expect(holding([...jobs, ...rows], [...marks(), CANARY])).toEqual([]);
    for (const secret of [...world.secrets, ...codes]) expect(jobs.join('\n')).not.toContain(secret);
  });

  test('no event holds anything of a customer, but what the customer wrote when cancelling', async () => {
    const events = await rowsOf(
      `SELECT (to_jsonb(e) || jsonb_build_object('data', e.data - 'comment' - 'reason'))::text AS row FROM event e`,
    );
    expect(events.length).toBeGreaterThanOrEqual(60);
    expect(holding(events, [...marks(), CANARY])).toEqual([]);
    const comments = await rowsOf(`SELECT data->>'comment' AS row FROM event WHERE data->>'comment' IS NOT NULL`);
    expect(holding(comments, marks())).toHaveLength(3);
  });

  test('what is kept of answers to idempotency keys holds ids and nothing else', async () => {
    expect(holding(await rowsOf('SELECT to_jsonb(t)::text AS row FROM idempotency_record t'), marks())).toEqual([]);
  });

  test('counters are named by nothing that can be read', async () => {
    const counters = await rowsOf('SELECT to_jsonb(t)::text AS row FROM rate_limit t');
    expect(counters.length).toBeGreaterThanOrEqual(3);
    expect(holding(counters, [...marks(), '127.0.0.1', 'co_'])).toEqual([]);
  });

  test('no token, key or code that was ever given out stands in any table', async () => {
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

test('texts are accepted in many places', () => {
  expect(places.length).toBeGreaterThanOrEqual(150);
});

describe('an answer never repeats what was submitted', () => {
  test.each(mutations)('%s', async (name, field) => {
    for (const place of textPlaces(field.args))
      for (const text of [CANARY, `${CANARY}\u0007\n`, `${CANARY}@`, CANARY.repeat(400)]) {
        const variables = withTextAt(field.args, place, text, world.A1.records.customer);
        const answer = await world.ask(callerOf(name), documentFor(name, variables, '__typename'), variables);
        expect(answer.text, place.path.join('.')).not.toContain(CANARY);
      }
  });

  test('nor does the log', () => {
    expect(holding(world.t.logged, [CANARY])).toEqual([]);
  });
});

/** Numbers that the card schemes give out for tests. */
const CARD = '4242424242424242';

describe('a card number is refused wherever text is accepted', () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await digest(world.t.db);
  });

  test.each(places)('%s', async (_title, name, field, place) => {
    const variables = withTextAt(field.args, place, `my card 4242-4242 4242 4242`, world.A1.records.customer);
    const answer = await world.ask(callerOf(name), documentFor(name, variables, '__typename'), variables);
    const result = JSON.parse(answer.text).data?.[field.name];
    const path = place.type === 'JSONObject' ? [...place.path, 'note'] : place.path;
    expect(result, answer.text).toMatchObject({ __typename: 'ValidationError', code: 'VALIDATION_FAILED', path });
    expect(answer.text).not.toContain('4242');
  });

  test('and nothing of it is written', async () => {
    expect(await digest(world.t.db)).toEqual(before);
    for (const [name, rows] of await allTables())
      expect(
        rows.filter((row) => row.replace(/\D/g, '').includes(CARD) || row.includes('4242-4242')),
        name,
      ).toEqual([]);
    expect(world.t.logged.join('')).not.toContain('4242');
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
    ['3782 822463 10005', 'as some print theirs'],
    ['４２４２４２４２４２４２４２４２', 'in full-width digits'],
  ])('%s is refused: %s', async (text) => {
    expect(await named(text)).toBe('ValidationError');
  });

  test.each([
    ['4242424242424241', 'a wrong check digit'],
    ['424242424242', 'twelve digits'],
    ['+49 170 1234 5678', 'a phone number'],
    ['INV-2026-000123', 'a number of an invoice'],
    ['0f8fad5b-d9cb-469f-4242-424242424242', 'a UUID'],
    ['a4242424242424242f', 'a part of a hash'],
    ['Service 02.04.2026 21.04.2026', 'a stretch of time'],
  ])('%s is taken: %s', async (text) => {
    expect(await named(text)).toBe('CreateProductSuccess');
  });
});
