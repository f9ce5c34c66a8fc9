/** Restores an embedded database to its prepared state, which is much faster than opening another one. */
import type { Db } from '../../src/db/client.ts';

/** Deleted rows stay in their files until a table is truncated, which costs ten times as much. */
const DELETIONS_PER_TRUNCATION = 50;

/** Returns a function that removes all rows added since this call and restores the earlier ones. */
export async function rememberPrepared(db: Db): Promise<() => Promise<void>> {
  const tables = await tablesOf(db);
  const sequences = await sequencesOf(db);
  const prepared = new Map<string, string>();
  for (const table of await withRows(db, tables)) {
    const { rows } = await db.raw.query(`SELECT json_agg(t)::text AS rows FROM ${table} t`);
    prepared.set(table, rows[0].rows as string);
  }
  let times = 0;
  const empty = async () => {
    const filled = await withRows(db, tables);
    if (++times % DELETIONS_PER_TRUNCATION === 0)
      await db.raw.query(`TRUNCATE ${filled.join(', ')} RESTART IDENTITY CASCADE`);
    else await db.raw.query(deletionOf(filled, sequences));
    const restored = [...prepared].map(
      ([table], index) => `r${index} AS (INSERT INTO ${table}
        SELECT * FROM json_populate_recordset(NULL::${table}, $${index + 1}::json))`,
    );
    await db.raw.query(`WITH ${restored.join(', ')} SELECT`, [...prepared.values()]);
  };
  return async () => {
    // Without triggers: no row is left that another one could refer to.
    await db.raw.query('SET session_replication_role = replica');
    await empty();
    await db.raw.query('RESET session_replication_role');
  };
}

function deletionOf(tables: readonly string[], sequences: readonly string[]): string {
  const deletions = tables.map((table, index) => `d${index} AS (DELETE FROM ${table})`);
  const restarts = sequences.map((sequence) => `setval('${sequence}', 1, false)`);
  return `WITH ${deletions.join(', ')} SELECT ${restarts.join(', ')}`;
}

/** The tables to empty: partitions, but not the partitioned tables that consist of them. */
async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await db.raw.query(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) ORDER BY 1`,
  );
  return rows.map(({ name }) => name as string);
}

async function sequencesOf(db: Db): Promise<string[]> {
  const { rows } = await db.raw.query(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'S' AND relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) ORDER BY 1`,
  );
  return rows.map(({ name }) => name as string);
}

async function withRows(db: Db, tables: string[]): Promise<string[]> {
  const { rows } = await db.raw.query(
    tables.map((table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table})`).join(' UNION ALL '),
  );
  return rows.map(({ name }) => name as string);
}
