/** Settings: everything has a default that works, production demands what it needs, and no message holds a value. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnvError, readEnv } from '../../src/env.ts';
import { createKeys } from '../../src/kernel/keys.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'portico-env-')), 'data');
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

const SECRET = randomBytes(32).toString('base64url');
const PRODUCTION = {
  NODE_ENV: 'production',
  PORTICO_SECRET: SECRET,
  PUBLIC_URL: 'https://billing.acme.example',
  POSTMARK_SERVER_TOKEN: 'a-token',
  MAIL_FROM: 'billing@acme.example',
};
const read = (source: Record<string, string | undefined>) => readEnv({ DATA_DIR: dataDir, ...source });
function refusal(source: Record<string, string | undefined>): string {
  try {
    read(source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError);
    return (error as Error).message;
  }
  throw new Error('The settings were taken.');
}

describe('with nothing set', () => {
  test('there is a default for everything, and only this machine is listened to', () => {
    expect(read({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      dataDir,
      databaseUrl: undefined,
      databasePoolSize: 10,
      publicUrl: 'http://localhost:4000',
      secret: expect.stringMatching(/^[\w-]{64}$/),
      previousSecret: undefined,
      postmark: undefined,
      mailFrom: 'billing@portico.invalid',
      trustedProxyHops: 0,
      corsOrigins: [],
      frameAncestors: [],
      trustedDocumentsOnly: false,
      webhookPrivateAddresses: true,
      graphiql: true,
      demoData: true,
      logLevel: 'info',
    });
  });

  test('empty settings count as not set', () => {
    expect(read({ PORT: '', PUBLIC_URL: '', PORTICO_SECRET: '', GRAPHIQL: '' })).toMatchObject({
      port: 4000,
      graphiql: true,
    });
  });

  test('the secret is made once, kept for its owner alone, and good enough for keys', () => {
    const { secret } = read({});
    expect(readdirSync(dataDir)).toEqual(['secret']);
    expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(read({}).secret).toBe(secret);
    expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe(secret);
    expect(() => createKeys(secret)).not.toThrow();
  });

  test('two installations have different secrets', () => {
    expect(read({}).secret).not.toBe(readEnv({ DATA_DIR: join(dataDir, 'other') }).secret);
  });

  test('a secret that is given is not written anywhere', () => {
    expect(read({ PORTICO_SECRET: SECRET }).secret).toBe(SECRET);
    expect(() => readdirSync(dataDir)).toThrow();
  });
});

describe('production', () => {
  test('starts with what it needs; GraphiQL and demo data are off', () => {
    expect(read(PRODUCTION)).toMatchObject({
      production: true,
      graphiql: false,
      demoData: false,
      secret: SECRET,
      publicUrl: 'https://billing.acme.example',
    });
  });

  test.each([
    ['a secret', { PORTICO_SECRET: undefined }, 'PORTICO_SECRET'],
    ['an empty secret', { PORTICO_SECRET: '' }, 'PORTICO_SECRET'],
    ['a secret of 32 bytes at least', { PORTICO_SECRET: SECRET.slice(0, 31) }, 'PORTICO_SECRET'],
    ['a secret that is not one letter', { PORTICO_SECRET: 'a'.repeat(64) }, 'PORTICO_SECRET'],
    [
      'a previous secret of 32 bytes at least',
      { PORTICO_PREVIOUS_SECRET: SECRET.slice(0, 31) },
      'PORTICO_PREVIOUS_SECRET',
    ],
    ['its public address', { PUBLIC_URL: undefined }, 'PUBLIC_URL'],
    ['GraphiQL to be off', { GRAPHIQL: 'true' }, 'GRAPHIQL'],
    ['GraphiQL to be off, as a number too', { GRAPHIQL: '1' }, 'GRAPHIQL'],
    ['demo data to be off', { DEMO_DATA: 'true' }, 'DEMO_DATA'],
    ['a sender of mail', { MAIL_FROM: undefined }, 'MAIL_FROM'],
  ])('demands %s', (_what, change, name) => {
    const message = refusal({ ...PRODUCTION, ...change });
    expect(message).toContain(name);
    expect(message).not.toContain(SECRET.slice(0, 31));
    expect(message).not.toContain('a'.repeat(64));
  });

  test('makes no secret of its own', () => {
    refusal({ ...PRODUCTION, PORTICO_SECRET: undefined });
    expect(() => readdirSync(dataDir)).toThrow();
  });
});

describe('a setting that makes no sense', () => {
  const CANARY = 'canary-3f9';
  test.each([
    ['NODE_ENV', CANARY],
    ['PORT', CANARY],
    ['PORT', '70000'],
    ['DATABASE_URL', CANARY],
    ['DATABASE_URL', `mysql://user:${CANARY}@host/db`],
    ['DATABASE_POOL_SIZE', '1'],
    ['PUBLIC_URL', CANARY],
    ['PUBLIC_URL', `ftp://${CANARY}`],
    ['PUBLIC_URL', `javascript:${CANARY}`],
    ['PORTICO_SECRET', CANARY],
    ['PORTICO_PREVIOUS_SECRET', CANARY],
    ['MAIL_FROM', CANARY],
    ['TRUSTED_PROXY_HOPS', '-1'],
    ['TRUSTED_PROXY_HOPS', CANARY],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', `https://a.example,${CANARY}`],
    ['CORS_ORIGINS', `https://a.example/${CANARY}`],
    ['CORS_ORIGINS', 'https://a.example/'],
    ['CORS_ORIGINS', 'https://*.example'.replace('*', `*.${CANARY}`).concat('/')],
    ['GRAPHIQL', CANARY],
    ['DEMO_DATA', 'yes'],
    ['LOG_LEVEL', CANARY],
  ])('%s is refused by its name, without its value', (name, value) => {
    const message = refusal({ [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(CANARY);
    expect(message).not.toContain('70000');
  });

  test('all that is wrong is told at once', () => {
    const message = refusal({ PORT: 'x', LOG_LEVEL: 'x', PUBLIC_URL: 'x' });
    for (const name of ['PORT', 'LOG_LEVEL', 'PUBLIC_URL']) expect(message).toContain(name);
  });
});

test('a list of origins is read as it would be written', () => {
  expect(read({ CORS_ORIGINS: ' https://a.example , http://localhost:5173,' }).corsOrigins).toEqual([
    'https://a.example',
    'http://localhost:5173',
  ]);
});

test('the public address loses its last slash, so that links do not double it', () => {
  expect(read({ PUBLIC_URL: 'https://a.example/' }).publicUrl).toBe('https://a.example');
});

test('with a database of its own there is no demo, and the secret still is kept', () => {
  const env = read({ DATABASE_URL: 'postgres://localhost/x' });
  expect(env).toMatchObject({ demoData: false, databaseUrl: 'postgres://localhost/x' });
  chmodSync(join(dataDir, 'secret'), 0o600);
  expect(read({}).secret).toBe(env.secret);
});
