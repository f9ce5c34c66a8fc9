import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Db } from './client.ts';

export interface MigrateOptions {
  /** The migrations of this version by default. */
  migrations?: MigrationList;
  /** Called while a lock is waited for, with a sentence for the log. */
  onWait?: (message: string) => void;
}

/** A migration that failed or was interrupted. The message contains PostgreSQL's reason and the way on. */
export class MigrationFailed extends Error {}

interface MigrationRow {
  migration_name: string;
  finished: boolean;
  logs: string | null;
}

/**
 * Applies pending migrations and records them as Prisma does, so that `prisma migrate deploy` works on the same database.
 * Costs one query if nothing is pending. Processes that start at the same time take turns; all but the first then find
 * nothing to apply. Throws `MigrationFailed`.
 */
export async function migrate(db: Db, options: MigrateOptions = {}): Promise<{ applied: string[] }> {
  if ((await pendingMigrations(db, options)).length === 0) return { applied: [] };
  return withEngine(db, options, async (engine, lastError) => {
    const pending = await pendingMigrations(db, options);
    if (pending.length === 0) return { applied: [] };
    const { migrationList, NO_FILTER } = await import('./schemaEngine.ts');
    const migrationsList = options.migrations ?? (await migrationList());
    try {
      return { applied: (await engine.applyMigrations({ migrationsList, filters: NO_FILTER })).appliedMigrationNames };
    } catch (error) {
      throw await rolledBack(db, engine, lastError() ?? error);
    }
  });
}

/**
 * The names of this version's migrations that the database lacks, oldest first. Throws `MigrationFailed` if one was
 * interrupted by the end of its process: only a person can know whether it was applied.
 */
export async function pendingMigrations(db: Db, { migrations }: MigrateOptions = {}): Promise<string[]> {
  const { migrationNames } = await import('./schemaEngine.ts');
  const names = migrations?.migrationDirectories.map(({ path }) => path) ?? (await migrationNames());
  const rows = await recordedMigrations(db);
  const interrupted = rows.find(({ finished }) => !finished);
  if (interrupted) throw new MigrationFailed(interruptedMessage(interrupted));
  const applied = new Set(rows.map((row) => row.migration_name));
  return names.filter((name) => !applied.has(name));
}

/** Records by hand how an interrupted migration ended. */
export async function resolveMigration(db: Db, migrationName: string, as: 'applied' | 'rolled-back'): Promise<void> {
  const { migrationList } = await import('./schemaEngine.ts');
  await withEngine(db, {}, async (engine) => {
    if (as === 'rolled-back') await engine.markMigrationRolledBack({ migrationName });
    else await engine.markMigrationApplied({ migrationName, migrationsList: await migrationList() });
  });
}

async function withEngine<T>(
  db: Db,
  { onWait = () => {} }: MigrateOptions,
  work: (engine: SchemaEngine, lastError: () => unknown) => Promise<T>,
): Promise<T> {
  const { schemaEngine } = await import('./schemaEngine.ts');
  let lastError: unknown;
  const run = async (adapter: SqlMigrationAwareDriverAdapterFactory) => {
    const engine = await schemaEngine(rememberingErrors(adapter, (error) => (lastError = error)));
    try {
      return await work(engine, () => lastError);
    } finally {
      engine.free();
    }
  };
  if (db.kind === 'postgres') {
    const { withMigrationLock } = await import('./postgresMigration.ts');
    return withMigrationLock(db, onWait, run);
  }
  const { pgliteOf } = await import('./embedded.ts');
  const { pgliteMigrationAdapter } = await import('./migrationAdapter.ts');
  const result = await run(pgliteMigrationAdapter(pgliteOf(db)));
  // PGlite does not notice by itself that a new enum has an array type.
  await pgliteOf(db).refreshArrayTypes();
  return result;
}

/** The engine replaces the error of a script by one without a reason. */
function rememberingErrors(
  factory: SqlMigrationAwareDriverAdapterFactory,
  remember: (error: unknown) => void,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    ...factory,
    async connect() {
      const adapter = await factory.connect();
      const execute = adapter.executeScript.bind(adapter);
      return Object.assign(adapter, {
        async executeScript(script: string) {
          await execute(script).catch((error) => {
            remember(error);
            throw error;
          });
        },
      });
    },
  };
}

/**
 * The error to report after a failure. A script is one transaction, so a failed one has left nothing behind: it is marked
 * as rolled back, and the next start applies it again. An index that is built concurrently begins anew, too.
 */
async function rolledBack(db: Db, engine: SchemaEngine, cause: unknown): Promise<Error> {
  const failed = (await recordedMigrations(db)).find(({ finished }) => !finished);
  const reason = reasonOf(cause);
  if (!failed) return new MigrationFailed(`Migrating the database failed: ${reason}`, { cause });
  const { migration_name: name } = failed;
  const where = 'migration_name = $2 AND finished_at IS NULL AND rolled_back_at IS NULL';
  await db.raw.query(`UPDATE _prisma_migrations SET logs = $1 WHERE ${where}`, [reason, name]);
  await engine.markMigrationRolledBack({ migrationName: name });
  return new MigrationFailed(
    `The migration ${name} failed and was rolled back: ${reason}\nThe next start, or \`npm start -- migrate\`, applies it again.`,
    { cause },
  );
}

/** PostgreSQL's own words, for the operator: unlike errors of requests, they concern no customer's input. */
function reasonOf(error: unknown): string {
  const { message, detail, hint, code } = error as { message?: string; detail?: string; hint?: string; code?: string };
  const state = code === undefined ? '' : ` (SQLSTATE ${code})`;
  // The engine adds its own stack below the message.
  const [words = ''] = (message ?? String(error)).replace(/^ERROR: /, '').split('\n');
  return [`${words}${state}`, detail, hint].filter(Boolean).join(' ');
}

const interruptedMessage = ({ migration_name: name, logs }: MigrationRow): string =>
  `The migration ${name} began and did not end${logs ? `: ${logs}` : ', because its process was killed'}. \
Look whether its changes are in the database. If they are, run \`npm start -- migrate --applied ${name}\`; \
if not, \`npm start -- migrate --rolled-back ${name}\`, and start again.`;

async function recordedMigrations(db: Db): Promise<MigrationRow[]> {
  try {
    return await db.sql<MigrationRow>(
      'recorded_migrations',
      `SELECT migration_name, finished_at IS NOT NULL AS finished, logs FROM _prisma_migrations
       WHERE rolled_back_at IS NULL ORDER BY started_at`,
      [],
    );
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

const UNDEFINED_TABLE = '42P01';
