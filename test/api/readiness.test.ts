/** GET /ready beyond the database: a full disk, the end of the process, a lagging queue, late renewals, a failed migration. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { openTestDb } from '../support/database.ts';

describe('readiness', () => {
  let t: TestApp;
  beforeEach(async () => {
    t = await openTestApp({ db: await openTestDb({ onStatement() {} }) });
  });
  afterEach(() => t.close());
  const ready = async (query = '') => {
    const response = await t.app.fetch(new Request(`${PUBLIC_URL}/ready${query}`));
    return [response.status, await response.json()];
  };

  test('a process that is stopping is not ready, but is live', async () => {
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    t.app.announceStop();
    expect(await ready()).toEqual([503, { status: 'unavailable', reason: 'stopping' }]);
    expect((await t.app.fetch(new Request(`${PUBLIC_URL}/health`))).status).toBe(200);
  });

  test('a write that the database refuses because its disk is full makes the process not ready', async () => {
    const { apiKey } = await t.company();
    const full = Object.assign(new Error('could not extend file'), { code: '53100' });
    const prisma = t.db.prisma as unknown as Record<string, unknown>;
    Object.defineProperty(prisma, 'coupon', {
      value: new Proxy({}, { get: () => () => Promise.reject(full) }),
      configurable: true,
    });
    const { status, body } = await t.post(
      { query: '{ coupon(id: "coupon_x") { id } }' },
      { authorization: `Bearer ${apiKey}` },
    );
    expect([status, body.errors[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(await ready()).toEqual([503, { status: 'unavailable', reason: 'disk' }]);
  });

  test('a job and a renewal that are ten minutes late and a failed migration are reported, and fail strict checks', async () => {
    const { merchant } = await t.company();
    const { priceId } = await makePrice(merchant, { amount: 100 });
    await makeSubscription(merchant, await makeCustomer(merchant), priceId);
    await t.app.tick();
    expect(await ready('?strict=true')).toEqual([200, { status: 'ready' }]);

    const late = await openTestApp({ db: t.db, now: '2026-04-01T00:11:00.000Z' });
    await t.app.queue.enqueueNow('housekeeping', {});
    await t.db.raw.query(`UPDATE pgboss.job SET start_after = now() - interval '11 minutes' WHERE state < 'active'`);
    await t.db.raw.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, rolled_back_at, applied_steps_count)
       VALUES (gen_random_uuid(), 'x', '29990101000000_failed', now(), now(), 0)`,
    );
    const check = async (query: string) => {
      const response = await late.app.fetch(new Request(`${PUBLIC_URL}/ready${query}`));
      return [response.status, await response.json()];
    };
    const body = { status: 'ready', degraded: ['queue', 'renewals', 'migration'] };
    expect(await check('')).toEqual([200, body]);
    expect(await check('?strict=true')).toEqual([503, body]);
    await late.app.close();
  });
});
