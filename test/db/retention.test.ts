/** Rows that would only grow in number are deleted after their retention, and nothing before it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../src/kernel/clock.ts';
import { newId } from '../../src/kernel/ids.ts';
import { deleteOldEvents } from '../../src/modules/event/deleteOldEvents.ts';
import { deleteOldSignIns } from '../../src/modules/signIn/deleteOldSignIns.ts';
import { HOUSEKEEPING_JOB } from '../../src/schedule.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
beforeAll(async () => {
  t = await openTestApp({ retention: { eventDays: 40, signInDays: 7 } });
});
afterAll(() => t.close());

const daysAgo = (days: number) => new Date(t.clock.now().getTime() - days * DAY);

async function events(companyId: string, type: string, createdAt: Date, count = 1): Promise<string[]> {
  const data = Array.from({ length: count }, () => ({
    ...{ id: newId('Event', createdAt), companyId, type, actorKind: 'SYSTEM' as const },
    ...{ objectId: 'cus_x', data: {}, createdAt },
  }));
  await t.db.prisma.event.createMany({ data });
  return data.map(({ id }) => id);
}
const left = async (ids: string[]) => t.db.prisma.event.count({ where: { id: { in: ids } } });

test('events older than the retention are deleted in batches of five thousand, and later ones are not', async () => {
  company = await t.company();
  const old = await events(company.companyId, 'customer.updated', daysAgo(40.01), 5001);
  const recent = await events(company.companyId, 'customer.updated', daysAgo(39.99), 3);
  t.db.statements.log = [];
  expect(await deleteOldEvents(t.db, t.clock.now(), 40)).toBe(5001);
  expect(t.db.statements.log.filter((text) => text.startsWith('DELETE'))).toHaveLength(2);
  t.db.statements.log = undefined;
  expect([await left(old), await left(recent)]).toEqual([0, 3]);
});

test('events that the report of cancellations counts are retained for two years, whatever the retention', async () => {
  company = await t.company();
  const counted = await events(company.companyId, 'subscription.canceled', daysAgo(2 * 366 - 0.01));
  const ancient = await events(company.companyId, 'subscription.canceled', daysAgo(2 * 366 + 0.01));
  await deleteOldEvents(t.db, t.clock.now(), 40);
  expect([await left(counted), await left(ancient)]).toEqual([1, 0]);
});

test('an event with a webhook delivery remains until the delivery is deleted', async () => {
  company = await t.company();
  await mutate(company.merchant, 'createWebhookEndpoint', { url: 'http://127.0.0.1:9/hook' }, 'webhookEndpoint { id }');
  const delivered = await events(company.companyId, 'customer.updated', daysAgo(50));
  await deleteOldEvents(t.db, t.clock.now(), 40);
  expect(await left(delivered)).toBe(1);
  await t.db.prisma.webhookDelivery.deleteMany({ where: { companyId: company.companyId } });
  await deleteOldEvents(t.db, t.clock.now(), 40);
  expect(await left(delivered)).toBe(0);
});

test('the events of a company with a test clock are deleted by its own time', async () => {
  company = await t.company();
  await mutate(company.merchant, 'createTestClock', { frozenTime: '2020-01-01T00:00:00.000Z' }, 'company { id }');
  const own = await events(company.companyId, 'customer.updated', new Date('2019-12-01T00:00:00.000Z'));
  const ended = await events(company.companyId, 'customer.updated', new Date('2019-11-01T00:00:00.000Z'));
  await deleteOldEvents(t.db, t.clock.now(), 40);
  expect([await left(own), await left(ended)]).toEqual([1, 0]);
});

test('sessions and links are deleted after their retention, and younger ones still sign in', async () => {
  company = await t.company();
  const customerId = await makeCustomer(company.merchant);
  const ids = async () => ({
    links: await t.db.prisma.portalLink.count({ where: { customerId } }),
    sessions: await t.db.prisma.portalSession.count({ where: { customerId } }),
  });
  await t.signIn(company.merchant, customerId);
  await mutate(company.merchant, 'createPortalLink', { customerId }, 'url');
  const made = t.clock.now().getTime();
  expect(await deleteOldSignIns(t.db, new Date(made + 7 * DAY), 7)).toBe(0);
  t.clock.advance(7 * DAY);
  const { portal } = await t.signIn(company.merchant, customerId);
  expect(await ids()).toEqual({ links: 3, sessions: 2 });
  expect(await deleteOldSignIns(t.db, new Date(made + 7 * DAY + 1), 7)).toBe(3);
  expect(await ids()).toEqual({ links: 1, sessions: 1 });
  await expect(portal.request('{ currentCustomer { id } }')).resolves.toEqual({ currentCustomer: { id: customerId } });
});

test('the hourly job deletes events and sign-ins by the configured retention', async () => {
  company = await t.company();
  const customerId = await makeCustomer(company.merchant);
  await t.signIn(company.merchant, customerId);
  const old = await events(company.companyId, 'customer.updated', daysAgo(33.01));
  t.clock.advance(7 * DAY + 1);
  await t.db.prisma.$transaction((tx) => t.app.queue.enqueue(tx, HOUSEKEEPING_JOB, {}));
  await t.app.tick();
  expect(await left(old)).toBe(0);
  const [{ setting }] = (await t.db.raw.query(`SELECT current_setting('portico.retention_ended', true) AS setting`))
    .rows;
  expect(setting).not.toBe('on');
  expect(await t.db.prisma.portalSession.count({ where: { customerId } })).toBe(0);
});
