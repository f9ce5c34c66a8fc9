/**
 * Writes the statement of a plan. Each row of the root becomes one JSON array: its columns, then its relations, each an
 * array of rows or one row, nested. Positions instead of names, because names would be most of what is sent.
 */
import type { Column } from './models.ts';
import type { Condition, Node, Order } from './plan.ts';

export function writeStatement(root: Node): string {
  return new Writer().rows(root, undefined);
}

class Writer {
  #aliases = 0;

  /** The rows of a node: of the root, or of those that belong to the row `owner` of its parent. */
  rows(node: Node, owner: { alias: string; on: readonly (readonly [string, string])[] } | undefined): string {
    const alias = this.#alias();
    const joined = (owner?.on ?? []).map(([own, other]) => `${alias}.${other} = ${owner?.alias}.${own}`);
    const conditions = [...joined, ...node.where.map((condition) => compare(alias, condition)), ...begin(alias, node)];
    const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
    const order = orderBy(alias, node.order);
    const { value, joins } = this.#value(node, alias);
    const limited = node.limit !== undefined || node.offset > 0;
    // Cut first, so that relations are only read for the rows that stay.
    const from = limited
      ? `(SELECT * FROM ${node.model.table} ${alias}${where}${order}${limit(node)}) ${alias}${joins}`
      : `${node.model.table} ${alias}${joins}${where}`;
    return `SELECT ${value} AS "row" FROM ${from}${order}`;
  }

  #value(node: Node, alias: string): { value: string; joins: string } {
    const parts = node.columns.map((column) => read(alias, column));
    let joins = '';
    for (const { relation, node: child } of node.children) {
      const other = this.#alias();
      if (relation.list) {
        const rows = this.rows(child, { alias, on: relation.on });
        joins += ` LEFT JOIN LATERAL (SELECT json_agg(l."row") AS "rows" FROM (${rows}) l) ${other} ON true`;
        parts.push(`${other}."rows"`);
      } else {
        const on = relation.on.map(([own, others]) => `${other}.${others} = ${alias}.${own}`).join(' AND ');
        const { value, joins: further } = this.#value(child, other);
        joins += ` LEFT JOIN ${child.model.table} ${other} ON ${on}${further}`;
        parts.push(`CASE WHEN ${other}.${relation.on.at(-1)?.[1]} IS NOT NULL THEN ${value} END`);
      }
    }
    return { value: `json_build_array(${parts.join(', ')})`, joins };
  }

  #alias(): string {
    return `t${this.#aliases++}`;
  }
}

/** A JSON number has no room for 64 bits. */
function read(alias: string, { sql, type }: Column): string {
  return type === 'BigInt' ? `${alias}.${sql}::text` : `${alias}.${sql}`;
}

const SQL_TYPE = { String: 'text', Int: 'int4', BigInt: 'int8', Boolean: 'bool', DateTime: 'timestamptz' } as const;

/** An explicit cast, so that the type does not depend on PostgreSQL's inference. */
function parameter(column: Column, number: number): string {
  if (column.enum) return `$${number}::text::${column.enum.sql}`;
  return `$${number}::${SQL_TYPE[column.type as keyof typeof SQL_TYPE]}`;
}

function compare(alias: string, { column, operator, parameter: number }: Condition): string {
  const left = `${alias}.${column.sql}`;
  if (number === 0) return `${left} ${operator}`;
  if (operator === 'ANY') return `${left} = ANY(${parameter(column, number)}[])`;
  return `${left} ${operator} ${parameter(column, number)}`;
}

/** From the cursor's row on. Each of its columns is a sub-select of its own: only then an index finds the place. */
function begin(alias: string, { model, order, cursor }: Node): string[] {
  if (cursor.length === 0) return [];
  const meets = cursor.map((condition) => compare('c', condition)).join(' AND ');
  const row = order.map(({ column }) => `${alias}.${column.sql}`).join(', ');
  const place = order.map(({ column }) => `(SELECT c.${column.sql} FROM ${model.table} c WHERE ${meets})`).join(', ');
  return [`(${row}) ${order[0]?.direction === 'DESC' ? '<=' : '>='} (${place})`];
}

function orderBy(alias: string, order: readonly Order[]): string {
  if (order.length === 0) return '';
  return ` ORDER BY ${order.map(({ column, direction }) => `${alias}.${column.sql} ${direction}`).join(', ')}`;
}

/** Numbers in the text: a planner that does not know how few rows are wanted may read them all. */
function limit({ limit: rows, offset }: Node): string {
  return `${rows === undefined ? '' : ` LIMIT ${rows}`}${offset > 0 ? ` OFFSET ${offset}` : ''}`;
}
