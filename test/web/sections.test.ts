/** Sections that a portal is configured not to offer: they are on no screen, and their addresses explain it. */
import type { GraphQLClient } from 'graphql-request';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { success } from '../support/app.ts';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { CreatePortalLinkDocument } from '../support/graphql/graphql.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { arrives, goTo, NO_HASTE, navigation, signInByLink } from './support/visit.ts';
import { AT_A_DESK, IN_ARABIC, ON_A_PHONE, type Way } from './support/ways.ts';
import type { MessageId } from './support/words.ts';

const { say } = AT_A_DESK;
const ALL = {
  subscriptionsEnabled: true,
  paymentMethodsEnabled: true,
  invoiceHistoryEnabled: true,
  cancellationsEnabled: true,
  allowPlanSwitch: true,
};

inBrowser('sections that the configuration switches off', () => {
  let t: OpenPortal;
  let merchant: GraphQLClient;
  let portal: string;
  let customerId: string;
  let subscriptionId: string;
  let invoiceId: string;
  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
    const company = await t.company();
    merchant = company.merchant;
    portal = `${t.origin}/portal/${company.companyId}`;
    const { priceId } = await makePrice(merchant, { name: 'Pro', amount: 3000 });
    await makePrice(merchant, { name: 'Max', amount: 9000 });
    customerId = await makeCustomer(merchant, { name: 'Ada' });
    const made = await makeSubscription(merchant, customerId, priceId);
    subscriptionId = made.subscription.id;
    invoiceId = made.invoice?.id ?? '';
  });
  beforeEach(() => configure(merchant, ALL));
  afterAll(() => t.close());

  async function enter(page: Page, way: Way = AT_A_DESK): Promise<void> {
    const input = { customerId };
    const { url } = success((await merchant.request(CreatePortalLinkDocument, { input })).createPortalLink);
    await signInByLink(page, url, way);
    await arrives(page, '/');
  }
  /** The address explains it, and offers the overview. */
  async function saysSo(page: Page, place: string, { say }: Way = AT_A_DESK): Promise<void> {
    await page.goto(`${portal}${place}`);
    await page.getByText(say('switchedOff.text')).waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    await page
      .getByRole('main')
      .getByRole('link', { name: say('action.toOverview') })
      .click();
    await arrives(page, '/');
  }
  const sections = (page: Page, way: Way) => navigation(page, way).getByRole('link').allInnerTexts();

  const CASES: {
    setting: Exclude<keyof typeof ALL, 'cancellationsEnabled' | 'allowPlanSwitch'>;
    name: MessageId;
    short: MessageId;
    places: () => string[];
    leavesHome: string;
  }[] = [
    {
      setting: 'subscriptionsEnabled',
      name: 'nav.subscriptions',
      short: 'nav.short.subscriptions',
      places: () => [
        '/subscriptions',
        ...['', '/switch', '/cancel'].map((x) => `/subscriptions/${subscriptionId}${x}`),
      ],
      leavesHome: 'Pro',
    },
    {
      setting: 'paymentMethodsEnabled',
      name: 'nav.paymentMethods',
      short: 'nav.short.paymentMethods',
      places: () => ['/payment-methods'],
      leavesHome: '4242',
    },
    {
      setting: 'invoiceHistoryEnabled',
      name: 'nav.invoices',
      short: 'nav.short.invoices',
      places: () => ['/invoices', `/invoices/${invoiceId}`],
      leavesHome: say('home.latestInvoices'),
    },
  ];

  test.each(CASES)(
    '$setting: the section disappears from the navigation and the overview',
    async ({ setting, name, short, places, leavesHome }) => {
      const desk = await t.window();
      await enter(desk.page);
      expect(await sections(desk.page, AT_A_DESK)).toContain(say(name));
      expect(await desk.page.getByRole('main').innerText()).toContain(leavesHome);

      await configure(merchant, { [setting]: false });
      await desk.page.reload();
      await arrives(desk.page, '/');
      await navigation(desk.page).waitFor();
      expect(await sections(desk.page, AT_A_DESK)).not.toContain(say(name));
      expect(await desk.page.getByRole('main').innerText()).not.toContain(leavesHome);
      for (const place of places()) await saysSo(desk.page, place);
      expect(desk.problems).toEqual([]);
      await desk.context.close();

      const phone = await t.window(ON_A_PHONE.window);
      await enter(phone.page, ON_A_PHONE);
      expect(await sections(phone.page, ON_A_PHONE)).not.toContain(say(short));
      expect(phone.problems).toEqual([]);
      await phone.context.close();
    },
  );

  test('a section that is switched off while it is open is reported with the next click', async () => {
    const { page, context, problems } = await t.window();
    await enter(page);
    await goTo(page, 'nav.paymentMethods');
    await arrives(page, '/payment-methods');
    await configure(merchant, { invoiceHistoryEnabled: false });
    await goTo(page, 'nav.invoices');
    await page.getByText(say('switchedOff.text')).waitFor();
    await expect.poll(() => sections(page, AT_A_DESK)).not.toContain(say('nav.invoices'));
    expect(problems).toEqual([]);
    await context.close();
  });

  test('canceling and changing the plan have no buttons, and their addresses report it', async () => {
    const { page, context, problems } = await t.window();
    await configure(merchant, { cancellationsEnabled: false, allowPlanSwitch: false });
    await enter(page);
    expect(await page.getByRole('link', { name: say('action.changePlan') }).count()).toBe(0);
    await page
      .getByRole('main')
      .getByRole('link', { name: say('action.details') })
      .click();
    await arrives(page, `/subscriptions/${subscriptionId}`);
    for (const name of [say('action.changePlan'), say('action.cancelSubscription')])
      expect(await page.getByRole('link', { name }).count()).toBe(0);
    for (const step of ['switch', 'cancel']) await saysSo(page, `/subscriptions/${subscriptionId}/${step}`);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a link to a section that is switched off reports it, in Arabic with everything switched off', async () => {
    const { page, context, problems } = await t.window(IN_ARABIC.window);
    await configure(merchant, {
      subscriptionsEnabled: false,
      paymentMethodsEnabled: false,
      invoiceHistoryEnabled: false,
    });
    for (const [destination, destinationContext] of [
      ['CANCEL_SUBSCRIPTION', subscriptionId],
      ['PAY_INVOICE', invoiceId],
      ['PAYMENT_METHODS', null],
    ] as const) {
      const input = { customerId, destination, destinationContext };
      const { url } = success((await merchant.request(CreatePortalLinkDocument, { input })).createPortalLink);
      await signInByLink(page, url, IN_ARABIC);
      await page.getByText(IN_ARABIC.say('switchedOff.text')).waitFor();
    }
    await page
      .getByRole('main')
      .getByRole('link', { name: IN_ARABIC.say('action.toOverview') })
      .click();
    await arrives(page, '/');
    // Some sections are always there.
    await goTo(page, 'nav.billing', IN_ARABIC);
    await arrives(page, '/billing');
    expect(problems).toEqual([]);
    await context.close();
  });

  test('an unknown path is not found, before and after signing in', async () => {
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/nowhere`);
    await page.getByRole('heading', { name: say('notFound.title') }).waitFor();
    await enter(page);
    await page.goto(`${portal}/invoices/in_nothing`);
    await page.getByRole('heading', { name: say('notFound.title') }).waitFor();
    await page.getByRole('link', { name: say('action.toOverview') }).click();
    await arrives(page, '/');
    expect(problems).toEqual([]);
    await context.close();
  });
});
