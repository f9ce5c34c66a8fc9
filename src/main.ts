/**
 * The process: reads the settings, opens the database, builds the app, listens, and shuts down cleanly. The only file
 * that acts when it is imported. `npm start -- create-company "Name" EUR` makes a company and its first API key.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { DEMO_CUSTOMERS, type DemoCompany, seedDemo } from '../prisma/seeds/demo.ts';
import { operationNames } from './api/operationNames.ts';
import { type App, createApp } from './app.ts';
import type { Db, EndedStatement } from './db/client.ts';
import { fileProblem } from './db/fileProblem.ts';
import { MigrationFailed, resolveMigration } from './db/migrate.ts';
import { type DbOptions, openDb } from './db/open.ts';
import { StartRefused } from './db/startRefused.ts';
import { startDatabase } from './db/startup.ts';
import { type Env, EnvError, readEnv } from './env.ts';
import { readBuiltPage } from './http/page/built.ts';
import { openDevelopmentPage } from './http/page/development.ts';
import { metricsListener } from './http/serveMetrics.ts';
import { SECOND, systemClock } from './kernel/clock.ts';
import { UserError } from './kernel/errors.ts';
import { createKeys } from './kernel/keys.ts';
import { safeError } from './kernel/safeError.ts';
import { type Mailbox, mailbox as openMailbox } from './mail/mailbox.ts';
import type { Mailer } from './mail/mailer.ts';
import { postmarkMailer } from './mail/postmark.ts';
import { smtpMailer } from './mail/smtp.ts';
import { createCompany } from './modules/company/createCompany.ts';
import { createOperatorKey } from './modules/company/createOperatorKey.ts';
import { companyTime } from './modules/company/time.ts';
import { type ProviderOf, sandboxProviders } from './modules/payment/providerOf.ts';
import { createSandbox } from './modules/payment/providers/sandbox/sandbox.ts';
import { viesRegister } from './modules/tax/vies.ts';
import { closeOnSignals } from './shutdown.ts';
import { startupBanner } from './startupBanner.ts';
import { createLog } from './telemetry/log.ts';
import { Metrics } from './telemetry/metrics.ts';
import { recordStatement, startTracing } from './telemetry/tracing.ts';

const WEB_FOLDER = fileURLToPath(new URL('web', import.meta.url));
/** The output of `src/web/build.ts`. */
const PAGE_FOLDER = join(WEB_FOLDER, 'dist');
const MAIL_TIMEOUT_MS = 15_000;
const USAGE = `Usage: npm start -- [command]
  (none)                                        serves
  create-company "Name" [CURRENCY] [--test]     creates a company and its first API key
  create-api-key co_… ["Name"]                  creates a key for a company that has lost its own
  migrate                                       applies pending migrations
  migrate --applied NAME | --rolled-back NAME   records how an interrupted migration ended`;

function databaseOf(env: Env, onStatement?: (statement: EndedStatement) => void): DbOptions {
  if (!env.databaseUrl) return { dataDir: join(env.dataDir, 'pgdata'), onStatement };
  const { databaseUrl: url, databasePoolSize: poolSize, transactionPooler, migrationUrl } = env;
  return { url, poolSize, transactionPooler, migrationUrl, onStatement };
}

function openDatabase(env: Env, log: Logger, onStatement?: (statement: EndedStatement) => void): Promise<Db> {
  return startDatabase({
    database: databaseOf(env, onStatement),
    waitMs: env.databaseWaitSeconds * SECOND,
    applyMigrations: env.migrateOnStart,
    onWait: (message) => log.warn({}, message),
  });
}

/** The demo company, created at the first start and stored beside the embedded database. */
async function demoCompany(env: Env, db: Db, app: App, providerOf: ProviderOf): Promise<DemoCompany | null> {
  if (!env.demoData) return null;
  const file = join(env.dataDir, 'demo.json');
  if ((await db.prisma.company.count()) > 0)
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoCompany) : null;
  const demo = await seedDemo({ db, queue: app.queue, providerOf, now: systemClock.now() });
  writeFileSync(file, JSON.stringify(demo), { mode: 0o600 });
  return demo;
}

/** Balancers keep idle connections for up to 60 s; a server that closes them earlier resets requests on their way. */
const KEEP_ALIVE_MS = 65_000;
const newServer = (): Server =>
  createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: KEEP_ALIVE_MS });

function listen(server: Server, listener: RequestListener, port: number, host: string): Promise<Server> {
  server.on('request', listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Mail goes out by Postmark or an SMTP relay. Without one, outside production, it is shown at /mailbox and never leaves this machine. */
function mailOf(env: Env): { mailer: Mailer; mailbox?: Mailbox } {
  if (env.postmark) {
    return { mailer: postmarkMailer({ ...env.postmark, from: env.mailFrom, timeoutMs: MAIL_TIMEOUT_MS }) };
  }
  if (env.smtp) return { mailer: smtpMailer({ relay: env.smtp, from: env.mailFrom, timeoutMs: MAIL_TIMEOUT_MS }) };
  const mailbox = openMailbox({ folder: join(env.dataDir, 'mailbox') });
  return { mailer: mailbox, mailbox };
}

/** Reports each statement to the trace, if there is an exporter, and to the log at the level `trace`. */
function statementObserver(env: Env, log: Logger): ((statement: EndedStatement) => void) | undefined {
  if (!env.tracing && !log.isLevelEnabled('trace')) return undefined;
  return (statement) => {
    recordStatement(statement);
    const { text, milliseconds, failed } = statement;
    log.trace({ text, ms: Math.round(milliseconds * 100) / 100, failed }, 'statement');
  };
}

/** Warns of live companies without a payment provider, before their first renewal fails. */
async function warnOfMissingProvider(env: Env, db: Db, log: Logger): Promise<void> {
  if (!env.production) return;
  const unconnected = { testMode: false, providers: { none: { status: { not: 'DISCONNECTED' } } } } as const;
  const liveCompanies = await db.prisma.company.count({ where: unconnected });
  if (liveCompanies === 0) return;
  log.warn({ liveCompanies }, 'Companies in live mode have no payment provider connected and cannot be charged.');
}

/** Serves the built page, or in development the page from its sources. */
async function serve(env: Env, development: boolean): Promise<void> {
  if (development && env.production) throw new EnvError('npm run dev must not run in production.');
  const log = createLog(env.logLevel);
  endOnUnexpectedErrors(log);
  const tracing = env.tracing ? await startTracing(env.tracing) : null;
  const db = await openDatabase(env, log, statementObserver(env, log));
  const { mailer, mailbox } = mailOf(env);
  const sandbox = createSandbox(env.secret, {
    journal: join(env.dataDir, 'sandbox.jsonl'),
    timeOf: (companyId) => companyTime({ db, clock: systemClock }, companyId),
  });
  const providerOf = sandboxProviders({ db, sandbox, testCompaniesOnly: env.production });
  await warnOfMissingProvider(env, db, log);
  const server = newServer();
  const devPage = development ? await openDevelopmentPage(WEB_FOLDER, server) : null;
  const page = devPage?.page ?? readBuiltPage(PAGE_FOLDER);
  const measured = env.metricsPort !== undefined || env.metricsToken !== undefined;
  let demo: DemoCompany | null = null;
  const app = await createApp({
    ...{ db, mailer, mailbox, providerOf, sandbox, log, page },
    clock: systemClock,
    keys: createKeys(env.secret, env.previousSecret),
    publicUrl: env.publicUrl,
    production: env.production,
    dataDir: env.databaseUrl ? undefined : env.dataDir,
    stripeApiBase: env.stripeApiBase,
    stripeScript: env.stripeScript,
    taxIdRegister: env.viesUrl ? viesRegister({ url: env.viesUrl }) : undefined,
    trustedProxyHops: env.trustedProxyHops,
    corsOrigins: env.corsOrigins,
    graphiql: env.graphiql,
    demo: () => demo && { ...demo, customers: DEMO_CUSTOMERS },
    frameAncestors: env.frameAncestors,
    trustedDocumentsOnly: env.trustedDocumentsOnly,
    webhooks: { privateAddresses: env.webhookPrivateAddresses, plainHttp: !env.production },
    metrics: measured ? new Metrics(operationNames(page?.operations ?? new Map())) : null,
    postmarkWebhookSecret: env.postmarkWebhookSecret,
    metricsToken: env.metricsToken ?? null,
    retention: env.retention,
  });
  demo = await demoCompany(env, db, app, providerOf);
  const servers = [await listen(server, devPage?.listener(app.listener) ?? app.listener, env.port, env.host)];
  if (env.metricsPort !== undefined && app.metrics)
    servers.push(await listen(newServer(), metricsListener(app.metrics), env.metricsPort, env.host));
  app.start();
  log.info({ port: env.port, database: db.kind, node: process.version }, 'Portico started.');
  // Printed for people, beside the log on standard output, which is one JSON object a line.
  if (!env.production)
    process.stderr.write(startupBanner({ env, demo, mailbox: mailbox !== undefined, database: db.kind }));
  const closeApp = async () => {
    await app.close();
    await tracing?.stop();
    await db.close();
  };
  closeOnSignals(log, servers, {
    closeApp,
    async announce() {
      app.announceStop();
      await pause(env.shutdownDelaySeconds * SECOND);
    },
    async drain() {
      await devPage?.close();
      await app.drain();
    },
  });
}

/** Ends the process at an error that nothing caught. Node would print its message, which may quote a value. */
function endOnUnexpectedErrors(log: Logger): void {
  const end = (error: unknown) => {
    log.fatal({ err: safeError(error) }, 'An error was not caught. The process ends.');
    log.flush();
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

async function makeCompany(env: Env, given: readonly string[]): Promise<void> {
  const [name, defaultCurrency = 'EUR'] = given.filter((argument) => argument !== '--test');
  if (!name) throw new EnvError(USAGE);
  const db = await openDatabase(env, createLog(env.logLevel));
  const { companyId, apiKey } = await createCompany(
    { db, now: systemClock.now() },
    { name, defaultCurrency, testMode: !env.production || given.includes('--test') },
  );
  process.stdout.write(`Company   ${companyId}\nAPI key   ${apiKey}   (shown this once)\n`);
  await db.close();
  // The schema engine of a first migration leaves a timer behind.
  process.exit(0);
}

/** Creates an API key for a company that has lost its keys. */
async function makeApiKey(env: Env, [companyId, name = 'Made by the operator']: readonly string[]): Promise<void> {
  if (!companyId) throw new EnvError(USAGE);
  const db = await openDatabase(env, createLog(env.logLevel));
  const secret = await createOperatorKey({ db, now: systemClock.now() }, { companyId, name }).catch(
    (error: unknown) => {
      throw error instanceof UserError ? new EnvError(error.message) : error;
    },
  );
  process.stdout.write(`API key   ${secret}   (shown this once)\n`);
  await db.close();
  process.exit(0);
}

/** Applies migrations, or records how one ended that was interrupted. */
async function migrateDatabase(env: Env, [option, name]: readonly string[]): Promise<void> {
  const log = createLog(env.logLevel);
  if (option === undefined) {
    const db = await openDatabase({ ...env, migrateOnStart: true }, log);
    process.stdout.write('The database is up to date.\n');
    await db.close();
  } else {
    const as = option === '--applied' ? 'applied' : option === '--rolled-back' ? 'rolled-back' : null;
    if (!as || !name) throw new EnvError(USAGE);
    const db = await openDb(databaseOf(env));
    await resolveMigration(db, name, as);
    process.stdout.write(`The migration ${name} is recorded as ${as}.\n`);
    await db.close();
  }
  process.exit(0);
}

/** One sentence for a problem that an operator can resolve, and a stack for a bug. */
function complaint(error: unknown): string {
  if (error instanceof EnvError || error instanceof StartRefused || error instanceof MigrationFailed)
    return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') return fileProblem(error) ?? message;
  return fileProblem(error) ?? `Portico could not start.\n${stack}`;
}

try {
  const [command, ...rest] = process.argv.slice(2);
  const env = readEnv();
  if (command === undefined || command === 'dev') await serve(env, command === 'dev');
  else if (command === 'create-company') await makeCompany(env, rest);
  else if (command === 'create-api-key') await makeApiKey(env, rest);
  else if (command === 'migrate') await migrateDatabase(env, rest);
  else throw new EnvError(USAGE);
} catch (error) {
  process.stderr.write(`${complaint(error)}\n`);
  process.exit(1);
}
