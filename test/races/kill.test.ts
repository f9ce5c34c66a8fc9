/**
 * kill -9 at random moments, on both databases: nothing that was acknowledged is lost, nothing is done or charged
 * twice, and every event has its change and every change its event. KILLS sets the number of kills.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { mailbox as openMailbox } from '../../src/mail/mailbox.ts';
import { IN_FLIGHT } from '../../src/modules/payment/status.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { configure, expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { embeddedOnly, makeJobsDue, openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { seededRandom } from '../support/random.ts';
import { repetitions } from '../support/repetition.ts';
import { type Account, newAccount, type World, work } from './customersAtWork.ts';

const KILLS = Number(process.env.KILLS ?? repetitions(2, 8));
const DAY = 86_400_000;
const MINUTE = 60_000;
/** The number of periods that are behind when the first server starts. */
const BEHIND = 4;

interface Ground {
  dataDir: string;
  url: string | null;
  open(): Promise<Db>;
}

/** A company whose customers are at work, with subscriptions that are several renewals behind. */
async function prepare({ dataDir, open }: Ground): Promise<World & { late: string[] }> {
  const t = await openTestApp({
    db: await open(),
    now: new Date(Date.now() - BEHIND * DAY - 60_000).toISOString(),
    journal: join(dataDir, 'sandbox.jsonl'),
  });
  const { companyId, apiKey, merchant } = await t.company();
  await configure(merchant, { allowPlanSwitch: true, allowQuantityUpdates: true });
  const small = await makePrice(merchant, { amount: 3000 });
  const large = await makePrice(merchant, { amount: 9000 });
  const daily = await makePrice(merchant, { amount: 100, interval: 'DAY' });
  const lanes: World['lanes'] = [];
  for (let n = 0; n < 6; n++) {
    const email = `at-work-${n}@example.com`;
    const customerId = await makeCustomer(merchant, { email });
    const { subscription } = await makeSubscription(merchant, customerId, small.priceId);
    lanes.push({ customerId, subscriptionId: subscription.id, email });
  }
  const late: string[] = [];
  for (let n = 0; n < 15; n++) {
    const { subscription } = await makeSubscription(merchant, await makeCustomer(merchant), daily.priceId);
    late.push(subscription.id);
  }
  await t.app.queue.tick();
  await t.close();
  return { companyId, apiKey, prices: [small.priceId, large.priceId], lanes, late };
}

/** Starts and kills servers; the last one is not killed. */
async function killing({ url, dataDir }: Ground, kills: number, account: Account) {
  const random = seededRandom();
  let alive = Promise.withResolvers<ServerProcess>();
  const mortal = { current: () => alive.promise };
  const box = openMailbox({ folder: join(dataDir, 'mailbox') });
  // Emptied while no server writes, because a mailbox drops the oldest mails when there are many.
  const collect = () => {
    account.mails.push(...box.list());
    box.clear();
  };
  const start = () => startServerProcess(url, { DATA_DIR: dataDir, DEMO_DATA: 'false', TRUSTED_PROXY_HOPS: '1' });
  async function run(): Promise<ServerProcess> {
    for (let kill = 0; kill < kills; kill++) {
      const server = await start();
      onTestFinished(() => server.kill());
      alive.resolve(server);
      // The server is killed after a random number of responses: in the middle of the work on a machine of any speed,
      // and sometimes before the first response.
      const answers = account.answered + Math.floor(random() * 40);
      for (let waited = 0; account.answered < answers && waited < 10_000; waited += 10) await pause(10);
      await pause(random() * 100);
      alive = Promise.withResolvers();
      await server.kill();
      collect();
    }
    const last = await start();
    onTestFinished(() => last.kill());
    alive.resolve(last);
    return last;
  }
  return { mortal, collect, done: run() };
}

async function survive(ground: Ground): Promise<void> {
  const world = await prepare(ground);
  const account = newAccount();
  const stop = new AbortController();
  const { mortal, collect, done } = await killing(ground, KILLS, account);
  const working = Promise.all(world.lanes.map((lane) => work(world, lane, mortal, account, stop.signal)));
  const last = await Promise.race([done, working.then(() => done)]);
  // Requests continue while the last server renews the late subscriptions and runs the jobs of the killed ones.
  const before = account.answered;
  for (let waited = 0; account.answered < before + 20 && waited < 10_000; waited += 10) await pause(10);
  expect(account.answered, 'the last server responds').toBeGreaterThan(before);
  stop.abort();
  await working;
  await last.stop();
  collect();

  const t = await openTestApp({
    db: await ground.open(),
    now: new Date().toISOString(),
    journal: join(ground.dataDir, 'sandbox.jsonl'),
  });
  try {
    // The queue returns the jobs of a dead process after their time limit; here, at once.
    await t.db.raw.query(`UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'`);
    for (let round = 0; round < 4; round++) {
      await makeJobsDue(t.db);
      // Longer than the sweep leaves a payment to the process that has planned it.
      t.clock.advance(6 * MINUTE);
      await t.app.tick();
    }
    await expectAllDone(t, world, account);
  } finally {
    await t.close();
  }
}

async function expectAllDone(t: TestApp, world: World & { late: string[] }, account: Account) {
  const { prisma } = t.db;
  const events = await prisma.event.findMany({ where: { companyId: world.companyId } });
  const count = (type: string, objectId: string) =>
    events.filter((event) => event.type === type && event.objectId === objectId).length;
  const done = (operation: string, id: string) => account.done.get(`${operation} ${id}`) ?? 0;

  // Everything acknowledged was done once, and everything done was acknowledged, because requests were repeated.
  for (const { subscriptionId: id } of world.lanes) {
    expect(count('subscription.plan_switched', id)).toBe(done('switchPlan', id));
    expect(count('subscription.quantity_updated', id)).toBe(done('updateQuantity', id));
    expect(count('subscription.cancellation_scheduled', id)).toBe(done('cancelSubscription', id));
    expect(count('subscription.cancellation_undone', id)).toBe(done('uncancelSubscription', id));
  }
  const subscriptions = await prisma.subscription.findMany({ where: { companyId: world.companyId } });
  for (const { id, version, status } of subscriptions) {
    const changes = events.filter(({ objectId, type }) => objectId === id && type !== 'subscription.created');
    expect(version, 'a change for each event, an event for each change').toBe(1 + changes.length);
    expect(count('subscription.canceled', id)).toBe(status === 'CANCELED' ? 1 : 0);
    const known = world.late.includes(id) || world.lanes.some(({ subscriptionId }) => subscriptionId === id);
    expect(count('subscription.created', id)).toBe(1);
    expect(known || done('createSubscription', id) === 1, 'no subscription that nobody was told of').toBe(true);
  }
  const invoices = await prisma.invoice.findMany({ include: { lines: true, payments: true } });
  const ids = new Set(invoices.map(({ id }) => id));
  for (const id of account.invoices) expect(ids).toContain(id);
  for (const { id, total, status, reason, payments } of invoices) {
    expect(count(total < 0n ? 'credit_note.issued' : 'invoice.finalized', id)).toBe(1);
    expect(count('invoice.paid', id)).toBe(total < 0n ? 0 : 1);
    expect(status, `${reason} is paid in the end`).toBe('PAID');
    const charged = payments.filter((payment) => payment.status === 'SUCCEEDED');
    expect(charged.length, 'charged once at most').toBeLessThanOrEqual(1);
    // Credit may pay an invoice while its payment is repeated: the hold is then released.
    for (const payment of payments) {
      expect(payment.status).toBeOneOf(['SUCCEEDED', 'CANCELED']);
      expect(count('payment.succeeded', payment.id)).toBe(charged.includes(payment) ? 1 : 0);
    }
  }
  expect(events.filter(({ type }) => type === 'invoice.finalized' || type === 'credit_note.issued')).toHaveLength(
    invoices.length,
  );

  // Each missed period was billed once.
  for (const subscriptionId of world.late) {
    const lines = invoices.filter((one) => one.subscriptionId === subscriptionId).flatMap((one) => one.lines);
    const starts = lines.map(({ periodStart }) => Number(periodStart)).sort((a, b) => a - b);
    expect(starts).toEqual(Array.from({ length: BEHIND + 1 }, (_, n) => (starts[0] ?? 0) + n * DAY));
    expect(count('subscription.renewed', subscriptionId)).toBe(BEHIND);
  }

  // The provider's own records: money that a process had held when it died was taken for its change, or released.
  await expectBooksToBalance(t);
  const unfinished = { status: { in: [...IN_FLIGHT] } };
  expect(await prisma.payment.count({ where: unfinished }), 'no payment is left under way').toBe(0);

  // Mails are sent at least once; a mail is repeated only if its process died before recording it.
  const mails = [...account.mails, ...t.mailbox.list()];
  const sent = (tag: string) => mails.filter((mail) => mail.tag === tag).length;
  expect(sent('portal-link'), 'every link that was promised was mailed').toBeGreaterThanOrEqual(account.links);
  expect(sent('portal-link'), 'and hardly more').toBeLessThanOrEqual(account.links + account.unanswered + 4 * KILLS);
  const ended = events.filter(({ type }) => type === 'subscription.canceled').length;
  expect(sent('subscription-ended'), 'every end has its receipt').toBeGreaterThanOrEqual(ended);
  expect(sent('subscription-ended'), 'and hardly more').toBeLessThanOrEqual(ended + 4 * KILLS);
  // These cancellations are undone at once, and an outdated mail is not sent.
  const scheduled = events.filter(({ type }) => type === 'subscription.cancellation_scheduled').length;
  expect(sent('subscription-scheduled'), 'at most a receipt for each').toBeLessThanOrEqual(scheduled + 4 * KILLS);
  if (process.env.KILLS)
    process.stdout.write(
      `${JSON.stringify({ kills: KILLS, asked: account.asked, unanswered: account.unanswered, refused: account.refused, acknowledged: [...account.done.values()].reduce((a, b) => a + b, 0), events: events.length, invoices: invoices.length, payments: t.sandbox.payments.size, links: account.links, linksMailed: sent('portal-link'), ended, endsMailed: sent('subscription-ended') })}\n`,
    );
}

/** Generous for busy machines: a start takes a second or two on an idle one. */
const LIMIT = 120_000 + KILLS * 30_000;

embeddedOnly('repeated kills on the embedded database', () => {
  test(
    'no acknowledged change is lost, and nothing is done or charged twice',
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'portico-kill-'));
      const open = async () => {
        const db = await openDb({ dataDir: join(dataDir, 'pgdata') });
        await migrate(db);
        return db;
      };
      await survive({ dataDir, url: null, open });
      await rm(dataDir, { recursive: true, force: true });
    },
    LIMIT,
  );
});

postgresOnly('repeated kills on PostgreSQL', () => {
  test(
    'no acknowledged change is lost, and nothing is done or charged twice',
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'portico-kill-'));
      const { db, url } = await openPostgresTestDb();
      await survive({ dataDir, url, open: () => openDb({ url, poolSize: 5 }) });
      await db.close();
      await rm(dataDir, { recursive: true, force: true });
    },
    LIMIT,
  );
});
