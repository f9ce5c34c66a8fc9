/** A shop with an account at Stripe: its portal in a browser, with a stand-in for Stripe's script. */
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { makePrice } from '../../support/catalog.ts';
import type { CreatePortalLinkInput } from '../../support/graphql/graphql.ts';
import { confirmInBrowser } from '../../support/stripe/browser.ts';
import { connectStripe, type StripeMerchant } from '../../support/stripe/merchant.ts';
import type { TestMethodName } from '../../support/stripe/outcomes.ts';
import { type StripeStandIn, startStripe } from '../../support/stripe/server.ts';
import { mutate } from '../../support/world.ts';
import { type OpenPortal, openPortal } from './portal.ts';
import { signInByLink } from './visit.ts';
import { AT_A_DESK, type Way } from './ways.ts';

export interface StripeShop extends OpenPortal {
  shop: StripeMerchant;
  standIn: StripeStandIn;
  customer(name?: string): Promise<string>;
  /** Adds a payment method through the API, without the page. */
  addMethod(customerId: string, name: TestMethodName): Promise<void>;
  /** A subscription that is paid with the customer's default method. */
  subscribe(customerId: string, amount?: number): Promise<string>;
  visit(customerId: string, options?: StripeVisit): Promise<StripeVisited>;
}

interface StripeVisited {
  page: Page;
  context: BrowserContext;
  problems: string[];
  /** Closes the window, and fails if it reported an error. */
  leave(): Promise<void>;
}

interface StripeVisit extends Partial<Pick<CreatePortalLinkInput, 'destination' | 'destinationContext'>> {
  way?: Way;
}

/** `ownScript`: the page gets the address of Stripe's own script, which the test has to lead to the stand-in. */
export async function openStripeShop({ ownScript = false }: { ownScript?: boolean } = {}): Promise<StripeShop> {
  let t: OpenPortal;
  const standIn = await startStripe({ clock: { now: () => t.clock.now() } });
  t = await openPortal({
    now: '2026-04-01T00:00:00.000Z',
    stripeApiBase: standIn.url,
    ...(ownScript ? {} : { stripeScript: standIn.script }),
  });
  const shop = await connectStripe(t, standIn, 'Northwind');
  const { merchant, account } = shop;
  await mutate(
    merchant,
    'updatePortalConfig',
    { allowPlanSwitch: true, acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT', 'PAYPAL'] },
    '__typename',
  );
  t.app.start();
  let made = 0;
  const customer = async (name = 'Ada Lovelace') => {
    made += 1;
    const input = { email: `ada${made}@example.com`, name };
    return (await mutate(merchant, 'createCustomer', input, 'customer { id }')).customer.id as string;
  };
  return {
    ...t,
    ...{ shop, standIn, customer },
    async addMethod(customerId, name) {
      const { clientSecret } = await mutate(merchant, 'createSetupIntent', { customerId }, 'clientSecret');
      const [token = ''] = String(clientSecret).split('_secret');
      expect(await confirmInBrowser(standIn, account, token, name)).toBe(200);
      if (account.get(token, 'setup_intent').status === 'requires_action')
        await confirmInBrowser(standIn, account, token, null);
      await mutate(merchant, 'addPaymentMethod', { customerId, token, makeDefault: true }, '__typename');
    },
    async subscribe(customerId, amount = 3000) {
      const { priceId } = await makePrice(merchant, { amount });
      const input = { customerId, items: [{ priceId }] };
      return (await mutate(merchant, 'createSubscription', input, 'subscription { id }')).subscription.id as string;
    },
    async visit(customerId, { way = AT_A_DESK, ...destination } = {}) {
      const { page, context, problems } = await t.window(way.window);
      const link = { customerId, destination: 'PAYMENT_METHODS', ...destination };
      const { url } = await mutate(merchant, 'createPortalLink', link, 'url');
      await signInByLink(page, url, way);
      return {
        page,
        context,
        problems,
        async leave() {
          expect(problems).toEqual([]);
          await context.close();
        },
      };
    },
    async close() {
      await t.close();
      await standIn.close();
    },
  };
}

/** Stripe's fields in their frame. */
export const stripeFields = (page: Page): FrameLocator =>
  page.frameLocator('iframe[title="Secure payment input frame"]');

/** The bank's dialog above the page. */
export const bankDialog = (page: Page): FrameLocator => page.frameLocator('iframe[title="Your bank"]');

/** Opens the form, in which nothing is typed yet. */
export async function openForm(page: Page, { say }: Way = AT_A_DESK): Promise<FrameLocator> {
  await page.getByRole('button', { name: say('methods.add') }).click();
  const fields = stripeFields(page);
  await fields.getByLabel('Card number').waitFor();
  return fields;
}

/** Types a card and saves it. */
export async function enterStripeCard(page: Page, number: string, { say }: Way = AT_A_DESK): Promise<void> {
  const fields = stripeFields(page);
  await fields.getByLabel('Card number').fill(number);
  await fields.getByLabel('Expiration date').fill('12/34');
  await fields.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: say('methods.save') }).click();
}
