import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openDb } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrationNames } from '../../src/db/schemaEngine.ts';
import { openPostgresTestDb, openTestDb, postgresOnly } from '../support/database.ts';
import { administer } from '../support/preparedDatabase.ts';

const run = promisify(execFile);

it('migrating twice changes nothing the second time, and costs one query', async () => {
  const db = await openTestDb();
  db.statements.reset();
  expect(await migrate(db)).toEqual({ applied: [] });
  expect(db.statements.count).toBe(1);
  await db.close();
});

it('the migrations lead exactly to schema.prisma', { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, ['prisma/diff.ts']);
  expect(stdout).toContain('agree');
});

postgresOnly('on a PostgreSQL server', () => {
  it('processes that start together migrate once', { timeout: 60_000 }, async () => {
    const { db, url } = await openPostgresTestDb('empty');
    const script = `
      import { openDb } from './src/db/client.ts';
      import { migrate } from './src/db/migrate.ts';
      const db = await openDb({ url: ${JSON.stringify(url)} });
      console.log((await migrate(db)).applied.length);
      process.exit();`;
    const start = () => run(process.execPath, ['--input-type=module', '--eval', script]);
    const applied = (await Promise.all([start(), start(), start()])).map(({ stdout }) => Number(stdout));
    expect(applied.sort()).toEqual([0, 0, (await migrationNames()).length]);
    await db.close();
  });

  it('an ordinary role that owns its database can migrate it', async () => {
    const { db, url } = await openPostgresTestDb('empty');
    const role = new URL(url).pathname.slice(1);
    await administer(url, `CREATE ROLE ${role} LOGIN; ALTER DATABASE ${role} OWNER TO ${role}`);
    const asRole = new URL(url);
    asRole.username = role;
    const ordinary = await openDb({ url: asRole.href });
    expect((await migrate(ordinary)).applied).toEqual(await migrationNames());
    await ordinary.close();
    await db.close();
    await administer(process.env.TEST_DATABASE_URL ?? '', `DROP ROLE ${role}`);
  });
});
