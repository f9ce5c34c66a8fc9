/** Opens one screen after the other as fast as a browser can, and waits until each is complete. */
import type { GraphQLClient } from 'graphql-request';
import type { BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core';
import { vi } from 'vitest';
import type { OpenPortal } from './portal.ts';

export interface Tour {
  page: Page;
  context: BrowserContext;
  problems: string[];
  /** Signs in as a customer without the sign-in screen: the session cookie is set directly. */
  become(portal: { companyId: string; merchant: GraphQLClient }, customerId: string): Promise<void>;
  /** Goes to a path of the portal as a link in the page would, and waits until the screen is complete. */
  go(path: string): Promise<void>;
  /** Waits until no request is pending and no placeholder is left. */
  settled(): Promise<void>;
}

export async function tour(t: OpenPortal, options: BrowserContextOptions): Promise<Tour> {
  const { page, context, problems } = await t.window(options);
  let underway = 0;
  const isData = (url: string) => new URL(url).pathname === '/graphql';
  page.on('request', (request) => {
    if (isData(request.url())) underway++;
  });
  const over = (request: Request) => {
    if (isData(request.url())) underway--;
  };
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  const stands = () =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() =>
              resolve(
                document.querySelector('h1') !== null &&
                  document.querySelector('[aria-busy="true"], .skeleton') === null,
              ),
            ),
          ),
        ),
    );
  const settled = async () => {
    await vi.waitUntil(async () => underway === 0 && (await stands()) && underway === 0, {
      interval: 10,
      timeout: 15_000,
    });
  };
  let base = '';
  return {
    page,
    context,
    problems,
    settled,
    async become({ companyId, merchant }, customerId) {
      const { token } = await t.signIn(merchant, customerId);
      const url = `${t.origin}/`;
      await context.addCookies([
        { name: `portico_${companyId}`, value: token, url, httpOnly: true, sameSite: 'Strict' },
      ]);
      base = `/portal/${companyId}`;
      await page.goto(`${t.origin}${base}/`);
      await settled();
    },
    async go(path) {
      await page.evaluate((address) => {
        history.pushState({ key: address }, '', address);
        dispatchEvent(new PopStateEvent('popstate'));
      }, base + path);
      await settled();
    },
  };
}
