/** Sessions in the browser: losing one during a task, ending them, and two portals side by side. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { RevokePortalSessionsDocument } from '../support/graphql/graphql.ts';
import { repetitions } from '../support/repetition.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import {
  arrives,
  askForLink,
  goTo,
  NO_HASTE,
  navigation,
  newestMail,
  placeOf,
  signInByCode,
  signInByLink,
  signOut,
} from './support/visit.ts';
import { AT_A_DESK, WAYS, type Way } from './support/ways.ts';

const ADA = 'ada@example.com';
const HOUR = 60 * 60_000;
const { say } = AT_A_DESK;

inBrowser('sessions', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let portal: string;
  let customerId: string;
  let subscriptionId: string;
  let invoiceId: string;
  beforeAll(async () => {
    t = await openPortal({ limits: { ...NO_HASTE, consumePerAddress: { points: 1000, seconds: 60 } } });
    company = await t.company();
    portal = `${t.origin}/portal/${company.companyId}`;
    customerId = await makeCustomer(company.merchant, { email: ADA, name: 'Ada Lovelace' });
    const { priceId } = await makePrice(company.merchant, { name: 'Pro', amount: 3000 });
    const made = await makeSubscription(company.merchant, customerId, priceId);
    subscriptionId = made.subscription.id;
    invoiceId = made.invoice?.id ?? '';
  });
  afterAll(() => t.close());

  async function enter(page: Page, path = '/', way: Way = AT_A_DESK): Promise<void> {
    await page.goto(`${portal}${path}`);
    await signInByCode(t, page, ADA, way);
    await arrives(page, path);
  }
  const revoke = () => company.merchant.request(RevokePortalSessionsDocument, { input: { customerId } });
  /** Whether the screen still shows data of the customer. */
  const tells = async (page: Page) => /Ada Lovelace|Pro\b|4242/.test(await page.locator('body').innerText());

  describe.each(WAYS)('$name', (way) => {
    test('a revoked session leads to sign-in, and then back to the same screen', async () => {
      const { page, context, problems } = await t.window(way.window);
      await enter(page, '/', way);
      await goTo(page, 'nav.billing', way);
      // The data follows the heading; a request still under way would already find the session revoked.
      await page.locator('input[value="Ada Lovelace"]').waitFor();
      await revoke();
      await goTo(page, 'nav.invoices', way);
      await page.getByText(way.say('signIn.expired')).waitFor();
      expect(await tells(page)).toBe(false);
      await signInByCode(t, page, ADA, way);
      expect(placeOf(page)).toBe('/invoices');
      await page.getByRole('heading', { name: way.say('nav.invoices'), level: 1 }).waitFor();
      expect(problems).toEqual([]);
      await context.close();
    });

    test('signing out ends the session, also for the Back button', async () => {
      const { page, context, problems } = await t.window(way.window);
      await enter(page, '/', way);
      await goTo(page, 'nav.billing', way);
      await page.getByRole('heading', { name: way.say('nav.billing'), level: 1 }).waitFor();
      await signOut(page, way);
      await page.getByText(way.say('signIn.signedOut')).waitFor();
      expect(await context.cookies()).toEqual([]);
      await page.goBack();
      await page.getByRole('heading', { name: way.say('signIn.title', { company: 'Acme' }) }).waitFor();
      expect(await tells(page)).toBe(false);
      expect(problems).toEqual([]);
      await context.close();
    });
  });

  test('a session ends an hour after its last use, and the next click leads to sign-in and back', async () => {
    const { page, context, problems } = await t.window();
    await enter(page, `/subscriptions/${subscriptionId}/cancel`);
    await page.getByRole('heading', { name: say('cancel.title'), level: 1 }).waitFor();
    t.clock.advance(HOUR);
    await page.getByRole('button', { name: say('cancel.confirm') }).click();
    await page.getByText(say('signIn.expired')).waitFor();
    await signInByCode(t, page, ADA);
    // The customer is back at the same screen, and nothing was changed meanwhile.
    expect(placeOf(page)).toBe(`/subscriptions/${subscriptionId}/cancel`);
    await page.getByRole('button', { name: say('cancel.confirm') }).waitFor();
    const subscription = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    expect(subscription.cancelAtPeriodEnd).toBe(false);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('signing in leads to the requested screen, also on another device', async () => {
    const places = [
      ...['/', `/invoices/${invoiceId}`, `/subscriptions/${subscriptionId}/switch`, '/security'],
      ...['', '/cancel'].map((step) => `/subscriptions/${subscriptionId}${step}`),
      ...['/subscriptions', '/payment-methods', '/billing', '/invoices', '/credit'],
    ].slice(0, repetitions(4, 11));
    const here = await t.window();
    const there = await t.window();
    for (const place of places) {
      await here.page.goto(`${portal}${place}`);
      t.clock.advance(1000);
      await askForLink(here.page, ADA);
      await signInByLink(there.page, (await newestMail(t, ADA)).link);
      await arrives(there.page, place);
    }
    expect([...here.problems, ...there.problems]).toEqual([]);
    await here.context.close();
    await there.context.close();
  }, 180_000);

  test('signing out everywhere ends the session of another browser with its next click', async () => {
    const here = await t.window();
    const there = await t.window();
    await enter(here.page, '/security');
    await enter(there.page);
    await here.page.getByRole('button', { name: say('security.signOutEverywhere') }).click();
    await here.page.getByText(say('signIn.signedOutEverywhere')).waitFor();
    await navigation(there.page)
      .getByRole('link', { name: say('nav.invoices') })
      .click();
    await there.page.getByText(say('signIn.expired')).waitFor();
    expect(await tells(there.page)).toBe(false);
    expect([...here.problems, ...there.problems]).toEqual([]);
    await here.context.close();
    await there.context.close();
  });

  test('signing out in one tab ends the session in the others', async () => {
    const { page, context, problems } = await t.window();
    await enter(page);
    const second = await context.newPage();
    await second.goto(`${portal}/invoices`);
    await second.getByRole('heading', { name: say('nav.invoices'), level: 1 }).waitFor();
    await signOut(page);
    await navigation(second)
      .getByRole('link', { name: say('nav.billing') })
      .click();
    await second.getByText(say('signIn.expired')).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('sessions of two companies exist side by side in one browser', async () => {
    const other = await t.company('Umbrella');
    await makeCustomer(other.merchant, { email: 'grace@example.com', name: 'Grace Hopper', token: null });
    const { page, context, problems } = await t.window();
    await enter(page);
    const second = await context.newPage();
    await second.goto(`${t.origin}/portal/${other.companyId}/`);
    await second.getByRole('heading', { name: say('signIn.title', { company: 'Umbrella' }) }).waitFor();
    await signInByCode(t, second, 'grace@example.com');
    await second.getByRole('heading', { name: say('home.greeting', { name: 'Grace Hopper' }) }).waitFor();

    await page.reload();
    await page.getByRole('heading', { name: say('home.greeting', { name: 'Ada Lovelace' }) }).waitFor();
    await signOut(page);
    await second.reload();
    await second.getByRole('heading', { name: say('home.greeting', { name: 'Grace Hopper' }) }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });
});
