/** A merchant's own website, to which customers return; it records its requests and their referrers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

export interface MerchantSite {
  origin: string;
  /** Waits until the browser has returned, and resolves to its path and query. */
  backAt(page: Page): Promise<{ path: string; query: Record<string, string> }>;
  /** The addresses in the Referer headers of its requests. */
  referrers: string[];
  /** The portal's problems, without those of leaving for this site. */
  without(problems: readonly string[]): string[];
  close(): Promise<void>;
}

export async function openMerchantSite(): Promise<MerchantSite> {
  const referrers: string[] = [];
  const server = createServer((request, response) => {
    if (request.headers.referer) referrers.push(request.headers.referer);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title><h1>Shop</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    referrers,
    async backAt(page) {
      await page.waitForURL((url) => url.origin === origin);
      const { pathname: path, searchParams } = new URL(page.url());
      return { path, query: Object.fromEntries(searchParams) };
    },
    without: (problems) => problems.filter((problem) => !problem.startsWith(`foreign: ${origin}/`)),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
