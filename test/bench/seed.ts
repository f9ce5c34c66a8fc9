/** The benchmark's data: one company, its customers and their history, inserted by a few statements. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { installQueue } from '../../src/jobs/boss.ts';
import { after, DAY, HOUR } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { hashToken } from '../../src/kernel/secrets.ts';
import { signToken } from '../../src/kernel/signedTokens.ts';
import { createCompany } from '../../src/modules/company/createCompany.ts';

export const BENCH_SECRET = 'a secret for benchmarks that is long enough to be one';
/** The number of portal sessions in use at once; the last use of each is written at most once a second. */
const SESSIONS = 200;
const PRICES = 6;

export interface Fixture {
  companyId: string;
  apiKey: string;
  customers: number;
  sessions: { token: string; customerId: string; subscriptionId: string }[];
}

export const id = (prefix: string, n: number) => `${prefix}_${String(n).padStart(26, '0')}`;
const sqlId = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`;

/** Customers with two subscriptions, a card, and `invoicesEach` invoices of two lines. */
export async function seed(url: string, customers: number, invoicesEach: number, now: Date): Promise<Fixture> {
  const db = await openDb({ url });
  try {
    await migrate(db);
    await installQueue(db);
    const { companyId, apiKey } = await createCompany({ db, now }, { name: 'Bench', defaultCurrency: 'EUR' });
    await db.raw.query(
      'UPDATE portal_config SET allow_plan_switch = true, subscription_product_ids = ARRAY(SELECT id FROM product)',
    );
    await fill(db, { companyId, customers, invoicesEach, now });
    await db.raw.query(
      'UPDATE portal_config SET subscription_product_ids = ARRAY(SELECT id FROM product WHERE company_id = $1)',
      [companyId],
    );
    await db.raw.query('VACUUM ANALYZE');
    return { companyId, apiKey, customers, sessions: await openSessions(db, companyId, customers, now) };
  } finally {
    await db.close();
  }
}

async function fill(
  db: Db,
  {
    companyId,
    customers,
    invoicesEach,
    now,
  }: { companyId: string; customers: number; invoicesEach: number; now: Date },
) {
  // Company, now, start and end of the current period: the first four parameters of every statement.
  const values = [companyId, now, after(now, -10 * DAY), after(now, 20 * DAY)];
  const run = (text: string) =>
    db.raw.query(
      `WITH p AS (SELECT $1::text AS co, $2::timestamptz AS now, $3::timestamptz AS s, $4::timestamptz AS e) ${text}`,
      values,
    );
  const n = (count: number, from = 0) => `p, generate_series(${from}, ${from + count - 1}) AS n`;

  await run(`INSERT INTO product (id, company_id, name, description, created_at, updated_at)
    SELECT ${sqlId('prod', 'n')}, co, 'Plan ' || n, 'Everything that plan ' || n || ' has.', now, now FROM ${n(3)}`);
  await run(`INSERT INTO price (id, company_id, product_id, nickname, currency, unit_amount, interval, created_at, updated_at)
    SELECT ${sqlId('price', 'n')}, co, ${sqlId('prod', 'n % 3')}, 'Price ' || n, 'EUR', 1000 + n * 500, 'MONTH', now, now
    FROM ${n(PRICES)}`);
  await run(`INSERT INTO customer (id, company_id, email, sign_in_key, name, address_line1, address_city, address_country,
      provider_customer_ref, created_at, updated_at)
    SELECT ${sqlId('cus', 'n')}, co, 'customer-' || n || '@example.com', 'customer-' || n || '@example.com', 'Customer ' || n,
      'Main Street ' || n, 'Vienna', 'AT', 'sbx_' || n, now - n * interval '1 minute', now FROM ${n(customers)}`);
  await run(`INSERT INTO payment_method (id, company_id, customer_id, kind, provider_ref, fingerprint, brand, last_four,
      expiry_month, expiry_year, created_at, updated_at)
    SELECT ${sqlId('pm', 'n')}, co, ${sqlId('cus', 'n')}, 'CARD', 'sbx_tok_visa_' || lpad(n::text, 24, '0'), 'fp' || n, 'visa',
      '4242', 12, 2034, now, now FROM ${n(customers)}`);
  await db.raw.query(
    "UPDATE customer SET default_payment_method_id = replace(id, 'cus_', 'pm_') WHERE company_id = $1",
    [companyId],
  );
  await run(`INSERT INTO subscription (id, company_id, customer_id, status, currency, interval, interval_count, anchor,
      current_period_start, current_period_end, created_at, updated_at)
    SELECT ${sqlId('sub', 'n')}, co, ${sqlId('cus', 'n / 2')}, 'ACTIVE', 'EUR', 'MONTH', 1, s, s, e, now - n * interval '1 second', now
    FROM ${n(customers * 2)}`);
  await run(`INSERT INTO subscription_item (id, company_id, subscription_id, price_id, quantity, position, created_at, updated_at)
    SELECT ${sqlId('si', 'n')}, co, ${sqlId('sub', 'n')}, ${sqlId('price', `n % ${PRICES}`)}, 1 + n % 3, 0, now, now
    FROM ${n(customers * 2)}`);
  await run(`INSERT INTO invoice (id, company_id, customer_id, subscription_id, status, reason, number, currency, total, amount_paid,
      amount_due, finalized_at, paid_at, created_at, updated_at)
    SELECT ${sqlId('in', 'n')}, co, ${sqlId('cus', `n / ${invoicesEach}`)}, ${sqlId('sub', `(n / ${invoicesEach}) * 2 + n % 2`)}, 'PAID',
      'SUBSCRIPTION_CYCLE', 'OLD-' || n, 'EUR', 2000, 2000, 0, now - n * interval '1 hour', now - n * interval '1 hour',
      now - n * interval '1 hour', now
    FROM ${n(customers * invoicesEach)}`);
  // The first two invoices of a customer bill the current period of its two subscriptions, the others are history.
  await run(`INSERT INTO invoice_line (id, company_id, customer_id, invoice_id, subscription_id, item_id, price_id, kind, position,
      description, currency, quantity, unit_amount, period_start, period_end, gross_amount, discount_amount, amount, explanation,
      created_at)
    SELECT ${sqlId('il', 'n')}, co, i.customer_id, i.id, i.subscription_id, replace(i.subscription_id, 'sub_', 'si_'), it.price_id,
      'PERIOD', 0, 'A plan', 'EUR', it.quantity, pr.unit_amount, s - back, e - back, pr.unit_amount * it.quantity, 0,
      pr.unit_amount * it.quantity, '{"formula": "PERIOD"}', now
    FROM ${n(customers * invoicesEach)}
    JOIN invoice i ON i.id = ${sqlId('in', 'n')}
    JOIN subscription_item it ON it.id = replace(i.subscription_id, 'sub_', 'si_')
    JOIN price pr ON pr.id = it.price_id
    CROSS JOIN LATERAL (SELECT (n % ${invoicesEach} / 2) * interval '30 days' AS back) b`);
  await run(`INSERT INTO credit_entry (id, company_id, customer_id, currency, amount, cause, created_at)
    SELECT ${sqlId('ce', 'n')}, co, ${sqlId('cus', 'n')}, 'EUR', 500, 'MERCHANT_GRANT', now FROM ${n(Math.ceil(customers / 2))}`);
}

async function openSessions(db: Db, companyId: string, customers: number, now: Date) {
  const keys = createKeys(BENCH_SECRET);
  const expiresAt = after(now, 12 * HOUR);
  const numbers = Array.from({ length: Math.min(SESSIONS, customers) }, (_, n) => n);
  await insertLinks(
    db,
    companyId,
    numbers.map((n) => ({ customer: n, token: `bench-session-${n}`, id: id('pl', n) })),
    now,
  );
  await db.raw.query(
    `INSERT INTO portal_session (id, company_id, customer_id, link_id, expires_at, last_seen_at, created_at)
     SELECT ${sqlId('ps', 'n')}, $1, ${sqlId('cus', 'n')}, ${sqlId('pl', 'n')}, $3, $2, $2 FROM unnest($4::int[]) AS n`,
    [companyId, now, expiresAt, numbers],
  );
  return numbers.map((n) => ({
    token: signToken(keys, 'portal-session', { subject: id('ps', n), now, expiresAt }),
    customerId: id('cus', n),
    subscriptionId: id('sub', n * 2),
  }));
}

/** Links that are not consumed yet. */
export async function insertLinks(
  db: Pick<Db, 'raw'>,
  companyId: string,
  links: { customer: number; token: string; id: string }[],
  now: Date,
): Promise<void> {
  await db.raw.query(
    `INSERT INTO portal_link (id, company_id, customer_id, origin, token_hash, destination, expires_at, created_at)
     SELECT i, $1, ${sqlId('cus', 'c')}, 'MERCHANT', h, 'HOME', $2::timestamptz + interval '12 hours', $2
     FROM unnest($3::text[], $4::int[], $5::text[]) AS l(i, c, h)`,
    [
      companyId,
      now,
      links.map((link) => link.id),
      links.map((link) => link.customer),
      links.map((link) => hashToken(link.token)),
    ],
  );
}

export const freshToken = () => `pl_${randomBytes(32).toString('base64url')}`;
