/**
 * The section about renewals: all subscriptions of a company fall due at once. It measures their rate beside a floor of
 * one hand-written statement each, and the memory for few and for many, which must not differ.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { after, DAY, SECOND, systemClock } from '../../src/kernel/clock.ts';
import { administer, databaseUrl } from '../support/preparedDatabase.ts';
import { FLOOR_TABLES } from './floorStatements.ts';
import type { Renewed, RenewingOptions } from './renewing.ts';
import { seed } from './seed.ts';

export interface RenewalsMeasured extends Renewed {
  floorPerSecond: number;
}

const LANES = 4;
/** The writes of a renewal: the new period, the next number, an invoice with a line, two events, a job. */
const FLOOR = `WITH due AS (
    UPDATE subscription SET current_period_start = current_period_end, version = version + 1,
      current_period_end = current_period_end + interval '1 month', updated_at = $2
    WHERE id = $1 AND current_period_end <= $2 RETURNING *),
  item AS (
    SELECT i.id, i.quantity, i.price_id, p.unit_amount, r.name FROM due JOIN subscription_item i
      ON i.company_id = due.company_id AND i.subscription_id = due.id
    JOIN price p ON p.id = i.price_id JOIN product r ON r.id = p.product_id),
  total AS (SELECT sum(quantity * unit_amount)::bigint AS amount FROM item),
  number AS (
    UPDATE company SET next_invoice_sequence = next_invoice_sequence + 1
    WHERE id = (SELECT company_id FROM due) RETURNING next_invoice_sequence - 1 AS sequence, invoice_prefix),
  bill AS (
    INSERT INTO invoice (id, company_id, customer_id, subscription_id, status, reason, sequence, number, currency, total,
      amount_paid, amount_due, due_at, finalized_at, created_at, updated_at)
    SELECT 'in_' || md5(due.id || due.version), due.company_id, due.customer_id, due.id, 'OPEN', 'SUBSCRIPTION_CYCLE', sequence,
      invoice_prefix || '-' || sequence, due.currency, amount, 0, amount, $2, $2, $2, $2 FROM due, number, total RETURNING *),
  line AS (
    INSERT INTO invoice_line (id, company_id, customer_id, invoice_id, subscription_id, item_id, price_id, kind, position,
      description, currency, quantity, unit_amount, period_start, period_end, gross_amount, discount_amount, amount,
      explanation, created_at)
    SELECT 'il_' || md5(item.id || due.version), due.company_id, due.customer_id, bill.id, due.id, item.id, price_id, 'PERIOD', 0,
      name, due.currency, quantity, unit_amount, current_period_start, current_period_end, quantity * unit_amount, 0,
      quantity * unit_amount, '{}', $2 FROM due, bill, item),
  told AS (
    INSERT INTO event (id, company_id, type, actor_kind, customer_id, object_id, data, created_at)
    SELECT 'ev_' || kind || md5(due.id || due.version), due.company_id, kind, 'SYSTEM', due.customer_id, due.id, '{}', $2
    FROM due, unnest(ARRAY['invoice.finalized', 'subscription.renewed']) AS kind)
  INSERT INTO bench_write (kind, value) SELECT 'job', id FROM bill`;

export async function inDatabase<T>(adminUrl: string, count: number, run: (url: string) => Promise<T>): Promise<T> {
  const name = `portico_bench_renewals_${count}_${process.pid}`;
  const url = databaseUrl(adminUrl, name);
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  try {
    // Two subscriptions per customer, whose period ended a second ago.
    await seed(url, count / 2, 2, after(systemClock.now(), -20 * DAY - SECOND));
    return await run(url);
  } finally {
    await administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/** Starts a process that renews once it gets a message, and is ready for it. */
async function startCandidate(options: RenewingOptions): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('renewing.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(options)], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  await nextMessage(child);
  return child;
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(() => Promise.reject(new Error('The renewals ended without a result.'))),
  ]);
}

export async function candidates(options: RenewingOptions, processes: number): Promise<Renewed[]> {
  const children = await Promise.all(Array.from({ length: processes }, () => startCandidate(options)));
  return Promise.all(
    children.map(async (child) => {
      const gone = once(child, 'exit');
      child.send('go');
      const renewed = (await nextMessage(child)) as Renewed;
      await gone;
      return renewed;
    }),
  );
}

async function candidate(options: RenewingOptions): Promise<Renewed> {
  const [renewed] = await candidates(options, 1);
  if (!renewed) throw new Error('No process was measured.');
  return renewed;
}

async function floor(url: string): Promise<number> {
  await administer(url, FLOOR_TABLES);
  const pool = new pg.Pool({ connectionString: url, max: LANES });
  const { rows } = await pool.query('SELECT id FROM subscription ORDER BY current_period_end, id');
  const now = systemClock.now();
  let begun = 0;
  const lane = async () => {
    for (let row = rows[begun++]; row; row = rows[begun++])
      await pool.query({ name: 'renew', text: FLOOR, values: [row.id, now] });
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: LANES }, lane));
  const seconds = (performance.now() - start) / 1000;
  await pool.end();
  return rows.length / seconds;
}

export async function measureRenewals(
  adminUrl: string,
  counts: readonly number[],
  charge: boolean,
): Promise<RenewalsMeasured[]> {
  const { renewStatements, chargeStatements } = await inDatabase(adminUrl, 200, (url) =>
    candidate({ url, countStatements: true, charge }),
  );
  const results: RenewalsMeasured[] = [];
  for (const count of counts) {
    process.stderr.write(`Renewing ${count} subscriptions …\n`);
    const floorPerSecond = await inDatabase(adminUrl, count, floor);
    const renewed = await inDatabase(adminUrl, count, (url) => candidate({ url, countStatements: false, charge }));
    results.push({ ...renewed, floorPerSecond, renewStatements, chargeStatements });
  }
  return results;
}

export function renewalsTable(results: readonly RenewalsMeasured[]): string {
  // Without charging, neither number was measured.
  const charged = (figure: number) =>
    results.some(({ chargeStatements }) => chargeStatements > 0) ? figure.toFixed(0) : '–';
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;
  return [
    '| subscriptions due at once | renewals/s | floor, renewals/s | ratio | CPU per renewal | statements | charges/s | statements | most heap | most RSS |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...results.map(
      ({
        renewals,
        renewSeconds,
        renewCpu,
        chargeSeconds,
        floorPerSecond,
        renewStatements,
        chargeStatements,
        heap,
        rss,
      }) =>
        `| ${renewals} | ${Math.round(renewals / renewSeconds)} | ${Math.round(floorPerSecond)} | **${(renewals / renewSeconds / floorPerSecond).toFixed(2)}** | ${renewCpu.toFixed(2)} ms | ${renewStatements.toFixed(2)} | ${charged(renewals / chargeSeconds)} | ${charged(chargeStatements)} | ${megabytes(heap)} | ${megabytes(rss)} |`,
    ),
    '',
    'Renewing: the period, an invoice with its lines and number, events, and the job that charges it, in sets.',
    'Charging: planning, paying and recording by jobs. The floor is one hand-written statement for each renewal, four side by side.',
    '',
  ].join('\n');
}
