/** Invoices, paying them, and the credit ledger: what stands on the page stands in the books. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectBooksToBalance, payWith, subscribe } from '../support/billing.ts';
import { makeCustomer } from '../support/catalogue.ts';
import { until } from '../support/changes.ts';
import { mutate } from '../support/world.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { euros, fact, invoicesOf, type OpenShop, openPortalShop, speaks, taken } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { IN_ARABIC, ON_A_PHONE } from './support/ways.ts';

/** So many come with one page. */
const PAGE = 20;

inBrowser('invoices on the page', () => {
  let t: OpenShop;
  beforeAll(async () => {
    t = await openPortalShop();
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  /** A merchant's own invoice, final and open. */
  async function bill(customerId: string, amount: number, dueAt?: string): Promise<string> {
    const { invoice } = await mutate(
      t.shop.merchant,
      'createInvoice',
      {
        customerId,
        currency: 'EUR',
        lines: [{ description: 'Work', unitAmount: amount }],
        ...(dueAt ? { dueAt } : {}),
      },
      'invoice { id }',
    );
    await mutate(t.shop.merchant, 'finalizeInvoice', { invoiceId: invoice.id }, 'invoice { id }');
    return invoice.id;
  }
  const credit = (customerId: string, amount: number, description: string) =>
    mutate(
      t.shop.merchant,
      'adjustCredit',
      { customerId, amount: { amount, currency: 'EUR' }, description },
      'creditEntry { id }',
    );

  test('are listed page by page, newest first, each once, with number, status and amount', async () => {
    const customerId = await makeCustomer(t.shop.merchant);
    for (let n = 1; n <= PAGE + 3; n++) await bill(customerId, n * 100, '2026-04-20T00:00:00.000Z');
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES' });
    const rows = page.locator('a.row');
    await expect.poll(() => rows.count()).toBe(PAGE);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows.count()).toBe(PAGE + 3);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    const stored = await invoicesOf(t, customerId);
    const shown = await rows.allInnerTexts();
    expect(shown).toEqual(
      stored.map(({ number, total }) => expect.stringMatching(`Invoice ${number}\\s[^]*Due[^]*${euros(total)}`)),
    );
    await leave();
  });

  test('open as a real PDF', async () => {
    const { customerId } = await subscribe(t, t.shop, t.shop.small);
    const { page, leave, problems } = await t.visit(customerId, { destination: 'INVOICES' });
    await page.locator('a.row').click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download PDF' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.pdf$/);
    expect((await fetch(file.url())).headers.get('content-type')).toBe('application/pdf');
    const bytes = readFileSync((await file.path()) as string);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.subarray(-1024).toString('latin1')).toContain('%%EOF');
    // A navigation that becomes a download ends, for the browser, as one that was broken off.
    expect(problems.splice(0)).toEqual([`failed: ${file.url()}`]);
    await page.getByRole('heading', { level: 1, name: /^Invoice / }).waitFor();
    await leave();
  });

  test('one that is open is paid where it stands, once, however often one clicks', async () => {
    const customerId = await makeCustomer(t.shop.merchant);
    const id = await bill(customerId, 12345);
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES' });
    await page.getByText('An invoice is due').waitFor();
    await page.getByRole('link', { name: 'Pay now' }).click();
    await page.getByText('Charged to Visa •••• 4242.').waitFor();
    await picture(page, 'money-invoice-due');
    await page.getByRole('button', { name: 'Pay €123.45' }).dblclick();
    await page.getByText('Thank you. €123.45 was paid.').waitFor();
    await page.getByText('Paid', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
    expect(await fact(page, 'Payment, 1 Apr 2026').innerText()).toBe(euros(12345));
    expect(await taken(t, customerId)).toBe(12345);
    expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'PAID' });
    await leave();
  });

  test.each([
    ['tok_charge_declined', 'Your bank declined the payment.'],
    ['tok_authentication_required', 'Your bank wants you to confirm this payment, which is not possible here.'],
    ['tok_provider_unavailable', 'The payment service does not answer. Nothing was charged; try again in a moment.'],
  ])('one that cannot be paid with %s stays due, and the page says why', async (token, says) => {
    const customerId = await makeCustomer(t.shop.merchant, { token });
    const id = await bill(customerId, 5000);
    const { page, leave } = await t.visit(customerId, { destination: 'PAY_INVOICE', destinationContext: id });
    await page.getByRole('button', { name: 'Pay €50.00' }).click();
    await page.getByRole('alert').getByText(says).waitFor();
    expect(await taken(t, customerId)).toBe(0);
    expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).toMatchObject({ amountDue: 5000n });
    // Another method mends it.
    await payWith(t.shop.merchant, customerId, 'tok_visa');
    await page.getByRole('button', { name: 'Pay €50.00' }).click();
    await page.getByText('Thank you. €50.00 was paid.').waitFor();
    expect(await taken(t, customerId)).toBe(5000);
    await leave();
  });

  test('all that are due are paid with one click; what is due later is told apart and left alone', async () => {
    const customerId = await makeCustomer(t.shop.merchant);
    const now = [await bill(customerId, 1000), await bill(customerId, 2000)];
    const later = await bill(customerId, 4000, '2026-04-30T00:00:00.000Z');
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES', way: ON_A_PHONE });
    await page.getByText('2 invoices are waiting to be paid.').waitFor();
    await page.getByText(/€40\.00 for invoice .*, due on 30 April 2026\./).waitFor();
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-invoices-due-phone');
    await page.getByRole('button', { name: 'Pay all' }).dblclick();
    await page.getByText('Thank you. 2 invoices were paid.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Pay all' }).count()).toBe(0);
    await page.getByText(/€40\.00 for invoice/).waitFor();
    expect(await taken(t, customerId)).toBe(3000);
    const status = async (id: string) => (await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).status;
    expect(await Promise.all([...now, later].map(status))).toEqual(['PAID', 'PAID', 'OPEN']);
    await leave();
  });

  test('those that cannot be paid together are named one by one', async () => {
    const customerId = await makeCustomer(t.shop.merchant, { token: 'tok_insufficient_funds' });
    const ids = [await bill(customerId, 1000), await bill(customerId, 2000)];
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES' });
    await page.getByRole('button', { name: 'Pay all' }).click();
    for (const id of ids) {
      const { number } = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } });
      const alert = page.getByRole('alert').filter({ hasText: `Invoice ${number} was not paid` });
      await alert.getByText('There is not enough money on the account.').waitFor();
    }
    expect(await taken(t, customerId)).toBe(0);
    await leave();
  });

  test('credit is shown with every entry and its cause, and their sum is the balance', async () => {
    const customerId = await makeCustomer(t.shop.merchant);
    await credit(customerId, 5000, 'For the outage');
    await credit(customerId, -500, 'Our mistake');
    const id = await bill(customerId, 1500);
    const { page, go, leave } = await t.visit(customerId, { destination: 'PAY_INVOICE', destinationContext: id });
    // Credit pays before any card is charged.
    expect(await fact(page, 'Credit, 1 Apr 2026').innerText()).toBe(euros(1500));
    expect(await page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
    expect(await taken(t, customerId)).toBe(0);
    await go('/credit');
    await page.getByText('For the outage').waitFor();
    await picture(page, 'money-credit');
    expect(await page.locator('.plan-next-amount').innerText()).toBe(euros(3000));
    const { number } = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } });
    const entries = await page.locator('li.row').allInnerTexts();
    expect(entries).toEqual([
      expect.stringMatching(`Used for an invoice[^]*${number}[^]*${euros(-1500)}`),
      expect.stringMatching(`Our mistake[^]*Taken back[^]*${euros(-500)}`),
      expect.stringMatching(`For the outage[^]*Given to you[^]*\\+${euros(5000)}`),
    ]);
    await page.getByRole('link', { name: number ?? '' }).click();
    await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
    await leave();
  });

  test('in Arabic on a phone an invoice is read and paid', async () => {
    const { say } = IN_ARABIC;
    const customerId = await makeCustomer(t.shop.merchant);
    await speaks(t.shop, customerId, 'ar');
    await until(t, '2026-04-02');
    const id = await bill(customerId, 7000);
    const { page, leave } = await t.visit(customerId, {
      way: IN_ARABIC,
      destination: 'PAY_INVOICE',
      destinationContext: id,
    });
    const amount = euros(7000, 'ar-u-nu-latn');
    const pay = page.getByRole('button', { name: say('pay.one', { amount }) });
    await pay.waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-invoice-arabic');
    await pay.tap();
    await page.getByText(say('pay.paid', { amount })).waitFor();
    expect(await taken(t, customerId)).toBe(7000);
    await leave();
  });
});
