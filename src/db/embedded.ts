import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { type Db, type EndedStatement, type ObservationOptions, type RawResult, TRANSACTION_LIMITS } from './client.ts';
import { lockDataDir } from './dataDirLock.ts';
import { embeddedAdapter } from './embeddedAdapter.ts';
import { prepareStatements } from './embeddedStatements.ts';
import { fileProblem } from './fileProblem.ts';
import { PrismaClient } from './generated/client/client.ts';
import { StartRefused } from './startRefused.ts';
import { notCounted, StatementCount } from './statementCount.ts';
import { timed } from './timed.ts';

const INT8 = 20;
const INT8_ARRAY = 1016;

/** PGlite instances by their Db. Only migrating needs them. */
const instances = new WeakMap<Db, PGlite>();

export function pgliteOf(db: Db): PGlite {
  const pglite = instances.get(db);
  if (!pglite) throw new Error('Not an embedded database.');
  return pglite;
}

/**
 * PGlite has one connection: a statement outside an open transaction waits until that transaction ends. Domain code
 * therefore gets the transaction alone (`Op.tx`).
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Db> {
  const unlock = 'dataDir' in options ? await lockDataDir(options.dataDir) : undefined;
  const pglite = await open(options).catch(async (error) => {
    await unlock?.();
    throw unopened(error, options);
  });
  prepareStatements(pglite);
  const statements = options.countStatements ? new StatementCount() : undefined;
  if (statements || options.onStatement) observeMessages(pglite, statements, options.onStatement);
  const prisma = new PrismaClient({ adapter: embeddedAdapter(pglite), transactionOptions: TRANSACTION_LIMITS });

  const db: Db = {
    kind: 'pglite',
    prisma,
    async sql<Row>(_name: string | undefined, text: string, values: readonly unknown[]) {
      const { rows } = await pglite.query<Row>(text, values as unknown[], { parsers: SQL_PARSERS });
      return rows;
    },
    raw: {
      query(statement: string | { text: string; values?: readonly unknown[] }, values?: readonly unknown[]) {
        return typeof statement === 'string'
          ? run(pglite, statement, values)
          : run(pglite, statement.text, statement.values);
      },
    },
    get statements() {
      return statements ?? notCounted();
    },
    poolUsage: () => null,
    dump: () => pglite.dumpDataDir('none'),
    async close() {
      await prisma.$disconnect();
      await pglite.close();
      await unlock?.();
    },
  };
  instances.set(db, pglite);
  return db;
}

type EmbeddedOptions = ({ dataDir: string } | { memory: true; snapshot?: Blob }) & ObservationOptions;

/** PGlite's own errors are aborts of WebAssembly without a path; those of the file system name the call and the path. */
function unopened(error: unknown, options: EmbeddedOptions): unknown {
  if (!('dataDir' in options) || fileProblem(error)) return error;
  return new StartRefused(
    `The embedded database in ${options.dataDir} cannot be opened: it is damaged, or its disk is full. Restore a backup, or remove the folder to start anew.`,
    { cause: error },
  );
}

const SQL_PARSERS = {
  [INT8]: BigInt,
  [INT8_ARRAY]: (text: string) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((n) => (n === 'NULL' ? null : BigInt(n))),
};

async function open(options: EmbeddedOptions): Promise<PGlite> {
  const pglite = await create(options);
  pglite.parsers = withFewArrays(pglite.parsers);
  return pglite;
}

function create(options: EmbeddedOptions): Promise<PGlite> {
  if (!('dataDir' in options)) return PGlite.create({ loadDataDir: options.snapshot });
  mkdirSync(dirname(options.dataDir), { recursive: true });
  return PGlite.create(options.dataDir);
}

/**
 * PGlite copies its parsers at every statement that brings its own, and nine in ten of them are for arrays of types that
 * no column here has, such as the rows of the system catalogs. Such an array is then returned as its text.
 */
function withFewArrays(parsers: PGlite['parsers']): PGlite['parsers'] {
  const isKept = (type: string) => type in types.parsers || ARRAYS.has(Number(type)) || Number(type) >= FIRST_OWN_TYPE;
  return Object.fromEntries(Object.entries(parsers).filter(([type]) => isKept(type)));
}

const ARRAYS_BY_NAME = {
  bool: 1000,
  bytea: 1001,
  name: 1003,
  int2: 1005,
  int4: 1007,
  text: 1009,
  varchar: 1015,
  int8: INT8_ARRAY,
  float8: 1022,
  timestamp: 1115,
  date: 1182,
  timestamptz: 1185,
  numeric: 1231,
  uuid: 2951,
  json: 199,
  jsonb: 3807,
};
const ARRAYS = new Set(Object.values(ARRAYS_BY_NAME));
/** PostgreSQL numbers the types of a database, such as its enums, from here. */
const FIRST_OWN_TYPE = 16_384;

/**
 * Runs a script that begins and commits by itself as a PGlite transaction. Otherwise, if it failed halfway, the one
 * connection would stay in a broken transaction and the next caller would get the error.
 */
async function run(pglite: PGlite, text: string, values?: readonly unknown[]): Promise<RawResult> {
  if (values?.length) return outcome([await pglite.query(text, values as unknown[])]);
  const ownTransaction = /^\s*BEGIN;([\s\S]*)\bCOMMIT;?\s*$/i.exec(text);
  if (!ownTransaction) return outcome(await pglite.exec(text));
  return outcome(await pglite.transaction((tx) => tx.exec(ownTransaction[1] ?? '')));
}

function outcome(results: { rows: unknown[]; affectedRows?: number }[]): RawResult {
  const rows = results.flatMap((result) => result.rows);
  return { rows, rowCount: results.at(-1)?.affectedRows || rows.length };
}

const QUERY = 'Q'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);

/** Reads statements from the wire messages, the one place that BEGIN and COMMIT pass, too. */
function observeMessages(
  pglite: PGlite,
  statements: StatementCount | undefined,
  onStatement: ObservationOptions['onStatement'],
): void {
  const execute = pglite.execProtocolStream.bind(pglite);
  let parsed = '';
  pglite.execProtocolStream = (message, options) => {
    const kind = message[0];
    if (kind === QUERY || kind === PARSE) {
      const strings = new TextDecoder().decode(message.subarray(5)).split('\0');
      parsed = strings[kind === QUERY ? 0 : 1] ?? '';
      statements?.add(parsed);
    }
    if (!onStatement) return execute(message, options);
    if (kind === QUERY || kind === EXECUTE) return timed(parsed, [message, options], execute, onStatement);
    // A statement that cannot be parsed is never executed.
    const onlyFailed = (statement: EndedStatement) => statement.failed && onStatement(statement);
    return kind === PARSE ? timed(parsed, [message, options], execute, onlyFailed) : execute(message, options);
  };
}
