/** A whole visit by keyboard alone: what has the focus can be seen, and the focus goes where the visitor goes. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCustomer } from '../support/catalog.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { NO_HASTE, newestMail } from './support/visit.ts';
import { AT_A_DESK, IN_ARABIC, type Way } from './support/ways.ts';

/** More Tab stops than any screen has. */
const MAXIMUM_STOPS = 60;

inBrowser('using the keyboard alone', () => {
  let t: OpenPortal;
  let portal: string;
  const emails = { en: 'ada@example.com', ar: 'amal@example.com' };
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
    const { companyId, merchant } = await t.company();
    portal = `${t.origin}/portal/${companyId}`;
    for (const email of Object.values(emails)) ids[email] = await makeCustomer(merchant, { email, name: 'Ada' });
  });
  afterAll(() => t.close());

  /** The focused element by its accessible name, and whether the focus is visible. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const label = (element as HTMLInputElement).labels?.[0]?.innerText ?? '';
      const name = element.getAttribute('aria-label') ?? (label || element.innerText);
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const seen = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      return { tag: element.tagName, name: name.replace(/\s+/g, ' ').trim(), seen };
    });

  /** Presses Tab until an element of this name has the focus. */
  async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let stop = 0; stop < MAXIMUM_STOPS; stop++) {
      await page.keyboard.press(key);
      const now = await focused(page);
      if (now.tag !== 'BODY') expect(now.seen, `the focus on "${now.name}" (${now.tag}) can be seen`).toBe(true);
      if (now.name.startsWith(name)) return;
      passed.push(now.name);
    }
    throw new Error(`Tab never came to "${name}", but to ${passed.join(' | ')}.`);
  }
  const heading = (page: Page, name: string) =>
    expect.poll(async () => (await focused(page)).name, { timeout: 10_000 }).toBe(name);

  test.each([
    ['at a desk', AT_A_DESK],
    ['in Arabic', IN_ARABIC],
  ])(
    'a customer signs in, edits the billing information and signs out by keyboard, %s',
    async (_name: string, way: Way) => {
      const { say, locale } = way;
      const email = locale.startsWith('ar') ? emails.ar : emails.en;
      const { page, context, problems } = await t.window({ locale });
      await page.goto(`${portal}/billing`);
      await page.getByRole('heading', { name: say('signIn.title', { company: 'Acme' }) }).waitFor();
      await tabTo(page, say('signIn.email'));
      await page.keyboard.type(email);
      await page.keyboard.press('Enter');
      await heading(page, say('checkMail.title'));
      await tabTo(page, say('checkMail.code'));
      await page.keyboard.type((await newestMail(t, email)).code);
      await tabTo(page, say('action.signIn'));
      await page.keyboard.press('Enter');

      await heading(page, say('nav.billing'));
      await page.getByRole('textbox', { name: say('billing.city') }).waitFor();
      await tabTo(page, say('billing.city'));
      await page.keyboard.type('Turin');
      await tabTo(page, say('billing.country'));
      const country = page.getByRole('combobox', { name: say('billing.country') });
      await page.keyboard.press('ArrowDown');
      const chosen = await country.inputValue();
      expect(chosen).toMatch(/^[A-Z]{2}$/);
      await tabTo(page, say('action.save'));
      await page.keyboard.press('Enter');
      await page.getByText(say('billing.saved')).waitFor();
      expect(await t.db.prisma.customer.findUniqueOrThrow({ where: { id: ids[email] ?? '' } })).toMatchObject({
        addressCity: 'Turin',
        addressCountry: chosen,
      });

      // From section to section, and out.
      await tabTo(page, say('nav.security'), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await heading(page, say('nav.security'));
      await page.getByText(say('security.current'), { exact: true }).waitFor();
      await tabTo(page, say('action.signOut'), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await page.getByText(say('signIn.signedOut')).waitFor();
      await heading(page, say('signIn.title', { company: 'Acme' }));
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  test('the first Tab reaches a link that skips the navigation', async () => {
    const { say } = AT_A_DESK;
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/sign-in`);
    await page.getByRole('textbox', { name: say('signIn.email') }).waitFor();
    await page.keyboard.press('Tab');
    expect((await focused(page)).name).toBe(say('frame.skip'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect((await focused(page)).name).toBe(say('signIn.email'));
    expect(problems).toEqual([]);
    await context.close();
  });

  test('the sheet behind "More" opens and closes by keyboard on a phone, and the focus returns', async () => {
    const { say } = AT_A_DESK;
    const { page, context, problems } = await t.window({ viewport: { width: 360, height: 740 } });
    await page.goto(`${portal}/sign-in`);
    await page.getByRole('textbox', { name: say('signIn.email') }).waitFor();
    await tabTo(page, say('signIn.email'));
    await page.keyboard.type(emails.en);
    await page.keyboard.press('Enter');
    await heading(page, say('checkMail.title'));
    await tabTo(page, say('checkMail.code'));
    t.clock.advance(1000);
    await page.keyboard.type((await newestMail(t, emails.en)).code);
    await page.keyboard.press('Enter');
    await heading(page, say('home.greeting', { name: 'Ada' }));
    await page.getByRole('navigation').filter({ visible: true }).waitFor();
    await tabTo(page, say('nav.more'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await focused(page)).name).toBe(say('nav.more'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, say('nav.billing'));
    await page.keyboard.press('Enter');
    await heading(page, say('nav.billing'));
    expect(problems).toEqual([]);
    await context.close();
  });
});
