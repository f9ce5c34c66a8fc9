/** Payment links of a company with an account at Stripe: a payment method is used once and belongs to no list. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { confirmInBrowser } from '../support/stripe/browser.ts';
import { connectStripe, type StripeMerchant } from '../support/stripe/merchant.ts';
import type { StripeObject } from '../support/stripe/objects.ts';
import type { TestMethodName } from '../support/stripe/outcomes.ts';
import { type StripeStandIn, startStripe } from '../support/stripe/server.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let standIn: StripeStandIn;
let shop: StripeMerchant;
beforeAll(async () => {
  standIn = await startStripe({ clock: { now: () => t.clock.now() } });
  t = await openTestApp({ stripeApiBase: standIn.url });
  shop = await connectStripe(t, standIn);
  await mutate(shop.merchant, 'updatePortalConfig', { acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] }, '__typename');
});
afterAll(async () => {
  await t.close();
  await standIn.close();
});

let customers = 0;

async function billed(): Promise<{ token: string; customerId: string }> {
  customers += 1;
  const made = await mutate(shop.merchant, 'createCustomer', { email: `l${customers}@example.com` }, 'customer { id }');
  const customerId = made.customer.id as string;
  const lines = [{ description: 'Work', unitAmount: 5000 }];
  const { invoice } = await mutate(
    shop.merchant,
    'createInvoice',
    { customerId, currency: 'EUR', lines },
    'invoice { id }',
  );
  const final = await mutate(
    shop.merchant,
    'finalizeInvoice',
    { invoiceId: invoice.id },
    'invoice { hostedInvoiceUrl }',
  );
  return { customerId, token: String(final.invoice.hostedInvoiceUrl).split('#')[1] ?? '' };
}

const visitor = () => t.client();

/** Completes Stripe's form of a link. Returns its token. */
async function complete(token: string, name: TestMethodName): Promise<string> {
  const { clientSecret } = await mutate(visitor(), 'createPaymentLinkSetupIntent', { token }, 'clientSecret');
  const [setupRef = ''] = String(clientSecret).split('_secret');
  expect(await confirmInBrowser(standIn, shop.account, setupRef, name)).toBe(200);
  return setupRef;
}

const pay = (token: string, methodToken: string) =>
  mutate(visitor(), 'payByPaymentLink', { token, methodToken }, 'paymentLink { status }');

test('a card pays the invoice once, is announced for no later use, and is detached a day later', async () => {
  const { token, customerId } = await billed();
  const methodToken = await complete(token, 'pm_card_visa');
  const setup = shop.account.get(methodToken, 'setup_intent');
  expect(setup).toMatchObject({ usage: 'on_session', metadata: {} });
  expect((await pay(token, methodToken)).paymentLink.status).toBe('PAID');
  // Stripe's webhook about the form stores nothing.
  const [event] = shop.account.events.filter(({ data }) => data.object.id === methodToken);
  expect(await shop.deliver(event as StripeObject)).toBe(204);
  await t.app.tick();
  const [method, ...others] = await t.db.prisma.paymentMethod.findMany({ where: { customerId } });
  expect([method?.lastFour, method?.removedAt !== null, others]).toEqual(['4242', true, []]);
  const atStripe = () => shop.account.get(method?.providerRef ?? '', 'payment_method').customer;
  expect(atStripe()).not.toBeNull();
  t.clock.advance(DAY + HOUR);
  await t.app.tick();
  expect(atStripe()).toBeNull();
});

test('a form of a link whose payer has left the page stores no payment method', async () => {
  const { token, customerId } = await billed();
  const setupRef = await complete(token, 'pm_card_visa');
  const [event] = shop.account.events.filter(({ data }) => data.object.id === setupRef);
  expect(await shop.deliver(event as StripeObject)).toBe(204);
  await t.app.tick();
  expect(await t.db.prisma.paymentMethod.count({ where: { customerId } })).toBe(0);
});

test('the form of another customer pays nothing', async () => {
  const { token } = await billed();
  const other = await billed();
  const theirs = await complete(other.token, 'pm_card_visa');
  await expect(pay(token, theirs)).rejects.toThrow();
  expect((await pay(other.token, theirs)).paymentLink.status).toBe('PAID');
});

test('a SEPA debit is under way after the payment', async () => {
  const { token } = await billed();
  expect((await pay(token, await complete(token, 'pm_sepa_success'))).paymentLink.status).toBe('PROCESSING');
});

test('a form that was opened in the portal pays nothing by a link, before its payment method is stored and after', async () => {
  const { token, customerId } = await billed();
  const { clientSecret } = await mutate(shop.merchant, 'createSetupIntent', { customerId }, 'clientSecret');
  const [setupRef = ''] = String(clientSecret).split('_secret');
  expect(await confirmInBrowser(standIn, shop.account, setupRef, 'pm_card_visa')).toBe(200);
  await expect(pay(token, setupRef)).rejects.toThrow(/unused token/);
  await mutate(shop.merchant, 'addPaymentMethod', { customerId, token: setupRef }, 'paymentMethod { id }');
  await expect(pay(token, setupRef)).rejects.toThrow(/unused token/);
  expect(await t.db.prisma.payment.count({ where: { customerId } })).toBe(0);
});

test('the form of a link is refused with a reason if the portal accepts no kind for it or for its currency', async () => {
  const { token } = await billed();
  for (const acceptedPaymentMethods of [['PAYPAL'], ['US_BANK_ACCOUNT']]) {
    await mutate(shop.merchant, 'updatePortalConfig', { acceptedPaymentMethods }, '__typename');
    await expect(complete(token, 'pm_card_visa')).rejects.toThrow(/cannot be paid by its link/);
  }
});

test('the portal’s form is refused with a reason if no accepted kind works in the currency', async () => {
  const customerId = await makeCustomer(shop.merchant, { token: null });
  await mutate(shop.merchant, 'updatePortalConfig', { acceptedPaymentMethods: ['US_BANK_ACCOUNT'] }, '__typename');
  const { createSetupIntent } = await shop.merchant.request<{ createSetupIntent: object }>(
    `mutation { createSetupIntent(input: { customerId: "${customerId}" }) { __typename ... on ConflictError { reason } } }`,
  );
  expect(createSetupIntent).toEqual({ __typename: 'ConflictError', reason: 'NO_PAYMENT_METHOD_KIND' });
});
