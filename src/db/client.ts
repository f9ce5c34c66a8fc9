/**
 * The database as the rest of the program sees it. Portico runs on PostgreSQL if it is given a URL, and otherwise on
 * PGlite, a PostgreSQL inside this process: trying Portico needs no server, and the SQL is the same. `open.ts` opens it.
 */
import type { Prisma, PrismaClient } from './generated/client/client.ts';
import type { StatementCount } from './statementCount.ts';

/** The client inside a transaction. Using the outer client there deadlocks on PGlite, which has one connection. */
export type Tx = Prisma.TransactionClient;

/** The outcome of one statement, in the shape of node-postgres. */
export interface RawResult {
  // biome-ignore lint/suspicious/noExplicitAny: only the caller knows the shape of its rows.
  rows: any[];
  rowCount: number;
}

/**
 * The driver with its own type conversions, called as node-postgres is, for pg-boss, which brings its own SQL, and for
 * statements outside of any transaction. Without values the text may hold several statements. The type of int8 depends on the driver.
 */
interface RawClient {
  query(text: string, values?: readonly unknown[]): Promise<RawResult>;
  query(statement: { name?: string; text: string; values?: readonly unknown[] }): Promise<RawResult>;
}

/** Connections of the pool: all, those without work, and the callers that wait for one. */
interface PoolUsage {
  total: number;
  idle: number;
  waiting: number;
}

/** A statement that has ended. `text` holds parameters in place of values. */
export interface EndedStatement {
  text: string;
  milliseconds: number;
  failed: boolean;
}

export interface ObservationOptions {
  /** Counts statements in `db.statements`; for tests and benchmarks. */
  countStatements?: boolean;
  /** Called after each statement; for a log of statements and for tracing. */
  onStatement?: ((statement: EndedStatement) => void) | undefined;
}

export interface Db {
  readonly kind: 'pglite' | 'postgres';
  readonly prisma: PrismaClient;
  /**
   * Runs one statement outside any transaction; for hot reads. With a name, PostgreSQL plans it once per connection, so
   * a name must always stand for the same text. int8 is `bigint`, timestamptz is `Date`, json is parsed. Cast arrays of
   * an enum to `text[]`: the two drivers return them differently.
   */
  sql<Row>(name: string | undefined, text: string, values: readonly unknown[]): Promise<Row[]>;
  readonly raw: RawClient;
  /** Null on PGlite, which has one connection and no pool. */
  poolUsage(): PoolUsage | null;
  /** Every statement that reached the database, from every client. Throws unless opened with `countStatements`. */
  readonly statements: StatementCount;
  /** PGlite only: the whole database as one file, which `{ memory: true, snapshot }` opens again. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * How long a transaction may wait for its connection and then last, in milliseconds. Longer than Prisma's defaults of
 * 2 s and 5 s: PGlite has one connection, so a burst of transactions queues instead of running side by side.
 */
export const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 15_000 } as const;
