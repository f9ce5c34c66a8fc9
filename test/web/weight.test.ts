/** The weight of the page: bytes of script for the first screen, and requests for each later one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';

const MAXIMUM_SCRIPT_BYTES = 120 * 1000;

inBrowser('the weight of the page', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let customerId: string;

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company();
    customerId = await makeCustomer(company.merchant);
    const { priceId } = await makePrice(company.merchant, { name: 'Pro', amount: 3000 });
    await makeSubscription(company.merchant, customerId, priceId);
  });
  afterAll(() => t.close());

  test('the first screen loads at most 120 kB of compressed script', async () => {
    const { page, context } = await t.window();
    await t.enter(page, company.merchant, { customerId });
    // The scripts of the sign-in are cached already; later visits begin with the overview.
    const fresh = await context.newPage();
    const loaded = new Map<string, number>();
    const asked: string[] = [];
    fresh.on('request', (request) => {
      if (new URL(request.url()).pathname === '/graphql') asked.push(request.postData() ?? '');
    });
    fresh.on('response', async (response) => {
      if (!response.url().includes('/portal/assets/') || !response.url().endsWith('.js')) return;
      expect(response.headers()['content-encoding']).toMatch(/br|gzip/);
      loaded.set(response.url(), Number(response.headers()['content-length']));
    });
    await fresh.goto(`${t.origin}/portal/${company.companyId}/`);
    await fresh.getByRole('heading', { name: 'Pro' }).first().waitFor();
    await fresh.waitForLoadState('networkidle');
    const total = [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
    expect(asked, 'one request for the first screen, though it is asked ahead').toHaveLength(1);
    expect(loaded.size).toBeGreaterThan(0);
    expect(loaded.size, 'few files, as each of them costs a round trip').toBeLessThanOrEqual(6);
    expect(total).toBeLessThanOrEqual(MAXIMUM_SCRIPT_BYTES);
    await context.close();
  });

  test('every screen sends one query', async () => {
    const { page, context, problems } = await t.window();
    await t.enter(page, company.merchant, { customerId });
    await page.getByRole('heading', { name: 'Pro' }).first().waitFor();
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/graphql') asked.push(request.postData() ?? '');
    });
    const navigation = page.getByRole('navigation').first();
    for (const name of [
      /subscription|plan/i,
      /payment/i,
      /invoice/i,
      /billing/i,
      /credit/i,
      /security/i,
      /home|overview/i,
    ]) {
      asked.length = 0;
      const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/graphql');
      await navigation.getByRole('link', { name }).first().click();
      await answered;
      // Long enough for a second query to be sent, if there were one.
      await page.waitForTimeout(300);
      expect(asked, String(name)).toHaveLength(1);
      // The query is sent by its hash: the page sends no text of its own.
      expect(JSON.parse(asked[0] ?? '{}')).not.toHaveProperty('query');
    }
    expect(problems).toEqual([]);
    await context.close();
  });
});
