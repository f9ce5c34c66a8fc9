/** Validates values with zod and reports all issues as one typed error that repeats no submitted value. */
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
    // zod's message for unknown keys names them, and a key is submitted text.
    message: issue.code === 'unrecognized_keys' ? 'Contains an unknown key.' : issue.message,
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
    .regex(/^[^\p{Cc}]*$/u, 'Must not hold control characters.')
    .regex(
      /^[^\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u,
      'Must not hold line separators or characters that reorder text.',
    );

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

/** The form of an id, for callers who may not learn which companies exist. */
export const companyId = z.string().regex(/^\w{1,64}$/, 'Must be an id.');

/** `null` clears the value, `undefined` leaves it unchanged. */
export const clearable = <S extends z.ZodType>(schema: S) => schema.nullish();

/** The names of the given fields, for an event that lists the changed fields without their values. */
export function namesOfGiven(input: object): string[] {
  return Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

export const metadata = z
  .record(
    z.string().min(1, 'Keys must not be empty.').max(40, 'Keys have at most 40 characters.'),
    z.string('Values are strings.').max(500, 'Values have at most 500 characters.'),
  )
  .refine((value) => Object.keys(value).length <= 50, 'Must have at most 50 keys.');

export const taxCategory = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'Must be 1 to 40 capital letters, digits and underscores, such as `EBOOK`.');

export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'Must be an ISO 3166-1 code in capitals, such as `DE`.');

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'Must have 1 to 255 visible ASCII characters.')
  .nullish();

/** Amounts in minor units. The bound makes sums of many of them exact in JSON. */
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

/** The form in which addresses are compared: case and Unicode form make no difference. */
export function signInKey(address: string): string {
  return address.normalize('NFC').trim().toLowerCase();
}
