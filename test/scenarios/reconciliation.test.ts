/** Payments here compared with those at Stripe, through a stand-in: agreement, every kind of difference, and the nightly run. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeStripeSubscriber } from '../support/stripe/customers.ts';
import { connectStripe, type StripeMerchant } from '../support/stripe/merchant.ts';
import type { StripeObject } from '../support/stripe/objects.ts';
import { type StripeStandIn, startStripe } from '../support/stripe/server.ts';
import { mutate } from '../support/world.ts';

let standIn: StripeStandIn;
let t: TestApp;
let shop: StripeMerchant;
beforeAll(async () => {
  standIn = await startStripe({ clock: { now: () => t.clock.now() } });
  t = await openTestApp({ stripeApiBase: standIn.url, now: '2026-04-01T00:00:00.000Z' });
});
afterAll(async () => {
  await t.close();
  await standIn.close();
});
beforeEach(async () => {
  shop = await connectStripe(t, standIn);
  await mutate(shop.merchant, 'updatePortalConfig', { acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] }, '__typename');
});

interface Answer {
  __typename: string;
  code?: string;
  complete?: boolean;
  totals?: object[];
  mismatches?: { kind: string; payment: { id: string } | null; providerReference: string | null }[];
}
async function reconcile(client: GraphQLClient, from: Date, to: Date): Promise<Answer> {
  const document = `mutation ($input: ReconcilePaymentsInput!) { reconcilePayments(input: $input) { __typename
    ... on UserError { code } ... on ReconcilePaymentsSuccess { complete
      totals { countHere countAtProvider takenHere { amount currency } takenAtProvider { amount } refundedHere { amount }
        refundedAtProvider { amount } }
      mismatches { kind payment { id } providerReference amountHere { amount } amountAtProvider { amount } } } } }`;
  const { reconcilePayments } = await client.request<{ reconcilePayments: Answer }>(document, { input: { from, to } });
  return reconcilePayments;
}

async function pass(milliseconds: number): Promise<void> {
  t.clock.advance(milliseconds);
  await t.app.tick();
}

/** A subscription that has just been paid. */
async function paid() {
  const { customerId } = await makeStripeSubscriber(standIn, shop, 'pm_card_visa');
  await t.app.tick();
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId } });
  const intent = shop.account.get(payment.providerRef ?? '', 'payment_intent');
  return { payment, intent, charge: shop.account.get(intent.latest_charge, 'charge') };
}

test('payments and refunds that agree have equal sums on both sides and no difference, also under way and at the edge', async () => {
  const from = t.clock.now();
  const { payment } = await paid();
  await mutate(
    shop.merchant,
    'refundPayment',
    { paymentId: payment.id, amount: { amount: 700, currency: 'EUR' } },
    'refund { id }',
  );
  await makeStripeSubscriber(standIn, shop, 'pm_sepa_success');
  // Another system uses the same account.
  shop.account.add({ ...shop.account.get(payment.providerRef ?? '', 'payment_intent'), id: 'pi_other', metadata: {} });
  await pass(HOUR);
  expect(await reconcile(shop.merchant, from, t.clock.now())).toEqual({
    __typename: 'ReconcilePaymentsSuccess',
    complete: true,
    totals: [
      {
        ...{ countHere: 1, countAtProvider: 1 },
        ...{ takenHere: { amount: 3000, currency: 'EUR' }, takenAtProvider: { amount: 3000 } },
        ...{ refundedHere: { amount: 700 }, refundedAtProvider: { amount: 700 } },
      },
    ],
    mismatches: [],
  });
  // The row was planned a moment before the span in which the provider made the payment.
  await t.db.prisma.payment.update({ where: { id: payment.id }, data: { sentAt: new Date(from.getTime() - MINUTE) } });
  expect((await reconcile(shop.merchant, from, t.clock.now())).mismatches).toEqual([]);
  const before = new Date(from.getTime() - HOUR);
  expect((await reconcile(shop.merchant, before, from)).mismatches).toEqual([]);
});

test('every kind of difference is listed with both amounts and its references, and nothing is changed', async () => {
  const from = t.clock.now();
  const all = [];
  for (let index = 0; index < 5; index++) all.push(await paid());
  const [unknown, missing, status, amount, refund] = all as [
    (typeof all)[0],
    (typeof all)[0],
    (typeof all)[0],
    (typeof all)[0],
    (typeof all)[0],
  ];
  const stray: StripeObject = { ...unknown.intent, id: 'pi_stray', metadata: { portico_payment: 'pay_gone' } };
  shop.account.add(stray);
  shop.account.objects.delete(missing.intent.id);
  Object.assign(status.intent, { status: 'canceled', amount_received: 0 });
  amount.intent.amount_received = 2900;
  refund.charge.amount_refunded = 500;
  await pass(0);
  const rows = () => t.db.prisma.payment.findMany({ where: { companyId: shop.companyId }, orderBy: { id: 'asc' } });
  const before = await rows();
  t.clock.advance(MINUTE);
  const { mismatches } = await reconcile(shop.merchant, from, t.clock.now());
  expect(new Map(mismatches?.map((one) => [one.kind, one]))).toEqual(
    new Map([
      ['UNKNOWN_HERE', difference('UNKNOWN_HERE', { id: null, ref: 'pi_stray', here: null, there: 3000 })],
      ['MISSING_AT_PROVIDER', difference('MISSING_AT_PROVIDER', { ...of(missing), here: 3000, there: null })],
      ['STATUS_DIFFERS', difference('STATUS_DIFFERS', { ...of(status), here: 3000, there: 0 })],
      ['AMOUNT_DIFFERS', difference('AMOUNT_DIFFERS', { ...of(amount), here: 3000, there: 2900 })],
      ['REFUND_DIFFERS', difference('REFUND_DIFFERS', { ...of(refund), here: 0, there: 500 })],
    ]),
  );
  expect(mismatches).toHaveLength(5);
  expect(await rows()).toEqual(before);
});

const of = ({ payment }: Awaited<ReturnType<typeof paid>>) => ({ id: payment.id, ref: payment.providerRef });
const money = (amount: number | null) => (amount === null ? null : { amount });
const difference = (
  kind: string,
  { id, ref, here, there }: { id: string | null; ref: string | null; here: number | null; there: number | null },
) => ({
  ...{ kind, payment: id === null ? null : { id }, providerReference: ref },
  ...{ amountHere: money(here), amountAtProvider: money(there) },
});

test('the nightly comparison reports a difference of the last day once, and none if all agrees', async () => {
  await pass(MINUTE);
  const { intent } = await paid();
  const other = await connectStripe(t, standIn, 'Other');
  await pass(DAY);
  const reports = async ({ companyId }: StripeMerchant) =>
    (await t.db.prisma.event.findMany({ where: { companyId, type: 'payment_provider.mismatch' } })).map(
      ({ data }) => data,
    );
  expect(await reports(shop)).toEqual([]);
  const second = await paid();
  second.intent.amount_received = 1;
  for (let hour = 0; hour < 30; hour++) await pass(HOUR);
  expect(await reports(shop)).toMatchObject([
    { providerAccountId: shop.providerAccountId, provider: 'stripe', mismatches: 1 },
  ]);
  expect(await reports(other)).toEqual([]);
  expect(intent.amount_received).toBe(3000);
});

test('a span that is empty, too long or not over, the sandbox and an outage are refused', async () => {
  const now = t.clock.now();
  const earlier = (ms: number) => new Date(now.getTime() - ms);
  for (const [from, to] of [
    [now, now],
    [earlier(32 * DAY), now],
    [earlier(DAY), new Date(now.getTime() + DAY)],
  ] as const)
    expect((await reconcile(shop.merchant, from, to)).code).toBe('VALIDATION_FAILED');
  const { merchant: sandboxed } = await t.company('Sandboxed');
  expect(await reconcile(sandboxed, earlier(DAY), now)).toMatchObject({ code: 'CONFLICT' });
  standIn.fail({ kind: 'error', path: /^\/v1\/payment_intents$/, method: 'GET', times: 10 });
  expect((await reconcile(shop.merchant, earlier(DAY), now)).code).toBe('PAYMENT_PROVIDER_UNAVAILABLE');
  standIn.recover();
});
