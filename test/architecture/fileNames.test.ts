/** The names by which files are found: a mutation's file by its name, and any file by a name that no other has. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Each module has these for its part of the GraphQL schema. */
const SHARED_NAMES = ['schema.ts', 'nodes.ts', 'enums.ts'];

const paths = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/(^|\/)(generated|dist)\//.test(path),
);

const mutations = Object.keys(
  buildSchema(readFileSync(join(ROOT, 'schema.graphql'), 'utf8'))
    .getMutationType()
    ?.getFields() ?? {},
);

test('the schema has mutations to look for', () => {
  expect(mutations.length).toBeGreaterThan(50);
});

test.each(mutations)('the mutation %s is exported by the file of its name in a module', (name) => {
  const [path, ...others] = paths.filter((path) => basename(path) === `${name}.ts`);
  expect(others).toEqual([]);
  expect(path).toMatch(/^modules\//);
  expect(readFileSync(join(ROOT, 'src', path as string), 'utf8')).toMatch(
    new RegExp(`^export (?:async function|function|const) ${name}\\b`, 'm'),
  );
});

test('two files of src never have the same name, except those of the GraphQL schema', () => {
  const names = paths.map((path) => basename(path)).filter((name) => !SHARED_NAMES.includes(name));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
