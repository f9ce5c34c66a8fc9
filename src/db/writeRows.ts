/**
 * Writes many rows of a table by one statement, whose text depends on the columns alone: the rows travel as one JSON array,
 * so the statement is planned once for any number of rows. Prisma's `createMany` has a parameter for each value.
 */
import type { Tx } from './client.ts';
import { Prisma, type PrismaClient } from './generated/client/client.ts';
import { modelsOf } from './read/models.ts';

type ModelName = Prisma.ModelName;

/** Inserts rows in the shape of Prisma's `createMany`. A column that no row has gets its default. */
export async function insertRows(
  tx: Pick<Tx, '$executeRaw'>,
  model: ModelName,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const { table, columns, json } = described(tx, model, rows);
  const names = Prisma.raw(columns.join(', '));
  await tx.$executeRaw`INSERT INTO ${table} (${names})
    SELECT ${names} FROM json_populate_recordset(NULL::${table}, ${json}::text::json)`;
}

/** The columns that identify a row, and the version that its change was planned on. */
interface Versioned {
  id: string;
  companyId: string;
  version: number;
}

/**
 * Writes the columns of each row that still has the given version, and increments the version. All rows have the same
 * columns. Returns the number of rows that were written.
 */
export async function updateVersionedRows(
  tx: Pick<Tx, '$executeRaw'>,
  model: ModelName,
  rows: readonly Versioned[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const { table, columns, json } = described(tx, model, rows);
  const written = columns.filter((name) => !['"id"', '"company_id"', '"version"'].includes(name));
  const assignments = Prisma.raw(written.map((name) => `${name} = planned.${name}`).join(', '));
  return tx.$executeRaw`UPDATE ${table} AS present SET ${assignments}, version = planned.version + 1
    FROM json_populate_recordset(NULL::${table}, ${json}::text::json) AS planned
    WHERE present.company_id = planned.company_id AND present.id = planned.id AND present.version = planned.version`;
}

/** The table, the columns that any row has a value for, and the rows as JSON with the columns' names. */
function described(tx: object, model: ModelName, rows: readonly object[]) {
  const known = modelsOf(tx as PrismaClient).get(model);
  if (!known) throw new Error(`There is no table of ${model}.`);
  const fields = [...known.columns.values()].filter(({ name }) => rows.some((row) => valueIn(row, name) !== undefined));
  const unquoted = fields.map(({ name, sql }) => [name, sql.slice(1, -1)] as const);
  const shaped = rows.map((row) => Object.fromEntries(unquoted.map(([name, column]) => [column, valueIn(row, name)])));
  return {
    table: Prisma.raw(known.table),
    columns: fields.map(({ sql }) => sql),
    // PostgreSQL reads an int8 from a string; a JSON number would lose digits here.
    json: JSON.stringify(shaped, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
  };
}

const valueIn = (row: object, name: string): unknown => (row as Record<string, unknown>)[name];
