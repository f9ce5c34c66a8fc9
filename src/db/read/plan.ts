/**
 * Plans a Prisma query: the columns of each table, the values as parameters, and a key that two queries share exactly if
 * one statement serves both. Supports a part of Prisma's queries and throws UNSUPPORTED for the rest.
 */
import type { Column, Model, Relation } from './models.ts';
import { encode, integer, isPlain, plain, type Query, UNSUPPORTED } from './values.ts';

export interface Condition {
  column: Column;
  operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'IS NULL' | 'IS NOT NULL' | 'ANY';
  /** The number of the parameter, from 1; 0 if there is none. */
  parameter: number;
}

export interface Order {
  column: Column;
  direction: 'ASC' | 'DESC';
}

export interface Node {
  model: Model;
  columns: readonly Column[];
  children: readonly Child[];
  where: readonly Condition[];
  /** The order in the statement: reversed if the rows are counted from the end. */
  order: readonly Order[];
  /** Whether the statement returns the rows in the reverse of the requested order. */
  reversed: boolean;
  limit: number | undefined;
  offset: number;
  /** The page begins at the one row that meets these, inclusive; at the first row if empty. */
  cursor: readonly Condition[];
}

interface Child {
  relation: Relation;
  node: Node;
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
/** The most arguments of a function in PostgreSQL. */
const MAXIMUM_ARGUMENTS = 100;

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
    const page = this.#page(model, query, allowed === LIST);
    const { columns, children } = this.#selection(model, query);
    this.key += '}';
    return { model, columns, children, where, ...page };
  }

  /** The order, the part of the rows, and where it begins. */
  #page(model: Model, query: Query, nested: boolean): Pick<Node, 'order' | 'reversed' | 'limit' | 'offset' | 'cursor'> {
    const take = integer(query.take);
    const offset = integer(query.skip) ?? 0;
    if (offset < 0) throw UNSUPPORTED;
    const reversed = take !== undefined && take < 0;
    const order = this.#order(model, query.orderBy, reversed);
    // Without an order the rows of a nested list, and the last rows of any, are not determined.
    if (order.length === 0 && (nested || reversed)) throw UNSUPPORTED;
    const limit = take === undefined ? undefined : Math.abs(take);
    const cursor = query.cursor === undefined ? [] : this.#cursor(model, query.cursor, order);
    this.key += `${reversed ? '-' : ''}${limit ?? ''}+${offset}`;
    return { order, reversed, limit, offset, cursor };
  }

  #selection(model: Model, { select, include }: Query): Pick<Node, 'columns' | 'children'> {
    if (select !== undefined && include !== undefined) throw UNSUPPORTED;
    const columns: Column[] = select === undefined ? [...model.columns.values()] : [];
    const children: Child[] = [];
    this.key += select === undefined ? '*' : '';
    const wanted = plain(select ?? include ?? {});
    for (const name in wanted) {
      const value = wanted[name];
      if (value === undefined || value === false) continue;
      this.key += `,${name}:`;
      const relation = model.relations.get(name);
      if (relation) children.push(this.#child(relation, value));
      else columns.push(selected(model, name, value === true && select !== undefined));
    }
    const width = columns.length + children.length;
    if (width === 0 || width > MAXIMUM_ARGUMENTS) throw UNSUPPORTED;
    return { columns, children };
  }

  #child(relation: Relation, value: unknown): Child {
    const query = value === true ? {} : plain(value);
    const node = this.node(modelOf(this.#models, relation.model), query, relation.list ? LIST : ONE);
    return { relation, node };
  }

  #where(model: Model, given: unknown, into: Condition[]): void {
    const where = plain(given);
    for (const name in where) {
      const value = where[name];
      if (value === undefined) continue;
      if (name === 'AND') this.#and(model, value, into);
      else this.#column(comparable(columnOf(model, name)), value, into);
    }
  }

  #and(model: Model, value: unknown, into: Condition[]): void {
    for (const part of Array.isArray(value) ? value : [value]) this.#where(model, part, into);
  }

  #column(column: Column, value: unknown, into: Condition[]): void {
    if (value === null) this.#null(into, column, 'IS NULL');
    else if (isPlain(value)) this.#filter(column, value, into);
    else this.#condition(into, column, '=', value);
  }

  #filter(column: Column, filter: Query, into: Condition[]): void {
    for (const name in filter) {
      const value = filter[name];
      if (value !== undefined) this.#comparison(column, name, value, into);
    }
  }

  #comparison(column: Column, name: string, value: unknown, into: Condition[]): void {
    if (name === 'in') this.#condition(into, column, 'ANY', value);
    else if (name === 'equals') this.#equals(into, column, value, false);
    else if (name === 'not') this.#equals(into, column, value, true);
    else {
      const operator = COMPARISONS[name];
      if (!operator || column.type === 'Enum' || column.type === 'Boolean') throw UNSUPPORTED;
      this.#condition(into, column, operator, value);
    }
  }

  #equals(into: Condition[], column: Column, value: unknown, not: boolean): void {
    if (value === null) this.#null(into, column, not ? 'IS NOT NULL' : 'IS NULL');
    else this.#condition(into, column, not ? '<>' : '=', value);
  }

  #condition(into: Condition[], column: Column, operator: Condition['operator'], value: unknown): void {
    into.push({ column, operator, parameter: this.#parameter(column, value, operator === 'ANY') });
    this.key += `;${column.name}${operator}`;
  }

  /** Prisma refuses to compare a required column with null. */
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

  /** Supported if the order has one direction, ends with the id and has no nullable column: then rows are comparable. */
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

function columnOf(model: Model, name: string): Column {
  const column = model.columns.get(name);
  if (!column) throw UNSUPPORTED;
  return column;
}

/** A column can be selected by `select` alone, and by `true` alone. */
function selected(model: Model, name: string, allowed: boolean): Column {
  if (!allowed) throw UNSUPPORTED;
  return columnOf(model, name);
}

function comparable(column: Column): Column {
  if (column.list || column.type === 'Json') throw UNSUPPORTED;
  return column;
}

function modelOf(models: ReadonlyMap<string, Model>, name: string): Model {
  const model = models.get(name);
  if (!model) throw UNSUPPORTED;
  return model;
}
