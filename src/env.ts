/** The settings of the process. The only reader of `process.env`; everything has a default that works. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { MINIMUM_SECRET_BYTES } from './kernel/secrets.ts';

const flag = z.enum(['true', 'false', '1', '0', '']).transform((value) => value === 'true' || value === '1');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
);
const origins = list.refine(
  (entries) => entries.every(isOrigin),
  'must be origins such as https://shop.example, separated by commas',
);
const secret = z
  .string()
  .refine(
    (value) => Buffer.byteLength(value) >= MINIMUM_SECRET_BYTES,
    `must have at least ${MINIMUM_SECRET_BYTES} bytes`,
  )
  .refine((value) => new Set(value).size >= 8, 'must not repeat a few characters; make it with a random generator');

const settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORTICO_SECRET: secret.optional(),
  PORTICO_PREVIOUS_SECRET: secret.optional(),
  POSTMARK_SERVER_TOKEN: z.string().min(1).optional(),
  POSTMARK_MESSAGE_STREAM: z.string().default('outbound'),
  MAIL_FROM: z.email().default('billing@portico.invalid'),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  CORS_ORIGINS: origins.default([]),
  FRAME_ANCESTORS: origins.default([]),
  TRUSTED_DOCUMENTS_ONLY: flag.default(false),
  WEBHOOK_PRIVATE_ADDRESSES: flag.optional(),
  GRAPHIQL: flag.optional(),
  DEMO_DATA: flag.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** As a browser writes it in its Origin header: no path, no wildcard, and never `null`. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

export interface Env {
  production: boolean;
  host: string;
  port: number;
  dataDir: string;
  databaseUrl: string | undefined;
  databasePoolSize: number;
  /** Where customers reach this server; the links in mails begin with it. */
  publicUrl: string;
  secret: string;
  previousSecret: string | undefined;
  postmark: { serverToken: string; messageStream: string } | undefined;
  mailFrom: string;
  trustedProxyHops: number;
  corsOrigins: string[];
  /** Origins that may show the hosted page in a frame. */
  frameAncestors: string[];
  /** Whether whoever has no API key may send only the hosted page's own operations. */
  trustedDocumentsOnly: boolean;
  /** Whether webhooks may go to private networks and to this machine. */
  webhookPrivateAddresses: boolean;
  graphiql: boolean;
  demoData: boolean;
  logLevel: string;
}

/** A setting that is missing or makes no sense; its message names the setting and never its value. */
export class EnvError extends Error {}

/** The secret made at the first start of an embedded database and kept beside it. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new EnvError(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  const dataDir = resolve(env.DATA_DIR);
  const demand = (name: keyof typeof env, why: string) => {
    if (env[name] === undefined) throw new EnvError(`${name} must be set in production: ${why}`);
  };
  if (production) {
    demand('PORTICO_SECRET', 'sessions and links are signed with it.');
    demand('PUBLIC_URL', 'the links in mails begin with it.');
    if (env.GRAPHIQL) throw new EnvError('GRAPHIQL must not be switched on in production.');
    if (env.DEMO_DATA) throw new EnvError('DEMO_DATA must not be switched on in production.');
    if (env.POSTMARK_SERVER_TOKEN && env.MAIL_FROM.endsWith('.invalid'))
      throw new EnvError('MAIL_FROM must be set: a sender that your mail service has confirmed.');
  }
  return {
    production,
    host: env.HOST,
    port: env.PORT,
    dataDir,
    databaseUrl: env.DATABASE_URL,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    secret: env.PORTICO_SECRET ?? keptSecret(dataDir),
    previousSecret: env.PORTICO_PREVIOUS_SECRET,
    postmark: env.POSTMARK_SERVER_TOKEN
      ? { serverToken: env.POSTMARK_SERVER_TOKEN, messageStream: env.POSTMARK_MESSAGE_STREAM }
      : undefined,
    mailFrom: env.MAIL_FROM,
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    corsOrigins: env.CORS_ORIGINS,
    frameAncestors: env.FRAME_ANCESTORS,
    trustedDocumentsOnly: env.TRUSTED_DOCUMENTS_ONLY,
    webhookPrivateAddresses: env.WEBHOOK_PRIVATE_ADDRESSES ?? !production,
    graphiql: env.GRAPHIQL ?? !production,
    demoData: env.DEMO_DATA ?? (!production && env.DATABASE_URL === undefined),
    logLevel: env.LOG_LEVEL,
  };
}
