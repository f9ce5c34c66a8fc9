/** Checks values with a zod schema and reports everything that is wrong as one typed error, without repeating a value. */
import { z } from 'zod';
import { type FieldIssue, ValidationError } from './errors.ts';

/** The parsed value, or a `ValidationError` that lists every issue under `path`. */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  path: readonly string[] = ['input'],
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: [...path, ...issue.path.map(String)],
    // zod's own words for unknown keys name them, and a key is submitted text too.
    message: issue.code === 'unrecognized_keys' ? 'Holds a key that is not known.' : issue.message,
  }));
  throw new ValidationError(issues as [FieldIssue, ...FieldIssue[]]);
}

/** One line of text of limited length, trimmed; control characters are refused. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Must not be empty.')
    .max(max, `Must have at most ${max} characters.`)
    .regex(/^[^\p{Cc}]*$/u, 'Must not hold control characters.');

/** Text of several lines. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Must have at most ${max} characters.`)
    .regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u, 'Must not hold control characters.');

export const email = z
  .string()
  .trim()
  .max(254, 'Must have at most 254 characters.')
  .pipe(z.email('Must be an e-mail address.'));

/** `null` clears, `undefined` leaves as it is. */
export const clearable = <S extends z.ZodType>(schema: S) => schema.nullish();

/** The names of the fields that were given, for an event that says what changed without saying to what. */
export function namesOfGiven(input: object): string[] {
  return Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

export const metadata = z
  .record(
    z.string().min(1, 'Keys must not be empty.').max(40, 'Keys have at most 40 characters.'),
    z.string('Values are strings.').max(500, 'Values have at most 500 characters.'),
  )
  .refine((value) => Object.keys(value).length <= 50, 'Must have at most 50 keys.');

export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'Must be an ISO 3166-1 code in capitals, such as `DE`.');

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'Must have 1 to 255 visible ASCII characters.')
  .nullish();

/** Amounts of money in minor units; the bound keeps sums of many of them exact in JSON. */
export const amount = z
  .number()
  .int('Must be a whole number of minor units.')
  .min(0, 'Must not be negative.')
  .max(1_000_000_000_000, 'Must be at most 1,000,000,000,000 minor units.')
  .transform(BigInt);

export const quantity = z
  .number()
  .int('Must be a whole number.')
  .min(1, 'Must be at least 1.')
  .max(1_000_000, 'Must be at most 1,000,000.');

/** The address as it is compared: one person's address in other capitals or another Unicode form is the same. */
export function signInKey(address: string): string {
  return address.normalize('NFC').trim().toLowerCase();
}
