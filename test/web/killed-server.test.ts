/**
 * kill -9 during a customer's action: the page reports it, retains the input, and when the server is back the same
 * button completes it, once, whether or not the server had already done it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { openDb } from '../../src/db/open.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { configure, expectBooksToBalance } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  CreateInvoiceDocument,
  CreatePortalLinkDocument,
  type CreatePortalLinkInput,
  FinalizeInvoiceDocument,
} from '../support/graphql/graphql.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { type Between, type Moment, standBetween } from './support/between.ts';
import { closeWindows, openBrowser } from './support/browser.ts';
import { picture } from './support/look.ts';
import { inBrowser, openWindow, signInBy } from './support/portal.ts';

const MOMENTS: Moment[] = ['before the request has reached it', 'after the change, before the answer has arrived'];
const isLate = (moment: Moment) => moment === MOMENTS[1];
/** A start takes a second or two, on a busy machine many more; and seven windows are opened. */
const PATIENCE_MS = 180_000;
const NOT_ANSWERED = 'We can’t reach the server';
const SAFE = 'It’s safe to try again. You won’t be charged twice.';

interface Subject {
  customerId: string;
  /** The link to the screen at which the flow begins. */
  url: string;
}

interface Flow {
  name: string;
  /** The operation of the page during which the server is killed. */
  operation: string;
  destination?: CreatePortalLinkInput['destination'];
  subscribed?: boolean;
  invoiced?: boolean;
  enterDetails?(page: Page): Promise<unknown>;
  /** Presses the button, also for the second attempt. */
  press(page: Page): Promise<void>;
  /** The input that is still visible. */
  kept(page: Page): Promise<unknown>;
  done(page: Page): Promise<unknown>;
  /** The result as a reload shows it. */
  afterReload?(page: Page): Promise<unknown>;
  /** The number of events of each type for the customer, however often the button was pressed. */
  events: Record<string, number>;
  /** The number of invoices in the end, each of them paid by one payment. */
  invoices: number;
}

const clickOn = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).click();
const radio = (page: Page, name: RegExp) => page.getByRole('radio', { name });
const fields = (page: Page) => page.frameLocator('iframe.provider-frame');

const FLOWS: Flow[] = [
  {
    name: 'signing in',
    operation: 'ConsumeLink',
    press: clickOn(/^Sign in$/),
    kept: (page) => page.getByText(/•••@example\.com/).waitFor(),
    done: (page) => page.getByRole('heading', { name: 'Overview' }).waitFor(),
    events: { 'portal_session.created': 1 },
    invoices: 0,
  },
  {
    name: 'switching the plan',
    operation: 'Switch',
    destination: 'SWITCH_PLAN',
    subscribed: true,
    enterDetails: (page) => radio(page, /Large/).check(),
    press: clickOn(/^Confirm and pay/),
    kept: async (page) => expect(await radio(page, /Large/).isChecked()).toBe(true),
    done: (page) => page.getByRole('heading', { name: 'You now have Large' }).waitFor(),
    afterReload: (page) => page.getByText('Your current plan is Large.').waitFor(),
    events: { 'subscription.plan_switched': 1, 'invoice.finalized': 2 },
    invoices: 2,
  },
  {
    name: 'changing the quantity',
    operation: 'ChangeQuantity',
    destination: 'SWITCH_PLAN',
    subscribed: true,
    enterDetails: (page) => page.getByLabel('Quantity').fill('3'),
    press: clickOn(/^Confirm and pay/),
    kept: async (page) => expect(await page.getByLabel('Quantity').inputValue()).toBe('3'),
    done: (page) => page.getByRole('heading', { name: /^You now have 3 . Small$/ }).waitFor(),
    afterReload: async (page) => {
      await page.getByText(/Your current plan is 3 . Small/).waitFor();
    },
    events: { 'subscription.quantity_updated': 1, 'invoice.finalized': 2 },
    invoices: 2,
  },
  {
    name: 'canceling',
    operation: 'Cancel',
    destination: 'CANCEL_SUBSCRIPTION',
    subscribed: true,
    async enterDetails(page) {
      await radio(page, /Too expensive/).check();
      await page.getByLabel(/Anything else/).fill('I am moving.');
      await clickOn(/^Continue$/)(page);
      await page.getByRole('button', { name: /^Cancel subscription$/ }).waitFor();
    },
    press: clickOn(/^Cancel subscription$/),
    kept: async (page) => expect(await page.getByRole('button', { name: /^Back$/ }).count()).toBe(1),
    done: (page) => page.getByRole('heading', { name: /^Your subscription ends on/ }).waitFor(),
    afterReload: (page) => page.getByText(/^This subscription ends on/).waitFor(),
    events: { 'subscription.cancellation_scheduled': 1 },
    invoices: 1,
  },
  {
    name: 'adding a payment method',
    operation: 'AddMethod',
    destination: 'PAYMENT_METHODS',
    async enterDetails(page) {
      await page.getByRole('button', { name: 'Add payment method' }).click();
      await fields(page).getByLabel('Card number').fill('5555 5555 5555 4444');
      await fields(page)
        .getByLabel(/Expiry/)
        .fill('12 / 34');
      await fields(page).getByLabel(/code/i).fill('123');
    },
    press: clickOn(/^Save payment method$/),
    kept: async (page) => expect(await fields(page).getByLabel('Card number').inputValue()).toBe('5555 5555 5555 4444'),
    async done(page) {
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => page.getByText(/4444/).count()).toBeGreaterThan(0);
    },
    afterReload: (page) => page.getByText(/4444/).first().waitFor(),
    events: { 'payment_method.attached': 2 },
    invoices: 0,
  },
  {
    name: 'paying an invoice',
    operation: 'PayOne',
    destination: 'PAY_INVOICE',
    invoiced: true,
    press: clickOn(/^Pay €25\.00$/),
    kept: (page) => page.getByRole('button', { name: 'Pay €25.00' }).waitFor(),
    done: (page) => page.getByText('Paid', { exact: true }).first().waitFor(),
    afterReload: (page) => page.getByText('Paid', { exact: true }).first().waitFor(),
    events: { 'invoice.paid': 1, 'payment.succeeded': 1 },
    invoices: 1,
  },
  {
    name: 'saving the billing information',
    operation: 'UpdateBilling',
    destination: 'BILLING_INFORMATION',
    async enterDetails(page) {
      await page.getByLabel('Name or company').fill('Ada Lovelace');
      await page.getByLabel(/^City/).fill('Vienna');
    },
    press: clickOn(/^Save$/),
    async kept(page) {
      expect(await page.getByLabel('Name or company').inputValue()).toBe('Ada Lovelace');
      expect(await page.getByLabel(/^City/).inputValue()).toBe('Vienna');
    },
    done: (page) => page.getByText('Your billing information has been saved.').waitFor(),
    afterReload: async (page) =>
      expect.poll(() => page.getByLabel('Name or company').inputValue()).toBe('Ada Lovelace'),
    events: { 'customer.billing_information_updated': 1 },
    invoices: 0,
  },
];

inBrowser('a killed server', () => {
  let dataDir: string;
  let between: Between;
  let browser: Browser;
  let server: ServerProcess | undefined;
  const subjects = new Map<string, Subject>();
  const subjectOf = (moment: Moment, flow: Flow) => subjects.get(`${moment} ${flow.name}`) as Subject;

  const open = async (): Promise<TestApp> => {
    const db = await openDb({ dataDir: join(dataDir, 'pgdata') });
    await migrate(db);
    return openTestApp({
      db,
      now: new Date().toISOString(),
      journal: join(dataDir, 'sandbox.jsonl'),
      publicUrl: between.origin,
    });
  };
  async function start(): Promise<void> {
    const env = { DATA_DIR: dataDir, DEMO_DATA: 'false', PUBLIC_URL: between.origin };
    server = await startServerProcess(null, env);
    between.lead(server.url);
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'portico-killed-'));
    between = await standBetween();
    const t = await open();
    const company = await t.company();
    await configure(company.merchant, {
      allowPlanSwitch: true,
      allowQuantityUpdates: true,
      subscriptionProrationBehavior: 'PRORATE',
      subscriptionChargeTiming: 'IMMEDIATELY',
      cancellationMode: 'PERIOD_END',
      cancellationReasonsEnabled: true,
      cancellationReasons: ['Too expensive', 'Something else'],
    });
    const small = await makePrice(company.merchant, { name: 'Small', amount: 3000 });
    await makePrice(company.merchant, { name: 'Large', amount: 9000 });
    for (const moment of MOMENTS)
      for (const flow of FLOWS) {
        const customerId = await makeCustomer(company.merchant);
        let id = '';
        if (flow.subscribed)
          ({ id } = (await makeSubscription(company.merchant, customerId, small.priceId)).subscription);
        if (flow.invoiced) {
          const input = { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 2500 }] };
          ({ id } = success((await company.merchant.request(CreateInvoiceDocument, { input })).createInvoice).invoice);
          const { finalizeInvoice } = await company.merchant.request(FinalizeInvoiceDocument, {
            input: { invoiceId: id },
          });
          success(finalizeInvoice);
        }
        const input = { customerId, destination: flow.destination, destinationContext: id || undefined };
        const { createPortalLink } = await company.merchant.request(CreatePortalLinkDocument, { input });
        subjects.set(`${moment} ${flow.name}`, { customerId, url: success(createPortalLink).url });
      }
    await t.app.tick();
    await t.close();
    [browser] = await Promise.all([openBrowser(), start()]);
  }, PATIENCE_MS);
  afterAll(async () => {
    await closeWindows();
    await server?.kill();
    await between?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  describe.each(MOMENTS)('%s', (moment) => {
    const pages = new Map<string, Page>();
    const pageOf = (flow: Flow) => pages.get(flow.name) as Page;
    const named = (flow: Flow, state: string) =>
      `killed-${state}-${isLate(moment) ? 'late' : 'early'}-${flow.operation.toLowerCase()}`;

    beforeAll(async () => {
      await Promise.all(
        FLOWS.map(async (flow) => {
          const { page } = await openWindow(browser, between.origin);
          // Loading seven windows at once is slow on a busy machine.
          page.setDefaultTimeout(45_000);
          pages.set(flow.name, page);
          const { url } = subjectOf(moment, flow);
          if (flow.operation !== 'ConsumeLink') await signInBy(page, url);
          else {
            await page.goto(url);
            await flow.kept(page);
          }
          await flow.enterDetails?.(page);
        }),
      );
      const held = between.hold(
        moment,
        FLOWS.map(({ operation }) => operation),
      );
      await Promise.all(FLOWS.map((flow) => flow.press(pageOf(flow))));
      await held;
      await server?.kill();
      between.breakOff();
    }, PATIENCE_MS);
    afterAll(async () => {
      for (const page of pages.values()) await page.context().close();
    });

    test.each(FLOWS)('$name: the page reports the failure and retains the input', async (flow) => {
      const page = pageOf(flow);
      const said = page.getByRole('alert').filter({ hasText: NOT_ANSWERED });
      await said.waitFor();
      expect(await said.innerText()).toContain(SAFE);
      await flow.kept(page);
      await picture(page, named(flow, 'unanswered'));
    });

    test.each(FLOWS)('$name: a retry while the server is down fails the same way and loses no input', async (flow) => {
      const page = pageOf(flow);
      await flow.press(page);
      await page.getByRole('alert').filter({ hasText: NOT_ANSWERED }).waitFor();
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
      await flow.kept(page);
    });

    describe('after a restart', () => {
      beforeAll(start, PATIENCE_MS);

      const seen = isLate(moment) ? FLOWS.filter(({ afterReload }) => afterReload) : [];
      test.each(seen)('$name: reloading the page shows that the change was made', async (flow) => {
        const again = await pageOf(flow).context().newPage();
        await again.goto(pageOf(flow).url());
        await flow.afterReload?.(again);
        await again.close();
      });

      test.each(FLOWS)('$name: the same button completes the change', async (flow) => {
        const page = pageOf(flow);
        await flow.press(page);
        await flow.done(page);
        expect(await page.getByRole('alert').count()).toBe(0);
        await picture(page, named(flow, 'done'));
      });
    });
  });

  describe('the books after every kill', () => {
    let t: TestApp;
    beforeAll(async () => {
      await server?.stop();
      t = await open();
      // Jobs that a dead process had taken are given back by the queue after their time limit; here, at once.
      await t.db.raw.query(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`);
      await t.app.tick();
    }, PATIENCE_MS);
    afterAll(() => t?.close());

    for (const moment of MOMENTS)
      test.each(FLOWS)(`$name, killed ${moment}: the change is made once and charged once`, async (flow) => {
        const { customerId } = subjectOf(moment, flow);
        const told = await t.db.prisma.event.findMany({ where: { customerId } });
        for (const [type, times] of Object.entries(flow.events))
          expect(told.filter((event) => event.type === type).length, type).toBe(times);
        const invoices = await t.db.prisma.invoice.findMany({ where: { customerId }, include: { payments: true } });
        expect(invoices).toHaveLength(flow.invoices);
        for (const { status, total, payments } of invoices) {
          expect(status).toBe('PAID');
          expect(payments.map((payment) => [payment.status, payment.amount])).toEqual([['SUCCEEDED', total]]);
        }
        // The provider's own records, which survive every kill.
        const taken = [...t.sandbox.payments.values()].filter(
          ({ request }) => request.customerRef === `sbx_${customerId}`,
        );
        expect(taken.map(({ state, request }) => [state, request.amount]).sort()).toEqual(
          invoices.map(({ total }) => ['SUCCEEDED', total]).sort(),
        );
      });

    test('all balances add up after every kill', () => expectBooksToBalance(t));
  });
});
