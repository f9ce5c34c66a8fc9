/** Refunds: wholly and in part, their limits, their documents, their failures, and those made at the provider. */
import type { GraphQLClient } from 'graphql-request';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../src/kernel/clock.ts';
import { ProviderDown } from '../../src/modules/payment/port.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { APRIL, expectBooksToBalance, openShop, type Shop, subscribe } from '../support/billing.ts';
import { chargeTax, ok } from '../support/taxes.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterEach(async () => {
  t.clock.advance(2 * 60 * MINUTE);
  await t.app.tick();
  await expectBooksToBalance(t);
  const ours = await t.db.prisma.refund.findMany({ where: { status: 'SUCCEEDED' } });
  const theirs = [...t.sandbox.refunds.values()].filter(({ state }) => state === 'SUCCEEDED');
  expect(ours.map(({ providerRef, amount }) => [providerRef, amount]).sort()).toEqual(
    theirs.map(({ ref, request }) => [ref, request.amount]).sort(),
  );
  await t.close();
});

interface Refunded {
  __typename: string;
  code?: string;
  reason?: string;
  refund?: {
    id: string;
    status: string;
    amount: { amount: number };
    failureCode: string | null;
    madeAtProvider: boolean;
    providerReference: string | null;
    creditNote: { id: string; total: { amount: number }; corrects: { id: string } | null } | null;
  };
}
const FIELDS = `id status amount { amount } failureCode madeAtProvider providerReference
  creditNote { id total { amount } corrects { id } }`;

async function refund(client: GraphQLClient, input: object): Promise<Refunded> {
  const document = `mutation M($input: RefundPaymentInput!) { refundPayment(input: $input) { __typename
    ... on UserError { code } ... on ConflictError { reason } ... on RefundPaymentSuccess { refund { ${FIELDS} } } } }`;
  return (await client.request<{ refundPayment: Refunded }>(document, { input })).refundPayment;
}

const paymentOf = (customerId: string) =>
  t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'SUCCEEDED' } });
const eventsOf = async (customerId: string) =>
  (
    await t.db.prisma.event.findMany({
      where: { customerId, type: { startsWith: 'refund.' } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
  ).map(({ type }) => type);
const money = (amount: number) => ({ amount, currency: 'EUR' });
const creditOf = async (customerId: string) =>
  (await t.db.prisma.creditEntry.findMany({ where: { customerId } })).reduce((sum, { amount }) => sum + amount, 0n);

test('a payment is refunded in parts, each with a credit note, and never by more than it took', async () => {
  const { customerId, portal } = await subscribe(t, shop, shop.small);
  const { id: paymentId, invoiceId, capturedAmount } = await paymentOf(customerId);
  const whole = Number(capturedAmount);
  const first = await refund(shop.merchant, { paymentId, amount: money(1000) });
  expect(first.refund).toMatchObject({
    ...{ status: 'SUCCEEDED', amount: { amount: 1000 }, failureCode: null, madeAtProvider: false },
    creditNote: { total: { amount: -1000 }, corrects: { id: invoiceId } },
  });
  expect(await refund(shop.merchant, { paymentId, amount: money(whole - 999) })).toMatchObject({
    reason: 'REFUND_TOO_LARGE',
  });
  for (const amount of [0, -5])
    expect((await refund(shop.merchant, { paymentId, amount: money(amount) })).code).toBe('VALIDATION_FAILED');
  expect((await refund(shop.merchant, { paymentId, amount: { amount: 5, currency: 'USD' } })).code).toBe(
    'VALIDATION_FAILED',
  );
  const rest = await refund(shop.merchant, { paymentId });
  expect(rest.refund).toMatchObject({ status: 'SUCCEEDED', amount: { amount: whole - 1000 } });
  expect(await refund(shop.merchant, { paymentId })).toMatchObject({ reason: 'REFUND_TOO_LARGE' });
  expect(await creditOf(customerId)).toBe(0n);
  expect(await eventsOf(customerId)).toEqual([
    'refund.created',
    'refund.succeeded',
    'refund.created',
    'refund.succeeded',
  ]);
  // The customer sees the refunds, without the fields for merchants.
  const seen = await portal.request<{ node: { refunds: { amount: { amount: number } }[] } }>(
    '{ node(id: "ID") { ... on Payment { refunds { amount { amount } } } } }'.replace('ID', paymentId),
  );
  expect(seen.node.refunds.map(({ amount }) => amount.amount)).toEqual([whole - 1000, 1000]);
});

test('the same key refunds once, also when two requests come at one instant, and another input is refused', async () => {
  const { customerId } = await subscribe(t, shop, shop.small);
  const { id: paymentId } = await paymentOf(customerId);
  const input = { paymentId, amount: money(700), idempotencyKey: 'refund-once' };
  const answers = await Promise.all([refund(shop.merchant, input), refund(shop.merchant, input)]);
  expect(new Set(answers.map((answer) => answer.refund?.id)).size).toBe(1);
  expect((await refund(shop.merchant, { ...input, amount: money(701) })).code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await t.db.prisma.refund.count({ where: { paymentId } })).toBe(1);
});

test('a refund that the bank refuses leaves the credit note, and its amount is credit of the customer', async () => {
  const { customerId } = await subscribe(t, shop, shop.small, { token: 'tok_refund_fails' });
  const { id: paymentId } = await paymentOf(customerId);
  const failed = await refund(shop.merchant, { paymentId, amount: money(1200) });
  expect(failed.refund).toMatchObject({ status: 'FAILED', failureCode: 'expired_or_canceled_card' });
  expect(await creditOf(customerId)).toBe(1200n);
  expect(await eventsOf(customerId)).toEqual(['refund.created', 'refund.failed']);
  // A refund that failed can be tried again, from the credit that it has become.
  const again = await refund(shop.merchant, { paymentId, amount: money(1200), source: 'CREDIT_BALANCE' });
  expect(again.refund).toMatchObject({ status: 'FAILED', creditNote: null });
  expect(await creditOf(customerId)).toBe(1200n);
});

test('credit of the customer is paid out without a document, and no more than there is', async () => {
  const { customerId } = await subscribe(t, shop, shop.small);
  const { id: paymentId } = await paymentOf(customerId);
  const input = { paymentId, source: 'CREDIT_BALANCE', amount: money(500) };
  expect(await refund(shop.merchant, input)).toMatchObject({ reason: 'CREDIT_BALANCE_TOO_LOW' });
  await shop.merchant.request('mutation M($input: AdjustCreditInput!) { adjustCredit(input: $input) { __typename } }', {
    input: { customerId, amount: money(800) },
  });
  expect((await refund(shop.merchant, input)).refund).toMatchObject({ status: 'SUCCEEDED', creditNote: null });
  expect(await creditOf(customerId)).toBe(300n);
});

test('a refund whose response is lost repeats with its key and moves the money once', async () => {
  const { customerId } = await subscribe(t, shop, shop.small);
  const { id: paymentId } = await paymentOf(customerId);
  const real = t.real.refund;
  t.provider.refund = async (request) => {
    await real(request);
    throw new ProviderDown('MAYBE');
  };
  const lost = await refund(shop.merchant, { paymentId, amount: money(900) });
  expect(lost.refund).toMatchObject({ status: 'PLANNED', providerReference: null });
  // While it is under way, its amount is not left to refund.
  expect(await refund(shop.merchant, { paymentId })).toMatchObject({
    refund: { amount: { amount: 2100 } },
  });
  delete t.provider.refund;
  t.clock.advance(11 * MINUTE);
  await t.app.tick();
  const rows = await t.db.prisma.refund.findMany({ where: { paymentId }, orderBy: { id: 'asc' } });
  expect(rows.map(({ status, amount }) => [status, amount])).toEqual([
    ['SUCCEEDED', 900n],
    ['SUCCEEDED', 2100n],
  ]);
});

test('a refund that the provider had made a day ago, when keys are forgotten, is not made again', async () => {
  const { customerId } = await subscribe(t, shop, shop.small);
  const { id: paymentId } = await paymentOf(customerId);
  const real = t.real.refund;
  let calls = 0;
  t.provider.refund = async (request) => {
    calls += 1;
    if (calls === 1) await real(request);
    throw new ProviderDown('MAYBE');
  };
  const { refund: lost } = await refund(shop.merchant, { paymentId, amount: money(900) });
  t.clock.advance(DAY);
  await t.app.tick();
  expect(calls).toBe(1);
  const row = await t.db.prisma.refund.findUniqueOrThrow({ where: { id: lost?.id ?? '' } });
  expect(row.status).toBe('SUCCEEDED');
  // Its id is read by the next webhook; the sandbox sends none.
  await t.db.prisma.refund.update({
    where: { id: row.id },
    data: { providerRef: [...t.sandbox.refunds.keys()][0] ?? '' },
  });
});

test('payments without money, foreign payments and customers are refused', async () => {
  const { customerId, portal } = await subscribe(t, shop, shop.small, { token: 'tok_sepa_debit' });
  const debit = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'PROCESSING' } });
  expect(await refund(shop.merchant, { paymentId: debit.id })).toMatchObject({ reason: 'PAYMENT_NOT_REFUNDABLE' });
  const { merchant: other } = await t.company('Other');
  expect((await refund(other, { paymentId: debit.id })).code).toBe('NOT_FOUND');
  await expect(refund(portal, { paymentId: debit.id })).rejects.toThrow();
  t.clock.advance(6 * DAY);
  await t.app.tick();
  expect((await refund(shop.merchant, { paymentId: debit.id })).refund?.status).toBe('SUCCEEDED');
});

test('the credit note of a refund takes back the taxes that were billed, and a part of them for a part', async () => {
  await chargeTax(shop.merchant, 'DE');
  const { customerId } = await subscribe(t, shop, shop.free);
  const address = { line1: 'Weg 1', city: 'Hamburg', postalCode: '20095', country: 'DE' };
  await ok(shop.merchant, 'updateCustomer', { customerId, address });
  const taxed = async (unitAmount: number) => {
    const draft = {
      customerId,
      currency: 'EUR',
      lines: [{ description: 'Work', unitAmount, taxBehavior: 'EXCLUSIVE' }],
    };
    const { invoice } = (await ok(shop.merchant, 'createInvoice', draft, 'invoice { id }')) as unknown as {
      invoice: { id: string };
    };
    await ok(shop.merchant, 'finalizeInvoice', { invoiceId: invoice.id });
    await ok(shop.merchant, 'payInvoice', { invoiceId: invoice.id });
    return t.db.prisma.payment.findFirstOrThrow({ where: { invoiceId: invoice.id, status: 'SUCCEEDED' } });
  };
  const noteOf = async ({ refund: made }: Refunded) =>
    t.db.prisma.invoice.findUniqueOrThrow({ where: { id: made?.creditNote?.id ?? '' } });
  const paid = await taxed(3333);
  const billed = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: paid.invoiceId ?? '' } });
  expect(billed.taxAmount).toBeGreaterThan(0n);
  const whole = await noteOf(await refund(shop.merchant, { paymentId: paid.id }));
  expect([whole.total, whole.taxAmount]).toEqual([-billed.total, -(billed.taxAmount ?? 0n)]);
  const other = await taxed(10_000);
  const half = await noteOf(await refund(shop.merchant, { paymentId: other.id, amount: money(5950) }));
  expect([half.total, half.taxAmount]).toEqual([-5950n, -950n]);
});

test('merchants list refunds newest first, by status, customer and payment', async () => {
  const one = await subscribe(t, shop, shop.small);
  const other = await subscribe(t, shop, shop.small, { token: 'tok_refund_fails' });
  const [first, second] = [await paymentOf(one.customerId), await paymentOf(other.customerId)];
  const made = await refund(shop.merchant, { paymentId: first.id, amount: money(100) });
  t.clock.advance(MINUTE);
  const failed = await refund(shop.merchant, { paymentId: second.id, amount: money(200) });
  const list = async (filter: object) => {
    const document = `query ($statuses: [RefundStatus!], $customerId: ID, $paymentId: ID) {
      refunds(first: 5, statuses: $statuses, customerId: $customerId, paymentId: $paymentId) { nodes { id customer { id } } } }`;
    const answer = await shop.merchant.request<{ refunds: { nodes: { id: string; customer: { id: string } }[] } }>(
      document,
      filter,
    );
    return answer.refunds.nodes.map(({ id }) => id);
  };
  expect(await list({})).toEqual([failed.refund?.id, made.refund?.id]);
  expect(await list({ statuses: ['FAILED', 'CANCELED'] })).toEqual([failed.refund?.id]);
  expect(await list({ statuses: ['SUCCEEDED'] })).toEqual([made.refund?.id]);
  expect(await list({ customerId: other.customerId })).toEqual([failed.refund?.id]);
  expect(await list({ paymentId: first.id })).toEqual([made.refund?.id]);
});
