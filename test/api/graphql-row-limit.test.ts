/** The limit of rows that a document may read, counted by its page sizes. */
import { readFileSync } from 'node:fs';
import { parse, print, separateOperations } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_LIMITS } from '../../src/api/documentLimits.ts';
import { countRows } from '../../src/api/queryCost.ts';
import { schema } from '../../src/api/schema.ts';
import type { TestApp } from '../support/app.ts';
import { type DocumentClient, messages, openDocumentClient } from '../support/documentClient.ts';
import { WAYS_OF_HIDING } from '../support/hiddenSelections.ts';

let t: TestApp;
let portalToken: string;
let ask: DocumentClient['ask'];

beforeAll(async () => {
  ({ t, portalToken, ask } = await openDocumentClient());
});
afterAll(() => t.close());

describe('row limit', () => {
  const REFUSED = [`The query is too large: its page sizes allow for more than ${DOCUMENT_LIMITS.rows} rows.`];

  const rows = (query: string, variables: Record<string, unknown> = {}) => {
    const document = parse(query);
    const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
    if (operation?.kind !== 'OperationDefinition') throw new Error('It has an operation.');
    return countRows(schema, document, operation, variables);
  };

  test('rows are counted by page sizes, with 20 as the default and 10 for plain lists', () => {
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

  test('rows are counted once per alias and per fragment spread', () => {
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

  test.each(WAYS_OF_HIDING.filter(([name]) => !name.includes('__type')))(
    'a query at the row limit is accepted and one row more is refused %s',
    async (_name, wrap) => {
      // 2 × 99 × 101 = 19,998; 50 × 100 = 5,000; 2 more are the limit.
      const most = wrap(`${at(50)} d: customers(first: 2) { nodes { id } }`, 'Query');
      expect(rows(`{ ${most.selection} } ${most.fragments}`)).toBe(DOCUMENT_LIMITS.rows);
      expect(messages(await ask(`{ ${most.selection} } ${most.fragments}`))).toEqual([]);
      const beyond = wrap(`${at(50)} d: customers(first: 3) { nodes { id } }`, 'Query');
      expect(messages(await ask(`{ ${beyond.selection} } ${beyond.fragments}`))).toEqual(REFUSED);
    },
  );

  test('deeply nested pages are refused with literal, variable and default page sizes', async () => {
    const query = (arguments_: string, first: string) => `query ${arguments_} { customers(first: ${first}) { nodes {
      invoices(first: ${first}) { nodes { id lines { kind } } } } } }`;
    expect(messages(await ask(query('', '100')))).toEqual(REFUSED);
    expect(messages(await ask(query('($n: Int)', '$n'), { variables: { n: 100 } }))).toEqual(REFUSED);
    expect(messages(await ask(query('($n: Int = 100)', '$n')))).toEqual(REFUSED);
    expect(messages(await ask(query('($n: Int = 100)', '$n'), { variables: { n: 10 } }))).toEqual([]);
  });

  test('a dashboard query for 100 customers with 10 invoices each stays within the row limit', async () => {
    const body = await ask(`{ customers(first: 100) { nodes { id email name invoices(first: 10) { nodes {
      id number status total { amount currency } amountDue { amount } lines { description amount { amount } }
      settlements { kind amount { amount } } } pageInfo { hasNextPage endCursor } } } pageInfo { endCursor } } }`);
    expect(messages(body)).toEqual([]);
    expect(body.data.customers.nodes[0].invoices.nodes[0].lines[0].amount.amount).toBe(3000);
  });
});

test('the operations of the hosted page are far below every limit', async () => {
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
