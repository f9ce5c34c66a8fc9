/** Introspection, and documents with several operations. */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { type DocumentClient, messages, openDocumentClient } from '../support/documentClient.ts';

let t: TestApp;
let apiKey: string;
let portalToken: string;
let ask: DocumentClient['ask'];

beforeAll(async () => {
  ({ t, apiKey, portalToken, ask } = await openDocumentClient());
});
afterAll(() => t.close());

describe('documents with several operations', () => {
  const query = 'query A { a: __typename } query B { b: __typename }';

  test('only the operation named by operationName runs', async () => {
    const { body } = await t.post({ query, operationName: 'B' });
    expect(body).toEqual({ data: { b: 'Query' } });
  });
  test('no operation runs without an operationName', async () => {
    const { body } = await t.post({ query });
    expect(body.data).toBeUndefined();
  });
  test('an array of requests is refused', async () => {
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

  test('a merchant may introspect the whole schema', async () => {
    const body = await ask(STANDARD);
    expect(messages(body)).toEqual([]);
    expect(body.data.__schema.types.length).toBeGreaterThan(100);
  });

  test.each([...SHORT, HIDDEN, STANDARD])(
    'a portal session may not run introspection query %#, also right after a merchant did',
    async (query) => {
      expect(messages(await ask(query))).toEqual([]);
      const body = await ask(query, { credential: portalToken });
      expect([body.data ?? null, messages(body)]).toEqual([null, ['This credential does not allow that.']]);
    },
  );

  test.each([...SHORT, HIDDEN])('introspection query %# is refused without a valid credential', async (query) => {
    for (const credential of [null, 'sk_test_wrong', 'wrong']) {
      const body = await ask(query, { credential });
      expect([body.data ?? null, messages(body)]).toEqual([null, ['A valid API key or portal session is needed.']]);
    }
  });

  test('with GraphiQL enabled, anonymous callers may introspect and portal sessions may not', async () => {
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

  test('nested introspection beyond the depth limit is refused', async () => {
    const body = await ask(
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    );
    expect(messages(body)).toEqual(['Maximum introspection depth exceeded']);
  });

  test('a portal session may query __typename', async () => {
    const body = await ask('{ currentCustomer { __typename } }', { credential: portalToken });
    expect(body).toEqual({ data: { currentCustomer: { __typename: 'Customer' } } });
  });
});
