/** Migrations that wait for a lock, fail, are interrupted, or build an index while others write. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { MigrationFailed, migrate, resolveMigration } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { migrationList } from '../../src/db/schemaEngine.ts';
import { openPostgresTestDb, openTestDb, postgresOnly } from '../support/database.ts';

const NAME = '29990101000000_next';

/** The migrations of this version and one more. */
async function withNext(sql: string, path = NAME) {
  const list = await migrationList();
  const content = { tag: 'ok' as const, value: sql };
  return {
    ...list,
    migrationDirectories: [...list.migrationDirectories, { path, migrationFile: { path: 'migration.sql', content } }],
  };
}
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as Error,
  );

describe('a migration that fails', () => {
  let db: Db;
  beforeEach(async () => {
    db = await openTestDb({ onStatement() {} });
  });
  afterEach(() => db.close());

  test('a failed migration reports the reason of the database and leaves nothing behind, and the corrected one is applied', async () => {
    const broken = await withNext(`ALTER TABLE company ADD COLUMN motto text;
      ALTER TABLE company ADD CONSTRAINT motto_known CHECK (moto IS NULL);`);
    const error = await failureOf(migrate(db, { migrations: broken }));
    expect(error).toBeInstanceOf(MigrationFailed);
    expect(error?.message).toContain(NAME);
    expect(error?.message).toContain('column "moto" does not exist');
    expect(error?.message).toContain('SQLSTATE 42703');
    const [record] = await db.sql<{ logs: string; rolled_back_at: Date }>(
      undefined,
      'SELECT logs, rolled_back_at FROM _prisma_migrations WHERE migration_name = $1',
      [NAME],
    );
    expect(record).toMatchObject({ logs: expect.stringContaining('moto'), rolled_back_at: expect.any(Date) });

    const mended = await withNext('ALTER TABLE company ADD COLUMN motto text;');
    expect(await migrate(db, { migrations: mended })).toEqual({ applied: [NAME] });
    expect(await migrate(db, { migrations: mended })).toEqual({ applied: [] });
  });

  test('a migration that was interrupted prevents the start until its outcome is recorded by hand', async () => {
    const next = await withNext('ALTER TABLE company ADD COLUMN motto text;');
    const interrupt = () =>
      db.raw.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
         VALUES (gen_random_uuid(), 'x', '${NAME}', now(), 0)`,
      );
    await interrupt();
    const error = await failureOf(migrate(db, { migrations: next }));
    expect(error).toBeInstanceOf(MigrationFailed);
    expect(error?.message).toContain(`npm start -- migrate --rolled-back ${NAME}`);
    expect(error?.message).toContain(`npm start -- migrate --applied ${NAME}`);
    await resolveMigration(db, NAME, 'rolled-back');
    expect(await migrate(db, { migrations: next })).toEqual({ applied: [NAME] });
  });

  test('a migration can build an index concurrently, on both databases', async () => {
    const next = await withNext('-- For a test.\nCREATE INDEX CONCURRENTLY "company_motto" ON company (name);\n');
    expect(await migrate(db, { migrations: next })).toEqual({ applied: [NAME] });
    const { rows } = await db.raw.query(
      `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('company_motto')`,
    );
    expect(rows).toEqual([{ valid: true }]);
  });
});

postgresOnly('a migration while others work', () => {
  let db: Db;
  let url: string;
  beforeEach(async () => {
    ({ db, url } = await openPostgresTestDb());
  });
  afterEach(() => db.close());

  test('a migration that waits for a long reader lets requests pass, and is applied when the reader ends', async () => {
    const reader = new pg.Client({ connectionString: url });
    await reader.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM invoice');
    const waits: string[] = [];
    const migrating = migrate(db, {
      migrations: await withNext('ALTER TABLE invoice ADD COLUMN motto text;'),
      onWait: (message) => void waits.push(message),
    });
    const requests = await openDb({ url, poolSize: 4 });
    const durations: number[] = [];
    for (let n = 0; n < 60; n++) {
      const start = performance.now();
      await requests.prisma.invoice.count();
      durations.push(performance.now() - start);
      await pause(100);
    }
    expect(Math.max(...durations)).toBeLessThan(4500);
    expect(waits.join()).toContain('lets others pass');
    await reader.query('COMMIT');
    await reader.end();
    expect(await migrating).toEqual({ applied: [NAME] });
    await requests.close();
  }, 90_000);

  test('rows are written while an index is built, after an earlier build had failed', async () => {
    await db.raw.query(`INSERT INTO company (id, name, default_currency, invoice_prefix, created_at, updated_at)
      SELECT 'co_' || n, 'Twin', 'EUR', 'A', now(), now() FROM generate_series(1, 50000) AS n`);
    const unique = 'CREATE UNIQUE INDEX CONCURRENTLY "company_twin" ON company (name)';
    expect((await failureOf(migrate(db, { migrations: await withNext(unique) })))?.message).toContain('is duplicated');
    const writer = await openDb({ url, poolSize: 2 });
    let done = false;
    const building = migrate(db, {
      migrations: await withNext('CREATE INDEX CONCURRENTLY "company_twin" ON company (name, id)'),
    }).finally(() => {
      done = true;
    });
    const durations: number[] = [];
    while (!done) {
      const start = performance.now();
      await writer.raw.query(`UPDATE company SET name = 'Other' WHERE id = 'co_7'`);
      durations.push(performance.now() - start);
    }
    expect(await building).toEqual({ applied: [NAME] });
    expect(durations.length).toBeGreaterThan(3);
    const { rows } = await db.raw.query(
      `SELECT indisvalid AS valid, indisunique AS one FROM pg_index WHERE indexrelid = to_regclass('company_twin')`,
    );
    expect(rows).toEqual([{ valid: true, one: false }]);
    await writer.close();
  }, 90_000);

  test('two processes that start together build an index once and do not wait for each other’s snapshots', async () => {
    const migrations = await withNext('CREATE INDEX CONCURRENTLY "company_motto" ON company (name)');
    const other = await openDb({ url, poolSize: 2 });
    const outcomes = await Promise.all([migrate(db, { migrations }), migrate(other, { migrations })]);
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual([NAME]);
    await other.close();
  }, 60_000);
});
