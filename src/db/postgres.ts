import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Db, TRANSACTION_LIMITS } from './client.ts';
import { PrismaClient } from './generated/client/client.ts';
import { notCounted, StatementCount } from './statementCount.ts';
import { statementNames } from './statementNames.ts';

const STATEMENT_TIMEOUT_MS = 15_000;
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

/** Pools by their Db: migrating needs what `Db` does not offer. */
const pools = new WeakMap<Db, pg.Pool>();

export function poolOf(db: Db): pg.Pool {
  const pool = pools.get(db);
  if (!pool) throw new Error('Not a PostgreSQL server.');
  return pool;
}

/** Prisma, hand-written reads and the job queue share one pool, so that the pool's size is the truth about the load. */
export function openPostgres({ url, poolSize = 10, countStatements = false }: PostgresOptions): Db {
  const pool = new pg.Pool({
    connectionString: inUtc(url),
    max: poolSize,
    application_name: 'portico',
    connectionTimeoutMillis: 10_000,
    // What waits for a lock, or for nobody any longer, gives its connection back. Migrations have their own connections.
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: TRANSACTION_LIMITS.timeout + STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
  pool.on('error', () => {});

  pool.on('connect', refuseSilentRollback);
  const statements = countStatements ? new StatementCount() : undefined;
  if (statements) pool.on('connect', (client) => countQueries(client, statements));

  const nameOf = statementNames();
  const adapter = new PrismaPg(pool, {
    // BEGIN and COMMIT travel fastest as they are; for the rest see statementNames. The adapter's types ask for a
    // string always, its code (and node-postgres) take undefined for "unnamed".
    statementNameGenerator: ({ sql, args }) => (args.length === 0 ? undefined : nameOf(sql)) as string,
  });
  const prisma = new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS });

  const db: Db = {
    kind: 'postgres',
    prisma,
    async sql<Row>(name: string | undefined, text: string, values: readonly unknown[]) {
      const { rows } = await pool.query({ name, text, values: values as unknown[], types: SQL_TYPES });
      return rows as Row[];
    },
    raw: {
      async query(statement: string | object, values?: readonly unknown[]) {
        const outcome = (await pool.query(statement as string, values as unknown[])) as
          | pg.QueryResult
          | pg.QueryResult[];
        const results = Array.isArray(outcome) ? outcome : [outcome];
        return { rows: results.flatMap(({ rows }) => rows), rowCount: results.at(-1)?.rowCount ?? 0 };
      },
    },
    get statements() {
      return statements ?? notCounted();
    },
    dump: () => Promise.reject(new Error('Use pg_dump to copy a PostgreSQL database.')),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
  pools.set(db, pool);
  return db;
}

type PostgresOptions = { url: string; poolSize?: number; countStatements?: boolean };

/**
 * Fixes the session's time zone. Prisma's adapter writes and reads timestamps without an offset; in a server that is
 * not set to UTC they would silently shift. As a connection parameter this costs no statement.
 */
export function inUtc(url: string): string {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  parsed.searchParams.set('options', `${options ? `${options} ` : ''}-c TimeZone=UTC`);
  return parsed.href;
}

/**
 * PostgreSQL answers the COMMIT of a transaction in which a statement failed with a friendly ROLLBACK. Whoever caught
 * that statement's error and went on would report as saved what is not, so it becomes an error again.
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
      throw new Error('Rolled back: a statement of this transaction had failed, and its error was passed over.');
    });
  }) as typeof client.query;
}

/** Every way leads through a client's `query`: the pool's own, Prisma's transactions, pg-boss'. */
function countQueries(client: pg.PoolClient, statements: StatementCount): void {
  // biome-ignore lint/suspicious/noExplicitAny: `query` has a dozen overloads, and this one passes through.
  const query = client.query.bind(client) as (...args: any[]) => any;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  client.query = ((...args: any[]) => {
    statements.add(typeof args[0] === 'string' ? args[0] : args[0].text);
    return query(...args);
  }) as typeof client.query;
}
