import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/kernel/clock.ts';
import type { LimitQuery } from '../../src/modules/signIn/countAttempt.ts';
import { createLimits, type LimitSettings } from '../../src/modules/signIn/rateLimits.ts';

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

describe.each(databases)('rate limits on %s', (_, open) => {
  let db: Database;
  let clock: ManualClock;
  const secret = randomBytes(32);
  const limitsWith = (settings?: Partial<LimitSettings>) => createLimits({ query: db.query, secret, settings, clock });
  const keys = async () => (await db.query('SELECT key FROM rate_limit ORDER BY key', [])).rows as { key: string }[];
  /** The number of n parallel calls that are allowed. */
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

  test('a burst for one address from many clients is allowed five links in fifteen minutes', async () => {
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
    expect(await limits.allowLinkRequest({ ...link, companyId: 'co_2', client: 'other' })).toEqual({ allowed: true });
  });

  test('a client that tries many addresses is stopped without blocking other clients', async () => {
    const limits = limitsWith();
    expect(await allowed(200, (index) => limits.allowLinkRequest({ ...link, email: `u${index}@example.com` }))).toBe(
      30,
    );
    const others = (index: number) =>
      limits.allowLinkRequest({ ...link, email: `v${index}@example.com`, client: `c${index}` });
    expect(await allowed(20, others)).toBe(20);
  });

  test('a client that rotates through networks of its /56 or /48 is stopped by the limits of these networks', async () => {
    const limits = limitsWith();
    const ask = (address: (n: number) => string) => (n: number) =>
      limits.allowLinkRequest({ ...link, email: `w${n}@example.com`, client: address(n) });
    expect(
      await allowed(
        200,
        ask((n) => `2001:db8:0:${(n % 256).toString(16)}::1`),
      ),
    ).toBe(60);
    expect(
      await allowed(
        600,
        ask((n) => `2001:db8:1:${(n * 97).toString(16)}::1`),
      ),
    ).toBe(240);
    const consume = (n: number) => limits.allowConsume({ client: `2001:db8:2:${n.toString(16)}::1` });
    expect(await allowed(200, consume)).toBe(60);
  });

  test('requests for unknown addresses have a limit, and only the first refusal is reported', async () => {
    const limits = limitsWith({ unknownPerCompany: { points: 3, seconds: 3600 } });
    const verdicts = [];
    for (let n = 0; n < 6; n++) verdicts.push(await limits.allowUnknown('co_1'));
    expect(verdicts.map((verdict) => (verdict.allowed ? 'allowed' : verdict.first))).toEqual([
      ...['allowed', 'allowed', 'allowed'],
      ...[true, false, false],
    ]);
    expect(await limits.allowMail('co_1')).toBe(true);
    expect((await limits.allowUnknown('co_2')).allowed).toBe(true);
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

  test('mails are limited per company and for the installation', async () => {
    const limits = limitsWith({
      mailPerCompany: { points: 6, seconds: 3600 },
      mailGlobal: { points: 10, seconds: 3600 },
    });
    expect(await allowed(30, () => limits.allowMail('co_1'))).toBe(6);
    expect(await allowed(30, () => limits.allowMail('co_2'))).toBe(4);
    clock.advance(60 * MINUTE);
    expect(await limits.allowMail('co_1')).toBe(true);
  });

  test('an address allows ten code guesses by all clients, and a refusal contains the retry time', async () => {
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

  test('valid links count separately: tries with invalid tokens and codes take none of them, and they take no tries', async () => {
    const limits = limitsWith();
    const client = '192.0.2.7';
    expect(await allowed(60, () => limits.allowConsume({ client }))).toBe(30);
    expect(await allowed(700, () => limits.allowConsume({ client, valid: true }))).toBe(600);
    const other = '192.0.2.8';
    expect(await allowed(90, () => limits.allowConsume({ client: other, valid: true }))).toBe(90);
    expect(await allowed(60, () => limits.allowConsume({ client: other }))).toBe(30);
  });

  test('a client may try thirty links and is then refused', async () => {
    const limits = limitsWith();
    expect(await allowed(90, () => limits.allowConsume({ client: '192.0.2.1' }))).toBe(30);
  });

  test('addresses and clients are not stored in plain text, and malformed ones are counted too', async () => {
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
      expect(await limits.allowLinkRequest({ companyId: value, email: value, client: value })).toEqual({
        allowed: true,
      });
      expect(await limits.allowConsume({ companyId: value, email: value, client: value })).toEqual({ allowed: true });
    }
    await limits.allowLinkRequest(link);
    const rows = await keys();
    expect(rows).toHaveLength(garbage.length * 4 + 2);
    for (const { key } of rows) expect(key).toMatch(/^(link|consume)Per(Client|Address):[\w-]{43}$/);
    await createLimits({ query: db.query, secret: randomBytes(32), clock }).allowLinkRequest(link);
    expect(await keys()).toHaveLength(rows.length + 2); // another key, other names
  });

  test('two keys with the same concatenated parts are different', async () => {
    const limits = limitsWith({ linkPerAddress: { points: 1, seconds: 60 } });
    expect(await limits.allowLinkRequest({ ...link, companyId: 'a', email: 'b","c' })).toEqual({ allowed: true });
    expect(await limits.allowLinkRequest({ ...link, companyId: 'a","b', email: 'c' })).toEqual({ allowed: true });
  });

  test('a sweep removes only counters that ended long ago', async () => {
    const limits = limitsWith();
    await limits.allowLinkRequest(link);
    await db.query("INSERT INTO rate_limit SELECT 'old:' || n, 1, $1::bigint FROM generate_series(1, 12000) n", [
      clock.now().getTime() - 2 * 60 * MINUTE,
    ]);
    expect(await limits.sweep()).toBe(12_000);
    expect(await keys()).toHaveLength(2);
    clock.advance(3 * 60 * MINUTE);
    expect(await Promise.all([limits.sweep(), limits.sweep()]).then(([a, b]) => a + b)).toBe(2);
    expect(await limits.sweep()).toBe(0);
  });
});

describe('rate limits without a database', () => {
  const secret = randomBytes(32);
  test.each<[string, LimitQuery]>([
    ['an error', () => Promise.reject(new Error('connection terminated'))],
    ['an answer without rows', async () => ({ rows: [] })],
  ])('every limit refuses if the database returns %s', async (_, query) => {
    const limits = createLimits({ query, secret });
    await expect(limits.allowLinkRequest({ companyId: 'c', email: 'e', client: 'i' })).rejects.toThrow();
    await expect(limits.allowMail('c')).rejects.toThrow();
    await expect(limits.allowUnknown('c')).rejects.toThrow();
    await expect(limits.allowConsume({ client: 'i' })).rejects.toThrow();
    await expect(limits.sweep()).rejects.toThrow();
  });

  test('a rate-limit secret under 32 bytes is refused', () => {
    expect(() => createLimits({ query: async () => ({ rows: [] }), secret: Buffer.from('short') })).toThrow('32 bytes');
  });
});
