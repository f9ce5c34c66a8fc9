/**
 * Every screen, in the light and in the dark, from left to right and from right to left, on a desktop and on a phone:
 * axe finds nothing wrong with any, all of them fit, and each leaves a picture for a person to look at.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { repetitions } from '../support/repetition.ts';
import { type Gallery, galleryBegins, makeGallery } from './support/gallery.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { type Tour, tour } from './support/tour.ts';

/** Rate limits have tests of their own. */
const PLENTY = { points: 1_000_000, seconds: 900 };
const PATIENCE_MS = 300_000;
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/** Each scheme, each direction and each width. */
const USUAL_WAYS = [
  { name: 'light-ltr-desk', colorScheme: 'light', locale: 'en-GB', viewport: DESK },
  { name: 'dark-rtl-phone', colorScheme: 'dark', locale: 'ar', viewport: PHONE },
] as const;
/** With these, each scheme and each direction at both widths. */
const FURTHER_WAYS = [
  { name: 'dark-ltr-phone', colorScheme: 'dark', locale: 'en-GB', viewport: PHONE },
  { name: 'light-rtl-phone', colorScheme: 'light', locale: 'ar', viewport: PHONE },
  { name: 'dark-rtl-desk', colorScheme: 'dark', locale: 'ar', viewport: DESK },
] as const;
type Way = (typeof USUAL_WAYS | typeof FURTHER_WAYS)[number];
const ALL_WAYS: readonly Way[] = [...USUAL_WAYS, ...FURTHER_WAYS];
const WAYS = ALL_WAYS.slice(0, repetitions(USUAL_WAYS.length, ALL_WAYS.length));

inBrowser('every screen', () => {
  let t: OpenPortal;
  let gallery: Gallery;
  const seen = new Map<string, string[]>();

  beforeAll(async () => {
    const limits = { linkPerClient: PLENTY, linkPerAddress: PLENTY, openPerClient: PLENTY, consumePerClient: PLENTY };
    t = await openPortal({ now: galleryBegins(), limits });
    gallery = await makeGallery(t);
  });
  afterAll(() => t.close());

  test.concurrent.for(WAYS)('every screen fits and passes axe: $name', { timeout: PATIENCE_MS }, async (way) => {
    const wrong: object[] = [];
    const v = await tour(t, { ...way, reducedMotion: 'reduce' });
    /** Checks the present screen. */
    const look = async (screen: string) => {
      await v.settled();
      seen.set(way.name, [...(seen.get(way.name) ?? []), screen]);
      const found = await violations(v.page);
      if (found.length > 0) wrong.push({ screen, found });
      const unfit = way.viewport === PHONE ? await misfits(v.page) : [];
      if (unfit.length > 0) wrong.push({ screen, unfit });
      await picture(v.page, `${screen}.${way.name}`);
    };
    await outside(v, look);
    await inside(v, look, way);
    expect(v.problems).toEqual([]);
    await failing(v, look);
    expect(wrong).toEqual([]);
    await v.context.close();
  });

  test('all combinations show the same screens', () => {
    const [first, ...others] = WAYS.map(({ name }) => seen.get(name));
    expect(first?.length).toBeGreaterThan(40);
    expect(new Set(first).size).toBe(first?.length);
    for (const other of others) expect(other).toEqual(first);
  });

  type Look = (screen: string) => Promise<void>;

  /** The screens before sign-in; the tour then continues signed in. */
  async function outside({ page, settled }: Tour, look: Look) {
    const portal = `${t.origin}/portal/${gallery.companyId}`;
    await page.goto(`${portal}/sign-in`);
    await look('sign-in');
    await page.locator('.button-primary').click();
    await page.locator('.field-error').waitFor();
    await look('sign-in-wrong');
    await page.locator('input[type="email"]').fill('nobody@example.com');
    await page.locator('.button-primary').click();
    await page.locator('.code').waitFor();
    await look('check-mail');
    await page.locator('.code').fill('ABCDEF');
    await page.locator('.button-primary').click();
    await page.locator('.notice.tone-bad, .field-error').first().waitFor();
    await look('check-mail-wrong');
    const { url } = await handedOver(gallery.merchant, gallery.ada.id);
    await page.goto(url);
    await page.locator('strong').first().waitFor();
    await look('opened-link');
    await page.locator('.button-primary').click();
    await page.waitForURL((at) => !at.pathname.endsWith('/sign-in'));
    await settled();
    await page.goto('about:blank');
    await page.goto(url);
    await page.locator('input[type="email"]').waitFor();
    await look('used-link');
    await page.goto(portal);
  }

  async function inside(v: Tour, look: Look, way: Way) {
    const { page } = v;
    const at = async (path: string, screen: string) => {
      await v.go(path);
      await look(screen);
    };
    const { ada, bea, nil, closed } = gallery;
    const close = async () => {
      // A dialog that is still opening does not receive the key.
      await expect
        .poll(async () => {
          await page.keyboard.press('Escape');
          return page.locator('.dialog, .sheet').count();
        })
        .toBe(0);
    };

    await v.become(gallery, ada.id);
    await look('overview');
    await at('/subscriptions', 'subscriptions');
    await at(`/subscriptions/${ada.plan}`, 'subscription');
    await page.locator('.card-actions .button').nth(1).click();
    await page.locator('.dialog').waitFor();
    await look('pause-dialog');
    await close();
    await at(`/subscriptions/${ada.plan}/switch`, 'switch');
    await page.locator('input[name="price"]').nth(3).check();
    await page.locator('.lines').waitFor();
    await look('switch-up');
    await page.locator('input[name="price"]').nth(1).check();
    await page.locator('.sides + .notice').waitFor();
    await look('switch-down');
    await page.locator('input[name="price cycle"]').nth(1).check();
    await page.locator('input[name="price"]').nth(1).check();
    await page.locator('.lines').first().waitFor();
    await look('switch-yearly');
    await v.go('/');
    await v.go(`/subscriptions/${ada.plan}/switch`);
    await page.locator('.stepper button').last().click();
    await page.locator('.sides').waitFor();
    await look('quantity');
    await page.locator('.stepper input').fill('0');
    await page.locator('.quantity .field-error').waitFor();
    // An invalid quantity cannot be confirmed.
    await page.locator('.sides').waitFor({ state: 'detached' });
    await look('quantity-wrong');
    await v.go(`/subscriptions/${ada.plan}/cancel`);
    await page.locator('form .button-primary').click();
    await page.locator('#reason-missing').waitFor();
    await look('cancel-reason-missing');
    await at('/payment-methods', 'payment-methods');
    await page.locator('.screen-head .button').click();
    await page.frameLocator('.provider-frame').locator('#number').waitFor();
    await page.frameLocator('.provider-frame').locator('summary').click();
    await look('payment-method-add');
    await page.locator('.dialog .button-primary').click();
    await page.frameLocator('.provider-frame').locator('.field-error').first().waitFor();
    await look('payment-method-add-wrong');
    await close();
    await page.locator('.row-actions .button').last().click();
    await page.locator('.dialog').waitFor();
    await look('payment-method-remove');
    await close();
    await at('/billing', 'billing');
    await page.locator('input[type="tel"]').fill('4242 4242 4242 4242');
    await page.locator('.actions .button-primary').click();
    await page.locator('.field-error').waitFor();
    await look('billing-wrong');
    await at('/invoices', 'invoices');
    await at(`/invoices/${ada.invoice}`, 'invoice');
    await at(`/invoices/${ada.creditNote}`, 'credit-note');
    await at('/credit', 'credit');
    await at('/security', 'security');
    await at('/nothing-here', 'not-found');
    if (way.viewport === PHONE) await page.locator('.bar button').click();
    else await page.locator('.nav-leave').focus();
    await look('more');
    if (way.viewport === PHONE) await close();

    await v.become(gallery, bea.id);
    await look('overview-in-trouble');
    await at('/subscriptions', 'subscriptions-in-trouble');
    await at(`/subscriptions/${bea.failed}`, 'subscription-past-due');
    await at(`/subscriptions/${bea.ending}`, 'subscription-ending');
    await at(`/subscriptions/${bea.changing}`, 'subscription-changing');
    await at(`/subscriptions/${bea.pausing}`, 'subscription-pausing');
    await at(`/subscriptions/${bea.paused}`, 'subscription-paused');
    await page.locator('.notice .button-primary').click();
    await page.locator('.dialog .facts').waitFor();
    await look('resume-dialog');
    await close();
    await at(`/subscriptions/${bea.failed}/switch`, 'switch-not-now');
    await at(`/subscriptions/${bea.over}/resubscribe`, 'resubscribe-in-debt');
    await at('/payment-methods', 'payment-methods-failing');
    await at('/invoices', 'invoices-due');
    await at(`/invoices/${bea.due}`, 'invoice-due');
    await page.locator('.pay .button-primary').click();
    await page.locator('.pay .notice').waitFor();
    await look('invoice-declined');

    await v.become(gallery, nil.id);
    await look('overview-empty');
    for (const section of ['subscriptions', 'payment-methods', 'invoices', 'credit'])
      await at(`/${section}`, `${section}-empty`);
    await at('/subscribe', 'subscribe');

    const one = await gallery.somebody(way.locale === 'ar' ? 'ليلى حداد' : 'Grace Hopper');
    await v.become(gallery, one.id);
    await v.go(`/subscriptions/${one.plan}/switch`);
    await page.locator('input[name="price"]').last().check();
    await page.locator('.card-actions .button-primary').click();
    await page.locator('.done').waitFor();
    await look('switch-done');
    await at(`/subscriptions/${one.plan}/cancel`, 'cancel-reason');
    await page.locator('input[name="reason"]').first().check();
    await page.locator('form .button-primary').click();
    await page.locator('.offer').waitFor();
    await look('cancel-with-offer');
    await page.locator('.button-danger').click();
    await page.locator('.done').waitFor();
    await look('cancel-done');

    await v.become(closed, closed.customerId);
    await look('overview-closed');
    await at('/invoices', 'switched-off');
  }

  /** Screens for a failing server; the browser's console reports these failures as well. */
  async function failing(v: Tour, look: Look) {
    const { page } = v;
    await v.become(gallery, gallery.ada.id);
    await page.route('**/graphql', (route) => route.fulfill({ status: 500, body: 'no' }));
    await v.go('/credit');
    await page.locator('.notice.tone-bad').waitFor();
    await look('server-failed');
    await page.unroute('**/graphql');
    await page.context().setOffline(true);
    await page.locator('.offline-bar').waitFor();
    await look('offline');
    await page.context().setOffline(false);
    await page.goto(`${t.origin}/portal/co_00000000000000000000000000/`);
    await look('unknown-company');
  }
});
