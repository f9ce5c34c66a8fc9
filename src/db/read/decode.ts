/** Converts the statement's JSON arrays to the objects that Prisma would have returned. */
import type { Column } from './models.ts';
import type { Node } from './plan.ts';

export type Row = Record<string, unknown>;
type JsonRow = readonly unknown[];

export function decoderOf({ columns, children }: Node): (row: JsonRow) => Row {
  const width = columns.length;
  const names = columns.map(({ name }) => name);
  const convert = columns.map(converterOf);
  const relations = children.map(({ relation, node }) => ({
    name: relation.name,
    decode: relation.list ? listDecoderOf(node) : oneDecoderOf(node),
  }));
  return (row) => {
    const result: Row = {};
    for (let index = 0; index < width; index++) {
      const from = convert[index];
      const value = row[index];
      result[names[index] as string] = from ? from(value) : value;
    }
    for (let index = 0; index < relations.length; index++) {
      const { name, decode } = relations[index] as (typeof relations)[number];
      result[name] = decode(row[width + index]);
    }
    return result;
  };
}

function oneDecoderOf(node: Node): (value: unknown) => Row | null {
  const decode = decoderOf(node);
  return (value) => (value === null ? null : decode(value as JsonRow));
}

/** PostgreSQL aggregates zero rows to null, not to an empty list. */
function listDecoderOf(node: Node): (value: unknown) => Row[] {
  const decode = decoderOf(node);
  return (value) => {
    const rows = value === null ? [] : (value as JsonRow[]).map(decode);
    return node.reversed ? rows.reverse() : rows;
  };
}

function converterOf({ type, list }: Column): ((value: unknown) => unknown) | undefined {
  const one = type === 'DateTime' ? instant : type === 'BigInt' ? toBigInt : undefined;
  if (!list) return one;
  // Prisma reads a missing list as an empty one.
  return (value) => (value === null ? [] : one ? (value as unknown[]).map((entry) => one(entry)) : value);
}

const toBigInt = (value: unknown) => (value === null ? null : BigInt(value as string));

/** A day, which is midnight in UTC. */
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * `2026-03-01T12:00:00.5+00:00`, as PostgreSQL writes instants into JSON when the session is in UTC. That is the form
 * which the language defines, as is a day without a time; of others (years before Christ, say) engines make what they like.
 */
function instant(value: unknown): Date | null {
  if (value === null) return null;
  const text = value as string;
  const date = new Date(text);
  const defined = DAY.test(text) || (text[4] === '-' && text.endsWith('+00:00'));
  if (!defined || Number.isNaN(date.getTime())) throw new Error('The database holds an instant that cannot be read.');
  return date;
}
