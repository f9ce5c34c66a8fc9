/**
 * Two processes, customers at work, and one simulated failure after the other; then the books are checked by SQL.
 * Nothing that was acknowledged is lost, and nothing is done twice. CHAOS_ROUNDS repeats the misfortunes.
 */
import { test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { installQueue } from '../../src/jobs/boss.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { privatePostgresMissing, startPrivatePostgres } from '../support/privatePostgres.ts';
import { describeUnless } from '../support/requirement.ts';
import { surviveAll } from './ground.ts';
import { MISFORTUNES } from './misfortunes.ts';

const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 1);

postgresOnly('chaos', () => {
  test(
    'under every simulated failure no acknowledged change is lost and nothing is done twice',
    async () => {
      const { db, url } = await openPostgresTestDb();
      const misfortunes = Array.from({ length: ROUNDS }, () => Object.entries(MISFORTUNES)).flat();
      await surviveAll(db, url, misfortunes);
      await db.close();
    },
    240_000 + ROUNDS * 240_000,
  );
});

describeUnless(privatePostgresMissing)('chaos of the database server', () => {
  test('when PostgreSQL restarts or crashes, no acknowledged change is lost and nothing is done twice', async () => {
    const server = await startPrivatePostgres();
    const db = await openDb({ url: server.url, poolSize: 5 });
    try {
      await migrate(db);
      await installQueue(db);
      await surviveAll(db, server.url, [
        ['a restart of PostgreSQL', () => server.restart('fast')],
        ['a crash of PostgreSQL', () => server.restart('immediate')],
        ['another crash of PostgreSQL', () => server.restart('immediate')],
      ]);
    } finally {
      await db.close();
      await server.close();
    }
  }, 240_000);
});
