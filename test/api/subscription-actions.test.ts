/** `portalActions` agrees with the mutations in every state and under every configuration. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  cancel,
  configure,
  importSubscription,
  MAY,
  MIDDLE,
  openShop,
  type Shop,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { cancelScheduled, pause, resume, standingOf, uncancel } from '../support/changes.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: MIDDLE });
  shop = await openShop(t);
});
afterAll(() => t.close());

const SWITCHES = [
  'subscriptionsEnabled',
  'allowPlanSwitch',
  'allowQuantityUpdates',
  'cancellationsEnabled',
  'pauseEnabled',
] as const;
const situation = fc.record({
  // Most settings are on, because with all of them off every mutation is refused.
  ...Object.fromEntries(SWITCHES.map((name) => [name, fc.integer({ min: 0, max: 4 }).map((n) => n > 0)])),
  cancellationMode: fc.constantFrom('IMMEDIATELY', 'PERIOD_END'),
  status: fc.constantFrom('TRIALING', 'ACTIVE', 'ACTIVE', 'PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'),
  ending: fc.boolean(),
  over: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  waiting: fc.constantFrom('nothing', 'price', 'quantity', 'both'),
  pausing: fc.boolean(),
}) as fc.Arbitrary<
  Record<(typeof SWITCHES)[number], boolean> & {
    cancellationMode: 'IMMEDIATELY' | 'PERIOD_END';
    status: 'TRIALING' | 'ACTIVE' | 'PAST_DUE' | 'UNPAID' | 'PAUSED' | 'CANCELED';
    ending: boolean;
    over: boolean;
    waiting: 'nothing' | 'price' | 'quantity' | 'both';
    pausing: boolean;
  }
>;

test('portalActions allows an action exactly if its mutation succeeds, and otherwise names the reason of its refusal', async () => {
  const customerId = await makeCustomer(shop.merchant);
  const { portal } = await t.signIn(shop.merchant, customerId);
  const seen = { allowed: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(situation, fc.nat(6), async ({ status, ending, over, waiting, pausing, ...settings }, choice) => {
      const trialing = status === 'TRIALING';
      const { subscription } = await importSubscription(shop.merchant, {
        customerId,
        items: [{ priceId: shop.small }],
        status,
        anchor: trialing ? MAY : APRIL,
        currentPeriodStart: APRIL,
        currentPeriodEnd: MAY,
        ...(trialing ? { trialEnd: MAY } : {}),
        cancelAtPeriodEnd: ending,
      });
      const subscriptionId = subscription.id;
      const changeable = status === 'TRIALING' || status === 'ACTIVE';
      if (waiting !== 'nothing' && changeable && !ending)
        success(
          await switchPlan(shop.merchant, {
            subscriptionId,
            priceId: waiting === 'quantity' ? shop.small : shop.free,
            quantity: waiting === 'price' ? 1 : 3,
            effective: 'PERIOD_END',
          }),
        );
      if (pausing && changeable && !ending) success(await pause(shop.merchant, { subscriptionId }));
      if (over) {
        // As if the period had ended and no job had run: the clock cannot go back for the next round.
        const [currentPeriodStart, currentPeriodEnd] = [new Date('2026-03-01T00:00:00.000Z'), t.clock.now()];
        await t.db.prisma.subscription.update({
          where: { id: subscriptionId },
          data: { currentPeriodStart, currentPeriodEnd },
        });
      }
      // Read while the section is on: a portal without it shows no subscription at all.
      await configure(shop.merchant, { ...settings, subscriptionsEnabled: true });
      const shown = (await standingOf(portal, subscriptionId)).portalActions;
      await configure(shop.merchant, settings);
      const calls = {
        switchPlan: () => switchPlan(portal, { subscriptionId, priceId: shop.large }),
        updateQuantity: () => updateQuantity(portal, { subscriptionId, quantity: 2 }),
        cancel: () => cancel(portal, { subscriptionId }),
        uncancel: () => uncancel(portal, subscriptionId),
        cancelScheduledChange: () => cancelScheduled(portal, { subscriptionId }),
        pause: () => pause(portal, { subscriptionId }),
        resume: () => resume(portal, subscriptionId),
      };
      const name = (Object.keys(calls) as (keyof typeof calls)[])[choice] ?? 'cancel';
      const answer = (await calls[name]()) as { code?: string; setting?: string };
      const { allowed, blockedBy } = shown[name];
      if (!settings.subscriptionsEnabled) expect(answer.code).toBe('PORTAL_FEATURE_DISABLED');
      else if (allowed) expect(answer.code).toBeUndefined();
      else if (blockedBy === 'status') expect(answer.code).toBe('CONFLICT');
      else expect(answer.code).toBe('PORTAL_FEATURE_DISABLED');
      seen[allowed ? 'allowed' : 'refused']++;
    }),
    { numRuns: 110 },
  );
  expect(seen.allowed).toBeGreaterThan(5);
  expect(seen.refused).toBeGreaterThan(5);
}, 120_000);
