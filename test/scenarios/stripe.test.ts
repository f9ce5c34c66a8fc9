/** A company with a connected account at Stripe: its subscriptions are paid there, through a stand-in. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makePrice } from '../support/catalog.ts';
import { confirmInBrowser } from '../support/stripe/browser.ts';
import { enterMethod, makeStripeCustomer, makeStripeSubscriber } from '../support/stripe/customers.ts';
import { connectStripe, type StripeMerchant } from '../support/stripe/merchant.ts';
import type { StripeObject } from '../support/stripe/objects.ts';
import type { TestMethodName } from '../support/stripe/outcomes.ts';
import { type StripeStandIn, startStripe } from '../support/stripe/server.ts';
import { mutate } from '../support/world.ts';

let standIn: StripeStandIn;
let t: TestApp;
let shop: StripeMerchant;
beforeAll(async () => {
  standIn = await startStripe({ clock: { now: () => t.clock.now() } });
  t = await openTestApp({ stripeApiBase: standIn.url, now: '2026-04-01T00:00:00.000Z' });
  shop = await connectStripe(t, standIn);
  await mutate(
    shop.merchant,
    'updatePortalConfig',
    { allowPlanSwitch: true, acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] },
    '__typename',
  );
});
afterAll(async () => {
  await t.close();
  await standIn.close();
});

const MONTH = 31 * DAY + MINUTE;
const makeCustomer = makeStripeCustomer;
const addMethod = (company: StripeMerchant, customerId: string, name: TestMethodName) =>
  enterMethod(standIn, company, customerId, name);
const subscriber = (name: TestMethodName, amount = 3000, interval: 'MONTH' | 'YEAR' = 'MONTH') =>
  makeStripeSubscriber(standIn, shop, name, { amount, interval });

const invoicesOf = (subscriptionId: string) =>
  t.db.prisma.invoice.findMany({ where: { subscriptionId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });

/** Stripe's ledger of a customer: what was received, in cents. */
async function receivedFrom(customerId: string): Promise<number[]> {
  const customer = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
  return intentsOf(shop, customer.providerCustomerRef).map(({ amount_received }) => amount_received);
}

const intentsOf = ({ account }: StripeMerchant, customerRef: string | null): StripeObject[] =>
  account.all('payment_intent').filter(({ customer }) => customer === customerRef);

async function pass(milliseconds: number): Promise<void> {
  t.clock.advance(milliseconds);
  await t.app.tick();
}

async function tryTo(client: GraphQLClient, name: string, input: object): Promise<{ __typename: string }> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const answer = await client.request<Record<string, { __typename: string }>>(
    `mutation M($input: ${type}Input!) { ${name}(input: $input) { __typename ... on UserError { code message } } }`,
    { input },
  );
  return answer[name] as { __typename: string };
}

test('a subscription is paid by card at its start, at a switch and at its renewal, each once', async () => {
  const { customerId, subscriptionId, itemId } = await subscriber('pm_card_visa');
  expect(await receivedFrom(customerId)).toEqual([3000]);
  const { priceId } = await makePrice(shop.merchant, { amount: 9000 });
  const switched = await mutate(
    shop.merchant,
    'switchPlan',
    { subscriptionId, itemId, priceId },
    'invoice { status total { amount } }',
  );
  expect(switched.invoice).toEqual({ status: 'PAID', total: { amount: 6000 } });
  expect(await receivedFrom(customerId)).toEqual([3000, 6000]);
  await pass(MONTH);
  expect(await receivedFrom(customerId)).toEqual([3000, 6000, 9000]);
  expect((await invoicesOf(subscriptionId)).map(({ status }) => status)).toEqual(['PAID', 'PAID', 'PAID']);
  const [hold] = intentsOf(
    shop,
    (await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } })).providerCustomerRef,
  ).filter(({ capture_method }) => capture_method === 'manual');
  expect(hold).toMatchObject({ status: 'succeeded', metadata: { portico_payment: expect.stringMatching(/^pay_/) } });
});

test('a declined switch changes nothing, and no money is held at Stripe', async () => {
  const { customerId, subscriptionId, itemId } = await subscriber('pm_card_visa');
  await addMethod(shop, customerId, 'pm_card_visa');
  const method = shop.account.all('payment_method').at(-1);
  shop.account.behave(method?.id ?? '', { kind: 'declined', code: 'card_declined', declineCode: 'insufficient_funds' });
  const before = await invoicesOf(subscriptionId);
  const { priceId } = await makePrice(shop.merchant, { amount: 9000 });
  const refused = await tryTo(shop.merchant, 'switchPlan', { subscriptionId, itemId, priceId });
  expect(refused.__typename).toBe('PaymentDeclinedError');
  expect(await invoicesOf(subscriptionId)).toEqual(before);
  expect(await receivedFrom(customerId)).toEqual([3000, 0]);
  expect(shop.account.all('payment_intent').filter(({ status }) => status === 'requires_capture')).toEqual([]);
});

test('a renewal that is declined is past due, and paying it with a new card recovers it', async () => {
  const { customerId, subscriptionId } = await subscriber('pm_card_visa');
  const method = shop.account.all('payment_method').at(-1);
  shop.account.behave(method?.id ?? '', { kind: 'declined', code: 'card_declined', declineCode: 'lost_card' });
  await pass(MONTH);
  const status = async () =>
    (await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).status;
  expect(await status()).toBe('PAST_DUE');
  const [failed] = await t.db.prisma.payment.findMany({ where: { customerId, status: 'FAILED' } });
  expect(failed).toMatchObject({ declineCode: 'lost_card', advice: 'NEVER' });
  await addMethod(shop, customerId, 'pm_card_visa');
  await t.app.tick();
  expect(await status()).toBe('ACTIVE');
  expect((await receivedFrom(customerId)).filter((amount) => amount > 0)).toEqual([3000, 3000]);
});

test('a debit is under way for days without a webhook, and is paid once the sweep has read it', async () => {
  const { customerId, subscriptionId } = await subscriber('pm_sepa_success');
  const [invoice] = await invoicesOf(subscriptionId);
  expect(invoice?.status).toBe('OPEN');
  await pass(5 * DAY);
  expect((await invoicesOf(subscriptionId))[0]).toMatchObject({ status: 'OPEN', attemptCount: 0 });
  for (let day = 0; day < 5; day++) await pass(DAY);
  expect((await invoicesOf(subscriptionId))[0]?.status).toBe('PAID');
  expect(await receivedFrom(customerId)).toEqual([3000]);
});

test('webhooks in reverse order and three times make a debit paid once, within seconds of its result', async () => {
  const { customerId, subscriptionId } = await subscriber('pm_sepa_success');
  await t.app.tick();
  t.clock.advance(8 * DAY + HOUR);
  const customer = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
  const [intent] = intentsOf(shop, customer.providerCustomerRef);
  // The stand-in lets time pass with its next request.
  await fetch(`${standIn.url}/v1/payment_intents/${intent?.id}`, { headers: { authorization: `Bearer ${shop.key}` } });
  const events = shop.account.events.filter(({ data }) => data.object.id === intent?.id);
  expect(events.map(({ type }) => type)).toEqual(['payment_intent.processing', 'payment_intent.succeeded']);
  for (let round = 0; round < 3; round++)
    for (const event of [...events].reverse()) expect(await shop.deliver(event)).toBe(204);
  await t.app.queue.tick();
  expect((await invoicesOf(subscriptionId))[0]?.status).toBe('PAID');
  const { companyId } = shop;
  expect(await t.db.prisma.event.count({ where: { companyId, customerId, type: 'payment.succeeded' } })).toBe(1);
});

test('a payment whose response was lost is paid once, and found by the signal', async () => {
  const { customerId } = await subscriber('pm_card_visa');
  standIn.fail({ kind: 'close_after', path: /^\/v1\/payment_intents$/, method: 'POST', times: 2 });
  await pass(MONTH);
  for (let round = 0; round < 4; round++) await pass(5 * MINUTE);
  expect((await receivedFrom(customerId)).filter((amount) => amount > 0)).toEqual([3000, 3000]);
  const open = await t.db.prisma.invoice.findMany({ where: { customerId, status: { not: 'PAID' } } });
  expect(open).toEqual([]);
});

test('a revoked key charges no customer and counts no failure, and a new key continues', async () => {
  const { customerId, subscriptionId } = await subscriber('pm_card_visa');
  shop.account.keys.clear();
  await pass(MONTH);
  await pass(HOUR);
  const invoices = await invoicesOf(subscriptionId);
  expect(invoices.at(-1)).toMatchObject({ status: 'OPEN', attemptCount: 0 });
  const subscription = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  expect(subscription.status).toBe('ACTIVE');
  const { companyId, providerAccountId } = shop;
  expect(await t.db.prisma.event.count({ where: { companyId, type: 'payment_provider.broken' } })).toBe(1);
  const secretKey = standIn.newKey(shop.account);
  await mutate(shop.merchant, 'rotatePaymentProviderKeys', { providerAccountId, secretKey }, '__typename');
  shop = { ...shop, key: secretKey };
  for (let round = 0; round < 4; round++) await pass(HOUR);
  expect((await receivedFrom(customerId)).filter((amount) => amount > 0)).toEqual([3000, 3000]);
});

test('two companies with two accounts charge at their own, and a signal of one reaches nothing of the other', async () => {
  const other = await connectStripe(t, standIn, 'Other');
  const { customerId, subscriptionId } = await subscriber('pm_sepa_success');
  await t.app.tick();
  const customer = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
  const [intent] = intentsOf(shop, customer.providerCustomerRef);
  expect(other.account.all('payment_intent')).toEqual([]);
  // The other account has a payment with our reference and our metadata, and reports that it has succeeded.
  other.account.add({
    ...structuredClone(intent as StripeObject),
    status: 'succeeded',
    amount_received: 3000,
    latest_charge: null,
  });
  other.account.emit('payment_intent.succeeded', other.account.get(intent?.id ?? '', 'payment_intent'));
  expect(await other.deliver(other.account.events.at(-1) as StripeObject)).toBe(204);
  await t.app.queue.tick();
  expect((await invoicesOf(subscriptionId))[0]?.status).toBe('OPEN');
  const [payment] = await t.db.prisma.payment.findMany({ where: { customerId } });
  expect(payment?.status).toBe('PROCESSING');
  const setup = await mutate(shop.merchant, 'createSetupIntent', { customerId }, 'clientSecret');
  const [setupRef = ''] = String(setup.clientSecret).split('_secret');
  await confirmInBrowser(standIn, shop.account, setupRef, 'pm_card_visa');
  const stranger = await makeCustomer(shop);
  const stolen = await tryTo(shop.merchant, 'addPaymentMethod', { customerId: stranger, token: setupRef });
  expect(stolen.__typename).toBe('ValidationError');
  const foreign = await makeCustomer(other);
  const crossed = await tryTo(other.merchant, 'addPaymentMethod', { customerId: foreign, token: setupRef });
  expect(crossed.__typename).toBe('ValidationError');
});

test('a payment method of the sandbox is not charged once an account is connected', async () => {
  const { merchant, companyId } = await t.company('Later');
  const { customer } = await mutate(merchant, 'createCustomer', { email: 'later@example.com' }, 'customer { id }');
  await mutate(merchant, 'addPaymentMethod', { customerId: customer.id, token: 'tok_visa' }, 'paymentMethod { id }');
  const { account, key } = standIn.account();
  const input = { provider: 'stripe', secretKey: key, publishableKey: 'pk_test_standin0000000000' };
  await mutate(merchant, 'connectPaymentProvider', input, '__typename');
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const create = { customerId: customer.id, items: [{ priceId }] };
  expect((await tryTo(merchant, 'createSubscription', create)).__typename).toBe('PaymentMethodRequiredError');
  const connected = { ...shop, merchant, companyId, account, key };
  await addMethod(connected, customer.id, 'pm_card_visa');
  expect((await tryTo(merchant, 'createSubscription', create)).__typename).toBe('CreateSubscriptionSuccess');
  expect(account.all('payment_intent').map(({ amount_received }) => amount_received)).toEqual([3000]);
});

test('a switch that the bank wants confirmed continues once the customer has confirmed, and is paid exactly once', async () => {
  const { customerId, subscriptionId, itemId } = await subscriber('pm_card_visa');
  await addMethod(shop, customerId, 'pm_card_authenticationRequired');
  const { portal } = await t.signIn(shop.merchant, customerId);
  const { priceId } = await makePrice(shop.merchant, { amount: 9000 });
  const product = await t.db.prisma.price.findUniqueOrThrow({ where: { id: priceId } });
  const products = await t.db.prisma.product.findMany({ where: { companyId: shop.companyId } });
  const subscriptionProductIds = products.map(({ id }) => id);
  expect(subscriptionProductIds).toContain(product.productId);
  await mutate(shop.merchant, 'updatePortalConfig', { subscriptionProductIds }, '__typename');
  const input = { subscriptionId, itemId, priceId, idempotencyKey: `sca-${subscriptionId}` };
  const CONFIRM = `mutation M($input: SwitchPlanInput!) { switchPlan(input: $input) { __typename
    ... on SwitchPlanSuccess { invoice { total { amount } } } ... on UserError { message }
    ... on PaymentAuthenticationRequiredError { confirmation { paymentId kind provider clientSecret publishableKey } } } }`;
  interface Answer {
    switchPlan: {
      __typename: string;
      confirmation?: { paymentId: string; clientSecret: string };
      invoice?: { total: { amount: number } };
    };
  }
  const asked = (await portal.request<Answer>(CONFIRM, { input })).switchPlan;
  expect(asked).toMatchObject({
    __typename: 'PaymentAuthenticationRequiredError',
    confirmation: { kind: 'CONFIRM', provider: 'stripe', publishableKey: 'pk_test_standin0000000000' },
  });
  const intentId = asked.confirmation?.clientSecret.split('_secret')[0] ?? '';
  expect(await invoicesOf(subscriptionId)).toHaveLength(1);
  standIn.answerBank(shop.account, intentId);
  const again = { ...input, paymentId: asked.confirmation?.paymentId };
  const done = (await portal.request<Answer>(CONFIRM, { input: again })).switchPlan;
  expect(done).toMatchObject({ __typename: 'SwitchPlanSuccess' });
  const charged = done.invoice?.total.amount ?? 0;
  expect(charged).toBeGreaterThan(0);
  expect((await receivedFrom(customerId)).filter((amount) => amount > 0)).toEqual([3000, charged]);
});

test('a renewal that the bank wants confirmed is counted once, and its payment is refused as needing the customer', async () => {
  const { customerId, subscriptionId } = await subscriber('pm_card_visa');
  const method = shop.account.all('payment_method').at(-1);
  shop.account.behave(method?.id ?? '', { kind: 'confirmation' });
  await pass(MONTH);
  expect((await invoicesOf(subscriptionId)).at(-1)).toMatchObject({ status: 'OPEN', attemptCount: 1 });
  const [refused] = await t.db.prisma.payment.findMany({ where: { customerId, status: 'FAILED' } });
  expect(refused).toMatchObject({ declineCode: 'authentication_required', advice: 'CUSTOMER' });
});

test('a card that the network replaces is updated, and one that is detached at Stripe is succeeded by another', async () => {
  const { customerId } = await subscriber('pm_card_visa');
  const older = shop.account.all('payment_method').at(-1) as StripeObject;
  await addMethod(shop, customerId, 'pm_card_visa');
  const newer = shop.account.all('payment_method').at(-1) as StripeObject;
  const methods = () => t.db.prisma.paymentMethod.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  newer.card = { ...newer.card, exp_year: 2034, last4: '1881' };
  shop.account.emit('payment_method.automatically_updated', newer);
  const deliverLast = () => shop.deliver(shop.account.events.at(-1) as StripeObject);
  expect(await deliverLast()).toBe(204);
  await t.app.queue.tick();
  expect((await methods())[1]).toMatchObject({ expiryYear: 2034, lastFour: '1881', removedAt: null });
  newer.customer = null;
  shop.account.emit('payment_method.detached', newer);
  for (let round = 0; round < 2; round++) expect(await deliverLast()).toBe(204);
  await t.app.queue.tick();
  const [first, second] = await methods();
  expect(second?.removedAt).not.toBeNull();
  const customer = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
  expect(customer.defaultPaymentMethodId).toBe(first?.id);
  expect(first?.providerRef).toBe(older.id);
  const { companyId } = shop;
  const detached = await t.db.prisma.event.findMany({
    where: { companyId, customerId, type: 'payment_method.detached' },
  });
  expect(detached.map(({ data }) => data)).toEqual([{ cause: 'provider' }]);
});

test('a completed form adds one payment method, whether the page or the webhook comes first, and none for another customer', async () => {
  const complete = async (customerId: string, name: TestMethodName): Promise<string> => {
    const { clientSecret } = await mutate(shop.merchant, 'createSetupIntent', { customerId }, 'clientSecret');
    const [setupRef = ''] = String(clientSecret).split('_secret');
    await confirmInBrowser(standIn, shop.account, setupRef, name);
    return setupRef;
  };
  const report = async () => {
    const events = shop.account.events.filter(({ type }) => type === 'setup_intent.succeeded');
    expect(await shop.deliver(events.at(-1) as StripeObject)).toBe(204);
    await t.app.queue.tick();
  };
  const methodsOf = (customerId: string) => t.db.prisma.paymentMethod.findMany({ where: { customerId } });
  const customerId = await makeCustomer(shop);
  const first = await complete(customerId, 'pm_card_visa_applepay');
  await report();
  expect(await methodsOf(customerId)).toMatchObject([{ setupRef: first, wallet: 'apple_pay', removedAt: null }]);
  const add = { customerId, token: first, makeDefault: true };
  const { paymentMethod } = await mutate(
    shop.merchant,
    'addPaymentMethod',
    add,
    'paymentMethod { id wallet isDefault }',
  );
  expect(paymentMethod).toMatchObject({ wallet: 'apple_pay', isDefault: true });
  expect(await methodsOf(customerId)).toHaveLength(1);
  const second = await complete(customerId, 'pm_card_visa');
  await mutate(shop.merchant, 'addPaymentMethod', { customerId, token: second }, '__typename');
  await report();
  expect(await methodsOf(customerId)).toHaveLength(2);
  // A late webhook does not add again a method that the customer has removed.
  await mutate(shop.merchant, 'removePaymentMethod', { paymentMethodId: paymentMethod.id }, '__typename');
  const [event] = shop.account.events.filter(({ data }) => data.object.id === first);
  expect(await shop.deliver(event as StripeObject)).toBe(204);
  await t.app.queue.tick();
  expect((await methodsOf(customerId)).filter(({ removedAt }) => removedAt === null)).toHaveLength(1);
  // A form that another system has made for the same customer at Stripe.
  const before = await t.db.prisma.paymentMethod.count();
  const foreign = await complete(customerId, 'pm_card_visa');
  shop.account.get(foreign, 'setup_intent').metadata = {};
  await report();
  expect(await t.db.prisma.paymentMethod.count()).toBe(before);
});

test('the server’s own host and a verified domain of the portal are registered for wallets', async () => {
  const secure = await openTestApp({ stripeApiBase: standIn.url, publicUrl: 'https://pay.example', db: t.db });
  const { merchant, account } = await connectStripe(secure, standIn, 'Wallets');
  const hosts = async () => {
    await secure.app.queue.tick();
    return new Set(account.all('payment_method_domain').map(({ domain_name }) => domain_name));
  };
  expect(await hosts()).toEqual(new Set(['pay.example']));
  const hostname = 'billing.wallets.example';
  const { customDomain } = await mutate(
    merchant,
    'createCustomDomain',
    { hostname },
    'customDomain { id verification { name value } }',
  );
  secure.dns.set(customDomain.verification.name, [customDomain.verification.value]);
  await mutate(merchant, 'verifyCustomDomain', { customDomainId: customDomain.id }, '__typename');
  expect(await hosts()).toEqual(new Set(['pay.example', hostname]));
  await secure.app.close();
});

const refundsOf = (paymentId: string) =>
  t.db.prisma.refund.findMany({ where: { paymentId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });

/** A refund in Stripe's dashboard. */
async function refundInDashboard(paymentRef: string, amount: number): Promise<string> {
  const response = await fetch(`${standIn.url}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.key}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ payment_intent: paymentRef, amount: `${amount}` }),
  });
  return ((await response.json()) as { id: string }).id;
}

test('a refund goes to Stripe once, and one that the bank refuses days later becomes credit of the customer', async () => {
  const { customerId } = await subscriber('pm_card_visa');
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'SUCCEEDED' } });
  // The response of the first attempt is lost with the connection, twice.
  standIn.fail({ kind: 'close_after', path: /^\/v1\/refunds$/, method: 'POST', times: 2 });
  const amount = { amount: 1000, currency: 'EUR' };
  await mutate(shop.merchant, 'refundPayment', { paymentId: payment.id, amount }, 'refund { id }');
  await pass(HOUR);
  expect(await refundsOf(payment.id)).toMatchObject([{ status: 'SUCCEEDED', amount: 1000n, madeAtProvider: false }]);
  const [refund] = await refundsOf(payment.id);
  const made = shop.account.all('refund').filter(({ payment_intent }) => payment_intent === payment.providerRef);
  expect(made).toMatchObject([{ id: refund?.providerRef, amount: 1000, metadata: { portico_refund: refund?.id } }]);
  Object.assign(made[0] ?? {}, { status: 'failed', failure_reason: 'lost_or_stolen_card' });
  shop.account.emit('refund.failed', made[0] as StripeObject);
  for (let time = 0; time < 2; time++) await shop.deliver(shop.account.events.at(-1) as StripeObject);
  await t.app.queue.tick();
  expect(await refundsOf(payment.id)).toMatchObject([{ status: 'FAILED', failureCode: 'lost_or_stolen_card' }]);
  const credit = await t.db.prisma.creditEntry.aggregate({ where: { customerId }, _sum: { amount: true } });
  expect(credit._sum.amount).toBe(1000n);
});

test('a refund in Stripe’s dashboard is recorded with its credit note, by the webhook or by the list of events, once', async () => {
  const { customerId } = await subscriber('pm_card_visa');
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'SUCCEEDED' } });
  const first = await refundInDashboard(payment.providerRef ?? '', 700);
  for (let time = 0; time < 3; time++) await shop.deliver(shop.account.events.at(-1) as StripeObject);
  await t.app.queue.tick();
  // No webhook arrives for the second.
  const second = await refundInDashboard(payment.providerRef ?? '', 2300);
  await pass(HOUR);
  const refunds = await refundsOf(payment.id);
  expect(refunds).toMatchObject([
    { providerRef: first, amount: 700n, status: 'SUCCEEDED', madeAtProvider: true },
    { providerRef: second, amount: 2300n, status: 'SUCCEEDED', madeAtProvider: true },
  ]);
  const notes = await t.db.prisma.invoice.findMany({
    where: { id: { in: refunds.map(({ creditNoteId }) => creditNoteId ?? '') } },
    orderBy: { id: 'asc' },
  });
  expect(notes.map(({ total, correctsInvoiceId }) => [total, correctsInvoiceId])).toEqual([
    [-700n, payment.invoiceId],
    [-2300n, payment.invoiceId],
  ]);
  const refused = await tryTo(shop.merchant, 'refundPayment', { paymentId: payment.id });
  expect(refused.__typename).toBe('ConflictError');
});

test('erasing a customer erases every detail of its payment methods, such as the mandate of a debit', async () => {
  const customerId = await makeCustomer(shop);
  await addMethod(shop, customerId, 'pm_sepa_success');
  await addMethod(shop, customerId, 'pm_card_visa_applepay');
  const rows = () => t.db.prisma.paymentMethod.findMany({ where: { customerId } });
  expect((await rows()).some(({ mandateReference }) => mandateReference !== null)).toBe(true);
  await mutate(shop.merchant, 'eraseCustomer', { customerId }, '__typename');
  const kept = [
    'id',
    'companyId',
    'customerId',
    'accountId',
    'kind',
    'providerRef',
    'removedAt',
    'createdAt',
    'updatedAt',
  ];
  for (const row of await rows())
    expect(
      Object.keys(row)
        .filter((name) => row[name as keyof typeof row] !== null)
        .sort(),
    ).toEqual(kept.sort());
});
