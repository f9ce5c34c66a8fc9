/** Payment methods through the provider's own fields: no card number ever comes to this server. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectBooksToBalance, subscribe, subscriptionOf } from '../support/billing.ts';
import { until } from '../support/changes.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { enterCard, type OpenShop, openPortalShop, speaks, taken } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { IN_ARABIC } from './support/ways.ts';

type Customer = Awaited<ReturnType<typeof subscribe>>;
const GOOD = '5555 5555 5555 4444';
const BAD = '1234 5678 9012 3456';
const digits = (text: string) => text.replace(/\D/g, '');

inBrowser('payment methods on the page', () => {
  let t: OpenShop;
  let adding: Customer;
  let failing: Customer;
  let failingAgain: Customer;
  let expiring: Customer;
  let phone: Customer;

  beforeAll(async () => {
    t = await openPortalShop({ acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] });
    const { shop } = t;
    adding = await subscribe(t, shop, shop.small);
    expiring = await subscribe(t, shop, shop.small);
    phone = await subscribe(t, shop, shop.free, { token: null });
    failing = await subscribe(t, shop, shop.free, { token: 'tok_charge_declined' });
    failingAgain = await subscribe(t, shop, shop.free, { token: 'tok_charge_declined' });
    for (const { subscriptionId } of [failing, failingAgain])
      await t.db.prisma.subscriptionItem.updateMany({ where: { subscriptionId }, data: { priceId: shop.small } });
    await until(t, '2026-05-01');
    await until(t, '2026-05-02');
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  const at = ({ customerId }: Customer, options = {}) =>
    t.visit(customerId, { destination: 'PAYMENT_METHODS', ...options });
  const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
  /** [last four digits, whether it is the default], as they stand in the database. */
  async function methods({ customerId }: Customer): Promise<[string | null, boolean][]> {
    const { defaultPaymentMethodId } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    const kept = await t.db.prisma.paymentMethod.findMany({ where: { customerId, removedAt: null } });
    return kept.map(({ id, lastFour }) => [lastFour, id === defaultPaymentMethodId]);
  }

  test('a card is added in the provider’s frame, and no request contains its number', async () => {
    const { page, leave } = await at(adding);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.getByRole('button', { name: 'Add payment method' }).click();
    const fields = page.frameLocator('iframe[title="Payment details"]');
    // The fields show the errors, and nothing is saved.
    await enterCard(page, BAD);
    await fields.getByText('This is test mode. Use a test card').waitFor();
    await fields.getByLabel('Expiry date').fill('01 / 20');
    await page.getByRole('button', { name: 'Save payment method' }).click();
    await fields.getByText('Enter a month and year in the future.').waitFor();
    await picture(page, 'money-card-fields');
    await enterCard(page, GOOD);
    await row(page, 'Mastercard •••• 4444').waitFor();
    expect(sent.some((request) => request.includes('tok_mastercard'))).toBe(true);
    // The number is not sent with separators either.
    for (const request of sent) for (const number of [GOOD, BAD]) expect(digits(request)).not.toContain(digits(number));
    expect(await methods(adding)).toEqual(
      expect.arrayContaining([
        ['4444', true],
        ['4242', false],
      ]),
    );
    await leave();
  });

  test('a method is added without becoming the default, and once despite a double click', async () => {
    const { page, leave } = await at(adding);
    await page.getByRole('button', { name: 'Add payment method' }).click();
    await page.getByLabel('Make this my default').uncheck();
    const fields = page.frameLocator('iframe[title="Payment details"]');
    await fields.getByText('Test cards').click();
    await fields.getByRole('button', { name: /3782 822463 10005/ }).click();
    await page.getByRole('button', { name: 'Save payment method' }).dblclick();
    await row(page, 'American Express •••• 0005').waitFor();
    expect((await methods(adding)).filter(([lastFour]) => lastFour === '0005')).toEqual([['0005', false]]);
    expect(await row(page, 'Mastercard •••• 4444').getByText('Default', { exact: true }).count()).toBe(1);
    await leave();
  });

  test('a refused card is not added and the page reports it; a SEPA account is added', async () => {
    const { page, leave } = await at(adding);
    await page.getByRole('button', { name: 'Add payment method' }).click();
    await enterCard(page, '4000 0000 0000 0002');
    await page.getByRole('alert').getByText('This payment method wasn’t added').waitFor();
    await picture(page, 'money-card-refused');
    expect((await methods(adding)).map(([lastFour]) => lastFour)).not.toContain('0002');
    const fields = page.frameLocator('iframe[title="Payment details"]');
    await fields.getByRole('radio', { name: 'SEPA Direct Debit' }).check();
    await fields.getByLabel('IBAN').fill('DE89 3704 0044 0532 0130 00');
    await page.getByRole('button', { name: 'Save payment method' }).click();
    await row(page, 'SEPA Direct Debit •••• 3000').waitFor();
    await leave();
  });

  test('a customer changes the default and removes a method; the last one in use stays, and the page explains why', async () => {
    const { page, leave } = await at(adding);
    await page.getByRole('button', { name: /^Make default ?: Visa •••• 4242$/ }).click();
    await page.getByText('Visa •••• 4242 is now your default.').waitFor();
    for (const name of ['Mastercard •••• 4444', 'American Express •••• 0005', 'SEPA Direct Debit •••• 3000']) {
      await page.getByRole('button', { name: new RegExp(`^Remove ?: ${name}$`) }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await row(page, name).waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: /^Remove ?: Visa •••• 4242$/ }).click();
    await page.getByText('Visa •••• 4242 is your only payment method.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page
      .getByText('Your subscription needs a payment method. Add another one before removing this one.')
      .waitFor();
    await picture(page, 'money-method-needed');
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await methods(adding)).toEqual([['4242', true]]);
    await leave();
  });

  test('expiring and expired cards are marked in the list and on the overview', async () => {
    const { customerId } = expiring;
    const { page, go, leave } = await at(expiring);
    const become = (expiryMonth: number) =>
      t.db.prisma.paymentMethod.updateMany({ where: { customerId }, data: { expiryMonth, expiryYear: 2026 } });
    await become(5);
    await page.reload();
    await row(page, 'Visa •••• 4242').getByText('Expires soon').waitFor();
    await go('/');
    await page.getByText('Your card expires soon').waitFor();
    await become(4);
    await page.reload();
    await page.getByText('Your card has expired').waitFor();
    await page.getByRole('link', { name: 'Update payment method' }).click();
    await row(page, 'Visa •••• 4242').getByText('Expired', { exact: true }).waitFor();
    await picture(page, 'money-methods-expired');
    await leave();
  });

  test('a new default method is charged for a failed payment at once, and the alert disappears by itself', async () => {
    const { page, go, leave } = await at(failing);
    await go('/');
    await page.getByText('Your payment failed').waitFor();
    await picture(page, 'money-home-failed');
    await go('/payment-methods');
    await page.getByText('Your payment failed').waitFor();
    await row(page, 'Visa •••• 0341').getByText('Last payment failed').waitFor();
    await picture(page, 'money-methods-failed');
    await page.getByRole('button', { name: 'Add payment method' }).click();
    await enterCard(page, '4242 4242 4242 4242');
    await page.getByText('Thank you. You’ve paid 1 invoice.').waitFor();
    expect(await page.getByText('Your payment failed').count()).toBe(0);
    expect(await page.getByText('Last payment failed').count()).toBe(0);
    expect(await taken(t, failing.customerId)).toBe(3000);
    expect((await subscriptionOf(failing.portal, failing.subscriptionId)).status).toBe('ACTIVE');
    await go('/');
    await page.getByRole('heading', { level: 2, name: 'Small' }).waitFor();
    expect(await page.getByText('Your payment failed').count()).toBe(0);
    await leave();
  });

  test('a new default method that fails as well is marked instead of the old one', async () => {
    const { page, leave } = await at(failingAgain);
    await page.getByRole('button', { name: 'Add payment method' }).click();
    await enterCard(page, '4000 0027 6000 3155');
    await row(page, 'Visa •••• 3155').getByText('Last payment failed').waitFor();
    await page.getByText('Your payment failed').waitFor();
    expect(await row(page, 'Visa •••• 0341').getByText('Last payment failed').count()).toBe(0);
    expect(await taken(t, failingAgain.customerId)).toBe(0);
    await leave();
  });

  test('a card is added in Arabic on a phone', async () => {
    const { say } = IN_ARABIC;
    await speaks(t.shop, phone.customerId, 'ar');
    const { page, leave } = await at(phone, { way: IN_ARABIC });
    await page.getByText(say('methods.none')).waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await page.getByRole('button', { name: say('methods.add') }).tap();
    const fields = page.frameLocator(`iframe[title="${say('fields.title')}"]`);
    await fields.getByLabel(say('fields.cardNumber')).fill('4242 4242 4242 4242');
    await fields.getByLabel(say('fields.expiry')).fill('12 / 34');
    await fields.getByLabel(say('fields.securityCode')).fill('123');
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-card-fields-arabic');
    await page.getByRole('button', { name: say('methods.save') }).tap();
    await row(page, '4242').waitFor();
    expect(await methods(phone)).toEqual([['4242', true]]);
    await leave();
  });
});
