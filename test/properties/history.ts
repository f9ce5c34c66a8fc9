/** A company with one customer, one subscription and its own test clock, and the steps of its history. */
import fc from 'fast-check';
import type { GraphQLClient } from 'graphql-request';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { configure, makeCoupon } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  CreateSubscriptionDocument,
  CreateTestClockDocument,
  UpdateDunningConfigDocument,
} from '../support/graphql/graphql.ts';
import { chargeTax, moveCustomer } from '../support/taxes.ts';
import { added, type Books, type Event, readBooks } from './books.ts';
import { type DiscountRule, expectInvariants, expectNothingReserved, Memory } from './invariants.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RETRY_DAYS = [[], [1], [1, 2], [3, 5, 7]] as const;
/** Months of several lengths, a leap day, the last instant of a year. */
const STARTS = [
  '2027-01-31T00:00:00.000Z',
  '2027-10-30T10:11:12.013Z',
  '2028-02-29T23:59:59.999Z',
  '2027-12-31T23:59:59.999Z',
  '2027-04-01T00:00:00.000Z',
] as const;

const amounts = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 100, max: 100_000 }),
  fc.constantFrom(999, 1000, 2999, 3000, 100_000_000_000),
);
const sold = fc.integer({ min: 1000, max: 9000 });
const cadences = fc.oneof(
  fc.record({ interval: fc.constant('DAY' as const), intervalCount: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ interval: fc.constant('WEEK' as const), intervalCount: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ interval: fc.constant('MONTH' as const), intervalCount: fc.integer({ min: 1, max: 14 }) }),
  fc.record({ interval: fc.constant('YEAR' as const), intervalCount: fc.integer({ min: 1, max: 2 }) }),
);

const BEHAVIORS = ['NONE', 'PRORATE', 'FULL_DIFFERENCE'] as const;

export const settings = fc.record({
  subscriptionProrationBehavior: fc.constantFrom(...BEHAVIORS),
  subscriptionChargeTiming: fc.constantFrom('IMMEDIATELY' as const, 'PERIOD_END' as const),
  cancellationMode: fc.oneof(
    { weight: 1, arbitrary: fc.constant('IMMEDIATELY' as const) },
    { weight: 4, arbitrary: fc.constant('PERIOD_END' as const) },
  ),
  cancellationProrationEnabled: fc.boolean(),
  upgradeEffective: fc.constantFrom('IMMEDIATELY' as const, null, null),
  downgradeEffective: fc.constantFrom('PERIOD_END' as const, null, null),
  /** Mostly not set, so that both directions have the general behavior. */
  upgradeProrationBehavior: fc.constantFrom(null, null, ...BEHAVIORS),
  downgradeProrationBehavior: fc.constantFrom(null, null, ...BEHAVIORS),
});

const coupon = fc
  .record({
    // Most coupons have a fixed discount: shared over two items, it is the harder case.
    percent: fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 10_000 }) },
      { weight: 2, arbitrary: fc.constant(null) },
    ),
    amountOff: fc.integer({ min: 1, max: 5000 }),
    duration: fc.constantFrom('ONCE' as const, 'REPEATING' as const, 'FOREVER' as const),
    months: fc.integer({ min: 1, max: 14 }),
  })
  .map(({ percent, amountOff, duration, months }) => ({
    duration,
    ...(duration === 'REPEATING' ? { durationMonths: months } : {}),
    ...(percent === null ? { off: amountOff } : { basisPointsOff: percent }),
  }));

const ruleOf = ({ duration, durationMonths: months }: { duration: string; durationMonths?: number }): DiscountRule =>
  duration === 'ONCE' ? 1 : months ? { months } : null;

export const beginnings = fc.record({
  start: fc.constantFrom(...STARTS),
  currency: fc.constantFrom('JPY', 'USD', 'KWD'),
  /** The amounts of three prices with one interval, and of one with (usually) another. */
  amounts: fc.tuple(amounts, amounts, amounts, amounts),
  cadence: cadences,
  otherCadence: cadences,
  /** One item or, more often, two. */
  items: fc.constantFrom(1, 2, 2).chain((length) =>
    fc.array(fc.record({ price: fc.nat({ max: 2 }), quantity: fc.integer({ min: 1, max: 5 }) }), {
      minLength: length,
      maxLength: length,
    }),
  ),
  coupons: fc.tuple(coupon, coupon),
  /** Another subscription of the customer, with the same credit and the same card. */
  neighbour: fc.option(
    fc.record({
      amount: amounts,
      /** None for the cadence of the subscription itself, so that both renew at the same instants. */
      cadence: fc.option(
        fc.record({ interval: fc.constant('MONTH' as const), intervalCount: fc.integer({ min: 1, max: 12 }) }),
      ),
    }),
    { freq: 2 },
  ),
  discounted: fc.constantFrom(true, true, false),
  /** Whether the company charges tax, and whether its prices contain it. */
  tax: fc.constantFrom(null, 'EXCLUSIVE' as const, 'INCLUSIVE' as const),
  trialDays: fc.option(fc.integer({ min: 1, max: 45 }), { freq: 4 }),
  settings,
  retryDays: fc.constantFrom(...RETRY_DAYS),
  terminalAction: fc.constantFrom('CANCEL' as const, 'UNPAID' as const, 'PAST_DUE' as const, 'PAUSE' as const),
});
/**
 * Two prices that a fixed discount is shared over, charged at once, from which a second change in one period is priced.
 * By chance this is too rare for the few histories of the suite.
 */
export const sharedDiscounts = fc
  .tuple(beginnings, fc.tuple(sold, sold, sold, sold), fc.integer({ min: 100, max: 900 }))
  .map(([from, amounts, off]) => ({
    ...from,
    amounts,
    items: [0, 1].map((price) => ({ price, quantity: 1 })),
    coupons: [{ duration: 'FOREVER' as const, off }, from.coupons[1]] as typeof from.coupons,
    ...{ discounted: true, trialDays: null, neighbour: null },
  }));
export type Beginning = typeof beginnings extends fc.Arbitrary<infer Value> ? Value : never;

/** The expected state, computed by rules that are independent of the program. */
export interface Model {
  items: { price: number; quantity: number }[];
  /** The scheduled change of each item. */
  waiting: ({ price: number; quantity: number } | null)[];
  cancelAtPeriodEnd: boolean;
  /** Whether the current card pays. */
  pays: boolean;
  /** The number of steps after the end of the subscription. */
  afterEnd: number;
}

export interface Step<Answer> {
  answer: Answer;
  before: Books;
  after: Books;
  events: Event[];
}

type Parts = Pick<
  History,
  | 't'
  | 'merchant'
  | 'portal'
  | 'companyId'
  | 'customerId'
  | 'subscriptionId'
  | 'priceIds'
  | 'couponIds'
  | 'given'
  | 'rules'
  | 'otherInterval'
>;

export class History {
  readonly t: TestApp;
  readonly merchant: GraphQLClient;
  readonly portal: GraphQLClient;
  readonly companyId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly priceIds: readonly string[];
  readonly otherInterval: boolean;
  readonly couponIds: readonly string[];
  /** The drawn amounts and coupons. */
  readonly given: Pick<Beginning, 'amounts' | 'coupons'>;
  /** The rules of the coupons, in the same order. */
  readonly rules: readonly DiscountRule[];
  readonly methods = new Map<string, string>();
  readonly memory = new Memory();
  /** Whether the jobs of the last step have not run yet. */
  waiting = false;
  /** The number of histories in which each situation occurred. */
  seen = new Map<string, number>();
  books: Books;

  private constructor(parts: Parts, books: Books) {
    this.t = parts.t;
    this.merchant = parts.merchant;
    this.portal = parts.portal;
    this.companyId = parts.companyId;
    this.customerId = parts.customerId;
    this.subscriptionId = parts.subscriptionId;
    this.priceIds = parts.priceIds;
    this.couponIds = parts.couponIds;
    this.given = parts.given;
    this.rules = parts.rules;
    this.otherInterval = parts.otherInterval;
    this.books = books;
  }

  /** Creates the company, its catalog, its customer and the tested subscription. */
  static async begin(t: TestApp, from: Beginning): Promise<{ model: Model; real: History }> {
    const { companyId, merchant } = await t.company();
    const { currency, items } = from;
    success((await merchant.request(CreateTestClockDocument, { input: { frozenTime: from.start } })).createTestClock);
    await configure(merchant, {
      allowPlanSwitch: true,
      allowQuantityUpdates: true,
      pauseEnabled: true,
      ...from.settings,
    });
    const dunning = { retryDays: [...from.retryDays], terminalAction: from.terminalAction };
    success((await merchant.request(UpdateDunningConfigDocument, { input: dunning })).updateDunningConfig);
    if (from.tax) await chargeTax(merchant, 'DE', { defaultBehavior: from.tax });
    const priceIds: string[] = [];
    const products: string[] = [];
    for (const [index, amount] of from.amounts.entries()) {
      const cadence = index < 3 ? from.cadence : from.otherCadence;
      const productId = products[index - 2];
      const made = await makePrice(merchant, { amount, currency, ...cadence, ...(productId ? { productId } : {}) });
      priceIds.push(made.priceId);
      products.push(made.productId);
    }
    const couponIds: string[] = [];
    for (const given of from.coupons) {
      const { off, ...terms } = { off: undefined, ...given };
      couponIds.push(await makeCoupon(merchant, off ? { ...terms, amountOff: { amount: off, currency } } : terms));
    }
    const customerId = await makeCustomer(merchant);
    if (from.tax) await moveCustomer(t, merchant, customerId, { country: 'DE' });
    // Signing in and its limits use real time.
    t.clock.advance(HOUR);
    const { portal } = await t.signIn(merchant, customerId);
    const trialEnd = from.trialDays ? new Date(Date.parse(from.start) + from.trialDays * DAY).toISOString() : null;
    const input = {
      customerId,
      items: items.map(({ price, quantity }) => ({ priceId: priceIds[price] ?? '', quantity })),
      trialEnd,
      couponId: from.discounted ? couponIds[0] : null,
    };
    const made = success((await merchant.request(CreateSubscriptionDocument, { input })).createSubscription);
    if (from.neighbour) {
      const { amount, cadence } = from.neighbour;
      const { priceId } = await makePrice(merchant, { amount, currency, ...(cadence ?? from.cadence) });
      await makeSubscription(merchant, customerId, priceId);
    }
    await t.app.queue.tick();
    const subscriptionId = made.subscription.id;
    const books = await readBooks(t, companyId, subscriptionId);
    const otherInterval = !sameInterval(from.cadence, from.otherCadence);
    const rules = from.coupons.map(ruleOf);
    const real = new History(
      {
        ...{ t, merchant, portal, companyId, customerId, subscriptionId },
        ...{ priceIds, couponIds, rules, otherInterval, given: from },
      },
      books,
    );
    real.memory.discountIs(from.discounted ? (rules[0] ?? null) : 0, []);
    expectInvariants({ ...books, events: [], ledger: [] }, books, real.memory);
    return {
      model: {
        items: items.map((item) => ({ ...item })),
        waiting: items.map(() => null),
        cancelAtPeriodEnd: false,
        pays: true,
        afterEnd: 0,
      },
      real,
    };
  }

  /** Runs an action and its jobs, and checks the invariants of the books. */
  async step<Answer>(act: () => Promise<Answer>): Promise<Step<Answer>> {
    const before = this.books;
    const answer = await act();
    if (!this.waiting) await this.t.app.queue.tick();
    const after = await readBooks(this.t, this.companyId, this.subscriptionId);
    this.books = after;
    expectInvariants(before, after, this.memory);
    if (!this.waiting) expectNothingReserved(after);
    const events = added(before.events, after.events);
    for (const kind of ['step', ...events.map(({ type }) => type)]) this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1);
    return { answer, before, after, events };
  }

  client(by: 'customer' | 'merchant'): GraphQLClient {
    return by === 'customer' ? this.portal : this.merchant;
  }

  count(kind: string): void {
    this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1);
  }

  /** The unit amount of a price. */
  amountOf(priceId: string): number {
    return this.given.amounts[this.priceIds.indexOf(priceId)] ?? 0;
  }

  /** The terms of a coupon; null for an unknown one. */
  couponOf(id: string | null): { percent: boolean; amount: number } | null {
    const coupon = id === null ? undefined : this.given.coupons[this.couponIds.indexOf(id)];
    if (!coupon) return null;
    return 'off' in coupon ? { percent: false, amount: coupon.off ?? 0 } : { percent: true, amount: 0 };
  }

  /** Whether the period has ended and the renewal has not run yet. */
  get late(): boolean {
    return this.books.now >= this.books.subscription.currentPeriodEnd;
  }
}

type Given = Beginning['cadence'];
const inDays = { DAY: 1, WEEK: 7, MONTH: 0, YEAR: 0 };
const inMonths = { DAY: 0, WEEK: 0, MONTH: 1, YEAR: 12 };
function sameInterval(a: Given, b: Given): boolean {
  return [inDays, inMonths].every((unit) => unit[a.interval] * a.intervalCount === unit[b.interval] * b.intervalCount);
}

/**
 * Opens the app on a database that records every write of a subscription's status: events name only where a step ended,
 * so an illegal write that two legal events explain would go unseen.
 */
export async function openWorld(): Promise<TestApp> {
  const t = await openTestApp({ now: '2027-01-01T00:00:00.000Z' });
  await t.db.raw.query(`CREATE TABLE status_write (
    id bigint GENERATED ALWAYS AS IDENTITY, subscription_id text NOT NULL,
    before text NOT NULL, after text NOT NULL, version_before int NOT NULL, version_after int NOT NULL)`);
  await t.db.raw.query(`CREATE FUNCTION record_status_write() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO status_write (subscription_id, before, after, version_before, version_after)
        VALUES (NEW.id, OLD.status, NEW.status, OLD.version, NEW.version);
      RETURN NULL;
    END $$`);
  await t.db.raw.query(`CREATE TRIGGER record_status_write AFTER UPDATE ON subscription
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION record_status_write()`);
  return t;
}
