/**
 * The order in which streams deliver events. An event's position is the number of its transaction. Positions below the
 * oldest running transaction of this database are settled: no event can appear there any more. Reading only settled
 * positions, in the order of (position, id), therefore misses no event, however late it commits, and repeats none. A
 * long transaction in this database delays streams while it lasts, which is at most fifteen seconds for Portico's own.
 * Transactions of other databases on the same server, which share the numbering, do not delay them.
 */
import type { Db } from '../../db/client.ts';
import type { Event } from '../../db/generated/client/client.ts';

export interface Place {
  position: bigint;
  id: string;
}

/** True if `a` precedes `b`. */
export function comesBefore(a: Place, b: Place): boolean {
  return a.position < b.position || (a.position === b.position && a.id < b.id);
}

/** Everything before it is settled; nothing after it is. */
const endOf = (settled: bigint): Place => ({ position: settled, id: '' });

export const PAGE = 500;

/**
 * A transaction counts as another database's only while its locks show so. The locks are read after the snapshot, so a
 * transaction that ended in between has no events that the snapshot shows.
 */
const SETTLED = `SELECT snapshot.now, shift, shift + coalesce(
    (SELECT min(xid::text::bigint) FROM pg_snapshot_xip(snapshot.now) AS xid
      WHERE NOT EXISTS (
        SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted AND l.transactionid = xid::xid
          AND a.datname <> current_database())
      AND NOT EXISTS (
        SELECT FROM pg_prepared_xacts p WHERE p.transaction = xid::xid AND p.database <> current_database())),
    pg_snapshot_xmax(snapshot.now)::text::bigint) AS settled
  FROM event_position_shift, (SELECT pg_current_snapshot() AS now) AS snapshot`;

const PAGE_AFTER = `SELECT s.settled, e.* FROM (${SETTLED}) AS s LEFT JOIN LATERAL (
    SELECT id, company_id AS "companyId", type, actor_kind::text AS "actorKind", actor_id AS "actorId",
      customer_id AS "customerId", object_id AS "objectId", data, "position", created_at AS "createdAt"
    FROM event WHERE company_id = $1 AND ("position", id) > ($2::bigint, $3::text) AND "position" < s.settled
    ORDER BY "position", id LIMIT ${PAGE}
  ) AS e ON true`;

const FIND = `SELECT s.settled, s.shift + pg_snapshot_xmax(s.now)::text::bigint AS "end",
    ARRAY(SELECT s.shift + xid::text::bigint FROM pg_snapshot_xip(s.now) AS xid) AS underway, e."position"
  FROM (${SETTLED}) AS s LEFT JOIN event AS e ON e.company_id = $1 AND e.id = $2`;

/** If there are no events, one row returns only the settled position. */
type PageRow = { settled: bigint } & (Event | { id: null });

/** A company's settled events after a position, and the position reached with them. One statement on one index. */
export async function eventsAfter(
  db: Db,
  companyId: string,
  place: Place,
): Promise<{ events: Event[]; reached: Place }> {
  const rows = await db.sql<PageRow>('events_after', PAGE_AFTER, [companyId, place.position.toString(), place.id]);
  const events = rows.flatMap(({ settled: _, ...event }) => (event.id === null ? [] : [event]));
  const last = events.at(-1);
  const end = endOf(rows[0]?.settled ?? place.position);
  if (last && events.length === PAGE) return { events, reached: last };
  return { events, reached: comesBefore(end, place) ? place : end };
}

/** The start of a stream. */
export interface Beginning {
  place: Place;
  /** True if an event after that position happened before the stream began and is not part of it. */
  isPast(position: bigint): boolean;
}

interface Found {
  settled: bigint;
  end: bigint;
  underway: bigint[];
  position: bigint | null;
}

/** The position from which the next committing events follow. */
export async function beginningNow(db: Db, companyId: string): Promise<Beginning> {
  const [row] = await db.sql<Found>('event_place', FIND, [companyId, '']);
  if (!row) throw new Error('There is no shift of positions.');
  const underway = new Set(row.underway);
  return { place: endOf(row.settled), isPast: (position) => position < row.end && !underway.has(position) };
}

/**
 * The position after an event; null if the company has no such event. If the event is not settled yet, no stream has
 * delivered it, so its neighbors are delivered again rather than skipped.
 */
export async function beginningAfter(db: Db, companyId: string, id: string): Promise<Beginning | null> {
  const find = () => db.sql<Found>('event_place', FIND, [companyId, id]);
  let [row] = await find();
  // Another database's transaction that ended at this moment may have been counted as ours; read once more.
  if (row?.position && row.position >= row.settled) [row] = await find();
  if (!row || row.position === null) return null;
  const place = row.position < row.settled ? { position: row.position, id } : endOf(row.settled);
  return { place, isPast: () => false };
}

/**
 * A database restored into another server has events whose transaction numbers that server has not reached. All future
 * numbers are then shifted beyond them. Call it before anything is written. An ordinary start reads the end of one
 * index per company and writes nothing.
 */
export async function keepPositionsGrowing(db: Db): Promise<void> {
  await db.sql(
    undefined,
    `UPDATE event_position_shift SET shift = shift + ahead.by FROM (
       SELECT max(latest."position") - (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + s.shift) + 1 AS by
       FROM event_position_shift s, company c CROSS JOIN LATERAL (
         SELECT e."position" FROM event e WHERE e.company_id = c.id ORDER BY e."position" DESC, e.id DESC LIMIT 1
       ) AS latest GROUP BY s.shift
     ) AS ahead WHERE ahead.by > 0`,
    [],
  );
}
