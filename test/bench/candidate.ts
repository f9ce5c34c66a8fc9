/** The measured server: the real app and listener with production settings and a silent log. */
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { openDb } from '../../src/db/open.ts';
import { readBuiltPage } from '../../src/http/page/built.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { mailbox as openMailbox } from '../../src/mail/mailbox.ts';
import { sandboxProviders } from '../../src/modules/payment/providerOf.ts';
import { createSandbox } from '../../src/modules/payment/providers/sandbox/sandbox.ts';
import { DEFAULT_LIMITS, type LimitSettings } from '../../src/modules/signIn/rateLimits.ts';
import { DIST } from '../../src/web/build.ts';
import { serveParent } from './child.ts';
import { listen } from './listen.ts';
import { BENCH_SECRET } from './seed.ts';

const { url, countStatements, page } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  countStatements: boolean;
  /** Whether the hosted page is served as well. */
  page?: boolean;
};

/** All load comes from one address: the rate limits count as usual and never refuse. */
const limits = Object.fromEntries(
  Object.entries(DEFAULT_LIMITS).map(([name, limit]) => [name, { ...limit, points: 1_000_000_000 }]),
) as LimitSettings;

const db = await openDb({ url, poolSize: 10, countStatements });
const app = await createApp({
  clientLimits: null,
  db,
  clock: systemClock,
  mailer: openMailbox({}),
  providerOf: sandboxProviders({
    db,
    sandbox: createSandbox(BENCH_SECRET, { timeOf: async () => systemClock.now() }),
    testCompaniesOnly: false,
  }),
  keys: createKeys(BENCH_SECRET),
  log: pino({ level: 'silent' }),
  publicUrl: page ? 'http://127.0.0.1' : 'https://portal.example.com',
  page: page ? readBuiltPage(DIST) : null,
  limits,
});
const server = await listen(app);
serveParent(
  (server.address() as { port: number }).port,
  () => (countStatements ? db.statements.count : 0),
  async () => {
    server.close();
    server.closeAllConnections();
    await app.close();
    await db.close();
  },
  () => app.start(),
);
