/** All tables of a database as texts that can be compared after two programs have started from the same rows. */
import type { Db } from '../../src/db/client.ts';
import { tablesOf } from './savedRows.ts';

export type Row = Record<string, unknown>;
/** Columns whose values the order of transactions decides, or the time of the database's own clock. */
const INCIDENTAL: Record<string, readonly string[]> = {
  event: ['position'],
  invoice: ['number', 'sequence'],
  payment: ['provider_key', 'provider_ref'],
  'pgboss.job_common': ['singleton_key', 'created_on', 'start_after', 'keep_until'],
};
const ID = /\b[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export async function readTables(db: Db): Promise<Map<string, Row[]>> {
  const tables = new Map<string, Row[]>();
  for (const table of await tablesOf(db)) {
    // Housekeeping of the queue itself.
    if (table.startsWith('pgboss.') && table !== 'pgboss.job_common') continue;
    const { rows } = await db.raw.query(`SELECT to_json(r)::text AS row FROM ${table} r`);
    tables.set(
      table,
      rows.map(({ row }) => JSON.parse(row as string) as Row),
    );
  }
  return tables;
}

export const idsIn = (tables: Map<string, Row[]>) => new Set(JSON.stringify([...tables]).match(ID));

/** The rows as sorted texts. An id that was made since then becomes a name of its record. */
export function comparable(tables: Map<string, Row[]>, before: ReadonlySet<string>): Record<string, string[]> {
  const names = new Map<string, string>();
  for (const { id, subscription_id, due_at, total, reason } of tables.get('invoice') ?? [])
    if (!before.has(id as string)) names.set(id as string, `<${reason} of ${subscription_id} ${due_at} ${total}>`);
  for (const { id, invoice_id, amount, status } of tables.get('payment') ?? [])
    if (!before.has(id as string)) names.set(id as string, `<${status} payment of ${invoice_id} ${amount}>`);
  const named = (text: string) => text.replace(ID, (id) => (before.has(id) ? id : (names.get(id) ?? '<new>')));
  for (const { id, type, object_id, data } of tables.get('event') ?? [])
    if (!before.has(id as string)) names.set(id as string, named(`<${type} ${object_id} ${JSON.stringify(data)}>`));
  return Object.fromEntries(
    [...tables].map(([table, rows]) => [
      table,
      rows
        .map((row) => Object.entries(row).filter(([column]) => !INCIDENTAL[table]?.includes(column)))
        .map((columns) => named(JSON.stringify(columns)))
        .sort(),
    ]),
  );
}
