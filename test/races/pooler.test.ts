/** Debian's pgbouncer between Portico and PostgreSQL. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openDb } from '../../src/db/open.ts';
import { openTestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { openPgbouncer, pgbouncerMissing } from '../support/pgbouncer.ts';
import { administer } from '../support/preparedDatabase.ts';
import { runMain, startServerProcess } from '../support/process.ts';
import { describeUnless } from '../support/requirement.ts';

const TRANSACTION_MODE = ['pool_mode = transaction', 'default_pool_size = 4', 'max_client_conn = 200'];
const DAY = 86_400_000;

/** A database behind a pooler. The database's sessions have the time zone that `zone` names. */
async function pooled(settings: readonly string[], zone = 'UTC', from: 'migrated' | 'empty' = 'migrated') {
  const { db, url } = await openPostgresTestDb(from);
  await administer(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone TO '${zone}'`);
  const pooler = await openPgbouncer(url, settings);
  onTestFinished(async () => {
    await pooler.close();
    await db.close();
  });
  return { db, url: pooler.url };
}

postgresOnly('with pgbouncer', () => {
  describeUnless(pgbouncerMissing)('in transaction mode', () => {
    test('with DATABASE_POOLER=transaction a new database is migrated and every request succeeds', async () => {
      const { url } = await pooled(TRANSACTION_MODE, 'UTC', 'empty');
      const server = await startServerProcess(url, { DATABASE_POOLER: 'transaction', DATABASE_POOL_SIZE: '20' });
      onTestFinished(() => server.kill());
      const t = await openTestApp({ db: await openPooled(url), now: new Date(Date.now() - 2 * DAY).toISOString() });
      const { apiKey, merchant } = await t.company();
      const { priceId } = await makePrice(merchant, { amount: 100, interval: 'DAY' });
      const ids: string[] = [];
      for (let n = 0; n < 8; n++) {
        const made = await makeSubscription(merchant, await makeCustomer(merchant), priceId);
        ids.push(made.subscription.id);
      }
      const reading = {
        query: '{ customers(first: 50) { nodes { id subscriptions { id items { quantity } } } } }',
      };
      const writing = (n: number) => ({
        query: `mutation ($id: ID!, $n: Int!) { updateQuantity(input: { subscriptionId: $id, quantity: $n }) { __typename } }`,
        variables: { id: ids[n % ids.length], n: 1 + (n % 5) },
      });
      const statuses = await Promise.all(
        Array.from({ length: 200 }, async (_, n) => {
          const { status, body } = await server.post(n % 4 ? reading : writing(n), {
            authorization: `Bearer ${apiKey}`,
          });
          return `${status} ${body.errors?.[0].extensions.code ?? 'ok'}`;
        }),
      );
      expect([...new Set(statuses)]).toEqual(['200 ok']);
      // The process renews two days of eight subscriptions through the pooler.
      await expect.poll(() => t.db.prisma.event.count({ where: { type: 'subscription.renewed' } })).toBe(16);
      await server.stop();
      const { rows } = await t.db.raw.query(
        `SELECT subscription_id FROM invoice WHERE reason = 'SUBSCRIPTION_CYCLE' GROUP BY subscription_id HAVING count(*) = 2`,
      );
      expect(rows).toHaveLength(8);
      await t.close();
    }, 120_000);

    test('without DATABASE_POOLER the start fails with one sentence that names the setting', async () => {
      const { url } = await pooled(TRANSACTION_MODE);
      const { code, output } = await runMain({ DATABASE_URL: url });
      expect(code).toBe(1);
      expect(output.trim()).toBe(
        'DATABASE_URL leads to a pooler in transaction mode: set DATABASE_POOLER=transaction.',
      );
    });

    test('another time zone of the database prevents the start with the command that changes it', async () => {
      const { url } = await pooled(TRANSACTION_MODE, 'Pacific/Kiritimati');
      const { code, output } = await runMain({ DATABASE_URL: url, DATABASE_POOLER: 'transaction' });
      expect(code).toBe(1);
      expect(output).toMatch(/^The time zone of the database at \S+ is Pacific\/Kiritimati/);
      expect(output).toContain("SET timezone TO 'UTC'");
      expect(output.trim().split('\n')).toHaveLength(1);
    });
  });

  describeUnless(pgbouncerMissing)('in session mode that ignores options', () => {
    test('another time zone of the database prevents the start', async () => {
      const ignoring = [
        'pool_mode = session',
        'ignore_startup_parameters = options,statement_timeout,idle_in_transaction_session_timeout',
      ];
      const { url } = await pooled(ignoring, 'Pacific/Kiritimati');
      const { code, output } = await runMain({ DATABASE_URL: url });
      expect([code, output.includes('Pacific/Kiritimati')]).toEqual([1, true]);
      expect(output.trim().split('\n')).toHaveLength(1);
    });
  });
});

/** The pooler has the server's default time zone, which is UTC here. */
const openPooled = (url: string): Promise<Db> => openDb({ url, poolSize: 5, transactionPooler: true });

describe('settings of the session', () => {
  postgresOnly('on a direct connection', () => {
    test('a database in another time zone is used in UTC', async () => {
      const { db, url } = await openPostgresTestDb();
      await administer(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone TO 'Pacific/Kiritimati'`);
      const server = await startServerProcess(url);
      onTestFinished(() => server.kill());
      await pause(10);
      const t = await openTestApp({ db: await openDb({ url }), now: '2026-03-01T00:00:00.000Z' });
      await t.company();
      const [row] = await db.sql<{ at: Date }>(undefined, 'SELECT created_at AS at FROM company', []);
      expect(row?.at.toISOString()).toBe('2026-03-01T00:00:00.000Z');
      await t.close();
      await server.stop();
      await db.close();
    });
  });
});
