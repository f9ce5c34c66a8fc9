/**
 * A company with an account at Stripe: its customers enter payment methods and confirm payments in Stripe's own form.
 */
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../src/kernel/clock.ts';
import { picture, violations } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import {
  bankDialog,
  enterStripeCard,
  openForm,
  openStripeShop,
  type StripeShop,
  stripeFields,
} from './support/stripeShop.ts';
import { arrives, placeOf, standsOut } from './support/visit.ts';
import { IN_ARABIC, ON_A_PHONE, WAYS } from './support/ways.ts';

const GOOD = '4242 4242 4242 4242';
const CONFIRMED_ON_SETUP = '4000 0025 0000 3155';
const REFUSED = '4000 0000 0000 0002';
const digits = (text: string) => text.replace(/\D/g, '');

inBrowser('payment methods and confirmations at Stripe', () => {
  let t: StripeShop;
  beforeAll(async () => {
    t = await openStripeShop();
  });
  afterAll(async () => {
    await t.app.tick();
    await t.close();
  });

  const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
  /** [last four digits, whether it is the default], as they stand in the database. */
  async function methods(customerId: string): Promise<[string | null, boolean][]> {
    const { defaultPaymentMethodId } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    const kept = await t.db.prisma.paymentMethod.findMany({ where: { customerId, removedAt: null } });
    return kept.map(({ id, lastFour }) => [lastFour, id === defaultPaymentMethodId]);
  }

  test.each(WAYS)('a card is added in Stripe’s frame $name, whose script is loaded with the form', async (way) => {
    const customerId = await t.customer();
    const { page, leave } = await t.visit(customerId, { way });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.reload();
    await page.getByText(way.say('methods.none')).waitFor();
    expect(asked.filter((request) => request.startsWith(t.standIn.url))).toEqual([]);
    await openForm(page, way);
    expect(await violations(page, ['region'])).toEqual([]);
    expect(await standsOut(page)).toBe(false);
    await picture(page, `stripe-fields-${way.name.replaceAll(' ', '-')}`);
    await enterStripeCard(page, GOOD, way);
    await row(page, '4242').waitFor();
    expect(await methods(customerId)).toEqual([['4242', true]]);
    const ours = asked.filter((request) => request.startsWith(t.origin));
    expect(ours.some((request) => request.includes('seti_'))).toBe(true);
    for (const request of asked) expect(digits(request)).not.toContain(digits(GOOD));
    await leave();
  });

  test('a card that the bank wants confirmed is added after the confirmation, by the keyboard alone', async () => {
    const customerId = await t.customer();
    const { page, leave } = await t.visit(customerId, { way: ON_A_PHONE });
    const add = page.getByRole('button', { name: 'Add payment method' });
    await add.focus();
    await page.keyboard.press('Enter');
    const fields = stripeFields(page);
    await fields.getByLabel('Card number').waitFor();
    await fields.getByLabel('Card number').focus();
    await page.keyboard.type(CONFIRMED_ON_SETUP);
    await page.keyboard.press('Tab');
    await page.keyboard.type('12/34');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123');
    await page.getByRole('button', { name: 'Save payment method' }).focus();
    await page.keyboard.press('Enter');
    const bank = bankDialog(page);
    await bank.getByRole('button', { name: 'Complete' }).focus();
    expect(await methods(customerId)).toEqual([]);
    await page.keyboard.press('Enter');
    await row(page, '3155').waitFor();
    expect(await methods(customerId)).toEqual([['3155', true]]);
    await leave();
  });

  test('a confirmation that fails and a refused card add nothing and are explained, and another card is added in the same form', async () => {
    const customerId = await t.customer();
    const { page, leave } = await t.visit(customerId);
    await openForm(page);
    await enterStripeCard(page, CONFIRMED_ON_SETUP);
    await bankDialog(page).getByRole('button', { name: 'Fail' }).click();
    await page.getByRole('alert').getByText('The confirmation with your bank wasn’t completed.').waitFor();
    await picture(page, 'stripe-unconfirmed');
    await enterStripeCard(page, REFUSED);
    await page.getByRole('alert').getByText('Your bank didn’t accept it.').waitFor();
    await enterStripeCard(page, '1234');
    await stripeFields(page).getByText('Your card number is invalid.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await methods(customerId)).toEqual([]);
    await enterStripeCard(page, GOOD);
    await row(page, '4242').waitFor();
    expect(await methods(customerId)).toEqual([['4242', true]]);
    await leave();
  });

  test('a form that is left adds nothing, and one whose tab is closed after the confirmation is finished by the webhook', async () => {
    const customerId = await t.customer();
    const { page } = await t.visit(customerId);
    await openForm(page);
    await stripeFields(page).getByLabel('Card number').press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await methods(customerId)).toEqual([]);
    // The page is closed before it can inform the server.
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('"token"') ? route.abort() : route.continue(),
    );
    await openForm(page);
    await enterStripeCard(page, GOOD);
    await page.getByText('We can’t reach the server').waitFor();
    await page.context().close();
    expect(await methods(customerId)).toEqual([]);
    const event = t.shop.account.events.filter(({ type }) => type === 'setup_intent.succeeded').at(-1);
    for (let time = 0; time < 2; time++) expect(await t.shop.deliver(event ?? { id: '', object: '' })).toBe(204);
    await expect.poll(() => methods(customerId)).toEqual([['4242', true]]);
  });

  test('a SEPA account is added with the mandate’s text, and the list shows the reference', async () => {
    const customerId = await t.customer('Grace Hopper');
    const { page, leave } = await t.visit(customerId);
    const fields = await openForm(page);
    await fields.getByRole('radio', { name: 'SEPA Direct Debit' }).check();
    await fields.getByText('you authorize Northwind and Stripe to send instructions to your bank').waitFor();
    // The form knows the customer already.
    expect(await fields.getByLabel('Full name').inputValue()).toBe('Grace Hopper');
    await fields.getByLabel('IBAN').fill('AT61 1904 3002 3457 3201');
    await picture(page, 'stripe-sepa');
    await page.getByRole('button', { name: 'Save payment method' }).click();
    await row(page, 'SEPA Direct Debit •••• 3201')
      .getByText(/^Mandate MNDT_/)
      .waitFor();
    await picture(page, 'stripe-methods');
    const { mandateRef } = await t.db.prisma.paymentMethod.findFirstOrThrow({ where: { customerId } });
    expect(mandateRef).toMatch(/^mandate_/);
    await leave();
  });

  test('a wallet that sends the customer away returns to the portal, which finishes and forgets the address', async () => {
    const customerId = await t.customer();
    await t.addMethod(customerId, 'pm_card_visa');
    const { page, leave } = await t.visit(customerId);
    const go = async (answer: 'Authorize' | 'Refuse', makeDefault: boolean) => {
      const fields = await openForm(page);
      await fields.getByRole('radio', { name: 'PayPal' }).check();
      await page.getByLabel('Make this my default').setChecked(makeDefault);
      await page.getByRole('button', { name: 'Save payment method' }).click();
      await page.getByRole('link', { name: answer }).click();
      await arrives(page, '/payment-methods');
    };
    await go('Refuse', true);
    await page.getByText('This payment method wasn’t added').waitFor();
    await picture(page, 'stripe-returned-refused');
    expect(new URL(page.url()).search).toBe('');
    await page.reload();
    await row(page, 'Visa •••• 4242').waitFor();
    expect(await page.getByText('This payment method wasn’t added').count()).toBe(0);
    await go('Authorize', true);
    await row(page, 'PayPal').getByText('Default', { exact: true }).waitFor();
    expect(placeOf(page)).toBe('/payment-methods');
    expect(new URL(page.url()).search).toBe('');
    expect(await methods(customerId)).toHaveLength(2);
    await leave();
  });

  test('a renewal that the bank wants confirmed is paid by the customer in the bank’s dialog, once', async () => {
    const customerId = await t.customer();
    await t.addMethod(customerId, 'pm_card_visa');
    const subscriptionId = await t.subscribe(customerId);
    await t.addMethod(customerId, 'pm_card_authenticationRequired');
    t.clock.advance(31 * DAY + MINUTE);
    await t.app.tick();
    const invoice = await t.db.prisma.invoice.findFirstOrThrow({ where: { subscriptionId, status: 'OPEN' } });
    expect(invoice.attemptCount).toBe(1);
    const { page, leave } = await t.visit(customerId, {
      destination: 'PAY_INVOICE',
      destinationContext: invoice.id,
    });
    const pay = page.getByRole('button', { name: /^Pay / });
    await pay.click();
    await bankDialog(page).getByRole('button', { name: 'Fail' }).click();
    await page.getByText('The confirmation with your bank wasn’t completed.').waitFor();
    await pay.click();
    await bankDialog(page).getByRole('button', { name: 'Complete' }).waitFor();
    await picture(page, 'stripe-bank');
    await bankDialog(page).getByRole('button', { name: 'Complete' }).click();
    await page
      .getByText(/You’ve paid|Thank you/)
      .first()
      .waitFor();
    const paid = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoice.id } });
    expect(paid).toMatchObject({ status: 'PAID', amountPaid: 3000n });
    const { providerCustomerRef } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    const taken = t.shop.account
      .all('payment_intent')
      .filter(({ customer, amount_received }) => customer === providerCustomerRef && amount_received > 0);
    expect(taken.map(({ amount_received }) => amount_received)).toEqual([3000, 3000]);
    await leave();
  });

  test('a blocked script is reported in words within 15 seconds, and trying again opens the form', async () => {
    const customerId = await t.customer();
    const { page, problems } = await t.visit(customerId, { way: IN_ARABIC });
    const { say } = IN_ARABIC;
    await page.route('**/endive/stripe.js', (route) => route.abort());
    await page.getByRole('button', { name: say('methods.add') }).tap();
    await page.getByText(say('failure.provider.title')).waitFor({ timeout: 15_000 });
    await picture(page, 'stripe-blocked');
    await page.unroute('**/endive/stripe.js');
    await page.getByRole('button', { name: say('action.tryAgain') }).tap();
    await stripeFields(page).getByLabel('Card number').waitFor();
    expect(problems.filter((problem) => !problem.includes('stripe.js') && !problem.includes('ERR_FAILED'))).toEqual([]);
    await page.context().close();
  });

  test('with Stripe’s own addresses the policy lets its script, its frames and its API through, and no other script', async () => {
    const real = await openStripeShop({ ownScript: true });
    const customerId = await real.customer();
    const { page, context } = await real.visit(customerId);
    await context.addInitScript(() => {
      const broken: string[] = [];
      Object.assign(globalThis, { broken });
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        broken.push(`${violatedDirective} ${blockedURI}`),
      );
    });
    const lead = async (route: Route) => {
      const request = route.request();
      const { pathname } = new URL(request.url());
      const response = await fetch(real.standIn.url + pathname, {
        method: request.method(),
        ...(request.method() === 'POST' ? { body: request.postData() ?? '' } : {}),
      });
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    };
    // Stripe's addresses lead to the stand-in; the browser applies the policy of production to them.
    for (const site of ['https://js.stripe.com/**', 'https://api.stripe.com/**']) await context.route(site, lead);
    await page.reload();
    await openForm(page);
    await enterStripeCard(page, CONFIRMED_ON_SETUP);
    await bankDialog(page).getByRole('button', { name: 'Complete' }).click();
    await row(page, '3155').waitFor();
    const broken = () => page.evaluate(() => (globalThis as unknown as { broken: string[] }).broken);
    expect(await broken()).toEqual([]);
    await page.evaluate(() => {
      document.head.append(Object.assign(document.createElement('script'), { src: 'https://evil.example/stripe.js' }));
    });
    await expect.poll(broken).toEqual(['script-src-elem https://evil.example/stripe.js']);
    await real.close();
  });
});
