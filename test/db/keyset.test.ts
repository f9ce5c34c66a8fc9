/** Deep pages of every list are conditions of an index: they cost what the first page costs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { postgresOnly } from '../support/database.ts';

const ROWS = 6000;
const PAGE = 10;

/** Copies the newest row of a table under other ids and earlier instants. */
const copies = (table: string, values: Record<string, string> = {}) => `
  INSERT INTO ${table} SELECT made.*
  FROM (SELECT * FROM ${table} ORDER BY created_at DESC, id DESC LIMIT 1) AS one, generate_series(1, ${ROWS}) AS n,
    LATERAL jsonb_populate_record(NULL::${table}, to_jsonb(one) || jsonb_build_object(
      'id', left(one.id, -6) || lpad(n::text, 6, '0'), 'created_at', one.created_at - n * interval '1 second'
      ${Object.entries(values)
        .map(([column, sql]) => `, '${column}', ${sql}`)
        .join('')})) AS made;
  ANALYZE ${table}`;

const LISTS = [
  ['events', 'event', ''],
  ['events of a customer', 'event', 'customerId: $customer'],
  ['webhookDeliveries', 'webhook_delivery', ''],
  ['webhookEndpoints', 'webhook_endpoint', ''],
  ['products', 'product', ''],
  ['prices', 'price', ''],
  ['coupons', 'coupon', ''],
  ['apiKeys', 'api_key', ''],
  ['securityEvents', 'security_event', ''],
] as const;

interface Node {
  'Node Type': string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

postgresOnly('pages of long lists', () => {
  let t: TestApp;
  let merchant: Awaited<ReturnType<TestApp['company']>>['merchant'];
  let customer: string;
  /** The statements that were run, with their values. */
  let statements: { text: string; values: readonly unknown[] }[];

  beforeAll(async () => {
    t = await openTestApp();
    ({ merchant } = await t.company());
    customer = await makeCustomer(merchant);
    await makePrice(merchant, { amount: 100 });
    await merchant.request(`mutation {
      createCoupon(input: { name: "Ten", basisPointsOff: 1000, duration: FOREVER }) { __typename }
      createWebhookEndpoint(input: { url: "http://127.0.0.1:9/hook" }) { __typename }
      createApiKey(input: { name: "Second" }) { __typename }
      createCustomer(input: { email: "newest@example.com", name: "Newest" }) { __typename }
    }`);
    const { raw } = t.db;
    const [{ id: eventId, company_id: companyId }] = (
      await raw.query('SELECT id, company_id FROM event ORDER BY created_at DESC, id DESC LIMIT 1')
    ).rows;
    await raw.query(`INSERT INTO webhook_delivery (id, company_id, endpoint_id, event_id, state, finished_at, created_at)
      SELECT '${newId('WebhookDelivery', t.clock.now())}', '${companyId}', (SELECT id FROM webhook_endpoint), '${eventId}', 'SUCCEEDED', now(), now()`);
    for (const table of new Set(LISTS.map(([, table]) => table))) {
      const unique: Record<string, Record<string, string>> = {
        api_key: { key_hash: 'n::text' },
        event: { customer_id: `'${customer}'` },
      };
      await raw.query(copies(table, unique[table]));
    }
    const { sql } = t.db;
    Object.assign(t.db, {
      sql(name: string | undefined, text: string, values: readonly unknown[]) {
        statements?.push({ text, values });
        return sql(name, text, values);
      },
    });
  });
  afterAll(() => t.close());

  test.each(LISTS)(
    'the last page but one of %s is found by an index condition and reads at most two pages of rows',
    async (name, table, filter) => {
      const field = name.split(' ')[0] ?? '';
      const variables = { customer };
      const page = (args: string) =>
        merchant.request<Record<string, { nodes: { id: string }[]; pageInfo: { startCursor: string } }>>(
          `query${filter ? '($customer: ID!)' : ''} { ${field}(${[filter, args].filter(Boolean).join(', ')}) { nodes { id } pageInfo { startCursor } } }`,
          filter ? variables : {},
        );
      const last = (await page(`last: ${PAGE}`))[field];
      expect(last?.nodes).toHaveLength(PAGE);
      statements = [];
      const before = (await page(`last: ${PAGE}, before: ${JSON.stringify(last?.pageInfo.startCursor)}`))[field];
      expect(before?.nodes).toHaveLength(PAGE);
      const statement = statements.find(
        ({ text }) => text.includes('ORDER BY') && new RegExp(`["\\s]${table}["\\s]`).test(text),
      );
      if (!statement) throw new Error(`The page was not read by one statement: ${statements.map(({ text }) => text)}`);
      const { rows } = await t.db.raw.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${statement.text}`, statement.values);
      const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan);
      const scans = nodes.filter(({ 'Index Cond': condition }) => condition?.includes('created_at'));
      expect(scans.length, JSON.stringify(nodes)).toBeGreaterThan(0);
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      for (const node of nodes) {
        expect(node['Actual Rows']).toBeLessThanOrEqual(2 * PAGE);
        expect(node['Rows Removed by Filter'] ?? 0).toBeLessThanOrEqual(PAGE);
      }
    },
  );
});
