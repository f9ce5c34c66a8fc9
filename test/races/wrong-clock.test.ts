/** A process whose clock is 75 days ahead of the database's renews and charges nothing, and is not ready. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openTestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { shiftedClock, startServerProcess } from '../support/process.ts';

const DAY = 86_400_000;

postgresOnly('a process with a wrong clock', () => {
  test('a process whose clock is 75 days ahead renews and charges nothing, refuses requests, and reports it', async () => {
    const { db, url } = await openPostgresTestDb();
    const t = await openTestApp({ db, now: new Date().toISOString() });
    const { apiKey, merchant } = await t.company();
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    await makeSubscription(merchant, await makeCustomer(merchant), priceId);
    await t.app.tick();
    const before = await db.prisma.invoice.count();

    const ahead = await startServerProcess(url, { ...shiftedClock(75 * DAY), LOG_LEVEL: 'info' }, { ready: 503 });
    onTestFinished(() => ahead.kill());
    // The first sweep is due after five seconds.
    await pause(7000);
    const ready = await fetch(`${ahead.url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'unavailable', reason: 'clock' }]);
    const refused = await ahead.post({ query: '{ company { name } }' }, { authorization: `Bearer ${apiKey}` });
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(ahead.output()).toContain('The clock of this process is ahead of the clock of the database.');
    expect(await db.prisma.invoice.count()).toBe(before);

    const right = await startServerProcess(url);
    onTestFinished(() => right.kill());
    const served = await right.post({ query: '{ company { name } }' }, { authorization: `Bearer ${apiKey}` });
    expect(served.status).toBe(200);
    await right.stop();
    await ahead.stop();
    await t.close();
  }, 120_000);
});
