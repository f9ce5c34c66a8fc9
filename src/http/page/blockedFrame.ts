/**
 * Shown in a frame in which the portal does not work: the reason, and a link that opens the portal in a tab of its own. It
 * contains nothing of a customer, so any site may frame it.
 */
import { createHash } from 'node:crypto';
import { readCatalog } from '../../i18n/compile.ts';
import type { Locale } from '../../i18n/locale.ts';
import { styleSource } from '../../mail/developmentPage.ts';
import { Html, html } from '../../mail/html.ts';

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { display: grid; gap: 12px; justify-items: start; max-width: 32rem; margin: 0 auto; padding: 32px 24px; }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0; }
a { color: light-dark(#2f3fc4, #b4bfff); padding-block: 10px; }
`;
/** For the developer's console, and for the script on the page around the frame. */
const SCRIPT = `console.error('Portico: ' + document.body.dataset.reason);
if (parent !== window) parent.postMessage({ portico: 1, type: 'refused' }, '*');
`;
const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
  styleSource(STYLE),
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
].join('; ');

export interface BlockedFrame {
  locale: Locale;
  /** In English, for developers. */
  reason: string;
  /** The address of the portal in a tab of its own. */
  address: string;
}

export function blockedFrame({ locale, reason, address }: BlockedFrame): Response {
  const words = readCatalog(locale.language, 'portal');
  const { source } = html`<!doctype html>
<html lang="${locale.language}" dir="${locale.direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${words['blocked.title']}</title><style>${new Html(STYLE)}</style></head>
<body data-reason="${reason}"><h1>${words['blocked.title']}</h1><p>${words['blocked.text']}</p>
<a href="${address}" target="_blank" rel="noopener noreferrer">${words['blocked.open']}</a>
<script>${new Html(SCRIPT)}</script></body>
</html>
`;
  return new Response(source, {
    status: 403,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      vary: 'Accept-Language, Sec-Fetch-Dest',
    },
  });
}
