import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Db, type RawResult, TRANSACTION_LIMITS } from './client.ts';
import { lockDataDir } from './dataDirLock.ts';
import { embeddedAdapter } from './embeddedAdapter.ts';
import { PrismaClient } from './generated/client/client.ts';
import { notCounted, StatementCount } from './statementCount.ts';

const INT8 = 20;
const INT8_ARRAY = 1016;

/** PGlite instances by their Db: migrating needs what `Db` does not offer. */
const instances = new WeakMap<Db, PGlite>();

export function pgliteOf(db: Db): PGlite {
  const pglite = instances.get(db);
  if (!pglite) throw new Error('Not an embedded database.');
  return pglite;
}

/**
 * PGlite is one connection: whatever is asked outside an open transaction waits until that transaction ends. Domain
 * code therefore only ever sees the transaction (`Op.tx`).
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Db> {
  const unlock = 'dataDir' in options ? await lockDataDir(options.dataDir) : undefined;
  const pglite = await open(options).catch(async (error) => {
    await unlock?.();
    throw error;
  });
  const statements = options.countStatements ? new StatementCount() : undefined;
  if (statements) countMessages(pglite, statements);
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

type EmbeddedOptions = ({ dataDir: string } | { memory: true; snapshot?: Blob }) & { countStatements?: boolean };

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

function open(options: EmbeddedOptions): Promise<PGlite> {
  if (!('dataDir' in options)) return PGlite.create({ loadDataDir: options.snapshot });
  mkdirSync(dirname(options.dataDir), { recursive: true });
  return PGlite.create(options.dataDir);
}

/**
 * A script that begins and commits by itself is run as a PGlite transaction: were it to fail halfway otherwise, the one
 * connection would stay in a broken transaction and the next caller, a stranger, would get the error.
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

/** Reads the statement from the wire messages, the one place through which BEGIN and COMMIT pass as well. */
function countMessages(pglite: PGlite, statements: StatementCount): void {
  const execute = pglite.execProtocolStream.bind(pglite);
  pglite.execProtocolStream = (message, options) => {
    const kind = message[0];
    if (kind === QUERY || kind === PARSE) {
      const strings = new TextDecoder().decode(message.subarray(5)).split('\0');
      statements.add(strings[kind === QUERY ? 0 : 1] ?? '');
    }
    return execute(message, options);
  };
}
