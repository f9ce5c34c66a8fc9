/** A portal for tests in the browser: the built page on the real server with the sandbox provider, and a browser. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { GraphQLClient } from 'graphql-request';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { readBuiltPage } from '../../../src/http/page/built.ts';
import { DIST } from '../../../src/web/build.ts';
import { openTestApp, success, type TestApp, type TestAppOptions } from '../../support/app.ts';
import { CreatePortalLinkDocument, type CreatePortalLinkInput } from '../../support/graphql/graphql.ts';
import { describeUnless } from '../../support/requirement.ts';
import { closeWindows, noBrowser, openBrowser } from './browser.ts';

export const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** For tests that need a real browser. */
export const inBrowser = describeUnless(noBrowser);

export interface OpenPortal extends TestApp {
  origin: string;
  browser: Browser;
  /** A window without data of other windows; `problems` collects the errors of its scripts. */
  window(options?: BrowserContextOptions): Promise<{ page: Page; context: BrowserContext; problems: string[] }>;
  /** Signs in as the page's visitors do: by a link and a click. */
  enter(page: Page, merchant: GraphQLClient, input: CreatePortalLinkInput): Promise<void>;
}

/** The app on a port of its own, with the page built from the sources as they are. */
export async function openPortal(options: TestAppOptions = {}): Promise<OpenPortal> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const built = readBuiltPage(DIST);
  if (!built) throw new Error('The page was not built.');
  // The browser has the real time, and the server must have the same.
  const t = await openTestApp({ now: new Date().toISOString(), page: built, publicUrl: origin, ...options });
  server.on('request', t.app.listener);
  const browser = await openBrowser();
  const foreign = options.stripeScript ? [new URL(options.stripeScript).origin] : [];
  return {
    ...t,
    origin,
    browser,
    window: (contextOptions) => openWindow(browser, [origin, ...foreign], contextOptions),
    enter,
    async close() {
      await closeWindows();
      await closed(server);
      await t.close();
    },
  };
}

/** A window as a customer has it, for a server at one of these origins. */
export async function openWindow(
  browser: Browser,
  origins: string | readonly string[],
  contextOptions: BrowserContextOptions = {},
): Promise<{ page: Page; context: BrowserContext; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...contextOptions,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    // Leaving a screen aborts its query, which is not a problem.
    const givenUp = request.resourceType() === 'fetch' && request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!givenUp) problems.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => {
    if (!/^(?:data|blob|about):/.test(request.url()) && !origins.includes(new URL(request.url()).origin))
      problems.push(`foreign: ${request.url()}`);
  });
  return { page, context, problems };
}

async function enter(page: Page, merchant: GraphQLClient, input: CreatePortalLinkInput): Promise<void> {
  const { createPortalLink } = await merchant.request(CreatePortalLinkDocument, { input });
  await signInBy(page, success(createPortalLink).url);
}

/** Opens a link, and uses it. */
export async function signInBy(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: /sign in|continue/i }).click();
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/sign-in'));
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
