import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { currentChecksums, sealedChecksums } from '../../prisma/checksums.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { migrationList, migrationNames } from '../../src/db/schemaEngine.ts';
import { openPostgresTestDb, openTestDb, postgresOnly } from '../support/database.ts';
import { administer } from '../support/preparedDatabase.ts';

const run = promisify(execFile);

it('a second migration changes nothing and runs one query', async () => {
  const db = await openTestDb();
  db.statements.reset();
  expect(await migrate(db)).toEqual({ applied: [] });
  expect(db.statements.count).toBe(1);
  await db.close();
});

it('the migrations result exactly in schema.prisma', { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, ['prisma/migration.ts']);
  expect(stdout).toContain('agree');
});

describe('sealed migrations', () => {
  it('a sealed migration is never edited, renamed or removed', async () => {
    const current = await currentChecksums();
    const broken = [...(await sealedChecksums())].filter(([name, sum]) => current.get(name) !== sum);
    expect(broken.map(([name]) => `${name}: databases have applied it. Restore it and write a new migration`)).toEqual(
      [],
    );
  });

  it('every migration is sealed in the order of its application', async () => {
    const [current, sealed] = [await currentChecksums(), await sealedChecksums()];
    const open = [...current.keys()].filter((name) => !sealed.has(name));
    expect(open.map((name) => `${name}: run npm run migration -- --seal`)).toEqual([]);
    expect([...sealed.keys()]).toEqual([...sealed.keys()].sort());
  });

  it('no migration removes data unless its SQL states the reason', async () => {
    const destructive = /^(?!--).*\b(?:DROP\s+(?:TABLE|COLUMN|TYPE|SCHEMA)|TRUNCATE|DELETE\s+FROM)\b/im;
    const silent = (await migrationList()).migrationDirectories.filter(({ migrationFile: { content } }) => {
      const sql = content.tag === 'ok' ? content.value : '';
      return destructive.test(sql) && !/^-- Removes /m.test(sql);
    });
    expect(silent.map(({ path }) => `${path}: add a line that begins with "-- Removes " and says why`)).toEqual([]);
  });
});

postgresOnly('migrations on PostgreSQL', () => {
  it('processes that start together migrate once', { timeout: 60_000 }, async () => {
    const { db, url } = await openPostgresTestDb('empty');
    const script = `
      import { openDb } from './src/db/open.ts';
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
