/**
 * A real browser for the tests of the hosted page: Debian's Chromium without a window (it needs less of the machine) or
 * with one, or the browser that CHROMIUM names. Without a browser, these tests are skipped, except in CI, which installs it.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

function findBrowser(): string | undefined {
  const found = [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));
  if (!found && process.env.CI) throw new Error('CI plays the page in a browser, and there is none.');
  return found;
}

/** The database behind the page makes no difference in the browser, so the embedded one is enough. */
const onPostgres = process.env.TEST_DATABASE_URL !== undefined;

export const browserPath = onPostgres ? undefined : findBrowser();

/** The reason why the tests of the page are skipped; undefined if they run. */
export const noBrowser = onPostgres
  ? 'They play the page in a browser, which does not depend on the database. Unset TEST_DATABASE_URL.'
  : browserPath
    ? undefined
    : 'They need Chromium. Install it, or set CHROMIUM to its path.';

let browser: Promise<Browser> | undefined;

/** The browser of this worker, which ends with it. It connects to the server under test alone. */
export function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: browserPath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update', '--font-render-hinting=none'],
    ],
  });
  return browser;
}

/** Closes all windows, and with them everything that a test left in the browser. */
export async function closeWindows(): Promise<void> {
  if (!browser) return;
  await Promise.all((await browser).contexts().map((context) => context.close()));
}
