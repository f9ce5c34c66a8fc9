/** The tables and relations for one-statement reads, derived from Prisma's data model. */
import type { PrismaClient } from '../generated/client/client.ts';
import * as enums from '../generated/client/enums.ts';
import { getDatamodel } from '../generated/pothos.ts';

/** The types whose values are read and compared exactly as Prisma does; queries about any other go to Prisma. */
export type ColumnType = 'String' | 'Int' | 'BigInt' | 'Boolean' | 'DateTime' | 'Json' | 'Enum';

export interface Column {
  name: string;
  /** The quoted name of the column in SQL. */
  sql: string;
  type: ColumnType;
  list: boolean;
  required: boolean;
  /** Of an enum: its name, quoted, and its values. */
  enum?: { sql: string; values: ReadonlySet<string> };
}

export interface Relation {
  name: string;
  model: string;
  list: boolean;
  /** Pairs of columns, own and other, that are equal; the company is always among them. */
  on: readonly (readonly [own: string, other: string])[];
}

export interface Model {
  name: string;
  /** The quoted name of the table in SQL. */
  table: string;
  columns: ReadonlyMap<string, Column>;
  relations: ReadonlyMap<string, Relation>;
  /** The one column that identifies a row by itself. */
  id: string;
  /** False when a column has a type that cannot be read exactly. */
  readable: boolean;
}

type Field = ReturnType<typeof getDatamodel>['datamodel']['models'][string]['fields'][number];
/** The data model of Prisma's client, which its types do not declare. */
interface RuntimeDataModel {
  models: Record<string, { dbName: string | null; fields: { name: string; dbName?: string }[] }>;
}

const READABLE = new Set<string>(['String', 'Int', 'BigInt', 'Boolean', 'DateTime', 'Json']);
const ENUMS = new Map<string, object>(Object.entries(enums));
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

let models: ReadonlyMap<string, Model> | undefined;

/** The models by name; read once. */
export function modelsOf(prisma: PrismaClient): ReadonlyMap<string, Model> {
  if (models) return models;
  const { datamodel } = getDatamodel();
  const { models: runtime } = (prisma as unknown as { _runtimeDataModel: RuntimeDataModel })._runtimeDataModel;
  const columnOf = (model: string, field: string) =>
    runtime[model]?.fields.find(({ name }) => name === field)?.dbName ?? field;

  const relationOf = (model: string, field: Field): Relation => {
    const own = (field as { relationFromFields?: string[] }).relationFromFields ?? [];
    const opposite = datamodel.models[field.type]?.fields.find(
      (other) => other.relationName === field.relationName && !(field.type === model && other.name === field.name),
    ) as { relationFromFields?: string[] } | undefined;
    const [from, to] = own.length ? [model, field.type] : [field.type, model];
    const foreignKey = own.length ? own : (opposite?.relationFromFields ?? []);
    const referenced = referencedBy(foreignKey);
    const pairs = foreignKey.map((name, index) => {
      const pair = [columnOf(from, name), columnOf(to, referenced[index] ?? '')] as const;
      return own.length ? pair : ([pair[1], pair[0]] as const);
    });
    return {
      name: field.name,
      model: field.type,
      list: field.isList,
      on: pairs.map(([mine, others]) => [quoted(mine), quoted(others)] as const),
    };
  };

  const modelOf = (name: string, fields: readonly Field[]): Model => {
    const stored = fields.filter(({ kind }) => kind !== 'object');
    return {
      name,
      table: quoted(runtime[name]?.dbName ?? name),
      columns: new Map(stored.map((field) => [field.name, column(field, columnOf(name, field.name))])),
      relations: new Map(
        fields.filter(({ kind }) => kind === 'object').map((field) => [field.name, relationOf(name, field)]),
      ),
      id: stored.find(({ isId }) => isId)?.name ?? '',
      readable: stored.every(({ kind, type }) => kind === 'enum' || (kind === 'scalar' && READABLE.has(type))),
    };
  };

  models = new Map(Object.entries(datamodel.models).map(([name, { fields }]) => [name, modelOf(name, fields)]));
  return models;
}

/**
 * The fields that a foreign key refers to. Prisma's data model does not contain them, but they follow from the schema's
 * rule: a row of a company refers by (companyId, …Id) to (companyId, id), and to the company itself by companyId to id. A
 * test compares this with the foreign keys of the database.
 */
function referencedBy(from: readonly string[]): readonly string[] {
  return from.map((_, index) => (index === from.length - 1 ? 'id' : 'companyId'));
}

function column(field: Field, dbName: string): Column {
  const values = field.kind === 'enum' ? ENUMS.get(field.type) : undefined;
  return {
    name: field.name,
    sql: quoted(dbName),
    type: values ? 'Enum' : (field.type as ColumnType),
    list: field.isList,
    required: field.isRequired,
    ...(values ? { enum: { sql: quoted(field.type), values: new Set(Object.keys(values)) } } : {}),
  };
}
