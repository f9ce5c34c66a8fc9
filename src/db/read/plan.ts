/**
 * Understands a Prisma query: what is read of which tables, with the values that go in as parameters, and a key that two
 * queries share exactly when the same statement answers both. Understands a part of Prisma's language, and refuses the
 * rest instead of guessing.
 */
import type { Column, Model, Relation } from './models.ts';
import { encode, integer, isPlain, plain, type Query, UNSUPPORTED } from './values.ts';

export interface Condition {
  column: Column;
  operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'IS NULL' | 'IS NOT NULL' | 'ANY';
  /** The number of the parameter, from 1; 0 where there is none. */
  parameter: number;
}

export interface Order {
  column: Column;
  direction: 'ASC' | 'DESC';
}

export interface Node {
  model: Model;
  columns: readonly Column[];
  children: readonly { relation: Relation; node: Node }[];
  where: readonly Condition[];
  /** As it is asked of the database: turned round when the rows are counted from the end. */
  order: readonly Order[];
  /** The rows come in the reverse of the order that was asked for. */
  reversed: boolean;
  limit: number | undefined;
  offset: number;
  /** Where the page begins: at the one row that meets these, inclusive. Empty: at the beginning. */
  cursor: readonly Condition[];
}

export interface Plan {
  root: Node;
  values: unknown[];
  key: string;
}

export function planQuery(models: ReadonlyMap<string, Model>, model: string, query: Query): Plan {
  const planner = new Planner(models);
  const root = planner.node(modelOf(models, model), query, ROOT);
  return { root, values: planner.values, key: planner.key };
}

const ROOT = new Set(['where', 'orderBy', 'take', 'skip', 'cursor', 'include', 'select']);
const LIST = new Set(['where', 'orderBy', 'take', 'skip', 'include', 'select']);
const ONE = new Set(['include', 'select']);

class Planner {
  readonly values: unknown[] = [];
  key = '';
  readonly #models: ReadonlyMap<string, Model>;

  constructor(models: ReadonlyMap<string, Model>) {
    this.#models = models;
  }

  node(model: Model, query: Query, allowed: ReadonlySet<string>): Node {
    if (!model.readable) throw UNSUPPORTED;
    for (const name in query) if (query[name] !== undefined && !allowed.has(name)) throw UNSUPPORTED;
    this.key += `${model.name}{`;
    const where: Condition[] = [];
    if (query.where !== undefined) this.#where(model, query.where, where);
    const take = integer(query.take);
    const offset = integer(query.skip) ?? 0;
    if (offset < 0) throw UNSUPPORTED;
    const reversed = take !== undefined && take < 0;
    const order = this.#order(model, query.orderBy, reversed);
    // Without an order it is left open which rows a part of a list has, and how a list begins.
    if (order.length === 0 && (allowed === LIST || reversed)) throw UNSUPPORTED;
    const limit = take === undefined ? undefined : Math.abs(take);
    const cursor = query.cursor === undefined ? [] : this.#cursor(model, query.cursor, order);
    this.key += `${reversed ? '-' : ''}${limit ?? ''}+${offset}`;
    const { columns, children } = this.#selection(model, query);
    this.key += '}';
    return { model, columns, children, where, order, reversed, limit, offset, cursor };
  }

  #selection(model: Model, { select, include }: Query): Pick<Node, 'columns' | 'children'> {
    if (select !== undefined && include !== undefined) throw UNSUPPORTED;
    const columns: Column[] = select === undefined ? [...model.columns.values()] : [];
    const children: { relation: Relation; node: Node }[] = [];
    this.key += select === undefined ? '*' : '';
    const wanted = plain(select ?? include ?? {});
    for (const name in wanted) {
      const value = wanted[name];
      if (value === undefined || value === false) continue;
      const relation = model.relations.get(name);
      this.key += `,${name}:`;
      if (relation) {
        const query = value === true ? {} : plain(value);
        const child = this.node(modelOf(this.#models, relation.model), query, relation.list ? LIST : ONE);
        children.push({ relation, node: child });
      } else {
        const column = model.columns.get(name);
        if (!column || value !== true || select === undefined) throw UNSUPPORTED;
        columns.push(column);
      }
    }
    // PostgreSQL's functions take 100 arguments.
    if (columns.length + children.length === 0 || columns.length + children.length > 100) throw UNSUPPORTED;
    return { columns, children };
  }

  #where(model: Model, given: unknown, into: Condition[]): void {
    const where = plain(given);
    for (const name in where) {
      const value = where[name];
      if (value === undefined) continue;
      if (name === 'AND') {
        for (const part of Array.isArray(value) ? value : [value]) this.#where(model, part, into);
        continue;
      }
      const column = model.columns.get(name);
      if (!column || column.list || column.type === 'Json') throw UNSUPPORTED;
      if (value === null) this.#null(into, column, 'IS NULL');
      else if (isPlain(value)) this.#filter(column, value, into);
      else this.#condition(into, column, '=', value);
    }
  }

  #filter(column: Column, filter: Query, into: Condition[]): void {
    for (const name in filter) {
      const value = filter[name];
      if (value === undefined) continue;
      if (name === 'in') this.#condition(into, column, 'ANY', value);
      else if (name === 'equals' || name === 'not') {
        if (value === null) this.#null(into, column, name === 'not' ? 'IS NOT NULL' : 'IS NULL');
        else this.#condition(into, column, name === 'not' ? '<>' : '=', value);
      } else {
        const operator = COMPARISONS[name];
        if (!operator || column.type === 'Enum' || column.type === 'Boolean') throw UNSUPPORTED;
        this.#condition(into, column, operator, value);
      }
    }
  }

  #condition(into: Condition[], column: Column, operator: Condition['operator'], value: unknown): void {
    into.push({ column, operator, parameter: this.#parameter(column, value, operator === 'ANY') });
    this.key += `;${column.name}${operator}`;
  }

  /** Prisma refuses to ask a column that is never null whether it is. */
  #null(into: Condition[], column: Column, operator: 'IS NULL' | 'IS NOT NULL'): void {
    if (column.required) throw UNSUPPORTED;
    into.push({ column, operator, parameter: 0 });
    this.key += `;${column.name} ${operator}`;
  }

  #parameter(column: Column, value: unknown, many: boolean): number {
    if (!many) return this.values.push(encode(column, value));
    if (!Array.isArray(value) || value.length === 0 || column.type !== 'String') throw UNSUPPORTED;
    return this.values.push(value.map((one) => encode(column, one)));
  }

  #order(model: Model, given: unknown, reversed: boolean): Order[] {
    if (given === undefined) return [];
    return (Array.isArray(given) ? given : [given]).map((part) => {
      const [entry, ...more] = Object.entries(plain(part));
      const column = entry && model.columns.get(entry[0]);
      if (!column || more.length > 0 || (entry[1] !== 'asc' && entry[1] !== 'desc')) throw UNSUPPORTED;
      this.key += `^${column.name} ${entry[1]}`;
      return { column, direction: (entry[1] === 'asc') === reversed ? 'DESC' : 'ASC' };
    });
  }

  /** A page after a row, where the order has one direction, ends with the id and knows no null: then rows can be compared. */
  #cursor(model: Model, given: unknown, order: readonly Order[]): Condition[] {
    const id = model.columns.get(model.id);
    const comparable = order.every(({ column, direction }) => column.required && direction === order[0]?.direction);
    if (!id || !comparable || order.at(-1)?.column !== id) throw UNSUPPORTED;
    const conditions: Condition[] = [];
    this.key += '>';
    this.#where(model, given, conditions);
    if (!conditions.some(({ column, operator }) => column === id && operator === '=')) throw UNSUPPORTED;
    return conditions;
  }
}

const COMPARISONS: Readonly<Record<string, Condition['operator'] | undefined>> = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

function modelOf(models: ReadonlyMap<string, Model>, name: string): Model {
  const model = models.get(name);
  if (!model) throw UNSUPPORTED;
  return model;
}
