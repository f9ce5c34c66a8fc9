/**
 * The process: reads the settings, opens the database, builds the app, listens, and shuts down cleanly. The only file
 * that acts when it is imported. `npm start -- create-company "Name" EUR` makes a company and its first API key.
 */
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type DemoCompany, seedDemo } from '../prisma/seed.ts';
import { type App, createApp } from './app.ts';
import { type Db, openDb } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { type Env, EnvError, readEnv } from './env.ts';
import { readBuiltPage } from './http/page/built.ts';
import { systemClock } from './kernel/clock.ts';
import { createKeys } from './kernel/keys.ts';
import { mailbox as openMailbox } from './mail/mailbox.ts';
import { postmarkMailer } from './mail/postmark.ts';
import { createCompany } from './modules/company/createCompany.ts';
import { createSandbox } from './modules/payment/sandbox.ts';
import { welcome } from './welcome.ts';

/** Where `src/web/build.ts` leaves the hosted page. */
const PAGE_FOLDER = fileURLToPath(new URL('web/dist', import.meta.url));
const MAIL_TIMEOUT_MS = 15_000;
const LAST_WORDS_MS = 1000;

async function openDatabase(env: Env): Promise<Db> {
  const db = await openDb(
    env.databaseUrl
      ? { url: env.databaseUrl, poolSize: env.databasePoolSize }
      : { dataDir: join(env.dataDir, 'pgdata') },
  );
  await migrate(db);
  return db;
}

/** The demo company, made at the first start and remembered beside the embedded database. */
async function demoCompany(
  env: Env,
  db: Db,
  app: App,
  gateway: Parameters<typeof seedDemo>[0]['gateway'],
): Promise<DemoCompany | null> {
  if (!env.demoData) return null;
  const file = join(env.dataDir, 'demo.json');
  if ((await db.prisma.company.count()) > 0)
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoCompany) : null;
  const demo = await seedDemo({ db, queue: app.queue, gateway, now: systemClock.now() });
  writeFileSync(file, JSON.stringify(demo), { mode: 0o600 });
  return demo;
}

function listen(env: Env, app: App): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, app.listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.port, env.host, () => resolve(server));
  });
}

async function serve(env: Env): Promise<void> {
  const log = pino({ level: env.logLevel });
  const db = await openDatabase(env);
  const mailbox = env.postmark || env.production ? undefined : openMailbox({ folder: join(env.dataDir, 'mailbox') });
  if (!env.postmark && !mailbox)
    throw new EnvError('POSTMARK_SERVER_TOKEN must be set in production: links go by mail.');
  const mailer = env.postmark
    ? postmarkMailer({ ...env.postmark, from: env.mailFrom, timeoutMs: MAIL_TIMEOUT_MS })
    : mailbox;
  if (!mailer) throw new EnvError('There is no way to send mail.');
  const gateway = createSandbox(env.secret, { journal: join(env.dataDir, 'sandbox.jsonl') });
  const app = await createApp({
    db,
    clock: systemClock,
    mailer,
    gateway,
    keys: createKeys(env.secret, env.previousSecret),
    log,
    publicUrl: env.publicUrl,
    production: env.production,
    trustedProxyHops: env.trustedProxyHops,
    corsOrigins: env.corsOrigins,
    graphiql: env.graphiql,
    page: readBuiltPage(PAGE_FOLDER),
    frameAncestors: env.frameAncestors,
    trustedDocumentsOnly: env.trustedDocumentsOnly,
    webhooks: { privateAddresses: env.webhookPrivateAddresses, plainHttp: !env.production },
    mailbox,
  });
  const demo = await demoCompany(env, db, app, gateway);
  const server = await listen(env, app);
  app.start();
  process.stdout.write(welcome({ env, demo, mailbox: mailbox !== undefined, database: db.kind }));

  let closing = false;
  const shutDown = async () => {
    if (closing) return;
    closing = true;
    const closed = once(server, 'close');
    server.close();
    await app.close();
    // Answers, and the last words of streams, are still on their way; their connections are idle afterwards.
    const sweep = setInterval(() => server.closeIdleConnections(), 20);
    await Promise.race([closed, pause(LAST_WORDS_MS)]);
    clearInterval(sweep);
    await db.close();
    process.exit(0);
  };
  process.on('SIGINT', shutDown);
  process.on('SIGTERM', shutDown);
}

async function makeCompany(env: Env, name: string, defaultCurrency: string): Promise<void> {
  const db = await openDatabase(env);
  const { companyId, apiKey } = await createCompany(
    { db, now: systemClock.now() },
    { name, defaultCurrency, testMode: !env.production },
  );
  process.stdout.write(`Company   ${companyId}\nAPI key   ${apiKey}   (shown this once)\n`);
  await db.close();
  // The schema engine of a first migration would keep the process waiting.
  process.exit(0);
}

try {
  const [command, ...rest] = process.argv.slice(2);
  const env = readEnv();
  if (command === undefined) await serve(env);
  else if (command === 'create-company' && rest[0]) await makeCompany(env, rest[0], rest[1] ?? 'EUR');
  else throw new EnvError('Usage: npm start [-- create-company "Name" [CURRENCY]]');
} catch (error) {
  const known = error instanceof EnvError || (error as { code?: string }).code === 'EADDRINUSE';
  process.stderr.write(
    known ? `${(error as Error).message}\n` : `Portico could not start.\n${(error as Error).stack}\n`,
  );
  process.exit(1);
}
