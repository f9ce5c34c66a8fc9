/**
 * `npm run migration`: compares prisma/migrations with prisma/schema.prisma on a PostgreSQL in this process.
 *
 *   npm run migration              prints the SQL that is missing; exit code 2 if there is any, otherwise 0
 *   npm run migration -- NAME      writes it to prisma/migrations/<timestamp>_NAME/migration.sql
 *   npm run migration -- --seal    records the checksums of new migrations in prisma/migrations.sha256
 *
 * CHECK constraints, triggers and copied data are invisible to the comparison: edit the new file, then seal it. A sealed
 * migration is never changed again, because databases have applied it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { pgliteMigrationAdapter } from '../src/db/migrationAdapter.ts';
import { LOCKFILE, migrationList, NO_FILTER, schemaEngine, schemaFile } from '../src/db/schemaEngine.ts';
import { seal } from './checksums.ts';

const MIGRATIONS = new URL('./migrations/', import.meta.url);

/** The SQL that leads from the migrations to schema.prisma; null if nothing is missing. */
async function missingSql(): Promise<string | null> {
  const empty = await PGlite.create();
  const engine = await schemaEngine(pgliteMigrationAdapter(empty, empty));
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await migrationList()) },
    to: { tag: 'schemaDatamodel', files: [await schemaFile()] },
    script: true,
    exitCode: true,
    filters: NO_FILTER,
  });
  return exitCode === 0 ? null : (stdout ?? '').trimStart();
}

async function write(name: string, sql: string): Promise<void> {
  const folder = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  await mkdir(new URL(folder, MIGRATIONS), { recursive: true });
  await writeFile(new URL(`${folder}/migration.sql`, MIGRATIONS), sql);
  await writeFile(new URL('migration_lock.toml', MIGRATIONS), LOCKFILE);
  console.log(`Written: prisma/migrations/${folder}/migration.sql`);
  console.log('Review it, add what Prisma cannot express, then run: npm run migration -- --seal');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { seal: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name] = positionals;
  if (name !== undefined && !/^[a-z][a-z0-9_]{0,60}$/.test(name)) {
    console.error('A migration has a name such as add_tax_ids: small letters, digits and underscores.');
    return 1;
  }
  if (values.seal) {
    const sealed = await seal();
    console.log(sealed.length > 0 ? `Sealed: ${sealed.join(', ')}` : 'Every migration is sealed.');
    return 0;
  }
  const sql = await missingSql();
  if (sql === null && name === undefined) console.log('prisma/migrations and prisma/schema.prisma agree.');
  else if (name === undefined) console.log(sql);
  else await write(name, sql ?? '-- schema.prisma did not change. Write here what it cannot express.\n');
  return sql === null || name !== undefined ? 0 : 2;
}

// The schema engine leaves a timer of ten seconds behind.
process.exit(await main());
