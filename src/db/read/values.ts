/** The values in a query: what kind they are of, and how they are sent. What Prisma would refuse it shall refuse itself. */
import type { Column } from './models.ts';

export type Query = Readonly<Record<string, unknown>>;

/** Thrown for what is to be left to Prisma; one object, because making errors costs more than planning. */
export const UNSUPPORTED = new Error('Prisma has to answer this query.');

/** Objects as they are written in code; not dates, lists, references to fields or Prisma's stand-ins for null. */
export function isPlain(value: unknown): value is Query {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function plain(value: unknown): Query {
  if (!isPlain(value)) throw UNSUPPORTED;
  return value;
}

export function integer(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (!Number.isSafeInteger(value)) throw UNSUPPORTED;
  return value as number;
}

/** The value as both drivers send it alike. */
export function encode(column: Column, value: unknown): unknown {
  const type = typeof value;
  switch (column.type) {
    case 'String':
      if (type === 'string' && (value as string).isWellFormed() && !(value as string).includes('\0')) return value;
      break;
    case 'Enum':
      if (type === 'string' && column.enum?.values.has(value as string)) return value;
      break;
    case 'Boolean':
      if (type === 'boolean') return value;
      break;
    case 'Int':
      if (Number.isInteger(value) && (value as number) === ((value as number) | 0)) return value;
      break;
    case 'BigInt':
      if (type === 'bigint' && value === BigInt.asIntN(64, value as bigint)) return String(value);
      break;
    case 'DateTime':
      if (value instanceof Date && isOrdinary(value)) return value.toISOString();
  }
  throw UNSUPPORTED;
}

function isOrdinary(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999;
}
