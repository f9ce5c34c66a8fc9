/** The common parts of the chaos tests: a company at work on several processes, and the books at the end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openDb } from '../../src/db/open.ts';
import { type Account, newAccount, type World, work } from '../races/customersAtWork.ts';
import { openTestApp } from '../support/app.ts';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { makeJobsDue } from '../support/database.ts';
import { type DatabaseProxy, openDatabaseProxy } from '../support/databaseProxy.ts';
import { type PostmarkServer, startPostmark } from '../support/postmark.ts';
import { freePort, type ServerProcess, startServerProcess } from '../support/process.ts';
import { violatedRules } from './books.ts';
import type { ProviderTrouble } from './troubledProvider.ts';

const DAY = 86_400_000;
const BEHIND = 3;
const LATE = 12;
const SERVICES = new URL('troubledServices.ts', import.meta.url).href;

export interface Ground {
  url: string;
  proxy: DatabaseProxy;
  postmark: PostmarkServer;
  servers: ServerProcess[];
  provider(trouble: ProviderTrouble): Promise<void>;
  start(env?: Record<string, string>, options?: { ready: number }): Promise<ServerProcess>;
}

/** The NODE_OPTIONS of a server process, which replace its services by ones that can fail. */
export const nodeOptions = (more = '') => ({ NODE_OPTIONS: `--import=${SERVICES} ${more}`.trim() });

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

async function openGround(url: string, dataDir: string): Promise<Ground> {
  const [proxy, postmark] = await Promise.all([openDatabaseProxy(url), startPostmark()]);
  const providerFile = join(dataDir, 'provider-trouble');
  const provider: Ground['provider'] = (trouble) => writeFile(providerFile, trouble);
  await provider('none');
  const env = {
    ...{ DATA_DIR: dataDir, DEMO_DATA: 'false', DATABASE_POOL_SIZE: '5', LOG_LEVEL: 'fatal', ...nodeOptions() },
    ...{ POSTMARK_SERVER_TOKEN: postmark.serverToken, CHAOS_POSTMARK_URL: postmark.url },
    CHAOS_PROVIDER_FILE: providerFile,
  };
  const start: Ground['start'] = async (more = {}, options) => {
    const server = await startServerProcess(proxy.url, { ...env, ...more }, options);
    onTestFinished(() => server.kill());
    return server;
  };
  return { url, proxy, postmark, provider, start, servers: [await start(), await start()] };
}

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
async function settle(db: Db, dataDir: string): Promise<{ captured: string[]; mails: number }> {
  const t = await openTestApp({
    ...{ db, now: new Date().toISOString(), journal: join(dataDir, 'sandbox.jsonl') },
    // Each tick attempts all webhooks, and one of the receivers never responds.
    webhooks: { privateAddresses: true, plainHttp: true, timeoutMs: 50 },
  });
  await db.raw.query(`UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'`);
  for (let round = 0; round < 4; round++) {
    await makeJobsDue(db);
    // Longer than the sweep leaves a payment to the process that has planned it.
    t.clock.advance(6 * 60_000);
    await t.app.tick();
  }
  const captured = [...t.sandbox.payments.values()].filter(({ state }) => state === 'SUCCEEDED');
  await t.app.close();
  const mails = t.mailbox.list().filter(({ tag }) => tag === 'portal-link').length;
  return { captured: captured.map(({ ref }) => ref), mails };
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

/** Customers work on two processes while one simulated failure follows the other; then the books are checked. */
export async function surviveAll(
  db: Db,
  url: string,
  misfortunes: readonly (readonly [string, (ground: Ground) => Promise<unknown>])[],
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-chaos-'));
  const world = await prepare(url, dataDir);
  const ground = await openGround(url, dataDir);
  const account = newAccount();
  const stop = new AbortController();
  const working = Promise.all(world.lanes.map((lane) => work(world, lane, balanced(ground), account, stop.signal)));
  // A rejection is awaited at the end.
  working.catch(() => {});
  for (const [name, happen] of misfortunes) {
    const before = account.answered;
    await happen(ground);
    await expect
      .poll(() => account.answered, { timeout: 60_000, message: `requests are served again after ${name}` })
      .toBeGreaterThan(before + 4);
  }
  stop.abort();
  await working;
  for (const server of ground.servers) expect(await server.stop(), server.output().slice(-2000)).toBe(0);

  const { captured, mails } = await settle(db, dataDir);
  expect(await violatedRules(db)).toEqual([]);
  await expectAcknowledgedOnce(db, world, account);
  const paid = await db.raw.query(`SELECT provider_ref AS ref FROM payment WHERE status = 'SUCCEEDED'`);
  expect(paid.rows.map(({ ref }) => ref).sort()).toEqual(captured.sort());
  const renewed = await db.raw.query(`SELECT count(*)::int AS n FROM event WHERE type = 'subscription.renewed'`);
  expect(renewed.rows[0].n).toBe(LATE * BEHIND);
  const links = ground.postmark.requests.filter(({ body }) => body.Tag === 'portal-link').length + mails;
  expect(links, 'every promised sign-in mail was sent').toBeGreaterThanOrEqual(account.links);
  const acknowledged = [...account.done.values()].reduce((a, b) => a + b, 0);
  const { asked, unanswered } = account;
  process.stdout.write(
    `${JSON.stringify({ misfortunes: misfortunes.length, acknowledged, asked, unanswered, captured: captured.length, promised: account.links, mailed: links })}\n`,
  );
  await Promise.all([ground.proxy.close(), ground.postmark.close()]);
  await rm(dataDir, { recursive: true, force: true });
}
