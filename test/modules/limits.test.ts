import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/kernel/clock.ts';
import { createLimits, type LimitQuery, type LimitSettings } from '../../src/modules/access/limits.ts';

const TABLE =
  'CREATE TABLE rate_limit (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)';
const MINUTE = 60_000;

interface Database {
  query: LimitQuery;
  close(): Promise<void>;
}

async function embedded(): Promise<Database> {
  const db = new PGlite();
  await db.exec(TABLE);
  return { query: (text, values) => db.query(text, values), close: () => db.close() };
}

async function server(connectionString: string): Promise<Database> {
  const schema = `limits_${randomBytes(6).toString('hex')}`;
  const pool = new Pool({ connectionString, max: 20, options: `-c search_path=${schema}` });
  await pool.query(`CREATE SCHEMA ${schema}`);
  await pool.query(TABLE);
  return {
    query: (text, values) => pool.query(text, values),
    async close() {
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}

const url = process.env.TEST_DATABASE_URL;
const databases: [string, () => Promise<Database>][] = [['PGlite', embedded]];
if (url) databases.push(['PostgreSQL', () => server(url)]);

describe.each(databases)('limits on %s', (_, open) => {
  let db: Database;
  let clock: ManualClock;
  const secret = randomBytes(32);
  const limitsWith = (settings?: Partial<LimitSettings>) => createLimits({ query: db.query, secret, settings, clock });
  const keys = async () => (await db.query('SELECT key FROM rate_limit ORDER BY key', [])).rows as { key: string }[];
  /** How many of n parallel calls are allowed. */
  const allowed = async (count: number, call: (index: number) => Promise<boolean | { allowed: boolean }>) => {
    const verdicts = await Promise.all(Array.from({ length: count }, (_, index) => call(index)));
    return verdicts.filter((verdict) => (typeof verdict === 'boolean' ? verdict : verdict.allowed)).length;
  };
  const link = { companyId: 'co_1', email: 'ada@example.com', client: '192.0.2.1' };

  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    clock = new ManualClock('2020-01-01T00:00:00Z'); // far from the system's time: only ours may count
    await db.query('DELETE FROM rate_limit', []);
  });
  afterAll(() => db.close());

  test('a burst for one address from many clients gets five links in fifteen minutes', async () => {
    const [one, other] = [limitsWith(), limitsWith()]; // two processes
    const ask = (index: number) => (index % 2 ? one : other).allowLinkRequest({ ...link, client: `192.0.2.${index}` });
    expect(await allowed(60, ask)).toBe(5);
    clock.advance(15 * MINUTE - 1);
    expect(await allowed(1, () => one.allowLinkRequest({ ...link, client: 'fresh' }))).toBe(0);
    clock.advance(1);
    expect(await allowed(60, (index) => one.allowLinkRequest({ ...link, client: `198.51.100.${index}` }))).toBe(5);
  });

  test('spellings of one address share a counter, other companies have their own', async () => {
    const limits = limitsWith();
    const spellings = ['ada@example.com', 'ADA@example.com', ' ada@Example.COM ', 'ａda@example.com'];
    const ask = (index: number) => limits.allowLinkRequest({ ...link, email: spellings[index % 4] ?? '' });
    expect(await allowed(20, ask)).toBe(5);
    expect(await limits.allowLinkRequest({ ...link, companyId: 'co_2', client: 'other' })).toBe(true);
  });

  test('one client that walks through addresses is stopped, and does not lock the others out', async () => {
    const limits = limitsWith({ linkPerCompany: { points: 40, seconds: 3600 } });
    expect(await allowed(200, (index) => limits.allowLinkRequest({ ...link, email: `u${index}@example.com` }))).toBe(
      30,
    );
    const others = (index: number) =>
      limits.allowLinkRequest({ ...link, email: `v${index}@example.com`, client: `c${index}` });
    expect(await allowed(20, others)).toBe(10);
  });

  test('one IPv6 network counts as one client, a mapped IPv4 as its IPv4', async () => {
    const limits = limitsWith({ consumePerClient: { points: 3, seconds: 60 } });
    const network = ['2001:db8::1', '2001:DB8:0:0:ffff::2', '2001:db8:0:0:1:2:3:4', '2001:db8::%eth0', '2001:db8::9'];
    expect(await allowed(5, (index) => limits.allowConsume({ client: network[index] ?? '' }))).toBe(3);
    expect((await limits.allowConsume({ client: '2001:db8:0:1::1' })).allowed).toBe(true);
    expect(
      await allowed(4, (index) => limits.allowConsume({ client: index % 2 ? '203.0.113.9' : '::ffff:203.0.113.9' })),
    ).toBe(3);
  });

  test('mail has a budget for each company and one for the installation', async () => {
    const limits = limitsWith({
      mailPerCompany: { points: 6, seconds: 3600 },
      mailGlobal: { points: 10, seconds: 3600 },
    });
    expect(await allowed(30, () => limits.allowMail('co_1'))).toBe(6);
    expect(await allowed(30, () => limits.allowMail('co_2'))).toBe(4);
    clock.advance(60 * MINUTE);
    expect(await limits.allowMail('co_1')).toBe(true);
  });

  test('codes are guessed ten times for an address, whoever guesses, and the answer says when to come back', async () => {
    const limits = limitsWith();
    const guess = (index: number) => limits.allowConsume({ ...link, client: `192.0.2.${index}` });
    expect(await allowed(80, guess)).toBe(10);
    clock.advance(5 * MINUTE);
    const verdict = await limits.allowConsume(link);
    const retryAfterMs = verdict.allowed ? 0 : verdict.retryAfterMs;
    expect(retryAfterMs).toBeLessThanOrEqual(10 * MINUTE);
    expect(retryAfterMs).toBeGreaterThan(9 * MINUTE); // less what the call itself took
    clock.advance(10 * MINUTE);
    expect(await limits.allowConsume(link)).toEqual({ allowed: true });
  });

  test('links are tried thirty times by a client', async () => {
    const limits = limitsWith();
    expect(await allowed(90, () => limits.allowConsume({ client: '192.0.2.1' }))).toBe(30);
  });

  test('neither addresses nor clients are at rest, and garbage counts like anything else', async () => {
    const limits = limitsWith();
    const garbage = [
      '',
      '\0',
      "'; DROP TABLE rate_limit; --",
      '\uD800',
      '__proto__',
      'x'.repeat(100_000),
      '["a","b"]',
      '::::',
      '🦆',
    ];
    for (const value of garbage) {
      expect(await limits.allowLinkRequest({ companyId: value, email: value, client: value })).toBe(true);
      expect(await limits.allowConsume({ companyId: value, email: value, client: value })).toEqual({ allowed: true });
    }
    await limits.allowLinkRequest(link);
    const rows = await keys();
    expect(rows).toHaveLength(garbage.length * 5 + 3);
    for (const { key } of rows) expect(key).toMatch(/^(link|consume)Per(Client|Address|Company):[\w-]{43}$/);
    await createLimits({ query: db.query, secret: randomBytes(32), clock }).allowLinkRequest(link);
    expect(await keys()).toHaveLength(rows.length + 3); // another key, other names
  });

  test('the parts of a key cannot be shifted into each other', async () => {
    const limits = limitsWith({ linkPerAddress: { points: 1, seconds: 60 } });
    expect(await limits.allowLinkRequest({ ...link, companyId: 'a', email: 'b","c' })).toBe(true);
    expect(await limits.allowLinkRequest({ ...link, companyId: 'a","b', email: 'c' })).toBe(true);
  });

  test('a sweep removes what ended long ago and nothing else', async () => {
    const limits = limitsWith();
    await limits.allowLinkRequest(link);
    await db.query("INSERT INTO rate_limit SELECT 'old:' || n, 1, $1::bigint FROM generate_series(1, 12000) n", [
      clock.now().getTime() - 2 * 60 * MINUTE,
    ]);
    expect(await limits.sweep()).toBe(12_000);
    expect(await keys()).toHaveLength(3);
    clock.advance(3 * 60 * MINUTE);
    expect(await Promise.all([limits.sweep(), limits.sweep()]).then(([a, b]) => a + b)).toBe(3);
    expect(await limits.sweep()).toBe(0);
  });
});

describe('when the database fails', () => {
  const secret = randomBytes(32);
  test.each<[string, LimitQuery]>([
    ['an error', () => Promise.reject(new Error('connection terminated'))],
    ['an answer without rows', async () => ({ rows: [] })],
  ])('%s allows nothing', async (_, query) => {
    const limits = createLimits({ query, secret });
    await expect(limits.allowLinkRequest({ companyId: 'c', email: 'e', client: 'i' })).rejects.toThrow();
    await expect(limits.allowMail('c')).rejects.toThrow();
    await expect(limits.allowConsume({ client: 'i' })).rejects.toThrow();
    await expect(limits.sweep()).rejects.toThrow();
  });

  test('a key that is too short stops the start', () => {
    expect(() => createLimits({ query: async () => ({ rows: [] }), secret: Buffer.from('short') })).toThrow('32 bytes');
  });
});
