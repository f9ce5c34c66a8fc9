/**
 * The order in which streams tell of events. Each event carries the number of its transaction as its position. Those below
 * a snapshot's xmin have all ended, so nothing can still appear among them: reading only up to there, in the order of
 * (position, id), misses no event, however late it commits, and tells none twice. A long transaction holds the others up
 * for as long as it lasts (fifteen seconds at most), and nothing else does.
 */
import type { Db } from '../../db/client.ts';
import type { Event } from '../../db/generated/client/client.ts';

export interface Place {
  position: bigint;
  id: string;
}

/** Whether `a` comes before `b`. */
export function comesBefore(a: Place, b: Place): boolean {
  return a.position < b.position || (a.position === b.position && a.id < b.id);
}

/** All that is settled lies before it, and all that is not, behind. */
const endOf = (settled: bigint): Place => ({ position: settled, id: '' });

export const PAGE = 500;

const SETTLED = `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + shift AS settled FROM event_position_shift`;

const PAGE_AFTER = `SELECT s.settled, e.* FROM (${SETTLED}) AS s LEFT JOIN LATERAL (
    SELECT id, company_id, type, actor_kind::text, actor_id, customer_id, object_id, data, "position", created_at
    FROM event WHERE company_id = $1 AND ("position", id) > ($2::bigint, $3::text) AND "position" < s.settled
    ORDER BY "position", id LIMIT ${PAGE}
  ) AS e ON true`;

const FIND = `SELECT s.settled, e."position" FROM (${SETTLED}) AS s
  LEFT JOIN event AS e ON e.company_id = $1 AND e.id = $2`;

interface PageRow {
  settled: bigint;
  id: string | null;
  company_id: string;
  type: string;
  actor_kind: Event['actorKind'];
  actor_id: string | null;
  customer_id: string | null;
  object_id: string;
  data: Event['data'];
  position: bigint;
  created_at: Date;
}

/** A company's settled events after a place, and the place that is reached with them. One statement on one index. */
export async function eventsAfter(
  db: Db,
  companyId: string,
  place: Place,
): Promise<{ events: Event[]; reached: Place }> {
  const rows = await db.sql<PageRow>('events_after', PAGE_AFTER, [companyId, place.position.toString(), place.id]);
  const events = rows.flatMap(({ id, ...row }) => (id === null ? [] : [eventOf(id, row)]));
  const last = events.at(-1);
  const end = endOf(rows[0]?.settled ?? place.position);
  if (last && events.length === PAGE) return { events, reached: last };
  return { events, reached: comesBefore(end, place) ? place : end };
}

/**
 * Where a stream begins: after an event, or now. Null when the company has no such event. An event that is not settled
 * yet was not told by a stream, so what lies around it is told again rather than left out.
 */
export async function startingPlace(db: Db, companyId: string, after: string | null): Promise<Place | null> {
  const [row] = await db.sql<{ settled: bigint; position: bigint | null }>('event_place', FIND, [
    companyId,
    after ?? '',
  ]);
  if (!row) return null;
  if (after === null) return endOf(row.settled);
  if (row.position === null) return null;
  return row.position < row.settled ? { position: row.position, id: after } : endOf(row.settled);
}

/**
 * A database that was restored into another server has events from transactions whose numbers are still to come there.
 * Then all numbers to come are shifted beyond them. To be called before anything is written; in an ordinary start it reads
 * the end of one index for each company, and writes nothing.
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

function eventOf(id: string, row: Omit<PageRow, 'id'>): Event {
  return {
    id,
    companyId: row.company_id,
    type: row.type,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    customerId: row.customer_id,
    objectId: row.object_id,
    data: row.data,
    position: row.position,
    createdAt: row.created_at,
  };
}
