/**
 * Scalars of graphql-scalars. Their serialization is replaced by a faster one, because it runs for each value of a list.
 */
import { GraphQLScalarType } from 'graphql';
import { CurrencyResolver, DateTimeISOResolver, JSONObjectResolver, SafeIntResolver } from 'graphql-scalars';
import { builder } from './builder.ts';

/**
 * Years outside are mistakes, and before year 1 or from year 10000 on an instant has no form that every client reads.
 */
const YEARS = { first: 1900, last: 2999 };

function inRange(instant: unknown): string | Date {
  const date = instant as string | Date;
  const year = new Date(date).getUTCFullYear();
  if (year >= YEARS.first && year <= YEARS.last) return date;
  throw new TypeError(`A DateTime must lie between the years ${YEARS.first} and ${YEARS.last}.`);
}

const iso = DateTimeISOResolver.toConfig();
const dateTime = new GraphQLScalarType({
  ...iso,
  parseValue: (value) => inRange(iso.parseValue(value)),
  parseLiteral: (node, variables) => inRange(iso.parseLiteral(node, variables)),
  name: 'DateTime',
  description:
    'An instant in UTC with milliseconds, as RFC 3339 text: `2026-01-31T12:00:00.000Z`. Other offsets are understood in input, which lies between the years 1900 and 2999.',
  serialize: (value) => {
    if (!(value instanceof Date)) throw new TypeError('A DateTime must be a Date.');
    return value.toISOString();
  },
});

const safeInt = new GraphQLScalarType({
  ...SafeIntResolver.toConfig(),
  description:
    'A whole number that JavaScript represents exactly: between −(2⁵³ − 1) and 2⁵³ − 1. Amounts are given in it.',
  serialize: (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new TypeError('An amount does not fit a safe integer.');
    return number;
  },
});

const currency = new GraphQLScalarType({
  ...CurrencyResolver.toConfig(),
  description: 'A currency by its ISO 4217 code in capitals, such as `EUR`.',
  specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  serialize: (value) => value as string,
});

const jsonObject = new GraphQLScalarType({
  ...JSONObjectResolver.toConfig(),
  description: 'A JSON object with values of any type.',
  serialize: (value) => value,
});

builder.addScalarType('DateTime', dateTime);
builder.addScalarType('SafeInt', safeInt);
builder.addScalarType('Currency', currency);
builder.addScalarType('JSONObject', jsonObject);
