/** Test clocks: months of a subscription in seconds, for one company only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  AddPaymentMethodDocument,
  AdvanceTestClockDocument,
  CreateTestClockDocument,
  PortalHomeDocument,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-03-01T00:00:00.000Z' });
});
afterAll(() => t.close());

test('advancing a test clock by half a year runs the renewals of its company in order, and of no other company', async () => {
  const { merchant } = await t.company('Rehearsal');
  const other = await t.company('Real life');
  const theirs = await makePrice(other.merchant, { amount: 1000 });
  await makeSubscription(other.merchant, await makeCustomer(other.merchant), theirs.priceId);

  const created = await merchant.request(CreateTestClockDocument, {
    input: { frozenTime: '2030-01-31T00:00:00.000Z' },
  });
  expect(success(created.createTestClock).company.testClockAt).toBe('2030-01-31T00:00:00.000Z');
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const customerId = await makeCustomer(merchant);
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  expect(subscription.currentPeriodStart).toBe('2030-01-31T00:00:00.000Z');

  // Real time does not affect the company.
  t.clock.advanceTo('2026-03-20T00:00:00.000Z');
  await t.app.tick();
  const advanced = success(
    (await merchant.request(AdvanceTestClockDocument, { input: { frozenTime: '2030-07-31T00:00:00.000Z' } }))
      .advanceTestClock,
  );
  const renewed = advanced.events.filter(({ type }) => type === 'subscription.renewed');
  expect(renewed.map(({ createdAt }) => createdAt.slice(0, 10))).toEqual([
    '2030-02-28',
    '2030-03-31',
    '2030-04-30',
    '2030-05-31',
    '2030-06-30',
    '2030-07-31',
  ]);
  expect(renewed.every(({ actorKind }) => actorKind === 'SYSTEM')).toBe(true);
  // Each charge belongs to the instant of its renewal.
  const paid = advanced.events.filter(({ type }) => type === 'payment.succeeded').map(({ createdAt }) => createdAt);
  expect(paid).toEqual(renewed.map(({ createdAt }) => createdAt));
  expect(await t.db.prisma.invoice.count({ where: { companyId: other.companyId } })).toBe(1);
});

test('retries of a failed payment run on their days of the test clock until the terminal action', async () => {
  const { merchant } = await t.company();
  success(
    (await merchant.request(CreateTestClockDocument, { input: { frozenTime: '2030-01-01T00:00:00.000Z' } }))
      .createTestClock,
  );
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const customerId = await makeCustomer(merchant);
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  const input = { customerId, token: 'tok_charge_declined', makeDefault: true };
  success((await merchant.request(AddPaymentMethodDocument, { input })).addPaymentMethod);
  // A new default payment method retries overdue invoices; none is overdue yet.
  await t.app.tick();
  const { advanceTestClock } = await merchant.request(AdvanceTestClockDocument, {
    input: { frozenTime: '2030-02-20T00:00:00.000Z' },
  });
  const failed = success(advanceTestClock).events.filter(({ type }) => type === 'invoice.payment_failed');
  expect(failed.map(({ createdAt }) => createdAt.slice(0, 10))).toEqual([
    '2030-02-01',
    '2030-02-04',
    '2030-02-06',
    '2030-02-08',
  ]);
  expect(await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscription.id } })).toMatchObject({
    status: 'UNPAID',
  });
});

test('advancing a test clock sends the warning about an expiring card on its day', async () => {
  const { merchant } = await t.company();
  success(
    (await merchant.request(CreateTestClockDocument, { input: { frozenTime: '2034-06-01T00:00:00.000Z' } }))
      .createTestClock,
  );
  const { priceId } = await makePrice(merchant, { amount: 36_000, interval: 'YEAR' });
  await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  await t.app.tick();
  // The card expires at the end of December 2034; the warning is sent 30 days earlier.
  const { advanceTestClock } = await merchant.request(AdvanceTestClockDocument, {
    input: { frozenTime: '2035-02-01T00:00:00.000Z' },
  });
  expect(success(advanceTestClock).events.map(({ type, createdAt }) => [type, createdAt])).toEqual([
    ['payment_method.expiring', '2034-12-02T00:00:00.000Z'],
  ]);
});

test('signing in uses real time although the company has a test clock', async () => {
  const { merchant } = await t.company();
  success(
    (await merchant.request(CreateTestClockDocument, { input: { frozenTime: '2020-01-01T00:00:00.000Z' } }))
      .createTestClock,
  );
  const { portal } = await t.signIn(merchant, await makeCustomer(merchant));
  expect((await portal.request(PortalHomeDocument)).currentCustomer.subscriptions).toEqual([]);
});

test('a test clock cannot go backwards, be created twice, or exist outside of test mode', async () => {
  const { companyId, merchant } = await t.company();
  const at = (frozenTime: string) => ({ input: { frozenTime } });
  const advance = async (to: string) => (await merchant.request(AdvanceTestClockDocument, at(to))).advanceTestClock;
  expect(await advance('2027-01-01T00:00:00Z')).toMatchObject({ code: 'CONFLICT' });
  success((await merchant.request(CreateTestClockDocument, at('2027-01-01T00:00:00Z'))).createTestClock);
  expect((await merchant.request(CreateTestClockDocument, at('2028-01-01T00:00:00Z'))).createTestClock).toMatchObject({
    code: 'CONFLICT',
  });
  expect(await advance('2026-12-31T00:00:00Z')).toMatchObject({
    code: 'VALIDATION_FAILED',
    path: ['input', 'frozenTime'],
  });
  expect(await advance('2031-01-01T00:00:00Z')).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await advance('2027-01-02T00:00:00Z')).toMatchObject({ frozenTime: '2027-01-02T00:00:00.000Z' });
  const events = await t.db.prisma.event.findMany({ where: { companyId, type: 'test_clock.created' } });
  expect(events).toHaveLength(1);

  const live = await t.company('Live');
  await t.db.prisma.company.update({ where: { id: live.companyId }, data: { testMode: false } });
  expect(
    (await live.merchant.request(CreateTestClockDocument, at('2027-01-01T00:00:00Z'))).createTestClock,
  ).toMatchObject({ code: 'CONFLICT' });
  success(
    (await merchant.request(UpdatePortalConfigDocument, { input: { portalHeader: 'Later' } })).updatePortalConfig,
  );
});
