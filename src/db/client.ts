/**
 * The door to the database. Portico runs on PostgreSQL when it is given a URL and otherwise on PGlite, a PostgreSQL
 * that lives inside this process: whoever tries Portico needs no server, and the SQL is the same.
 */
import type { Prisma, PrismaClient } from './generated/client/client.ts';
import type { StatementCount } from './statementCount.ts';

/** What domain code is given inside a transaction. The outer client would wait for that transaction for ever on PGlite. */
export type Tx = Prisma.TransactionClient;

/** One statement's outcome, as node-postgres would tell it. */
export interface RawResult {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the rows is the caller's own knowledge.
  rows: any[];
  rowCount: number;
}

/**
 * The driver with its own conversions, in node-postgres' calling style, for libraries that bring their own SQL (pg-boss,
 * rate-limiter-flexible). Without values the text may hold several statements. int8 arrives as the driver likes it.
 */
export interface RawClient {
  query(text: string, values?: readonly unknown[]): Promise<RawResult>;
  query(statement: { name?: string; text: string; values?: readonly unknown[] }): Promise<RawResult>;
}

export interface Db {
  readonly kind: 'pglite' | 'postgres';
  readonly prisma: PrismaClient;
  /**
   * Runs one named statement outside any transaction; for hot reads. PostgreSQL plans it once per connection, so a name
   * must always stand for the same text; without one it is planned each time. int8 is `bigint`, timestamptz is `Date`, json is parsed. Cast arrays of an
   * enum to `text[]`: the two drivers disagree about them.
   */
  sql<Row>(name: string | undefined, text: string, values: readonly unknown[]): Promise<Row[]>;
  readonly raw: RawClient;
  /** Every statement that reached the database, by whatever way. Only when opened with `countStatements`. */
  readonly statements: StatementCount;
  /** PGlite only: the whole database as one file, to be opened again with `{ memory: true, snapshot }`. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

export type DbOptions = (
  | { url: string; poolSize?: number }
  | { dataDir: string }
  | { memory: true; snapshot?: Blob }
) & { countStatements?: boolean };

/**
 * How long a transaction may wait for its connection and then last. Longer than Prisma's own 2 s and 5 s, because
 * PGlite has one connection: there, a burst of transactions forms a queue instead of running side by side.
 */
export const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 15_000 } as const;

/** Opens the database; does not migrate it (see migrate.ts). The driver that is not needed is not loaded. */
export async function openDb(options: DbOptions): Promise<Db> {
  if ('url' in options) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(options);
  }
  const { openEmbedded } = await import('./embedded.ts');
  return openEmbedded(options);
}
