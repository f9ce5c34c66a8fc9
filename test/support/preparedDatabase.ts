/** Makes one migrated database per test run, from which every test file gets a copy. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import type { Db } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { installQueue } from '../../src/jobs/boss.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of the PGlite snapshot, or the name of the PostgreSQL template database. */
    preparedDatabase: string;
  }
}

interface Prepared {
  name: string;
  remove(): Promise<void>;
}

/** Every project loads this file by itself; the process that runs them all has one global object. */
const run = globalThis as { preparedDatabase?: Promise<Prepared> };

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const first = run.preparedDatabase === undefined;
  const url = process.env.TEST_DATABASE_URL;
  run.preparedDatabase ??= url ? prepareTemplate(url) : prepareSnapshot();
  const { name, remove } = await run.preparedDatabase;
  project.provide('preparedDatabase', name);
  return first ? remove : undefined;
}

async function prepareSnapshot(): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-test-'));
  const snapshot = join(folder, 'migrated.tar');
  const db = await prepare({ memory: true });
  await writeFile(snapshot, Buffer.from(await (await db.dump()).arrayBuffer()));
  await db.close();
  return { name: snapshot, remove: () => rm(folder, { recursive: true }) };
}

async function prepareTemplate(url: string): Promise<Prepared> {
  const template = `portico_test_${randomBytes(6).toString('hex')}`;
  await administer(url, `CREATE DATABASE ${template}`);
  await (await prepare({ url: databaseUrl(url, template) })).close();
  return { name: template, remove: () => administer(url, `DROP DATABASE ${template} WITH (FORCE)`) };
}

async function prepare(options: Parameters<typeof openDb>[0]): Promise<Db> {
  const db = await openDb(options);
  await migrate(db);
  await installQueue(db);
  return db;
}

/** The same server and role, another database. */
export function databaseUrl(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}

export async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
