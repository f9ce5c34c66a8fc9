/** Payments outside of the provider that a merchant records: in parts, beyond the amount due, and taken back. */
import type { GraphQLClient } from 'graphql-request';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  expectBooksToBalance,
  openShop,
  type Shop,
  subscriptionOf,
  visitor,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

interface Answer {
  __typename: string;
  code?: string;
  reason?: string;
  path?: string[];
  recordedPayment?: Record<string, unknown> & { id: string };
}
const FIELDS = `id method reference receivedAt voidedAt amount { amount } creditedAmount { amount }
  invoice { status amountDue { amount } settlements { kind amount { amount } recordedPayment { id } } }`;

async function send(client: GraphQLClient, name: string, input: object): Promise<Answer> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const document = `mutation M($input: ${type}Input!) { ${name}(input: $input) { __typename
    ... on UserError { code path } ... on ConflictError { reason } ... on ${type}Success { recordedPayment { ${FIELDS} } } } }`;
  const answer = (await client.request<Record<string, Answer>>(document, { input }))[name];
  if (!answer) throw new Error('There is no answer.');
  return answer;
}
const record = (invoiceId: string, amount: number, more: object = {}) =>
  send(shop.merchant, 'recordPayment', {
    ...{ invoiceId, amount: { amount, currency: 'EUR' }, method: 'BANK_TRANSFER' },
    ...more,
  });
const takeBack = (recordedPaymentId: string) => send(shop.merchant, 'voidRecordedPayment', { recordedPaymentId });

/** A subscription whose invoice of 30.00 is sent and due after 14 days. */
async function sent() {
  const customerId = await makeCustomer(shop.merchant, { token: null });
  const terms = { collectionMethod: 'SEND_INVOICE', daysUntilDue: 14 };
  const made = await mutate(
    shop.merchant,
    'createSubscription',
    { customerId, items: [{ priceId: shop.small }], ...terms },
    'subscription { id } invoice { id }',
  );
  await t.app.tick();
  return { customerId, subscriptionId: made.subscription.id as string, invoiceId: made.invoice.id as string };
}
const statusOf = async (id: string) => (await subscriptionOf(shop.merchant, id)).status;
const later = async (days: number) => {
  t.clock.advance(days * DAY);
  await t.app.tick();
};
const typesOf = async (customerId: string) =>
  (
    await t.db.prisma.event.findMany({
      where: { customerId, type: { in: ['payment.recorded', 'payment.record_voided', 'invoice.paid'] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
  ).map(({ type }) => type);

test('partial payments leave the rest due, and the last one pays the invoice, restores the subscription and sends a receipt', async () => {
  await mutate(shop.merchant, 'updateEmailConfig', { enabled: ['RECEIPT'] }, 'emailConfig { enabled }');
  const { customerId, subscriptionId, invoiceId } = await sent();
  await later(15);
  expect(await statusOf(subscriptionId)).toBe('PAST_DUE');
  const receivedAt = '2026-04-15T10:00:00.000Z';
  const first = await record(invoiceId, 1000, { reference: 'SEPA 4711', receivedAt });
  expect(first.recordedPayment).toMatchObject({
    ...{ method: 'BANK_TRANSFER', reference: 'SEPA 4711', receivedAt, voidedAt: null },
    ...{ amount: { amount: 1000 }, creditedAmount: { amount: 0 } },
    invoice: { status: 'OPEN', amountDue: { amount: 2000 } },
  });
  const last = await record(invoiceId, 2000, { method: 'CHECK' });
  expect(last.recordedPayment?.invoice).toEqual({
    status: 'PAID',
    amountDue: { amount: 0 },
    settlements: [
      { kind: 'OUT_OF_BAND', amount: { amount: 1000 }, recordedPayment: { id: first.recordedPayment?.id } },
      { kind: 'OUT_OF_BAND', amount: { amount: 2000 }, recordedPayment: { id: last.recordedPayment?.id } },
    ],
  });
  await t.app.tick();
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  expect(await typesOf(customerId)).toEqual(['payment.recorded', 'payment.recorded', 'invoice.paid']);
  const receipt = t.mailbox.list().find(({ tag }) => tag === 'receipt');
  expect(receipt?.text).toContain('We received your payment of €30.00.');
  expect(receipt?.text).toMatch(/Payment method: +Check/);
  expect(await record(invoiceId, 1)).toMatchObject({ reason: 'NOTHING_DUE' });
});

test('a payment in another currency, of nothing or from the future is refused', async () => {
  const { invoiceId } = await sent();
  expect(await record(invoiceId, 10, { amount: { amount: 10, currency: 'USD' } })).toMatchObject({
    code: 'VALIDATION_FAILED',
    path: ['input', 'amount', 'currency'],
  });
  expect(await record(invoiceId, 0)).toMatchObject({ path: ['input', 'amount', 'amount'] });
  expect(await record(invoiceId, 10, { receivedAt: '2026-04-02T00:00:00Z' })).toMatchObject({
    path: ['input', 'receivedAt'],
  });
  expect(await record('in_01h00000000000000000000000', 10)).toMatchObject({ code: 'NOT_FOUND' });
});

test('an amount beyond what is due is refused, or becomes credit that pays other open invoices', async () => {
  const { customerId, invoiceId } = await sent();
  await later(30);
  expect(await record(invoiceId, 4000)).toMatchObject({
    reason: 'AMOUNT_EXCEEDS_DUE',
    path: ['input', 'amount', 'amount'],
  });
  const paid = await record(invoiceId, 4000, { creditExcess: true });
  expect(paid.recordedPayment).toMatchObject({ creditedAmount: { amount: 1000 }, invoice: { status: 'PAID' } });
  const { invoices, balance } = await accountOf(shop.merchant, customerId);
  expect(invoices.map(({ amountDue }) => amountDue.amount)).toEqual([2000, 0]);
  expect(balance).toBe(0);
  // Its credit is used, so it cannot be taken back.
  expect(await takeBack(paid.recordedPayment?.id ?? '')).toMatchObject({ reason: 'CREDIT_BALANCE_TOO_LOW' });
});

test('a payment that is taken back is due again, makes an overdue subscription past due, and is taken back once', async () => {
  const { customerId, subscriptionId, invoiceId } = await sent();
  await later(15);
  const { recordedPayment } = await record(invoiceId, 3500, { creditExcess: true });
  await t.app.tick();
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  const back = await takeBack(recordedPayment?.id ?? '');
  expect(back.recordedPayment).toMatchObject({
    voidedAt: '2026-04-16T00:00:00.000Z',
    invoice: { status: 'OPEN', amountDue: { amount: 3000 } },
  });
  expect(await takeBack(recordedPayment?.id ?? '')).toMatchObject({ reason: 'PAYMENT_VOIDED' });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  await t.app.tick();
  expect(await statusOf(subscriptionId)).toBe('PAST_DUE');
  expect(await typesOf(customerId)).toEqual(['payment.recorded', 'invoice.paid', 'payment.record_voided']);
});

test('a payment that is taken back leaves due what a credit note has left, wherever the credit has gone', async () => {
  const credit = (invoiceId: string) => {
    const input = { invoiceId, reason: 'BILLING_ERROR', amount: { amount: 1000, currency: 'EUR' } };
    return mutate(shop.merchant, 'createCreditNote', input, '__typename');
  };
  const first = await sent();
  const paid = await record(first.invoiceId, 3000);
  await credit(first.invoiceId);
  expect((await accountOf(shop.merchant, first.customerId)).balance).toBe(1000);
  expect((await takeBack(paid.recordedPayment?.id ?? '')).recordedPayment).toMatchObject({
    invoice: { status: 'OPEN', amountDue: { amount: 2000 } },
  });
  expect((await accountOf(shop.merchant, first.customerId)).balance).toBe(0);
  // Credited in full, nothing is due again, and its subscription is not past due.
  const whole = await sent();
  const transfer = await record(whole.invoiceId, 3000);
  for (let part = 0; part < 3; part++) await credit(whole.invoiceId);
  await later(15);
  expect((await takeBack(transfer.recordedPayment?.id ?? '')).recordedPayment).toMatchObject({
    invoice: { status: 'PAID', amountDue: { amount: 0 } },
  });
  await t.app.tick();
  expect(await statusOf(whole.subscriptionId)).toBe('ACTIVE');
});

test('the same key records once, also when two requests come at one instant', async () => {
  const { invoiceId } = await sent();
  const more = { idempotencyKey: 'transfer-1' };
  const answers = await Promise.all([record(invoiceId, 1000, more), record(invoiceId, 1000, more)]);
  expect(new Set(answers.map((answer) => answer.recordedPayment?.id)).size).toBe(1);
  expect((await record(invoiceId, 1001, more)).code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('a recorded payment ends the retries of a charge that has failed', async () => {
  const customerId = await makeCustomer(shop.merchant, {});
  await mutate(
    shop.merchant,
    'createSubscription',
    { customerId, items: [{ priceId: shop.small }] },
    'subscription { id }',
  );
  await t.db.prisma.paymentMethod.updateMany({ where: { customerId }, data: { providerRef: 'unused' } });
  t.clock.advance(30 * DAY);
  await t.db.prisma.customer.update({ where: { id: customerId }, data: { defaultPaymentMethodId: null } });
  await t.app.tick();
  const open = await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, status: 'OPEN' } });
  expect(open.nextAttemptAt).not.toBeNull();
  await record(open.id, 3000, { method: 'CASH' });
  await later(10);
  expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: open.id } })).toMatchObject({
    status: 'PAID',
    attemptCount: 1,
  });
});

test('merchants list recorded payments, and the customer reads the one of an own invoice', async () => {
  const { customerId, invoiceId } = await sent();
  const { recordedPayment } = await record(invoiceId, 1000);
  const list = await shop.merchant.request<{ recordedPayments: { nodes: { id: string }[] } }>(
    'query ($id: ID) { recordedPayments(first: 5, customerId: $id) { nodes { id } } }',
    { id: customerId },
  );
  expect(list.recordedPayments.nodes).toEqual([{ id: recordedPayment?.id }]);
  const portal = visitor(t, shop.merchant, customerId);
  const seen = await portal.request<{ node: { method: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on RecordedPayment { method } } }',
    { id: recordedPayment?.id ?? '' },
  );
  expect(seen.node.method).toBe('BANK_TRANSFER');
});
