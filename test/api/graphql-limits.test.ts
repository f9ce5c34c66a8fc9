/** What a document may ask for: each limit at its bound and one beyond, however the document is cut into fragments. */
import { readFileSync } from 'node:fs';
import { getIntrospectionQuery, parse, print, separateOperations } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_LIMITS } from '../../src/graphql/documentLimits.ts';
import { countRows } from '../../src/graphql/rows.ts';
import { schema } from '../../src/graphql/schema.ts';
import { MAXIMUM_DOCUMENT_LENGTH, MAXIMUM_VARIABLE_DEPTH } from '../../src/graphql/submittedText.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';

let t: TestApp;
let apiKey: string;
let portalToken: string;

beforeAll(async () => {
  t = await openTestApp();
  const own = await t.company();
  apiKey = own.apiKey;
  const customerId = await makeCustomer(own.merchant);
  const { priceId } = await makePrice(own.merchant, { amount: 3000 });
  await makeSubscription(own.merchant, customerId, priceId);
  ({ token: portalToken } = await t.signIn(own.merchant, customerId));
});
afterAll(() => t.close());

async function ask(
  query: string,
  { variables, credential = apiKey }: { variables?: object; credential?: string | null } = {},
) {
  const { body } = await t.post({ query, variables }, credential ? { authorization: `Bearer ${credential}` } : {});
  return body;
}
const messages = (body: { errors?: { message: string }[] }) => body.errors?.map(({ message }) => message) ?? [];

/** What stands in front of a selection, what behind it, and which fragments are needed, for each way to hide it. */
type Wrap = (selection: string, on: string) => { selection: string; fragments: string };
const wraps: Record<string, Wrap> = {
  plain: (selection) => ({ selection, fragments: '' }),
  'in an inline fragment': (selection, on) => ({ selection: `... on ${on} { ${selection} }`, fragments: '' }),
  'in an inline fragment without a type': (selection) => ({ selection: `... { ${selection} }`, fragments: '' }),
  'in a named fragment': (selection, on) => ({ selection: '...A', fragments: `fragment A on ${on} { ${selection} }` }),
  'in nested fragments': (selection, on) => ({
    selection: '...A',
    fragments: `fragment A on ${on} { ...B } fragment B on ${on} { ... { ...C } } fragment C on ${on} { ${selection} }`,
  }),
  'in a fragment named __schema': (selection, on) => ({
    selection: '...__schema',
    fragments: `fragment __schema on ${on} { ${selection} }`,
  }),
  'in fragments named __schema and __type': (selection, on) => ({
    selection: '...__schema ...__schema',
    fragments: `fragment __schema on ${on} { ...__type } fragment __type on ${on} { ${selection} }`,
  }),
};
const ways = Object.entries(wraps);

describe('depth', () => {
  const { depth } = DOCUMENT_LIMITS;
  /** From one credit note to the next: so many fields below each other, the two around them and `id` included. */
  function straight(levels: number): string {
    let selection = 'id';
    for (let level = 3; level < levels; level++) selection = `corrects { ${selection} }`;
    return selection;
  }

  test.each(ways)('%s', async (_name, wrap) => {
    for (const [levels, refused] of [
      [depth, false],
      [depth + 1, true],
    ] as const) {
      const { selection, fragments } = wrap(straight(levels), 'Invoice');
      const body = await ask(`{ invoices(first: 1) { nodes { ${selection} } } } ${fragments}`);
      expect(messages(body)).toEqual(refused ? [`Query depth limit of ${depth} exceeded, found ${depth + 1}.`] : []);
    }
  });

  test('fields are counted through fragments that begin at the root', async () => {
    const body = await ask(
      `{ ...__schema } fragment __schema on Query { invoices(first: 1) { nodes { ${straight(depth + 1)} } } }`,
    );
    expect(messages(body)).toEqual([`Query depth limit of ${depth} exceeded, found ${depth + 1}.`]);
  });
});

describe('aliases', () => {
  const { aliases } = DOCUMENT_LIMITS;
  const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ');

  test.each(ways)('%s', async (name, wrap) => {
    const twice = name.includes('__type');
    const most = twice ? aliases / 2 : aliases;
    for (const [count, refused] of [
      [most, false],
      [most + 1, true],
    ] as const) {
      const { selection, fragments } = wrap(many(count), 'Query');
      const body = await ask(`{ ${selection} } ${fragments}`);
      expect(messages(body).map((message) => message.slice(0, 13))).toEqual(refused ? ['Aliases limit'] : []);
    }
  });
});

describe('directives', () => {
  const { directives } = DOCUMENT_LIMITS;
  const many = (count: number) => Array.from({ length: count }, () => '__typename @include(if: true)').join(' ');

  test.each(ways)('%s', async (name, wrap) => {
    const most = name.includes('__type') ? directives / 2 : directives;
    for (const [count, refused] of [
      [most, false],
      [most + 1, true],
    ] as const) {
      const { selection, fragments } = wrap(many(count), 'Query');
      const body = await ask(`{ ${selection} } ${fragments}`);
      expect(messages(body).map((message) => message.slice(0, 16))).toEqual(refused ? ['Directives limit'] : []);
    }
  });
});

describe('tokens', () => {
  const { tokens } = DOCUMENT_LIMITS;
  const fields = (count: number) => Array(count).fill('__typename').join(' ');
  /** A document of so many tokens, cut into operations, since graphql-js refuses to compare too many equal fields. */
  function document(count: number): string {
    const operations: string[] = [];
    for (let left = count; left > 0; left -= 104)
      operations.push(`query O${operations.length} { ${fields(Math.min(left, 104) - 4)} }`);
    return operations.join(' ');
  }
  const askFirst = async (query: string) =>
    (await t.post({ query, operationName: 'O0' }, { authorization: `Bearer ${apiKey}` })).body;

  test('plain', async () => {
    expect(messages(await askFirst(document(tokens)))).toEqual([]);
    expect(messages(await askFirst(document(tokens + 1)))).toEqual([`Token limit of ${tokens} exceeded.`]);
  });

  test.each(['A', '__schema'])('in a fragment named %s', async (name) => {
    // The operation that spreads it has 6 tokens, the fragment without its fields 6.
    const query = (count: number) =>
      `${document(count - 112)} query Last { ...${name} } fragment ${name} on Query { ${fields(100)} }`;
    expect(messages(await askFirst(query(tokens)))).toEqual([]);
    expect(messages(await askFirst(query(tokens + 1)))).toEqual([`Token limit of ${tokens} exceeded.`]);
  });

  test('comments are no tokens, and a document has a longest length all the same', async () => {
    const query = (length: number) => '{ __typename } #'.padEnd(length, 'x');
    expect(messages(await ask(query(MAXIMUM_DOCUMENT_LENGTH)))).toEqual([]);
    expect(messages(await ask(query(MAXIMUM_DOCUMENT_LENGTH + 1)))).toEqual([
      `A document has at most ${MAXIMUM_DOCUMENT_LENGTH} characters.`,
    ]);
  });

  test('a document that repeats one field without end is answered within a second', async () => {
    const started = performance.now();
    expect(messages(await ask(`{ customers { nodes { ${fields(tokens - 10)} } } }`))).toEqual([
      'The document repeats fields too often to be checked.',
    ]);
    await ask(`{ ${Array(300).fill('customers { nodes { id } }').join(' ')} }`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('variables', () => {
  const query = '{ __typename }';
  const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });

  test('are nested to a limit and no deeper', async () => {
    expect(messages(await ask(query, { variables: nested(MAXIMUM_VARIABLE_DEPTH - 1) }))).toEqual([]);
    expect(messages(await ask(query, { variables: nested(MAXIMUM_VARIABLE_DEPTH) }))).toEqual([
      'The variables are nested too deeply.',
    ]);
  });
});

describe('access mutations', () => {
  const request = (name: string) =>
    `${name}: requestPortalLink(input: { companyId: "co_x", email: "a@b.example" }) { __typename }`;
  const consume = (name: string) => `${name}: consumePortalLink(input: { token: "x" }) { __typename }`;
  const REFUSED = ['Too many access mutations in one document: one is allowed.'];

  test.each(ways.filter(([name]) => !name.includes('__type')))(
    'one is allowed, two are not: %s',
    async (_name, wrap) => {
      const one = wrap(consume('a'), 'Mutation');
      expect(messages(await ask(`mutation { ${one.selection} } ${one.fragments}`, { credential: null }))).toEqual([]);
      for (const two of [
        `${consume('a')} ${consume('b')}`,
        `${request('a')} ${request('b')}`,
        `${request('a')} ${consume('b')}`,
      ]) {
        const { selection, fragments } = wrap(two, 'Mutation');
        const body = await ask(`mutation { ${selection} } ${fragments}`, { credential: null });
        expect([body.data, messages(body)]).toEqual([undefined, REFUSED]);
      }
    },
  );

  test('a fragment that is spread twice counts twice', async () => {
    const body = await ask(
      `mutation { ...A ...B } fragment A on Mutation { ...B } fragment B on Mutation { ${consume('a')} }`,
    );
    expect(messages(body)).toEqual(REFUSED);
  });

  test('several operations in one document count together', async () => {
    const body = await ask(`mutation A { ${consume('a')} } mutation B { ${consume('b')} }`);
    expect(body.data ?? null).toBeNull();
  });

  test('no request was counted, and no mail was asked for, by any that was refused', async () => {
    await t.app.tick();
    expect(t.mailbox.list()).toEqual([]);
  });
});

describe('fragments', () => {
  test.each([
    ['that spread themselves', '{ ...A } fragment A on Query { ...A }'],
    [
      'that spread each other',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { customers { nodes { id } } ...A }',
    ],
    [
      'that spread each other below fields',
      '{ customers { nodes { ...A } } } fragment A on Customer { invoices { nodes { customer { ...A } } } }',
    ],
    ['in a mutation', 'mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { ...A }'],
  ])('%s are refused', async (_name, query) => {
    const body = await ask(query);
    expect(body.data).toBeUndefined();
    expect(JSON.stringify(body.errors)).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test.each([
    ['Query', 'query', '__typename'],
    ['Mutation', 'mutation', 'consumePortalLink(input: { token: "x" }) { __typename }'],
  ])('that double with each of them take no time: %s', async (type, operation, leaf) => {
    const doubling = Array.from(
      { length: 100 },
      (_, index) => `fragment F${index} on ${type} { ...F${index + 1} ...F${index + 1} }`,
    ).join(' ');
    const started = performance.now();
    const body = await ask(`${operation} { ...F0 } ${doubling} fragment F100 on ${type} { ${leaf} }`);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(JSON.stringify(body)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

describe('rows', () => {
  const REFUSED = [
    `Too much is asked for at once: ${DOCUMENT_LIMITS.rows} rows by the sizes of its pages is the most.`,
  ];

  const rows = (query: string, variables: Record<string, unknown> = {}) => {
    const document = parse(query);
    const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
    if (operation?.kind !== 'OperationDefinition') throw new Error('It has an operation.');
    return countRows(schema, document, operation, variables);
  };

  test('are counted by the sizes of pages, 20 where nothing is said, 10 for other lists', () => {
    expect(rows('{ customers { nodes { id } } }')).toBe(20);
    expect(rows('{ customers(first: 7) { nodes { id } } }')).toBe(7);
    expect(rows('{ customers(last: 7) { edges { node { id } } } }')).toBe(7);
    expect(rows('query ($n: Int = 9) { customers(first: $n) { nodes { id } } }')).toBe(9);
    expect(rows('query ($n: Int = 9) { customers(first: $n) { nodes { id } } }', { n: 3 })).toBe(3);
    expect(rows('query ($n: Int) { customers(first: $n) { nodes { id } } }')).toBe(20);
    expect(rows('{ customers(first: 7) { pageInfo { hasNextPage } } }')).toBe(7);
    expect(rows('{ customers(first: 5) { nodes { invoices(first: 3) { nodes { id lines { id: kind } } } } } }')).toBe(
      5 * (1 + 3 * (1 + 10)),
    );
    expect(rows('{ customer(id: "x") { id invoices(first: 3) { nodes { id } } } }')).toBe(4);
    expect(rows('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(3);
    expect(rows('{ currentCustomer { id email } }')).toBe(1);
    expect(rows('{ __schema { types { fields { name } } } }')).toBe(0);
  });

  test('aliases and fragments count as often as they are spread', () => {
    expect(rows('{ a: customers(first: 5) { nodes { id } } b: customers(first: 6) { nodes { id } } }')).toBe(11);
    expect(rows('{ ...A ...A } fragment A on Query { customers(first: 5) { nodes { id } } }')).toBe(10);
    expect(
      rows('{ customers(first: 5) { nodes { ...A } } } fragment A on Customer { invoices(first: 4) { nodes { id } } }'),
    ).toBe(25);
  });

  const at = (invoices: number) =>
    `a: customers(first: 99) { nodes { invoices(first: 100) { nodes { id } } } }
     b: customers(first: 99) { nodes { invoices(first: 100) { nodes { id } } } }
     c: customers(first: ${invoices}) { nodes { id invoices(first: 99) { nodes { id } } } }`;

  test.each(ways.filter(([name]) => !name.includes('__type')))('at the limit and beyond: %s', async (_name, wrap) => {
    // 2 × 99 × 101 = 19,998; 50 × 100 = 5,000; 2 more are the limit.
    const most = wrap(`${at(50)} d: customers(first: 2) { nodes { id } }`, 'Query');
    expect(rows(`{ ${most.selection} } ${most.fragments}`)).toBe(DOCUMENT_LIMITS.rows);
    expect(messages(await ask(`{ ${most.selection} } ${most.fragments}`))).toEqual([]);
    const beyond = wrap(`${at(50)} d: customers(first: 3) { nodes { id } }`, 'Query');
    expect(messages(await ask(`{ ${beyond.selection} } ${beyond.fragments}`))).toEqual(REFUSED);
  });

  test('pages within pages within pages are refused, by literals, variables and defaults alike', async () => {
    const query = (arguments_: string, first: string) => `query ${arguments_} { customers(first: ${first}) { nodes {
      invoices(first: ${first}) { nodes { id lines { kind } } } } } }`;
    expect(messages(await ask(query('', '100')))).toEqual(REFUSED);
    expect(messages(await ask(query('($n: Int)', '$n'), { variables: { n: 100 } }))).toEqual(REFUSED);
    expect(messages(await ask(query('($n: Int = 100)', '$n')))).toEqual(REFUSED);
    expect(messages(await ask(query('($n: Int = 100)', '$n'), { variables: { n: 10 } }))).toEqual([]);
  });

  test('a dashboard lists 100 customers with 10 invoices each, their lines and their settlements', async () => {
    const body = await ask(`{ customers(first: 100) { nodes { id email name invoices(first: 10) { nodes {
      id number status total { amount currency } amountDue { amount } lines { description amount { amount } }
      settlements { kind amount { amount } } } pageInfo { hasNextPage endCursor } } } pageInfo { endCursor } } }`);
    expect(messages(body)).toEqual([]);
    expect(body.data.customers.nodes[0].invoices.nodes[0].lines[0].amount.amount).toBe(3000);
  });
});

describe('several operations', () => {
  const query = 'query A { a: __typename } query B { b: __typename }';

  test('the one that is named is run', async () => {
    const { body } = await t.post({ query, operationName: 'B' });
    expect(body).toEqual({ data: { b: 'Query' } });
  });
  test('none is run when none is named', async () => {
    const { body } = await t.post({ query });
    expect(body.data).toBeUndefined();
  });
  test('array batches are refused', async () => {
    for (const batch of [
      [{ query: '{ __typename }' }],
      [{ query: '{ __typename }' }, { query: '{ __typename }' }],
      [],
    ]) {
      const { status, body } = await t.post(batch, { authorization: `Bearer ${apiKey}` });
      expect([status, body.data]).toEqual([400, undefined]);
    }
  });
});

describe('introspection', () => {
  const STANDARD = getIntrospectionQuery();
  const SHORT = [
    '{ __schema { queryType { name } } }',
    '{ __type(name: "Customer") { name } }',
    '{ a: __schema { queryType { name } } }',
  ];
  const HIDDEN = '{ ...A } fragment A on Query { ... { __schema { queryType { name } } } }';

  test('merchants may read the whole schema', async () => {
    const body = await ask(STANDARD);
    expect(messages(body)).toEqual([]);
    expect(body.data.__schema.types.length).toBeGreaterThan(100);
  });

  test.each([...SHORT, HIDDEN, STANDARD])(
    'a portal session may not, also right after a merchant did: %#',
    async (query) => {
      expect(messages(await ask(query))).toEqual([]);
      const body = await ask(query, { credential: portalToken });
      expect([body.data ?? null, messages(body)]).toEqual([null, ['This credential does not allow that.']]);
    },
  );

  test.each([...SHORT, HIDDEN])('without a credential it is refused: %#', async (query) => {
    for (const credential of [null, 'sk_test_wrong', 'wrong']) {
      const body = await ask(query, { credential });
      expect([body.data ?? null, messages(body)]).toEqual([null, ['A valid API key or portal session is needed.']]);
    }
  });

  test('with GraphiQL on, whoever comes without a credential may; a portal session still may not', async () => {
    const open = await openTestApp({ graphiql: true });
    try {
      const own = await open.company();
      const { token } = await open.signIn(own.merchant, await makeCustomer(own.merchant));
      const [query] = SHORT;
      expect((await open.post({ query })).body.data.__schema.queryType.name).toBe('Query');
      const { body } = await open.post({ query }, { authorization: `Bearer ${token}` });
      expect(messages(body)).toEqual(['This credential does not allow that.']);
    } finally {
      await open.close();
    }
  });

  test('it cannot be nested without end', async () => {
    const body = await ask(
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    );
    expect(messages(body)).toEqual(['Maximum introspection depth exceeded']);
  });

  test('a portal session still may ask for __typename', async () => {
    const body = await ask('{ currentCustomer { __typename } }', { credential: portalToken });
    expect(body).toEqual({ data: { currentCustomer: { __typename: 'Customer' } } });
  });
});

test('what the portal page asks for is far below every limit', async () => {
  const source = readFileSync(new URL('../support/operations/portal.graphql', import.meta.url), 'utf8');
  const operations = Object.entries(separateOperations(parse(source)));
  expect(operations.length).toBeGreaterThan(5);
  const home = print(separateOperations(parse(source)).PortalHome ?? parse('{ __typename }'));
  expect(messages(await ask(home, { credential: portalToken }))).toEqual([]);
  for (const [name, document] of operations) {
    const text = print(document);
    // Words and punctuation are an upper bound for tokens.
    const tokens = text.match(/\w+|\.\.\.|[^\w\s]/g)?.length ?? 0;
    expect(tokens, name).toBeLessThan(DOCUMENT_LIMITS.tokens / 2);
    const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
    if (operation?.kind !== 'OperationDefinition') throw new Error('It has an operation.');
    expect(countRows(schema, document, operation, {}), name).toBeLessThan(DOCUMENT_LIMITS.rows / 20);
    const deepest = Math.max(...text.split('\n').map((line) => (line.length - line.trimStart().length) / 2));
    expect(deepest, name).toBeLessThanOrEqual(DOCUMENT_LIMITS.depth - 3);
  }
});
