/** The measured renewals: the real code and jobs in a separate process whose memory is measured. */
import { once } from 'node:events';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { openDb } from '../../src/db/open.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { mailbox as openMailbox } from '../../src/mail/mailbox.ts';
import type { Provider } from '../../src/modules/payment/port.ts';
import { sandboxProviders } from '../../src/modules/payment/providerOf.ts';
import { createSandbox } from '../../src/modules/payment/providers/sandbox/sandbox.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { BENCH_SECRET } from './seed.ts';

export interface RenewingOptions {
  url: string;
  countStatements: boolean;
  /** Whether the invoices are charged after the renewals. */
  charge: boolean;
}

export interface Renewed {
  renewals: number;
  /** Seconds until every new period was invoiced, and until all invoices were charged. */
  renewSeconds: number;
  /** Milliseconds of processor time of this process for each renewal. */
  renewCpu: number;
  chargeSeconds: number;
  /** Statements for each renewal, and for each charge. */
  renewStatements: number;
  chargeStatements: number;
  /** The most memory at any moment, in bytes. */
  heap: number;
  rss: number;
}

const { url, countStatements, charge } = JSON.parse(process.argv[2] ?? '{}') as RenewingOptions;
const log = pino({ level: 'silent' });
const db = await openDb({ url, poolSize: 10, countStatements });
// A provider that accepts everything and stores nothing, so that only the program's own memory is measured.
let references = 0;
const sandbox = createSandbox(BENCH_SECRET, { timeOf: async () => systemClock.now() });
const accepting: Provider = {
  ...sandbox,
  open: (account) => ({
    ...sandbox.open(account),
    pay: async ({ paymentId, amount, currency, customerRef, methodRef }) => ({
      ...{ ref: `bench_${++references}`, state: 'SUCCEEDED', amount, captured: amount, refunded: 0n, currency },
      ...{ customerRef, methodRef, paymentId, holdUntil: null, returned: false, live: false, failure: null },
    }),
  }),
};
const providerOf = sandboxProviders({ db, sandbox: accepting, testCompaniesOnly: false });
const app = await createApp({
  clientLimits: null,
  db,
  clock: systemClock,
  mailer: openMailbox({}),
  providerOf,
  keys: createKeys(BENCH_SECRET),
  log,
  publicUrl: 'https://portal.example.com',
});

const peak = { heap: 0, rss: 0 };
const watch = setInterval(() => {
  const { heapUsed, rss } = process.memoryUsage();
  peak.heap = Math.max(peak.heap, heapUsed);
  peak.rss = Math.max(peak.rss, rss);
}, 20);
const statements = () => (countStatements ? db.statements.count : 0);

// Processes that are measured together begin together.
process.send?.('ready');
await once(process, 'message');
const cpu = process.cpuUsage();
const start = performance.now();
const renewals = await renewDue({ db, queue: app.queue, log }, systemClock.now());
const { user, system } = process.cpuUsage(cpu);
const renewed = { at: performance.now(), statements: statements() };
if (charge) await app.tick();
const charged = { at: performance.now(), statements: statements() };
clearInterval(watch);
process.send?.({
  renewals,
  renewSeconds: (renewed.at - start) / 1000,
  renewCpu: (user + system) / 1000 / renewals,
  chargeSeconds: (charged.at - renewed.at) / 1000,
  renewStatements: renewed.statements / renewals,
  chargeStatements: (charged.statements - renewed.statements) / renewals,
  ...peak,
} satisfies Renewed);
await app.close();
await db.close();
process.exit(0);
