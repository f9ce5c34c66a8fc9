/** Restores an embedded database to its prepared state, which is much faster than opening another one. */
import type { Db } from '../../src/db/client.ts';

/** Returns a function that removes all rows added since this call and restores the earlier ones. */
export async function rememberPrepared(db: Db): Promise<() => Promise<void>> {
  const tables = await tablesOf(db);
  const prepared = new Map<string, string>();
  for (const table of await withRows(db, tables)) {
    const { rows } = await db.raw.query(`SELECT json_agg(t)::text AS rows FROM ${table} t`);
    prepared.set(table, rows[0].rows as string);
  }
  return async () => {
    await db.raw.query(`TRUNCATE ${(await withRows(db, tables)).join(', ')} RESTART IDENTITY CASCADE`);
    for (const [table, rows] of prepared)
      await db.raw.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`, [
        rows,
      ]);
  };
}

/** The tables to empty: partitions, but not the partitioned tables that consist of them. */
async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await db.raw.query(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) ORDER BY 1`,
  );
  return rows.map(({ name }) => name as string);
}

async function withRows(db: Db, tables: string[]): Promise<string[]> {
  const { rows } = await db.raw.query(
    tables.map((table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table})`).join(' UNION ALL '),
  );
  return rows.map(({ name }) => name as string);
}
