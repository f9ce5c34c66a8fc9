/** Links with a task: it survives signing in, and its outcome reaches the merchant's site. */
import type { GraphQLClient } from 'graphql-request';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailedLink } from '../support/access.ts';
import { success } from '../support/app.ts';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  CreateInvoiceDocument,
  CreatePortalLinkDocument,
  type CreatePortalLinkInput,
  FinalizeInvoiceDocument,
} from '../support/graphql/graphql.ts';
import { type MerchantSite, openMerchantSite } from './support/merchantSite.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { arrives, askForLink, goTo, NO_HASTE, newestMail, signInByCode, signInByLink } from './support/visit.ts';
import { AT_A_DESK, WAYS, type Way } from './support/ways.ts';

const { say } = AT_A_DESK;

inBrowser('deep links', () => {
  let t: OpenPortal;
  let site: MerchantSite;
  let merchant: GraphQLClient;
  let companyId: string;
  let portal: string;
  let prices: { small: string; large: string };
  beforeAll(async () => {
    [t, site] = await Promise.all([openPortal({ limits: NO_HASTE }), openMerchantSite()]);
    ({ companyId, merchant } = await t.company());
    portal = `${t.origin}/portal/${companyId}`;
    await configure(merchant, { allowPlanSwitch: true, returnUrl: `${site.origin}/account` });
    const small = await makePrice(merchant, { name: 'Small', amount: 3000 });
    const large = await makePrice(merchant, { name: 'Large', amount: 9000 });
    prices = { small: small.priceId, large: large.priceId };
  });
  afterAll(async () => {
    await t.close();
    await site.close();
  });

  let customers = 0;
  async function subscriber() {
    const email = `ada.${++customers}@example.com`;
    const customerId = await makeCustomer(merchant, { email, name: 'Ada' });
    const { subscription } = await makeSubscription(merchant, customerId, prices.small);
    await t.app.tick();
    return { email, customerId, subscriptionId: subscription.id };
  }
  type Subscriber = Awaited<ReturnType<typeof subscriber>>;
  async function bill(customerId: string): Promise<string> {
    const lines = [{ description: 'Setting up', quantity: 1, unitAmount: 4900 }];
    const made = await merchant.request(CreateInvoiceDocument, { input: { customerId, currency: 'EUR', lines } });
    const { id: invoiceId } = success(made.createInvoice).invoice;
    success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
    return invoiceId;
  }
  const handOff = async (input: CreatePortalLinkInput) =>
    success((await merchant.request(CreatePortalLinkDocument, { input })).createPortalLink).url;

  async function addCard(page: Page): Promise<void> {
    await page.getByRole('button', { name: say('methods.add') }).click();
    const fields = page.frameLocator('iframe');
    await fields.getByLabel(say('fields.cardNumber')).fill('5555 5555 5555 4444');
    await fields.getByLabel(say('fields.expiry')).fill('12/34');
    await fields.getByLabel(say('fields.securityCode')).fill('123');
    await page.getByRole('button', { name: say('methods.save') }).click();
  }

  /** Every flow: its first screen, its steps, and the resulting record. */
  const FLOWS = [
    {
      destination: 'SWITCH_PLAN',
      context: async (ada: Subscriber) => ada.subscriptionId,
      place: (id: string) => `/subscriptions/${id}/switch`,
      async play(page: Page) {
        await page.getByRole('radio', { name: /Large/ }).check();
        await page.getByRole('button', { name: /^Confirm/ }).click();
      },
      done: async ({ subscriptionId }: Subscriber) =>
        (await t.db.prisma.subscriptionItem.findFirst({ where: { subscriptionId } }))?.priceId === prices.large,
    },
    {
      destination: 'CANCEL_SUBSCRIPTION',
      context: async (ada: Subscriber) => ada.subscriptionId,
      place: (id: string) => `/subscriptions/${id}/cancel`,
      play: (page: Page) => page.getByRole('button', { name: say('cancel.confirm') }).click(),
      done: async ({ subscriptionId }: Subscriber) =>
        (await t.db.prisma.subscription.findUnique({ where: { id: subscriptionId } }))?.cancelAtPeriodEnd === true,
    },
    {
      destination: 'PAY_INVOICE',
      context: (ada: Subscriber) => bill(ada.customerId),
      place: (id: string) => `/invoices/${id}`,
      play: (page: Page) => page.getByRole('button', { name: /^Pay €49/ }).click(),
      done: async ({ customerId }: Subscriber) =>
        (await t.db.prisma.invoice.count({ where: { customerId, status: 'OPEN' } })) === 0,
    },
    {
      destination: 'PAYMENT_METHODS',
      context: async () => undefined,
      place: () => '/payment-methods',
      play: addCard,
      done: async ({ customerId }: Subscriber) =>
        (await t.db.prisma.paymentMethod.count({ where: { customerId } })) === 2,
    },
    {
      destination: 'BILLING_INFORMATION',
      context: async () => undefined,
      place: () => '/billing',
      async play(page: Page) {
        await page.getByRole('textbox', { name: say('billing.city') }).fill('Turin');
        await page.getByRole('button', { name: say('action.save') }).click();
      },
      done: async ({ customerId }: Subscriber) =>
        (await t.db.prisma.customer.findUnique({ where: { id: customerId } }))?.addressCity === 'Turin',
    },
  ] as const;

  describe.each(FLOWS)('to $destination', ({ destination, context: contextOf, place, play, done }) => {
    const flow = destination.toLowerCase();

    test("a link of the merchant's site opens the screen, and returns to the site when the task is done", async () => {
      const ada = await subscriber();
      const id = await contextOf(ada);
      const { page, context, problems } = await t.window();
      const returnUrl = `${site.origin}/orders?order=7#top`;
      await signInByLink(
        page,
        await handOff({ customerId: ada.customerId, destination, destinationContext: id, returnUrl }),
      );
      await arrives(page, place(id ?? ''));
      await play(page);
      expect(await site.backAt(page)).toEqual({
        path: '/orders',
        query: { order: '7', portico_flow: flow, portico_outcome: 'completed' },
      });
      expect(await done(ada)).toBe(true);
      expect(site.without(problems)).toEqual([]);
      await context.close();
    });

    test("a link in a mail opens the screen, and the merchant's site can be reached without finishing", async () => {
      const ada = await subscriber();
      const id = await contextOf(ada);
      const { page, context, problems } = await t.window();
      const { link } = await mailedLink(t, { companyId, email: ada.email, destination, destinationContext: id });
      await signInByLink(page, link);
      await arrives(page, place(id ?? ''));
      // The task continues until it is done or left, whatever other screens are opened in between.
      await goTo(page, 'nav.security');
      await page.getByRole('heading', { name: say('nav.security'), level: 1 }).waitFor();
      await page
        .getByRole('banner')
        .getByRole('link', { name: say('frame.returnTo', { company: 'Acme' }) })
        .click();
      expect(await site.backAt(page)).toEqual({
        path: '/account',
        query: { portico_flow: flow, portico_outcome: 'canceled' },
      });
      expect(await done(ada)).toBe(false);
      expect(site.without(problems)).toEqual([]);
      await context.close();
    });
  });

  test.each(WAYS)(
    'the cancellation screen links back to the merchant, which gets the outcome canceled, $name',
    async (way: Way) => {
      const ada = await subscriber();
      const { page, context, problems } = await t.window(way.window);
      const { customerId, subscriptionId: destinationContext } = ada;
      await signInByLink(
        page,
        await handOff({ customerId, destination: 'CANCEL_SUBSCRIPTION', destinationContext }),
        way,
      );
      const leave = page.getByRole('main').getByRole('link', { name: way.say('frame.returnTo', { company: 'Acme' }) });
      await leave.click();
      expect((await site.backAt(page)).query).toEqual({
        portico_flow: 'cancel_subscription',
        portico_outcome: 'canceled',
      });
      expect(site.without(problems)).toEqual([]);
      await context.close();
    },
  );

  test('the replacement of an expired link continues its task and returns to the merchant', async () => {
    const ada = await subscriber();
    const { page, context, problems } = await t.window();
    const url = await handOff({
      customerId: ada.customerId,
      destination: 'CANCEL_SUBSCRIPTION',
      destinationContext: ada.subscriptionId,
    });
    t.clock.advance(11 * 60_000);
    await page.goto(url);
    await page.getByText(say('link.useless.title')).waitFor();
    await askForLink(page, ada.email);
    await signInByLink(page, (await newestMail(t, ada.email)).link);
    await arrives(page, `/subscriptions/${ada.subscriptionId}/cancel`);
    await page.getByRole('button', { name: say('cancel.confirm') }).click();
    expect((await site.backAt(page)).query.portico_outcome).toBe('completed');
    expect(site.without(problems)).toEqual([]);
    await context.close();
  });

  test('a link retains its task and its return address when the session ends in between', async () => {
    const ada = await subscriber();
    const { page, context, problems } = await t.window();
    await signInByLink(
      page,
      await handOff({
        customerId: ada.customerId,
        destination: 'BILLING_INFORMATION',
        returnUrl: `${site.origin}/here`,
      }),
    );
    await page.getByRole('textbox', { name: say('billing.city') }).fill('Turin');
    t.clock.advance(61 * 60_000);
    await page.getByRole('button', { name: say('action.save') }).click();
    await page.getByText(say('signIn.expired')).waitFor();
    await signInByCode(t, page, ada.email);
    await arrives(page, '/billing');
    await page.getByRole('button', { name: say('action.save') }).click();
    expect(await site.backAt(page)).toEqual({
      path: '/here',
      query: { portico_flow: 'billing_information', portico_outcome: 'completed' },
    });
    expect((await t.db.prisma.customer.findUniqueOrThrow({ where: { id: ada.customerId } })).addressCity).toBe('Turin');
    expect(site.without(problems)).toEqual([]);
    await context.close();
  });

  test('a link without an id opens the only subscription or the oldest unpaid invoice, or else lists several', async () => {
    const ada = await subscriber();
    const { page, context, problems } = await t.window();
    const { customerId } = ada;
    const oldest = await bill(customerId);
    t.clock.advance(1000);
    await bill(customerId);
    for (const [destination, place] of [
      ['SWITCH_PLAN', `/subscriptions/${ada.subscriptionId}/switch`],
      ['CANCEL_SUBSCRIPTION', `/subscriptions/${ada.subscriptionId}/cancel`],
      ['PAY_INVOICE', `/invoices/${oldest}`],
    ] as const) {
      await signInByLink(page, await handOff({ customerId, destination }));
      await arrives(page, place);
    }
    await makeSubscription(merchant, customerId, prices.large);
    await signInByLink(page, await handOff({ customerId, destination: 'CANCEL_SUBSCRIPTION' }));
    await page.getByRole('main').getByRole('link', { name: /Large/ }).waitFor();
    await arrives(page, '/subscriptions');
    expect(problems).toEqual([]);
    await context.close();
  });

  test("a link to another customer's subscription finds nothing, and offers the overview", async () => {
    const [ada, bea] = [await subscriber(), await subscriber()];
    const { page, context, problems } = await t.window();
    for (const [destination, destinationContext] of [
      ['CANCEL_SUBSCRIPTION', bea.subscriptionId],
      ['SWITCH_PLAN', bea.subscriptionId],
      ['PAY_INVOICE', await bill(bea.customerId)],
    ] as const) {
      await signInByLink(page, await handOff({ customerId: ada.customerId, destination, destinationContext }));
      await page.getByRole('heading', { name: say('notFound.title') }).waitFor();
    }
    await page.getByRole('link', { name: say('action.toOverview') }).click();
    await page.getByRole('heading', { name: say('home.greeting', { name: 'Ada' }) }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test.each([
    ['PAYMENT_METHODS', '/payment-methods'],
    ['SUBSCRIPTIONS', '/subscriptions'],
    ['INVOICES', '/invoices'],
  ])('the address of %s in a mail opens the screen, with a session or after signing in', async (name, place) => {
    const ada = await subscriber();
    const context =
      name === 'SUBSCRIPTIONS'
        ? ada.subscriptionId
        : (await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId: ada.customerId } })).id;
    const one = name === 'PAYMENT_METHODS' ? '' : `&context=${context}`;
    const target = one ? `${place}/${context}` : place;
    const { page, context: window, problems } = await t.window();
    await page.goto(`${portal}/?destination=${name}${one}`);
    await signInByCode(t, page, ada.email);
    await arrives(page, target);
    await page.goto(`${portal}/?destination=${name}${one}`);
    await arrives(page, target);
    expect(new URL(page.url()).search).toBe('');
    expect(problems).toEqual([]);
    await window.close();
  });

  test('a customer who came without a link stays in the portal after every action', async () => {
    const ada = await subscriber();
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/billing`);
    await askForLink(page, ada.email);
    await signInByLink(page, (await newestMail(t, ada.email)).link);
    await arrives(page, '/billing');
    await page.getByRole('textbox', { name: say('billing.city') }).fill('Turin');
    await page.getByRole('button', { name: say('action.save') }).click();
    await page.getByText(say('billing.saved')).waitFor();
    await goTo(page, 'nav.invoices');
    await page.getByRole('heading', { name: say('nav.invoices'), level: 1 }).waitFor();
    await page.getByRole('link', { name: say('frame.returnTo', { company: 'Acme' }) }).click();
    expect(await site.backAt(page)).toEqual({ path: '/account', query: {} });
    expect(site.without(problems)).toEqual([]);
    await context.close();
  });

  test("a link without a task uses its own return address, and the merchant's site does not learn which screens were visited", async () => {
    const ada = await subscriber();
    const { page, context, problems } = await t.window();
    const returnUrl = `${site.origin}/welcome?x=1`;
    await signInByLink(page, await handOff({ customerId: ada.customerId, returnUrl }));
    await goTo(page, 'nav.invoices');
    await page.getByRole('heading', { name: say('nav.invoices'), level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: say('frame.returnTo', { company: 'Acme' }) }).click();
    expect(await site.backAt(page)).toEqual({ path: '/welcome', query: { x: '1' } });
    expect(site.referrers).toEqual([]);
    expect(site.without(problems)).toEqual([]);
    await context.close();
  });
});
