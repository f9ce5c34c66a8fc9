/** Settings: every setting has a working default, production requires its own, and no message contains a value. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnvError, readEnv } from '../../src/env.ts';
import { weaknessOf } from '../../src/envProduction.ts';
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
  TRUSTED_PROXY_HOPS: '1',
  DATABASE_URL: 'postgres://db.acme.example/portico',
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

describe('default settings', () => {
  test('every setting has a default, and the server listens on the loopback address only', () => {
    expect(read({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      dataDir,
      databaseUrl: undefined,
      databasePoolSize: 10,
      transactionPooler: false,
      databaseWaitSeconds: 60,
      migrateOnStart: true,
      shutdownDelaySeconds: 0,
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
      retention: { eventDays: 800, signInDays: 90, securityLogDays: 400 },
      logLevel: 'info',
    });
  });

  test.each(['/proc/portico', '/proc/self/portico/data', '/sys/portico'])(
    'DATA_DIR in the special file system of %s is refused, and the start does not hang',
    (folder) => {
      expect(refusal({ DATA_DIR: folder })).toContain('DATA_DIR: must be a folder of an ordinary file system');
    },
  );

  test('events are retained for at least 31 days, because deliveries of webhooks refer to them', () => {
    expect(read({ EVENT_RETENTION_DAYS: '31', SIGN_IN_RETENTION_DAYS: '7' }).retention).toEqual({
      eventDays: 31,
      signInDays: 7,
      securityLogDays: 400,
    });
    expect(refusal({ EVENT_RETENTION_DAYS: '30' })).toContain('EVENT_RETENTION_DAYS');
    expect(refusal({ SIGN_IN_RETENTION_DAYS: '0' })).toContain('SIGN_IN_RETENTION_DAYS');
  });

  test('an empty setting is treated as not set', () => {
    expect(read({ PORT: '', PUBLIC_URL: '', PORTICO_SECRET: '', GRAPHIQL: '' })).toMatchObject({
      port: 4000,
      graphiql: true,
    });
  });

  test('the secret is generated once, readable only by its owner, and long enough for keys', () => {
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

  test('a configured secret is not written to disk', () => {
    expect(read({ PORTICO_SECRET: SECRET }).secret).toBe(SECRET);
    expect(() => readdirSync(dataDir)).toThrow();
  });
});

describe('production settings', () => {
  test('production starts with its required settings, and disables GraphiQL and demo data', () => {
    expect(read(PRODUCTION)).toMatchObject({
      production: true,
      graphiql: false,
      demoData: false,
      secret: SECRET,
      publicUrl: 'https://billing.acme.example',
    });
  });

  test.each([
    ['a missing secret', { PORTICO_SECRET: undefined }, 'PORTICO_SECRET'],
    ['an empty secret', { PORTICO_SECRET: '' }, 'PORTICO_SECRET'],
    ['a secret under 32 bytes', { PORTICO_SECRET: SECRET.slice(0, 31) }, 'PORTICO_SECRET'],
    ['a secret of one repeated letter', { PORTICO_SECRET: 'a'.repeat(64) }, 'PORTICO_SECRET'],
    ['a previous secret under 32 bytes', { PORTICO_PREVIOUS_SECRET: SECRET.slice(0, 31) }, 'PORTICO_PREVIOUS_SECRET'],
    ['a missing public URL', { PUBLIC_URL: undefined }, 'PUBLIC_URL'],
    ['enabled GraphiQL', { GRAPHIQL: 'true' }, 'GRAPHIQL'],
    ['GraphiQL enabled by a number', { GRAPHIQL: '1' }, 'GRAPHIQL'],
    ['enabled demo data', { DEMO_DATA: 'true' }, 'DEMO_DATA'],
    ['a missing sender of mail', { MAIL_FROM: undefined }, 'MAIL_FROM'],
    ['two mail services', { SMTP_URL: 'smtps://ann:secret@smtp.example.com' }, 'SMTP_URL'],
    ['a missing mail service', { POSTMARK_SERVER_TOKEN: undefined }, 'POSTMARK_SERVER_TOKEN'],
    ['a secret that repeats eight digits', { PORTICO_SECRET: '12345678'.repeat(4) }, 'PORTICO_SECRET repeats itself'],
    ['a secret that repeats a phrase', { PORTICO_SECRET: 'k7Gq-2pXw_'.repeat(4) }, 'PORTICO_SECRET repeats itself'],
    ['a secret that is the alphabet', { PORTICO_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789' }, 'PORTICO_SECRET'],
    ['a secret of a few characters', { PORTICO_SECRET: 'aakaaqaazaauaaeaagaatakaaqaazaauaa' }, 'PORTICO_SECRET'],
    ['a placeholder as secret', { PORTICO_SECRET: 'please-change-me-before-going-live' }, 'PORTICO_SECRET'],
    ['a weak previous secret', { PORTICO_PREVIOUS_SECRET: '12345678'.repeat(4) }, 'PORTICO_PREVIOUS_SECRET'],
    ['a public URL by http', { PUBLIC_URL: 'http://billing.acme.example' }, 'PUBLIC_URL'],
    [
      'a public URL by http on a private address',
      { PUBLIC_URL: 'http://10.0.0.1:4000', ALLOW_PLAIN_HTTP: '1' },
      'PUBLIC_URL',
    ],
    ['loopback by http without a setting for it', { PUBLIC_URL: 'http://localhost:4000' }, 'ALLOW_PLAIN_HTTP'],
    ['https without the number of proxies', { TRUSTED_PROXY_HOPS: undefined }, 'TRUSTED_PROXY_HOPS'],
    ['a stand-in of Stripe’s API', { STRIPE_API_BASE: 'http://127.0.0.1:4010' }, 'STRIPE_API_BASE'],
    ['a stand-in of Stripe’s script', { STRIPE_JS_URL: 'http://localhost:4010/stripe.js' }, 'STRIPE_JS_URL'],
    ['a script of another site', { STRIPE_JS_URL: 'https://evil.example/stripe.js' }, 'STRIPE_JS_URL'],
    ['neither a database nor a data directory', { DATABASE_URL: undefined, DATA_DIR: undefined }, 'DATABASE_URL'],
  ])('production refuses to start with %s', (_what, change, name) => {
    const message = refusal({ ...PRODUCTION, ...change });
    expect(message).toContain(name);
    expect(message).not.toContain(SECRET.slice(0, 31));
    expect(message).not.toContain('a'.repeat(64));
  });

  test('production reports all its problems at once, one sentence each', () => {
    const message = refusal({ NODE_ENV: 'production', DATA_DIR: undefined, LOG_LEVEL: 'loud', GRAPHIQL: '1' });
    const lines = message.split('\n').slice(1);
    expect(lines.map((line) => /^ {2}(\w+)/.exec(line)?.[1])).toEqual([
      ...['LOG_LEVEL', 'PORTICO_SECRET', 'PUBLIC_URL', 'DATABASE_URL', 'GRAPHIQL', 'POSTMARK_SERVER_TOKEN'],
    ]);
  });

  test('a setting that cannot be read is not also reported as missing', () => {
    expect(refusal({ ...PRODUCTION, PUBLIC_URL: 'nowhere' }).match(/PUBLIC_URL/g)).toHaveLength(1);
  });

  test('production may run on this machine by http, and on the embedded database, if the settings name it', () => {
    const trial = { ...PRODUCTION, PUBLIC_URL: 'http://127.0.0.1:4000', ALLOW_PLAIN_HTTP: 'true', DATABASE_URL: '' };
    expect(read(trial)).toMatchObject({ production: true, databaseUrl: undefined, dataDir });
  });

  test('random secrets of every usual alphabet are accepted', () => {
    for (let n = 0; n < 2000; n++)
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        for (const bytes of [encoding === 'hex' ? 16 : 24, 32, 48])
          expect(weaknessOf(randomBytes(bytes).toString(encoding))).toBeUndefined();
  });

  test('production does not generate a secret', () => {
    refusal({ ...PRODUCTION, PORTICO_SECRET: undefined });
    expect(() => readdirSync(dataDir)).toThrow();
  });
});

describe('invalid settings', () => {
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
  ])('an invalid value of %s is refused without being repeated', (name, value) => {
    const message = refusal({ [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(CANARY);
    expect(message).not.toContain('70000');
  });

  test('the error names all invalid settings at once', () => {
    const message = refusal({ PORT: 'x', LOG_LEVEL: 'x', PUBLIC_URL: 'x' });
    for (const name of ['PORT', 'LOG_LEVEL', 'PUBLIC_URL']) expect(message).toContain(name);
  });
});

test('a list of origins may contain spaces and a trailing comma', () => {
  expect(read({ CORS_ORIGINS: ' https://a.example , http://localhost:5173,' }).corsOrigins).toEqual([
    'https://a.example',
    'http://localhost:5173',
  ]);
});

test('the public URL is stored without its trailing slash', () => {
  expect(read({ PUBLIC_URL: 'https://a.example/' }).publicUrl).toBe('https://a.example');
});

test('with DATABASE_URL demo data is disabled and the secret is still stored', () => {
  const env = read({ DATABASE_URL: 'postgres://localhost/x' });
  expect(env).toMatchObject({ demoData: false, databaseUrl: 'postgres://localhost/x' });
  chmodSync(join(dataDir, 'secret'), 0o600);
  expect(read({}).secret).toBe(env.secret);
});
