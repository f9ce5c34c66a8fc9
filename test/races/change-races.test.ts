/**
 * Concurrent scheduling, pausing and renewing: one legal history, typed conflicts for the other callers. A lock proves
 * that the calls overlap; every second round of a race with a renewal goes without it, so that their order varies.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { atOnce, closeGate } from '../support/atOnce.ts';
import { APRIL, cancel, expectBooksToBalance, openShop, type Shop, subscribe, switchPlan } from '../support/billing.ts';
import { billedTo, cancelScheduled, pause, resume, standingOf, toldOf } from '../support/changes.ts';
import { postgresOnly } from '../support/database.ts';
import { repetitions } from '../support/repetition.ts';

const DAY = 86_400_000;
const ROUNDS = repetitions(6, 20);

postgresOnly('concurrent changes of a subscription', () => {
  let t: TestApp;
  let shop: Shop;
  beforeAll(async () => {
    t = await openTestApp({ now: APRIL });
    shop = await openShop(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  }, 60_000);

  /** A subscription whose period ends in the next millisecond, and that instant. */
  async function atTheBoundary(prepare: (subscriptionId: string) => Promise<unknown> = async () => undefined) {
    const { subscriptionId } = await subscribe(t, shop, shop.large);
    await prepare(subscriptionId);
    const { currentPeriodEnd } = await standingOf(shop.merchant, subscriptionId);
    t.clock.advanceTo(new Date(new Date(currentPeriodEnd).getTime() - 1));
    return { subscriptionId, boundary: new Date(currentPeriodEnd) };
  }
  /** Starts the calls before the instant and finishes them after it. */
  async function across<T>(round: number, boundary: Date, calls: (() => Promise<T>)[]): Promise<T[]> {
    const gate = round % 2 === 0 ? await closeGate(t.db, 'subscription') : undefined;
    const answers = Promise.all(calls.map((call) => call()));
    let ticks: Promise<unknown>;
    try {
      await gate?.untilWaiting(calls.length);
      t.clock.advanceTo(boundary);
      ticks = Promise.all([t.app.tick(), t.app.tick()]);
      await gate?.untilWaiting(calls.length + 1);
    } finally {
      await gate?.open();
    }
    const answered = await answers;
    await ticks;
    await t.app.tick();
    return answered;
  }
  /** Ends the subscription, so that no later round renews it. */
  const done = (subscriptionId: string) => cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' });
  const lost = (answer: object) => 'code' in answer;
  function expectConflicts(answers: readonly object[]): void {
    for (const answer of answers) if (lost(answer)) expect(answer).toMatchObject({ code: 'CONFLICT' });
  }

  test('a renewal concurrent with scheduling and unscheduling a change bills the change scheduled at that time, once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { subscriptionId, boundary } = await atTheBoundary((id) =>
        switchPlan(shop.merchant, { subscriptionId: id, priceId: shop.small, effective: 'PERIOD_END' }),
      );
      const [again, back] = await across<object>(round, boundary, [
        () => switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, effective: 'PERIOD_END' }),
        () => cancelScheduled(shop.merchant, { subscriptionId }),
      ]);
      expectConflicts([again ?? {}, back ?? {}]);
      const renewals = (await billedTo(t, subscriptionId)).slice(1);
      expect(renewals).toHaveLength(1);
      const { items, scheduledChanges } = await standingOf(shop.merchant, subscriptionId);
      const amounts = { [shop.large]: 9000, [shop.small]: 3000, [shop.free]: 0 };
      // The item equals the billed price; a change scheduled after the renewal applies at the next one.
      expect(renewals[0]?.[1]).toBe(amounts[items[0]?.price.id ?? '']);
      const told = await toldOf(t, subscriptionId);
      const count = (type: string) => told.filter((one) => one === type).length;
      expect(count('renewed')).toBe(1);
      expect(count('change_applied')).toBeLessThanOrEqual(1);
      // Each change was applied, unscheduled or replaced, or is still scheduled.
      expect(count('change_scheduled') - count('change_applied') - count('change_unscheduled')).toBe(
        scheduledChanges.length,
      );
      await done(subscriptionId);
    }
  }, 180_000);

  test('one of two changes scheduled concurrently for an item stays scheduled, and both callers see which', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { subscriptionId } = await subscribe(t, shop, shop.large);
      const schedule = (priceId: string) => () =>
        switchPlan(shop.merchant, { subscriptionId, priceId, effective: 'PERIOD_END' });
      const answers = await atOnce(t.db, 'subscription', [schedule(shop.small), schedule(shop.free)]);
      expectConflicts(answers);
      const won = answers.filter((answer) => !lost(answer)).length;
      expect(won).toBeGreaterThanOrEqual(1);
      const { version } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
      expect(version).toBe(1 + won);
      expect((await standingOf(shop.merchant, subscriptionId)).scheduledChanges).toHaveLength(1);
    }
  }, 60_000);

  test('an immediate switch concurrent with scheduling a change replaces the scheduled change if it is second', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { subscriptionId } = await subscribe(t, shop, shop.small);
      const [later, now] = await atOnce(t.db, 'subscription', [
        () => switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, effective: 'PERIOD_END' }),
        () => switchPlan(shop.merchant, { subscriptionId, priceId: shop.large }),
      ]);
      expectConflicts([later, now]);
      expect([lost(later), lost(now)]).not.toEqual([true, true]);
      const { items, scheduledChanges } = await standingOf(shop.merchant, subscriptionId);
      expect(items[0]?.price.id).toBe(lost(now) ? shop.small : shop.large);
      const told = await toldOf(t, subscriptionId);
      const overtaken = told.includes('change_unscheduled');
      expect(scheduledChanges).toHaveLength(lost(later) || overtaken ? 0 : 1);
    }
  }, 60_000);

  test('pausing concurrently with a renewal pauses without billing, or bills and pauses later', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { subscriptionId, boundary } = await atTheBoundary();
      const [planned] = await across<object>(round, boundary, [() => pause(shop.merchant, { subscriptionId })]);
      expectConflicts([planned ?? {}]);
      const { status, pausesAt } = await standingOf(shop.merchant, subscriptionId);
      const renewals = (await billedTo(t, subscriptionId)).length - 1;
      if (lost(planned ?? {})) expect([status, pausesAt, renewals]).toEqual(['ACTIVE', null, 1]);
      else if (status === 'PAUSED') expect(renewals).toBe(0);
      else {
        expect(renewals).toBe(1);
        expect(pausesAt).not.toBeNull();
      }
      await done(subscriptionId);
    }
  }, 180_000);

  test('resuming concurrently by time and by two calls resumes and bills once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { subscriptionId, boundary } = await atTheBoundary(async (id) => {
        const { currentPeriodEnd } = await standingOf(shop.merchant, id);
        const resumesAt = new Date(new Date(currentPeriodEnd).getTime() + DAY).toISOString();
        success(await pause(shop.merchant, { subscriptionId: id, resumesAt }));
      });
      t.clock.advanceTo(boundary);
      await t.app.tick();
      const end = new Date(boundary.getTime() + DAY);
      t.clock.advanceTo(new Date(end.getTime() - 1));
      const answers = await across<object>(round, end, [
        () => resume(shop.merchant, subscriptionId),
        () => resume(shop.merchant, subscriptionId),
      ]);
      expectConflicts(answers);
      expect(answers.filter((answer) => !lost(answer)).length).toBeLessThanOrEqual(1);
      const told = await toldOf(t, subscriptionId);
      expect(told.filter((type) => type === 'resumed')).toHaveLength(1);
      expect((await standingOf(shop.merchant, subscriptionId)).status).toBe('ACTIVE');
      expect(await billedTo(t, subscriptionId)).toHaveLength(2);
      await done(subscriptionId);
    }
  }, 180_000);
});
