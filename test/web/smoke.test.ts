import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCustomer } from '../support/catalogue.ts';
import { inBrowser } from './support/browser.ts';
import { picture } from './support/look.ts';
import { type OpenPortal, openPortal } from './support/portal.ts';

inBrowser('the page in a browser', () => {
  let t: OpenPortal;
  beforeAll(async () => {
    t = await openPortal();
  });
  afterAll(() => t.close());

  test('signs in by a link and a click', async () => {
    const company = await t.company();
    const customerId = await makeCustomer(company.merchant);
    const { page, problems } = await t.window();
    await t.enter(page, company.merchant, { customerId });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await picture(page, 'smoke-home');
    expect(problems).toEqual([]);
  });
});
