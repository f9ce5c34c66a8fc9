/** Signing in without a password: by the code from the mail, and by its link. */
import type { GraphQLClient } from 'graphql-request';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCustomer } from '../support/catalog.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { askForLink, NO_HASTE, newestMail, placeOf, signInByCode, signInByLink, standsOut } from './support/visit.ts';
import { AT_A_DESK, WAYS } from './support/ways.ts';

const { say } = AT_A_DESK;

inBrowser('signing in', () => {
  let t: OpenPortal;
  let portal: string;
  let merchant: GraphQLClient;
  beforeAll(async () => {
    t = await openPortal({ limits: { ...NO_HASTE, consumePerAddress: { points: 8, seconds: 60 } } });
    const company = await t.company();
    merchant = company.merchant;
    portal = `${t.origin}/portal/${company.companyId}`;
    await makeCustomer(merchant, { email: 'grace@example.com', token: null });
  });
  afterAll(() => t.close());

  let customers = 0;
  /** A customer for one test, so that rate limits of another test do not apply. */
  async function anAda(): Promise<string> {
    t.clock.advance(1000);
    const email = `ada.${++customers}@example.com`;
    await makeCustomer(merchant, { email, name: 'Ada', token: null });
    return email;
  }
  const sessions = () => t.db.prisma.portalSession.count();
  const screen = async (page: Page) => (await page.locator('main').innerText()).replaceAll(/\S+@example\.com/g, '…');

  describe.each(WAYS)('$name', (way) => {
    const { say, window } = way;

    test('a customer requests a code, mistypes it, and signs in with it', async () => {
      const ada = await anAda();
      const { page, context, problems } = await t.window(window);
      await page.goto(`${portal}/`);
      await page.getByRole('heading', { name: say('signIn.title', { company: 'Acme' }) }).waitFor();
      expect(await page.locator('html').getAttribute('dir')).toBe(way.locale.startsWith('ar') ? 'rtl' : 'ltr');

      const email = page.getByRole('textbox', { name: say('signIn.email') });
      await email.fill('ada at example');
      await page.getByRole('button', { name: say('signIn.send') }).click();
      await page.getByText(say('signIn.emailWrong')).waitFor();
      expect(await email.getAttribute('aria-invalid')).toBe('true');

      await askForLink(page, ada, way);
      await page.getByText(ada).waitFor();
      expect(await standsOut(page)).toBe(false);
      const { code: right } = await newestMail(t, ada);
      const code = page.getByRole('textbox', { name: say('checkMail.code') });
      await code.fill(right === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA');
      await code.press('Enter');
      await page.getByText(say('checkMail.codeWrong')).waitFor();
      expect(await code.getAttribute('aria-invalid')).toBe('true');

      // The code with spaces and in lower case, as people paste it.
      await code.fill(` ${right.slice(0, 3).toLowerCase()} ${right.slice(3)} `);
      await code.press('Enter');
      await page.getByRole('heading', { name: say('home.greeting', { name: 'Ada' }) }).waitFor();
      expect(placeOf(page)).toBe('/');
      await page.reload();
      await page.getByRole('heading', { name: say('home.greeting', { name: 'Ada' }) }).waitFor();
      expect(await standsOut(page)).toBe(false);
      expect(problems).toEqual([]);
      await context.close();
    });

    test('a link shows the customer and the company before the click, and offers a new one when it is opened again', async () => {
      const ada = await anAda();
      const { page, context, problems } = await t.window(window);
      await page.goto(`${portal}/sign-in`);
      await askForLink(page, ada, way);
      const { link } = await newestMail(t, ada);
      const before = await sessions();
      await page.goto(link);
      await page.getByText('a•••@example.com').waitFor();
      expect(await page.locator('main').innerText()).toContain('Acme');
      await page.getByText(say('link.once')).waitFor();
      expect(await sessions()).toBe(before);
      expect(await standsOut(page)).toBe(false);
      await page.getByRole('button', { name: say('action.signIn') }).click();
      await page.getByRole('heading', { name: say('home.greeting', { name: 'Ada' }) }).waitFor();
      expect(await sessions()).toBe(before + 1);
      await context.close();

      const elsewhere = await t.window(window);
      await elsewhere.page.goto(link);
      await elsewhere.page.getByText(say('link.useless.title')).waitFor();
      await signInByCode(t, elsewhere.page, ada, way);
      await elsewhere.page.getByRole('heading', { name: say('home.greeting', { name: 'Ada' }) }).waitFor();
      expect([...problems, ...elsewhere.problems]).toEqual([]);
      await elsewhere.context.close();
    });
  });

  test('"Resend email" mails another code, and only the newest one is valid', async () => {
    const ada = await anAda();
    const { page, context, problems } = await t.window();
    t.clock.advance(1000);
    await page.goto(`${portal}/sign-in`);
    await askForLink(page, ada);
    const first = await newestMail(t, ada);
    t.clock.advance(1000);
    await page.getByRole('button', { name: say('checkMail.again') }).click();
    await page.getByText(say('checkMail.sentAgain')).waitFor();
    const second = await newestMail(t, ada);
    expect(second.code).not.toBe(first.code);
    const code = page.getByRole('textbox', { name: say('checkMail.code') });
    await code.fill(first.code);
    await code.press('Enter');
    await page.getByText(say('checkMail.codeWrong')).waitFor();
    await code.fill(second.code);
    await code.press('Enter');
    await page.getByRole('heading', { name: say('home.greeting', { name: 'Ada' }) }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a customer can correct the address without typing it again', async () => {
    const ada = await anAda();
    const { page, context } = await t.window();
    await page.goto(`${portal}/sign-in`);
    await askForLink(page, 'adda@example.com');
    await page.getByRole('button', { name: say('checkMail.otherAddress') }).click();
    expect(await page.getByRole('textbox', { name: say('signIn.email') }).inputValue()).toBe('adda@example.com');
    await signInByCode(t, page, ada);
    await context.close();
  });

  test('an unknown address leads to the same screens, and gets no mail', async () => {
    const seen: string[][] = [];
    for (const email of ['grace@example.com', 'nobody@example.com']) {
      const { page, context, problems } = await t.window();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${portal}/sign-in`);
      await askForLink(page, email);
      const screens = [await screen(page)];
      await t.app.tick();
      await page.getByRole('textbox', { name: say('checkMail.code') }).fill('AAAAAA');
      await page.getByRole('button', { name: say('action.signIn') }).click();
      await page.getByText(say('checkMail.codeWrong')).waitFor();
      screens.push(await screen(page));
      await page.getByRole('button', { name: say('checkMail.again') }).click();
      await page.getByText(say('checkMail.sentAgain')).waitFor();
      seen.push([...screens, await screen(page), asked.filter((path) => path === '/graphql').join()]);
      expect(problems).toEqual([]);
      await context.close();
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(t.mailbox.list().filter(({ to }) => to === 'nobody@example.com')).toEqual([]);
  });

  test.each(['used', 'expired'])('a link that was %s offers a new one with the same destination', async (how) => {
    const ada = await anAda();
    const { page, context, problems } = await t.window();
    t.clock.advance(1000);
    await page.goto(`${portal}/invoices`);
    await askForLink(page, ada);
    const { link } = await newestMail(t, ada);
    if (how === 'expired') t.clock.advance(11 * 60_000);
    else {
      await signInByLink(page, link);
      expect(placeOf(page)).toBe('/invoices');
      await page.getByRole('heading', { name: say('nav.invoices'), level: 1 }).waitFor();
    }
    // On another device, which knows nothing of the first one.
    const other = await t.window();
    await other.page.goto(link);
    await other.page.getByText(say('link.useless.title')).waitFor();
    t.clock.advance(1000);
    await askForLink(other.page, ada);
    await signInByLink(other.page, (await newestMail(t, ada)).link);
    expect(placeOf(other.page)).toBe('/invoices');
    await other.page.getByRole('heading', { name: say('nav.invoices'), level: 1 }).waitFor();
    expect([...problems, ...other.problems]).toEqual([]);
    await context.close();
    await other.context.close();
  });

  test('an invented link looks like a used one', async () => {
    const ada = await anAda();
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/sign-in#token=pl_${'x'.repeat(43)}&destination=NOWHERE&context=<b>`);
    await page.getByText(say('link.useless.title')).waitFor();
    await signInByCode(t, page, ada);
    expect(placeOf(page)).toBe('/');
    expect(problems).toEqual([]);
    await context.close();
  });

  test('guessing codes is limited, and the page shows the waiting time', async () => {
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/sign-in`);
    await askForLink(page, 'guessed@example.com');
    const code = page.getByRole('textbox', { name: say('checkMail.code') });
    const enter = page.getByRole('button', { name: say('action.signIn') });
    const told = page.getByText(say('failure.rateLimited.title'));
    for (let n = 0; n < 20 && !(await told.isVisible()); n++) {
      await code.fill(`AAAAA${n % 10}`);
      const answered = page.waitForResponse((response) => response.url().endsWith('/graphql'));
      await enter.click();
      await answered;
    }
    await told.waitFor();
    expect(await page.locator('main').innerText()).toMatch(/Please wait \d+ minutes? and try again/);
    // The browser reports the refusal by its status.
    expect(problems.filter((problem) => !problem.includes('status of 429'))).toEqual([]);
    await context.close();
  });
});
