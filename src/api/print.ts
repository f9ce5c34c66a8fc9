/**
 * `npm run codegen` runs this first: it writes schema.graphql, and the table of events into
 * src/modules/webhook/README.md. With `--check` it only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { withEventTable } from '../events/eventTable.ts';
import { schema } from './schema.ts';

const FILE = new URL('../../schema.graphql', import.meta.url);
const README = new URL('../modules/webhook/README.md', import.meta.url);

/** The schema as it is committed: sorted, with descriptions. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (import.meta.main) {
  const readme = readFileSync(README, 'utf8');
  const printed = [
    [FILE, printedSchema()],
    [README, withEventTable(readme)],
  ] as const;
  for (const [file, text] of printed) {
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) {
      console.error(
        'schema.graphql or the table of events in src/modules/webhook/README.md differs from the code. Run: npm run codegen',
      );
      process.exitCode = 1;
    }
  }
}
