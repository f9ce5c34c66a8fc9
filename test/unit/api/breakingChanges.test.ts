import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unlistedChanges, unreleased } from '../../schema/breakingChanges.ts';

const released = `
  enum Mode { NOW LATER }
  type Query { a(id: ID, old: Int): String  b: Mode }
  union Result = A | B
  type A { a: Int }
  type B { b: Int! }
`;
const changelog = (text: string) => `# Changes\n\n## Unreleased\n\n${text}\n\n## 1.0\n\n- \`Query.b\` is gone.\n`;
const unlisted = (current: string, text = '') => unlistedChanges(released, current, changelog(text));

test.each([
  ['removing a field', released.replace('b: Mode', ''), 'Query.b'],
  ['removing an argument', released.replace(', old: Int', ''), 'Query.a.old'],
  ['adding a required argument', released.replace('id: ID', 'id: ID, by: ID!'), 'Query.a.by'],
  ['removing an enum value', released.replace('LATER', ''), 'Mode.LATER'],
  ['removing a union member', released.replace('| B', ''), 'Result'],
  ['making a field nullable', released.replace('b: Int!', 'b: Int'), 'B.b'],
])('%s is refused unless the section "Unreleased" names its coordinate', async (_change, current, coordinate) => {
  expect((await unlisted(current)).map((line) => line.split(':')[0])).toContain(coordinate);
  expect(await unlisted(current, `- \`${coordinate}\` changes.`)).toEqual([]);
});

test('an entry of an earlier version does not excuse a breaking change', async () => {
  expect(await unlisted(released.replace('b: Mode', ''), '- Nothing.')).toHaveLength(1);
});

test('additions and deprecations need no entry', async () => {
  const current = released.replace(
    'b: Mode',
    'b: Mode @deprecated(reason: "Use c. Removed after 2027-03-01.") c: Mode',
  );
  expect(await unlisted(current)).toEqual([]);
});

test('a changelog without the section "Unreleased" is an error', () => {
  expect(() => unreleased('# Changes\n')).toThrow('no section "Unreleased"');
});

test('the changelog names every breaking change since the released schema', async () => {
  const text = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const current = text('schema.graphql');
  expect(await unlistedChanges(text('src/api/released.graphql'), current, text('src/api/CHANGELOG.md'))).toEqual([]);
  // The same comparison sees a planted change.
  const planted = current.replace(/^ {2}currentCustomer: Customer!$/m, '  currentCustomer: Customer');
  expect(await unlistedChanges(text('src/api/released.graphql'), planted, text('src/api/CHANGELOG.md'))).toEqual([
    expect.stringContaining('Query.currentCustomer'),
  ]);
});
