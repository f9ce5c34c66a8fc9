/** A one-statement read returns the same as Prisma. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { type Model, modelsOf } from '../../src/db/read/models.ts';
import { planQuery } from '../../src/db/read/plan.ts';
import { readMany, readManyIn, readOne, readOneOrThrow } from '../../src/db/read/read.ts';
import { UNSUPPORTED } from '../../src/db/read/values.ts';
import { openTestDb, postgresOnly } from '../support/database.ts';
import { repetitions } from '../support/repetition.ts';
import { type Query, queryOf } from './randomQueries.ts';
import { insertRandomRows, type RandomRows } from './randomRows.ts';

const RUNS = Number(process.env.FC_RUNS ?? repetitions(150, 1500));

let db: Db;
let rows: RandomRows;
let models: ReadonlyMap<string, Model>;

beforeAll(async () => {
  db = await openTestDb();
  rows = await insertRandomRows(db, 1);
  models = modelsOf(db.prisma);
});
afterAll(() => db.close());

const byPrisma = (model: string, query: Query): Promise<unknown[]> => {
  const delegates = db.prisma as unknown as Record<string, { findMany(query: Query): Promise<unknown[]> }>;
  return (delegates[`${model[0]?.toLowerCase()}${model.slice(1)}`] as (typeof delegates)[string]).findMany(query);
};
const byStatement = (model: string, query: Query): Promise<unknown[]> =>
  readMany(db, model as 'Customer', query as never);

function understands(model: string, query: Query): boolean {
  try {
    planQuery(models, model, query);
    return true;
  } catch (error) {
    if (error !== UNSUPPORTED) throw error;
    return false;
  }
}

async function expectSame(model: string, query: Query): Promise<void> {
  expect(understands(model, query)).toBe(true);
  db.statements.reset();
  const read = await byStatement(model, query);
  expect(db.statements.count).toBe(1);
  const expected = await byPrisma(model, query);
  expect(read).toStrictEqual(expected);
  db.statements.reset();
  expect(await readManyIn(db.prisma, model as 'Customer', query as never)).toStrictEqual(expected);
  expect(db.statements.count).toBe(1);
}

const NEWEST = [{ createdAt: 'desc' }, { id: 'desc' }];

describe('one-statement reads', () => {
  it('a one-statement read equals Prisma’s result for any tree of relations', { timeout: 300_000 }, async () => {
    const readable = [...models.values()].filter(({ readable, relations }) => readable && relations.size > 0);
    expect(readable.length).toBeGreaterThan(15);
    const any = fc
      .constantFrom(...readable)
      .chain((model) => queryOf(models, model, rows, 3).map((query) => ({ model: model.name, query })));
    await fc.assert(
      fc.asyncProperty(any, ({ model, query }) => expectSame(model, query)),
      { numRuns: RUNS, ...(process.env.FC_SEED ? { seed: Number(process.env.FC_SEED) } : {}) },
    );
  });

  it('a page starts at the same row as in Prisma', { timeout: 120_000 }, async () => {
    const ids = rows.ids.filter((id) => id.startsWith('in_'));
    const cursor = fc
      .constantFrom(...ids, 'in_none')
      .chain((id) =>
        fc.constantFrom<Query>({ id }, { id, companyId: 'co_a' }, { companyId: 'co_b', id, deletedAt: undefined }),
      );
    const query = fc.record({
      cursor: cursor.map((given) =>
        Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      ),
      where: fc.constantFrom<Query>({ companyId: 'co_a' }, { companyId: 'co_b', status: { not: 'DRAFT' } }, {}),
      orderBy: fc.constantFrom(NEWEST, [{ createdAt: 'asc' }, { id: 'asc' }], [{ id: 'asc' }]),
      take: fc.integer({ min: -5, max: 5 }),
      skip: fc.nat({ max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(query, (given) => expectSame('Invoice', given)),
      { numRuns: repetitions(100, 500) },
    );
  });

  it('a read of one row equals Prisma’s result, and a missing row is null', async () => {
    const include = { customer: true, lines: { orderBy: { id: 'asc' } } };
    for (const where of [{ id: 'in_003' }, { id: 'in_003', AND: { companyId: 'co_a' } }, { id: 'nothing' }]) {
      const expected = await db.prisma.invoice.findFirst({
        where,
        include: { customer: true, lines: { orderBy: { id: 'asc' } } },
      });
      expect(await readOne(db, 'Invoice', { where, include })).toStrictEqual(expected);
    }
    await expect(readOneOrThrow(db, 'Invoice', { where: { id: 'nothing' } })).rejects.toMatchObject({ code: 'P2025' });
  });

  it.each<[string, Query]>([
    ['a filter by a relation', { where: { customer: { email: 'a' } } }],
    ['OR', { where: { OR: [{ id: 'in_001' }, { number: null }] } }],
    ['NOT', { where: { NOT: { id: 'in_001' } } }],
    ['text search', { where: { memo: { contains: 'a' } } }],
    ['a filter without regard to case', { where: { memo: { equals: 'A', mode: 'insensitive' } } }],
    ['an empty list', { where: { id: { in: [] } } }],
    ['a list of enum values', { where: { status: { in: ['OPEN', 'PAID'] } } }],
    ['JSON', { where: { snapshot: { path: ['a'], equals: 'x' } } }],
    ['an instant as text', { where: { createdAt: '2026-03-01T00:00:00.000Z' } }],
    ['counted relations', { include: { _count: { select: { lines: true } } } }],
    ['omitted fields', { omit: { snapshot: true } }],
    ['distinct rows', { distinct: ['customerId'], orderBy: NEWEST }],
    ['a position of nulls', { orderBy: [{ dueAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }] }],
    ['an order by a relation', { orderBy: [{ customer: { id: 'asc' } }, { id: 'asc' }] }],
    ['a page inside a relation', { include: { lines: { cursor: { id: 'il_001' }, orderBy: { id: 'asc' }, take: 2 } } }],
    ['a cursor in an order with nulls', { cursor: { id: 'in_004' }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }] }],
    [
      'a cursor in an order of two directions',
      { cursor: { id: 'in_004' }, orderBy: [{ createdAt: 'asc' }, { id: 'desc' }] },
    ],
  ])('a query with %s is left to Prisma, with the same result', async (_what, query) => {
    expect(understands('Invoice', query)).toBe(false);
    const ordered = query.orderBy ? query : { ...query, orderBy: NEWEST };
    expect(await byStatement('Invoice', ordered)).toStrictEqual(await byPrisma('Invoice', ordered));
  });

  it.each<[string, Query]>([
    ['an unknown field', { where: { nothing: 1 } }],
    ['an unknown relation', { include: { nothing: true } }],
    ['a value of another type', { where: { sequence: 'one' } }],
    ['an enum that has no such value', { where: { status: 'SHUT' } }],
    ['null for a column that is never null', { where: { companyId: null } }],
    ['select and include together', { select: { id: true }, include: { customer: true } }],
    ['an empty selection', { select: {} }],
  ])('a query with %s is left to Prisma, which refuses it', async (_what, query) => {
    expect(understands('Invoice', query)).toBe(false);
    await expect(byStatement('Invoice', query)).rejects.toThrow();
  });

  it('every relation is joined on the columns of its foreign key', async () => {
    const { rows: keys } = await db.raw.query(`
      SELECT c.conrelid::regclass::text AS "from", c.confrelid::regclass::text AS "to",
        (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS "fromColumns",
        (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n)
          JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num) AS "toColumns"
      FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
    const bare = (name: string) => name.replaceAll('"', '');
    const text = (from: string, to: string, pairs: (readonly [string, string])[]) =>
      `${from} → ${to}: ${pairs
        .map(([a, b]) => `${a}=${b}`)
        .sort()
        .join(' ')}`;
    const known = new Set(
      keys.map((key) =>
        text(
          bare(key.from),
          bare(key.to),
          key.fromColumns.map((column: string, n: number) => [column, key.toColumns[n]]),
        ),
      ),
    );
    let checked = 0;
    for (const model of models.values())
      for (const relation of model.relations.values()) {
        const other = bare((models.get(relation.model) as Model).table);
        const pairs = relation.on.map(([own, others]) => [bare(own), bare(others)] as const);
        const [there, back] = [
          text(bare(model.table), other, pairs),
          text(
            other,
            bare(model.table),
            pairs.map(([own, others]) => [others, own] as const),
          ),
        ];
        expect([there, back].filter((key) => known.has(key))).not.toEqual([]);
        // The company is one of the columns, so that no join reaches another tenant.
        expect(pairs.some((pair) => pair.includes('company_id'))).toBe(true);
        checked++;
      }
    expect(checked).toBeGreaterThan(70);
  });
});

// The embedded database prepares no statements.
postgresOnly('prepared statements of PostgreSQL', () => {
  it('recurring statements are named, up to a maximum', async () => {
    // Names are counted per database, and the reads above may have used them up on a connection that has closed since.
    const fresh = await openTestDb();
    onTestFinished(() => fresh.close());
    // One shape each, because page sizes are part of the text.
    for (let size = 1; size <= 250; size++)
      for (const _ of [1, 2])
        await readMany(fresh, 'Product', { where: { companyId: 'co_a' }, orderBy: { id: 'asc' }, take: size });
    const { rows: named } = await fresh.raw.query(
      "SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name LIKE 'read_%'",
    );
    expect(named[0].n).toBeGreaterThan(0);
    expect(named[0].n).toBeLessThanOrEqual(100);
  });
});
