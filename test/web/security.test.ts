/** The security screen: the sessions of the customer, and ending them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCustomer } from '../support/catalog.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { goTo, NO_HASTE, navigation } from './support/visit.ts';
import { AT_A_DESK, ON_A_PHONE } from './support/ways.ts';

const { say } = AT_A_DESK;
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

inBrowser('the security screen', () => {
  let t: OpenPortal;
  let merchant: Awaited<ReturnType<OpenPortal['company']>>['merchant'];
  let customerId: string;
  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
    ({ merchant } = await t.company());
    customerId = await makeCustomer(merchant, { name: 'Ada', token: null });
  });
  afterAll(() => t.close());

  test("the list shows the customer's sessions by device, and ends exactly the chosen one at once", async () => {
    const stranger = await makeCustomer(merchant, { name: 'Mallory', token: null });
    const windows = {
      here: await t.window(),
      firefox: await t.window({ userAgent: FIREFOX }),
      phone: await t.window({ ...ON_A_PHONE.window, userAgent: IPHONE }),
      stranger: await t.window({ userAgent: 'curl/8' }),
    };
    for (const [name, { page }] of Object.entries(windows))
      await t.enter(page, merchant, { customerId: name === 'stranger' ? stranger : customerId });
    const { page } = windows.here;
    await goTo(page, 'nav.security');
    const list = page.getByRole('list', { name: say('security.sessions') });
    const rows = list.getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(3);
    const texts = await rows.allInnerTexts();
    expect(texts.filter((text) => text.includes(say('security.current')))).toHaveLength(1);
    for (const device of ['Chrome on Linux', 'Firefox on Windows', 'Safari on iPhone'])
      expect(texts.filter((text) => text.includes(device))).toHaveLength(1);
    // The session that calls is ended by signing out, not from the list.
    expect(await list.getByRole('button').count()).toBe(2);

    await list.getByRole('button', { name: 'Firefox on Windows' }).click();
    await page.getByText(say('security.ended', { device: 'Firefox on Windows' })).waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    expect(await list.evaluate((element) => element === document.activeElement)).toBe(true);

    await navigation(windows.firefox.page)
      .getByRole('link', { name: say('nav.invoices') })
      .click();
    await windows.firefox.page.getByText(say('signIn.expired')).waitFor();
    await goTo(windows.phone.page, 'nav.security', ON_A_PHONE);
    await windows.phone.page.getByRole('heading', { name: say('nav.security'), level: 1 }).waitFor();
    await goTo(windows.stranger.page, 'nav.security');
    const theirs = windows.stranger.page.getByRole('list', { name: say('security.sessions') });
    await theirs.getByText(say('security.unknownDevice')).waitFor();
    expect(await theirs.getByRole('listitem').count()).toBe(1);
    for (const { problems, context } of Object.values(windows)) {
      expect(problems).toEqual([]);
      await context.close();
    }
  });

  test('ending a session that has ended meanwhile removes it from the list', async () => {
    const bea = await makeCustomer(merchant, { name: 'Bea', token: null });
    const here = await t.window();
    const other = await t.window({ userAgent: FIREFOX });
    await t.enter(here.page, merchant, { customerId: bea });
    await t.enter(other.page, merchant, { customerId: bea });
    await goTo(here.page, 'nav.security');
    const end = here.page.getByRole('button', { name: 'Firefox on Windows' });
    await end.waitFor();
    await goTo(other.page, 'nav.security');
    await other.page.getByRole('button', { name: say('security.signOutHere') }).click();
    await other.page.getByText(say('signIn.signedOut')).waitFor();
    await end.click();
    await end.waitFor({ state: 'detached' });
    await here.page.getByText(say('security.current'), { exact: true }).waitFor();
    expect([...here.problems, ...other.problems]).toEqual([]);
    await here.context.close();
    await other.context.close();
  });
});
