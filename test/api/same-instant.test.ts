/** Records of one instant are listed in the order in which they were made, and a void invoice has nothing due. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  expectBooksToBalance,
  openShop,
  payWith,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { AdjustCreditDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

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

/** Ids of other instants, as other companies and jobs make them in between. */
const interrupt = () => newId('Event', new Date('2031-01-01T00:00:00.000Z'));

test('credit entries and pending lines of one instant are listed in the order of their operations', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const amounts = [5, 4, 3, 2, 1, 7, 6, 9, 8];
  for (const amount of amounts) {
    const input = { customerId, amount: { amount, currency: 'EUR' } };
    success((await shop.merchant.request(AdjustCreditDocument, { input })).adjustCredit);
    interrupt();
  }
  const query = `query ($id: ID!, $sub: ID!) {
    customer(id: $id) { creditEntries(first: 20) { nodes { amount { amount } } } }
    subscription(id: $sub) { pendingLines { amount { amount } } } }`;
  const read = async () =>
    shop.merchant.request<{
      customer: { creditEntries: { nodes: { amount: { amount: number } }[] } };
      subscription: { pendingLines: { amount: { amount: number } }[] };
    }>(query, { id: customerId, sub: subscriptionId });
  const entries = (await read()).customer.creditEntries.nodes.map(({ amount }) => amount.amount);
  expect(entries).toEqual([...amounts].reverse());

  const waiting = { prorationBehavior: 'FULL_DIFFERENCE', chargeTiming: 'PERIOD_END' } as const;
  const expected: number[] = [];
  for (const [priceId, line] of [
    [shop.large, 6000],
    [shop.free, -9000],
    [shop.small, 3000],
    [shop.large, 6000],
  ] as const) {
    success(await switchPlan(shop.merchant, { subscriptionId, priceId, ...waiting }));
    interrupt();
    expected.push(line);
  }
  expect((await read()).subscription.pendingLines.map(({ amount }) => amount.amount)).toEqual(expected);
});

test('nothing is due on a void invoice', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  await payWith(shop.merchant, customerId, 'tok_charge_declined');
  const waiting = { prorationBehavior: 'FULL_DIFFERENCE', chargeTiming: 'PERIOD_END' } as const;
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...waiting }));
  await mutate(shop.merchant, 'cancelSubscription', { subscriptionId, mode: 'IMMEDIATELY' }, '__typename');
  await t.app.tick();
  const open = await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, status: 'OPEN' } });
  const fields = 'invoice { status total { amount } amountPaid { amount } amountDue { amount } }';
  expect(await mutate(shop.merchant, 'voidInvoice', { invoiceId: open.id }, fields)).toMatchObject({
    invoice: { status: 'VOID', total: { amount: 6000 }, amountPaid: { amount: 0 }, amountDue: { amount: 0 } },
  });
});
