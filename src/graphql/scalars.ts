/** Scalars: from graphql-scalars, with lean serialization of what is written thousands of times a second. */
import { GraphQLScalarType } from 'graphql';
import { CurrencyResolver, DateTimeISOResolver, JSONObjectResolver, SafeIntResolver } from 'graphql-scalars';
import { builder } from './builder.ts';

const dateTime = new GraphQLScalarType({
  ...DateTimeISOResolver.toConfig(),
  name: 'DateTime',
  description:
    'An instant in UTC with milliseconds, as RFC 3339 text: `2026-01-31T12:00:00.000Z`. Other offsets are understood in input.',
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
  description: 'A JSON object.',
  serialize: (value) => value,
});

builder.addScalarType('DateTime', dateTime);
builder.addScalarType('SafeInt', safeInt);
builder.addScalarType('Currency', currency);
builder.addScalarType('JSONObject', jsonObject);
