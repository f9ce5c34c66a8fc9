/** Random Prisma queries over all models and relations, restricted to the features of one-statement reads. */
import fc from 'fast-check';
import type { Column, Model } from '../../src/db/read/models.ts';
import type { RandomRows } from './randomRows.ts';

export type Query = Record<string, unknown>;

export function queryOf(
  models: ReadonlyMap<string, Model>,
  model: Model,
  rows: RandomRows,
  depth: number,
  role: 'root' | 'list' | 'one' = 'root',
): fc.Arbitrary<Query> {
  const columns = [...model.columns.values()];
  const relations = [...model.relations.values()];
  const below = (name: string) => {
    const relation = model.relations.get(name);
    const target = models.get(relation?.model ?? '');
    if (!relation || !target || depth === 0) throw new Error('No such relation.');
    const nested = queryOf(models, target, rows, depth - 1, relation.list ? 'list' : 'one');
    return relation.list ? nested : fc.oneof(fc.constant(true as const), nested);
  };
  const tree = (names: readonly string[]): fc.Arbitrary<Query> =>
    fc
      .tuple(...names.map((name) => (model.columns.has(name) ? fc.constant(true as const) : below(name))))
      .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index]])));
  const someRelations =
    depth === 0
      ? fc.constant([])
      : fc.subarray(
          relations.map(({ name }) => name),
          { maxLength: Math.min(3, relations.length) },
        );
  const selection: fc.Arbitrary<Query> = fc.oneof(
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: someRelations.chain(tree).map((include) => ({ include })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.subarray(
            columns.map(({ name }) => name),
            { minLength: 1 },
          ),
          someRelations,
        )
        .chain(([some, nested]) => tree([...some, ...nested]))
        .map((select) => ({ select })),
    },
  );
  if (role === 'one') return selection;

  const id = model.columns.has('id') ? 'id' : 'companyId';
  const sortable = columns.filter(({ type, list }) => type !== 'Json' && !list).map(({ name }) => name);
  const orderBy = fc.tuple(fc.subarray(sortable, { maxLength: 2 }), fc.boolean()).chain(([names, uniform]) => {
    const all = [...names.filter((name) => name !== id), id];
    return fc
      .tuple(...all.map(() => fc.constantFrom('asc', 'desc')))
      .map((directions) => all.map((name, index) => ({ [name]: uniform ? directions[0] : directions[index] })));
  });
  const page = fc.record({ take: fc.integer({ min: -4, max: 5 }), skip: fc.nat({ max: 2 }) }, { requiredKeys: [] });
  return fc
    .tuple(selection, whereOf(columns, rows), orderBy, page)
    .map(([selected, where, order, cut]) => ({ ...selected, ...where, orderBy: order, ...cut }));
}

function whereOf(columns: Column[], rows: RandomRows): fc.Arbitrary<Query> {
  const comparable = columns.filter(({ type, list }) => type !== 'Json' && !list);
  const condition = fc.constantFrom(...comparable).chain((column) => conditionOn(column, rows));
  const conditions = fc.array(condition, { maxLength: 2 }).map((all) => Object.assign({}, ...all));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: conditions.map((where) => ({ where })) },
    { weight: 1, arbitrary: fc.tuple(conditions, conditions).map(([a, b]) => ({ where: { AND: [a, b, {}] } })) },
    { weight: 1, arbitrary: fc.tuple(conditions, conditions).map(([a, b]) => ({ where: { ...a, AND: b } })) },
  );
}

function conditionOn(column: Column, rows: RandomRows): fc.Arbitrary<Query> {
  const values: Record<Column['type'], fc.Arbitrary<unknown>> = {
    String: fc.constantFrom<unknown>(...rows.companies, ...rows.ids, ...rows.texts, 'EUR'),
    Enum: fc.constantFrom<unknown>(...(column.enum?.values ?? [''])),
    Int: fc.integer({ min: -1, max: 12 }),
    BigInt: fc.constantFrom<unknown>(...rows.amounts),
    Boolean: fc.boolean(),
    DateTime: fc.constantFrom<unknown>(...rows.instants),
    Json: fc.constant(undefined),
  };
  const value = values[column.type];
  const ordered = column.type !== 'Enum' && column.type !== 'Boolean';
  const filters = [
    value,
    value.map((equals) => ({ equals })),
    value.map((not) => ({ not })),
    fc.constant(undefined),
    ...(ordered ? ['lt', 'lte', 'gt', 'gte'].map((operator) => value.map((bound) => ({ [operator]: bound }))) : []),
    ...(column.type === 'String' ? [fc.array(value, { minLength: 1, maxLength: 4 }).map((all) => ({ in: all }))] : []),
    ...(column.required ? [] : [fc.constant(null), fc.constant({ not: null }), fc.constant({ equals: null })]),
  ];
  return fc.oneof(...filters).map((filter) => ({ [column.name]: filter }));
}
