/**
 * Charging in sets and charging one by one are the same: random invoices, with everything that a charge can meet, are charged
 * both ways from the same rows, and all tables are compared. CHARGE_BOOKS sets the number of books.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectJob, collectInvoice } from '../../src/modules/collection/collectInvoice.ts';
import { collectInSets } from '../../src/modules/collection/sets/collectInSets.ts';
import { planPayment } from '../../src/modules/payment/planPayment.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makePrice } from '../support/catalog.ts';
import { comparable, idsIn, readTables } from '../support/comparedTables.ts';
import { manySubscriptions } from '../support/manySubscriptions.ts';
import { repetitions } from '../support/repetition.ts';
import { saveRows } from '../support/savedRows.ts';

const BOOKS = Number(process.env.CHARGE_BOOKS ?? repetitions(2, 12));
const START = '2026-03-01T00:00:00.000Z';
const DAY = 86_400_000;

const TOKENS = [
  ...['tok_visa', 'tok_visa', 'tok_visa', 'tok_visa', 'tok_mastercard', 'tok_paypal'],
  ...['tok_charge_declined', 'tok_insufficient_funds', 'tok_stolen', 'tok_authentication_required'],
  ...['tok_provider_unavailable', 'tok_sepa_debit', 'tok_unknown'],
] as const;
const SITUATIONS = [
  ...['none', 'none', 'none', 'none', 'none', 'none', 'failed before', 'failed before', 'pending cancellation'],
  ...['no method', 'removed method', 'small credit', 'large credit', 'other credit', 'void', 'in flight', 'uncounted'],
  ...['tried', 'refused for good', 'paused', 'twice', 'deleted customer', 'paid in part'],
] as const;
const invoices = fc.record({ token: fc.constantFrom(...TOKENS), situation: fc.constantFrom(...SITUATIONS) });
type Given = typeof invoices extends fc.Arbitrary<infer Value> ? Value : never;

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: START });
});
afterAll(() => t.close());

/** Counts the situations of all books, to prove that the interesting ones occurred. */
const seen = new Map<string, number>();
const count = (what: string, by = 1) => seen.set(what, (seen.get(what) ?? 0) + by);

/** The jobs of a company whose renewals have been issued, after the situations have been made. */
async function write(given: readonly Given[]): Promise<{ id: string; data: CollectJob }[]> {
  const { merchant, companyId } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  await manySubscriptions(t, merchant, priceId, given.length);
  t.clock.advance(32 * DAY);
  await renewDue({ db: t.db, queue: t.app.queue, log: { error: fail } }, t.clock.now());
  const rows = await t.db.prisma.invoice.findMany({
    where: { companyId, reason: 'SUBSCRIPTION_CYCLE' },
    orderBy: { sequence: 'asc' },
    include: { customer: true },
  });
  expect(rows).toHaveLength(given.length);
  const jobs: CollectJob[] = [];
  for (const [index, invoice] of rows.entries()) {
    const one = given[index] as Given;
    count(one.situation);
    count(one.token);
    jobs.push(...(await arrange(invoice, one)));
  }
  // Their own jobs, which `jobs` replace.
  await t.db.raw.query('DELETE FROM pgboss.job');
  return jobs.map((data, index) => ({ id: `job ${index}`, data }));
}

let methods = 0;

type Invoice = Awaited<ReturnType<TestApp['db']['prisma']['invoice']['findMany']>>[number];

async function arrange(
  invoice: Invoice & { customer: { defaultPaymentMethodId: string | null } },
  { token, situation }: Given,
): Promise<CollectJob[]> {
  const { prisma } = t.db;
  const { id: invoiceId, companyId, customerId, amountDue, currency } = invoice;
  const methodId = invoice.customer.defaultPaymentMethodId ?? fail();
  const providerRef = `sbx_${token}_${String(++methods).padStart(24, '0')}`;
  const kind = token === 'tok_sepa_debit' ? 'SEPA_DEBIT' : 'CARD';
  await prisma.paymentMethod.update({ where: { id: methodId }, data: { providerRef, kind } });
  const update = (data: object) => prisma.invoice.update({ where: { id: invoiceId }, data });
  const subscription = (data: object) =>
    prisma.subscription.update({ where: { id: invoice.subscriptionId ?? '' }, data });
  const customer = (data: object) => prisma.customer.update({ where: { id: customerId }, data });
  const credit = (amount: bigint, of = currency) =>
    prisma.creditEntry.create({
      data: {
        ...{ id: `ce_${invoiceId.slice(-26)}`, companyId, customerId, currency: of, amount },
        ...{ cause: 'MERCHANT_GRANT', createdAt: t.clock.now() },
      },
    });
  const payment = async (data: object) => {
    const at = { now: t.clock.now(), wallNow: t.clock.now(), principal: { kind: 'system', companyId } as const };
    const plan = { take: 'NOW', amount: amountDue, currency, request: null } as const;
    const { id } = await planPayment(prisma, at, { ...plan, payer: { customerId, methodId }, invoiceId });
    await prisma.payment.update({ where: { id }, data });
  };
  const job = { companyId, invoiceId };
  switch (situation) {
    case 'failed before':
      await update({ attemptCount: 1, firstFailedAt: t.clock.now() });
      await subscription({ status: 'PAST_DUE' });
      return [{ ...job, attempt: 1 }];
    case 'paused':
      await subscription({ status: 'PAUSED', pausedAt: t.clock.now(), pauseCause: 'PAYMENT_FAILED' });
      return [job];
    case 'pending cancellation':
      await subscription({ cancelAtPeriodEnd: true });
      return [job];
    case 'tried':
      await update({ attemptCount: 1 });
      return [job];
    case 'no method':
      await customer({ defaultPaymentMethodId: null });
      return [job];
    case 'removed method':
      await prisma.paymentMethod.update({ where: { id: methodId }, data: { removedAt: t.clock.now() } });
      return [job];
    case 'deleted customer':
      await customer({ deletedAt: t.clock.now() });
      return [job];
    case 'small credit':
      await credit(1200n);
      return [job];
    case 'large credit':
      await credit(90_000n);
      return [job];
    case 'other credit':
      await credit(500n, 'USD');
      return [job];
    case 'void':
      await update({ status: 'VOID', amountDue: 0n });
      return [job];
    case 'paid in part':
      await update({ amountDue: amountDue - 1000n, amountPaid: 1000n });
      return [job];
    case 'in flight':
      await payment({});
      return [job];
    case 'uncounted':
      await payment({ status: 'FAILED', lookAt: null });
      return [job];
    case 'refused for good':
      await payment({ status: 'FAILED', lookAt: null, counted: true, declineCode: 'stolen_card', advice: 'NEVER' });
      return [job];
    case 'twice':
      return [job, job];
    default:
      return [job];
  }
}

const fail = (facts?: object): never => {
  throw new Error(`Unexpected: ${JSON.stringify(facts)}`);
};

const parts = () => ({ ...t, queue: t.app.queue, log: { error: fail } });

async function alone(data: CollectJob): Promise<string> {
  return collectInvoice(parts(), data).then(
    () => 'done',
    (error) => String(error),
  );
}

/** The outcome of each job: done, or the text of its error. */
async function oneByOne(jobs: readonly { id: string; data: CollectJob }[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { data } of jobs) outcomes.push(await alone(data));
  return outcomes;
}

async function inSets(jobs: readonly { id: string; data: CollectJob }[]): Promise<string[]> {
  const before = await t.db.prisma.payment.count();
  const results = await collectInSets(parts(), jobs, new AbortController().signal);
  count('charged in sets', (await t.db.prisma.payment.count()) - before);
  const outcomes: string[] = [];
  for (const { id, data } of jobs) {
    const outcome = results.get(id);
    if (outcome === undefined) count('left to be charged alone');
    outcomes.push(outcome === undefined ? await alone(data) : outcome === null ? 'done' : String(outcome));
  }
  return outcomes;
}

test('charging in sets leaves the same rows and outcomes as charging one by one, for every mixture of invoices', async () => {
  const books = fc.asyncProperty(fc.array(invoices, { minLength: 45, maxLength: 60 }), async (given) => {
    const jobs = await write(given);
    const before = idsIn(await readTables(t.db));
    const restore = await saveRows(t.db);

    const expected = await oneByOne(jobs);
    const tables = comparable(await readTables(t.db), before);
    await restore();
    expect(await inSets(jobs)).toEqual(expected);
    expect(comparable(await readTables(t.db), before)).toEqual(tables);
    for (const outcome of expected) count(`outcome: ${outcome}`);
    // The next book has a company of its own.
    await t.db.raw.query('DELETE FROM pgboss.job');
    await t.db.prisma.subscription.updateMany({ data: { currentPeriodEnd: new Date('2100-01-01') } });
  });
  await fc.assert(books, { numRuns: BOOKS, endOnFailure: true });
  process.stdout.write(`${JSON.stringify(Object.fromEntries([...seen].sort()))}\n`);
  for (const what of ['charged in sets', 'left to be charged alone'])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(20);
  for (const what of [...TOKENS, ...SITUATIONS]) expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
}, 3_600_000);
