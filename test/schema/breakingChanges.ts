/**
 * Breaking changes of the schema must be written down. Run by `npm run check`: every breaking change between
 * src/api/released.graphql and schema.graphql must be named by its coordinate, in backticks, under "Unreleased" in
 * src/api/CHANGELOG.md. `node test/schema/breakingChanges.ts --release` makes the current schema the released one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, parse, print, visit } from 'graphql';

const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url);
const RELEASED = fileOf('src/api/released.graphql');
const CURRENT = fileOf('schema.graphql');
const CHANGELOG = fileOf('src/api/CHANGELOG.md');

/** The section "Unreleased", up to the next heading of its level. */
export function unreleased(changelog: string): string {
  const [, section] = /^## Unreleased$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog) ?? [];
  if (section === undefined) throw new Error('src/api/CHANGELOG.md has no section "Unreleased".');
  return section;
}

/** The breaking changes that the changelog does not name, as `coordinate: what changed`; root types are of `schema`. */
export async function unlistedChanges(released: string, current: string, changelog: string): Promise<string[]> {
  const listed = new Set([...unreleased(changelog).matchAll(/`([^`\n]+)`/g)].map(([, name]) => name));
  const changes = await diff(buildSchema(released), buildSchema(current));
  return changes
    .filter(({ criticality, path = 'schema' }) => criticality.level === CriticalityLevel.Breaking && !listed.has(path))
    .map(({ path = 'schema', message }) => `${path}: ${message}`);
}

/** Descriptions may change at any time, so the released schema is stored without them. */
function withoutDescriptions(schema: string): string {
  const bare = visit(parse(schema), {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
  return `${print(bare)}\n`;
}

if (import.meta.main) {
  const current = readFileSync(CURRENT, 'utf8');
  if (process.argv.includes('--release')) writeFileSync(RELEASED, withoutDescriptions(current));
  const missing = await unlistedChanges(readFileSync(RELEASED, 'utf8'), current, readFileSync(CHANGELOG, 'utf8'));
  if (missing.length > 0) {
    console.error(
      'These changes break clients of the released schema. Undo them, or name each coordinate in backticks under\n' +
        `"Unreleased" in src/api/CHANGELOG.md, with the reason and the replacement:\n  ${missing.join('\n  ')}`,
    );
    process.exitCode = 1;
  }
}
