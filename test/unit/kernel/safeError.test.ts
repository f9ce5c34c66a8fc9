import { expect, test } from 'vitest';
import { ConflictError, ValidationError } from '../../../src/kernel/errors.ts';
import { safeError } from '../../../src/kernel/safeError.ts';

const CANARY = 'jane@example.com sk_live_canary 4242424242424242';

test('an error is logged by class, code and place, without the message that its stack repeats', () => {
  const error = Object.assign(new TypeError(`cannot reach ${CANARY}\n    at ${CANARY}`), { code: 'ECONNRESET' });
  const safe = safeError(error);
  expect(safe).toMatchObject({ type: 'TypeError', code: 'ECONNRESET' });
  expect(safe.stack?.[0]).toMatch(/^at .*safeError\.test\.ts/);
  expect(JSON.stringify(safe)).not.toContain('canary');
});

test('a stack from which the message cannot be cut is left out', () => {
  const error = new Error(`first ${CANARY}`);
  // V8 writes the stack when it is first read.
  expect(error.stack).toContain('first');
  error.message = 'changed later';
  expect(safeError(error)).toEqual({ type: 'Error' });
});

test('causes are logged with the error, to a bounded depth even if they form a circle', () => {
  const inner = Object.assign(new Error(CANARY), { code: 'ENOTFOUND' });
  const outer = new Error(CANARY, { cause: inner });
  expect(safeError(outer).cause).toMatchObject({ type: 'Error', code: 'ENOTFOUND' });
  inner.cause = outer;
  expect(JSON.stringify(safeError(outer)).match(/"cause"/g)).toHaveLength(5);
});

test('a database error is logged with its SQLSTATE and the constraint, from Prisma as from a driver', () => {
  const driverAdapterError = {
    cause: { originalCode: '23505', originalMessage: `duplicate key violates unique constraint "customer_email_key"` },
  };
  const ofPrisma = Object.assign(new Error(CANARY), { code: 'P2002', meta: { driverAdapterError } });
  expect(safeError(ofPrisma)).toMatchObject({ code: 'P2002', sqlState: '23505', constraint: 'customer_email_key' });
  const ofDriver = Object.assign(new Error(CANARY), { code: '23514', constraint: 'amount_positive', detail: CANARY });
  expect(safeError(ofDriver)).toMatchObject({ code: '23514', constraint: 'amount_positive' });
  expect(JSON.stringify([safeError(ofPrisma), safeError(ofDriver)])).not.toContain('canary');
});

test('an error code that is not an identifier is not logged', () => {
  for (const code of [CANARY, 'a'.repeat(65), 7, { toString: () => CANARY }])
    expect(safeError(Object.assign(new Error('x'), { code }))).not.toHaveProperty('code');
});

test('the message of an expected failure is logged, because it never repeats a submitted value', () => {
  expect(safeError(ValidationError.at(['input', 'email'], 'Not an e-mail address.'))).toMatchObject({
    type: 'ValidationError',
    code: 'VALIDATION_FAILED',
    message: 'Not an e-mail address.',
  });
  expect(safeError(Object.create(ConflictError.prototype))).toMatchObject({ type: 'ConflictError' });
});

test('thrown values that are no errors are logged by their type alone', () => {
  expect([safeError(CANARY), safeError(null), safeError({ message: CANARY })]).toEqual([
    { type: 'string' },
    { type: 'null' },
    { type: 'object' },
  ]);
});
