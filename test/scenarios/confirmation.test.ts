/** Payments that the bank wants the customer to confirm: confirmed, refused, abandoned, and without the customer. */
import type { GraphQLClient } from 'graphql-request';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  charges,
  expectBooksToBalance,
  openShop,
  payWith,
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
} from '../support/billing.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterEach(async () => {
  t.clock.advance(40 * MINUTE);
  await t.app.tick();
  await expectBooksToBalance(t);
  const open = [...t.sandbox.payments.values()].filter(({ state }) => ['HELD', 'NEEDS_CUSTOMER'].includes(state));
  expect(open, 'no money stays held, and no confirmation stays open').toEqual([]);
  await t.close();
});

interface Answer {
  __typename: string;
  code?: string;
  confirmation?: { paymentId: string; kind: string; clientSecret: string } | null;
  invoice?: { id: string; status: string } | null;
}
const SELECTION = `__typename ... on UserError { code }
  ... on PaymentAuthenticationRequiredError { confirmation { paymentId kind clientSecret } }`;

async function ask(client: GraphQLClient, name: 'switchPlan' | 'payInvoice', input: object): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const document = `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) { ${SELECTION} ... on ${type}Success { invoice { id status } } } }`;
  return (await client.request<{ answer: Answer }>(document, { input })).answer;
}

/** The choice in the bank's dialog, over HTTP as the page makes it. */
async function choose(clientSecret: string | undefined, accepted: boolean): Promise<number> {
  const request = new Request(`${PUBLIC_URL}/sandbox/confirmations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: clientSecret, accepted }),
  });
  return (await t.app.fetch(request)).status;
}

async function confirming(priceId = shop.small) {
  const made = await subscribe(t, shop, priceId);
  await payWith(shop.merchant, made.customerId, 'tok_authentication_required');
  return made;
}

async function quoted(portal: GraphQLClient, subscriptionId: string) {
  const preview = await previewSwitch(portal, { subscriptionId, priceId: shop.large });
  if (preview.__typename !== 'SubscriptionChangePreview') throw new Error(preview.__typename);
  const input = { subscriptionId, priceId: shop.large, quote: preview.quote.token, idempotencyKey: 'switch' };
  return { input, amount: preview.amountDue.amount };
}

test('a confirmed switch is made once and charges exactly the quote', async () => {
  const { portal, subscriptionId, customerId } = await confirming();
  const { input, amount } = await quoted(portal, subscriptionId);
  const paused = await ask(portal, 'switchPlan', input);
  expect(paused).toMatchObject({ code: 'PAYMENT_AUTHENTICATION_REQUIRED', confirmation: { kind: 'CONFIRM' } });
  expect((await subscriptionOf(portal, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
  // Without the confirmation, the same request is paused by the same payment.
  const again = await ask(portal, 'switchPlan', { ...input, paymentId: paused.confirmation?.paymentId });
  expect(again.confirmation).toEqual(paused.confirmation);

  expect(await choose('sbx_secret_unknown', true)).toBe(404);
  expect(await choose(paused.confirmation?.clientSecret, true)).toBe(200);
  const done = await ask(portal, 'switchPlan', { ...input, paymentId: paused.confirmation?.paymentId });
  expect(done).toMatchObject({ __typename: 'SwitchPlanSuccess', invoice: { status: 'PAID' } });
  expect(await ask(portal, 'switchPlan', input)).toEqual(done);
  expect(charges(t, customerId).slice(1)).toEqual([['SUCCEEDED', amount]]);
  expect((await subscriptionOf(portal, subscriptionId)).items).toMatchObject([{ price: { id: shop.large } }]);
});

test('a switch that the customer refuses to confirm changes nothing', async () => {
  const { portal, subscriptionId, customerId } = await confirming();
  const { input } = await quoted(portal, subscriptionId);
  const { confirmation } = await ask(portal, 'switchPlan', input);
  expect(await choose(confirmation?.clientSecret, false)).toBe(200);
  const refused = await ask(portal, 'switchPlan', { ...input, paymentId: confirmation?.paymentId });
  expect(refused).toMatchObject({ code: 'PAYMENT_DECLINED' });
  expect((await subscriptionOf(portal, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
  expect(charges(t, customerId)).toHaveLength(1);
});

test('a quote that expires during the confirmation releases the money, and the switch is not made', async () => {
  const { portal, subscriptionId, customerId } = await confirming();
  const { input, amount } = await quoted(portal, subscriptionId);
  const { confirmation } = await ask(portal, 'switchPlan', input);
  await choose(confirmation?.clientSecret, true);
  t.clock.advance(11 * MINUTE);
  const late = await ask(portal, 'switchPlan', { ...input, paymentId: confirmation?.paymentId });
  expect(late).toMatchObject({ code: 'QUOTE_EXPIRED' });
  expect(charges(t, customerId).at(-1)).toEqual(['CANCELED', amount]);
  expect((await subscriptionOf(portal, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
});

test('a payment of one request confirms no other request, and no other customer can use it', async () => {
  const { portal, subscriptionId } = await confirming();
  const other = await confirming();
  const { input } = await quoted(portal, subscriptionId);
  const { confirmation } = await ask(portal, 'switchPlan', input);
  await choose(confirmation?.clientSecret, true);
  const { paymentId } = confirmation ?? {};
  const another = { ...input, quote: undefined, idempotencyKey: 'another', paymentId };
  expect(await ask(portal, 'switchPlan', another)).toMatchObject({ code: 'CONFLICT' });
  const foreign = { subscriptionId: other.subscriptionId, priceId: shop.large, paymentId };
  expect(await ask(other.portal, 'switchPlan', foreign)).toMatchObject({ code: 'NOT_FOUND' });
});

test('money that was confirmed for a change that never came is released after a quarter of an hour', async () => {
  const { portal, subscriptionId, customerId } = await confirming();
  const { input, amount } = await quoted(portal, subscriptionId);
  const { confirmation } = await ask(portal, 'switchPlan', input);
  await choose(confirmation?.clientSecret, true);
  for (let minutes = 0; minutes < 10; minutes += 5) {
    t.clock.advance(5 * MINUTE);
    await t.app.tick();
    expect(charges(t, customerId).at(-1)).toEqual(['HELD', amount]);
  }
  t.clock.advance(10 * MINUTE);
  await t.app.tick();
  expect(charges(t, customerId).at(-1)).toEqual(['CANCELED', amount]);
});

test('a renewal that needs confirmation counts once, and its mail leads to paying and confirming it', async () => {
  const { portal, subscriptionId, customerId } = await confirming();
  t.clock.advance(30 * DAY);
  await t.app.tick();
  expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('PAST_DUE');
  const [invoice] = (await accountOf(shop.merchant, customerId)).invoices;
  expect(await t.db.prisma.event.count({ where: { type: 'invoice.payment_failed', customerId } })).toBe(1);
  const mails = t.mailbox.list().filter(({ tag }) => tag === 'payment-failed');
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toMatch(new RegExp(`pay_invoice.*${invoice?.id}|${invoice?.id}`));

  const input = { invoiceId: invoice?.id, idempotencyKey: 'pay' };
  const { confirmation } = await ask(portal, 'payInvoice', input);
  expect(confirmation?.kind).toBe('CONFIRM');
  await choose(confirmation?.clientSecret, true);
  const paid = await ask(portal, 'payInvoice', { ...input, paymentId: confirmation?.paymentId });
  expect(paid).toMatchObject({ invoice: { status: 'PAID' } });
  await t.app.tick();
  expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('ACTIVE');
});

test('a confirmed payment of an invoice completes although the page is gone', async () => {
  const { portal, customerId } = await confirming();
  t.clock.advance(30 * DAY);
  await t.app.tick();
  const [invoice] = (await accountOf(shop.merchant, customerId)).invoices;
  const { confirmation } = await ask(portal, 'payInvoice', { invoiceId: invoice?.id });
  await choose(confirmation?.clientSecret, true);
  t.clock.advance(6 * MINUTE);
  await t.app.tick();
  expect((await accountOf(shop.merchant, customerId)).invoices[0]).toMatchObject({ status: 'PAID' });
});

test('a confirmation that the customer left does not block another payment of the invoice', async () => {
  const { portal, customerId } = await confirming();
  t.clock.advance(30 * DAY);
  await t.app.tick();
  const [invoice] = (await accountOf(shop.merchant, customerId)).invoices;
  await ask(portal, 'payInvoice', { invoiceId: invoice?.id });
  await t.db.prisma.paymentMethod.findFirstOrThrow({ where: { customerId } });
  await payWith(shop.merchant, customerId, 'tok_visa');
  const paid = await ask(portal, 'payInvoice', { invoiceId: invoice?.id });
  expect(paid).toMatchObject({ invoice: { status: 'PAID' } });
  expect(charges(t, customerId).filter(([state]) => state === 'SUCCEEDED')).toHaveLength(2);
});
