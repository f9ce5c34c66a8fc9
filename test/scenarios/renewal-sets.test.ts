/** Renewals in sets: their cost, and a subscription that cannot be renewed beside others that can. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { manySubscriptions } from '../support/manySubscriptions.ts';
import { ok } from '../support/taxes.ts';

const START = '2026-03-01T00:00:00.000Z';
const MONTH_LATER = '2026-04-01T00:00:00.000Z';

let t: TestApp;
beforeEach(async () => {
  t = await openTestApp({ now: START });
});
afterEach(() => t.close());

async function monthly(count: number): Promise<string[]> {
  const { merchant } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  return manySubscriptions(t, merchant, priceId, count);
}

const DAY = 86_400_000;

type Failure = { subscriptionId?: string; subscriptions?: number; err?: { message?: string } };

async function renew(now = MONTH_LATER): Promise<{ steps: number; statements: number; failures: Failure[] }> {
  const failures: Failure[] = [];
  t.db.statements.reset();
  const steps = await renewDue(
    { db: t.db, queue: t.app.queue, log: { error: (facts) => void failures.push(facts) } },
    new Date(now),
  );
  return { steps, statements: t.db.statements.count, failures };
}

const numbersOf = async () => {
  const rows = await t.db.prisma.invoice.findMany({ select: { sequence: true }, orderBy: { sequence: 'asc' } });
  return rows.map(({ sequence }) => sequence);
};
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('a hundred plain renewals take as many statements as twenty: less than four for ten renewals', async () => {
  // The first renewal also reads what the queue caches afterwards.
  await monthly(20);
  await renew();
  await monthly(20);
  const few = await renew();
  expect(few.steps).toBe(20);
  await monthly(100);
  const many = await renew();
  expect(many.steps).toBe(100);
  expect(many.statements).toBe(few.statements);
  expect(many.statements).toBeLessThan(40);
});

test('a subscription whose invoice the database refuses fails alone, and all others are renewed with gapless numbers', async () => {
  const ids = await monthly(40);
  const poisoned = ids[17] as string;
  await t.db.raw.query(`CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.subscription_id = '${poisoned}' THEN RAISE EXCEPTION 'poison'; END IF;
      RETURN NEW;
    END $$`);
  await t.db.raw.query(
    'CREATE TRIGGER refuse_poison BEFORE INSERT ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_poison()',
  );
  try {
    const { steps, failures } = await renew();
    expect(steps).toBe(39);
    // The sets that contained it, then itself, in each of the two passes over what is due.
    const alone = failures.filter(({ subscriptionId }) => subscriptionId);
    expect(new Set(alone.map(({ subscriptionId }) => subscriptionId))).toEqual(new Set([poisoned]));
    expect(failures.length - alone.length).toBeLessThanOrEqual(Math.ceil(Math.log2(40)));
    expect(await numbersOf()).toEqual(upTo(40));
  } finally {
    await t.db.raw.query('DROP TRIGGER refuse_poison ON invoice; DROP FUNCTION refuse_poison');
  }
  const { steps, failures } = await renew();
  expect([steps, failures]).toEqual([1, []]);
  expect(await numbersOf()).toEqual(upTo(41));
  await expectBooksToBalance(t);
});

test('credit pays the earliest of a customer’s late invoices, even if 600 renewals of others are due between them', async () => {
  const { merchant } = await t.company();
  const weekly = await makePrice(merchant, { amount: 1000, interval: 'WEEK' });
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const customerId = await makeCustomer(merchant);
  const early = await makeSubscription(merchant, customerId, weekly.priceId);
  t.clock.advance(DAY);
  await manySubscriptions(t, merchant, priceId, 610);
  t.clock.advance(DAY);
  const late = await makeSubscription(merchant, customerId, priceId);
  await t.app.tick();
  // As much as the four weeks cost, which are all due before the other subscription's month.
  await ok(merchant, 'adjustCredit', { customerId, amount: { amount: 4000, currency: 'EUR' } });
  const { steps, failures } = await renew('2026-04-04T00:00:00.000Z');
  expect([steps, failures]).toEqual([4 + 610 + 1, []]);
  const invoices = await t.db.prisma.invoice.findMany({
    where: { customerId, reason: 'SUBSCRIPTION_CYCLE' },
    orderBy: { dueAt: 'asc' },
  });
  const paidBy = (id: string) =>
    invoices.filter(({ subscriptionId }) => subscriptionId === id).map(({ status }) => status);
  expect(paidBy(early.subscription.id)).toEqual(['PAID', 'PAID', 'PAID', 'PAID']);
  expect(paidBy(late.subscription.id)).toEqual(['OPEN']);
});
