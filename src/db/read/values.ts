/** The values in a query. Values that Prisma would refuse are left to Prisma. */
import type { Column, ColumnType } from './models.ts';

export type Query = Readonly<Record<string, unknown>>;

/** Thrown for queries that are left to Prisma. One object, because making an error costs more than planning a query. */
export const UNSUPPORTED = new Error('This query is left to Prisma.');

/** Whether a value is an object literal: no date, list, reference to a field, or one of Prisma's markers for null. */
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

/** The value in the form that both drivers send alike. */
export function encode(column: Column, value: unknown): unknown {
  const encoded = ENCODERS[column.type]?.(value, column);
  if (encoded === undefined) throw UNSUPPORTED;
  return encoded;
}

/** By type. Each returns undefined for values of another type, and for those that Prisma refuses. */
const ENCODERS: Partial<Record<ColumnType, (value: unknown, column: Column) => unknown>> = {
  String: (value) => (typeof value === 'string' && value.isWellFormed() && !value.includes('\0') ? value : undefined),
  Enum: (value, column) => (typeof value === 'string' && column.enum?.values.has(value) ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Int: (value) => (Number.isInteger(value) && value === ((value as number) | 0) ? value : undefined),
  BigInt: (value) => (typeof value === 'bigint' && value === BigInt.asIntN(64, value) ? String(value) : undefined),
  DateTime: (value) => (value instanceof Date && isOrdinary(value) ? value.toISOString() : undefined),
};

function isOrdinary(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999;
}
