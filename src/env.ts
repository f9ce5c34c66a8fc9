/** The settings of the process. The only reader of settings from `process.env`; each has a default for development. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { problemsInProduction } from './envProduction.ts';
import { DEFAULT_RETENTION, MINIMUM_EVENT_DAYS, type Retention } from './kernel/retention.ts';
import { MINIMUM_SECRET_BYTES } from './kernel/secrets.ts';
import { type SmtpRelay, smtpUrl } from './mail/smtp.ts';

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

const MINIMUM_METRICS_TOKEN = 20;

/** The addresses at which stand-ins of a payment provider may be. */
const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1)$/;

const settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  DATA_DIR: z
    .string()
    .refine(
      (path) => !isSpecial(resolve(path)),
      'must be a folder of an ordinary file system, and not in /proc or /sys',
    )
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_MIGRATION_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOLER: z.enum(['none', 'transaction']).default('none'),
  DATABASE_WAIT_SECONDS: z.coerce.number().int().min(0).max(3600).default(60),
  MIGRATE_ON_START: flag.default(true),
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().int().min(0).max(300).default(0),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORTICO_SECRET: secret.optional(),
  PORTICO_PREVIOUS_SECRET: secret.optional(),
  POSTMARK_SERVER_TOKEN: z.string().min(1).optional(),
  POSTMARK_MESSAGE_STREAM: z.string().default('outbound'),
  POSTMARK_WEBHOOK_SECRET: z
    .string()
    .min(MINIMUM_METRICS_TOKEN, `must have at least ${MINIMUM_METRICS_TOKEN} characters`)
    .optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z.email().default('billing@portico.invalid'),
  STRIPE_API_BASE: z.url({ protocol: /^http$/, hostname: THIS_MACHINE }).optional(),
  STRIPE_JS_URL: z.url({ protocol: /^http$/, hostname: THIS_MACHINE }).optional(),
  VIES_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).optional(),
  ALLOW_PLAIN_HTTP: flag.default(false),
  CORS_ORIGINS: origins.default([]),
  FRAME_ANCESTORS: origins.default([]),
  TRUSTED_DOCUMENTS_ONLY: flag.default(false),
  WEBHOOK_PRIVATE_ADDRESSES: flag.optional(),
  GRAPHIQL: flag.optional(),
  DEMO_DATA: flag.optional(),
  EVENT_RETENTION_DAYS: z.coerce.number().int().min(MINIMUM_EVENT_DAYS).max(36_500).optional(),
  SIGN_IN_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  SECURITY_LOG_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_TOKEN: z
    .string()
    .min(MINIMUM_METRICS_TOKEN, `must have at least ${MINIMUM_METRICS_TOKEN} characters`)
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_SERVICE_NAME: z.string().default('portico'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

type Settings = z.infer<typeof settings>;

/** Whether the text is an origin as a browser sends it: no path, no wildcard, and never `null`. */
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
  /** Whether the database is reached through a pooler in transaction mode. */
  transactionPooler: boolean;
  /** The address for migrations, if the other leads to a pooler. */
  migrationUrl: string | undefined;
  /** How long the start waits for the database. */
  databaseWaitSeconds: number;
  migrateOnStart: boolean;
  /** How long /ready returns 503 at the end before the port closes. */
  shutdownDelaySeconds: number;
  /** The address at which customers reach this server; links in mails begin with it. */
  publicUrl: string;
  secret: string;
  previousSecret: string | undefined;
  postmark: { serverToken: string; messageStream: string } | undefined;
  /** A relay instead of Postmark. */
  smtp: SmtpRelay | undefined;
  mailFrom: string;
  /** The address of a stand-in of Stripe's API on this machine, for tests; never in production. */
  stripeApiBase: string | undefined;
  /** The address of a stand-in of Stripe's script on this machine, for tests; never in production. */
  stripeScript: string | undefined;
  /** The REST interface of VIES; tax ids are not queried without it. */
  viesUrl: string | undefined;
  trustedProxyHops: number;
  corsOrigins: string[];
  /** Origins that may show the hosted page in a frame. */
  frameAncestors: string[];
  /** Whether a caller without an API key may send only the hosted page's own operations. */
  trustedDocumentsOnly: boolean;
  /** Whether webhooks may go to private networks and to this machine. */
  webhookPrivateAddresses: boolean;
  graphiql: boolean;
  demoData: boolean;
  /** How long rows are retained that only grow in number. */
  retention: Retention;
  logLevel: string;
  /** The port that serves /metrics and nothing else. */
  metricsPort: number | undefined;
  /** The bearer token with which /metrics is served on the main port. */
  postmarkWebhookSecret: string | undefined;
  metricsToken: string | undefined;
  /** Where OpenTelemetry spans are sent, by OTLP over HTTP. */
  tracing: { endpoint: string; serviceName: string } | undefined;
}

/** A setting is missing or invalid. The message names the setting and never its value. */
export class EnvError extends Error {}

/** Linux' file systems without files of their own: procfs, sysfs, cgroups. Node's recursive mkdir never ends in the first. */
const SPECIAL_FILE_SYSTEMS = new Set([0x9fa0, 0x62656572, 0x63677270, 0x27e0eb]);

/** Whether a path, which need not exist, lies in a file system in which no files can be created. */
function isSpecial(path: string): boolean {
  if (existsSync(path)) return SPECIAL_FILE_SYSTEMS.has(statfsSync(path).type);
  const parent = dirname(path);
  return parent !== path && isSpecial(parent);
}

/** The secret that the first start with an embedded database stores beside it. */
function storedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Checks each setting by itself, so that the problems of all are known. A setting with a problem is left out. */
function parse(source: Record<string, string | undefined>): { values: Settings; problems: string[] } {
  const problems: string[] = [];
  const values = Object.entries(settings.shape).map(([name, type]) => {
    const parsed = type.safeParse(source[name] === '' ? undefined : source[name]);
    if (!parsed.success) problems.push(...parsed.error.issues.map(({ message }) => `${name}: ${message}`));
    return [name, parsed.data];
  });
  return { values: Object.fromEntries(values), problems };
}

function mailProblems({ POSTMARK_SERVER_TOKEN, SMTP_URL }: Settings): string[] {
  return POSTMARK_SERVER_TOKEN !== undefined && SMTP_URL !== undefined
    ? ['SMTP_URL must not be set together with POSTMARK_SERVER_TOKEN: mail leaves by one of them.']
    : [];
}

/** Reads and checks the settings. Throws `EnvError` if one is missing or invalid. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const { values: env, problems } = parse(source);
  const production = env.NODE_ENV === 'production';
  if (production) {
    // A setting that cannot be read looks as if it were missing; its own problem is enough.
    const unreadable = new Set(problems.map((problem) => problem.split(':')[0]));
    problems.push(...problemsInProduction(env).filter((problem) => !unreadable.has(problem.split(' ')[0])));
  }
  problems.push(...mailProblems(env));
  if (problems.length > 0)
    throw new EnvError(`These settings cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  const dataDir = resolve(env.DATA_DIR ?? '.data');
  return {
    production,
    host: env.HOST,
    port: env.PORT,
    dataDir,
    databaseUrl: env.DATABASE_URL,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    transactionPooler: env.DATABASE_POOLER === 'transaction',
    migrationUrl: env.DATABASE_MIGRATION_URL,
    databaseWaitSeconds: env.DATABASE_WAIT_SECONDS,
    migrateOnStart: env.MIGRATE_ON_START,
    shutdownDelaySeconds: env.SHUTDOWN_DELAY_SECONDS,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    secret: env.PORTICO_SECRET ?? storedSecret(dataDir),
    previousSecret: env.PORTICO_PREVIOUS_SECRET,
    postmark: env.POSTMARK_SERVER_TOKEN
      ? { serverToken: env.POSTMARK_SERVER_TOKEN, messageStream: env.POSTMARK_MESSAGE_STREAM }
      : undefined,
    smtp: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    stripeApiBase: env.STRIPE_API_BASE,
    stripeScript: env.STRIPE_JS_URL,
    viesUrl: env.VIES_URL?.replace(/\/+$/, ''),
    trustedProxyHops: env.TRUSTED_PROXY_HOPS ?? 0,
    corsOrigins: env.CORS_ORIGINS,
    frameAncestors: env.FRAME_ANCESTORS,
    trustedDocumentsOnly: env.TRUSTED_DOCUMENTS_ONLY,
    webhookPrivateAddresses: env.WEBHOOK_PRIVATE_ADDRESSES ?? !production,
    graphiql: env.GRAPHIQL ?? !production,
    demoData: env.DEMO_DATA ?? (!production && env.DATABASE_URL === undefined),
    retention: {
      eventDays: env.EVENT_RETENTION_DAYS ?? DEFAULT_RETENTION.eventDays,
      signInDays: env.SIGN_IN_RETENTION_DAYS ?? DEFAULT_RETENTION.signInDays,
      securityLogDays: env.SECURITY_LOG_RETENTION_DAYS ?? DEFAULT_RETENTION.securityLogDays,
    },
    logLevel: env.LOG_LEVEL,
    metricsPort: env.METRICS_PORT,
    postmarkWebhookSecret: env.POSTMARK_WEBHOOK_SECRET,
    metricsToken: env.METRICS_TOKEN,
    tracing: env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: env.OTEL_SERVICE_NAME }
      : undefined,
  };
}
