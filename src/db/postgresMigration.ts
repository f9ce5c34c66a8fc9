import { setTimeout as pause } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { SECOND } from '../kernel/clock.ts';
import { sqlState } from '../kernel/violatedConstraint.ts';
import type { Db } from './client.ts';
import { withWholeScripts } from './migrationAdapter.ts';
import { type ConcurrentIndex, concurrentIndex } from './migrationScript.ts';
import { migrationUrlOf } from './postgres.ts';

/** An arbitrary number that nothing else locks. */
const LOCK = 7_048_122_301;
const LOCK_POLL_MS = 500;

/**
 * While a migration waits for a table, every later request for that table waits behind it. So it waits briefly, gives up
 * its place, and tries again.
 */
const LOCK_TIMEOUT_MS = 3 * SECOND;
const TRIES = 40;
const LONGEST_PAUSE_MS = 5 * SECOND;
/** lock_not_available, query_canceled and deadlock_detected. */
const BLOCKED = new Set(['55P03', '57014', '40P01']);

export type OnWait = (message: string) => void;

/**
 * Runs `work` while no other process migrates this database. The lock is held by a transaction of a connection of its own:
 * it ends with the process at the latest, and a pooler does not pass the connection on. The lock is polled, because a
 * statement that waits for it would hold a snapshot, and an index that is built concurrently waits for all of these.
 */
export async function withMigrationLock<T>(
  db: Db,
  onWait: OnWait,
  work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<T>,
): Promise<T> {
  const connectionString = migrationUrlOf(db);
  const lock = new pg.Client({ connectionString });
  const pool = new pg.Pool({ connectionString, max: 1 });
  lock.on('error', () => {});
  pool.on('error', () => {});
  try {
    await lock.connect();
    await lock.query('BEGIN');
    await lock.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    for (let waited = 0; !(await tryLock(lock)); waited++) {
      if (waited === 0) onWait('Another process migrates the database. This one waits for it.');
      await pause(LOCK_POLL_MS);
    }
    return await work(migrationAdapter(pool, onWait));
  } finally {
    await pool.end();
    await lock.end();
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  // Without parameters, because these would open a portal, which holds its snapshot until the transaction ends.
  const { rows } = await client.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS locked`);
  return rows[0].locked;
}

function migrationAdapter(pool: pg.Pool, onWait: OnWait): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => withWholeScripts(await new PrismaPg(pool).connect(), (script) => apply(pool, script, onWait)),
    connectToShadowDb: () => Promise.reject(new Error('Applying migrations needs no shadow database.')),
  };
}

/** Applies a script as a whole or not at all; an index that is built concurrently by itself. */
async function apply(pool: pg.Pool, script: string, onWait: OnWait): Promise<void> {
  const index = concurrentIndex(script);
  for (let tries = 1; ; tries++)
    try {
      if (index) await buildIndex(pool, index);
      else await inTransaction(pool, script);
      return;
    } catch (error) {
      if (!BLOCKED.has(sqlState(error) ?? '') || tries >= TRIES) throw error;
      onWait('A migration waits for a lock that another transaction holds. It lets others pass and tries again.');
      await pause(Math.min(tries * SECOND, LONGEST_PAUSE_MS));
    }
}

async function inTransaction(pool: pg.Pool, script: string): Promise<void> {
  const settings = `SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; SET LOCAL statement_timeout = 0; SET LOCAL TimeZone = 'UTC'`;
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; ${settings};\n${script}\n;COMMIT`);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** A build that failed leaves an invalid index, which is dropped first. A valid one was built by a process that died. */
async function buildIndex(pool: pg.Pool, { name, statement }: ConcurrentIndex): Promise<void> {
  const { rows } = await pool.query('SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)', [
    name,
  ]);
  if (rows[0]?.valid) return;
  await pool.query('SET statement_timeout = 0');
  if (rows[0]) await pool.query(`DROP INDEX CONCURRENTLY "${name}"`);
  await pool.query(statement);
}
