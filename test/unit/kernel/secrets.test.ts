import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  deriveKey,
  equalSecrets,
  hashCode,
  hashToken,
  keyedHash,
  normalizeCode,
  randomCode,
  randomSalt,
  randomToken,
  seal,
  unseal,
} from '../../../src/kernel/secrets.ts';

describe('randomToken', () => {
  test('tokens contain 32 random bytes and are unique', () => {
    const tokens = Array.from({ length: 2000 }, () => randomToken('pl'));
    expect(new Set(tokens)).toHaveLength(2000);
    for (const token of tokens) {
      expect(token).toMatch(/^pl_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(token.slice(3), 'base64url')).toHaveLength(32);
    }
  });

  test('each of the 256 bits is set in about half of the tokens', () => {
    const set = new Array<number>(256).fill(0);
    for (let n = 0; n < 2000; n++)
      for (const [at, byte] of Buffer.from(randomToken('x').slice(2), 'base64url').entries())
        for (let bit = 0; bit < 8; bit++) set[at * 8 + bit] = (set[at * 8 + bit] ?? 0) + ((byte >> bit) & 1);
    // 1000 expected with a standard deviation of 22; the bound is seven of them.
    for (const count of set) expect(Math.abs(count - 1000)).toBeLessThan(157);
  });

  test('hashToken returns the SHA-256 of a token', () => {
    expect(hashToken('pl_abc')).toBe(createHash('sha256').update('pl_abc').digest('hex'));
  });
});

describe('randomCode', () => {
  test('codes have six unambiguous letters or digits, all equally likely', () => {
    const seen = new Map<string, number>();
    for (let n = 0; n < 5000; n++) {
      const code = randomCode();
      expect(code).toMatch(/^[23456789ABCDEFGHJKMNPQRSTWXYZ]{6}$/);
      for (const letter of code) seen.set(letter, (seen.get(letter) ?? 0) + 1);
    }
    expect(seen.size).toBe(29);
    // 1034 expected with a standard deviation of 32; the bound is six of them.
    for (const count of seen.values()) expect(Math.abs(count - 30_000 / 29)).toBeLessThan(190);
  });

  test.each([
    ['k7m4qx', 'K7M4QX'],
    [' K7M 4QX\n', 'K7M4QX'],
    ['k7m-4qx', 'K7M4QX'],
    ['K 7-M\u00a04\tQ - X', 'K7M4QX'],
    ['', ''],
  ])('the typed code %j is normalized to %j', (typed, code) => expect(normalizeCode(typed)).toBe(code));

  test('codes are hashed with a salt and a slow function', async () => {
    const salts = [randomSalt(), randomSalt()] as const;
    expect(Buffer.from(salts[0], 'base64url')).toHaveLength(16);
    const [one, again, other] = await Promise.all([
      hashCode('K7M4QX', salts[0]),
      hashCode('K7M4QX', salts[0]),
      hashCode('K7M4QX', salts[1]),
    ]);
    expect(one).toBe(again);
    expect(one).not.toBe(other);
    expect(one).not.toContain('K7M4QX');
    const time = async (work: () => unknown, times: number) => {
      const start = performance.now();
      for (let n = 0; n < times; n++) await work();
      return (performance.now() - start) / times;
    };
    const slow = await time(() => hashCode('K7M4QX', salts[0]), 3);
    const fast = await time(() => hashToken('K7M4QX'), 3000);
    expect(slow / fast).toBeGreaterThan(1000);
  });
});

test('equalSecrets compares secrets of any length', () => {
  expect(equalSecrets('abc', 'abc')).toBe(true);
  for (const other of ['abd', 'ab', 'abcd', '', 'ABC']) expect(equalSecrets('abc', other)).toBe(false);
  expect(equalSecrets('', '')).toBe(true);
});

describe('deriveKey', () => {
  test('derived keys differ by purpose and secret, and are deterministic', () => {
    const made = ['one secret', 'another secret'].flatMap((secret) =>
      ['portal-session', 'quote', 'invoice-pdf', 'limits', ''].map((purpose) =>
        deriveKey(secret, purpose).toString('hex'),
      ),
    );
    expect(new Set(made)).toHaveLength(10);
    for (const key of made) expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(deriveKey('one secret', 'quote').toString('hex')).toBe(made[1]);
  });

  test('keyedHash is deterministic per key and does not contain the value', () => {
    const key = randomBytes(32);
    expect(keyedHash(key, 'a@example.com')).toBe(keyedHash(key, 'a@example.com'));
    expect(keyedHash(key, 'a@example.com')).not.toBe(keyedHash(randomBytes(32), 'a@example.com'));
    expect(keyedHash(key, 'a@example.com')).toMatch(/^[\w-]{43}$/);
  });
});

describe('seal and unseal', () => {
  const key = randomBytes(32);
  const value = { email: 'canary@example.com', list: [1, null, 'ü'] };

  test('unsealing returns the sealed value, and sealing it again gives another text', () => {
    const [one, other] = [seal(key, value), seal(key, value)];
    expect(unseal(key, one)).toEqual(value);
    expect(unseal(key, other)).toEqual(value);
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('canary');
  });

  test('unsealing fails with another key, a changed bit or a missing part', () => {
    const sealed = seal(key, value);
    expect(() => unseal(randomBytes(32), sealed)).toThrow();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(key, changed.toString('base64url'))).toThrow();
    }
    for (const short of [0, 5, 12, 20, 28, bytes.length - 1])
      expect(() => unseal(key, bytes.subarray(0, short).toString('base64url'))).toThrow();
  });
});
