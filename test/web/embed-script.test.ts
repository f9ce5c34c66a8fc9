/**
 * The portal inside a merchant's page on another site, in a browser that blocks third-party cookies: signed in by the
 * script, used, and attacked.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { success } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { RevokePortalSessionsDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';
import {
  type EmbeddingSite,
  eventsOf,
  framed,
  openEmbeddingSite,
  withoutForeignCookies,
} from './support/embeddingSite.ts';
import { violations } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal, openWindow } from './support/portal.ts';

const POLL = { timeout: 15_000 };

inBrowser('the portal inside a page of another site, without third-party cookies', () => {
  let t: OpenPortal;
  let site: EmbeddingSite;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let large: string;
  let small: string;

  beforeAll(async () => {
    t = await openPortal();
    site = await openEmbeddingSite();
    company = await t.company();
    const { merchant } = company;
    await mutate(merchant, 'updatePortalConfig', { allowPlanSwitch: true, embedOrigins: [site.origin] }, '__typename');
    small = (await makePrice(merchant, { name: 'Starter', amount: 900 })).priceId;
    large = (await makePrice(merchant, { name: 'Team', amount: 2900 })).priceId;
  });
  afterEach(async () => {
    await Promise.all(t.browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await t.close();
    await site.close();
  });

  async function customer(): Promise<{ customerId: string; subscriptionId: string }> {
    const customerId = await makeCustomer(company.merchant, { name: 'Ada Lovelace' });
    const { subscription } = await makeSubscription(company.merchant, customerId, small);
    site.session.respond = async () => (await handedOver(company.merchant, customerId)).url;
    site.session.asked = 0;
    return { customerId, subscriptionId: subscription.id };
  }
  const priceOf = async (subscriptionId: string) =>
    (await t.db.prisma.subscriptionItem.findFirstOrThrow({ where: { subscriptionId } })).priceId;

  /** Opens the merchant's page; foreign requests are only those of the merchant's own site. */
  async function visit(show: Partial<Parameters<EmbeddingSite['show']>[0]> = {}, origin = site.origin, width = 1280) {
    site.show({ portal: t.origin, ...show });
    const size = { viewport: { width, height: 800 } };
    const { page, problems, context } = await openWindow(t.browser, [t.origin, site.origin, site.foreignOrigin], size);
    await withoutForeignCookies(page);
    await page.goto(origin);
    return { page, problems, context };
  }
  const happened = (page: Page, type: string) =>
    expect.poll(async () => (await eventsOf(page)).some((event) => event.type === type), POLL).toBe(true);
  const portalFrame = (page: Page): Frame => {
    const frame = page.frames().find((one) => one.url().startsWith(t.origin));
    if (!frame) throw new Error('There is no frame of the portal.');
    return frame;
  };
  const frameHeight = (page: Page) =>
    page.locator('iframe[title="Billing"]').evaluate((frame) => frame.getBoundingClientRect().height);

  test('the customer is signed in and switches the plan, and the merchant’s page is notified of the switch and of the frame’s height', async () => {
    const { subscriptionId } = await customer();
    const options = `destination: 'SWITCH_PLAN', destinationContext: '${subscriptionId}'`;
    const { page, problems, context } = await visit({ options });
    const frame = framed(page);
    await frame.getByRole('heading', { level: 1, name: 'Change plan' }).waitFor();
    // The browser really withholds what a site in a frame could store.
    expect(
      await portalFrame(page).evaluate(() => {
        // biome-ignore lint/suspicious/noDocumentCookie: the probe that cookies are blocked.
        document.cookie = 'probe=1; SameSite=None; Secure';
        return document.cookie;
      }),
    ).toBe('');
    const before = await frameHeight(page);
    await frame.getByRole('radio', { name: /^Team/ }).check();
    await frame.getByRole('heading', { name: 'Your change' }).waitFor();
    await expect.poll(() => frameHeight(page), POLL).toBeGreaterThan(before);
    await frame.getByRole('button', { name: /^Change plan|^Confirm|^Pay/ }).click();
    await happened(page, 'flow_completed');
    expect(await priceOf(subscriptionId)).toBe(large);
    const events = await eventsOf(page);
    expect(events).toContainEqual({ type: 'ready' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'action', action: 'switchPlan', subscriptionId }));
    expect(events).toContainEqual({ type: 'flow_completed', flow: 'switch_plan' });
    // The page stays where it is, and the frame has no bars, no cookie and no stored token.
    expect(page.url()).toBe(`${site.origin}/`);
    const content = await portalFrame(page).evaluate(() => document.documentElement.scrollHeight);
    expect(await frameHeight(page)).toBe(content);
    // No content depends on the height of the frame, which would make it grow step by step.
    const heights = events.flatMap(({ height }) => height ?? []);
    expect(heights.length).toBeLessThanOrEqual(8);
    expect(await context.cookies()).toEqual([]);
    expect(await frame.locator('header, footer, nav').filter({ visible: true }).count()).toBe(0);
    expect(site.session.asked).toBe(1);
    expect(problems).toEqual([]);
  });

  test('a session that has ended is replaced, and the customer stays on the same screen', async () => {
    const { customerId } = await customer();
    const { page } = await visit();
    const frame = framed(page);
    await frame.getByRole('link', { name: 'Billing information' }).first().click();
    await frame.getByRole('heading', { level: 1, name: 'Billing information' }).waitFor();
    const { revokePortalSessions } = await company.merchant.request(RevokePortalSessionsDocument, {
      input: { customerId },
    });
    success(revokePortalSessions);
    await frame.getByRole('link', { name: 'Invoices' }).first().click();
    await happened(page, 'session_ended');
    await frame.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
    await frame
      .getByRole('link', { name: /€9\.00/ })
      .first()
      .waitFor();
    expect(site.session.asked).toBe(2);
    // The same with a frame that is loaded again.
    await portalFrame(page).evaluate(() => location.reload());
    await frame
      .getByRole('link', { name: /€9\.00/ })
      .first()
      .waitFor();
    expect(site.session.asked).toBe(3);
  });

  test('without another session the frame shows a notice, and the customer can try again', async () => {
    const { customerId } = await customer();
    const { page } = await visit();
    const frame = framed(page);
    await frame.getByRole('heading', { name: 'Starter' }).first().waitFor();
    const respond = site.session.respond;
    site.session.respond = () => Promise.reject(new Error('Signed out.'));
    success(
      (await company.merchant.request(RevokePortalSessionsDocument, { input: { customerId } })).revokePortalSessions,
    );
    await frame.getByRole('link', { name: 'Invoices' }).first().click();
    await frame.getByRole('heading', { name: 'We couldn’t sign you in here' }).waitFor();
    expect(await eventsOf(page)).toContainEqual(expect.objectContaining({ type: 'error', code: 'NO_SESSION' }));
    site.session.respond = respond;
    await frame.getByRole('button', { name: 'Try again' }).click();
    await frame.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
  });

  test('another customer of the next session sees nothing of the first one', async () => {
    const first = await customer();
    const { page } = await visit();
    const frame = framed(page);
    await frame.getByText('Ada Lovelace').first().waitFor();
    const customerId = await makeCustomer(company.merchant, { name: 'Grace Hopper' });
    site.session.respond = async () => (await handedOver(company.merchant, customerId)).url;
    success(
      (await company.merchant.request(RevokePortalSessionsDocument, { input: { customerId: first.customerId } }))
        .revokePortalSessions,
    );
    await frame.getByRole('link', { name: 'Invoices' }).first().click();
    await frame.getByText('Grace Hopper').first().waitFor();
    expect(await frame.getByText('Ada Lovelace').count()).toBe(0);
    expect(await frame.getByRole('link', { name: /€9\.00/ }).count()).toBe(0);
  });

  test('a dialog in a frame that is taller than the window is where the customer looks', async () => {
    await customer();
    const { page, problems } = await visit({
      above: '<div style="height: 1500px">News</div>',
      below: '<div style="height: 1500px">More</div>',
    });
    const frame = framed(page);
    await frame.getByRole('link', { name: 'Payment methods' }).first().click();
    await frame.getByText('•••• 4242').first().waitFor();
    await frame.getByRole('button', { name: 'Add payment method' }).click();
    const dialog = frame.getByRole('dialog');
    const fields = frame.frameLocator('iframe[title="Payment details"]');
    await fields.getByLabel('Card number').fill('5555 5555 5555 4444');
    await fields.getByLabel('Expiry').fill('12 / 34');
    await fields.getByLabel(/code/i).fill('123');
    await expect
      .poll(async () => {
        const box = await dialog.boundingBox();
        return box !== null && box.y >= 0 && box.y + box.height <= 800;
      }, POLL)
      .toBe(true);
    await dialog.getByRole('button', { name: /^Save|^Add/ }).click();
    await frame.getByText('•••• 4444').first().waitFor();
    expect(await eventsOf(page)).toContainEqual(
      expect.objectContaining({ type: 'action', action: 'addPaymentMethod', paymentMethodId: expect.any(String) }),
    );
    expect(problems).toEqual([]);
  });

  test('the PDF of an invoice is downloaded from the frame', async () => {
    await customer();
    const { page } = await visit({ options: "destination: 'INVOICES'" });
    const frame = framed(page);
    await frame
      .getByRole('link', { name: /€9\.00/ })
      .first()
      .click();
    const download = page.waitForEvent('download');
    await frame.getByRole('button', { name: /PDF/ }).click();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
  });

  test('on a phone the frame has its sections above the screen, fits, and passes axe', async () => {
    await customer();
    const { page, problems } = await visit({ options: "colorScheme: 'dark'" }, site.origin, 360);
    const frame = framed(page);
    await frame.getByRole('heading', { name: 'Starter' }).first().waitFor();
    expect(await portalFrame(page).evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    const bar = await frame.locator('.bar').boundingBox();
    const heading = await frame.getByRole('heading', { level: 1 }).boundingBox();
    expect((bar?.y ?? Infinity) < (heading?.y ?? 0)).toBe(true);
    const wide = await portalFrame(page).evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('an origin that is not allowed gets a readable page in the frame, an event, and no portal', async () => {
    await customer();
    const { page, problems } = await visit({}, site.foreignOrigin);
    const frame = framed(page);
    await frame.getByRole('heading', { name: 'This page can’t be shown here' }).waitFor();
    const alone = frame.getByRole('link', { name: 'Open in a new tab' });
    expect(await alone.getAttribute('href')).toBe(`${t.origin}/portal/${company.companyId}/`);
    await happened(page, 'error');
    expect(await eventsOf(page)).toContainEqual(expect.objectContaining({ code: 'ORIGIN_NOT_ALLOWED' }));
    expect(problems.join('\n')).toContain('embedOrigins');
    expect(await violations(page)).toEqual([]);
  });

  test('a page that claims an allowed origin shows nothing, because the browser knows better', async () => {
    await customer();
    const lie = `${t.origin}/portal/${company.companyId}/embed?parent=${encodeURIComponent(site.origin)}`;
    const { page } = await visit({ above: `<iframe title="lie" src="${lie}"></iframe>` }, site.foreignOrigin);
    await happened(page, 'error');
    const stolen = page.frames().find((one) => one.parentFrame() && !one.url().startsWith(t.origin));
    expect(await stolen?.evaluate(() => document.body.innerText)).not.toMatch(/Loading|Starter/);
    expect(await page.frameLocator('iframe[title="lie"]').locator('#root').count()).toBe(0);
  });

  test('the plain portal in a frame explains why it does not work there', async () => {
    await customer();
    const plain = `<iframe title="plain" src="${t.origin}/portal/${company.companyId}/"></iframe>`;
    const { page, problems } = await visit({ above: plain });
    await page
      .frameLocator('iframe[title="plain"]')
      .getByRole('heading', { name: 'This page can’t be shown here' })
      .waitFor();
    expect(problems.join('\n')).toContain('/embed/v1.js');
  });

  test('the address of the embedded page in a tab leads to the portal’s own sign-in', async () => {
    const { page } = await visit();
    await page.goto(`${t.origin}/portal/${company.companyId}/embed`);
    await page.getByRole('button', { name: 'Email me a link' }).waitFor();
    expect(page.url()).toBe(`${t.origin}/portal/${company.companyId}/sign-in`);
  });

  test('messages of another frame neither get a session nor change the one of the portal', async () => {
    await customer();
    const attacker = await makeCustomer(company.merchant, { name: 'Mallory' });
    const bait = await handedOver(company.merchant, attacker);
    let evil: Server | undefined;
    try {
      evil = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(`<!doctype html><link rel="icon" href="data:,"><script>
          window.heard = [];
          addEventListener('message', ({ data }) => heard.push(data));
          window.attack = () => {
            const session = { portico: 1, type: 'session', token: '${bait.token}', destination: null, destinationContext: null, colorScheme: null, navigation: null };
            for (const target of [parent, ...Array.from({ length: parent.length }, (_, at) => parent[at])]) {
              if (target === window) continue;
              for (const message of [session, { portico: 1, type: 'noSession' }, { portico: 1, type: 'seen', top: 9999, height: 1 },
                { portico: 1, type: 'ready' }, { portico: 1, type: 'sessionNeeded' }, { portico: 1, type: 'height', pixels: 1 },
                { portico: 1, type: 'action', outcome: { action: 'cancelSubscription' } }, { portico: 1, type: 'refused' }])
                target.postMessage(message, '*');
            }
          };
        </script>`);
      });
      await new Promise<void>((resolve) => evil?.listen(0, resolve));
      const origin = `http://localhost:${(evil.address() as AddressInfo).port}`;
      site.show({ portal: t.origin, above: `<iframe title="evil" src="${origin}/"></iframe>` });
      const { page } = await openWindow(t.browser, [t.origin, site.origin, origin]);
      await page.goto(site.origin);
      await framed(page).getByText('Ada Lovelace').first().waitFor();
      const before = { height: await frameHeight(page), events: await eventsOf(page) };
      const hostile = page.frames().find((one) => one.url().startsWith(origin));
      await hostile?.evaluate(() => (globalThis as unknown as { attack(): void }).attack());
      await page.waitForTimeout(700);
      expect(await framed(page).getByText('Mallory').count()).toBe(0);
      await framed(page).getByText('Ada Lovelace').first().waitFor();
      expect(site.session.asked).toBe(1);
      expect({ height: await frameHeight(page), events: await eventsOf(page) }).toEqual(before);
      expect(
        await portalFrame(page).evaluate(() => document.documentElement.style.getPropertyValue('--seen-top')),
      ).toBe('0px');
      // The link of the attack was not spent, and the attacker got no message.
      expect(await t.db.prisma.portalLink.count({ where: { customerId: attacker, usedAt: null } })).toBe(1);
      expect(await hostile?.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([]);
    } finally {
      evil?.closeAllConnections();
      evil?.close();
    }
  });

  test('a link of another portal, or anything else than a link, is not handed over', async () => {
    await customer();
    const other = await t.company('Other');
    const foreign = await makeCustomer(other.merchant);
    const { url } = await handedOver(company.merchant, await makeCustomer(company.merchant, { name: 'Ada Lovelace' }));
    for (const text of [
      '',
      'javascript:alert(1)//sign-in#token=x',
      'http://evil.example/sign-in#token=x',
      `${t.origin}/`,
    ]) {
      site.session.respond = async () => text;
      const { page } = await visit();
      await happened(page, 'error');
      expect(await page.locator('iframe').count()).toBe(0);
    }
    site.session.respond = async () => url;
    const { page } = await visit();
    await framed(page).getByText('Ada Lovelace').first().waitFor();
    site.session.respond = async () => (await handedOver(other.merchant, foreign)).url;
    await portalFrame(page).evaluate(() => location.reload());
    await framed(page).getByRole('heading', { name: 'We couldn’t sign you in here' }).waitFor();
    expect(await t.db.prisma.portalLink.count({ where: { customerId: foreign, usedAt: { not: null } } })).toBe(0);
  });
});
