/** A process that stops while much is due ends soon, and the next process renews the rest. */
import { expect, onTestFinished, test } from 'vitest';
import { openTestApp } from '../support/app.ts';
import { APRIL, cancel, MAY, openShop } from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { openTestDb } from '../support/database.ts';

const SUBSCRIPTIONS = 12;

test('closing the app during renewals leaves the rest due, and another app renews each of them once', async () => {
  const db = await openTestDb();
  onTestFinished(() => db.close());
  const first = await openTestApp({ db, now: APRIL });
  const shop = await openShop(first);
  const customerId = await makeCustomer(shop.merchant);
  for (let n = 0; n < SUBSCRIPTIONS; n++) await makeSubscription(shop.merchant, customerId, shop.small);
  // A step of another kind: the customer's subscriptions then run one by one, and not as one set.
  const ending = await makeSubscription(shop.merchant, customerId, shop.small);
  await cancel(shop.merchant, { subscriptionId: ending.subscription.id, mode: 'PERIOD_END' });
  first.clock.advanceTo(MAY);
  const renewals = () => db.prisma.invoice.count({ where: { reason: 'SUBSCRIPTION_CYCLE' } });

  const ticking = first.app.tick();
  while ((await renewals()) === 0);
  await first.app.close();
  await ticking;
  const done = await renewals();
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(SUBSCRIPTIONS);

  const second = await openTestApp({ db, now: MAY });
  onTestFinished(() => second.app.close());
  await second.app.tick();
  expect(await renewals()).toBe(SUBSCRIPTIONS);
}, 120_000);
