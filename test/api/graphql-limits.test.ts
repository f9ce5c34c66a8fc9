/** Limits of documents: each limit at its bound and one beyond, with every way of hiding fields in fragments. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAXIMUM_ANONYMOUS_SIZE } from '../../src/api/callers.ts';
import { DOCUMENT_LIMITS } from '../../src/api/documentLimits.ts';
import {
  MAXIMUM_DOCUMENT_LENGTH,
  MAXIMUM_VARIABLE_DEPTH,
  MAXIMUM_VARIABLE_VALUES,
} from '../../src/api/submittedText.ts';
import type { TestApp } from '../support/app.ts';
import { type DocumentClient, messages, openDocumentClient } from '../support/documentClient.ts';
import { WAYS_OF_HIDING } from '../support/hiddenSelections.ts';

let t: TestApp;
let apiKey: string;
let ask: DocumentClient['ask'];

beforeAll(async () => {
  ({ t, apiKey, ask } = await openDocumentClient());
});
afterAll(() => t.close());

describe('depth limit', () => {
  const { depth } = DOCUMENT_LIMITS;
  /** `levels` nested fields, including the two around them and `id`. */
  function straight(levels: number): string {
    let selection = 'id';
    for (let level = 3; level < levels; level++) selection = `corrects { ${selection} }`;
    return selection;
  }

  test.each(WAYS_OF_HIDING)(
    'exactly the maximum depth is accepted, and one level more is refused, fields %s',
    async (_name, wrap) => {
      for (const [levels, refused] of [
        [depth, false],
        [depth + 1, true],
      ] as const) {
        const { selection, fragments } = wrap(straight(levels), 'Invoice');
        const body = await ask(`{ invoices(first: 1) { nodes { ${selection} } } } ${fragments}`);
        expect(messages(body)).toEqual(refused ? [`Query depth limit of ${depth} exceeded, found ${depth + 1}.`] : []);
      }
    },
  );

  test('the depth limit counts fields in a fragment on the root type', async () => {
    const body = await ask(
      `{ ...__schema } fragment __schema on Query { invoices(first: 1) { nodes { ${straight(depth + 1)} } } }`,
    );
    expect(messages(body)).toEqual([`Query depth limit of ${depth} exceeded, found ${depth + 1}.`]);
  });
});

describe('alias limit', () => {
  const { aliases } = DOCUMENT_LIMITS;
  const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ');

  test.each(WAYS_OF_HIDING)(
    'exactly the maximum number of aliases is accepted, and one more is refused, %s',
    async (name, wrap) => {
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
    },
  );
});

describe('directive limit', () => {
  const { directives } = DOCUMENT_LIMITS;
  const many = (count: number) => Array.from({ length: count }, () => '__typename @include(if: true)').join(' ');

  test.each(WAYS_OF_HIDING)(
    'exactly the maximum number of directives is accepted, and one more is refused, %s',
    async (name, wrap) => {
      const most = name.includes('__type') ? directives / 2 : directives;
      for (const [count, refused] of [
        [most, false],
        [most + 1, true],
      ] as const) {
        const { selection, fragments } = wrap(many(count), 'Query');
        const body = await ask(`{ ${selection} } ${fragments}`);
        expect(messages(body).map((message) => message.slice(0, 16))).toEqual(refused ? ['Directives limit'] : []);
      }
    },
  );
});

describe('token limit', () => {
  const { tokens } = DOCUMENT_LIMITS;
  /** Tokens that repeat no field: the strings of a list, which graphql-js reads without comparing. */
  const strings = (count: number) => Array(count).fill('"a"').join(' ');
  /** A document of `count` tokens. */
  const document = (count: number) => `query Q { nodes(ids: [${strings(count - 14)}]) { __typename } }`;
  const refusals = async (query: string) => messages(await ask(query)).filter((message) => message.includes('limit'));

  test('a document at the token limit is accepted and one token more is refused', async () => {
    expect(await refusals(document(tokens))).toEqual([]);
    expect(await refusals(document(tokens + 1))).toEqual([`Token limit of ${tokens} exceeded.`]);
  });

  test.each(['A', '__schema'])('the token limit counts the tokens of a fragment named %s', async (name) => {
    // The operation with the spread has 5 tokens, the fragment without its strings has 15.
    const query = (count: number) =>
      `{ ... ${name} } fragment ${name} on Query { nodes(ids: [${strings(count - 20)}]) { __typename } }`;
    expect(await refusals(query(tokens))).toEqual([]);
    expect(await refusals(query(tokens + 1))).toEqual([`Token limit of ${tokens} exceeded.`]);
  });

  test('comments do not count as tokens, but a document has a maximum length', async () => {
    const query = (length: number) => '{ __typename } #'.padEnd(length, 'x');
    expect(messages(await ask(query(MAXIMUM_DOCUMENT_LENGTH)))).toEqual([]);
    expect(messages(await ask(query(MAXIMUM_DOCUMENT_LENGTH + 1)))).toEqual([
      `A document has at most ${MAXIMUM_DOCUMENT_LENGTH} characters.`,
    ]);
  });
});

describe('repetition limit', () => {
  const REFUSED = ['The document repeats fields too often to be checked.'];
  /** 63 fields of one name make 1953 pairs, 64 make 2016; two thousand are the limit. */
  const many = (count: number) => Array(count).fill('__typename').join(' ');

  test.each(WAYS_OF_HIDING.filter(([name]) => !name.includes('__type')))(
    '20 equal fields are accepted and 64 are refused, %s',
    async (_name, wrap) => {
      for (const [count, refused] of [
        [20, false],
        [64, true],
      ] as const) {
        const { selection, fragments } = wrap(many(count), 'Query');
        expect(messages(await ask(`{ ${selection} } ${fragments}`))).toEqual(refused ? REFUSED : []);
      }
    },
  );

  test('63 equal fields are accepted and 64 are refused', async () => {
    expect(messages(await ask(`{ ${many(63)} }`))).toEqual([]);
    expect(messages(await ask(`{ ${many(64)} }`))).toEqual(REFUSED);
  });

  test('equal fields below equal fields are counted together', async () => {
    const query = (count: number) =>
      `{ ${Array(10)
        .fill(`company { ${many(count)} }`)
        .join(' ')} }`;
    expect(messages(await ask(query(5)))).toEqual([]);
    expect(messages(await ask(query(7)))).toEqual(REFUSED);
  });

  test('fragments that double on each level are refused', async () => {
    const chain = Array.from(
      { length: 10 },
      (_, level) =>
        `fragment F${level} on Invoice { a: corrects { ...F${level + 1} } b: corrects { ...F${level + 1} } }`,
    );
    const query = `{ invoices { nodes { ...F0 } } } ${chain.join(' ')} fragment F10 on Invoice { ${many(5)} id }`;
    expect(messages(await ask(query))).toEqual(REFUSED);
  });

  test('a document with 50 definitions is accepted and one with 51 is refused', async () => {
    const query = (count: number) =>
      Array.from({ length: count }, (_, index) => `query Q${index} { __typename }`).join(' ');
    const askFirst = async (count: number) =>
      messages(
        (await t.post({ query: query(count), operationName: 'Q0' }, { authorization: `Bearer ${apiKey}` })).body,
      );
    expect(await askFirst(50)).toEqual([]);
    expect(await askFirst(51)).toEqual(['The document has too many operations and fragments: 50 are allowed.']);
  });
});

describe('variable limit', () => {
  const query = '{ __typename }';
  const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });

  test('variables at the nesting limit are accepted and one level more is refused', async () => {
    expect(messages(await ask(query, { variables: nested(MAXIMUM_VARIABLE_DEPTH - 1) }))).toEqual([]);
    expect(messages(await ask(query, { variables: nested(MAXIMUM_VARIABLE_DEPTH) }))).toEqual([
      'The variables are nested too deeply.',
    ]);
  });
});

describe('limit of values', () => {
  test('5000 values in variables are accepted and one more is refused', async () => {
    // The object of the variables is one value, and the list another.
    const variables = (count: number) => ({ list: Array(count - 2).fill(1) });
    expect(messages(await ask('{ __typename }', { variables: variables(MAXIMUM_VARIABLE_VALUES) }))).toEqual([]);
    expect(messages(await ask('{ __typename }', { variables: variables(MAXIMUM_VARIABLE_VALUES + 1) }))).toEqual([
      'The variables contain too many values.',
    ]);
  });

  test('a body with far too many values is refused before it is parsed, and commas in texts are no values', async () => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const { status, body } = await t.post(`{"variables":[${'1,'.repeat(20_000)}`, headers);
    expect([status, messages(body)]).toEqual([400, ['The variables contain too many values.']]);
    const text = String.raw`a\",[{"`;
    const query = `query Q { __typename } #${'x,[{'.repeat(5000)}`;
    expect(messages((await t.post({ query, variables: { text: text.repeat(2000) } }, headers)).body)).toEqual([]);
  });

  test('a caller without a valid credential may send 8 kB in document and variables', async () => {
    const query = 'query Q { __typename }';
    const variables = (size: number) => ({ a: 'x'.repeat(size - query.length - 1) });
    for (const credential of [null, `sk_test_${'x'.repeat(43)}`]) {
      const send = async (size: number) => messages(await ask(query, { variables: variables(size), credential }));
      expect(await send(MAXIMUM_ANONYMOUS_SIZE)).toEqual([]);
      expect(await send(MAXIMUM_ANONYMOUS_SIZE + 1)).toEqual([
        'The request is too large for a caller without a valid credential.',
      ]);
    }
    expect(messages(await ask(query, { variables: variables(MAXIMUM_ANONYMOUS_SIZE + 1) }))).toEqual([]);
  });

  test('a text of 10,000 characters is checked by its field, and a longer one is refused before', async () => {
    const query = `mutation M($input: CreateProductInput!) {
      createProduct(input: $input) { ... on ValidationError { message path } } }`;
    const issue = async (length: number) =>
      (await ask(query, { variables: { input: { name: 'x'.repeat(length) } } })).data.createProduct;
    expect(await issue(10_000)).toEqual({ message: 'Must have at most 200 characters.', path: ['input', 'name'] });
    expect(await issue(10_001)).toEqual({ message: 'Must have at most 10000 characters.', path: ['input', 'name'] });
  });
});

describe('sign-in mutation limit', () => {
  const request = (name: string) =>
    `${name}: requestPortalLink(input: { companyId: "co_x", email: "a@b.example" }) { __typename }`;
  const consume = (name: string) => `${name}: consumePortalLink(input: { token: "x" }) { __typename }`;
  const REFUSED = ['Too many access mutations in one document: one is allowed.'];

  test.each(WAYS_OF_HIDING.filter(([name]) => !name.includes('__type')))(
    'one sign-in mutation is accepted and two are refused, %s',
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

  test('a sign-in mutation in a fragment counts once per spread', async () => {
    const body = await ask(
      `mutation { ...A ...B } fragment A on Mutation { ...B } fragment B on Mutation { ${consume('a')} }`,
    );
    expect(messages(body)).toEqual(REFUSED);
  });

  test('sign-in mutations in several operations of one document are counted together', async () => {
    const body = await ask(`mutation A { ${consume('a')} } mutation B { ${consume('b')} }`);
    expect(body.data ?? null).toBeNull();
  });

  test('refused sign-in mutations send no mail', async () => {
    await t.app.tick();
    expect(t.mailbox.list()).toEqual([]);
  });
});

describe('recursive fragments', () => {
  test.each([
    ['that spreads itself', '{ ...A } fragment A on Query { ...A }'],
    [
      'that spreads itself through another one',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { customers { nodes { id } } ...A }',
    ],
    [
      'that spreads itself below fields',
      '{ customers { nodes { ...A } } } fragment A on Customer { invoices { nodes { customer { ...A } } } }',
    ],
    [
      'of a mutation that spreads itself',
      'mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { ...A }',
    ],
  ])('a fragment %s is refused', async (_name, query) => {
    const body = await ask(query);
    expect(body.data).toBeUndefined();
    expect(JSON.stringify(body.errors)).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test.each([
    ['Query', 'query', '__typename'],
    ['Mutation', 'mutation', 'consumePortalLink(input: { token: "x" }) { __typename }'],
  ])('fragments on %s that double a hundred times are handled within two seconds', async (type, operation, leaf) => {
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
