/** A database per test file: PGlite, or PostgreSQL when TEST_DATABASE_URL names a server. */
import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { describe, inject } from 'vitest';
import { type Db, openDb } from '../../src/db/client.ts';
import { administer, databaseUrl } from './preparedDatabase.ts';

const server = process.env.TEST_DATABASE_URL;

/** For what the embedded database cannot show: it has one connection, and therefore no races. */
export const postgresOnly = describe.skipIf(!server);

/** A fresh, migrated database, with statements counted. Closing it removes it. */
export async function openTestDb(): Promise<Db> {
  if (server) return (await createTestDatabase(server, inject('preparedDatabase'))).db;
  const snapshot = await openAsBlob(inject('preparedDatabase'));
  return openDb({ memory: true, snapshot, countStatements: true });
}

/** A fresh PostgreSQL database and its address, for tests that need a second process or pool on it. */
export async function openPostgresTestDb(from: 'migrated' | 'empty' = 'migrated'): Promise<{ db: Db; url: string }> {
  if (!server) throw new Error('Use it inside postgresOnly.');
  return createTestDatabase(server, from === 'migrated' ? inject('preparedDatabase') : 'template1');
}

async function createTestDatabase(adminUrl: string, template: string): Promise<{ db: Db; url: string }> {
  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = databaseUrl(adminUrl, name);
  const db = await openDb({ url, poolSize: 10, countStatements: true });
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

/** Lets every waiting job run at the next tick, instead of after the pause that a failure is followed by. */
export async function makeJobsDue(db: Db): Promise<void> {
  await db.raw.query(`UPDATE pgboss.job SET start_after = now() WHERE state < 'active'`);
}
