/** A digest of all rows of all tables, for tests that nothing was written. */
import type { Db } from '../../src/db/client.ts';

/** Tables that every request may write: the digest leaves them out. */
const OTHER_TABLES = ['rate_limit', '_prisma_migrations'];
const TOUCHED = ['last_seen_at', 'last_used_at', 'last_used_address'];
/** The refusal of a key is an entry of the security log, and a payment that took no money is recorded. */
const ROWS: Record<string, string> = {
  security_event: "(SELECT * FROM security_event WHERE kind <> 'API_KEY_REFUSED')",
  payment: "(SELECT * FROM payment WHERE status NOT IN ('FAILED', 'CANCELED', 'ABANDONED'))",
};

async function tenantTables(db: Db): Promise<string[]> {
  const { rows } = await db.raw.query(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name as string).filter((name) => !OTHER_TABLES.includes(name));
}

/** Row count and hash of every table of the application, and the number of jobs. */
export async function digest(db: Db): Promise<Record<string, string>> {
  const tables = await tenantTables(db);
  const without = TOUCHED.map((column) => ` - '${column}'`).join('');
  const one = (table: string) =>
    `SELECT '${table}' AS name, count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') AS state
     FROM (SELECT md5((to_jsonb(t)${without})::text) AS row FROM ${ROWS[table] ?? `"${table}"`} t) AS hashed`;
  const { rows } = await db.raw.query(
    [...tables.map(one), `SELECT 'pgboss.job', count(*)::text FROM pgboss.job`].join('\nUNION ALL\n'),
  );
  return Object.fromEntries(rows.map(({ name, state }) => [name as string, state as string]));
}
