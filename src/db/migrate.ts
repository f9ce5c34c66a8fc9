import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Db } from './client.ts';

/**
 * Brings the database to this version of Portico, with Prisma's own records, so that `prisma migrate deploy` can take
 * over the same database. When nothing is pending, which is every start but the first, this costs one query. Processes
 * that start together take turns; all but the first then find nothing left to do.
 */
export async function migrate(db: Db): Promise<{ applied: string[] }> {
  const { migrationNames } = await import('./schemaEngine.ts');
  const names = await migrationNames();
  if (await isUpToDate(db, names)) return { applied: [] };

  if (db.kind === 'pglite') {
    const [{ pgliteOf }, { pgliteMigrationAdapter }] = await Promise.all([
      import('./embedded.ts'),
      import('./migrationAdapter.ts'),
    ]);
    const applied = await apply(pgliteMigrationAdapter(pgliteOf(db)));
    // PGlite learns only when told so how the arrays of a new enum are written.
    await pgliteOf(db).refreshArrayTypes();
    return { applied };
  }
  const { withMigrationLock } = await import('./postgresMigration.ts');
  return withMigrationLock(db, async (adapter) => ({
    applied: (await isUpToDate(db, names)) ? [] : await apply(adapter),
  }));
}

async function apply(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const { migrationList, NO_FILTER, schemaEngine } = await import('./schemaEngine.ts');
  const engine = await schemaEngine(adapter);
  try {
    const input = { migrationsList: await migrationList(), filters: NO_FILTER };
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/** A migration that began and did not finish counts as pending: the engine then says what has to be done about it. */
async function isUpToDate(db: Db, names: readonly string[]): Promise<boolean> {
  try {
    const rows = await db.sql<{ migration_name: string }>(
      'applied_migrations',
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      [],
    );
    const applied = new Set(rows.map((row) => row.migration_name));
    return names.every((name) => applied.has(name));
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return false;
    throw error;
  }
}

const UNDEFINED_TABLE = '42P01';
