/**
 * Renewing in sets and renewing one by one are the same: random customers, with everything that a renewal can meet, are
 * renewed both ways from the same rows, and all tables are compared. RENEWAL_BOOKS sets the number of books.
 */
import fc from 'fast-check';
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueAt, dueBy } from '../../src/modules/subscription/record/statusTransitions.ts';
import { renewDue } from '../../src/modules/subscription/renewal/renewDue.ts';
import { renewSubscription } from '../../src/modules/subscription/renewal/renewSubscription.ts';
import { transact } from '../../src/operation/operation.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { configure, makeCoupon } from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { comparable, idsIn, type Row, readTables } from '../support/comparedTables.ts';
import { repetitions } from '../support/repetition.ts';
import { saveRows } from '../support/savedRows.ts';
import { chargeTax, mutate, ok } from '../support/taxes.ts';

const BOOKS = Number(process.env.RENEWAL_BOOKS ?? repetitions(2, 6));
const START = '2026-03-01T00:00:00.000Z';
const DAY = 86_400_000;

const PLANS = [
  { amount: 3000, currency: 'EUR' },
  { amount: 999, currency: 'EUR', interval: 'WEEK' as const },
  { amount: 0, currency: 'EUR' },
  { amount: 12345, currency: 'JPY' },
  { amount: 700, currency: 'JPY', interval: 'WEEK' as const, intervalCount: 2 },
  { amount: 4999, currency: 'USD' },
];
const CHANGES = [
  ...['none', 'none', 'none', 'none', 'none', 'none', 'none'],
  ...['switch later', 'switch and bill later', 'quantity for free', 'cancel', 'cancel with pending lines', 'pause'],
  ...['new coupon', 'remove coupon', 'credit', 'large credit', 'delete country', 'card declines'],
] as const;

const subscriptions = fc.record({
  /** The plan, mostly in one currency, so that the subscriptions of a customer share credit. */
  plan: fc.constantFrom(0, 0, 1, 1, 2, 3, 4, 5),
  quantity: fc.integer({ min: 1, max: 4 }),
  second: fc.option(fc.integer({ min: 1, max: 3 })),
  coupon: fc.option(fc.nat({ max: 3 })),
  trialDays: fc.option(fc.integer({ min: 3, max: 40 }), { freq: 3 }),
  change: fc.constantFrom(...CHANGES),
});
const customers = fc.record({
  /** Whether the customer's company charges tax, and the customer's country. */
  taxed: fc.boolean(),
  country: fc.constantFrom('DE', 'AT', 'US'),
  /** Credit that pays some invoices and not others, so that the amounts reveal the order in which they use it. */
  credit: fc.constantFrom(0, 0, 1200, 5000),
  subscriptions: fc.oneof(
    { weight: 1, arbitrary: fc.array(subscriptions, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(subscriptions, { minLength: 2, maxLength: 3 }) },
  ),
});
type Given = typeof customers extends fc.Arbitrary<infer Value> ? Value : never;
type Wanted = Given['subscriptions'][number];

interface Company {
  merchant: GraphQLClient;
  prices: string[];
  coupons: string[];
}

interface Made {
  company: Company;
  customerId: string;
  subscriptionId: string;
  wanted: Wanted;
  credit: number;
}

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: START });
});
afterAll(() => t.close());

/** Counts the situations of all books, to prove that the interesting ones occurred. */
const seen = new Map<string, number>();
const count = (what: string, by = 1) => seen.set(what, (seen.get(what) ?? 0) + by);

async function openCompany(taxed: boolean): Promise<Company> {
  const { merchant } = await t.company();
  await configure(merchant, { allowPlanSwitch: true, allowQuantityUpdates: true, pauseEnabled: true });
  if (taxed) await chargeTax(merchant, 'DE', { unknownLocationPolicy: 'HOLD' });
  await ok(merchant, 'createWebhookEndpoint', { url: 'http://127.0.0.1:9/' });
  const prices = [];
  for (const plan of PLANS) prices.push((await makePrice(merchant, plan)).priceId);
  const coupons = [
    await makeCoupon(merchant, { basisPointsOff: 1000, duration: 'ONCE' }),
    await makeCoupon(merchant, { basisPointsOff: 3333, duration: 'REPEATING', durationMonths: 2 }),
    await makeCoupon(merchant, { basisPointsOff: 5000, duration: 'FOREVER' }),
    await makeCoupon(merchant, { amountOff: { amount: 500, currency: 'EUR' }, duration: 'FOREVER' }),
  ];
  return { merchant, prices, coupons };
}

/** The customers with their subscriptions, whose first weekly periods have been renewed, and their changes. */
async function write(given: readonly Given[]): Promise<void> {
  const companies = { plain: await openCompany(false), taxed: await openCompany(true) };
  const made: Made[] = [];
  for (const { taxed, country, credit, subscriptions } of given) {
    const company = taxed ? companies.taxed : companies.plain;
    const customerId = await makeCustomer(company.merchant);
    await ok(company.merchant, 'updateCustomer', { customerId, address: { country } });
    for (const wanted of subscriptions) {
      const subscriptionId = await subscribe(company, customerId, wanted);
      if (subscriptionId) made.push({ company, customerId, subscriptionId, wanted, credit });
    }
  }
  await t.app.tick();
  // Their renewals of the next days are declined, so these subscriptions are past due at the following one.
  const declined = made.filter(({ wanted }) => wanted.change === 'card declines');
  for (const one of declined) await change(one);
  t.clock.advance(16 * DAY);
  await t.app.tick();
  for (const one of made) if (!declined.includes(one)) await change(one);
  await giveCredit(made);
  await t.app.tick();
}

async function subscribe(company: Company, customerId: string, wanted: Wanted): Promise<string | null> {
  const { plan, quantity, second, coupon, trialDays } = wanted;
  const items = [{ priceId: company.prices[plan], quantity }];
  // Another plan with the same interval and currency, if there is one.
  if (second && plan === 0) items.push({ priceId: company.prices[2], quantity: second });
  const { subscription } = (await mutate(
    company.merchant,
    'createSubscription',
    {
      customerId,
      items,
      couponId: coupon === null ? null : company.coupons[coupon],
      trialEnd: trialDays ? new Date(Date.parse(t.clock.now().toISOString()) + trialDays * DAY).toISOString() : null,
    },
    'subscription { id items { id } }',
  )) as { subscription?: { id: string } };
  return subscription?.id ?? null;
}

/** Credit in the currency of each customer's first subscription. */
async function giveCredit(made: readonly Made[]): Promise<void> {
  const given = new Set<string>();
  for (const { company, customerId, wanted, credit } of made) {
    if (credit === 0 || given.has(customerId)) continue;
    given.add(customerId);
    const amount = { amount: credit, currency: PLANS[wanted.plan]?.currency };
    await ok(company.merchant, 'adjustCredit', { customerId, amount });
    count('shared credit');
  }
}

async function change({
  company: { merchant, prices, coupons },
  customerId,
  subscriptionId,
  wanted,
}: Made): Promise<void> {
  const { items, currency } = await t.db.prisma.subscription.findUniqueOrThrow({
    where: { id: subscriptionId },
    include: { items: { orderBy: { position: 'asc' } } },
  });
  const [item] = items;
  const own = PLANS[wanted.plan];
  const other = prices[PLANS.findIndex((plan) => plan !== own && plan.currency === own?.currency)];
  const run = async (name: string, input: object) => {
    const { message } = await mutate(merchant, name, input, '__typename');
    count(message ? `refused: ${wanted.change}` : wanted.change);
  };
  const target = { subscriptionId, itemId: item?.id };
  const later = { prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' };
  // Only one plan is sold in dollars.
  if (wanted.change === 'switch later' && other)
    await run('switchPlan', { ...target, priceId: other, effective: 'PERIOD_END' });
  if (wanted.change === 'switch and bill later' || wanted.change === 'cancel with pending lines')
    await run('updateQuantity', { ...target, quantity: (item?.quantity ?? 0) + 2, ...later });
  if (wanted.change === 'quantity for free')
    await run('updateQuantity', {
      ...target,
      quantity: (item?.quantity ?? 0) + 2,
      prorationBehavior: 'NONE',
      chargeTiming: 'IMMEDIATELY',
    });
  if (wanted.change.startsWith('cancel')) await run('cancelSubscription', { subscriptionId, mode: 'PERIOD_END' });
  if (wanted.change === 'pause') await run('pauseSubscription', { subscriptionId });
  if (wanted.change === 'new coupon') await run('updateSubscription', { subscriptionId, couponId: coupons[2] });
  if (wanted.change === 'remove coupon') await run('updateSubscription', { subscriptionId, couponId: null });
  if (wanted.change === 'credit') await run('adjustCredit', { customerId, amount: { amount: 450, currency } });
  if (wanted.change === 'large credit') await run('adjustCredit', { customerId, amount: { amount: 40_000, currency } });
  if (wanted.change === 'delete country') await run('updateCustomer', { customerId, address: null });
  if (wanted.change === 'card declines') await decline(merchant, customerId, run);
}

/** A declined card, and an invoice that has failed: the subscription is past due. */
async function decline(
  merchant: GraphQLClient,
  customerId: string,
  run: (name: string, input: object) => Promise<void>,
): Promise<void> {
  const { paymentMethod } = (await ok(
    merchant,
    'addPaymentMethod',
    { customerId, token: 'tok_charge_declined' },
    'paymentMethod { id }',
  )) as unknown as { paymentMethod: { id: string } };
  await run('setDefaultPaymentMethod', { paymentMethodId: paymentMethod.id });
}

/** Every due step in the order of time, each alone: the definition of a renewal. */
async function renewOneByOne(now: Date): Promise<number> {
  const { db, app } = t;
  const stuck = new Set<string>();
  let steps = 0;
  for (;;) {
    const due = (await db.prisma.subscription.findMany({ where: dueBy(now) })).filter(({ id }) => !stuck.has(id));
    due.sort((one, other) => +dueAt(one) - +dueAt(other) || (one.id < other.id ? -1 : 1));
    const [first] = due;
    if (!first) return steps;
    const principal = { kind: 'system', companyId: first.companyId } as const;
    const step = await transact({ db, queue: app.queue, now, principal }, (op) => renewSubscription(op, first.id));
    if (step) steps++;
    else stuck.add(first.id);
  }
}

async function renewInSets(now: Date): Promise<number> {
  const failed: object[] = [];
  const log = { error: (fact: object) => void failed.push(fact) };
  const steps = await renewDue({ db: t.db, queue: t.app.queue, log }, now);
  expect(failed).toEqual([]);
  return steps;
}

/** Numbers have no gaps, and their order in a company is one in which its invoices can have been issued. */
function expectGaplessNumbers(tables: Map<string, Row[]>): void {
  const sequences = new Map<string, number[]>();
  for (const { company_id, sequence } of tables.get('invoice') ?? [])
    if (sequence !== null)
      sequences.set(company_id as string, [...(sequences.get(company_id as string) ?? []), sequence as number]);
  expect(sequences.size).toBeGreaterThan(0);
  for (const own of sequences.values())
    expect(own.sort((one, other) => one - other)).toEqual(own.map((_, index) => index + 1));
}

/** The number of renewals that shared their transaction with another one, and of all. */
function countSets(tables: Map<string, Row[]>, before: ReadonlySet<string>): void {
  const transactions = new Map<unknown, number>();
  for (const { id, type, position } of tables.get('event') ?? [])
    if (type === 'subscription.renewed' && !before.has(id as string))
      transactions.set(position, (transactions.get(position) ?? 0) + 1);
  for (const renewed of transactions.values()) count(renewed > 1 ? 'renewed in sets' : 'renewed alone', renewed);
}

test('renewing in sets leaves the same rows as renewing one by one, for every mixture of customers', async () => {
  const books = fc.asyncProperty(
    fc.array(customers, { minLength: 25, maxLength: 35 }),
    fc.integer({ min: 20, max: 45 }),
    async (given, days) => {
      await write(given);
      t.clock.advance(days * DAY);
      const now = t.clock.now();
      const before = idsIn(await readTables(t.db));
      const restore = await saveRows(t.db);

      const steps = await renewOneByOne(now);
      const alone = await readTables(t.db);
      await restore();
      expect(await renewInSets(now)).toBe(steps);
      const inSets = await readTables(t.db);

      count('steps', steps);
      countSets(inSets, before);
      for (const tables of [alone, inSets]) expectGaplessNumbers(tables);
      expect(comparable(inSets, before)).toEqual(comparable(alone, before));
      // The charges are then the same too; they prepare the next round.
      await t.app.tick();
    },
  );
  await fc.assert(books, { numRuns: BOOKS, endOnFailure: true });
  process.stdout.write(`${JSON.stringify(Object.fromEntries([...seen].sort()))}\n`);
  for (const what of ['renewed in sets', 'renewed alone']) expect(seen.get(what) ?? 0, what).toBeGreaterThan(10);
  for (const what of CHANGES) if (what !== 'none') expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
}, 3_600_000);
