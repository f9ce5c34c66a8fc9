/**
 * The section about requests beside renewals: how long the portal home takes while the same process renews, and while it
 * charges, compared with when it does nothing else. Requests arrive at a steady rate, as customers do.
 */
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openDb } from '../../src/db/open.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { administer, databaseUrl } from '../support/preparedDatabase.ts';
import { startServer } from './child.ts';
import { send } from './load.ts';
import { candidateCall, operations } from './operations.ts';
import { seed } from './seed.ts';

const PER_SECOND = 40;
const IDLE_MS = 8000;
const LONGEST_CHARGING_MS = 20_000;

export interface BesideMeasured {
  renewals: number;
  /** The 95th percentile of the response times in milliseconds, and the median. */
  idle: Times;
  renewing: Times;
  charging: Times;
}

interface Times {
  p50: number;
  p95: number;
  requests: number;
}

export async function measureBeside(adminUrl: string, renewals: number): Promise<BesideMeasured> {
  const database = `portico_bench_beside_${process.pid}`;
  const url = databaseUrl(adminUrl, database);
  await administer(adminUrl, `CREATE DATABASE ${database}`);
  try {
    const fixture = await seed(url, renewals / 2, 10, systemClock.now());
    // The periods ended a second ago; the sessions are opened now.
    await administer(
      url,
      `UPDATE subscription SET anchor = anchor - back, current_period_start = current_period_start - back,
         current_period_end = current_period_end - back FROM (SELECT interval '20 days 1 second' AS back) b`,
    );
    const db = await openDb({ url, poolSize: 1 });
    const home = operations(fixture, db).find(({ name }) => name === 'portal home');
    if (!home) throw new Error('There is no portal home.');
    const server = await startServer('candidate.ts', { url, countStatements: false });
    const watch = new pg.Client({ connectionString: url });
    await watch.connect();
    const left = async (what: string) => Number((await watch.query(what)).rows[0].count) > 0;
    const due = () => left('SELECT count(*) FROM subscription WHERE current_period_end <= now()');
    const open = () => left(`SELECT count(*) FROM invoice WHERE status = 'OPEN'`);
    let sent = 0;
    // The client closes idle connections, before the server closes one under a request.
    const agent = new Agent({ keepAlive: true, timeout: 1000 });
    const call = () => candidateCall(server.port, home.call(sent++) ?? fail());
    const during = (goesOn: () => Promise<boolean>) => timesWhile(() => send(agent, call()), goesOn);
    await during(lasting(IDLE_MS / 2));
    const idle = await during(lasting(IDLE_MS));
    await server.begin();
    const renewing = await during(due);
    const until = lasting(LONGEST_CHARGING_MS);
    const charging = await during(async () => (await until()) && (await open()));
    agent.destroy();
    await Promise.all([server.stop(), watch.end(), db.close()]);
    return { renewals, idle, renewing, charging };
  } finally {
    await administer(adminUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

function fail(): never {
  throw new Error('There is no request to send.');
}

function lasting(milliseconds: number): () => Promise<boolean> {
  const start = performance.now();
  return async () => performance.now() - start < milliseconds;
}

/** Sends at the rate, whether or not earlier requests have ended, as long as `goesOn`. */
async function timesWhile(ask: () => Promise<{ status: number; body: string }>, goesOn: () => Promise<boolean>) {
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const one = async () => {
    const start = performance.now();
    const { status, body } = await ask();
    if (status !== 200 || body.includes('"errors"'))
      throw new Error(`Not the measured response: ${body.slice(0, 300)}`);
    times.push(performance.now() - start);
  };
  const start = performance.now();
  for (let on = true, checked = start; on; ) {
    const owed = ((performance.now() - start) / 1000) * PER_SECOND - asked.length;
    for (let n = 0; n < owed; n++) asked.push(one());
    await pause(1000 / PER_SECOND / 2);
    if (performance.now() - checked < 200) continue;
    on = await goesOn();
    checked = performance.now();
  }
  await Promise.all(asked);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), requests: times.length };
}

export function besideTable({ renewals, idle, renewing, charging }: BesideMeasured): string {
  const row = (name: string, { p50, p95, requests }: Times) =>
    `| ${name} | ${requests} | ${p50.toFixed(1)} ms | ${p95.toFixed(1)} ms | **${(p95 / idle.p95).toFixed(2)}** |`;
  return [
    `| ${PER_SECOND} portal homes per second | requests | median | p95 | p95, of idle |`,
    '|---|---|---|---|---|',
    row('idle', idle),
    row(`while ${renewals} subscriptions renew`, renewing),
    row('while their invoices are charged', charging),
    '',
  ].join('\n');
}
