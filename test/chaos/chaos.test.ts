/**
 * Two processes, customers at work, and one misfortune after the other; then the books are checked by SQL. Nothing that was
 * acknowledged is lost, and nothing is done twice. CHAOS_ROUNDS repeats the misfortunes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openDb } from '../../src/db/open.ts';
import { type Account, newAccount, type World, work } from '../races/customersAtWork.ts';
import { openTestApp } from '../support/app.ts';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { makeJobsDue, openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { type DatabaseProxy, openDatabaseProxy } from '../support/databaseProxy.ts';
import { freePort, type ServerProcess, shiftedClock, startServerProcess } from '../support/process.ts';
import { violatedRules } from './books.ts';

const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 1);
const DAY = 86_400_000;
const BEHIND = 3;
const LATE = 12;

interface Ground {
  dataDir: string;
  url: string;
  proxy: DatabaseProxy;
  servers: ServerProcess[];
  start(env?: Record<string, string>, options?: { ready: number }): Promise<ServerProcess>;
}

/** A company with customers at work, renewals that are late, and receivers that are dead or never respond. */
async function prepare(url: string, dataDir: string): Promise<World> {
  const hanging = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void hanging.close());
  const t = await openTestApp({
    db: await openDb({ url, poolSize: 5 }),
    now: new Date(Date.now() - BEHIND * DAY - 60_000).toISOString(),
    journal: join(dataDir, 'sandbox.jsonl'),
  });
  const { companyId, apiKey, merchant } = await t.company();
  await configure(merchant, { allowPlanSwitch: true, allowQuantityUpdates: true });
  const { port } = hanging.address() as { port: number };
  for (const receiver of [port, await freePort()])
    await merchant.request(`mutation ($url: String!) { createWebhookEndpoint(input: { url: $url }) { __typename } }`, {
      url: `http://127.0.0.1:${receiver}/hook`,
    });
  const small = await makePrice(merchant, { amount: 3000 });
  const large = await makePrice(merchant, { amount: 9000 });
  const daily = await makePrice(merchant, { amount: 100, interval: 'DAY' });
  const lanes: World['lanes'] = [];
  for (let n = 0; n < 4; n++) {
    const email = `at-work-${n}@example.com`;
    const customerId = await makeCustomer(merchant, { email });
    const { subscription } = await makeSubscription(merchant, customerId, small.priceId);
    lanes.push({ customerId, subscriptionId: subscription.id, email });
  }
  for (let n = 0; n < LATE; n++) await makeSubscription(merchant, await makeCustomer(merchant), daily.priceId);
  await t.app.queue.tick();
  await t.close();
  return { companyId, apiKey, prices: [small.priceId, large.priceId], lanes };
}

const someServer = ({ servers }: Ground) => servers[Math.floor(Math.random() * servers.length)] as ServerProcess;

/** Each resolves when the misfortune is over. */
const MISFORTUNES: Readonly<Record<string, (ground: Ground) => Promise<unknown>>> = {
  async 'kill -9 of a process'(ground) {
    const victim = someServer(ground);
    await victim.kill();
    ground.servers.splice(ground.servers.indexOf(victim), 1, await ground.start());
  },
  async 'a stopped process that continues'(ground) {
    const { pid } = someServer(ground);
    process.kill(pid, 'SIGSTOP');
    await pause(4000);
    process.kill(pid, 'SIGCONT');
  },
  async 'connections that break'({ proxy }) {
    for (let n = 0; n < 8; n++) {
      proxy.reset();
      await pause(250);
    }
  },
  async 'a database that is away'({ proxy }) {
    await proxy.cut();
    await pause(4000);
    await proxy.restore();
  },
  async 'a database that restarts'({ url, proxy }) {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await proxy.cut();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await admin.end();
    await proxy.restore();
  },
  async 'a network that falls silent'({ proxy }) {
    proxy.freeze();
    await pause(4000);
    await proxy.restore();
  },
  async 'a locked table'({ url }) {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query('BEGIN; LOCK TABLE invoice IN ACCESS EXCLUSIVE MODE');
    await pause(4000);
    await admin.query('COMMIT');
    await admin.end();
  },
  async 'a process whose clock is ahead'(ground) {
    const ahead = await ground.start(shiftedClock(75 * DAY), { ready: 503 });
    await pause(7000);
    await ahead.kill();
  },
  async 'a deployment'(ground) {
    const old = ground.servers.shift();
    ground.servers.push(await ground.start());
    expect(await old?.stop()).toBe(0);
  },
};

/** A server for each request in turn. A client waits a moment after a 503, as Retry-After demands. */
function balanced(ground: Ground): { current(): Promise<ServerProcess> } {
  let turn = 0;
  return {
    async current() {
      const server = ground.servers[turn++ % ground.servers.length] as ServerProcess;
      return {
        ...server,
        async post(body, headers) {
          const response = await server.post(body, headers).catch(async (error) => {
            await pause(200);
            throw error;
          });
          if (response.status === 503) await pause(400);
          return response;
        },
      };
    },
  };
}

/** Stops the servers, returns jobs of dead processes, and runs what is left. */
async function settle(db: Db, dataDir: string): Promise<string[]> {
  const t = await openTestApp({ db, now: new Date().toISOString(), journal: join(dataDir, 'sandbox.jsonl') });
  await db.raw.query(`UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'`);
  for (let round = 0; round < 3; round++) {
    await makeJobsDue(db);
    await t.app.queue.tick();
  }
  const captured = [...t.gateway.authorizations.values()].filter(({ state }) => state === 'captured');
  await t.app.close();
  return captured.map(({ ref }) => ref);
}

async function expectAcknowledgedOnce(db: Db, world: World, account: Account): Promise<void> {
  const { rows } = await db.raw.query(
    `SELECT type, object_id, count(*)::int AS count FROM event WHERE company_id = '${world.companyId}' GROUP BY 1, 2`,
  );
  const count = (type: string, id: string) => rows.find((row) => row.type === type && row.object_id === id)?.count ?? 0;
  for (const { subscriptionId: id } of world.lanes)
    expect({
      switched: count('subscription.plan_switched', id),
      updated: count('subscription.quantity_updated', id),
      scheduled: count('subscription.cancellation_scheduled', id),
      undone: count('subscription.cancellation_undone', id),
    }).toEqual({
      switched: account.done.get(`switchPlan ${id}`) ?? 0,
      updated: account.done.get(`updateQuantity ${id}`) ?? 0,
      scheduled: account.done.get(`cancelSubscription ${id}`) ?? 0,
      undone: account.done.get(`uncancelSubscription ${id}`) ?? 0,
    });
  const ids = new Set((await db.raw.query('SELECT id FROM invoice')).rows.map(({ id }) => id));
  expect(account.invoices.filter((id) => !ids.has(id))).toEqual([]);
}

postgresOnly('chaos', () => {
  test(
    'under every misfortune nothing acknowledged is lost and nothing is done twice',
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'portico-chaos-'));
      const { db, url } = await openPostgresTestDb();
      const world = await prepare(url, dataDir);
      const proxy = await openDatabaseProxy(url);
      const env = { DATA_DIR: dataDir, DEMO_DATA: 'false', DATABASE_POOL_SIZE: '5' };
      const start: Ground['start'] = async (more = {}, options) => {
        const server = await startServerProcess(proxy.url, { ...env, ...more }, options);
        onTestFinished(() => server.kill());
        return server;
      };
      const ground: Ground = { dataDir, url, proxy, start, servers: [await start(), await start()] };
      const account = newAccount();
      const stop = new AbortController();
      const working = Promise.all(world.lanes.map((lane) => work(world, lane, balanced(ground), account, stop.signal)));
      // A rejection is awaited at the end.
      working.catch(() => {});
      for (let round = 0; round < ROUNDS; round++)
        for (const [name, happen] of Object.entries(MISFORTUNES)) {
          const before = account.answered;
          await happen(ground);
          await expect
            .poll(() => account.answered, { timeout: 60_000, message: `requests are served again after ${name}` })
            .toBeGreaterThan(before + 4);
        }
      stop.abort();
      await working;
      for (const server of ground.servers) expect(await server.stop()).toBe(0);

      const captured = await settle(db, dataDir);
      expect(await violatedRules(db)).toEqual([]);
      await expectAcknowledgedOnce(db, world, account);
      const paid = await db.raw.query(`SELECT authorization_ref AS ref FROM payment WHERE status = 'SUCCEEDED'`);
      expect(paid.rows.map(({ ref }) => ref).sort()).toEqual(captured.sort());
      const renewed = await db.raw.query(`SELECT count(*)::int AS n FROM event WHERE type = 'subscription.renewed'`);
      expect(renewed.rows[0].n).toBe(LATE * BEHIND);
      const acknowledged = [...account.done.values()].reduce((a, b) => a + b, 0);
      process.stdout.write(
        `${JSON.stringify({ rounds: ROUNDS, acknowledged, asked: account.asked, unanswered: account.unanswered, captured: captured.length })}\n`,
      );
      await proxy.close();
      await db.close();
      await rm(dataDir, { recursive: true, force: true });
    },
    240_000 + ROUNDS * 180_000,
  );
});
