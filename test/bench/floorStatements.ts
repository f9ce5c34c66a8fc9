/** The floor's statements, each hand-written for one response. */

const money = (amount: string, currency = 'currency') =>
  `json_build_object('amount', ${amount}, 'currency', ${currency})`;

const portalHome = (
  more: string,
) => `SELECT json_build_object('data', json_build_object('currentCustomer', json_build_object(
  'id', c.id, 'email', c.email, 'name', c.name,
  ${more}
  'paymentMethods', (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'brand', brand, 'lastFour', last_four,
      'expiryMonth', expiry_month, 'expiryYear', expiry_year, 'isDefault', id = c.default_payment_method_id)), '[]') FROM (
    SELECT * FROM payment_method WHERE company_id = c.company_id AND customer_id = c.id AND removed_at IS NULL
    ORDER BY created_at DESC, id DESC) m),
  'subscriptions', (SELECT coalesce(json_agg(json_build_object('id', id, 'status', status,
      'currentPeriodEnd', current_period_end, 'cancelAtPeriodEnd', cancel_at_period_end, 'items', (
        SELECT coalesce(json_agg(json_build_object('id', i.id, 'quantity', i.quantity, 'price', json_build_object('id', p.id,
          'nickname', p.nickname, 'interval', p.interval, 'intervalCount', p.interval_count,
          'unitAmount', ${money('p.unit_amount', 'p.currency')},
          'product', json_build_object('id', r.id, 'name', r.name, 'description', r.description)))), '[]')
        FROM subscription_item i JOIN price p ON p.company_id = i.company_id AND p.id = i.price_id
          JOIN product r ON r.company_id = p.company_id AND r.id = p.product_id
        WHERE i.company_id = s.company_id AND i.subscription_id = s.id))), '[]') FROM (
    SELECT * FROM subscription WHERE company_id = c.company_id AND customer_id = c.id ORDER BY created_at DESC, id DESC LIMIT 100) s),
  'invoices', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('id', id, 'number', number, 'status', status,
      'total', ${money('total')}, 'amountDue', ${money('amount_due')}, 'finalizedAt', finalized_at)), '[]')) FROM (
    SELECT * FROM invoice WHERE company_id = c.company_id AND customer_id = c.id AND status <> 'DRAFT'
    ORDER BY created_at DESC, id DESC LIMIT 10) v)
)))::text FROM customer c WHERE c.company_id = $1 AND c.id = $2 AND c.deleted_at IS NULL`;

const CREDIT = `'creditBalances', (SELECT coalesce(json_agg(${money('b.amount', 'b.currency')}), '[]') FROM (
    SELECT currency, sum(amount)::bigint AS amount FROM credit_entry
    WHERE company_id = c.company_id AND customer_id = c.id GROUP BY currency ORDER BY currency) b),`;

const MERCHANT_LIST = `SELECT json_build_object('data', json_build_object('customers', json_build_object('nodes',
  json_agg(json_build_object('id', c.id, 'email', c.email, 'name', c.name, 'createdAt', c.created_at, 'subscriptions', (
    SELECT coalesce(json_agg(json_build_object('id', id, 'status', status, 'currentPeriodEnd', current_period_end)), '[]') FROM (
      SELECT * FROM subscription WHERE company_id = c.company_id AND customer_id = c.id
      ORDER BY created_at DESC, id DESC LIMIT 100) s))))))::text
  FROM (SELECT * FROM customer WHERE company_id = $1 AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 20) c`;

export const FLOOR_STATEMENTS = {
  portalHome: portalHome(''),
  portalHomeAndCredit: portalHome(CREDIT),
  merchantList: MERCHANT_LIST,
  scalar: `SELECT json_build_object('data', json_build_object('company', json_build_object('name', name)))::text
    FROM company WHERE id = $1`,
  /** A counter and a job: the two rows that requesting a link writes. */
  requestLink: `WITH counted AS (INSERT INTO rate_limit (key, points) VALUES ($1, 1)
      ON CONFLICT (key) DO UPDATE SET points = rate_limit.points + 1),
    job AS (INSERT INTO bench_write (kind, value) VALUES ('job', $1))
    SELECT '{"data":true}'`,
  /** Claims a row and opens the session. */
  consume: `WITH claimed AS (UPDATE bench_claim SET used_at = now() WHERE id = $1 AND used_at IS NULL RETURNING id),
    session AS (INSERT INTO bench_write (kind, value) SELECT 'session', id FROM claimed)
    SELECT json_build_object('data', (SELECT count(*) FROM claimed))::text`,
  /** The changed item, an invoice and two lines. */
  switchPlan: `WITH item AS (UPDATE bench_claim SET used_at = now() WHERE id = $1 RETURNING id),
    written AS (INSERT INTO bench_write (kind, value) SELECT kind, $1 FROM unnest(ARRAY['invoice', 'line', 'line']) AS kind)
    SELECT json_build_object('data', (SELECT count(*) FROM item))::text`,
} as const;

export type FloorOperation = keyof typeof FLOOR_STATEMENTS;

/** Tables that only the floor writes, so that the data of the two servers stay separate. */
export const FLOOR_TABLES = `CREATE TABLE bench_write (id bigserial PRIMARY KEY, kind text NOT NULL, value text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE bench_claim (id text PRIMARY KEY, used_at timestamptz);
  INSERT INTO bench_claim SELECT n::text FROM generate_series(0, 9999) AS n`;
