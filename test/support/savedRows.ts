/** Returns a database to an earlier state, so that two programs can begin from the same rows. */
import type { Db } from '../../src/db/client.ts';

const SCHEMA = 'saved_rows';

/** Copies all rows. Returns a function that restores exactly them, by ids and by order of columns. */
export async function saveRows(db: Db): Promise<() => Promise<void>> {
  const tables = await tablesOf(db);
  const copies = tables.map((table) => [table, `${SCHEMA}."${table}"`] as const);
  await db.raw.query(
    `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA};
     ${copies.map(([table, copy]) => `CREATE TABLE ${copy} AS TABLE ${table};`).join('\n')}`,
  );
  // As a replica, neither triggers nor foreign keys act: the rows are inserted as they were, in any order.
  const restore = `BEGIN; SET LOCAL session_replication_role = replica; TRUNCATE ${tables.join(', ')};
    ${copies.map(([table, copy]) => `INSERT INTO ${table} SELECT * FROM ${copy};`).join('\n')} COMMIT;`;
  return async () => {
    await db.raw.query(restore);
  };
}

/** The tables of the program and of its queue; of a partitioned table its partitions. */
export async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await db.raw.query(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace)
       AND relname <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map(({ name }) => name as string);
}
