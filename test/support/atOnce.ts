/**
 * Calls that provably overlap: a lock stops each of them at its first write until all of them have begun. PostgreSQL
 * only, since the embedded database has one connection.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Db } from '../../src/db/client.ts';
import { databaseUrl } from './preparedDatabase.ts';

type Table = 'customer' | 'event' | 'invoice' | 'payment_method' | 'subscription';

export interface Gate {
  /** Waits until that number of transactions wait for locks. Throws if they never do. */
  untilWaiting(count: number): Promise<void>;
  /** Releases all of them. */
  open(): Promise<void>;
}

/** A busy machine may take seconds to begin all calls. */
const PATIENCE_MS = 30_000;

/** Stops every transaction that wants to write to the table or to lock its rows. Plain reads are not stopped. */
export async function closeGate(db: Db, table: Table): Promise<Gate> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('Use it inside postgresOnly.');
  const { rows } = await db.raw.query('SELECT current_database() AS name');
  // A connection of its own, since the calls may take all of the pool.
  const connection = new pg.Client({ connectionString: databaseUrl(server, rows[0].name as string) });
  await connection.connect();
  await connection.query(`BEGIN; LOCK TABLE "${table}" IN EXCLUSIVE MODE`);
  return {
    async untilWaiting(expected) {
      for (const start = performance.now(); ; await pause(5)) {
        // A transaction sees one snapshot of pg_stat_activity unless it clears it.
        await connection.query('SELECT pg_stat_clear_snapshot()');
        const { rows } = await connection.query(WAITING);
        if (rows[0].count >= expected) return;
        if (performance.now() - start > PATIENCE_MS)
          throw new Error(`Of ${expected} transactions, ${rows[0].count} overlap.`);
      }
    },
    open: () => connection.end(),
  };
}

const WAITING = `SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

type Results<Calls extends readonly (() => Promise<unknown>)[]> = {
  [Call in keyof Calls]: Awaited<ReturnType<Calls[Call]>>;
};

/** Begins all calls, and releases them when each of them waits for its first write to the table. */
export async function atOnce<const Calls extends readonly (() => Promise<unknown>)[]>(
  db: Db,
  table: Table,
  calls: Calls,
): Promise<Results<Calls>> {
  const gate = await closeGate(db, table);
  const results = Promise.all(calls.map((call) => call()));
  try {
    await Promise.race([
      gate.untilWaiting(calls.length),
      results.then(() => Promise.reject(new Error('No call waited.'))),
    ]);
  } finally {
    await gate.open();
  }
  return (await results) as unknown as Results<Calls>;
}
