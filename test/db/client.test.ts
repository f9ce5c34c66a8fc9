import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { violatedConstraint } from '../../src/kernel/violatedConstraint.ts';
import { openTestDb } from '../support/database.ts';

const run = promisify(execFile);
const at = new Date('2026-01-31T10:00:00.123Z');
const company = { name: 'Acme', defaultCurrency: 'EUR', invoicePrefix: 'A', createdAt: at, updatedAt: at };

describe('database client', () => {
  let db: Db;
  beforeAll(async () => {
    db = await openTestDb();
  });
  afterAll(() => db.close());

  it('hand-written SQL returns bigint, Date and parsed JSON on both databases', async () => {
    const text = `SELECT $1::int8 AS whole, ARRAY[1, NULL]::int8[] AS wholes, $2::timestamptz AS instant, '{"a":[1]}'::jsonb AS json`;
    expect(await db.sql('every_type', text, ['9007199254740993', at])).toEqual([
      { whole: 9007199254740993n, wholes: [1n, null], instant: at, json: { a: [1] } },
    ]);
  });

  it('hand-written SQL reads the same instants that Prisma wrote', async () => {
    await db.prisma.company.create({ data: { id: 'co', ...company } });
    expect(await db.sql('company_created', 'SELECT created_at FROM company WHERE id = $1', ['co'])).toEqual([
      { created_at: at },
    ]);
  });

  it('a list of enum values is stored and read', async () => {
    const stamps = { createdAt: at, updatedAt: at };
    const acceptedPaymentMethods = ['CARD' as const, 'SEPA_DEBIT' as const];
    await db.prisma.company.create({
      data: { id: 'co2', ...company, portalConfig: { create: { acceptedPaymentMethods, ...stamps } } },
    });
    const config = await db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId: 'co2' } });
    expect(config.acceptedPaymentMethods).toEqual(acceptedPaymentMethods);
  });

  it('the statement counter counts all clients, and transaction control separately', async () => {
    db.statements.reset();
    db.statements.log = [];
    await db.prisma.$transaction(async (tx) => tx.company.count());
    expect(db.statements).toMatchObject({
      count: 3,
      control: 2,
      log: ['BEGIN', expect.stringContaining('COUNT'), 'COMMIT'],
    });
    await db.sql('one', 'SELECT 1', []);
    await db.raw.query('SELECT $1::int', [1]);
    await db.raw.query({ text: 'SELECT 1' });
    expect(db.statements.count).toBe(6);
  });

  it('the client is usable after a script failed halfway', async () => {
    await expect(db.raw.query('BEGIN; SELECT 1; SELECT 1/0; COMMIT;')).rejects.toMatchObject({ code: '22012' });
    expect((await db.raw.query('BEGIN; SELECT 2 AS n; COMMIT;')).rows).toEqual([{ n: 2 }]);
  });

  it('a transaction that was rolled back because of a swallowed error is not reported as committed', async () => {
    for (let n = 0; n < 12; n++) {
      const transaction = db.prisma.$transaction(async (tx) => {
        await tx.company.create({ data: { id: 'lost', ...company } });
        await tx.$queryRaw`SELECT 1/0`.catch(() => {});
      });
      await expect(transaction).rejects.toThrow();
    }
    expect(await db.prisma.company.count({ where: { id: 'lost' } })).toBe(0);
  });

  it('the client is usable after a transaction timed out while running or waiting', async () => {
    const hold = db.prisma.$transaction(() => new Promise((done) => setTimeout(done, 600)), { timeout: 300 });
    const waiting = db.prisma.$transaction((tx) => tx.company.count(), { maxWait: 100 });
    const [held] = await Promise.allSettled([hold, waiting]);
    expect(held).toMatchObject({ status: 'rejected', reason: { code: 'P2028' } });
    expect((await db.raw.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });

  it('the error of a violated constraint contains its name', async () => {
    await db.prisma.company.create({ data: { id: 'twice', ...company } });
    const again = await db.prisma.company.create({ data: { id: 'twice', ...company } }).catch((error) => error);
    expect(violatedConstraint(again)).toBe('company_pkey');
    const zero = await db.prisma.company
      .update({ where: { id: 'twice' }, data: { nextInvoiceSequence: 0 } })
      .catch((error) => error);
    expect(violatedConstraint(zero)).toBe('company_next_invoice_sequence_positive');
    expect(
      violatedConstraint(await db.raw.query("UPDATE api_key SET company_id = '' WHERE 1/0 = 1").catch((e) => e)),
    ).toBe(undefined);
  });

  it('thirty concurrent transactions succeed', async () => {
    const counts = await Promise.all(
      Array.from({ length: 30 }, () => db.prisma.$transaction((tx) => tx.company.count())),
    );
    expect(counts).toHaveLength(30);
  });
});

describe('database in a directory', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-dir-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('committed rows survive a kill of the process', { timeout: 60_000 }, async () => {
    const dataDir = join(folder, 'killed');
    const script = `
      import { openDb } from './src/db/open.ts';
      import { migrate } from './src/db/migrate.ts';
      const db = await openDb({ dataDir: ${JSON.stringify(dataDir)} });
      await migrate(db);
      await db.raw.query("INSERT INTO rate_limit (key) VALUES ('kept')");
      process.kill(process.pid, 'SIGKILL');`;
    const killed = run(process.execPath, ['--input-type=module', '--eval', script]);
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' });
    const db = await openDb({ dataDir });
    expect(await migrate(db)).toEqual({ applied: [] });
    expect((await db.raw.query('SELECT key FROM rate_limit')).rows).toEqual([{ key: 'kept' }]);
    await db.close();
  });

  it('a second process is refused while the first one runs', { timeout: 120_000 }, async () => {
    const dataDir = join(folder, 'shared');
    const db = await openDb({ dataDir });
    await expect(openDb({ dataDir })).rejects.toThrow('in use by another running process');
    await db.close();
    await (await openDb({ dataDir })).close();
  });
});
