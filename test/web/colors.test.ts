/** A portal is readable with any brand color: light and dark, buttons, links and controls. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { repetitions } from '../support/repetition.ts';
import { picture, violations } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { tour } from './support/tour.ts';

const COLORS = [
  { name: 'glaring', accentColor: '#ff00e6', backgroundColor: '#00ff66' },
  { name: 'bright yellow', accentColor: '#ffdd00', backgroundColor: null },
  { name: 'very light', accentColor: '#fff3a8', backgroundColor: null },
  { name: 'very dark', accentColor: '#12021f', backgroundColor: null },
] as const;
const SCHEMES = ['light', 'dark'] as const;

inBrowser('a portal in the colors of a company', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let customerId: string;
  let subscriptionId: string;

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company('Paintbox');
    await configure(company.merchant, { allowPlanSwitch: true, allowQuantityUpdates: true });
    const { priceId } = await makePrice(company.merchant, { name: 'Team', amount: 2900 });
    await makePrice(company.merchant, { name: 'Business', amount: 9900 });
    customerId = await makeCustomer(company.merchant, { name: 'Ada Lovelace' });
    subscriptionId = (await makeSubscription(company.merchant, customerId, priceId)).subscription.id;
  });
  afterAll(() => t.close());

  test.for(COLORS.slice(0, repetitions(1, COLORS.length)))(
    'text and controls have enough contrast in $name',
    async ({ name, ...colors }) => {
      await configure(company.merchant, colors);
      for (const colorScheme of SCHEMES) {
        const v = await tour(t, { colorScheme });
        const { page } = v;
        const look = async (screen: string) => {
          await v.settled();
          expect(await violations(page), `${screen}, ${colorScheme}`).toEqual([]);
          await picture(page, `colors-${name.replaceAll(' ', '-')}-${screen}.${colorScheme}`);
        };
        await page.goto(`${t.origin}/portal/${company.companyId}/sign-in`);
        await look('sign-in');
        await v.become(company, customerId);
        // The color is the merchant's or its corrected form, not the default of the page.
        const { accent, chosen } = await page.evaluate(() => ({
          accent: getComputedStyle(document.querySelector('.button-primary') as Element).backgroundColor,
          chosen: document.documentElement.style.getPropertyValue('--brand-accent-light'),
        }));
        expect(chosen).not.toBe('');
        expect(accent).not.toBe('rgb(42, 85, 212)');
        await look('overview');
        await v.go(`/subscriptions/${subscriptionId}/switch`);
        await page.locator('input[name="price"]').nth(1).check();
        await page.locator('.sides').waitFor();
        await page.locator('.card-actions .button-primary').hover();
        await look('switch');
        await v.go('/payment-methods');
        await page.locator('.screen-head .button').click();
        await page.frameLocator('.provider-frame').locator('#number').waitFor();
        await look('add');
        expect(v.problems).toEqual([]);
        await v.context.close();
      }
    },
  );
});
