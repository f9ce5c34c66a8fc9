/** Counts one attempt in several counters, by one statement. */

/** The common interface of `pg.Pool` and PGlite. It must not run inside an open transaction of the embedded database. */
export type LimitQuery = (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;

export interface Counter {
  key: string;
  /** Attempts that a window allows. */
  points: number;
  /** Milliseconds from the first attempt of a window to its end. */
  duration: number;
}

export interface FullCounter {
  /** The place of the full counter in the list. */
  index: number;
  /** Attempts of its window, with this one. */
  points: number;
  /** The end of its window, in milliseconds since 1970. */
  expire: number;
}

const TABLE = 'rate_limit';

/** Parameters: $1 the time, then the key, the end of a new window, and the maximum of each counter. */
function statementFor(counters: number): string {
  const step = (index: number) => {
    const [key, end] = [2 + 3 * index, 3 + 3 * index].map((number) => `$${number}`);
    const previous = index === 0 ? '' : ` FROM count_${index - 1} WHERE points <= $${1 + 3 * index}::int`;
    return `count_${index} AS (
      INSERT INTO ${TABLE} AS counter (key, points, expire) SELECT ${key}::text, 1, ${end}::bigint${previous}
      ON CONFLICT (key) DO UPDATE SET
        points = CASE WHEN counter.expire <= $1::bigint THEN 1 ELSE counter.points + 1 END,
        expire = CASE WHEN counter.expire <= $1::bigint THEN excluded.expire ELSE counter.expire END
      RETURNING points, expire)`;
  };
  const all = Array.from({ length: counters }, (_, index) => index);
  return `WITH ${all.map(step).join(', ')}
    SELECT last.index, last.points, last.expire::text FROM (
      ${all.map((index) => `SELECT ${index} AS index, points, expire FROM count_${index}`).join(' UNION ALL ')}
    ) AS last ORDER BY last.index DESC LIMIT 1`;
}

/** One text for each number of counters, so that the database plans it once. */
const statements: string[] = [];

/**
 * Counts an attempt in the counters one after the other, and stops at the first one that is full: it is returned, and those
 * after it are not counted. Null if none is full. Each counter is one atomic upsert, so a parallel burst cannot pass between
 * a read and a write. Concurrent calls must give counters of the same kinds in the same order: each holds the rows of its
 * earlier counters until the statement ends.
 */
export async function countAttempt(
  query: LimitQuery,
  now: number,
  counters: readonly Counter[],
): Promise<FullCounter | null> {
  statements[counters.length] ??= statementFor(counters.length);
  const values = counters.flatMap(({ key, points, duration }) => [key, now + duration, points]);
  // The last counter's maximum is compared here.
  const { rows } = await query(statements[counters.length] as string, [now, ...values.slice(0, -1)]);
  const { index, points, expire } = rows[0] as { index: number; points: number; expire: string };
  const { points: maximum } = counters[index] as Counter;
  return points > maximum ? { index, points, expire: Number(expire) } : null;
}
