/** Invoices, paying them, and the credit ledger: the page agrees with the books. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectBooksToBalance, payWith, subscribe } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { until } from '../support/changes.ts';
import { mutate } from '../support/world.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { euros, fact, invoicesOf, type OpenShop, openPortalShop, speaks, taken } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { IN_ARABIC, ON_A_PHONE } from './support/ways.ts';

/** The number of invoices that come with one page. */
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

  test('the list shows every invoice once, newest first, page by page, with number, status and amount', async () => {
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

  test('an invoice opens as a valid PDF', async () => {
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
    // A navigation that becomes a download is reported by the browser as aborted.
    expect(problems.splice(0)).toEqual([`failed: ${file.url()}`]);
    await page.getByRole('heading', { level: 1, name: /^Invoice / }).waitFor();
    await leave();
  });

  test('an open invoice is paid on its screen, once, however often the button is clicked', async () => {
    const customerId = await makeCustomer(t.shop.merchant);
    const id = await bill(customerId, 12345);
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES' });
    await page.getByText('Your payment is overdue').waitFor();
    await page.getByRole('link', { name: 'Pay now' }).click();
    await page.getByText('We’ll charge Visa •••• 4242.').waitFor();
    await picture(page, 'money-invoice-due');
    await page.getByRole('button', { name: 'Pay €123.45' }).dblclick();
    await page.getByText('Thank you. You’ve paid €123.45.').waitFor();
    await page.getByText('Paid', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
    expect(await fact(page, 'Payment, 1 Apr 2026').innerText()).toBe(euros(12345));
    expect(await taken(t, customerId)).toBe(12345);
    expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'PAID' });
    await leave();
  });

  test.each([
    ['tok_charge_declined', 'Your bank declined this payment.'],
    [
      'tok_provider_unavailable',
      'We can’t reach our payment provider. You haven’t been charged. Try again in a moment.',
    ],
  ])('an invoice that cannot be paid with %s stays due, and the page shows the reason', async (token, says) => {
    const customerId = await makeCustomer(t.shop.merchant, { token });
    const id = await bill(customerId, 5000);
    const { page, leave } = await t.visit(customerId, { destination: 'PAY_INVOICE', destinationContext: id });
    await page.getByRole('button', { name: 'Pay €50.00' }).click();
    await page.getByRole('alert').getByText(says).waitFor();
    expect(await taken(t, customerId)).toBe(0);
    expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).toMatchObject({ amountDue: 5000n });
    // Another payment method resolves it.
    await payWith(t.shop.merchant, customerId, 'tok_visa');
    await page.getByRole('button', { name: 'Pay €50.00' }).click();
    await page.getByText('Thank you. You’ve paid €50.00.').waitFor();
    expect(await taken(t, customerId)).toBe(5000);
    await leave();
  });

  test('a payment that the bank wants confirmed is left, refused and confirmed in the dialog of the bank', async () => {
    const customerId = await makeCustomer(t.shop.merchant, { token: 'tok_authentication_required' });
    const id = await bill(customerId, 5000);
    const { page, leave } = await t.visit(customerId, { destination: 'PAY_INVOICE', destinationContext: id });
    const pay = page.getByRole('button', { name: 'Pay €50.00' });
    const dialog = page.getByRole('dialog', { name: 'Confirm with your bank' });
    await pay.click();
    await dialog.waitFor();
    await picture(page, 'money-bank-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('alert').getByText('Your bank needs you to confirm this payment.').waitFor();
    await pay.click();
    await dialog.getByRole('button', { name: 'Decline payment' }).click();
    await page.getByRole('alert').getByText('The confirmation with your bank wasn’t completed.').waitFor();
    expect(await taken(t, customerId)).toBe(0);
    await pay.click();
    await dialog.getByRole('button', { name: 'Confirm payment' }).click();
    await page.getByText('Thank you. You’ve paid €50.00.').waitFor();
    expect(await taken(t, customerId)).toBe(5000);
    await leave();
  });

  test('a debit that is under way is shown with its usual day, and cannot be paid again', async () => {
    const customerId = await makeCustomer(t.shop.merchant, { token: 'tok_sepa_debit' });
    const id = await bill(customerId, 5000);
    const { page, leave } = await t.visit(customerId, { destination: 'PAY_INVOICE', destinationContext: id });
    await page.getByRole('button', { name: 'Pay €50.00' }).click();
    await page.getByText('Your payment is on its way').waitFor();
    await page.getByText(/Your bank is processing €50\.00\. It usually arrives by/).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
    await picture(page, 'money-debit-processing');
    await leave();
  });

  test('one click pays all past due invoices, and leaves those that are due later', async () => {
    const customerId = await makeCustomer(t.shop.merchant);
    const now = [await bill(customerId, 1000), await bill(customerId, 2000)];
    const later = await bill(customerId, 4000, '2026-04-30T00:00:00.000Z');
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES', way: ON_A_PHONE });
    await page.getByText('You have 2 unpaid invoices').waitFor();
    await page.getByText(/€40\.00 for invoice .*, due on 30 April 2026\./).waitFor();
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-invoices-due-phone');
    await page.getByRole('button', { name: 'Pay all' }).dblclick();
    await page.getByText('Thank you. You’ve paid 2 invoices.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Pay all' }).count()).toBe(0);
    await page.getByText(/€40\.00 for invoice/).waitFor();
    expect(await taken(t, customerId)).toBe(3000);
    const status = async (id: string) => (await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).status;
    expect(await Promise.all([...now, later].map(status))).toEqual(['PAID', 'PAID', 'OPEN']);
    await leave();
  });

  test('the page lists each invoice that could not be paid with the others', async () => {
    const customerId = await makeCustomer(t.shop.merchant, { token: 'tok_insufficient_funds' });
    const ids = [await bill(customerId, 1000), await bill(customerId, 2000)];
    const { page, leave } = await t.visit(customerId, { destination: 'INVOICES' });
    await page.getByRole('button', { name: 'Pay all' }).click();
    for (const id of ids) {
      const { number } = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id } });
      const alert = page.getByRole('alert').filter({ hasText: `Payment for invoice ${number} failed` });
      await alert.getByText('Your account has insufficient funds.').waitFor();
    }
    expect(await taken(t, customerId)).toBe(0);
    await leave();
  });

  test('the credit screen shows every entry with its cause, and their sum is the balance', async () => {
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
      expect.stringMatching(`Applied to an invoice[^]*${number}[^]*${euros(-1500)}`),
      expect.stringMatching(`Our mistake[^]*Credit removed[^]*${euros(-500)}`),
      expect.stringMatching(`For the outage[^]*Credit added[^]*\\+${euros(5000)}`),
    ]);
    await page.getByRole('link', { name: number ?? '' }).click();
    await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
    await leave();
  });

  test('a customer reads and pays an invoice in Arabic on a phone', async () => {
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
