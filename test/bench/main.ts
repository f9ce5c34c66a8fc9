/**
 * `npm run bench`: the requests per second of the app, as a share of those of `node:http` with one hand-written statement
 * on the same machine at the same time. Rounds are interleaved and warmed, and each burst of the app is between two of
 * the floor. It reports and never fails for being slow. Needs PostgreSQL: BENCH_DATABASE_URL. BENCH_CUSTOMERS,
 * BENCH_INVOICES (each), BENCH_ROUNDS and BENCH_BURST_MS scale it. BENCH_ONLY selects operations by name, including
 * - `renewals`: BENCH_RENEWALS lists the numbers that fall due at once; BENCH_CHARGES=none leaves out the charges;
 * - `processes`: one company renewed by one process and by two; BENCH_PROCESS_RENEWALS, and BENCH_ROUND_TRIPS_MS to the
 *   database;
 * - `beside`: the portal home while BENCH_BESIDE_RENEWALS renew;
 * - `attack`: a customer beside four attackers, on the embedded database;
 * - `page`: the hosted page in a slow browser; BENCH_PAGE_RUNS is the number of runs.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { openDb } from '../../src/db/open.ts';
import { administer, databaseUrl } from '../support/preparedDatabase.ts';
import { attackTable, measureAttack } from './attack.ts';
import { besideTable, measureBeside } from './beside.ts';
import { type Server, startServer } from './child.ts';
import { FLOOR_TABLES } from './floorStatements.ts';
import { burst, send } from './load.ts';
import { candidateCall, type Operation, operations } from './operations.ts';
import { measurePage, pageTable } from './page.ts';
import { measureProcesses, processesTable } from './processes.ts';
import { measureRenewals, renewalsTable } from './renewals.ts';
import { asTable, type Measured, median } from './report.ts';
import { seed } from './seed.ts';

const adminUrl = process.env.BENCH_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const setting = (name: string, fallback: number) => Number(process.env[name] ?? fallback);
const customers = setting('BENCH_CUSTOMERS', 2000);
const invoices = setting('BENCH_INVOICES', 10);
const rounds = setting('BENCH_ROUNDS', 5);
const burstMs = setting('BENCH_BURST_MS', 1500);
const only = process.env.BENCH_ONLY?.split(',').map((name) => name.trim());
const RENEWALS = 'renewals';
const PROCESSES = 'processes';
const BESIDE = 'beside';
const ATTACK = 'attack';
const PAGE = 'page';
const pageRuns = setting('BENCH_PAGE_RUNS', 5);
const renewalCounts = (process.env.BENCH_RENEWALS ?? '2500,5000,10000').split(',').map(Number);
const distances = (process.env.BENCH_ROUND_TRIPS_MS ?? '0,10').split(',').map(Number);
const jsonFile = process.argv.includes('--json') ? process.argv[process.argv.indexOf('--json') + 1] : undefined;

function good(status: number, body: string): void {
  // An expected failure is a response without `errors`, so `message` is checked as well.
  if (status !== 200 || body.includes('"errors"') || body.includes('"message"'))
    throw new Error(`Not the measured response: ${status} ${body.slice(0, 300)}`);
}

const counters = new WeakMap<object, number>();
const next = (of: object) => {
  const n = counters.get(of) ?? 0;
  counters.set(of, n + 1);
  return n;
};

async function candidateBurst(server: Server, operation: Operation, ms: number) {
  await operation.prepare?.();
  const before = await server.usage();
  const { requests, seconds } = await burst(
    ms,
    () => {
      const call = operation.call(next(operation));
      return call && candidateCall(server.port, call);
    },
    good,
  );
  const after = await server.usage();
  return { perSecond: requests / seconds, cpu: (after.cpu - before.cpu) / requests };
}

const floorCounter = new Map<string, object>();
async function floorBurst(server: Server, operation: Operation, ms: number) {
  const counter = floorCounter.get(operation.name) ?? {};
  floorCounter.set(operation.name, counter);
  const before = await server.usage();
  const { requests, seconds } = await burst(
    ms,
    () => ({
      port: server.port,
      path: `/${operation.floor}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: operation.floorValues(next(counter)) }),
    }),
    good,
  );
  const after = await server.usage();
  return { perSecond: requests / seconds, cpu: (after.cpu - before.cpu) / requests };
}

async function measure(
  all: Operation[],
  floor: Server,
  candidate: Server,
): Promise<Map<string, Omit<Measured, 'statements'>>> {
  for (const operation of all) {
    await floorBurst(floor, operation, burstMs / 2);
    await candidateBurst(candidate, operation, burstMs);
  }
  const samples = new Map(
    all.map(({ name }) => [
      name,
      [] as { ratio: number; perSecond: number; floor: number; cpu: number; floorCpu: number }[],
    ]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const operation of all) {
      const before = await floorBurst(floor, operation, burstMs / 2);
      const between = await candidateBurst(candidate, operation, burstMs);
      const after = await floorBurst(floor, operation, burstMs / 2);
      const floorPerSecond = (before.perSecond + after.perSecond) / 2;
      samples.get(operation.name)?.push({
        ratio: between.perSecond / floorPerSecond,
        perSecond: between.perSecond,
        floor: floorPerSecond,
        cpu: between.cpu,
        floorCpu: (before.cpu + after.cpu) / 2,
      });
    }
  }
  return new Map(
    [...samples].map(([name, taken]) => {
      const middle = (key: keyof (typeof taken)[number]) => median(taken.map((sample) => sample[key]));
      return [
        name,
        {
          ratio: middle('ratio'),
          perSecond: middle('perSecond'),
          floor: middle('floor'),
          cpu: middle('cpu'),
          floorCpu: middle('floorCpu'),
        },
      ];
    }),
  );
}

/** Counted by a separate server, because counting takes time, on the second request, when everything is warm. */
async function countStatements(all: Operation[], url: string): Promise<Map<string, number>> {
  const server = await startServer('candidate.ts', { url, countStatements: true });
  const counts = new Map<string, number>();
  for (const operation of all) {
    await operation.prepare?.();
    const perRequest: number[] = [];
    for (let i = 0; i < 5; i++) {
      const call = operation.call(next(operation));
      if (!call) break;
      const before = await server.usage();
      const { status, body } = await send(undefined, candidateCall(server.port, call));
      good(status, body);
      // Includes statements after the response, such as the update of a session's last use.
      await new Promise((resolve) => setTimeout(resolve, 50));
      perRequest.push((await server.usage()).statements - before.statements);
    }
    counts.set(operation.name, median(perRequest));
  }
  await server.stop();
  return counts;
}

async function benchRequests(): Promise<void> {
  const database = `portico_bench_${randomBytes(4).toString('hex')}`;
  const url = databaseUrl(adminUrl, database);
  await administer(adminUrl, `CREATE DATABASE ${database}`);
  try {
    process.stderr.write(`Seeding ${customers} customers with ${invoices} invoices each …\n`);
    const fixture = await seed(url, customers, invoices, new Date());
    await administer(url, FLOOR_TABLES);
    const db = await openDb({ url, poolSize: 1 });
    const all = operations(fixture, db).filter(({ name }) => !only || only.includes(name));
    const counts = await countStatements(all, url);
    const [floor, candidate] = [
      await startServer('floor.ts', { url }),
      await startServer('candidate.ts', { url, countStatements: false }),
    ];
    process.stderr.write(`${rounds} rounds …\n`);
    const measured = await measure(all, floor, candidate);
    const results = all.map(({ name, note }) => ({
      name,
      note,
      ...(measured.get(name) as Measured),
      statements: counts.get(name) ?? 0,
    }));
    process.stdout.write(asTable(results, { customers, invoices, rounds }));
    if (jsonFile) await writeFile(jsonFile, `${JSON.stringify({ customers, invoices, rounds, results }, null, 2)}\n`);
    await Promise.all([floor.stop(), candidate.stop(), db.close()]);
  } finally {
    await administer(adminUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

const others = only?.filter((name) => ![RENEWALS, PROCESSES, BESIDE, ATTACK, PAGE].includes(name));
if (others?.length !== 0) await benchRequests();
if (!only || only.includes(RENEWALS))
  process.stdout.write(
    renewalsTable(await measureRenewals(adminUrl, renewalCounts, process.env.BENCH_CHARGES !== 'none')),
  );
if (!only || only.includes(PROCESSES)) {
  const results = [];
  for (const roundTripMs of distances) {
    const subscriptions = setting('BENCH_PROCESS_RENEWALS', 3000);
    results.push(await measureProcesses(adminUrl, { roundTripMs, subscriptions, rounds: 3 }));
  }
  process.stdout.write(processesTable(results));
}
if (!only || only.includes(BESIDE))
  process.stdout.write(besideTable(await measureBeside(adminUrl, setting('BENCH_BESIDE_RENEWALS', 5000))));
if (!only || only.includes(ATTACK)) process.stdout.write(attackTable(await measureAttack()));
if (!only || only.includes(PAGE)) process.stdout.write(pageTable(await measurePage(adminUrl, pageRuns)));
process.exit(0);
