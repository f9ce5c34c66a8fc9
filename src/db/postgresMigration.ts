import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { Db } from './client.ts';
import { withWholeScripts } from './migrationAdapter.ts';
import { poolOf } from './postgres.ts';

/** Any number will do that nothing else in the database locks. */
const LOCK = 7_048_122_301;

/**
 * Runs `work` while no other process migrates this database. The lock lives on a connection of its own, so that it ends
 * with this process at the latest; the engine gets one other connection, because what it sets up must stay set up.
 */
export async function withMigrationLock<T>(
  db: Db,
  work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<T>,
): Promise<T> {
  const { connectionString } = poolOf(db).options;
  const lock = new pg.Client({ connectionString });
  const pool = new pg.Pool({ connectionString, max: 1 });
  pool.on('error', () => {});
  try {
    await lock.connect();
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await work(migrationAdapter(pool));
  } finally {
    await pool.end();
    await lock.end();
  }
}

function migrationAdapter(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => withWholeScripts(await new PrismaPg(pool).connect(), (script) => pool.query(script)),
    connectToShadowDb: () => Promise.reject(new Error('Applying migrations needs no shadow database.')),
  };
}
