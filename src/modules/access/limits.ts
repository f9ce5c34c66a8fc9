/**
 * How often someone may ask for a sign-in link, have one mailed, or try one. The counters are rows of the
 * database, so that all processes share them and a restart forgets none. Every count is one atomic upsert:
 * a parallel burst cannot slip through between a read and a write.
 */
import { isIP } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { type Clock, HOUR, systemClock } from '../../kernel/clock.ts';
import { keyedHash, MINIMUM_SECRET_BYTES } from '../../kernel/secrets.ts';

export interface Limit {
  points: number;
  seconds: number;
}

const QUARTER = 15 * 60;
const ONE_HOUR = 60 * 60;

export const DEFAULT_LIMITS = {
  /** A person who lost a mail or two still gets in; a stranger cannot flood someone's inbox. */
  linkPerAddress: { points: 5, seconds: QUARTER },
  /** An office behind one address signs in together; a script that walks through addresses stops soon. */
  linkPerClient: { points: 30, seconds: QUARTER },
  /** Many clients against one company: above any honest rush, low enough to keep the company's mail reputation. */
  linkPerCompany: { points: 1000, seconds: ONE_HOUR },
  /** The same bound where mail leaves, because merchants' own links and repeated jobs send mail too. */
  mailPerCompany: { points: 1000, seconds: ONE_HOUR },
  /** What this installation may cost per hour, and what its mail provider may see of it, at worst. */
  mailGlobal: { points: 10_000, seconds: ONE_HOUR },
  /** Room for mistyped codes and prefetching mail programs; against guessing it is the first of two bounds. */
  consumePerClient: { points: 30, seconds: QUARTER },
  /** Short codes are guessed from many clients at once: ten tries among half a billion codes, whoever asks. */
  consumePerAddress: { points: 10, seconds: QUARTER },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof DEFAULT_LIMITS;
export type LimitSettings = Record<LimitName, Limit>;
export type ConsumeVerdict = { allowed: true } | { allowed: false; retryAfterMs: number };

/** What `pg.Pool` and PGlite have in common. It must not run inside an open transaction of the embedded database. */
export type LimitQuery = (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;

/** Each method rejects when the database fails: whoever cannot count must not allow. */
export interface Limits {
  /**
   * True when every counter still has room. Known and unknown addresses count alike. Without a client it is the
   * company's own server that asks, for all of its customers.
   */
  allowLinkRequest(input: { companyId: string; email: string; client: string | null }): Promise<boolean>;
  /** One mail of the company's and of the installation's hourly budget; to be asked in the job that sends. */
  allowMail(companyId: string): Promise<boolean>;
  /** One try of a link (client alone) or of a short code (client, company and address). */
  allowConsume(input: { client: string; companyId?: string; email?: string }): Promise<ConsumeVerdict>;
  /** Deletes counters that ended more than an hour ago and says how many; for a job, about once an hour. */
  sweep(): Promise<number>;
}

const TABLE = 'rate_limit';
const SWEEP_BATCH = 5000;
const SWEEP = `WITH gone AS (
  DELETE FROM "${TABLE}" WHERE key IN (
    SELECT key FROM "${TABLE}" WHERE expire < $1 LIMIT ${SWEEP_BATCH} FOR UPDATE SKIP LOCKED
  ) RETURNING 1
) SELECT count(*)::int AS count FROM gone`;

export function createLimits(options: {
  query: LimitQuery;
  /** Keys the counters' names, so that neither addresses nor IPs are at rest. Made by `deriveKey`. */
  secret: Buffer;
  settings?: Partial<LimitSettings>;
  clock?: Clock;
}): Limits {
  const { query, secret, clock = systemClock } = options;
  if (secret.length < MINIMUM_SECRET_BYTES) throw new Error(`The limits' key needs ${MINIMUM_SECRET_BYTES} bytes.`);
  const settings: LimitSettings = { ...DEFAULT_LIMITS, ...options.settings };
  const storeClient = { query: onClock(query, clock) };
  const counter = (name: LimitName) =>
    new RateLimiterPostgres({
      storeClient,
      storeType: 'client', // with this type the library calls `query` and nothing else
      tableName: TABLE,
      tableCreated: true, // by our migration
      clearExpiredByTimeout: false, // no timer per counter: `sweep` runs as a job
      keyPrefix: name,
      points: settings[name].points,
      duration: settings[name].seconds,
      // No inMemoryBlockOnConsumed: an attacker's many keys must not grow this process.
    });
  const counters = Object.fromEntries(
    (Object.keys(DEFAULT_LIMITS) as LimitName[]).map((name) => [name, counter(name)]),
  ) as Record<LimitName, RateLimiterPostgres>;

  /**
   * Counts from the narrowest counter to the widest and stops at the first that is full: otherwise one client's
   * refused requests would eat the budget of a whole company and lock everyone else out.
   */
  async function count(steps: [LimitName, ...string[]][]): Promise<ConsumeVerdict> {
    for (const [name, ...parts] of steps) {
      try {
        await counters[name].consume(keyedHash(secret, JSON.stringify([name, ...parts])));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { allowed: false, retryAfterMs: Math.max(refusal.msBeforeNext, 1) };
      }
    }
    return { allowed: true };
  }

  return {
    async allowLinkRequest({ companyId, email, client }) {
      const steps: [LimitName, ...string[]][] = [
        ['linkPerAddress', companyId, sameAddress(email)],
        ['linkPerCompany', companyId],
      ];
      if (client !== null) steps.unshift(['linkPerClient', network(client)]);
      const verdict = await count(steps);
      return verdict.allowed;
    },
    async allowMail(companyId) {
      return (await count([['mailPerCompany', companyId], ['mailGlobal']])).allowed;
    },
    allowConsume({ client, companyId, email }) {
      const steps: [LimitName, ...string[]][] = [['consumePerClient', network(client)]];
      if (companyId !== undefined && email !== undefined) {
        steps.push(['consumePerAddress', companyId, sameAddress(email)]);
      }
      return count(steps);
    },
    async sweep() {
      const before = clock.now().getTime() - HOUR; // the hour forgives clocks that differ between machines
      for (let total = 0; ; ) {
        const { rows } = await query(SWEEP, [before]);
        const { count: gone } = rows[0] as { count: number };
        total += gone;
        if (gone < SWEEP_BATCH) return total;
      }
    },
  };
}

/**
 * The library reads the system's clock by itself; this moves its times onto ours, and the answer's back.
 * It knows one statement, the upsert with (key, points, expire, now), and refuses any other: fail closed.
 */
function onClock(query: LimitQuery, clock: Clock) {
  return async ({ text, values }: { text: string; values: unknown[] }): Promise<{ rows: unknown[] }> => {
    const [key, points, expire, now] = values;
    if (values.length !== 4 || typeof expire !== 'number' || typeof now !== 'number') {
      throw new Error('rate-limiter-flexible sent a statement that the limits do not know.');
    }
    const shift = clock.now().getTime() - now;
    const { rows } = await query(text, [key, points, expire + shift, now + shift]);
    const row = rows[0] as { points: number; expire: string | number | bigint };
    return { rows: [{ points: row.points, expire: Number(row.expire) - shift }] };
  };
}

/** Spellings that reach the same mailbox for us are one counter. */
function sameAddress(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

/** One subscriber holds at least a /64 of IPv6, so that is what counts as a client; mapped IPv4 counts as IPv4. */
function network(client: string): string {
  const bare = client.replace(/%.*$/, '');
  if (isIP(bare) !== 6) return client;
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1];
  if (mapped) return mapped;
  const halves = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const [left = [], right = []] = halves.map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
