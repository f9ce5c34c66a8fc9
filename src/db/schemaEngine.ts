/**
 * Prisma's schema engine as WebAssembly: the code of the engine that the Prisma CLI downloads, as an npm package. With it
 * migrating works behind a firewall, without the CLI, and on a database inside this process.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';

/** The engine ignores no table and no enum. It never reads outside the schema `public`. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

const GLUE = '@prisma/schema-engine-wasm/schema_engine_bg';

/** Prisma's record of the database that the migrations are written for. */
export const LOCKFILE = 'provider = "postgresql"\n';

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url);
const SCHEMA = new URL('../../prisma/schema.prisma', import.meta.url);

/** Missing from the type library, which leaves out the browser's types. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

type EngineModule = { SchemaEngine: typeof SchemaEngine; __wbg_set_wasm(exports: unknown): void };

let engineModule: Promise<EngineModule> | undefined;

/** Called once per process: the generated glue stores the WebAssembly instance in a variable of its module. */
async function loadEngine(): Promise<EngineModule> {
  const glue: EngineModule = await import(GLUE);
  const file = createRequire(import.meta.url)
    .resolve(GLUE)
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** Loads the engine (5 MB) and connects it. */
export async function schemaEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  engineModule ??= loadEngine();
  const { SchemaEngine: Engine } = await engineModule;
  const { path, content } = await schemaFile();
  const logger = () => {};
  return Engine.new({ datamodels: [[path, content]] }, logger, bindMigrationAwareSqlAdapterFactory(factory));
}

/** schema.prisma in the form that the engine takes. */
export async function schemaFile(): Promise<{ path: string; content: string }> {
  return { path: fileURLToPath(SCHEMA), content: await readFile(SCHEMA, 'utf8') };
}

/** The names of this version's migrations, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** prisma/migrations, read into memory: the engine has no access to files. */
export async function migrationList(): Promise<MigrationList> {
  const names = await migrationNames();
  return {
    baseDir: fileURLToPath(MIGRATIONS),
    lockfile: { path: 'migration_lock.toml', content: await lockfile() },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(new URL(`${path}/migration.sql`, MIGRATIONS), 'utf8') },
        },
      })),
    ),
  };
}

const lockfile = () => readFile(new URL('migration_lock.toml', MIGRATIONS), 'utf8').catch(() => LOCKFILE);
