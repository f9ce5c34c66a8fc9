/** The page speaks its reader's language: the customer's, the browser's, or the one that was chosen. */
import { readFileSync } from 'node:fs';
import type { GraphQLClient } from 'graphql-request';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { success } from '../support/app.ts';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { CreateTestClockDocument, UpdateBillingInformationDocument } from '../support/graphql/graphql.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { arrives, goTo, NO_HASTE, signInByLink, standsOut } from './support/visit.ts';
import { AT_A_DESK, ON_A_PHONE } from './support/ways.ts';
import { wordsOf } from './support/words.ts';

/** The languages as a browser names them, with the formats of their region. */
const LOCALES = ['en-GB', 'de-DE', 'fr-FR', 'es-ES', 'pt-BR', 'it-IT', 'nl-NL', 'pl-PL', 'ja-JP', 'ar-EG'];
const languageOf = (locale: string) => locale.slice(0, 2);
const texts = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../../src/i18n/messages/${language}/portal.json`, import.meta.url), 'utf8'),
  ) as Record<string, string>;
const english = texts('en');

inBrowser('the language of the page', () => {
  let t: OpenPortal;
  let merchant: GraphQLClient;
  let portal: string;
  let priceId: string;
  let customerId: string;
  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
    const company = await t.company();
    merchant = company.merchant;
    portal = `${t.origin}/portal/${company.companyId}`;
    const frozenTime = '2030-03-01T00:00:00.000Z';
    success((await merchant.request(CreateTestClockDocument, { input: { frozenTime } })).createTestClock);
    priceId = (await makePrice(merchant, { name: 'Pro', amount: 123_456 })).priceId;
    customerId = await subscriber(null);
  });
  afterAll(() => t.close());

  async function subscriber(locale: string | null): Promise<string> {
    const id = await makeCustomer(merchant, { name: 'Ada Lovelace' });
    await makeSubscription(merchant, id, priceId);
    if (locale) await merchant.request(UpdateBillingInformationDocument, { input: { customerId: id, locale } });
    return id;
  }
  /** Signs in in the language that the page has at that moment. */
  async function enter(page: Page, id: string, language: string): Promise<void> {
    await signInByLink(page, (await handedOver(merchant, id)).url, { ...AT_A_DESK, say: wordsOf(language) });
    await arrives(page, '/');
  }
  async function speaks(page: Page, language: string): Promise<void> {
    const greeting = wordsOf(language)('home.greeting', { name: 'Ada Lovelace' });
    await page.getByRole('heading', { name: greeting }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  }

  test.each(LOCALES)(
    '%s: the overview is translated completely, with its formats of amounts and dates',
    async (locale) => {
      const language = languageOf(locale);
      const { page, context, problems } = await t.window({ ...ON_A_PHONE.window, locale });
      await enter(page, customerId, language);
      await speaks(page, language);
      const screen = await page.locator('body').innerText();
      const tag = language === 'ar' ? `${locale}-u-ca-gregory-nu-latn` : locale;
      const money = new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR' }).format(1234.56);
      const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.UTC(2030, 3, 1));
      expect(screen.replaceAll(/\s/g, ' ')).toContain(money.replaceAll(/\s/g, ' '));
      expect(screen).toContain(day);

      const lines = new Set(screen.split('\n').map((line) => line.trim()));
      const ids = Object.keys(english).filter((id) => id.includes('.'));
      expect(ids.filter((id) => screen.includes(id))).toEqual([]);
      const own = texts(language);
      const saidElsewhere = new Set(Object.values(own));
      const leftInEnglish = ids.filter((id) => {
        const text = english[id] as string;
        return own[id] !== text && !saidElsewhere.has(text) && lines.has(text);
      });
      expect(leftInEnglish).toEqual([]);
      expect(await standsOut(page)).toBe(false);
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  describe('the initial language', () => {
    test.each([
      { who: 'from the customer, before the browser', customer: 'fr', browser: 'de-DE', company: 'it', speaks: 'fr' },
      { who: 'from the browser, before the company', customer: null, browser: 'de-DE', company: 'it', speaks: 'de' },
      {
        who: 'from the company if the browser’s is not supported',
        customer: null,
        browser: 'sw-KE',
        company: 'it',
        speaks: 'it',
      },
      {
        who: 'from the browser if the customer’s is not supported',
        customer: 'sw',
        browser: 'pl-PL',
        company: 'it',
        speaks: 'pl',
      },
    ])('the initial language is chosen $who', async ({ customer, browser, company, speaks: language }) => {
      await configure(merchant, { defaultLocale: company });
      const { page, context, problems } = await t.window({ locale: browser });
      const outside = browser === 'sw-KE' ? company : languageOf(browser);
      await page.goto(`${portal}/sign-in`);
      await page.getByRole('heading', { name: wordsOf(outside)('signIn.title', { company: 'Acme' }) }).waitFor();
      await enter(page, await subscriber(customer), outside);
      await speaks(page, language);
      await page.reload();
      await speaks(page, language);
      expect(problems).toEqual([]);
      await context.close();
    });
  });

  test('a language chosen before or after signing in survives a reload', async () => {
    const { page, context, problems } = await t.window({ locale: 'en-GB' });
    const german = await subscriber('de');
    await page.goto(`${portal}/sign-in`);
    const choose = (from: string, to: string) =>
      page.getByRole('combobox', { name: wordsOf(from)('frame.language') }).selectOption(to);
    await choose('en', 'ar');
    await page.getByRole('heading', { name: wordsOf('ar')('signIn.title', { company: 'Acme' }) }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    // The choice in this browser precedes the customer's record.
    await enter(page, german, 'ar');
    await speaks(page, 'ar');
    await choose('ar', 'ja');
    await speaks(page, 'ja');
    await page.reload();
    await speaks(page, 'ja');
    expect(await page.getByRole('combobox', { name: wordsOf('ja')('frame.language') }).inputValue()).toBe('ja');
    expect(problems).toEqual([]);
    await context.close();
  });

  test('the page switches when the customer chooses another language for mails and invoices', async () => {
    const { page, context, problems } = await t.window({ locale: 'en-GB' });
    const id = await subscriber('en');
    const [english, dutch] = [wordsOf('en'), wordsOf('nl')];
    await enter(page, id, 'en');
    await goTo(page, 'nav.billing');
    await page.getByRole('combobox', { name: english('billing.languageLabel') }).selectOption('nl');
    await page.getByRole('button', { name: english('action.save') }).click();
    await page.getByRole('heading', { name: dutch('nav.billing'), level: 1 }).waitFor();
    expect((await t.db.prisma.customer.findUniqueOrThrow({ where: { id } })).locale).toBe('nl');
    expect(problems).toEqual([]);
    await context.close();
  });

  test("numbers follow the customer's region, not the language alone", async () => {
    const { page, context, problems } = await t.window({ locale: 'en-GB' });
    await enter(page, await subscriber('de-AT'), 'en');
    await speaks(page, 'de');
    const money = new Intl.NumberFormat('de-AT', { style: 'currency', currency: 'EUR' }).format(1234.56);
    const plan = await page.getByRole('article', { name: 'Pro' }).innerText();
    expect(plan.replaceAll(/\s/g, ' ')).toContain(money.replaceAll(/\s/g, ' '));
    expect(problems).toEqual([]);
    await context.close();
  });

  test('Arabic runs from right to left, with sections on the right, and addresses and card numbers from left to right', async () => {
    const { page, context, problems } = await t.window({ locale: 'ar-EG' });
    await enter(page, customerId, 'ar');
    await speaks(page, 'ar');
    const navigation = await page.getByRole('navigation').filter({ visible: true }).boundingBox();
    const main = await page.getByRole('main').boundingBox();
    expect(navigation?.x).toBeGreaterThan(main?.x ?? Number.POSITIVE_INFINITY);
    await page.goto(`${portal}/billing`);
    const email = page.getByRole('textbox', { name: wordsOf('ar')('billing.email') });
    expect(await email.evaluate((field) => getComputedStyle(field).direction)).toBe('ltr');
    expect(problems).toEqual([]);
    await context.close();
  });
});
