/**
 * Hot reads in one statement. Prisma runs one statement for each nested relation of a query; here the same query object,
 * as Pothos passes it to a resolver, becomes one prepared statement with a result of exactly Prisma's shape. Queries with
 * unsupported features are passed to Prisma.
 */
import type { Db, Tx } from '../client.ts';
import type { PrismaClient } from '../generated/client/client.ts';
import type PrismaTypes from '../generated/pothos.ts';
import { decoderOf, type Row } from './decode.ts';
import { type Model, modelsOf } from './models.ts';
import { type Plan, planQuery } from './plan.ts';
import { writeStatement } from './statement.ts';
import { UNSUPPORTED } from './values.ts';

type ModelName = keyof PrismaTypes & string;

/** A part of Prisma's `findMany` arguments; `where` and `orderBy` are checked as Prisma's own would be. */
export interface ReadQuery<M extends ModelName> {
  where: PrismaTypes[M]['Where'];
  orderBy?: PrismaTypes[M]['OrderBy'] | PrismaTypes[M]['OrderBy'][];
  include?: unknown;
  select?: unknown;
  take?: number;
  skip?: number;
  cursor?: unknown;
}

/** The rows that Prisma's `findMany` would return. Reads outside of transactions, as resolvers do. */
export async function readMany<M extends ModelName>(
  db: Db,
  model: M,
  query: ReadQuery<M>,
): Promise<PrismaTypes[M]['Shape'][]> {
  const rows = await byOneStatement(db, model, query);
  return (rows ?? (await delegate(db.prisma, model).findMany(query))) as PrismaTypes[M]['Shape'][];
}

/**
 * As `readMany`, with the client of a transaction or the one outside; `Row` is the type of the result. A query that is passed to
 * Prisma needs the whole client, although the type names only what the statement needs.
 */
export async function readManyIn<M extends ModelName, Row>(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  model: M,
  query: ReadQuery<M>,
): Promise<Row[]> {
  shared ??= { models: modelsOf(tx as unknown as PrismaClient), statements: new Map(), names: MAXIMUM_NAMES };
  const plan = planned(shared, model, query);
  if (!plan) return (await delegate(tx, model).findMany(query)) as Row[];
  const { text, decode } = statementFor(shared, plan);
  const found = await tx.$queryRawUnsafe<{ row: readonly unknown[] }[]>(text, ...plan.values);
  const rows = found.map(({ row }) => decode(row));
  return (plan.root.reversed ? rows.reverse() : rows) as Row[];
}

/** The row that Prisma's `findFirst` would return, for queries that match one row at most. */
export async function readOne<M extends ModelName>(
  db: Db,
  model: M,
  query: Pick<ReadQuery<M>, 'where' | 'include' | 'select'>,
): Promise<PrismaTypes[M]['Shape'] | null> {
  const rows = await byOneStatement(db, model, { ...query, take: 1 });
  return ((rows ? rows[0] : await delegate(db.prisma, model).findFirst(query)) ?? null) as
    | PrismaTypes[M]['Shape']
    | null;
}

/** As `readOne`, but throws the error of Prisma's `findFirstOrThrow` if no row matches. */
export async function readOneOrThrow<M extends ModelName>(
  db: Db,
  model: M,
  query: Pick<ReadQuery<M>, 'where' | 'include' | 'select'>,
): Promise<PrismaTypes[M]['Shape']> {
  const row = await readOne(db, model, query);
  return (row ?? (await delegate(db.prisma, model).findFirstOrThrow(query))) as PrismaTypes[M]['Shape'];
}

interface Statement {
  /** Undefined until the statement is used a second time. */
  name: string | undefined;
  text: string;
  decode: (row: readonly unknown[]) => Row;
}

/**
 * Documents are the clients' own, so there is no end of different statements. PostgreSQL forgets no name while a
 * connection lives: only what comes again is named, and only so many. Without a name it is planned each time.
 */
const MAXIMUM_NAMES = 100;
const MAXIMUM_STATEMENTS = 500;

interface Cache {
  models: ReadonlyMap<string, Model>;
  statements: Map<string, Statement>;
  names: number;
}

const caches = new WeakMap<Db, Cache>();
/** Of reads by Prisma's client, whose adapter names the statements that recur. */
let shared: Cache | undefined;

async function byOneStatement(db: Db, model: string, query: object): Promise<Row[] | undefined> {
  let cache = caches.get(db);
  if (!cache) {
    cache = { models: modelsOf(db.prisma), statements: new Map(), names: 0 };
    caches.set(db, cache);
  }
  const plan = planned(cache, model, query);
  if (!plan) return undefined;
  const { name, text, decode } = statementFor(cache, plan);
  const found = await db.sql<{ row: readonly unknown[] }>(name, text, plan.values);
  const rows = found.map(({ row }) => decode(row));
  return plan.root.reversed ? rows.reverse() : rows;
}

function planned({ models }: Cache, model: string, query: object): Plan | undefined {
  try {
    return planQuery(models, model, query as Record<string, unknown>);
  } catch (error) {
    if (error === UNSUPPORTED) return undefined;
    throw error;
  }
}

function statementFor(cache: Cache, { key, root }: Plan): Statement {
  const { statements } = cache;
  const known = statements.get(key);
  if (known) {
    if (known.name === undefined && cache.names < MAXIMUM_NAMES) known.name = `read_${cache.names++}`;
    return known;
  }
  const statement: Statement = { name: undefined, text: writeStatement(root), decode: decoderOf(root) };
  // The oldest statement without a name is removed; those with a name are known to recur.
  if (statements.size >= MAXIMUM_STATEMENTS)
    for (const [other, { name }] of statements)
      if (name === undefined) {
        statements.delete(other);
        break;
      }
  if (statements.size < MAXIMUM_STATEMENTS) statements.set(key, statement);
  return statement;
}

interface Delegate {
  findMany(query: object): Promise<Row[]>;
  findFirst(query: object): Promise<Row | null>;
  findFirstOrThrow(query: object): Promise<Row>;
}

function delegate(client: object, model: string): Delegate {
  const name = `${model[0]?.toLowerCase()}${model.slice(1)}`;
  return (client as Record<string, Delegate>)[name] as Delegate;
}
