/** Charging in sets: its cost, and what may happen between the plan of a set and the record of its results. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planSet } from '../../src/modules/collection/sets/planSet.ts';
import { ProviderDown } from '../../src/modules/payment/port.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { charges, expectBooksToBalance } from '../support/billing.ts';
import { makePrice } from '../support/catalog.ts';
import { makeJobsDue } from '../support/database.ts';
import { manySubscriptions } from '../support/manySubscriptions.ts';
import { mutate, ok } from '../support/taxes.ts';

const START = '2026-03-01T00:00:00.000Z';
const MONTH = 32 * 86_400_000;
const MINUTE = 60_000;

let t: TestApp;
beforeEach(async () => {
  t = await openTestApp({ now: START });
});
afterEach(() => t.close());

/** Customers whose renewals are invoiced and wait to be charged; their invoices in the order of their numbers. */
async function invoiced(count: number) {
  await t.db.prisma.subscription.updateMany({ data: { currentPeriodEnd: new Date('2100-01-01') } });
  const { merchant, companyId } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  await manySubscriptions(t, merchant, priceId, count);
  t.clock.advance(MONTH);
  await renewDue({ db: t.db, queue: t.app.queue, log: { error: fail } }, t.clock.now());
  const invoices = await t.db.prisma.invoice.findMany({
    where: { companyId, reason: 'SUBSCRIPTION_CYCLE' },
    orderBy: { sequence: 'asc' },
  });
  expect(invoices).toHaveLength(count);
  return { merchant, companyId, invoices };
}

function fail(facts?: object): never {
  throw new Error(`Unexpected: ${JSON.stringify(facts)}`);
}

const statuses = async (invoices: readonly { id: string }[]) => {
  const rows = await t.db.prisma.invoice.groupBy({
    by: ['status'],
    where: { id: { in: invoices.map(({ id }) => id) } },
    _count: true,
  });
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count]));
};

async function runJobs(): Promise<number> {
  t.db.statements.reset();
  await t.app.queue.tick();
  return t.db.statements.count;
}

const setMethod = (customerId: string, token: string) =>
  t.db.prisma.paymentMethod.updateMany({
    where: { customerId },
    data: { providerRef: `sbx_${token}_${'0'.repeat(24)}` },
  });

test('charging a hundred renewals takes as many statements as charging fifty, but for the checks of every 25th: less than three for ten', async () => {
  let references = 0;
  // The sandbox reads the company's time for each payment, which a provider does not.
  t.provider.pay = async (request) => {
    const { amount, currency, customerRef, methodRef, paymentId, take } = request;
    if (take === 'HOLD') return t.real.pay(request);
    return {
      ...{ ref: `fast_${++references}`, state: 'SUCCEEDED', amount, captured: amount, refunded: 0n, currency },
      ...{ customerRef, methodRef, paymentId, holdUntil: null, returned: false, live: false, failure: null },
    };
  };
  await invoiced(50);
  await runJobs();
  const half = await invoiced(50);
  const few = await runJobs();
  expect(await statuses(half.invoices)).toEqual({ PAID: 50 });
  const whole = await invoiced(100);
  const many = await runJobs();
  expect(await statuses(whole.invoices)).toEqual({ PAID: 100 });
  expect(many).toBe(few + 2);
  expect(many).toBeLessThan(30);
});

test('a declined payment in the middle of a set fails alone: its dunning begins, and all others are paid', async () => {
  const { invoices } = await invoiced(30);
  const declined = invoices[13] ?? fail();
  await setMethod(declined.customerId, 'tok_charge_declined');
  await t.app.tick();
  expect(await statuses(invoices)).toEqual({ OPEN: 1, PAID: 29 });
  const left = await t.db.prisma.invoice.findUniqueOrThrow({
    where: { id: declined.id },
    include: { subscription: true, payments: true },
  });
  expect(left).toMatchObject({ status: 'OPEN', attemptCount: 1, subscription: { status: 'PAST_DUE' } });
  expect(left.payments).toMatchObject([{ status: 'FAILED', declineCode: 'card_declined', counted: true }]);
  await expectBooksToBalance(t);
});

test('payments of a set whose process died before it sent them are sent once by the sweep', async () => {
  const { companyId, invoices } = await invoiced(20);
  const principal = { kind: 'system', companyId } as const;
  const ctx = { ...t, queue: t.app.queue, now: t.clock.now(), wallNow: t.clock.now(), principal };
  const planned = await planSet(ctx, new Map(invoices.map(({ id }) => [id, { jobId: id, attempt: 0 }])));
  expect(planned).toHaveLength(20);
  await t.app.tick();
  expect(await statuses(invoices)).toEqual({ OPEN: 20 });
  t.clock.advance(2 * MINUTE);
  await t.app.tick();
  expect(await statuses(invoices)).toEqual({ PAID: 20 });
  expect(charges(t)).toHaveLength(21);
  await expectBooksToBalance(t);
});

test('payments of a set whose process died before it recorded them are found at the provider and recorded once', async () => {
  const { invoices } = await invoiced(20);
  let answered = 0;
  t.provider.pay = async (request) => {
    const facts = await t.real.pay(request);
    if (++answered < 20) return facts;
    // The last answer does not come, and nothing is written any longer.
    await t.db.raw.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'gone'; END $$`);
    await t.db.raw.query('CREATE TRIGGER refuse BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION refuse()');
    await t.db.raw.query('CREATE TRIGGER refuse BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION refuse()');
    return facts;
  };
  await t.app.queue.tick();
  await t.db.raw.query('DROP TRIGGER refuse ON payment; DROP TRIGGER refuse ON invoice; DROP FUNCTION refuse');
  t.provider.pay = t.real.pay;
  expect(await statuses(invoices)).toEqual({ OPEN: 20 });
  for (let round = 0; round < 3; round++) {
    t.clock.advance(2 * MINUTE);
    await makeJobsDue(t.db);
    await t.app.tick();
  }
  expect(await statuses(invoices)).toEqual({ PAID: 20 });
  expect(charges(t)).toHaveLength(21);
  await expectBooksToBalance(t);
});

test('a provider that is away stops a set after some calls, and every payment is made once when it is back', async () => {
  const { invoices } = await invoiced(60);
  let calls = 0;
  t.provider.pay = async (request) => {
    calls++;
    // Half of the requests are acted upon although their responses are lost.
    if (calls % 2 === 0) await t.real.pay(request);
    throw new ProviderDown('MAYBE');
  };
  await t.app.queue.tick();
  // Ten failures stop it, beside which nine calls may have begun.
  expect(calls).toBeGreaterThanOrEqual(10);
  expect(calls).toBeLessThan(20);
  expect(await statuses(invoices)).toEqual({ OPEN: 60 });
  expect(await t.db.prisma.payment.groupBy({ by: ['status'], where: { take: 'NOW' }, _count: true })).toEqual([
    { status: 'PLANNED', _count: 60 },
  ]);
  t.provider.pay = t.real.pay;
  t.clock.advance(2 * MINUTE);
  await t.app.tick();
  expect(await statuses(invoices)).toEqual({ PAID: 60 });
  expect(charges(t)).toHaveLength(61);
  await expectBooksToBalance(t);
});

test('a customer who pays the invoice while a set charges it gets a conflict, and is charged once', async () => {
  const { merchant, invoices } = await invoiced(10);
  const own = invoices[4] ?? fail();
  let answer: unknown;
  t.provider.pay = async (request) => {
    if (request.customerRef === `sbx_${own.customerId}`) {
      t.provider.pay = t.real.pay;
      answer = await mutate(merchant, 'payInvoice', { invoiceId: own.id }, '__typename');
    }
    return t.real.pay(request);
  };
  await t.app.tick();
  expect(answer).toMatchObject({ message: 'A payment of this invoice is under way. Wait for its result.' });
  expect(await statuses(invoices)).toEqual({ PAID: 10 });
  expect(charges(t, own.customerId)).toHaveLength(1);
  await expectBooksToBalance(t);
});

test('credit that is given between the plan and the call of a set pays its invoice, and the payment is not sent', async () => {
  const { merchant, invoices } = await invoiced(40);
  let given = false;
  t.provider.pay = async (request) => {
    if (!given) {
      given = true;
      for (const { customerId } of invoices)
        await ok(merchant, 'adjustCredit', { customerId, amount: { amount: 3000, currency: 'EUR' } });
    }
    return t.real.pay(request);
  };
  await t.app.queue.tick();
  expect(await statuses(invoices)).toEqual({ PAID: 40 });
  // Those whose round had begun became credit again.
  expect(charges(t)).toHaveLength(1 + 25);
  for (let round = 0; round < 3; round++) {
    t.clock.advance(31 * MINUTE);
    await t.app.tick();
  }
  expect(charges(t)).toHaveLength(1 + 25);
  expect(await t.db.prisma.payment.count({ where: { status: 'ABANDONED' } })).toBe(15);
  await expectBooksToBalance(t);
});
