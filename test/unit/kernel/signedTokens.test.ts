import jwt from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { createKeys } from '../../../src/kernel/keys.ts';
import { signToken, type TokenPurpose, verifyToken } from '../../../src/kernel/signedTokens.ts';

const keys = createKeys('a secret that is as long as it must be');
const now = new Date('2026-03-01T00:00:00.000Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const PURPOSES: TokenPurpose[] = ['portal-session', 'quote', 'invoice-pdf'];
const make = (purpose: TokenPurpose, more: { data?: object; expiresAt?: Date } = {}) =>
  signToken(keys, purpose, { subject: 'ps_1', now, expiresAt: later(60_000), ...more });

test('a token contains the signed data, one algorithm, and its kid, issuer, audience and expiry', () => {
  const token = make('quote', { data: { amount: '12' } });
  expect(jwt.decode(token, { complete: true })).toMatchObject({
    header: { alg: 'HS256', typ: 'JWT', kid: keys.signing('quote')[0].id },
    payload: { iss: 'portico', aud: 'quote', sub: 'ps_1', amount: '12', iat: 1772323200, exp: 1772323260 },
  });
  expect(verifyToken(keys, 'quote', token, now)).toMatchObject({ sub: 'ps_1', amount: '12' });
});

test('data cannot replace the pinned claims', () => {
  const token = make('quote', {
    data: { iss: 'evil', aud: 'portal-session', sub: 'evil', exp: 9_999_999_999, iat: 1 },
  });
  expect(jwt.decode(token)).toMatchObject({ iss: 'portico', aud: 'quote', sub: 'ps_1', exp: 1772323260 });
});

describe('validity of signed tokens', () => {
  test('a token verifies for its own purpose only', () => {
    for (const made of PURPOSES)
      for (const used of PURPOSES) expect(verifyToken(keys, used, make(made), now) !== null).toBe(made === used);
  });

  test('a token verifies until the second of its expiry by the given clock', () => {
    const token = make('quote');
    expect(verifyToken(keys, 'quote', token, later(59_999))).not.toBeNull();
    expect(verifyToken(keys, 'quote', token, later(60_000))).toBeNull();
  });

  test('an expiry within a second is rounded up', () => {
    const token = make('quote', { expiresAt: later(60_500) });
    expect(verifyToken(keys, 'quote', token, later(60_499))).not.toBeNull();
  });
});

test('tokens of both secrets verify during a rotation, and only those of the new one afterwards', () => {
  const OTHER = 'another secret that is as long as it must be';
  const before = make('portal-session');
  const during = createKeys(OTHER, 'a secret that is as long as it must be');
  const after = createKeys(OTHER);
  const fresh = signToken(during, 'portal-session', { subject: 'ps_2', now, expiresAt: later(60_000) });
  expect([during, after].map((held) => verifyToken(held, 'portal-session', before, now) !== null)).toEqual([
    true,
    false,
  ]);
  expect([during, after].map((held) => verifyToken(held, 'portal-session', fresh, now) !== null)).toEqual([true, true]);
  expect(verifyToken(keys, 'portal-session', fresh, now)).toBeNull();
});

test('verifying garbage returns null and never throws', () => {
  for (const garbage of [
    '',
    '.',
    '..',
    'a.b.c',
    '\u0000',
    'x'.repeat(10_000),
    '{}',
    'e30.e30.',
    'null.null.null',
    'bnVsbA.bnVsbA.bnVsbA',
  ])
    expect(verifyToken(keys, 'quote', garbage, now)).toBeNull();
});
