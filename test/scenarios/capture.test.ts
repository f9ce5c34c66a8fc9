/** Recapture: after every kind of provider failure, authorized money is finally captured or recorded as failed. */
import { afterEach, expect, test } from 'vitest';
import { recaptureDue } from '../../src/modules/collection/recapture.ts';
import { GatewayUnavailable } from '../../src/modules/payment/gateway.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  expectBooksToBalance,
  openShop,
  payWith,
  subscribe,
  subscriptionOf,
  switchPlan,
} from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { makeJobsDue } from '../support/database.ts';
import { mutate } from '../support/world.ts';

const HOUR = 3_600_000;
let t: TestApp;
/** The provider's behavior on capture; `lost answer`: it captures the money, and the response is lost. */
let captures: 'fine' | 'down' | 'lost answer' = 'fine';
let asked = 0;

async function open(): Promise<void> {
  captures = 'fine';
  asked = 0;
  t = await openTestApp({
    now: APRIL,
    provider: (sandbox) => ({
      ...sandbox,
      async capture(ref) {
        asked++;
        if (captures === 'down') throw new GatewayUnavailable('down');
        const result = await sandbox.capture(ref);
        if (captures === 'lost answer') throw new GatewayUnavailable('no answer');
        return result;
      },
      async authorizationState(ref) {
        if (captures === 'down') throw new GatewayUnavailable('down');
        return sandbox.authorizationState(ref);
      },
    }),
  });
}
afterEach(() => t.close());

/** A paid switch whose capture failed until the queue gave up. */
async function uncaptured(how: typeof captures) {
  const shop = await openShop(t);
  const customerId = await makeCustomer(shop.merchant);
  const { subscription } = await makeSubscription(shop.merchant, customerId, shop.small);
  await t.app.tick();
  captures = how;
  await switchPlan(shop.merchant, {
    subscriptionId: subscription.id,
    priceId: shop.large,
    prorationBehavior: 'FULL_DIFFERENCE',
  });
  for (let tries = 0; tries < 8; tries++) {
    await t.app.queue.tick();
    await makeJobsDue(t.db);
  }
  const { rows } = await t.db.raw.query(`SELECT count(*)::int AS n FROM pgboss.job WHERE state = 'failed'`);
  expect(rows[0].n, 'the queue has given up').toBe(1);
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'AUTHORIZED' } });
  const read = () => t.db.prisma.payment.findUniqueOrThrow({ where: { id: payment.id } });
  const told = async (type: string) => t.db.prisma.event.count({ where: { objectId: payment.id, type } });
  return { shop, customerId, subscriptionId: subscription.id, payment, read, told };
}

async function hours(count: number): Promise<void> {
  for (let hour = 0; hour < count; hour++) {
    t.clock.advance(HOUR);
    await t.app.tick();
    // The queue's own retries within the hour.
    for (let tries = 0; tries < 6; tries++) {
      await makeJobsDue(t.db);
      await t.app.queue.tick();
    }
  }
}

test('after an outage of a day the hourly recapture captures the payment once', async () => {
  await open();
  const { customerId, shop, read, told } = await uncaptured('down');
  await hours(24);
  expect((await read()).status).toBe('AUTHORIZED');
  captures = 'fine';
  const before = asked;
  await hours(2);
  expect((await read()).status).toBe('SUCCEEDED');
  expect(asked - before).toBe(1);
  expect(await told('payment.succeeded')).toBe(1);
  expect((await accountOf(shop.merchant, customerId)).invoices.map(({ status }) => status)).toEqual(['PAID', 'PAID']);
  await expectBooksToBalance(t);
}, 120_000);

test('a capture whose response was lost is recorded without a second capture', async () => {
  await open();
  const { read, told } = await uncaptured('lost answer');
  captures = 'fine';
  const before = asked;
  await hours(1);
  expect((await read()).status).toBe('SUCCEEDED');
  expect(asked, 'only the state was queried').toBe(before);
  expect(await told('payment.succeeded')).toBe(1);
  await hours(2);
  expect(await told('payment.succeeded')).toBe(1);
  await expectBooksToBalance(t);
}, 60_000);

test('an authorization that lapsed before its capture reopens the invoice and starts dunning', async () => {
  await open();
  const { customerId, subscriptionId, shop, payment, read, told } = await uncaptured('down');
  await t.gateway.cancelAuthorization(payment.authorizationRef ?? '');
  captures = 'fine';
  await hours(1);
  expect(await read()).toMatchObject({ status: 'FAILED', declineCode: 'authorization_canceled' });
  expect(await told('payment.failed')).toBe(1);
  expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('PAST_DUE');
  expect((await accountOf(shop.merchant, customerId)).invoices[0]?.status).toBe('OPEN');
  await hours(1);
  expect(await told('payment.failed')).toBe(1);
  // The first retry charges the card, which works.
  await hours(3 * 24);
  expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('ACTIVE');
  await expectBooksToBalance(t);
}, 120_000);

test('the recapture ignores a payment whose capture job is younger than an hour', async () => {
  await open();
  const shop = await openShop(t);
  const customerId = await makeCustomer(shop.merchant);
  await makeSubscription(shop.merchant, customerId, shop.small);
  const waiting = async () => {
    const { rows } = await t.db.raw.query(`SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'payment.capture'`);
    return rows[0].n;
  };
  expect(await waiting()).toBe(1);
  t.clock.advance(HOUR - 1);
  expect(await recaptureDue({ db: t.db, queue: t.app.queue }, t.clock.now())).toBe(0);
  t.clock.advance(1);
  expect(await recaptureDue({ db: t.db, queue: t.app.queue }, t.clock.now())).toBe(1);
  expect(await recaptureDue({ db: t.db, queue: t.app.queue }, t.clock.now()), 'claimed').toBe(0);
  // Both jobs run, and the money is taken once.
  await t.app.tick();
  await expectBooksToBalance(t);
  expect(await t.db.prisma.event.count({ where: { type: 'payment.succeeded' } })).toBe(1);
});

test('credit granted before a failed capture pays the invoice, which emits invoice.paid again', async () => {
  await open();
  const shop = await openShop(t);
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  await payWith(shop.merchant, customerId, 'tok_capture_fails');
  await t.app.tick();
  // 60.00 more for Large; before the capture, the customer gets 100.00 of credit.
  const terms = { prorationBehavior: 'FULL_DIFFERENCE' } as const;
  await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...terms });
  const amount = { amount: 10_000, currency: 'EUR' };
  await mutate(shop.merchant, 'adjustCredit', { customerId, amount }, '__typename');
  await t.app.tick();
  const { balance, invoices } = await accountOf(shop.merchant, customerId);
  expect(balance).toBe(4000);
  expect(invoices[0]).toMatchObject({ status: 'PAID', amountPaid: { amount: 6000 }, amountDue: { amount: 0 } });
  const events = await t.db.prisma.event.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  const told = events.filter(({ objectId }) => objectId === invoices[0]?.id).map(({ type }) => type);
  expect(told).toEqual(['invoice.finalized', 'invoice.paid', 'invoice.paid']);
  expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('ACTIVE');
  await expectBooksToBalance(t);
});
