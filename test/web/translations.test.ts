/** The merchant's own texts follow the language of the page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';

inBrowser('texts of the merchant in the language of the page', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company();
    await configure(company.merchant, {
      cancellationReasonsEnabled: true,
      cancellationReasons: ['Too expensive'],
      portalHeader: 'Your plan at Acme',
      translations: [
        {
          locale: 'de',
          portalHeader: 'Ihr Abo bei Acme',
          cancellationReasons: [{ reason: 'Too expensive', text: 'Zu teuer' }],
        },
      ],
    });
  });
  afterAll(() => t.close());

  test('plan, header and reason change with the language, and the reason reaches the merchant as it wrote it', async () => {
    const { merchant } = company;
    const { productId, priceId } = await makePrice(merchant, { name: 'Starter', amount: 900 });
    await mutate(
      merchant,
      'updateProduct',
      { productId, translations: [{ locale: 'de', name: 'Einstieg' }] },
      'product { id }',
    );
    const customerId = await makeCustomer(merchant);
    const { subscription } = await makeSubscription(merchant, customerId, priceId);
    const { page, problems } = await t.window();
    await t.enter(page, merchant, { customerId });
    await page.getByRole('heading', { name: 'Starter' }).first().waitFor();
    await page.getByText('Your plan at Acme').waitFor();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await page.getByRole('heading', { name: 'Einstieg' }).first().waitFor();
    await page.getByText('Ihr Abo bei Acme').waitFor();
    expect(await page.getByText('Starter').count()).toBe(0);
    await page.goto(`${t.origin}/portal/${company.companyId}/subscriptions/${subscription.id}/cancel`);
    await page.getByRole('radio', { name: 'Zu teuer' }).check();
    await page.getByRole('button', { name: 'Weiter' }).click();
    await page.getByRole('button', { name: /kündigen/i }).click();
    await page.getByRole('link', { name: /Abo/ }).first().waitFor();
    await expect
      .poll(
        async () =>
          (await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscription.id } })).cancelAtPeriodEnd,
      )
      .toBe(true);
    const event = await t.db.prisma.event.findFirstOrThrow({
      where: { objectId: subscription.id, type: 'subscription.cancellation_scheduled' },
    });
    expect(event.data).toMatchObject({ reason: 'Too expensive' });
    expect(problems).toEqual([]);
  });
});
