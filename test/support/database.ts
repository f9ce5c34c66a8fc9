/** An empty database for each test file: PGlite, or PostgreSQL if TEST_DATABASE_URL names a server. */
import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { inject } from 'vitest';
import type { Db, ObservationOptions } from '../../src/db/client.ts';
import { openDb } from '../../src/db/open.ts';
import { rememberPrepared } from './emptyDatabase.ts';
import { administer, databaseUrl } from './preparedDatabase.ts';
import { describeUnless } from './requirement.ts';

const server = process.env.TEST_DATABASE_URL;

/** For tests that need concurrent transactions, which the embedded database with its one connection does not have. */
export const postgresOnly = describeUnless(
  server ? undefined : 'They need PostgreSQL. Set TEST_DATABASE_URL to a server on which databases can be created.',
);
/** For tests that start the program with its default database. */
export const embeddedOnly = describeUnless(
  server ? 'They test the embedded database. Unset TEST_DATABASE_URL.' : undefined,
);

/** Embedded databases of this worker that were closed and emptied. */
const idle: Db[] = [];

/** An empty, migrated database that counts its statements. Closing it removes it, or empties it for the next file. */
export async function openTestDb(observation: Pick<ObservationOptions, 'onStatement'> = {}): Promise<Db> {
  if (server) return (await createTestDatabase(server, inject('preparedDatabase'), observation)).db;
  // An observed database is not shared: its observer belongs to one test file.
  if (observation.onStatement) {
    const snapshot = await openAsBlob(inject('preparedDatabase'));
    return openDb({ memory: true, snapshot, countStatements: true, ...observation });
  }
  const db = idle.pop() ?? (await openEmbeddedTestDb());
  db.statements.log = undefined;
  db.statements.reset();
  return db;
}

async function openEmbeddedTestDb(): Promise<Db> {
  const snapshot = await openAsBlob(inject('preparedDatabase'));
  const db = await openDb({ memory: true, snapshot, countStatements: true });
  const empty = await rememberPrepared(db);
  return Object.assign(db, {
    async close() {
      await empty();
      if (!idle.includes(db)) idle.push(db);
    },
  });
}

/** A fresh PostgreSQL database and its address, for tests that need a second process or pool on it. */
export async function openPostgresTestDb(from: 'migrated' | 'empty' = 'migrated'): Promise<{ db: Db; url: string }> {
  if (!server) throw new Error('Use it inside postgresOnly.');
  return createTestDatabase(server, from === 'migrated' ? inject('preparedDatabase') : 'template1');
}

async function createTestDatabase(
  adminUrl: string,
  template: string,
  observation: Pick<ObservationOptions, 'onStatement'> = {},
): Promise<{ db: Db; url: string }> {
  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = databaseUrl(adminUrl, name);
  const db = await openDb({ url, poolSize: 10, countStatements: true, ...observation });
  const close = db.close;
  return {
    url,
    db: Object.assign(db, {
      async close() {
        await close();
        await administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      },
    }),
  };
}

/** Makes every pending job due at the next tick, without the delay after a failure. */
export async function makeJobsDue(db: Db): Promise<void> {
  await db.raw.query(`UPDATE pgboss.job SET start_after = now() WHERE state < 'active'`);
}
