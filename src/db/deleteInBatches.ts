import type { Db } from './client.ts';

const BATCH = 5000;

/**
 * Deletes the rows of `table`, named `t` in `rest`, that `rest` selects: joins, conditions and order of a SELECT. It does so in
 * batches, so that no statement runs long or holds many locks; rows that another transaction has locked are left to the next
 * call. Returns the number of deleted rows.
 */
export async function deleteInBatches(db: Db, table: string, rest: string, values: unknown[]): Promise<number> {
  const sql = `DELETE FROM "${table}" WHERE id IN (
    SELECT t.id FROM "${table}" t ${rest} LIMIT ${BATCH} FOR UPDATE OF t SKIP LOCKED)`;
  for (let total = 0; ; ) {
    const { rowCount } = await db.raw.query(sql, values);
    total += rowCount;
    if (rowCount < BATCH) return total;
  }
}
