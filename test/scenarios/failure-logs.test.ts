/** A failed sweep is explained by one log line: the row, the reason, and what happens next. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { APRIL, MAY, openShop, payWith, type Shop, subscribe } from '../support/billing.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterEach(() => t.close());

/** Makes the database refuse a write, as a violated constraint would. Returns a function that allows it again. */
async function refuse(table: string, event: string, condition: string): Promise<() => Promise<void>> {
  await t.db.raw.query(`CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'row of test@example.com violates constraint "refused_here"' USING ERRCODE = '23514'; END $$`);
  await t.db.raw.query(
    `CREATE TRIGGER refuse BEFORE ${event} ON ${table} FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION refuse()`,
  );
  return async () => {
    await t.db.raw.query(`DROP TRIGGER refuse ON ${table}`);
  };
}

/** The only line above the level `info`, which an operator reads without other context. */
function onlyFailure(): Record<string, unknown> {
  const failures = t.logged.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
  expect(failures).toHaveLength(1);
  expect(JSON.stringify(failures)).not.toContain('test@example.com');
  return failures[0];
}

const CAUSE = { type: expect.stringMatching(/^Prisma/), sqlState: '23514', constraint: 'refused_here' };

test('a renewal that fails is explained by its log line, and is made up for by the next sweep', async () => {
  const { subscriptionId } = await subscribe(t, shop, shop.small);
  const allow = await refuse('invoice', 'INSERT', `NEW.subscription_id = '${subscriptionId}'`);
  t.clock.advanceTo(MAY);
  await t.app.tick();
  expect(onlyFailure()).toMatchObject({
    msg: 'A renewal failed and was rolled back.',
    subscriptionId,
    companyId: shop.companyId,
    err: { ...CAUSE, stack: expect.arrayContaining([expect.stringContaining('renewSubscription.ts')]) },
    next: expect.stringContaining('The step stays due.'),
  });
  await allow();
  await t.app.tick();
  expect(await t.db.prisma.invoice.count({ where: { subscriptionId } })).toBe(2);
});

test('a payment retry that fails is explained by its log line, and is made up for by the next sweep', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  await payWith(shop.merchant, customerId, 'tok_charge_declined');
  t.clock.advanceTo(MAY);
  await t.app.tick();
  const invoice = await t.db.prisma.invoice.findFirstOrThrow({ where: { subscriptionId, status: 'OPEN' } });
  const allow = await refuse('invoice', 'UPDATE', 'OLD.next_attempt_at IS NOT NULL AND NEW.next_attempt_at IS NULL');
  t.clock.advanceTo((invoice.nextAttemptAt as Date).toISOString());
  t.logged.length = 0;
  await t.app.tick();
  expect(onlyFailure()).toMatchObject({
    msg: 'A payment retry was not enqueued.',
    invoiceId: invoice.id,
    subscriptionId,
    companyId: shop.companyId,
    attempt: 1,
    err: CAUSE,
    next: expect.stringContaining('The retry stays due.'),
  });
  await allow();
  await t.app.tick();
  expect(await t.db.prisma.invoice.findUnique({ where: { id: invoice.id } })).toMatchObject({ attemptCount: 2 });
});

test('a card expiry warning that fails is explained by its log line, and is made up for by the next sweep', async () => {
  const { customerId } = await subscribe(t, shop, shop.small);
  const expiry = { expiryYear: 2026, expiryMonth: 5 };
  await t.db.prisma.paymentMethod.updateMany({ where: { customerId }, data: expiry });
  // The renewal comes first, so that one pass of the sweeps meets the failure once.
  t.clock.advanceTo(MAY);
  await t.app.tick();
  const allow = await refuse('payment_method', 'UPDATE', 'NEW.warned_for IS NOT NULL');
  t.clock.advanceTo('2026-05-20T00:00:00.000Z');
  await t.app.tick();
  const { id: paymentMethodId } = await t.db.prisma.paymentMethod.findFirstOrThrow({ where: { customerId } });
  expect(onlyFailure()).toMatchObject({
    msg: 'A card expiry warning failed and was rolled back.',
    paymentMethodId,
    companyId: shop.companyId,
    err: CAUSE,
    next: expect.stringContaining('The warning stays due.'),
  });
  await allow();
  await t.app.tick();
  expect(await t.db.prisma.paymentMethod.findFirst({ where: { customerId } })).toMatchObject({ warnedFor: 202605 });
});
