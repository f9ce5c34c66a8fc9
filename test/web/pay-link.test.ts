/** The page of a payment link: one invoice, without signing in. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { type OpenShop, openPortalShop, taken } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { AT_A_DESK, IN_ARABIC, ON_A_PHONE, type Way } from './support/ways.ts';

const GOOD = '4242 4242 4242 4242';
const WAYS = [
  { ...AT_A_DESK, scheme: 'light' as const },
  { ...ON_A_PHONE, scheme: 'dark' as const },
  { ...IN_ARABIC, scheme: 'light' as const },
];

inBrowser('the page of a payment link', () => {
  let t: OpenShop;
  beforeAll(async () => {
    t = await openPortalShop({ acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] });
    const address = { line1: 'Lange Reihe 12', postalCode: '20099', city: 'Hamburg', country: 'DE' };
    await mutate(
      t.shop.merchant,
      'updateCompany',
      { legalName: 'Acme GmbH', taxId: 'DE136695976', address },
      'company { id }',
    );
    const domestic = { country: 'DE', scheme: 'DOMESTIC', number: 'DE136695976', validFrom: '2026-01-01' };
    await mutate(t.shop.merchant, 'addTaxRegistration', domestic, '__typename');
    await mutate(t.shop.merchant, 'updateTaxConfig', { engine: 'BUILT_IN' }, '__typename');
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  async function bill(): Promise<{ url: string; customerId: string; invoiceId: string }> {
    const { merchant } = t.shop;
    const customerId = await makeCustomer(merchant, { token: 'tok_mastercard' });
    const address = { line1: 'Hauptstraße 1', postalCode: '10115', city: 'Berlin', country: 'DE' };
    await mutate(merchant, 'updateCustomer', { customerId, name: 'Ada Lovelace', address }, 'customer { id }');
    const { invoice } = await mutate(
      merchant,
      'createInvoice',
      {
        ...{ customerId, currency: 'EUR', dueAt: '2026-04-20T00:00:00.000Z', purchaseOrder: 'PO-2026-7' },
        memo: 'Thank you for your trust.',
        lines: [
          { description: 'Workshop on billing', quantity: 2, unitAmount: 45000 },
          { description: 'Travel expenses', unitAmount: 12350 },
        ],
      },
      'invoice { id }',
    );
    const invoiceId = invoice.id as string;
    const final = await mutate(merchant, 'finalizeInvoice', { invoiceId }, 'invoice { hostedInvoiceUrl }');
    return { url: final.invoice.hostedInvoiceUrl, customerId, invoiceId };
  }

  const payButton = (page: Page, { say }: Way = AT_A_DESK) =>
    page.getByRole('button', { name: new RegExp(`^${say('pay.one', { amount: '' }).trim()}`) });

  /** Types a card into the provider's fields. */
  async function type(page: Page, number: string, { say }: Way = AT_A_DESK): Promise<void> {
    const fields = page.frameLocator(`iframe[title="${say('fields.title')}"]`);
    await fields.getByLabel(say('fields.cardNumber')).fill(number);
    await fields.getByLabel(say('fields.expiry')).fill('12 / 34');
    await fields.getByLabel(say('fields.securityCode')).fill('123');
  }

  async function look(page: Page, name: string, way: Way): Promise<void> {
    expect(await violations(page), name).toEqual([]);
    expect(await standsOut(page), name).toBe(false);
    if (way.narrow) expect(await misfits(page), name).toEqual([]);
    await picture(page, `pay-link-${name}-${way.name.replaceAll(' ', '-')}`);
  }

  test.each(WAYS)('an invoice is seen and paid without signing in $name, and every state passes axe', async (way) => {
    const { url, customerId } = await bill();
    const { page, context, problems } = await t.window({ ...way.window, colorScheme: way.scheme });
    await page.goto(url);
    await page.getByRole('heading', { level: 1, name: /ACME-/ }).waitFor();
    await payButton(page, way).waitFor();
    expect(await page.locator('main').innerText()).toContain('Acme GmbH');
    await look(page, 'due', way);
    await payButton(page, way).click();
    await page.frameLocator('iframe').getByLabel(way.say('fields.cardNumber')).waitFor();
    await look(page, 'form', way);
    await type(page, GOOD, way);
    await payButton(page, way).click();
    await page.getByText(way.say('payLink.paid.title')).waitFor();
    await look(page, 'paid', way);
    expect(await taken(t, customerId)).toBe(121797);
    const methods = await t.db.prisma.paymentMethod.findMany({ where: { customerId, removedAt: null } });
    expect(methods.map(({ lastFour }) => lastFour)).toEqual(['4444']);
    expect(await context.cookies()).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('the page shows no other record, requests nothing from the provider before it is used, and survives a reload', async () => {
    const { url } = await bill();
    const { page, context, problems } = await t.window();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(url);
    await payButton(page).waitFor();
    expect(page.url()).toBe(url);
    await page.reload();
    await payButton(page).waitFor();
    const token = url.split('#')[1] ?? '';
    expect(asked.filter((address) => /sandbox|stripe/.test(address) || address.includes(token))).toEqual([]);
    const text = await page.locator('body').innerText();
    expect(text).not.toMatch(/4444|@example|Overview|Sign out|Payment methods/);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('the invoice is paid by the keyboard alone, with the bank’s confirmation', async () => {
    const { url, customerId } = await bill();
    const { page, context, problems } = await t.window();
    await page.goto(url);
    await payButton(page).focus();
    await page.keyboard.press('Enter');
    const number = page.frameLocator('iframe').getByLabel('Card number');
    await number.waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Your payment details');
    await number.focus();
    await page.keyboard.type('4000 0027 6000 3155');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12/34');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123');
    await payButton(page).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Confirm with your bank' });
    await dialog.waitFor();
    await look(page, 'bank', AT_A_DESK);
    await dialog.getByRole('button', { name: 'Confirm payment' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('This invoice is paid. Thank you!').waitFor();
    expect(await taken(t, customerId)).toBe(121797);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a declined card is explained, and a payer who comes too late sees that the invoice is paid', async () => {
    const { url, customerId, invoiceId } = await bill();
    const { page, context } = await t.window(ON_A_PHONE.window);
    await page.goto(url);
    await payButton(page).click();
    await type(page, '4000 0000 0000 0341');
    await payButton(page).click();
    await page.getByRole('alert').getByText('Your payment failed').waitFor();
    await look(page, 'declined', ON_A_PHONE);
    await mutate(t.shop.merchant, 'payInvoice', { invoiceId }, 'invoice { id }');
    await type(page, GOOD);
    await payButton(page).click();
    await page.getByText('This invoice is paid. Thank you!').waitFor();
    expect(await taken(t, customerId)).toBe(121797);
    await context.close();
  });

  test('a debit is shown as under way, and a voided invoice as void', async () => {
    const debited = await bill();
    const token = debited.url.split('#')[1] ?? '';
    const query = 'mutation M($input: PayByPaymentLinkInput!) { payByPaymentLink(input: $input) { __typename } }';
    await t.post({ query, variables: { input: { token, methodToken: 'tok_sepa_debit' } } });
    const { page, context, problems } = await t.window();
    await page.goto(debited.url);
    await page.getByText('Your payment is on its way').waitFor();
    expect(await payButton(page).count()).toBe(0);
    await look(page, 'processing', AT_A_DESK);
    const voided = await bill();
    await mutate(t.shop.merchant, 'voidInvoice', { invoiceId: voided.invoiceId }, 'invoice { id }');
    // Another link in the same window changes the fragment only.
    await page.goto(voided.url);
    await page.getByText('This invoice was voided').waitFor();
    await look(page, 'void', AT_A_DESK);
    expect(problems).toEqual([]);
    await context.close();
  });

  test.each(WAYS)(
    'a link that cannot be used offers a new one $name, in the same words for an unknown or a truncated link',
    async (way) => {
      const { url, invoiceId } = await bill();
      await mutate(t.shop.merchant, 'revokePaymentLink', { invoiceId }, 'invoice { id }');
      const { page, context, problems } = await t.window({ ...way.window, colorScheme: way.scheme });
      const texts: string[] = [];
      for (const address of [url, ...['unknown', 'in_01%E0%A4'].map((token) => `${url.split('#')[0]}#${token}`)]) {
        await page.goto(address);
        await page.getByRole('button', { name: way.say('payLink.request') }).waitFor();
        texts.push(await page.locator('main').innerText());
        await look(page, 'useless', way);
        await page.getByRole('button', { name: way.say('payLink.request') }).click();
        await page.getByText(way.say('payLink.requested.title')).waitFor();
        texts.push(await page.locator('main').innerText());
      }
      expect(texts.slice(2)).toEqual([...texts.slice(0, 2), ...texts.slice(0, 2)]);
      await look(page, 'requested', way);
      expect(problems).toEqual([]);
      await context.close();
    },
  );
});
