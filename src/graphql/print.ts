/** Prints the schema into schema.graphql; part of `npm run codegen`. With `--check` it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

const FILE = new URL('../../schema.graphql', import.meta.url);

/** The schema as it is committed: sorted, with descriptions. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (import.meta.main) {
  const printed = printedSchema();
  if (process.argv.includes('--check')) {
    if (readFileSync(FILE, 'utf8') !== printed) {
      console.error('schema.graphql is not the schema of the code. Run: npm run codegen');
      process.exitCode = 1;
    }
  } else writeFileSync(FILE, printed);
}
