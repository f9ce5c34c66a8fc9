/** A merchant's site that embeds the portal, and windows without third-party cookies. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';

/** Pages of other sites in frames can neither read nor store cookies, as in Safari, Firefox and private windows. */
export async function withoutForeignCookies(page: Page): Promise<void> {
  const debugging = await page.context().newCDPSession(page);
  await debugging.send('Network.enable');
  await debugging.send('Network.setCookieControls', {
    enableThirdPartyCookieRestriction: true,
  });
}

export interface PortalEvent {
  type: string;
  code?: string;
  action?: string;
  subscriptionId?: string;
  paymentMethodId?: string;
  height?: number;
  flow?: string;
}

export interface EmbeddingSite {
  origin: string;
  /** The origin of the same server to which the portal gives no permission. */
  foreignOrigin: string;
  /** Sets what the site returns for a session; the default returns 500. */
  session: { respond: () => Promise<string>; asked: number };
  /** Sets the options of `Portico.mount`, as the text of an object's inner part, and the elements around the portal. */
  show(page: { portal: string; options?: string; above?: string; below?: string }): void;
  close(): Promise<void>;
}

export async function openEmbeddingSite(): Promise<EmbeddingSite> {
  let source = '';
  const session: EmbeddingSite['session'] = {
    asked: 0,
    respond: () => Promise.reject(new Error('There is no session.')),
  };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.url !== '/session') return response.end(source);
    session.asked++;
    session.respond().then(
      (url) => response.end(url),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    foreignOrigin: `http://localhost:${port}`,
    session,
    show({ portal, options = '', above = '', below = '' }) {
      source = `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>Shop</title><script src="${portal}/embed/v1.js"></script></head><body style="margin: 0">${above}<main><h1>Your account</h1><div id="billing"></div></main>${below}
<script>
  window.events = [];
  window.portal = Portico.mount(document.getElementById('billing'), {
    async getSession() {
      const response = await fetch('/session', { method: 'POST' });
      if (!response.ok) throw new Error('No session.');
      return response.text();
    },
    onEvent: (event) => window.events.push(event),
    ${options}
  });
</script></body></html>`;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const eventsOf = (page: Page): Promise<PortalEvent[]> =>
  page.evaluate(() => (globalThis as unknown as { events: PortalEvent[] }).events);

export const framed = (page: Page): FrameLocator => page.frameLocator('iframe[title="Billing"]');
