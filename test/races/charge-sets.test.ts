/** Sets of charges beside another process, beside customers who pay, and in a process that dies. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openDb } from '../../src/db/open.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { closeGate } from '../support/atOnce.ts';
import { charges, expectBooksToBalance } from '../support/billing.ts';
import { makePrice } from '../support/catalog.ts';
import { makeJobsDue, openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { manySubscriptions } from '../support/manySubscriptions.ts';
import { startServerProcess } from '../support/process.ts';
import { seededRandom } from '../support/random.ts';
import { mutate } from '../support/taxes.ts';

const UNDER_WAY = 'A payment of this invoice is under way. Wait for its result.';
const NOTHING_DUE = 'Nothing is due on this invoice.';
const MONTH = 32 * 86_400_000;

/** Renewals that are invoiced and wait to be charged. */
async function invoiced(t: TestApp, count: number) {
  const { merchant } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  await manySubscriptions(t, merchant, priceId, count);
  t.clock.advance(MONTH);
  const log = {
    error(facts: object) {
      throw new Error(JSON.stringify(facts));
    },
  };
  await renewDue({ db: t.db, queue: t.app.queue, log }, t.clock.now());
  const invoices = await t.db.prisma.invoice.findMany({ where: { reason: 'SUBSCRIPTION_CYCLE' } });
  expect(invoices).toHaveLength(count);
  return { merchant, invoices };
}

/** Every invoice is paid by one payment, and the provider took the money once. The first period was charged as well. */
async function expectEachChargedOnce(t: TestApp, count: number): Promise<void> {
  const invoices = await t.db.prisma.invoice.findMany({
    where: { reason: 'SUBSCRIPTION_CYCLE' },
    include: { payments: true },
  });
  expect(invoices.map(({ status, payments }) => [status, payments.map((one) => one.status)])).toEqual(
    Array(count).fill(['PAID', ['SUCCEEDED']]),
  );
  expect(charges(t)).toHaveLength(count + 1);
  const paid = await t.db.prisma.event.groupBy({ by: ['type'], where: { type: 'payment.succeeded' }, _count: true });
  expect(paid).toMatchObject([{ _count: count + 1 }]);
  await expectBooksToBalance(t);
}

postgresOnly('sets of charges', () => {
  test('two processes share the charges of one company, and each invoice is charged once', async () => {
    const { db, url } = await openPostgresTestDb();
    const now = '2026-03-01T00:00:00.000Z';
    const one = await openTestApp({ db, now });
    await invoiced(one, 350);
    const other = await openTestApp({
      db: await openDb({ url, poolSize: 10 }),
      now: one.clock.now().toISOString(),
      sandbox: one.sandbox,
    });
    const runs = await Promise.all([one.app.queue.tick(), other.app.queue.tick()]);
    for (const count of runs) expect(count).toBeGreaterThan(0);
    await expectEachChargedOnce(one, 350);
    await other.close();
    await one.close();
  }, 120_000);

  test('customers who pay their invoices while a set charges them are charged once', async () => {
    const { db } = await openPostgresTestDb();
    const t = await openTestApp({ db, now: '2026-03-01T00:00:00.000Z' });
    const { merchant, invoices } = await invoiced(t, 60);
    const random = seededRandom();
    t.provider.pay = async (request) => {
      await pause(random() * 20);
      return t.real.pay(request);
    };
    const charging = t.app.queue.tick();
    const answers = await Promise.all(
      invoices
        .filter(() => random() < 0.5)
        .map(async ({ id }) => {
          await pause(random() * 300);
          return mutate(merchant, 'payInvoice', { invoiceId: id }, '__typename');
        }),
    );
    await charging;
    expect(answers.length).toBeGreaterThan(10);
    for (const { message } of answers) expect([undefined, UNDER_WAY, NOTHING_DUE]).toContain(message);
    expect(answers.some(({ message }) => message === UNDER_WAY)).toBe(true);
    await t.app.tick();
    await expectEachChargedOnce(t, 60);
    await t.close();
  }, 120_000);

  test('a process that is killed before it records a set has charged each once, and the next process records it', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-charges-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const { db, url } = await openPostgresTestDb();
    // Due by the system's clock, by which the server lives.
    const now = new Date(Date.now() - MONTH).toISOString();
    const t = await openTestApp({ db, now, journal: join(dataDir, 'sandbox.jsonl') });
    await invoiced(t, 40);
    const gate = await closeGate(db, 'event');
    const server = await startServerProcess(url, { DATA_DIR: dataDir, DEMO_DATA: 'false' });
    onTestFinished(() => server.kill());
    for (let waited = 0; charges(t).length < 41 && waited < 60_000; waited += 20) await pause(20);
    await gate.untilWaiting(1);
    await server.kill();
    await gate.open();
    expect(charges(t)).toHaveLength(41);
    expect(await db.prisma.invoice.count({ where: { reason: 'SUBSCRIPTION_CYCLE', status: 'PAID' } })).toBe(0);
    expect(await db.prisma.payment.count({ where: { status: 'PLANNED' } })).toBe(40);
    // The queue returns the jobs of a dead process after their time limit; here, at once.
    await db.raw.query(`UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'`);
    t.clock.advance(2 * 60_000);
    await makeJobsDue(db);
    await t.app.tick();
    await expectEachChargedOnce(t, 40);
    await t.close();
  }, 180_000);
});
