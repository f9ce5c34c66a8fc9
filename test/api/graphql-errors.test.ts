/** Errors for clients and the log contain the place and kind of a mistake, and never a submitted value. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';

const CANARY = 'canary-7c1f0e';
const cursor = (text: string) => Buffer.from(text).toString('base64');

let t: TestApp;
let apiKey: string;
let customerId: string;
let subscriptionId: string;
let invoiceId: string;
let foreignCustomerId: string;
let foreignEventId: string;
let ownEventId: string;
let portalToken: string;

beforeAll(async () => {
  t = await openTestApp();
  const own = await t.company();
  apiKey = own.apiKey;
  customerId = await makeCustomer(own.merchant);
  const { priceId } = await makePrice(own.merchant, { amount: 3000 });
  const made = await makeSubscription(own.merchant, customerId, priceId);
  subscriptionId = made.subscription.id;
  invoiceId = made.invoice?.id ?? '';
  const foreign = await t.company('Other');
  foreignCustomerId = await makeCustomer(foreign.merchant);
  const firstEvent = async (companyId: string) =>
    (await t.db.prisma.event.findFirstOrThrow({ where: { companyId } })).id;
  ownEventId = await firstEvent(own.companyId);
  foreignEventId = await firstEvent(foreign.companyId);
  ({ token: portalToken } = await t.signIn(own.merchant, customerId));
});
afterAll(() => t.close());
beforeEach(() => {
  t.logged.length = 0;
});

interface Asked {
  query: string;
  variables?: unknown;
  credential?: string | null;
}

async function ask({ query, variables, credential = apiKey }: Asked) {
  const headers: Record<string, string> = credential === null ? {} : { authorization: `Bearer ${credential}` };
  return t.post({ query, variables }, headers);
}

const CREATE = `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) {
  __typename ... on UserError { code message path } ... on ValidationError { issues { path message } } } }`;
const RETRIEVE = 'query ($id: ID!) { customer(id: $id) { id } }';

/** One mistake of every kind that graphql-js, the scalars, Yoga and Pothos distinguish. */
const mistakes: Record<string, Asked> = {
  'a wrong enum in a variable': {
    query: 'query ($status: InvoiceStatus!) { invoices(statuses: [$status]) { nodes { id } } }',
    variables: { status: CANARY },
  },
  'a wrong enum as a literal': { query: '{ invoices(statuses: [CANARY_7C1F0E]) { nodes { id } } }' },
  'a string for an enum as a literal': { query: `{ invoices(statuses: ["${CANARY}"]) { nodes { id } } }` },
  'a wrong SafeInt in a variable': {
    query: `mutation ($input: CreatePriceInput!) { createPrice(input: $input) { __typename } }`,
    variables: {
      input: { productId: 'prod_1', interval: 'MONTH', unitAmount: { amount: CANARY, currency: 'EUR' } },
    },
  },
  'a wrong SafeInt as a literal': {
    query: `mutation { createPrice(input: { productId: "x", interval: MONTH, unitAmount: { amount: "${CANARY}", currency: "EUR" } }) { __typename } }`,
  },
  'a SafeInt with a fraction': {
    query: `mutation ($a: SafeInt!) { createPrice(input: { productId: "x", interval: MONTH, unitAmount: { amount: $a, currency: "EUR" } }) { __typename } }`,
    variables: { a: 71_530.125 },
  },
  'a SafeInt that is too large': {
    query: `mutation ($a: SafeInt!) { createPrice(input: { productId: "x", interval: MONTH, unitAmount: { amount: $a, currency: "EUR" } }) { __typename } }`,
    variables: { a: 9_007_199_254_740_993_000 },
  },
  'a wrong DateTime in a variable': {
    query:
      'mutation ($at: DateTime) { createInvoice(input: { customerId: "x", currency: "EUR", lines: [], dueAt: $at }) { __typename } }',
    variables: { at: CANARY },
  },
  'a wrong DateTime as a literal': {
    query: `mutation { createInvoice(input: { customerId: "x", currency: "EUR", lines: [], dueAt: "${CANARY}" }) { __typename } }`,
  },
  'a wrong Currency in a variable': {
    query:
      'mutation ($c: Currency!) { createInvoice(input: { customerId: "x", currency: $c, lines: [] }) { __typename } }',
    variables: { c: CANARY },
  },
  'a wrong Currency as a literal': {
    query: `mutation { createInvoice(input: { customerId: "x", currency: "${CANARY}", lines: [] }) { __typename } }`,
  },
  'a wrong JSONObject in a variable': {
    query: CREATE,
    variables: { input: { email: 'a@b.example', metadata: CANARY } },
  },
  'a wrong JSONObject as a literal': {
    query: `mutation { createCustomer(input: { email: "a@b.example", metadata: "${CANARY}" }) { __typename } }`,
  },
  'an object for an ID': { query: RETRIEVE, variables: { id: { [CANARY]: CANARY } } },
  'a list for an ID': { query: RETRIEVE, variables: { id: [CANARY] } },
  'an object for an ID as a literal': { query: `{ customer(id: { a: "${CANARY}" }) { id } }` },
  'an Int that is a string': {
    query: 'query ($first: Int) { customers(first: $first) { nodes { id } } }',
    variables: { first: CANARY },
  },
  'an Int beyond 32 bits': {
    query: 'query ($first: Int) { customers(first: $first) { nodes { id } } }',
    variables: { first: 71_530_711_530 },
  },
  'an Int beyond 32 bits as a literal': { query: '{ customers(first: 71530711530) { nodes { id } } }' },
  'a Boolean that is a string': {
    query: 'query ($active: Boolean) { products(active: $active) { nodes { id } } }',
    variables: { active: CANARY },
  },
  'a string for an input': { query: CREATE, variables: { input: CANARY } },
  'a field of an input that does not exist': {
    query: CREATE,
    variables: { input: { email: 'a@b.example', [CANARY]: CANARY } },
  },
  'a field of an input whose name looks like a place': {
    query: CREATE,
    variables: { input: { email: 'a@b.example', [`x" at "input.${CANARY}"; y`]: 1 } },
  },
  'a required field that is missing': { query: CREATE, variables: { input: { name: CANARY } } },
  'null for what is required': { query: RETRIEVE, variables: { id: null } },
  'a variable of another type than its place': {
    query: 'query ($id: Int) { customer(id: $id) { id } }',
    variables: { id: CANARY },
  },
  'a variable of a type that does not exist': {
    query: 'query ($id: NoSuchType) { customer(id: $id) { id } }',
    variables: { id: CANARY },
  },
  'variables that are a list': { query: RETRIEVE, variables: [CANARY] },
  'variables that are a string': { query: RETRIEVE, variables: CANARY },
  'a string that is not closed': { query: `{ customer(id: "${CANARY}) { id } }` },
  'a bad escape': { query: `{ customer(id: "${CANARY}\\q") { id } }` },
  'a string where a name belongs': { query: `{ "${CANARY}" }` },
  'characters that are none of the language': { query: `{ customer(id: ${CANARY}§) }` },
  'a malformed cursor': {
    query: 'query ($after: String) { customers(after: $after) { nodes { id } } }',
    variables: { after: CANARY },
  },
  'a malformed cursor as a literal': { query: `{ customers(before: "${CANARY}") { nodes { id } } }` },
  'a cursor with another content': {
    query: 'query ($after: String) { customers(after: $after) { nodes { id } } }',
    variables: { after: cursor(`GPC:S:${CANARY}`) },
  },
  'a cursor with a number': {
    query: 'query ($after: String) { customers(after: $after) { nodes { id } } }',
    variables: { after: cursor('GPC:N:7153') },
  },
  'a cursor with a condition of the database': {
    query: 'query ($after: String) { customers(after: $after) { nodes { id } } }',
    variables: { after: cursor(`GPC:J:{"contains":"${CANARY}"}`) },
  },
  'a cursor with a NUL character': {
    query: 'query ($after: String) { customers(after: $after) { nodes { id } } }',
    variables: { after: cursor(`GPC:S:${CANARY}\0`) },
  },
  'a nested cursor': {
    query: 'query ($after: String, $id: ID!) { customer(id: $id) { invoices(after: $after) { nodes { id } } } }',
    variables: { after: CANARY, id: 'cus_1' },
  },
};

describe('submitted values in errors', () => {
  test.each(Object.entries(mistakes))('the error for %s does not repeat the submitted value', async (_name, asked) => {
    const { status, body } = await ask(asked);
    expect([200, 400]).toContain(status);
    expect(body.data ?? null).toBeNull();
    const text = JSON.stringify(body.errors);
    expect(body.errors.length).toBeGreaterThan(0);
    for (const secret of [CANARY, '71530', '7153', 'contains', 'CANARY_7C1F0E', '\\u0000'])
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('Did you mean');
    expect(text).not.toContain(cursor(`GPC:S:${CANARY}`));
    // A caller's mistake is no warning.
    expect(t.warnings()).toEqual([]);
  });

  test('the error for a wrong variable names the variable and the path', async () => {
    const { body } = await ask({
      query: CREATE,
      variables: { input: { email: 'a@b.example', address: { city: { x: CANARY } } } },
    });
    expect(body.errors).toMatchObject([
      {
        message: 'Variable "$input" has a value of the wrong type at "input.address.city".',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  test('errors repeat only the names of unknown fields, arguments and types', async () => {
    const { body } = await ask({
      query: `{ noSuchFieldCanary customers(noSuchArgumentCanary: "${CANARY}") { nodes { id } } }`,
    });
    expect(body.errors.map(({ message }: { message: string }) => message).sort()).toEqual([
      'Cannot query field "noSuchFieldCanary" on type "Query".',
      'Unknown argument "noSuchArgumentCanary" on field "Query.customers".',
    ]);
  });

  test.each([
    ['operationName', { query: 'query A { __typename } query B { __typename }', operationName: CANARY }],
    ['a parameter that does not exist', { query: '{ __typename }', [CANARY]: CANARY }],
    ['extensions', { query: '{ __typename }', extensions: CANARY }],
    ['query', { query: { canary: CANARY } }],
    ['a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: CANARY } } }],
  ])('the error for a wrong %s does not repeat it', async (_name, parameters) => {
    const { status, body } = await t.post(parameters, { authorization: `Bearer ${apiKey}` });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain(CANARY);
    expect(t.warnings()).toEqual([]);
  });

  test.each([
    ['broken JSON', `{"query": "${CANARY}`],
    ['a string', JSON.stringify(CANARY)],
    ['a list', JSON.stringify([CANARY])],
    ['a word', CANARY],
    ['null', 'null'],
    ['nothing', ''],
  ])('the error for a body that is %s does not repeat it', async (_name, body) => {
    const answer = await t.post(body, { authorization: `Bearer ${apiKey}` });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(CANARY);
    expect(t.warnings()).toEqual([]);
  });

  test.each(['variables', 'extensions'])(
    'the error for broken JSON in the %s of a GET does not repeat it',
    async (parameter) => {
      const url = `${PUBLIC_URL}/graphql?query={__typename}&${parameter}={"${CANARY}`;
      const response = await t.app.fetch(new Request(url));
      const text = await response.text();
      expect(JSON.parse(text).errors[0].extensions.code).toBe('BAD_USER_INPUT');
      expect(text).not.toContain(CANARY);
      expect(t.warnings()).toEqual([]);
    },
  );

  test.each([
    ['no scheme', CANARY],
    ['another scheme', `Basic ${CANARY}`],
    ['a malformed key', `Bearer sk_test_${CANARY}`],
    ['an unknown key', `Bearer sk_test_${CANARY.padEnd(43, 'x')}`],
    ['no token', `Bearer ${CANARY}`],
    ['a token with an unknown signature', `Bearer eyJhbGciOiJIUzI1NiJ9.${cursor(`{"sub":"${CANARY}"}`)}.${CANARY}`],
    ['a token of no algorithm', `Bearer ${cursor('{"alg":"none"}')}.${cursor(`{"sub":"${CANARY}"}`)}.`],
    ['a very long token', `Bearer ${CANARY.repeat(2000)}`],
  ])('the error for an Authorization header with %s does not repeat it', async (_name, authorization) => {
    const { status, body } = await t.post({ query: '{ customers { nodes { id } } }' }, { authorization });
    expect(status).toBe(200);
    expect(body.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(JSON.stringify(body)).not.toContain(CANARY);
    expect(t.logged.join('')).not.toContain(CANARY);
  });
});

test.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '3000-01-01T00:00:00Z'])(
  'the instant %s is refused as a variable and as a literal, before anything is done with it',
  async (instant) => {
    const authorization = { authorization: `Bearer ${apiKey}` };
    const literal = await t.post(
      { query: `mutation { createTestClock(input: { frozenTime: "${instant}" }) { __typename } }` },
      authorization,
    );
    const variable = await t.post(
      {
        query: 'mutation ($at: DateTime!) { createTestClock(input: { frozenTime: $at }) { __typename } }',
        variables: { at: instant },
      },
      authorization,
    );
    for (const { body } of [literal, variable]) {
      expect(body.errors[0].extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
      expect(body.data ?? null).toBeNull();
    }
    expect(t.logged.join('')).not.toContain('failed unexpectedly');
  },
);

describe('page size', () => {
  const PAGE = (size: string) => `{ customers(first: ${size}) { nodes { id } } }`;
  test.each(['0', '1', '100'])('a connection with first: %s is served', async (size) => {
    const { body } = await ask({ query: PAGE(size) });
    expect(body.errors).toBeUndefined();
  });
  test.each(['101', '10000000', '-1', '2147483647'])('a connection with first or last: %s is refused', async (size) => {
    for (const query of [PAGE(size), PAGE(size).replace('first', 'last')]) {
      const { body } = await ask({ query });
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(JSON.stringify(body.errors)).not.toContain(size === '-1' ? '-1' : `${size} `);
    }
    expect(t.warnings()).toEqual([]);
  });
  test.each([101, -1])('a nested connection with first: %i is refused', async (first) => {
    const { body } = await ask({
      query: 'query ($first: Int) { customers { nodes { invoices(first: $first) { nodes { id } } } } }',
      variables: { first },
    });
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(t.warnings()).toEqual([]);
  });
});

describe('NUL characters and unpaired surrogates', () => {
  /** Inputs for text, as a literal and as a variable. */
  const places: [string, string, string][] = [
    ['an id', '$text: ID!', '{ customer(id: $text) { id } }'],
    ['a filter by id', '$text: ID!', '{ invoices(customerId: $text) { nodes { id } } }'],
    ['a filter by address', '$text: String!', '{ customers(email: $text) { nodes { id } } }'],
    ['a filter by type', '$text: String!', '{ events(types: [$text]) { nodes { id } } }'],
    ['node', '$text: ID!', '{ node(id: $text) { id } }'],
    ['nodes', '$text: ID!', '{ nodes(ids: [$text]) { id } }'],
    ['a mutation', '$text: String!', 'mutation { createCustomer(input: { email: $text }) { __typename } }'],
    ['a name', '$text: String!', 'mutation { createProduct(input: { name: $text }) { __typename } }'],
    ['a link', '$text: String!', 'mutation { consumePortalLink(input: { token: $text }) { __typename } }'],
    [
      'a sign-in',
      '$text: String!',
      `mutation { requestPortalLink(input: { companyId: "co_x", email: $text }) { __typename } }`,
    ],
  ];
  const withVariable = (type: string, document: string) =>
    document.startsWith('mutation')
      ? document.replace('mutation', `mutation (${type})`)
      : `query (${type}) ${document}`;

  test.each(places)('NUL and unpaired surrogates in %s are refused as bad input', async (_name, type, document) => {
    for (const text of [`${CANARY}\0`, '\0', `a\ud800${CANARY}`, `${CANARY}\udc00`]) {
      const { status, body } = await ask({ query: withVariable(type, document), variables: { text } });
      expect([status, body.data ?? null]).toEqual([200, null]);
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(JSON.stringify(body)).not.toContain(CANARY);
    }
    const literals = ['"x\\u0000"', '"\\u{0}"', '"\\uD800"', '"\\uDC00x"', '"x\0"', '"""x\0"""', '"\ud800"'];
    for (const literal of literals) {
      const { body } = await ask({ query: document.replace('$text', literal) });
      expect(body.data ?? null).toBeNull();
      expect(body.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_PARSE_FAILED)$/);
    }
    expect(t.warnings()).toEqual([]);
  });

  test('NUL and unpaired surrogates in keys and values of JSON are refused', async () => {
    for (const metadata of [{ 'a\0': 'x' }, { a: 'x\0' }, { a: '\ud800' }]) {
      const { body } = await ask({ query: CREATE, variables: { input: { email: 'z@b.example', metadata } } });
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
    const { body } = await ask({
      query: 'mutation { createCustomer(input: { email: "z@b.example", metadata: { a: "x\\u0000" } }) { __typename } }',
    });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(t.warnings()).toEqual([]);
  });

  test('NUL in the default of a variable is refused', async () => {
    const { body } = await ask({ query: 'query ($id: ID = "x\\u0000") { customer(id: $id) { id } }' });
    expect(body.data ?? null).toBeNull();
    expect(t.warnings()).toEqual([]);
  });

  test('complete surrogate pairs are accepted as text', async () => {
    const { body } = await ask({ query: CREATE, variables: { input: { email: 'smile@b.example', name: 'Ada 😀' } } });
    expect(body.data.createCustomer.__typename).toBe('CreateCustomerSuccess');
  });

  test('variables nested a hundred thousand levels deep are refused without a stack overflow', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const answer = await t.post(`{"query":"{ __typename }","variables":{"x":${deep}}}`);
    expect(answer.body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(t.warnings()).toEqual([]);
  });
});

describe('ids of hidden and missing records', () => {
  const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
  const nothing = () => ({
    missing: newId('Customer', new Date('2026-03-01T00:00:00.000Z')),
    'a missing event': newId('Event', new Date('2026-03-01T00:00:00.000Z')),
    'of a company': newId('Company', new Date('2026-03-01T00:00:00.000Z')),
    'of a kind that is no node': newId('IdempotencyRecord', new Date('2026-03-01T00:00:00.000Z')),
    malformed: 'no id at all',
    empty: '',
    'of an unknown prefix': `zzz_${customerId.slice(4)}`,
    'in capitals': customerId.toUpperCase(),
    'of another kind': customerId.replace('cus_', 'sub_'),
    'of another company': foreignCustomerId,
    'an event of another company': foreignEventId,
    'very long': `cus_${'0'.repeat(7000)}`,
  });
  const KINDS = Object.keys({
    ...{ missing: 0, 'a missing event': 0, 'of a company': 0, 'of a kind that is no node': 0, malformed: 0, empty: 0 },
    ...{
      'of an unknown prefix': 0,
      'in capitals': 0,
      'of another kind': 0,
      'of another company': 0,
      'an event of another company': 0,
    },
    'very long': 0,
  }) as (keyof ReturnType<typeof nothing>)[];

  test.each(KINDS)('node returns null without an error for an id that is %s', async (kind) => {
    for (const credential of [apiKey, portalToken, null]) {
      const { status, body } = await ask({ query: NODE, variables: { id: nothing()[kind] }, credential });
      expect([status, body]).toEqual([200, { data: { node: null } }]);
    }
    expect(t.warnings()).toEqual([]);
  });

  test('nodes returns null at the position of each hidden or missing id', async () => {
    const ids = [...Object.values(nothing()), customerId, invoiceId, subscriptionId];
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const { body } = await ask({ query, variables: { ids } });
    expect(body).toEqual({
      data: {
        nodes: [
          ...KINDS.map(() => null),
          { __typename: 'Customer', id: customerId },
          { __typename: 'Invoice', id: invoiceId },
          { __typename: 'Subscription', id: subscriptionId },
        ],
      },
    });
  });

  test('node returns null to a customer for a record that only the merchant sees', async () => {
    const { body } = await ask({ query: NODE, variables: { id: ownEventId }, credential: portalToken });
    expect(body).toEqual({ data: { node: null } });
    const merchant = await ask({ query: NODE, variables: { id: ownEventId } });
    expect(merchant.body.data.node).toEqual({ __typename: 'Event', id: ownEventId });
  });

  test('nodes accepts 100 ids and refuses 101', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const full = await ask({ query, variables: { ids: Array(100).fill(customerId) } });
    expect(full.body.data.nodes).toHaveLength(100);
    const beyond = await ask({ query, variables: { ids: Array(101).fill(customerId) } });
    expect(beyond.body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test.each([
    ['customer', '{ customer(id: $id) { id } }'],
    ['invoice', '{ invoice(id: $id) { id } }'],
    ['subscription', '{ subscription(id: $id) { id } }'],
    ['product', '{ product(id: $id) { id } }'],
    ['price', '{ price(id: $id) { id } }'],
    ['coupon', '{ coupon(id: $id) { id } }'],
  ])('the root field %s returns null for every hidden or missing id', async (field, selection) => {
    for (const id of Object.values(nothing())) {
      const { status, body } = await ask({ query: `query ($id: ID!) ${selection}`, variables: { id } });
      expect([status, body]).toEqual([200, { data: { [field]: null } }]);
    }
  });
});

test('an expected failure in a query is a top-level error with its own code', async () => {
  const { body } = await ask({
    query:
      '{ company { id } cancellationFigures(from: "2026-12-01T00:00:00Z", to: "2026-01-01T00:00:00Z") { offersShown } }',
  });
  expect(body).toMatchObject({
    data: null,
    errors: [
      { message: 'Must be after `from`.', path: ['cancellationFigures'], extensions: { code: 'VALIDATION_FAILED' } },
    ],
  });
  expect(t.warnings()).toEqual([]);
});
