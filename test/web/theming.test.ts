/** Typeface, corners, logos and footer of a company: on the page, in the provider's fields, in both schemes and directions. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { tour } from './support/tour.ts';

const CDN = 'https://cdn.acme.example';
const THEMES = [
  {
    name: 'serif',
    settings: {
      font: 'SERIF',
      corners: 'SQUARE',
      accentColor: '#7a1f3d',
      backgroundColor: '#faf6ef',
      logoUrl: `${CDN}/light.svg`,
      darkLogoUrl: `${CDN}/dark.svg`,
      footerText: 'Acme GmbH · HRB 12345 · Amtsgericht Hamburg',
    },
    family: 'ui-serif',
    radius: '0px',
    logos: { light: '/light.svg', dark: '/dark.svg' },
  },
  {
    name: 'noto',
    settings: {
      font: 'NOTO_SANS',
      corners: 'SLIGHT',
      accentColor: '#ffd400',
      backgroundColor: null,
      logoUrl: `${CDN}/light.svg`,
      darkLogoUrl: null,
      footerText: null,
    },
    family: '"Portico Noto Sans"',
    radius: '6.4px',
    logos: { light: '/light.svg', dark: '/light.svg' },
  },
] as const;
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const WAYS = [
  { colorScheme: 'light', locale: 'en-GB', viewport: DESK },
  { colorScheme: 'dark', locale: 'en-GB', viewport: DESK },
  { colorScheme: 'light', locale: 'en-GB', viewport: PHONE },
  { colorScheme: 'dark', locale: 'ar', viewport: PHONE },
] as const;
const logo = (fill: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="32"><rect width="96" height="32" fill="${fill}"/></svg>`;

inBrowser('a portal in the look of a company', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let customerId: string;
  let subscriptionId: string;

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company('Acme');
    await configure(company.merchant, { allowPlanSwitch: true });
    const { priceId } = await makePrice(company.merchant, { name: 'Team', amount: 2900 });
    await makePrice(company.merchant, { name: 'Business', amount: 9900 });
    customerId = await makeCustomer(company.merchant, { name: 'Ada Lovelace' });
    subscriptionId = (await makeSubscription(company.merchant, customerId, priceId)).subscription.id;
  });
  afterAll(() => t.close());

  test.for(THEMES)(
    '$name: every screen has the typeface, the corners and the logo, fits, and passes axe',
    async (theme) => {
      await configure(company.merchant, theme.settings);
      for (const way of WAYS) {
        const name = `${way.colorScheme}, ${way.locale}, ${way.viewport.width}`;
        const v = await tour(t, way);
        const { page } = v;
        await page.route(`${CDN}/**`, (route) =>
          route.fulfill({
            contentType: 'image/svg+xml',
            body: logo(route.request().url().includes('dark') ? '#fff' : '#333'),
          }),
        );
        const look = async (screen: string) => {
          await v.settled();
          expect(await violations(page), `${screen}, ${name}`).toEqual([]);
          if (way.viewport === PHONE) expect(await misfits(page), `${screen}, ${name}`).toEqual([]);
          await picture(page, `theme-${theme.name}-${screen}.${name.replaceAll(', ', '-')}`);
        };
        await page.goto(`${t.origin}/portal/${company.companyId}/sign-in`);
        await look('sign-in');
        const shownLogo = page.locator('.logo').filter({ visible: true });
        expect(await shownLogo.count()).toBe(1);
        expect(await shownLogo.getAttribute('src')).toBe(CDN + theme.logos[way.colorScheme]);
        if (theme.settings.footerText) await page.getByText(theme.settings.footerText).waitFor();
        await v.become(company, customerId);
        await look('home');
        const seen = await page.evaluate(() => ({
          family: getComputedStyle(document.body).fontFamily,
          card: getComputedStyle(document.querySelector('.card') as Element).borderRadius,
          loaded: [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family),
        }));
        expect(seen.family.startsWith(theme.family), seen.family).toBe(true);
        expect(seen.card).toBe(theme.radius);
        expect(seen.loaded.length > 0).toBe(theme.settings.font === 'NOTO_SANS');
        await v.go(`/subscriptions/${subscriptionId}/switch`);
        await page.locator('input[name="price"]').nth(1).check();
        await page.locator('.sides').waitFor();
        await look('switch');
        await v.go(`/subscriptions/${subscriptionId}/cancel`);
        await look('cancel');
        await v.go('/payment-methods');
        await page.locator('.screen-head .button').click();
        const number = page.frameLocator('.provider-frame').locator('#number');
        await number.waitFor();
        expect(await number.evaluate((input) => getComputedStyle(input).fontFamily)).toBe(seen.family);
        await look('add');
        expect(v.problems.filter((problem) => !problem.startsWith(`foreign: ${CDN}/`))).toEqual([]);
        await v.context.close();
      }
    },
  );
});
