/** Starts that cannot succeed end with one sentence, and a start waits for a database that is not there yet. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { fileProblem } from '../../src/db/fileProblem.ts';
import { openDb } from '../../src/db/open.ts';
import { embeddedOnly, openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { openDatabaseProxy } from '../support/databaseProxy.ts';
import { administer, databaseUrl } from '../support/preparedDatabase.ts';
import { freePort, runMain, startServerProcess } from '../support/process.ts';

/** The only line of a start that failed. */
async function sentence(env: Record<string, string>, command: readonly string[] = []): Promise<string> {
  const { code, output } = await runMain(env, command);
  expect(code, output).toBe(1);
  expect(output.trim().split('\n'), output).toHaveLength(1);
  return output.trim();
}

test.each(['EROFS', 'EACCES', 'ENOSPC', 'ENOTDIR'])(
  'a path that cannot be written because of %s is reported',
  (code) => {
    const error = Object.assign(new Error(), { code, path: '/srv/portico/mailbox' });
    expect(fileProblem(error)).toMatch(new RegExp(`^/srv/portico/mailbox cannot be written \\(${code}\\): .*\\.$`));
    expect(fileProblem(Object.assign(new Error(), { code: 'EROFS' }))).toBeUndefined();
  },
);

test('a database that cannot be reached is named without its password', async () => {
  const port = await freePort();
  const url = `postgres://portico:canary-password@127.0.0.1:${port}/billing`;
  const line = await sentence({ DATABASE_URL: url });
  expect(line).toContain(`127.0.0.1:${port}/billing cannot be reached`);
  expect(line).toContain('ECONNREFUSED');
  expect(line).not.toContain('canary-password');
});

embeddedOnly('data directories that cannot be used', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-start-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('a file in place of the data directory is reported with its path', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await sentence({ DATA_DIR: file })).toMatch(/\/file.* cannot be written \((?:ENOTDIR|EEXIST)\)/);
  });

  test('a damaged embedded database is reported with its folder', async () => {
    const dataDir = join(folder, 'damaged');
    await (await openDb({ dataDir: join(dataDir, 'pgdata') })).close();
    await writeFile(join(dataDir, 'pgdata/global/pg_control'), 'not a control file');
    expect(await sentence({ DATA_DIR: dataDir })).toContain(
      `The embedded database in ${join(dataDir, 'pgdata')} cannot be opened`,
    );
  });

  test('a data directory in use is reported', async () => {
    const dataDir = join(folder, 'used');
    const db = await openDb({ dataDir: join(dataDir, 'pgdata') });
    expect(await sentence({ DATA_DIR: dataDir })).toContain('is in use by another running process');
    await db.close();
  });
});

postgresOnly('databases that cannot be used', () => {
  const server = process.env.TEST_DATABASE_URL ?? '';

  test('a database that does not exist is reported', async () => {
    expect(await sentence({ DATABASE_URL: databaseUrl(server, 'portico_never_made') })).toContain(
      'portico_never_made does not exist',
    );
  });

  test('a role that may not create tables is reported with PostgreSQL’s reason', async () => {
    const { db, url } = await openPostgresTestDb('empty');
    const role = new URL(url).pathname.slice(1);
    await administer(url, `CREATE ROLE ${role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
    const asRole = new URL(url);
    asRole.username = role;
    const line = await sentence({ DATABASE_URL: asRole.href });
    expect(line).toContain('too few rights');
    expect(line).toContain('permission denied for schema public');
    await administer(url, `DROP OWNED BY ${role}`);
    await db.close();
    await administer(server, `DROP ROLE ${role}`);
  });

  test('a start waits for its database, and succeeds once it is there', async () => {
    const { db, url } = await openPostgresTestDb();
    const proxy = await openDatabaseProxy(url);
    onTestFinished(() => proxy.close());
    await proxy.cut();
    const started = await startServerProcess(
      proxy.url,
      { LOG_LEVEL: 'warn' },
      {
        onOutput(text) {
          if (text.includes('Waiting')) setTimeout(() => void proxy.restore(), 1500);
        },
      },
    );
    onTestFinished(() => started.kill());
    expect(started.output().match(/cannot be reached yet\. Waiting for up to 60 s/g)).toHaveLength(1);
    expect(await started.stop()).toBe(0);
    await db.close();
  });

  test('without MIGRATE_ON_START a start refuses pending migrations, and the migrate command applies them', async () => {
    const { db, url } = await openPostgresTestDb('empty');
    const env = { DATABASE_URL: url, MIGRATE_ON_START: 'false' };
    expect(await sentence(env)).toMatch(
      /^The database lacks \d+ migrations of this version, .* run `npm start -- migrate` first\.$/,
    );
    expect(await runMain(env, ['migrate'])).toMatchObject({ code: 0, output: 'The database is up to date.\n' });
    const started = await startServerProcess(url, { MIGRATE_ON_START: 'false' });
    expect(await started.stop()).toBe(0);
    await db.close();
  });
});

test('standard output contains nothing but the log, one JSON object a line', async () => {
  const started = await startServerProcess(null, { LOG_LEVEL: 'info', DEMO_DATA: 'true' });
  onTestFinished(() => started.kill());
  expect(started.output()).toContain('A first query:');
  await started.stop();
  const lines = started.standardOutput().trim().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
}, 60_000);
