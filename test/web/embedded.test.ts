/** The portal in a frame of a merchant's site, which is another site to the browser. */
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { TLS_CERTIFICATE, TLS_KEY } from '../support/tls.ts';
import { inBrowser, type OpenPortal, openPortal, openWindow } from './support/portal.ts';

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
};

inBrowser('the portal in a frame of another site', () => {
  let t: OpenPortal;
  let merchantSite: Server;
  let secure: Server;
  let parent: string;
  let portal: string;
  let shown = '';
  let merchant: Awaited<ReturnType<OpenPortal['company']>>['merchant'];
  let customerId: string;

  beforeAll(async () => {
    merchantSite = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title><h1>Shop</h1>
         <iframe title="Portal" src="${shown}" width="900" height="700"></iframe>`,
      );
    });
    parent = `http://127.0.0.1:${await listen(merchantSite)}`;
    secure = createSecureServer({ key: TLS_KEY, cert: TLS_CERTIFICATE });
    portal = `https://localhost:${await listen(secure)}`;
    t = await openPortal({ publicUrl: portal, frameAncestors: [parent] });
    secure.on('request', t.app.listener);
    ({ merchant } = await t.company());
    customerId = await makeCustomer(merchant);
    const { priceId } = await makePrice(merchant, { name: 'Pro', amount: 3000 });
    await makeSubscription(merchant, customerId, priceId);
  });
  afterAll(async () => {
    await t.close();
    for (const server of [secure, merchantSite]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function embedded(): Promise<{ page: Page; frame: FrameLocator; problems: string[]; leave(): Promise<void> }> {
    shown = (await handedOver(merchant, customerId)).url;
    const { page, context, problems } = await openWindow(t.browser, [parent, portal], { ignoreHTTPSErrors: true });
    await page.goto(parent);
    return { page, frame: page.frameLocator('iframe[title="Portal"]'), problems, leave: () => context.close() };
  }

  test('a customer signs in inside the frame, remains signed in, and reaches the fields of the provider', async () => {
    const { frame, problems, leave } = await embedded();
    await frame.getByRole('button', { name: 'Sign in' }).click();
    await frame.getByRole('heading', { name: 'Pro' }).first().waitFor();
    // The next screen is another request with the cookie.
    await frame.getByRole('link', { name: 'Payment methods' }).first().click();
    await frame.getByRole('heading', { level: 1, name: 'Payment methods' }).waitFor();
    await frame.getByText('•••• 4242').first().waitFor();
    await frame.getByRole('button', { name: 'Add payment method' }).click();
    await frame.frameLocator('iframe[title="Payment details"]').getByLabel('Card number').waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  test('the session in the frame does not exist outside of it', async () => {
    const { page, frame, leave } = await embedded();
    await frame.getByRole('button', { name: 'Sign in' }).click();
    await frame.getByRole('heading', { name: 'Pro' }).first().waitFor();
    const alone = await page.context().newPage();
    await alone.goto(new URL('.', shown.split('#')[0]).href);
    await alone.getByRole('button', { name: 'Email me a link' }).waitFor();
    await leave();
  });

  test('a site that is not configured cannot show the portal', async () => {
    const { page, leave } = await embedded();
    await page.goto(parent.replace('127.0.0.1', 'localhost'));
    await page.waitForTimeout(500);
    expect(await page.frameLocator('iframe').getByRole('button', { name: 'Sign in' }).count()).toBe(0);
    await leave();
  });
});
