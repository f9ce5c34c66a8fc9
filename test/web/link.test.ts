/** Mail programs, scanners and previews open links. Opening one does not use it; a person's click does, once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { makeCustomer } from '../support/catalog.ts';
import { repetitions } from '../support/repetition.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';

const REQUESTS = 100;
const VISITS = repetitions(10, 100);
const PATIENCE_MS = 240_000;

inBrowser('sign-in links', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let customerId: string;

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company();
    customerId = await makeCustomer(company.merchant, { email: 'ada@example.com' });
  });
  afterAll(() => t.close());

  const unspent = () => t.db.prisma.portalLink.count({ where: { customerId, usedAt: null } });

  test('a link stays usable after a hundred GET and HEAD requests', async () => {
    const { url } = await handedOver(company.merchant, customerId);
    for (let n = 0; n < REQUESTS; n++)
      for (const method of ['GET', 'HEAD']) expect((await fetch(url, { method })).status).toBe(200);
    expect(await unspent()).toBe(1);
  });

  test(
    'a link stays usable after a browser has opened it many times without a click',
    async () => {
      await t.db.prisma.portalLink.deleteMany({});
      const { url } = await handedOver(company.merchant, customerId);
      const { page, context, problems } = await t.window();
      for (let n = 0; n < VISITS; n++) {
        await page.goto('about:blank');
        await page.goto(url);
        await page.getByText('a•••@example.com').waitFor();
      }
      expect(await unspent()).toBe(1);
      expect(await t.db.prisma.portalSession.count({ where: { customerId } })).toBe(0);

      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((at) => !at.pathname.endsWith('/sign-in'));
      expect(await unspent()).toBe(0);
      expect(await t.db.prisma.portalSession.count({ where: { customerId } })).toBe(1);
      expect(problems).toEqual([]);
      await context.close();
    },
    PATIENCE_MS,
  );

  test('an opened link reveals its token neither in the address bar nor in any request but the sign-in', async () => {
    const { url, token } = await handedOver(company.merchant, customerId);
    const { page, context, problems } = await t.window();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${JSON.stringify(request.headers())}`));
    await page.goto(url);
    await page.getByText('a•••@example.com').waitFor();
    expect(page.url()).not.toContain(token);
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    expect(sent.join('\n')).not.toContain(token);
    // A request to another host would be a problem.
    expect(problems).toEqual([]);
    await context.close();
  });

  test('signing in stores the session in a cookie that scripts cannot read, and nothing else in the browser', async () => {
    const { page, context } = await t.window();
    await t.enter(page, company.merchant, { customerId });
    const [cookie, ...more] = await context.cookies();
    expect(more).toEqual([]);
    expect(cookie).toMatchObject({
      name: `portico_${company.companyId}`,
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
    });
    const readable = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    );
    expect(readable).not.toContain(cookie?.value ?? 'no cookie');
    await context.close();
  });

  test('a used link offers a new one', async () => {
    const { url } = await handedOver(company.merchant, customerId);
    const first = await t.window();
    await first.page.goto(url);
    await first.page.getByRole('button', { name: 'Sign in' }).click();
    await first.page.waitForURL((at) => !at.pathname.endsWith('/sign-in'));
    const second = await t.window();
    await second.page.goto(url);
    await second.page.getByRole('textbox', { name: /e-?mail/i }).waitFor();
    await first.context.close();
    await second.context.close();
  });
});
