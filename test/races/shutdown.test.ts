/** SIGTERM: load balancers see it first, running requests are finished, and then the port closes. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openTestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { openDatabaseProxy } from '../support/databaseProxy.ts';
import { startServerProcess } from '../support/process.ts';

postgresOnly('the end of a process', () => {
  test('/ready returns 503 while requests are still served for the configured delay, and a slow request is finished', async () => {
    const { db, url } = await openPostgresTestDb();
    const t = await openTestApp({ db, now: new Date().toISOString() });
    const { apiKey, merchant } = await t.company();
    const customerId = await makeCustomer(merchant);
    const { priceId } = await makePrice(merchant, { amount: 100 });
    const { subscription } = await makeSubscription(merchant, customerId, priceId);
    const server = await startServerProcess(url, { SHUTDOWN_DELAY_SECONDS: '3' });
    onTestFinished(() => server.kill());
    const authorization = { authorization: `Bearer ${apiKey}` };

    // A change that waits for a lock when the signal comes, longer than the delay.
    const blocker = new pg.Client({ connectionString: url });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM subscription FOR UPDATE');
    const slow = server.post(
      {
        query: `mutation ($id: ID!) { updateQuantity(input: { subscriptionId: $id, quantity: 2 }) { __typename } }`,
        variables: { id: subscription.id },
      },
      authorization,
    );
    await pause(1000);
    const stopping = server.stop();
    await pause(500);
    const ready = await fetch(`${server.url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'unavailable', reason: 'stopping' }]);
    expect((await server.post({ query: '{ company { name } }' }, authorization)).status).toBe(200);
    await pause(4000);
    await expect(fetch(`${server.url}/ready`)).rejects.toThrow();
    await blocker.query('COMMIT');
    await blocker.end();
    expect((await slow).body).toEqual({ data: { updateQuantity: { __typename: 'UpdateQuantitySuccess' } } });
    expect(await stopping).toBe(0);
    await t.close();
  }, 60_000);

  test.each(['cut', 'freeze'] as const)(
    'a process whose database is away (%s) ends in order at SIGTERM',
    async (mishap) => {
      const { db, url } = await openPostgresTestDb();
      const proxy = await openDatabaseProxy(url);
      onTestFinished(async () => {
        await proxy.close();
        await db.close();
      });
      const server = await startServerProcess(proxy.url, { LOG_LEVEL: 'warn' });
      onTestFinished(() => server.kill());
      await proxy[mishap]();
      const request = server.post({
        query: 'mutation { requestPortalLink(input: { companyId: "co_1", email: "a@example.com" }) { __typename } }',
      });
      await Promise.all([request.catch(() => null), pause(2000).then(() => server.stop())]).then(([, code]) =>
        expect(code, server.output()).toBe(0),
      );
      expect(server.output()).not.toContain('An error was not caught');
    },
    120_000,
  );
});
