/** Records when sessions were last used: the uses of a moment by one statement, whatever the number of requests. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';

/** How long uses are collected, in milliseconds. */
const MOMENT = 250;

/**
 * Ended sessions are not revived, and the time never moves backwards. A row that another transaction has locked is skipped: it
 * ends the session, or records a use of the same moment.
 */
const TOUCH = `UPDATE portal_session SET last_seen_at = used.at
  FROM (SELECT s.id, given.at FROM portal_session s JOIN unnest($1::text[], $2::timestamptz[]) AS given(id, at) ON given.id = s.id
    WHERE s.ended_at IS NULL AND s.last_seen_at < given.at ORDER BY s.id FOR NO KEY UPDATE OF s SKIP LOCKED) used
  WHERE portal_session.id = used.id`;

const collecting = new WeakMap<Db, { uses: Map<string, Date>; written: Promise<void> }>();

/** Records a use with those of the next moment; the promise resolves when it is written. */
export function recordUse(db: Db, sessionId: string, now: Date): Promise<void> {
  const open = collecting.get(db) ?? begin(db);
  open.uses.set(sessionId, now);
  return open.written;
}

/** Records a use at once. */
export async function recordUseNow(db: Db, sessionId: string, now: Date): Promise<void> {
  await write(db, new Map([[sessionId, now]]));
}

function begin(db: Db) {
  const uses = new Map<string, Date>();
  const written = pause(MOMENT).then(() => {
    collecting.delete(db);
    return write(db, uses);
  });
  const open = { uses, written };
  collecting.set(db, open);
  return open;
}

async function write(db: Db, uses: ReadonlyMap<string, Date>): Promise<void> {
  const instants = [...uses.values()].map((at) => at.toISOString());
  await db.sql('portal_session_touch', TOUCH, [[...uses.keys()], instants]);
}
