import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Db, type ObservationOptions, TRANSACTION_LIMITS } from './client.ts';
import { PrismaClient } from './generated/client/client.ts';
import { notCounted, StatementCount } from './statementCount.ts';
import { statementNames } from './statementNames.ts';
import { timed } from './timed.ts';
import { DatabaseUnreachable } from './unavailable.ts';

const STATEMENT_TIMEOUT_MS = 15_000;
/** Bounds waiting for locks, and transactions whose caller is gone. Migrations use other connections. */
const SESSION_LIMITS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: TRANSACTION_LIMITS.timeout + STATEMENT_TIMEOUT_MS,
};
const INT8 = 20;
const INT8_ARRAY = 1016;
const parseInt8Array = pg.types.getTypeParser(INT8_ARRAY as number as typeof pg.types.builtins.INT8) as unknown as (
  text: string,
) => (string | null)[];

const SQL_TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    if (oid === INT8_ARRAY) return (text: string) => parseInt8Array(text).map((n) => (n === null ? null : BigInt(n)));
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/** How migrations connect, by Db. */
const migrationUrls = new WeakMap<Db, string>();

export function migrationUrlOf(db: Db): string {
  const url = migrationUrls.get(db);
  if (!url) throw new Error('Not a PostgreSQL server.');
  return url;
}

/** Prisma, hand-written reads and the job queue share one pool, so its size bounds the load on the server. */
export function openPostgres(options: PostgresOptions): Db {
  const { url, poolSize = 10, countStatements = false, onStatement, transactionPooler = false } = options;
  const pool = new pg.Pool({
    connectionString: transactionPooler ? url : inUtc(url),
    max: poolSize,
    application_name: 'portico',
    connectionTimeoutMillis: 10_000,
    ...(transactionPooler ? {} : SESSION_LIMITS),
    keepAlive: true,
    // Statements that a transaction runs at once, such as those that load relations, are sent without waiting for each other.
    pipeline: true,
  });
  // The pool replaces an idle connection that breaks; without a listener its error would end the process.
  pool.on('error', () => {});

  pool.on('connect', refuseSilentRollback);
  const statements = countStatements ? new StatementCount() : undefined;
  if (statements || onStatement) pool.on('connect', (client) => observeQueries(client, statements, onStatement));

  const nameOf = transactionPooler ? () => undefined : statementNames();
  const rawNameOf = transactionPooler ? () => undefined : statementNames('raw');
  const adapter = new PrismaPg(pool, {
    // BEGIN and COMMIT are fastest unnamed; for the rest see statementNames. The adapter's types require a string, but
    // its code and node-postgres take undefined for "unnamed".
    statementNameGenerator: ({ sql, args }) => (args.length === 0 ? undefined : nameOf(sql)) as string,
  });
  const prisma = new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS });

  const db: Db = {
    kind: 'postgres',
    prisma,
    async sql<Row>(name: string | undefined, text: string, values: readonly unknown[]) {
      const statement = {
        name: transactionPooler ? undefined : name,
        text,
        values: values as unknown[],
        types: SQL_TYPES,
      };
      const { rows } = await pool.query(statement).catch(asUnreachable);
      return rows as Row[];
    },
    raw: {
      async query(statement: string | object, values?: readonly unknown[]) {
        // Without values, a text may hold several statements, which cannot be named.
        const named =
          typeof statement === 'string' && values?.length ? { name: rawNameOf(statement), text: statement } : statement;
        const outcome = (await pool.query(named as string, values as unknown[]).catch(asUnreachable)) as
          | pg.QueryResult
          | pg.QueryResult[];
        const results = Array.isArray(outcome) ? outcome : [outcome];
        return { rows: results.flatMap(({ rows }) => rows), rowCount: results.at(-1)?.rowCount ?? 0 };
      },
    },
    get statements() {
      return statements ?? notCounted();
    },
    poolUsage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    dump: () => Promise.reject(new Error('Use pg_dump to copy a PostgreSQL database.')),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
  migrationUrls.set(db, options.migrationUrl ?? url);
  return db;
}

/** Names errors of the connection as such: ECONNREFUSED alone could be any remote end's. */
function asUnreachable(error: unknown): never {
  throw /^E[A-Z]{3}/.test(String((error as { code?: unknown }).code)) ? new DatabaseUnreachable(error) : error;
}

export type PostgresOptions = {
  url: string;
  poolSize?: number;
  /**
   * Whether the address leads to a pooler that gives each transaction another session. Then no statement is named and no
   * parameter of the session is set: the database's own defaults apply.
   */
  transactionPooler?: boolean;
  /** The address for migrations, if the other leads to a pooler. */
  migrationUrl?: string | undefined;
} & ObservationOptions;

/**
 * Sets the session's time zone to UTC. Prisma's adapter writes and reads timestamps without an offset, so on a server with
 * another time zone they would silently shift. As a connection parameter this costs no statement.
 */
function inUtc(url: string): string {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  parsed.searchParams.set('options', `${options ? `${options} ` : ''}-c TimeZone=UTC`);
  return parsed.href;
}

/**
 * PostgreSQL turns the COMMIT of a transaction in which a statement failed into a ROLLBACK without an error. Code that
 * caught the statement's error would report data as saved that is not, so the ROLLBACK is made an error.
 */
function refuseSilentRollback(client: pg.PoolClient): void {
  // biome-ignore lint/suspicious/noExplicitAny: `query` has a dozen overloads, and this one passes through.
  const query = client.query.bind(client) as (...args: any[]) => any;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  client.query = ((...args: any[]) => {
    const answer = query(...args);
    if (args[0]?.text !== 'COMMIT') return answer;
    return answer.then((result: pg.QueryResult) => {
      if (result.command === 'COMMIT') return result;
      throw new Error('The transaction was rolled back: one of its statements had failed, and its error was ignored.');
    });
  }) as typeof client.query;
}

/** Counts and times statements. All of them pass a client's `query`: the pool's own, Prisma's transactions, pg-boss'. */
function observeQueries(
  client: pg.PoolClient,
  statements: StatementCount | undefined,
  onStatement: ObservationOptions['onStatement'],
): void {
  // biome-ignore lint/suspicious/noExplicitAny: `query` has a dozen overloads, and this one passes through.
  const query = client.query.bind(client) as (...args: any[]) => any;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  client.query = ((...args: any[]) => {
    const text: string = typeof args[0] === 'string' ? args[0] : args[0].text;
    statements?.add(text);
    return onStatement ? timed(text, args, query, onStatement) : query(...args);
  }) as typeof client.query;
}
