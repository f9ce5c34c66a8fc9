/**
 * No connection, a slow server, invalid responses, and a newer deployment: loaded data stays on the screen, failed actions
 * are reported, and the page recovers by itself or offers a retry.
 */
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { success } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { CreateInvoiceDocument, FinalizeInvoiceDocument } from '../support/graphql/graphql.ts';
import { picture, violations } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';

const OFFLINE_BAR = 'You’re offline. Some information may be out of date.';
const STALE_BAR = 'We can’t reach the server. Some information may be out of date.';
/** A layout shift is noticeable from a tenth; see https://web.dev/articles/cls. */
const MOST_SHIFT = 0.05;

interface Moved {
  sum: number;
  what: string[];
}

/** Runs in the page: adds up layout shifts, and records the elements that moved. */
function watchShifts(): void {
  const moved: Moved = { sum: 0, what: [] };
  const forget = () => Object.assign(moved, { sum: 0, what: [] });
  Object.assign(globalThis, { moved, forget });
  type Shift = PerformanceEntry & {
    value: number;
    sources: { node: Element | null; previousRect: DOMRect; currentRect: DOMRect }[];
  };
  const box = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(' ');
  new PerformanceObserver((list) => {
    for (const { value, startTime, sources } of list.getEntries() as Shift[]) {
      moved.sum += value;
      for (const { node, previousRect, currentRect } of sources)
        moved.what.push(
          `${Math.round(startTime)} ms: ${value.toFixed(3)} <${node?.nodeName} ${node?.className}> ${box(previousRect)} -> ${box(currentRect)}`,
        );
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

inBrowser('the page in trouble', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let customerId: string;
  let page: Page;

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company();
    customerId = await makeCustomer(company.merchant, { name: 'Ada' });
    const { priceId } = await makePrice(company.merchant, { name: 'Pro', amount: 3000 });
    await makeSubscription(company.merchant, customerId, priceId);
  });
  afterAll(() => t.close());
  beforeEach(async () => {
    const opened = await t.window();
    page = opened.page;
    await t.enter(page, company.merchant, { customerId });
    await onHome();
    return () => opened.context.close();
  });

  const bill = async (unitAmount: number) => {
    const input = { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount }] };
    const { id } = success((await company.merchant.request(CreateInvoiceDocument, { input })).createInvoice).invoice;
    success((await company.merchant.request(FinalizeInvoiceDocument, { input: { invoiceId: id } })).finalizeInvoice);
  };
  const heading = (name: string | RegExp) => page.getByRole('heading', { name }).first();
  const onHome = () => heading('Pro').waitFor();
  const go = (name: string) => page.locator('nav.nav').getByRole('link', { name }).click();
  const alert = () => page.getByRole('alert');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const address = (path: string) => `${t.origin}/portal/${company.companyId}${path}`;
  /** Intercepts every request to the API from here on; returns a function that stops it. */
  async function meddle(how: (route: Route) => unknown): Promise<() => Promise<void>> {
    await page.route('**/graphql', how);
    return () => page.unroute('**/graphql');
  }
  /** Holds every response of the API until it is released. */
  async function holdAnswers() {
    const held = Promise.withResolvers<void>();
    let asked = 0;
    await meddle(async (route) => {
      asked++;
      await held.promise;
      await route.continue();
    });
    return { letGo: held.resolve, asked: () => asked };
  }

  describe('without a connection', () => {
    test('offline, the page shows a bar and the loaded data, reports failed actions, and updates after reconnecting', async () => {
      await go('Billing information');
      const name = page.getByLabel('Name or company');
      await name.fill('Ada Lovelace');
      await page.context().setOffline(true);
      await page.getByText(OFFLINE_BAR).waitFor();
      await button('Save').click();
      await alert().getByText('You’re offline', { exact: true }).waitFor();
      expect(await alert().innerText()).toContain('Nothing was sent.');
      expect(await name.inputValue()).toBe('Ada Lovelace');
      await picture(page, 'offline-action');
      expect(await violations(page)).toEqual([]);

      await go('Overview');
      await onHome();
      expect(await alert().count()).toBe(0);
      await button('Sign out').click();
      await page.getByText('You’re offline', { exact: true }).waitFor();
      expect(new URL(page.url()).pathname).toBe(new URL(address('/')).pathname);
      await picture(page, 'offline-home');

      await bill(1700);
      expect(await page.getByText('€17.00').count()).toBe(0);
      await page.context().setOffline(false);
      await page.getByText('€17.00').first().waitFor();
      expect(await page.getByText(OFFLINE_BAR).count()).toBe(0);
    });

    test('offline, a screen without data reports it, and loads by itself after reconnecting', async () => {
      await page.context().setOffline(true);
      await page.getByText(OFFLINE_BAR).waitFor();
      await go('Security');
      await alert().getByText('You’re offline', { exact: true }).waitFor();
      await picture(page, 'offline-screen');
      await page.context().setOffline(false);
      await heading('Security').waitFor();
      await page.getByText('This device').first().waitFor();
      expect(await alert().count()).toBe(0);
    });

    test('the input of a form survives losing and regaining the connection', async () => {
      await go('Billing information');
      const city = page.getByLabel(/^City/);
      await city.fill('Vienna');
      const asked = page.waitForResponse('**/graphql');
      await page.context().setOffline(true);
      await page.getByText(OFFLINE_BAR).waitFor();
      await page.context().setOffline(false);
      await asked;
      expect(await city.inputValue()).toBe('Vienna');
      await button('Save').click();
      await page.getByText('Your billing information has been saved.').waitFor();
    });
  });

  describe('with a slow server', () => {
    async function nothingJumped(): Promise<void> {
      const { sum, what } = await page.evaluate(() => (globalThis as unknown as { moved: Moved }).moved);
      expect(sum, what.join('\n')).toBeLessThan(MOST_SHIFT);
    }

    test.each([1280, 360])(
      'a slow screen shows placeholders, and nothing jumps when the data arrives, %i pixels wide',
      async (width) => {
        await page.setViewportSize({ width, height: 800 });
        // An invoice is due, so that the screen has as much content as possible.
        await bill(1900);
        const { letGo } = await holdAnswers();
        await page.addInitScript(watchShifts);
        await page.reload({ waitUntil: 'commit' });
        await page.locator('[aria-busy=true] .skeleton').first().waitFor();
        expect(await page.getByText('Loading').first().isVisible()).toBe(true);
        await page.getByRole('banner').waitFor();
        await nothingJumped();
        await picture(page, `slow-${width}`);
        // Taking a picture causes layout shifts itself.
        await page.evaluate(() => (globalThis as unknown as { forget(): void }).forget());
        letGo();
        await onHome();
        await page.waitForLoadState('networkidle');
        await nothingJumped();
      },
    );

    test('a button that waits for a response is marked busy and sends one request however often it is pressed', async () => {
      await go('Billing information');
      await page.getByLabel('Phone').fill('+43 1 23456');
      const { letGo, asked } = await holdAnswers();
      const save = page.getByRole('button', { name: 'Save' });
      await save.click();
      await page.locator('button[aria-busy=true]').waitFor();
      await save.click({ force: true });
      await page.keyboard.press('Enter');
      expect(asked()).toBe(1);
      letGo();
      await page.getByText('Your billing information has been saved.').waitFor();
    });
  });

  describe('with a server in trouble', () => {
    const NONSENSE: [string, Parameters<Route['fulfill']>[0]][] = [
      ['500 and a page of HTML', { status: 500, contentType: 'text/html', body: '<h1>Internal Server Error</h1>' }],
      ['502 from a proxy', { status: 502, contentType: 'text/plain', body: 'Bad Gateway' }],
      ['200 and half an answer', { status: 200, contentType: 'application/json', body: '{"data":{"frameCus' }],
      ['200 and HTML', { status: 200, contentType: 'text/html', body: '<title>Wi-Fi login</title>' }],
      ['200 and an empty object', { status: 200, contentType: 'application/json', body: '{}' }],
      ['200 and nothing', { status: 200, contentType: 'application/json', body: '' }],
      [
        'an error of its own',
        {
          status: 200,
          contentType: 'application/json',
          body: '{"data":null,"errors":[{"message":"Unexpected error.","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
        },
      ],
    ];
    test.each(NONSENSE)('%s: the screen reports the failure, and retries on demand', async (name, nonsense) => {
      const stop = await meddle((route) => route.fulfill(nonsense));
      await go('Invoices');
      await alert().getByText('That didn’t work').waitFor();
      if (name.startsWith('500')) {
        await picture(page, 'server-in-trouble');
        expect(await violations(page)).toEqual([]);
      }
      await stop();
      await button('Try again').click();
      await page.getByText('€30.00').first().waitFor();
      expect(await alert().count()).toBe(0);
    });

    test('loaded data stays on the screen when it cannot be updated, and is marked as old', async () => {
      await go('Invoices');
      await page.getByText('€30.00').first().waitFor();
      const stop = await meddle((route) => route.abort('connectionrefused'));
      await go('Overview');
      await page.getByText(STALE_BAR).waitFor();
      await onHome();
      expect(await alert().count()).toBe(0);
      await picture(page, 'stale');
      expect(await violations(page)).toEqual([]);
      await stop();
      await button('Try again').click();
      await expect.poll(() => page.getByText(STALE_BAR).count()).toBe(0);
      await onHome();
    });

    test('a form that could not be sent retains its input', async () => {
      await go('Billing information');
      await page.getByLabel(/^Street/).fill('Ring 1');
      const stop = await meddle((route) => route.fulfill({ status: 503, body: 'over capacity' }));
      await button('Save').click();
      await alert().getByText('That didn’t work').waitFor();
      expect(await page.getByLabel(/^Street/).inputValue()).toBe('Ring 1');
      await stop();
      await button('Save').click();
      await page.getByText('Your billing information has been saved.').waitFor();
      expect(await alert().count()).toBe(0);
    });
  });

  describe('after a deployment', () => {
    const GONE = { status: 404, contentType: 'application/json', body: '{}' };
    /** Removes the file of a part for the open page, and for as many later pages as `times`. */
    async function replaced(file: string, times = 1): Promise<{ loads(): number }> {
      let loads = 0;
      await page.route(`**/portal/assets/${file}-*.js`, (route) =>
        loads < times ? route.fulfill(GONE) : route.continue(),
      );
      page.on('request', (request) => {
        if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads++;
      });
      return { loads: () => loads };
    }

    test('the page reloads by itself when the file of a screen is gone', async () => {
      const { loads } = await replaced('PaymentMethods');
      await go('Payment methods');
      await button('Add payment method').waitFor();
      await page.getByText('Visa •••• 4242', { exact: true }).waitFor();
      expect(loads()).toBe(1);
      expect(await alert().count()).toBe(0);
    });

    test('the page reloads once, and then reports that it is out of date', async () => {
      const { loads } = await replaced('Credit', 1000);
      await go('Credit');
      await alert().getByText('This page is out of date').waitFor();
      expect(loads()).toBe(1);
      await page.getByRole('banner').getByRole('link', { name: 'Overview' }).click();
      await onHome();
    });

    test('the page reloads when the file of a dialog is gone', async () => {
      const { loads } = await replaced('AddMethod');
      await go('Payment methods');
      await button('Add payment method').click();
      await expect.poll(loads).toBe(1);
      await button('Add payment method').waitFor();
      await button('Add payment method').click();
      await page.frameLocator('iframe.provider-frame').getByLabel('Card number').waitFor();
    });

    test('the page reloads when the server does not know its operations any longer', async () => {
      let loads = 0;
      page.on('request', (request) => {
        if (request.isNavigationRequest()) loads++;
      });
      const unknown = JSON.stringify({
        errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      });
      await meddle((route) =>
        loads === 0 ? route.fulfill({ status: 200, contentType: 'application/json', body: unknown }) : route.continue(),
      );
      await go('Invoices');
      await page.getByText('€30.00').first().waitFor();
      expect(loads).toBe(1);
    });

    test('the page does not reload while the server is down, and continues when it is back', async () => {
      let dead = true;
      await page.route('**/*', (route) => (dead ? route.abort('connectionrefused') : route.continue()));
      await go('Subscriptions');
      await alert().getByText('We can’t reach the server').waitFor();
      // The frame is still there.
      expect(await page.locator('nav.nav').isVisible()).toBe(true);
      dead = false;
      await button('Try again').click();
      await heading('Subscriptions').waitFor();
      await page.getByText('Pro').first().waitFor();
    });

    test('the page stays in its language when the messages of another cannot be fetched', async () => {
      await page.route('**/portal/assets/de-*.js', (route) => route.abort('connectionrefused'));
      await page.getByLabel('Language').selectOption('de');
      await page.getByText('This page is out of date').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
      await onHome();
    });
  });
});
