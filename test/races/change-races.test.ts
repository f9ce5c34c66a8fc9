/** Scheduling, pausing and renewing at the same moment: one legal history, typed conflicts for the others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { APRIL, cancel, expectBooksToBalance, openShop, type Shop, subscribe, switchPlan } from '../support/billing.ts';
import { billedTo, cancelScheduled, pause, resume, standingOf, toldOf } from '../support/changes.ts';
import { postgresOnly } from '../support/database.ts';

const DAY = 86_400_000;

postgresOnly('at the same moment', () => {
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

  /** A subscription whose period is over in the next millisecond, and the clock at that instant. */
  async function atTheBoundary(prepare: (subscriptionId: string) => Promise<unknown> = async () => undefined) {
    const { subscriptionId } = await subscribe(t, shop, shop.large);
    await prepare(subscriptionId);
    const { currentPeriodEnd } = await standingOf(shop.merchant, subscriptionId);
    t.clock.advanceTo(new Date(new Date(currentPeriodEnd).getTime() - 1));
    return { subscriptionId, boundary: new Date(currentPeriodEnd) };
  }
  /** Both begin before the instant and end after it. */
  async function across<T>(boundary: Date, calls: (() => Promise<T>)[]): Promise<T[]> {
    const answers = calls.map((call) => call());
    t.clock.advanceTo(boundary);
    const ticks = [t.app.tick(), t.app.tick()];
    const answered = await Promise.all(answers);
    await Promise.all(ticks);
    await t.app.tick();
    return answered;
  }
  /** It is renewed in no later round. */
  const done = (subscriptionId: string) => cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' });
  const lost = (answer: object) => 'code' in answer;
  function expectConflicts(answers: readonly object[]): void {
    for (const answer of answers) if (lost(answer)) expect(answer).toMatchObject({ code: 'CONFLICT' });
  }

  test('scheduling ∥ taking back ∥ renewing, twenty rounds: the renewal bills what was scheduled then, once', async () => {
    for (let round = 0; round < 20; round++) {
      const { subscriptionId, boundary } = await atTheBoundary((id) =>
        switchPlan(shop.merchant, { subscriptionId: id, priceId: shop.small, effective: 'PERIOD_END' }),
      );
      const [again, back] = await across<object>(boundary, [
        () => switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, effective: 'PERIOD_END' }),
        () => cancelScheduled(shop.merchant, { subscriptionId }),
      ]);
      expectConflicts([again ?? {}, back ?? {}]);
      const renewals = (await billedTo(t, subscriptionId)).slice(1);
      expect(renewals).toHaveLength(1);
      const { items, scheduledChanges } = await standingOf(shop.merchant, subscriptionId);
      const amounts = { [shop.large]: 9000, [shop.small]: 3000, [shop.free]: 0 };
      // Without a renewal in between, the item is what was billed; one that was scheduled after it waits for the next.
      expect(renewals[0]?.[1]).toBe(amounts[items[0]?.price.id ?? '']);
      const told = await toldOf(t, subscriptionId);
      const count = (type: string) => told.filter((one) => one === type).length;
      expect(count('renewed')).toBe(1);
      expect(count('change_applied')).toBeLessThanOrEqual(1);
      // Each was applied, taken back or replaced, or waits.
      expect(count('change_scheduled') - count('change_applied') - count('change_unscheduled')).toBe(
        scheduledChanges.length,
      );
      await done(subscriptionId);
    }
  }, 180_000);

  test('two changes scheduled at once for one item: one waits, and both callers know which', async () => {
    for (let round = 0; round < 10; round++) {
      const { subscriptionId } = await subscribe(t, shop, shop.large);
      const answers = await Promise.all(
        [shop.small, shop.free].map((priceId) =>
          switchPlan(shop.merchant, { subscriptionId, priceId, effective: 'PERIOD_END' }),
        ),
      );
      expectConflicts(answers);
      const won = answers.filter((answer) => !lost(answer)).length;
      expect(won).toBeGreaterThanOrEqual(1);
      const { version } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
      expect(version).toBe(1 + won);
      expect((await standingOf(shop.merchant, subscriptionId)).scheduledChanges).toHaveLength(1);
    }
  }, 60_000);

  test('scheduling ∥ a switch at once, ten rounds: a switch that comes second overtakes what waits, never the other way round unseen', async () => {
    for (let round = 0; round < 10; round++) {
      const { subscriptionId } = await subscribe(t, shop, shop.small);
      const [later, now] = await Promise.all([
        switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, effective: 'PERIOD_END' }),
        switchPlan(shop.merchant, { subscriptionId, priceId: shop.large }),
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

  test('pausing ∥ renewing, twenty rounds: it is paused unbilled, or billed and paused later', async () => {
    for (let round = 0; round < 20; round++) {
      const { subscriptionId, boundary } = await atTheBoundary();
      const [planned] = await across<object>(boundary, [() => pause(shop.merchant, { subscriptionId })]);
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

  test('resuming by itself ∥ by hand ∥ by hand, twenty rounds: once, and billed once', async () => {
    for (let round = 0; round < 20; round++) {
      const { subscriptionId, boundary } = await atTheBoundary(async (id) => {
        const { currentPeriodEnd } = await standingOf(shop.merchant, id);
        const resumesAt = new Date(new Date(currentPeriodEnd).getTime() + DAY).toISOString();
        success(await pause(shop.merchant, { subscriptionId: id, resumesAt }));
      });
      t.clock.advanceTo(boundary);
      await t.app.tick();
      const end = new Date(boundary.getTime() + DAY);
      t.clock.advanceTo(new Date(end.getTime() - 1));
      const answers = await across<object>(end, [
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
