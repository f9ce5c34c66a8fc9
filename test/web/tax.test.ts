/** Tax on the page: the sums before a change are those of its invoice, and the tax id shows the result of its register. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subscribe } from '../support/billing.ts';
import { chargeTax, moveCustomer, ok } from '../support/taxes.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { euros, fact, invoicesOf, type OpenShop, openPortalShop, untilMiddle } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { AT_A_DESK, ON_A_PHONE } from './support/ways.ts';

inBrowser('tax on the page', () => {
  let t: OpenShop;
  let german: string;
  let french: string;
  beforeAll(async () => {
    t = await openPortalShop();
    const { merchant } = t.shop;
    await chargeTax(merchant, 'DE', {}, [{ country: 'DE', scheme: 'OSS_UNION' }]);
    ({ customerId: german } = await subscribe(t, t.shop, t.shop.small));
    await moveCustomer(t, merchant, german, { country: 'DE' });
    ({ customerId: french } = await subscribe(t, t.shop, t.shop.small));
    await moveCustomer(t, merchant, french, { country: 'FR', vatId: 'FR40303265045', status: 'VERIFIED' });
    untilMiddle(t);
  });
  afterAll(() => t.close());

  test('a change shows net, tax and total before the click, and its invoice shows the same', async () => {
    const visit = await t.visit(german);
    const { page } = visit;
    await picture(page, 'tax-home');
    await page.getByText('Tax included').first().waitFor();
    const { id } = await t.db.prisma.subscription.findFirstOrThrow({ where: { customerId: german } });
    await visit.go(`/subscriptions/${id}/switch`);
    await page.getByRole('radio', { name: /^Large/ }).check();
    await page.getByRole('heading', { name: 'Your change' }).waitFor();
    await picture(page, 'tax-switch');
    const tax = `VAT Germany 19% on ${euros(3000)}`;
    expect(await fact(page, 'Total excluding tax').innerText()).toBe(euros(3000));
    expect(await fact(page, tax).innerText()).toBe(euros(570));
    expect(await fact(page, 'Due now').innerText()).toBe(euros(3570));
    expect(await fact(page, 'Next invoice, 1 May 2026').innerText()).toBe(euros(10_710));
    await page.getByRole('button', { name: 'Confirm and pay €35.70' }).click();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    await page.getByRole('link', { name: 'View invoice' }).click();
    const [invoice] = await invoicesOf(t, german);
    await page.getByRole('heading', { level: 1, name: `Invoice ${invoice?.number}` }).waitFor();
    await picture(page, 'tax-invoice');
    expect(await fact(page, 'Total excluding tax').innerText()).toBe(euros(3000));
    expect(await fact(page, tax).innerText()).toBe(euros(570));
    expect(await fact(page, 'Total').innerText()).toBe(euros(3570));
    expect(invoice).toMatchObject({ total: 3570n, taxAmount: 570n });
    await visit.leave();
  });

  test('a business abroad sees the reverse charge, and the result about its tax id beside the number', async () => {
    const visit = await t.visit(french, { way: ON_A_PHONE });
    const { page } = visit;
    const { id } = await t.db.prisma.subscription.findFirstOrThrow({ where: { customerId: french } });
    await visit.go(`/subscriptions/${id}`);
    await picture(page, 'tax-reverse-charge');
    expect(await fact(page, `Reverse charge on ${euros(3000)}`).innerText()).toBe(euros(0));
    expect(await standsOut(page)).toBe(false);
    await visit.go('/billing');
    await picture(page, 'tax-id');
    await page.getByText(AT_A_DESK.say('billing.taxStatus.VERIFIED')).waitFor();
    await page.getByRole('textbox', { name: /^Tax ID number/ }).fill('FR40303265046');
    expect(await page.getByText(AT_A_DESK.say('billing.taxStatus.VERIFIED')).count()).toBe(0);
    await ok(t.shop.merchant, 'updateCustomer', { customerId: french, address: { country: 'FR' } });
    await visit.leave();
  });
});
