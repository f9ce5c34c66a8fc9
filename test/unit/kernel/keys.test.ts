import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EnvError, readEnv } from '../../../src/env.ts';
import { createKeys, openSealed } from '../../../src/kernel/keys.ts';
import { seal } from '../../../src/kernel/secrets.ts';

const OLD = 'the first secret of this installation';
const NEW = 'the second secret of this installation';

test('each purpose has its own key, whose id does not reveal the secret', () => {
  const keys = createKeys(NEW);
  const made = ['portal-session', 'quote', 'invoice-pdf'].map((purpose) => keys.signing(purpose)[0]);
  expect(new Set(made.map(({ key }) => key.toString('hex')))).toHaveLength(3);
  for (const { id } of made) expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(keys.signing('quote')).toHaveLength(1);
  expect(keys.secretFor('quote')).toEqual(keys.signing('quote')[0].key);
});

test('during a rotation the new key signs and the old one still verifies', () => {
  const [before, during, after] = [createKeys(OLD), createKeys(NEW, OLD), createKeys(NEW)];
  expect(during.signing('quote')).toEqual([after.signing('quote')[0], before.signing('quote')[0]]);
  expect(during.secretFor('quote')).toEqual(after.secretFor('quote'));
  expect(before.signing('quote')[0].id).not.toBe(after.signing('quote')[0].id);
});

test('a value sealed before a rotation opens during the rotation and not after it', () => {
  const sealed = seal(createKeys(OLD).secretFor('job'), { a: 1 });
  expect(openSealed(createKeys(OLD), 'job', sealed)).toEqual({ a: 1 });
  expect(openSealed(createKeys(NEW, OLD), 'job', sealed)).toEqual({ a: 1 });
  expect(openSealed(createKeys(NEW, OLD), 'job', seal(createKeys(NEW).secretFor('job'), 2))).toBe(2);
  expect(() => openSealed(createKeys(NEW), 'job', sealed)).toThrow();
  expect(() => openSealed(createKeys(NEW, OLD), 'another job', sealed)).toThrow();
});

describe('secret under 32 bytes', () => {
  const short = 'x'.repeat(31);

  test('a short secret is refused as the current and as the previous one', () => {
    expect(() => createKeys(short)).toThrow('32 bytes');
    expect(() => createKeys('')).toThrow('32 bytes');
    expect(() => createKeys(NEW, short)).toThrow('32 bytes');
    expect(() => createKeys(NEW, '')).toThrow('32 bytes');
    expect(() => createKeys('x'.repeat(32))).not.toThrow();
    expect(() => createKeys('ü'.repeat(16))).not.toThrow();
  });

  test.each(['development', 'production', 'test'])(
    'a short secret prevents the start in %s and is not repeated in the error',
    (NODE_ENV) => {
      for (const name of ['PORTICO_SECRET', 'PORTICO_PREVIOUS_SECRET']) {
        const start = () =>
          readEnv({
            NODE_ENV,
            PUBLIC_URL: 'https://x.example',
            PORTICO_SECRET: NEW,
            [name]: `canary${'y'.repeat(25)}`,
          });
        expect(start).toThrow(EnvError);
        expect(start).toThrow(`${name}: must have at least 32 bytes`);
        expect(start).not.toThrow('canary');
      }
    },
  );

  test('a missing secret prevents the start in production, and is generated and stored otherwise', () => {
    expect(() => readEnv({ NODE_ENV: 'production', PUBLIC_URL: 'https://x.example' })).toThrow('PORTICO_SECRET');
    const folder = mkdtempSync(join(tmpdir(), 'portico-env-'));
    try {
      const DATA_DIR = join(folder, 'data');
      const { secret } = readEnv({ DATA_DIR });
      expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
      expect(readEnv({ DATA_DIR }).secret).toBe(secret);
      expect(readEnv({ DATA_DIR: join(folder, 'other') }).secret).not.toBe(secret);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
