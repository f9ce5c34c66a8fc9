/**
 * A shop whose customers come to its portal in the middle of April, and functions to read the page and the database.
 */
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { MIDDLE, openShop, type Shop } from '../../support/billing.ts';
import type { CreatePortalLinkInput, UpdatePortalConfigInput } from '../../support/graphql/graphql.ts';
import { mutate } from '../../support/world.ts';
import { type OpenPortal, openPortal } from './portal.ts';
import { signInByLink } from './visit.ts';
import { AT_A_DESK, type Way } from './ways.ts';

export interface OpenShop extends OpenPortal {
  shop: Shop;
  /** Opens the portal as a customer; errors in the window are reported when it is left. */
  visit(customerId: string, options?: VisitOptions): Promise<Visit>;
}

interface VisitOptions {
  way?: Way;
  destination?: CreatePortalLinkInput['destination'];
  destinationContext?: string;
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  problems: string[];
  /** Goes to a screen of the portal by its address. */
  go(path: string): Promise<void>;
  /** Closes the window, and fails if it reported an error. */
  leave(): Promise<void>;
}

/** Jobs run by themselves, as they do in the program. */
export async function openPortalShop(settings: Partial<UpdatePortalConfigInput> = {}): Promise<OpenShop> {
  const t = await openPortal({ now: '2026-04-01T00:00:00.000Z' });
  const shop = await openShop(t, settings);
  t.app.start();
  return {
    ...t,
    shop,
    async visit(customerId, { way = AT_A_DESK, ...destination } = {}) {
      const { page, context, problems } = await t.window(way.window);
      const { url } = await mutate(shop.merchant, 'createPortalLink', { customerId, ...destination }, 'url');
      await signInByLink(page, url, way);
      // Leaving a screen while it loads would abort its request.
      await settled(page);
      return {
        page,
        context,
        problems,
        async go(path) {
          await page.goto(`${t.origin}/portal/${shop.companyId}${path}`);
          await settled(page);
        },
        async leave() {
          expect(problems).toEqual([]);
          await context.close();
        },
      };
    },
  };
}

/** Waits until exactly one screen is shown, with its data. */
const settled = (page: Page) =>
  expect
    .poll(
      () =>
        page.evaluate(
          () => document.querySelectorAll('main h1').length === 1 && !document.querySelector('main [aria-busy="true"]'),
        ),
      { timeout: 15_000 },
    )
    .toBe(true);

/** The middle of April: half of every monthly price is left. */
export async function untilMiddle({ app, clock }: OpenPortal): Promise<void> {
  await app.tick();
  clock.advanceTo(MIDDLE);
}

/** From now on the customer reads the portal in another language. */
export const speaks = ({ merchant }: Shop, customerId: string, locale: string) =>
  mutate(merchant, 'updateCustomer', { customerId, locale }, 'customer { id }');

/** An amount of euros as an English page writes it, from minor units. */
export const euros = (minor: number | bigint, locale = 'en-GB') =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(Number(minor) / 100);

/** Types a card into the provider's fields, in their frame, and saves it. */
export async function enterCard(page: Page, number: string): Promise<void> {
  const fields = page.frameLocator('iframe[title="Payment details"]');
  await fields.getByLabel('Card number').fill(number);
  await fields.getByLabel('Expiry date').fill('12 / 34');
  await fields.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: 'Save payment method' }).click();
}

/** The value beside a name in a list of facts. */
export const fact = (within: Page | Locator, name: string): Locator =>
  within.locator(`dl > div:has(> dt:text-is("${name}")) > dd`);

/** Lines as they are shown: [title, explanation, amount]; every kind of space is a space. */
export const shownLines = (within: Page | Locator): Promise<string[][]> =>
  within
    .locator('.line')
    .evaluateAll((lines) =>
      lines.map((line) =>
        ['.line-name', '.line-note', '.line-amount'].map((part) =>
          (line.querySelector(part)?.textContent ?? '').replace(/\s/g, ' ').replace(/\u2060/g, ''),
        ),
      ),
    );

/** The invoices of a customer in the database, newest first. */
export const invoicesOf = ({ db }: OpenPortal, customerId: string) =>
  db.prisma.invoice.findMany({
    where: { customerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { lines: { orderBy: { position: 'asc' } }, payments: true },
  });

/** The total that the provider charged a customer, in minor units. */
export async function taken(t: OpenPortal, customerId: string): Promise<number> {
  await t.app.tick();
  return [...t.sandbox.payments.values()]
    .filter(({ state, request }) => state === 'SUCCEEDED' && request.customerRef === `sbx_${customerId}`)
    .reduce((sum, { request }) => sum + Number(request.amount), 0);
}
