/**
 * Compares prisma/migrations with prisma/schema.prisma, on a PostgreSQL in this process; needs no server.
 *
 *   node prisma/diff.ts               prints the SQL that is missing; exit code 2 if there is any, otherwise 0
 *   node prisma/diff.ts --write NAME  writes it to prisma/migrations/<timestamp>_NAME/migration.sql, to be reviewed
 *
 * CHECK constraints and triggers are invisible to it, in both directions: they are written into a migration by hand.
 *
 * Before the first release the history is not kept: after changing schema.prisma, write the first migration anew with
 * `node prisma/diff.ts --write 20261101000000_init` (a NAME with its own timestamp is compared with, and goes right
 * after, the migrations that sort before it) and adjust the hand-written constraints that follow it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { pgliteMigrationAdapter } from '../src/db/migrationAdapter.ts';
import { LOCKFILE, migrationList, NO_FILTER, schemaEngine, schemaFile } from '../src/db/schemaEngine.ts';

const { values } = parseArgs({ options: { write: { type: 'string' } } });

const empty = await PGlite.create();
const engine = await schemaEngine(pgliteMigrationAdapter(empty, empty));
const folder = values.write === undefined ? undefined : folderFor(values.write);
const { exitCode, stdout } = await engine.diff({
  from: { tag: 'migrations', ...(await migrationsBefore(folder)) },
  to: { tag: 'schemaDatamodel', files: [await schemaFile()] },
  script: true,
  exitCode: true,
  filters: NO_FILTER,
});
if (exitCode === 0) {
  console.log('prisma/migrations and prisma/schema.prisma agree.');
} else if (folder === undefined) {
  console.log(stdout);
} else {
  await write(folder, stdout ?? '');
  console.log(`Written: prisma/migrations/${folder}/migration.sql`);
}
// The engine leaves a timer of ten seconds behind.
process.exit(folder === undefined ? exitCode : 0);

function folderFor(name: string): string {
  return /^\d{14}_/.test(name) ? name : `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
}

async function migrationsBefore(folder: string | undefined): Promise<MigrationList> {
  const list = await migrationList();
  const before = list.migrationDirectories.filter(({ path }) => folder === undefined || path < folder);
  return { ...list, migrationDirectories: before };
}

async function write(folder: string, sql: string): Promise<void> {
  const migrations = new URL('./migrations/', import.meta.url);
  await mkdir(new URL(folder, migrations), { recursive: true });
  await writeFile(new URL(`${folder}/migration.sql`, migrations), sql.trimStart());
  await writeFile(new URL('migration_lock.toml', migrations), LOCKFILE);
}
