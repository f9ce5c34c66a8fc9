/**
 * The section about the page: a first visit with the processor of a phone and a slow mobile network, simulated as in
 * Lighthouse, with an empty browser cache.
 */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { systemClock } from '../../src/kernel/clock.ts';
import { buildPage } from '../../src/web/build.ts';
import { administer, databaseUrl } from '../support/preparedDatabase.ts';
import { browserPath, openBrowser } from '../web/support/browser.ts';
import { type Server, startServer } from './child.ts';
import { median } from './report.ts';
import { type Fixture, seed } from './seed.ts';

/** Lighthouse's "slow 4G" and its mid-tier phone; every request waits for one round trip. */
const NETWORK = { rttMs: 150, downKbps: 1638.4, upKbps: 750 };
const CPU_SLOWDOWN = 4;
const TELEPHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };
/** The length of a long task, and the time without one after which the page counts as interactive. */
const LONG_TASK_MS = 50;
const QUIET_MS = 5000;

export interface PageMarks {
  /** Milliseconds from the navigation to the first and to the largest contentful paint. */
  firstPaint: number;
  largestPaint: number;
  /**
   * The time at which the screen's content is shown and responds to input: the end of the last long task before five
   * seconds without one. Stricter than Lighthouse, which accepts a placeholder.
   */
  interactive: number;
  /** The time of long tasks beyond 50 ms each, between the first paint and interactive. */
  blocked: number;
  /** Compressed size, and the number of all requests. */
  scriptBytes: number;
  requests: number;
}

export interface PageMeasured extends PageMarks {
  name: string;
  runs: number;
}

interface Seen {
  firstPaint: number;
  largestPaint: number;
  content: number;
  lastTask: number;
  tasks: { start: number; duration: number }[];
}

/** Runs in the page before its own scripts. */
function watch(content: string): void {
  const seen: Seen = { firstPaint: 0, largestPaint: 0, content: 0, lastTask: 0, tasks: [] };
  Object.assign(globalThis, { seen });
  const observe = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') seen.firstPaint = startTime;
  });
  observe('largest-contentful-paint', ({ startTime }) => {
    seen.largestPaint = startTime;
  });
  observe('longtask', ({ startTime, duration }) => {
    seen.tasks.push({ start: startTime, duration });
    seen.lastTask = startTime + duration;
  });
  new MutationObserver((_changes, observer) => {
    if (!document.querySelector(content)) return;
    observer.disconnect();
    seen.content = performance.now();
  }).observe(document, { childList: true, subtree: true });
}

interface Visit {
  name: string;
  path: string;
  /** The selector of the screen's content. */
  content: string;
  signedIn: boolean;
}

async function slowDown(cdp: CDPSession): Promise<void> {
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: NETWORK.rttMs,
    downloadThroughput: (NETWORK.downKbps * 1024) / 8,
    uploadThroughput: (NETWORK.upKbps * 1024) / 8,
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
}

async function quiet(page: Page): Promise<Seen> {
  await page.waitForFunction(
    ({ quietMs }) => {
      const { content, lastTask } = (globalThis as unknown as { seen: Seen }).seen;
      return content > 0 && performance.now() - Math.max(content, lastTask) > quietMs;
    },
    { quietMs: QUIET_MS },
    { timeout: 60_000, polling: 250 },
  );
  return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

async function visit(browser: Browser, server: Server, fixture: Fixture, { path, content, signedIn }: Visit) {
  const origin = `http://127.0.0.1:${server.port}`;
  const context = await browser.newContext({ ...TELEPHONE, locale: 'en-GB' });
  try {
    const session = fixture.sessions[0];
    if (signedIn && session)
      await context.addCookies([{ name: `portico_${fixture.companyId}`, value: session.token, url: origin }]);
    const page = await context.newPage();
    await page.addInitScript(watch, content);
    const cdp = await context.newCDPSession(page);
    await slowDown(cdp);
    const scripts = new Set<string>();
    const sizes = { scripts: 0, requests: 0 };
    cdp.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      sizes.requests++;
      if (scripts.has(requestId)) sizes.scripts += encodedDataLength;
    });
    await page.goto(`${origin}/portal/${fixture.companyId}${path}`, { waitUntil: 'commit' });
    const { firstPaint, largestPaint, content: stands, lastTask, tasks } = await quiet(page);
    const interactive = Math.max(firstPaint, stands, lastTask);
    const blocked = tasks
      .filter(({ start }) => start >= firstPaint)
      .reduce((sum, { duration }) => sum + Math.max(0, duration - LONG_TASK_MS), 0);
    return {
      firstPaint,
      largestPaint,
      interactive,
      blocked,
      scriptBytes: sizes.scripts,
      requests: sizes.requests,
    } satisfies PageMarks;
  } finally {
    await context.close();
  }
}

const VISITS: Visit[] = [
  { name: 'home, signed in', path: '/', content: '.plan-next-amount', signedIn: true },
  { name: 'sign-in', path: '/sign-in', content: 'input[name=email]', signedIn: false },
];

/** Null if no browser is installed. */
export async function measurePage(adminUrl: string, runs: number): Promise<PageMeasured[] | null> {
  if (!browserPath) return null;
  await buildPage();
  const name = `portico_bench_page_${process.pid}`;
  const url = databaseUrl(adminUrl, name);
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  try {
    const fixture = await seed(url, 50, 10, systemClock.now());
    const server = await startServer('candidate.ts', { url, countStatements: false, page: true });
    const browser = await openBrowser();
    process.stderr.write(`${runs} visits each …\n`);
    const taken = VISITS.map((one) => ({ one, marks: [] as PageMarks[] }));
    // The first visit of each warms the server.
    for (let run = 0; run <= runs; run++)
      for (const { one, marks } of taken) {
        const mark = await visit(browser, server, fixture, one);
        if (run > 0) marks.push(mark);
      }
    await browser.close();
    await server.stop();
    return taken.map(({ one, marks }) => {
      const middle = (key: keyof PageMarks) => median(marks.map((mark) => mark[key]));
      return {
        name: one.name,
        runs,
        firstPaint: middle('firstPaint'),
        largestPaint: middle('largestPaint'),
        interactive: middle('interactive'),
        blocked: middle('blocked'),
        scriptBytes: middle('scriptBytes'),
        requests: middle('requests'),
      };
    });
  } finally {
    await administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

export function pageTable(results: readonly PageMeasured[] | null): string {
  if (!results) return 'The page was not measured: there is no browser. CHROMIUM names one.\n';
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return [
    '| first visit | first contentful paint | largest contentful paint | interactive | blocked | script | requests |',
    '|---|---|---|---|---|---|---|',
    ...results.map(
      ({ name, firstPaint, largestPaint, interactive, blocked, scriptBytes, requests }) =>
        `| ${name} | ${seconds(firstPaint)} | ${seconds(largestPaint)} | **${seconds(interactive)}** | ${Math.round(blocked)} ms | ${(scriptBytes / 1000).toFixed(0)} kB | ${requests} |`,
    ),
    '',
    `Chromium with a processor slowed down ${CPU_SLOWDOWN} times, ${NETWORK.rttMs} ms for each request and ${(NETWORK.downKbps / 1024).toFixed(1)} Mbit/s, nothing cached; medians of ${results[0]?.runs} visits.`,
    "Interactive: the screen's own content stands, and no task of more than 50 ms follows for five seconds.",
    '',
  ].join('\n');
}
