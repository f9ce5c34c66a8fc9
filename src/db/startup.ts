/** Opens the database at the start: waits until it can be reached, checks its sessions, and explains what is wrong. */
import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../kernel/clock.ts';
import { sqlState } from '../kernel/violatedConstraint.ts';
import type { Db } from './client.ts';
import { type MigrateOptions, MigrationFailed, migrate, pendingMigrations } from './migrate.ts';
import { type DbOptions, openDb } from './open.ts';
import { StartRefused } from './startRefused.ts';
import { isUnavailable } from './unavailable.ts';

export interface StartOptions {
  database: DbOptions;
  /** How long to wait for a database that cannot be reached. */
  waitMs: number;
  /** Whether pending migrations are applied; otherwise they prevent the start. */
  applyMigrations: boolean;
  /** Called with a sentence for the log when something is waited for. */
  onWait(message: string): void;
}

const RETRY_MS = SECOND;

/** An open, migrated database. Throws `StartRefused` or `MigrationFailed`. */
export async function startDatabase(options: StartOptions): Promise<Db> {
  const { database } = options;
  const db = await openDb(database);
  try {
    if ('url' in database) await checkSession(db, options);
    await migrateOrRefuse(db, options);
    return db;
  } catch (error) {
    await db.close().catch(() => {});
    throw explained(error, placeOf(database));
  }
}

/** Every spelling of UTC in PostgreSQL's time zones. */
const UTC = /^(?:(?:Etc\/)?(?:UTC|UCT|GMT|GMT0|GMT[+-]0|Universal|Zulu|Greenwich))$/i;

/**
 * Waits for the database and checks the sessions that the pool gets. Instants are sent without an offset, so a session in
 * another time zone would store them shifted.
 */
async function checkSession(db: Db, { database, waitMs, onWait }: StartOptions): Promise<void> {
  const session = await firstAnswer(db, waitMs, () =>
    onWait(`The database at ${placeOf(database)} cannot be reached yet. Waiting for up to ${waitMs / SECOND} s.`),
  );
  if (!UTC.test(session.zone))
    throw new StartRefused(
      `The time zone of the database at ${placeOf(database)} is ${session.zone}, and a pooler ignores the one that Portico sets: run ALTER DATABASE "${session.name}" SET timezone TO 'UTC' and reconnect the pooler.`,
    );
  if (session.readOnly)
    throw new StartRefused(
      `The database at ${placeOf(database)} is read-only, such as a replica: connect to the primary.`,
    );
}

interface Session {
  zone: string;
  name: string;
  readOnly: boolean;
}

async function firstAnswer(db: Db, waitMs: number, onWait: () => void): Promise<Session> {
  const start = performance.now();
  for (let tries = 0; ; tries++)
    try {
      const [session] = await db.sql<Session>(
        undefined,
        `SELECT current_setting('TimeZone') AS zone, current_database() AS name,
           current_setting('transaction_read_only')::boolean AS "readOnly"`,
        [],
      );
      return session as Session;
    } catch (error) {
      if (!isUnavailable(error) || UNSUPPORTED.test(messageOf(error)) || performance.now() - start > waitMs)
        throw error;
      if (tries === 0) onWait();
      await pause(RETRY_MS);
    }
}

async function migrateOrRefuse(db: Db, { applyMigrations, onWait }: StartOptions): Promise<void> {
  const options: MigrateOptions = { onWait };
  if (applyMigrations) return void (await migrate(db, options));
  const pending = await pendingMigrations(db, options);
  if (pending.length > 0)
    throw new StartRefused(
      `The database lacks ${pending.length} migrations of this version, the first being ${pending[0]}: run \`npm start -- migrate\` first.`,
    );
}

/** Host, port and name: no user and no password. */
function placeOf(database: DbOptions): string {
  if ('url' in database) {
    const { hostname, port, pathname } = new URL(database.url);
    return `${hostname}:${port || 5432}${pathname}`;
  }
  return 'dataDir' in database ? database.dataDir : 'memory';
}

const UNSUPPORTED = /unsupported startup parameter/;
const messageOf = (error: unknown): string => String((error as Error).message);
const POOLER = 'DATABASE_URL leads to a pooler in transaction mode: set DATABASE_POOLER=transaction.';

/** Sentences for PostgreSQL's codes. */
const BY_STATE: Readonly<Record<string, (place: string, message: string) => string>> = {
  '28P01': (place) => `The database at ${place} refuses the user or the password of DATABASE_URL.`,
  '28000': (place, message) => `The database at ${place} refuses the connection: ${message}.`,
  '3D000': (place) => `The database at ${place} does not exist: create it, for example with createdb.`,
  42501: (place, message) =>
    `The role of DATABASE_URL has too few rights in the database at ${place} (${message}): let it own the database.`,
  '42P05': () => POOLER,
  26000: () => POOLER,
};

/** The error as one sentence for the operator, if its cause is known. */
function explained(error: unknown, place: string): unknown {
  if (error instanceof StartRefused) return error;
  const cause = error instanceof MigrationFailed ? error.cause : error;
  // The engine passes on PostgreSQL's words without its code.
  const state = /permission denied for/.test(messageOf(error)) ? '42501' : sqlState(cause);
  const explain = BY_STATE[state ?? ''];
  if (explain) return new StartRefused(explain(place, messageOf(error).replace(/^.*failed: /, '')), { cause: error });
  if (error instanceof MigrationFailed) return error;
  if (UNSUPPORTED.test(messageOf(error))) return new StartRefused(POOLER, { cause: error });
  if (isUnavailable(error)) {
    const { cause: socket } = error as Error;
    const reason = messageOf(socket instanceof Error ? socket : error);
    return new StartRefused(`The database at ${place} cannot be reached: ${reason}.`, { cause: error });
  }
  return error;
}
