/** Pausing and resuming a subscription as a customer, if the portal allows it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure, expectBooksToBalance, subscribe } from '../support/billing.ts';
import { standingOf, until } from '../support/changes.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { euros, fact, invoicesOf, type OpenShop, openPortalShop, taken } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { ON_A_PHONE } from './support/ways.ts';

inBrowser('pausing on the page', () => {
  let t: OpenShop;
  type Customer = Awaited<ReturnType<typeof subscribe>>;
  let open: Customer;
  let dated: Customer;

  beforeAll(async () => {
    t = await openPortalShop({ pauseEnabled: true });
    open = await subscribe(t, t.shop, t.shop.small);
    dated = await subscribe(t, t.shop, t.shop.small);
    await until(t, '2026-04-16');
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  const at = ({ customerId, subscriptionId }: Customer, options = {}) =>
    t.visit(customerId, { destination: 'SUBSCRIPTIONS', destinationContext: subscriptionId, ...options });
  const standing = ({ portal, subscriptionId }: Customer) => standingOf(portal, subscriptionId);

  test('a pause without a date is planned, revoked, planned again, and ended for the amount that is shown', async () => {
    const first = await at(open);
    const { page } = first;
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('You can use your subscription until 1 May 2026.').waitFor();
    await picture(page, 'money-pause');
    await page.getByRole('button', { name: 'Pause subscription' }).click();
    await page.getByText('You won’t be billed until you resume.').waitFor();
    expect(await standing(open)).toMatchObject({ pausesAt: '2026-05-01T00:00:00.000Z', resumesAt: null });

    await page.getByRole('button', { name: 'Cancel pause' }).click();
    await page.getByText('Your subscription will continue as before. You won’t be charged now.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel pause' }).click();
    await page.getByText('Your subscription will continue.').waitFor();
    await expect.poll(async () => (await standing(open)).pausesAt).toBeNull();

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Pause subscription' }).click();
    await page.getByRole('button', { name: 'Cancel pause' }).waitFor();
    await first.leave();

    await until(t, '2026-06-10');
    expect((await standing(open)).status).toBe('PAUSED');
    expect(await taken(t, open.customerId)).toBe(3000);
    const later = await at(open);
    await later.page.getByText('Small is paused').waitFor();
    await later.page.getByRole('button', { name: 'Resume' }).click();
    const dialog = later.page.getByRole('dialog');
    await dialog.getByText('A new billing period starts now.').waitFor();
    expect(await fact(dialog, 'Due now').innerText()).toBe(euros(3000));
    expect(await fact(dialog, 'Next invoice, 10 July 2026').innerText()).toBe(euros(3000));
    await picture(later.page, 'money-resume');
    await dialog.getByRole('button', { name: 'Resume and pay €30.00' }).dblclick();
    await later.page.getByText('Your subscription will continue.').waitFor();
    await expect.poll(() => later.page.getByText('Small is paused').count()).toBe(0);
    expect((await invoicesOf(t, open.customerId)).map(({ total }) => total)).toEqual([3000n, 3000n]);
    expect(await taken(t, open.customerId)).toBe(6000);
    await later.leave();
  });

  test('a pause with a date rejects an invalid one on a phone, and ends by itself', async () => {
    // The test before has advanced the time; this period ends on the first of July.
    const { page, leave } = await at(dated, { way: ON_A_PHONE });
    await page.getByRole('button', { name: 'Pause', exact: true }).tap();
    const date = page.getByLabel('Resume on');
    // A date that is only partly entered is neither a date nor "without a date".
    await date.focus();
    await page.keyboard.type('05');
    await page.getByRole('button', { name: 'Pause subscription' }).tap();
    await page.getByText('This date is too early or too late for the pause. Choose another one.').waitFor();
    expect((await standing(dated)).pausesAt).toBeNull();
    // A pause cannot end within the current period.
    await date.fill('2026-06-20');
    await page.getByRole('button', { name: 'Pause subscription' }).tap();
    await page.getByText('This date is too early or too late for the pause. Choose another one.').waitFor();
    expect(await standsOut(page)).toBe(false);
    await date.fill('2026-08-15');
    await page.getByRole('button', { name: 'Pause subscription' }).tap();
    await page.getByText('It resumes automatically on 15 August 2026.').waitFor();
    expect(await standing(dated)).toMatchObject({
      pausesAt: '2026-07-01T00:00:00.000Z',
      resumesAt: '2026-08-15T00:00:00.000Z',
    });
    await picture(page, 'money-pause-planned-phone');
    await leave();
    await until(t, '2026-08-15');
    expect(await standing(dated)).toMatchObject({ status: 'ACTIVE', currentPeriodStart: '2026-08-15T00:00:00.000Z' });
  });

  test('a pause with a maximum requires a date within it', async () => {
    await configure(t.shop.merchant, { pauseMaximumDays: 30 });
    const { page, leave } = await at(dated);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('You can pause for up to 30 days.').waitFor();
    await page.getByRole('button', { name: 'Pause subscription' }).click();
    await page.getByText('This date is too early or too late for the pause. Choose another one.').waitFor();
    await page.getByLabel('Resume on').fill('2026-12-24');
    await page.getByRole('button', { name: 'Pause subscription' }).click();
    await page.getByText('This date is too early or too late for the pause. Choose another one.').waitFor();
    expect((await standing(dated)).pausesAt).toBeNull();
    await leave();
  });

  test('a portal that forbids pausing does not offer it', async () => {
    await configure(t.shop.merchant, { pauseEnabled: false });
    const { page, leave } = await at(dated);
    await page.getByRole('link', { name: 'Change plan' }).waitFor();
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    await leave();
  });
});
