/** The company's next invoice number is taken by the last statement of each transaction that finalizes an invoice. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  cancel,
  expectBooksToBalance,
  MIDDLE,
  openShop,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { until } from '../support/changes.ts';
import { FinalizeInvoiceDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let subscriptionId: string;
let customerId: string;

beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  ({ customerId, subscriptionId } = await subscribe(t, shop, shop.small));
  await until(t, MIDDLE);
});
afterAll(() => t.close());

/** For each number taken: the statement that follows it. */
async function afterEachNumber(action: () => Promise<unknown>): Promise<(string | undefined)[]> {
  t.db.statements.log = [];
  await action();
  const log = t.db.statements.log;
  t.db.statements.log = undefined;
  return log.flatMap((text, at) =>
    text.includes('next_invoice_sequence = next_invoice_sequence +') ? [log[at + 1]?.toLowerCase()] : [],
  );
}

test('the statement that takes an invoice number is the last one before the commit', async () => {
  const { merchant, small, large } = shop;
  const actions: [string, () => Promise<unknown>][] = [
    ['createSubscription', () => subscribe(t, shop, small)],
    ['switchPlan', async () => success(await switchPlan(merchant, { subscriptionId, priceId: large }))],
    [
      'finalizeInvoice',
      async () => {
        const lines = [{ description: 'Setup', unitAmount: 500 }];
        const draft = await mutate(merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, 'invoice { id }');
        const input = { invoiceId: (draft.invoice as { id: string }).id };
        success((await merchant.request(FinalizeInvoiceDocument, { input })).finalizeInvoice);
      },
    ],
    ['the renewal', () => until(t, '2026-05-01T00:00:01.000Z')],
    [
      'cancelSubscription',
      async () => success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true })),
    ],
  ];
  for (const [name, action] of actions) {
    const followed = await afterEachNumber(action);
    expect(followed.length, name).toBeGreaterThan(0);
    for (const statement of followed) expect(statement, name).toBe('commit');
  }
  await expectBooksToBalance(t);
});
