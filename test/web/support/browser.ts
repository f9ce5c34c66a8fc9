/**
 * A real browser for the tests of the hosted page: Debian's Chromium, or the one that CHROMIUM names. Where there is
 * none these tests are skipped, except in CI, which installs it.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function findBrowser(): string | undefined {
  const found = [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));
  if (!found && process.env.CI) throw new Error('CI plays the page in a browser, and there is none.');
  return found;
}

/** Which database stands behind the page makes no difference in the browser, so one is enough. */
export const browserPath = process.env.TEST_DATABASE_URL === undefined ? findBrowser() : undefined;

/** It talks to nobody but the server under test. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update', '--font-render-hinting=none'],
    ],
  });
}
