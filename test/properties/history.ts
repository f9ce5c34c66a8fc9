/** One company of its own, with one customer and one subscription, in a time of its own; and the steps of its history. */
import fc from 'fast-check';
import type { GraphQLClient } from 'graphql-request';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { configure, makeCoupon } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';
import {
  CreateSubscriptionDocument,
  CreateTestClockDocument,
  UpdateDunningConfigDocument,
} from '../support/graphql/graphql.ts';
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
const cadences = fc.oneof(
  fc.record({ interval: fc.constant('DAY' as const), intervalCount: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ interval: fc.constant('WEEK' as const), intervalCount: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ interval: fc.constant('MONTH' as const), intervalCount: fc.integer({ min: 1, max: 14 }) }),
  fc.record({ interval: fc.constant('YEAR' as const), intervalCount: fc.integer({ min: 1, max: 2 }) }),
);

export const settings = fc.record({
  subscriptionProrationBehavior: fc.constantFrom('NONE' as const, 'PRORATE' as const, 'FULL_DIFFERENCE' as const),
  subscriptionChargeTiming: fc.constantFrom('IMMEDIATELY' as const, 'PERIOD_END' as const),
  cancellationMode: fc.oneof(
    { weight: 1, arbitrary: fc.constant('IMMEDIATELY' as const) },
    { weight: 4, arbitrary: fc.constant('END_OF_PERIOD' as const) },
  ),
  cancellationProrationEnabled: fc.boolean(),
  upgradeEffective: fc.constantFrom('IMMEDIATELY' as const, null, null),
  downgradeEffective: fc.constantFrom('PERIOD_END' as const, null, null),
});

const coupon = fc
  .record({
    percent: fc.option(fc.integer({ min: 1, max: 10_000 })),
    amountOff: fc.integer({ min: 1, max: 5000 }),
    duration: fc.constantFrom('ONCE' as const, 'REPEATING' as const, 'FOREVER' as const),
    months: fc.integer({ min: 1, max: 14 }),
  })
  .map(({ percent, amountOff, duration, months }) => ({
    duration,
    ...(duration === 'REPEATING' ? { durationMonths: months } : {}),
    ...(percent === null ? { off: amountOff } : { percentOffBasisPoints: percent }),
  }));

const ruleOf = ({ duration, durationMonths: months }: { duration: string; durationMonths?: number }): DiscountRule =>
  duration === 'ONCE' ? 1 : months ? { months } : null;

export const beginnings = fc.record({
  start: fc.constantFrom(...STARTS),
  currency: fc.constantFrom('JPY', 'USD', 'KWD'),
  /** Of three prices that share an interval, and of one with (usually) another. */
  amounts: fc.tuple(amounts, amounts, amounts, amounts),
  cadence: cadences,
  otherCadence: cadences,
  items: fc.array(fc.record({ price: fc.nat({ max: 2 }), quantity: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  coupons: fc.tuple(coupon, coupon),
  /** Another subscription of the customer, which lives on the same credit and the same card. */
  neighbour: fc.option(
    fc.record({
      amount: amounts,
      /** None: that of the subscription itself, so that both are renewed at the same instants. */
      cadence: fc.option(
        fc.record({ interval: fc.constant('MONTH' as const), intervalCount: fc.integer({ min: 1, max: 12 }) }),
      ),
    }),
    { freq: 2 },
  ),
  discounted: fc.boolean(),
  trialDays: fc.option(fc.integer({ min: 1, max: 45 }), { freq: 4 }),
  settings,
  retryDays: fc.constantFrom(...RETRY_DAYS),
  terminalAction: fc.constantFrom('CANCEL' as const, 'UNPAID' as const, 'PAST_DUE' as const, 'PAUSE' as const),
});
export type Beginning = typeof beginnings extends fc.Arbitrary<infer Value> ? Value : never;

/** What the test expects, told by rules that it does not share with the program. */
export interface Model {
  items: { price: number; quantity: number }[];
  /** What waits for the next period, item by item. */
  waiting: ({ price: number; quantity: number } | null)[];
  cancelAtPeriodEnd: boolean;
  /** Whether what is charged now is paid. */
  pays: boolean;
  /** How many steps came after the end. */
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
  /** What the coupons promise, in the same order. */
  readonly rules: readonly DiscountRule[];
  readonly methods = new Map<string, string>();
  readonly memory = new Memory();
  /** The queue is busy elsewhere: what follows from a step does not follow yet. */
  waiting = false;
  /** Counts what happens. */
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
    this.rules = parts.rules;
    this.otherInterval = parts.otherInterval;
    this.books = books;
  }

  /** The company, its catalogue and its customer, and the subscription that all is about. */
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
    // Signing in lives in real time, and so do its limits.
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
      { t, merchant, portal, companyId, customerId, subscriptionId, priceIds, couponIds, rules, otherInterval },
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

  /** Does something, lets all follow that follows from it, and looks whether the books are still in order. */
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

  /** The period has ended and nobody has looked yet. */
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

export const openWorld = (): Promise<TestApp> => openTestApp({ now: '2027-01-01T00:00:00.000Z' });
